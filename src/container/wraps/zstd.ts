import { Decompress } from "fzstd";
import { grouped, offsetText } from "../../base/index.ts";
import type { Broken, Layer } from "./layer.ts";
import { PastLimit, pastLimit, UnpackSink } from "./unpack-sink.ts";

const frameMagic = 0xfd2fb528;
/** Largest window that is kept, as the `zstd` command has it unless told otherwise. */
const mostWindow = 128 * 1024 * 1024;

/** Whether the bytes start with a frame of zstd; one that is to be skipped counts when such a frame follows it. */
export function isZstd(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at + 8 <= bytes.length && isSkippable(view, at)) at += 8 + view.getUint32(at + 4, true);
  return at + 5 <= bytes.length && view.getUint32(at, true) === frameMagic;
}

/**
 * Unpacks zstd (RFC 8878), of several frames too; no dictionaries, and the frames' checksums are not looked at. Gives a reason when
 * nothing comes out or a limit is passed; what came out before damage is given with a remark.
 */
export function openZstd(bytes: Uint8Array, limit: number): Broken | readonly Layer[] {
  const frames = readFrames(bytes);
  const said = frames.list.reduce((sum, frame) => sum + (frame.size ?? 0), 0);
  if (said > limit) return { reason: pastLimit(limit) };
  const sink = new UnpackSink(Math.min(said, bytes.length * 1000), limit);
  let wrong = frames.trouble;
  for (const frame of frames.list) {
    if (frame.window > Math.max(mostWindow, frame.size ?? 0))
      return { reason: `it needs a window of ${grouped(frame.window)} bytes, past the limit of ${grouped(mostWindow)}` };
    const before = sink.length;
    try {
      new Decompress((piece) => sink.append(piece)).push(bytes.subarray(frame.from, frame.to), true);
      if (frame.size !== undefined && sink.length - before !== frame.size)
        wrong = `it holds ${grouped(sink.length - before)} bytes where its header says ${grouped(frame.size)}`;
    } catch (error) {
      if (error instanceof PastLimit) return { reason: pastLimit(limit) };
      // fzstd throws on bytes that are no zstd frame.
      wrong ??= `its packed data is damaged after ${grouped(sink.length)} bytes`;
      break;
    }
  }
  if (wrong !== undefined && sink.length === 0) return { reason: wrong };
  return [{ bytes: sink.take(), ...(wrong !== undefined && { remark: wrong }) }];
}

interface Frame {
  /** With header and checksum. */
  readonly from: number;
  readonly to: number;
  readonly window: number;
  /** Bytes that it unpacks to, if it says so. */
  readonly size?: number;
}

/** Lists the frames by their headers and those of their blocks, before any is unpacked. A frame that is cut off is listed too. */
function readFrames(bytes: Uint8Array): { readonly list: readonly Frame[]; readonly trouble?: string } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const list: Frame[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (isSkippable(view, at)) {
      at += 8 + view.getUint32(at + 4, true);
      continue;
    }
    const frame = readFrame(view, at);
    if (!frame) return { list, trouble: `no whole header of a frame stands at ${offsetText(at)}` };
    list.push(frame);
    at = frame.to;
  }
  return at > bytes.length ? { list, trouble: "its packed data is cut off" } : { list };
}

function isSkippable(view: DataView, at: number): boolean {
  return at + 8 <= view.byteLength && view.getUint32(at, true) >>> 4 === 0x184d2a5;
}

/** Its header (RFC 8878, section 3.1.1.1); `to` is past the end when it is cut off. */
function readFrame(view: DataView, from: number): Frame | undefined {
  if (from + 5 > view.byteLength || view.getUint32(from, true) !== frameMagic) return undefined;
  const flags = view.getUint8(from + 4);
  const isSingle = (flags & 0x20) !== 0;
  const sizeBytes = [isSingle ? 1 : 0, 2, 4, 8][flags >>> 6]!;
  const sizeAt = from + 5 + (isSingle ? 0 : 1) + [0, 1, 2, 4][flags & 3]!;
  const blocksAt = sizeAt + sizeBytes;
  if (blocksAt > view.byteLength) return undefined;
  const size = readSize(view, sizeAt, sizeBytes);
  const code = isSingle ? 0 : view.getUint8(from + 5);
  const window = isSingle ? size! : 2 ** (10 + (code >>> 3)) * (1 + (code & 7) / 8);
  return { from, to: endOfBlocks(view, blocksAt) + (flags & 4 ? 4 : 0), window, ...(size !== undefined && { size }) };
}

function readSize(view: DataView, at: number, bytes: number): number | undefined {
  if (bytes === 0) return undefined;
  if (bytes === 1) return view.getUint8(at);
  if (bytes === 2) return view.getUint16(at, true) + 256;
  return bytes === 4 ? view.getUint32(at, true) : Number(view.getBigUint64(at, true));
}

function endOfBlocks(view: DataView, from: number): number {
  let at = from;
  while (at + 3 <= view.byteLength) {
    const head = view.getUint8(at) | (view.getUint8(at + 1) << 8) | (view.getUint8(at + 2) << 16);
    // An RLE block has one byte, whatever size it stands for.
    at += 3 + (((head >>> 1) & 3) === 1 ? 1 : head >>> 3);
    if (head & 1) return at;
  }
  return Math.max(at, view.byteLength + 1);
}
