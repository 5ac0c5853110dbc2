/** Reads a JSON list of strings; gives a reason when the text is not one. */
export function readStringList(bytes: Uint8Array): readonly string[] | { readonly reason: string } {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    return { reason: `is not JSON (${error instanceof Error ? error.message : String(error)})` };
  }
  if (!Array.isArray(value) || !value.every((item) => typeof item === "string"))
    return { reason: 'is not a list of strings as ["one", "two"]' };
  return value as string[];
}
