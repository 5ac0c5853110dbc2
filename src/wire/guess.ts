import { isPrintableText } from "../base/index.ts";
import { WireType } from "./kinds.ts";
import { readVarint, VarintFault, varint } from "./varint.ts";

/** Text longer than this that also parses as a message to its last byte is taken for the message. */
const TEXT_LIMIT = 256;

/**
 * True when `[from, to)` can well be a message: it parses as one, and it is not plain text. A guess: it looks one level deep.
 * Cost: as `parsesAsMessage`.
 */
export function looksLikeMessage(bytes: Uint8Array, from: number, to: number): boolean {
  return parsesAsMessage(bytes, from, to) && (to - from > TEXT_LIMIT || !isPrintableText(bytes, from, to));
}

/**
 * True when `[from, to)` is not empty and every field parses to the last byte, with wire types 0, 1, 2 and 5 and numbers that protobuf
 * allows. Cost: linear in the direct fields; the payloads of LEN fields are skipped.
 */
export function parsesAsMessage(bytes: Uint8Array, from: number, to: number): boolean {
  if (from >= to) return false;
  let at = from;
  while (at < to) {
    if (readVarint(bytes, at, to) !== VarintFault.NONE || varint.hi !== 0) return false;
    at = varint.next;
    const wire = varint.lo & 7;
    if (varint.lo >>> 3 === 0) return false;
    if (wire === WireType.VARINT) {
      if (readVarint(bytes, at, to) !== VarintFault.NONE) return false;
      at = varint.next;
    } else if (wire === WireType.I64) at += 8;
    else if (wire === WireType.I32) at += 4;
    else if (wire === WireType.LEN) {
      if (readVarint(bytes, at, to) !== VarintFault.NONE || varint.hi !== 0) return false;
      at = varint.next + varint.lo;
    } else return false;
    if (at > to) return false;
  }
  return true;
}
