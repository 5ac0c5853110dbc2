import { grouped, offsetText, type Pieces } from "../../base/index.ts";
import type { Broken, Layer } from "./layer.ts";

/** Most bytes of the message in one chunk; the header in front does not count. */
const chunkBytes = 8192;
const saveHeader = 6;
const restoreHeader = 10;
const status = { LAST: 0, MORE: 2 } as const;

/** Whether the bytes start with the header of a save or restore chunk: {u8 1, u8 2, u16 20} or {u8 1, u8 3, u16 21}. */
export function isChunkStream(bytes: Uint8Array): boolean {
  return kindAt(bytes, 0) !== undefined;
}

/**
 * Joins the chunks in which servicing state travels between guest and host. All must be consistent to the last byte: headers of one
 * kind, status 2 on each but the last, 0 on the last. Else a reason with the place.
 *
 * A restore chunk says its length. A save chunk does not: its message ends where the next header stands. The sender fills each chunk
 * but the last, so that header is looked for behind 8192 bytes; only when there is none behind fewer, where the first one that
 * looks like a header counts, and a remark says so. The last chunk is what is left.
 */
export function openChunks(bytes: Uint8Array): Broken | readonly Layer[] {
  const kind = kindAt(bytes, 0);
  if (!kind) return { reason: "it does not start with the header of a chunk" };
  const headerBytes = kind === "save" ? saveHeader : restoreHeader;
  const ranges: (readonly [from: number, to: number])[] = [];
  let isShort = false;
  for (let at = 0, last = false; !last; ) {
    const here = `chunk ${ranges.length + 1}, at ${offsetText(at)},`;
    if (at + headerBytes > bytes.length) return { reason: `the stream ends before the header of ${here} which is to follow` };
    if (kindAt(bytes, at) !== kind) return { reason: `${here} does not start with the header of a ${kind} chunk` };
    const said = u16(bytes, at + headerBytes - 2);
    if (said !== status.LAST && said !== status.MORE) return { reason: `${here} has status ${said}, neither 2 (more) nor 0 (last)` };
    last = said === status.LAST;
    const from = at + headerBytes;
    const to = kind === "restore" ? from + u32(bytes, at + 4) : last ? bytes.length : endOfSave(bytes, from);
    if (to === undefined) return { reason: `${here} is followed by no other within ${grouped(chunkBytes)} bytes, and is not the last` };
    if (to - from > chunkBytes) return { reason: `${here} has ${grouped(to - from)} bytes, more than ${grouped(chunkBytes)}` };
    if (to > bytes.length)
      return { reason: `${here} says ${grouped(to - from)} bytes, but the stream ends after ${grouped(bytes.length - from)}` };
    if (last && to < bytes.length) return { reason: `${grouped(bytes.length - to)} bytes follow the last chunk, from ${offsetText(to)}` };
    if (kind === "save" && !last && to - from < chunkBytes) isShort = true;
    ranges.push([from, to]);
    at = to;
  }
  const layer = join(bytes, ranges);
  if (!isShort) return [layer];
  return [{ ...layer, remark: `chunks of fewer than ${grouped(chunkBytes)} bytes: where one ends was told by the next header` }];
}

function kindAt(bytes: Uint8Array, at: number): "save" | "restore" | undefined {
  if (at + saveHeader > bytes.length || bytes[at] !== 1) return undefined;
  const id = u16(bytes, at + 2);
  return bytes[at + 1] === 2 && id === 20 ? "save" : bytes[at + 1] === 3 && id === 21 ? "restore" : undefined;
}

/** Where the message of a save chunk that is not the last ends. Linear in the chunk. */
function endOfSave(bytes: Uint8Array, from: number): number | undefined {
  const full = from + chunkBytes;
  if (kindAt(bytes, full) === "save") return full;
  for (let at = from; at < full; at++) {
    if (kindAt(bytes, at) !== "save") continue;
    const said = u16(bytes, at + saveHeader - 2);
    if (said === status.LAST || said === status.MORE) return at;
  }
  return undefined;
}

function join(bytes: Uint8Array, ranges: readonly (readonly [number, number])[]): Layer {
  const joined = new Uint8Array(ranges.reduce((sum, [from, to]) => sum + to - from, 0));
  const pieces: (readonly [number, number])[] = [];
  let length = 0;
  for (const [from, to] of ranges) {
    // An empty chunk holds no byte, so it is no piece, unless it is all there is.
    if (to > from || ranges.length === 1) pieces.push([length, from]);
    joined.set(bytes.subarray(from, to), length);
    length += to - from;
  }
  return { bytes: joined, pieces: (pieces.length > 0 ? pieces : [[0, ranges[0]![0]]]) satisfies Pieces };
}

function u16(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8);
}

function u32(bytes: Uint8Array, at: number): number {
  return (u16(bytes, at) | (u16(bytes, at + 2) << 16)) >>> 0;
}
