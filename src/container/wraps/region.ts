import { grouped, offsetText } from "../../base/index.ts";
import { type Broken, copyOf, type Layer } from "./layer.ts";

const headerBytes = 32;
const pageBytes = 4096;
/** `OHCLPHDR`, little endian. */
const magicLow = 0x4c43484f;
const magicHigh = 0x52444850;

/** Whether a persisted-state header's magic stands at the start of a 4 KiB page. Looks at 8 bytes a page. */
export function hasRegion(bytes: Uint8Array): boolean {
  return nextHeader(viewOf(bytes), 0) >= 0;
}

/**
 * Finds the OpenHCL persisted-state regions: a 32-byte header at the start of the file or of any 4 KiB page of a larger dump, each
 * with the message that it speaks of. Headers inside a message that was found are part of it. Gives a reason when no header holds
 * what it says; beside a good one a bad one becomes its remark. Linear in the pages.
 *
 * Where the message starts: the header names a guest address only. Its region follows either at once, or on the next page when the
 * header has a page of its own, as in a guest's memory: then all between is zero, and a message never starts with a zero byte.
 */
export function openRegions(bytes: Uint8Array): Broken | readonly Layer[] {
  const view = viewOf(bytes);
  const found: { readonly headerAt: number; readonly from: number; readonly to: number }[] = [];
  const bad: string[] = [];
  let more = 0;
  for (let at = nextHeader(view, 0); at >= 0; ) {
    const region = readHeader(view, at);
    if (typeof region === "string") {
      if (bad.length < 3) bad.push(`the header at ${offsetText(at)} ${region}`);
      else more++;
    } else found.push({ headerAt: at, ...region });
    at = nextHeader(view, typeof region === "string" ? at + pageBytes : Math.max(at + 1, region.to));
  }
  const troubles = [...bad, ...(more > 0 ? [`so with ${grouped(more)} more`] : [])].join("; ");
  if (found.length === 0) return { reason: troubles };
  return found.map(({ headerAt, from, to }, i) => ({
    bytes: copyOf(bytes, from, to),
    pieces: [[0, from]],
    ...(found.length > 1 && { part: `@${offsetText(headerAt)}` }),
    ...(i === 0 && troubles !== "" && { remark: troubles }),
  }));
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Offset of the first page at or after `from` that starts with the magic, or -1. */
function nextHeader(view: DataView, from: number): number {
  for (let at = Math.ceil(from / pageBytes) * pageBytes; at + 8 <= view.byteLength; at += pageBytes) {
    if (view.getUint32(at, true) === magicLow && view.getUint32(at + 4, true) === magicHigh) return at;
  }
  return -1;
}

/** Range of the message, or what is wrong with the header. */
function readHeader(view: DataView, at: number): { readonly from: number; readonly to: number } | string {
  if (at + headerBytes > view.byteLength) return `is cut off after ${view.byteLength - at} of ${headerBytes} bytes`;
  const base = view.getBigUint64(at + 8, true);
  const region = view.getBigUint64(at + 16, true);
  const payload = view.getBigUint64(at + 24, true);
  if (payload > region) return `says a message of ${grouped(payload)} bytes in a region of ${grouped(region)}`;
  const from = at + headerBytes;
  const pageAligned = base % BigInt(pageBytes) === 0n;
  const start = payload > 0n && pageAligned && isZero(view, from, at + pageBytes) ? at + pageBytes : from;
  if (payload > BigInt(Math.max(0, view.byteLength - start)))
    return `says a message of ${grouped(payload)} bytes, but the file ends ${grouped(Math.max(0, view.byteLength - start))} bytes after its start`;
  return { from: start, to: start + Number(payload) };
}

/** Whether all of `[from, to)` is there and zero. */
function isZero(view: DataView, from: number, to: number): boolean {
  if (to > view.byteLength) return false;
  for (let at = from; at < to; at++) if (view.getUint8(at) !== 0) return false;
  return true;
}
