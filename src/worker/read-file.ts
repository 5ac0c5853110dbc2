import type { Turns } from "./turns.ts";

/** Most bytes of a file: offsets are signed numbers of 32 bits, and browsers give no buffer that is much longer. */
export const MOST_BYTES = 2 ** 31 - 1;
/** Bytes that are read in one go; after each piece the reading can be cancelled. */
const PIECE = 8 << 20;
/** Bytes that are read before all others of a file that is read in several pieces. */
const FIRST = 1 << 18;

/** What of a `Blob` is used: its size, all of it, and any stretch of it. */
export interface Readable {
  readonly size: number;
  arrayBuffer(): Promise<ArrayBuffer>;
  slice(from: number, to: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

/**
 * Reads a file into one buffer, piece by piece; `came` hears of the bytes of each, and `began` of the buffer of one that is not read in
 * one go, once its first bytes are in it. One that is too long is refused before anything is
 * read. Throws an `Error` with a sentence when it is, when there is no memory for it, or when the browser cannot read it; `Cancelled` as
 * `turns` says.
 */
export async function readWhole(
  file: Readable,
  turns: Turns,
  came: (bytes: number) => void,
  began?: (bytes: Uint8Array<ArrayBuffer>, filled: number) => void,
  allocate = (size: number) => new Uint8Array(size),
): Promise<Uint8Array<ArrayBuffer>> {
  const { size } = file;
  if (size > MOST_BYTES) throw new Error(`it has ${counted(size)}; the most that can be opened is ${counted(MOST_BYTES)}`);
  if (size <= PIECE) {
    // To cut a piece of a file is a question to the browser's own process, which takes longer than to read a small one.
    const bytes = new Uint8Array(await file.arrayBuffer());
    came(size);
    await turns.pause();
    return bytes;
  }
  // Asked for before there is a buffer: to make a large one takes as long as the browser does to look the file up.
  const start = file.slice(0, FIRST).arrayBuffer();
  start.catch(() => undefined);
  const bytes = take(size, allocate);
  for (let at = 0; at < size; ) {
    const to = at === 0 ? FIRST : Math.min(size, at - (at % PIECE) + PIECE);
    bytes.set(new Uint8Array(await (at === 0 ? start : file.slice(at, to).arrayBuffer())), at);
    came(to - at);
    if (at === 0) began?.(bytes, to);
    at = to;
    await turns.pause();
  }
  return bytes;
}

function take(size: number, allocate: (size: number) => Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  try {
    return allocate(size);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Error(`the browser gives no memory for its ${counted(size)}; close other blobs or tabs, then open it again`);
  }
}

function counted(bytes: number): string {
  return `${bytes.toLocaleString("en")} bytes`;
}
