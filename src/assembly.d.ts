/** A compiled AssemblyScript module in base64 (`scripts/assembly.mjs`). */
declare module "*?assembly" {
  const base64: string;
  export default base64;
}
