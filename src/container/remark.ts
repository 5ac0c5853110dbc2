import { parsesAsMessage } from "../wire/index.ts";

/** First bytes -> what starts so, -1 for any byte. Longer ones first where one starts like another. */
const starts: readonly (readonly [bytes: readonly number[], what: string])[] = [
  [[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], "a PNG image"],
  [[0xff, 0xd8, 0xff], "a JPEG image"],
  [[0x47, 0x49, 0x46, 0x38], "a GIF image"],
  [[0x25, 0x50, 0x44, 0x46, 0x2d], "a PDF document"],
  [[0x7f, 0x45, 0x4c, 0x46], "an ELF program"],
  [[0x4d, 0x5a, 0x90, 0x00], "a Windows program"],
  [[0x50, 0x4b, 0x03, 0x04], "a zip archive"],
  [[0x50, 0x4b, 0x05, 0x06], "an empty zip archive"],
  [[0x1f, 0x8b, 0x08], "a gzip file"],
  [[0x28, 0xb5, 0x2f, 0xfd], "a zstd file"],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], "an xz file; unpack it first"],
  [[0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], "a 7z archive; unpack it first"],
  [[0x42, 0x5a, 0x68, -1, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59], "a bzip2 file; unpack it first"],
  [[0x04, 0x22, 0x4d, 0x18], "an lz4 file; unpack it first"],
  [[0x76, 0x68, 0x64, 0x78, 0x66, 0x69, 0x6c, 0x65], "a VHDX disk"],
];

/** `ustar`, behind the name and the numbers of the first file. */
const tarMark = [0x75, 0x73, 0x74, 0x61, 0x72];
const tarMarkAt = 257;

/**
 * Says what a blob's first bytes look like when that is surely no saved state: `starts like a PNG image`, `is text`. The blob
 * is opened all the same. A message of a few texts can be text too: its fields parse to the last byte, which no other text does. Cost: the
 * first 4 KiB, and the root's fields of what is text there.
 */
export function remarkOf(bytes: Uint8Array): string | undefined {
  for (const [start, what] of starts) {
    if (start.every((byte, i) => bytes[i] === byte || byte < 0)) return `starts like ${what}`;
  }
  if (tarMark.every((byte, i) => bytes[tarMarkAt + i] === byte)) return "starts like a tar archive; unpack it first";
  return isText(bytes.subarray(0, 4096)) && !parsesAsMessage(bytes, 0, bytes.length) ? "is text, not binary" : undefined;
}

/** Printable ASCII and line ends only, with at least one line of some length: short messages can look like text too. */
function isText(head: Uint8Array): boolean {
  if (head.length < 32) return false;
  return head.every((byte) => (byte >= 0x20 && byte < 0x7f) || byte === 0x09 || byte === 0x0a || byte === 0x0d);
}
