/** Value of a hex digit's character code, -1 for any other. */
export function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  if (code >= 0x61 && code <= 0x66) return code - 0x61 + 10;
  if (code >= 0x41 && code <= 0x46) return code - 0x41 + 10;
  return -1;
}

/** End of the run of hex digits that starts at `from`. */
export function hexRunEnd(text: string, from: number): number {
  let i = from;
  while (i < text.length && hexDigit(text.charCodeAt(i)) >= 0) i++;
  return i;
}

/** The byte spelled by the two hex digits at `at`. */
export function hexByte(text: string, at: number): number {
  return hexDigit(text.charCodeAt(at)) * 16 + hexDigit(text.charCodeAt(at + 1));
}
