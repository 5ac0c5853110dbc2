import type { SchemaSet } from "./model.ts";

/**
 * Builds the model of one release from a `FileDescriptorSet` (see `setOfDescriptors`, which it loads at the first call: most
 * sessions have no need of the library). Rejects only when that code cannot be loaded.
 */
export async function loadDescriptorSet(release: string, bytes: Uint8Array): Promise<SchemaSet> {
  const { setOfDescriptors } = await import("./descriptors/load.ts");
  return setOfDescriptors(release, bytes);
}

/**
 * Whether bytes begin as a `FileDescriptorSet` does: with a file descriptor whose first field is a name that ends in `.proto`, as every tool
 * writes it. Looks at the first bytes only; a set that is cut passes.
 */
export function looksLikeDescriptorSet(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0x0a) return false;
  let at = 1;
  while (at < 6 && (bytes[at] ?? 0) >= 0x80) at++;
  if (bytes[at + 1] !== 0x0a) return false;
  const from = at + 3;
  // A name of 128 bytes and more has a longer length, and is nobody's.
  const length = bytes[at + 2] ?? 0;
  const name = String.fromCharCode(...bytes.subarray(from, from + Math.min(length, 127)));
  return length < 0x80 && name.length === length && /^[ -~\x80-\xff]+\.proto$/.test(name);
}
