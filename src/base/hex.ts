const digits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Lower-case hex of `[from, to)`, with `between` after each byte but the last. */
export function hexOf(bytes: Uint8Array, from = 0, to = bytes.length, between = ""): string {
  const parts: string[] = new Array(Math.max(0, to - from));
  for (let i = from; i < to; i++) parts[i - from] = digits[bytes[i]!]!;
  return parts.join(between);
}

/** An offset as it is shown everywhere: `0x009f`. */
export function offsetText(offset: number): string {
  return `0x${offset.toString(16).padStart(4, "0")}`;
}
