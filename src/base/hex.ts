const digits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** The two digits of each byte as they stand in memory. */
const pairs = new Uint16Array(new TextEncoder().encode(digits.join("")).buffer);
const decoder = new TextDecoder();
/** Bytes from which on it is faster to write the digits as bytes and to read these as text. */
const MANY = 8;
/** Room that is kept for the digits. */
const room = new Uint16Array(1 << 13);

/** Lower-case hex of `[from, to)`, with `between` after each byte but the last. */
export function hexOf(bytes: Uint8Array, from = 0, to = bytes.length, between = ""): string {
  const count = to - from;
  if (between === "" && count >= MANY) {
    const written = count <= room.length ? room : new Uint16Array(count);
    for (let i = 0; i < count; i++) written[i] = pairs[bytes[from + i]!]!;
    return decoder.decode(new Uint8Array(written.buffer, 0, 2 * count));
  }
  const parts: string[] = new Array(Math.max(0, to - from));
  for (let i = from; i < to; i++) parts[i - from] = digits[bytes[i]!]!;
  return parts.join(between);
}

/** An offset as it is shown everywhere: `0x009f`. */
export function offsetText(offset: number): string {
  return `0x${offset.toString(16).padStart(4, "0")}`;
}
