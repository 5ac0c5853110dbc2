/**
 * Where the bytes of a blob stand in its file: `[from, at]` says that the blob's bytes from offset `from` on, up to the next
 * piece, stand in the file from `at` on. Ascending in `from`; the first starts at 0. Example, a chunk stream: `[[0, 6], [8192, 8204]]`.
 */
export type Pieces = readonly (readonly [from: number, at: number])[];

/** The file offset of a byte of the blob. The pieces must not be empty. Logarithmic. */
export function fileOffsetOf(pieces: Pieces, offset: number): number {
  const [from, at] = pieces[pieceAt(pieces, offset)]!;
  return at + offset - from;
}

/** Index of the piece that holds the byte. */
export function pieceAt(pieces: Pieces, offset: number): number {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (pieces[middle]![0] <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
