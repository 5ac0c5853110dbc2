import { type FlateError, FlateErrorCode, Gunzip } from "fflate";
import { grouped } from "../../base/index.ts";
import { Crc32 } from "../crc32.ts";
import type { Broken, Layer } from "./layer.ts";
import { PastLimit, pastLimit, UnpackSink } from "./unpack-sink.ts";

/** Deflate gives at most 1,032 bytes for one; so 16 KiB in are at most 16 MiB out between two looks at the limit. */
const pushBytes = 16 * 1024;
const mostRatio = 1032;

/** Whether the bytes start as gzip does, with its only method. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length >= 10 && bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8;
}

/**
 * Unpacks a gzip file, of several members too (RFC 1952). Gives a reason when nothing comes out or the limit is passed; what came out
 * before damage is given with a remark, as is all of it when a checksum or size is wrong.
 */
export function openGzip(bytes: Uint8Array, limit: number): Broken | readonly Layer[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const said = bytes.length < 18 ? 0 : view.getUint32(bytes.length - 4, true);
  const sink = new UnpackSink(Math.min(said, bytes.length * mostRatio), limit);
  const crc = new Crc32();
  let start = 0;
  let wrong: string | undefined;
  /** Compares what came out of a member with its trailer, the 8 bytes before `end`. */
  const check = (end: number): void => {
    if (end < 18 || view.getUint32(end - 4, true) !== (sink.length - start) >>> 0)
      wrong ??= "its size is not the one that it says: bytes are missing or were added";
    else if (view.getUint32(end - 8, true) !== crc.value) wrong ??= "its checksum is wrong: the bytes were damaged on the way";
    crc.reset();
    start = sink.length;
  };
  const stream = new Gunzip((piece) => {
    sink.append(piece);
    crc.add(piece);
  });
  stream.onmember = check;
  try {
    for (let at = 0; at < bytes.length; at += pushBytes) stream.push(bytes.subarray(at, at + pushBytes), at + pushBytes >= bytes.length);
    // The last member has none behind it that would tell its end.
    check(bytes.length);
  } catch (error) {
    if (error instanceof PastLimit) return { reason: pastLimit(limit) };
    // fflate throws on what is no packed data, and on what stands behind a member and is no header of another.
    const isRest = (error as FlateError).code === FlateErrorCode.InvalidHeader;
    wrong = isRest ? "bytes that are not gzip follow its end" : `its packed data is damaged or cut off after ${grouped(sink.length)} bytes`;
    if (sink.length === 0) return { reason: wrong };
  }
  return [{ bytes: sink.take(), ...(wrong !== undefined && { remark: wrong }) }];
}
