import { readVarint, varint } from "../../wire/index.ts";
import { Check } from "../plan.ts";

/** True when the reader cuts the varint at `at` to its type's width and so holds another value. */
export function isCut(bytes: Uint8Array, at: number, to: number, check: number, bits: number): boolean {
  if (check === Check.BOOL) return to - at > 1 ? !isSmallVarint(bytes, at, to, 1) : bytes[at]! > 1;
  if (bits === 0 || check === Check.NONE || (bits === 32 && to - at < 5)) return false;
  readVarint(bytes, at, to);
  const { lo, hi } = varint;
  if (check !== Check.SIGNED) return hi !== 0 || (bits < 32 && lo >= 2 ** bits);
  const shift = 32 - bits;
  const held = (lo << shift) >> shift;
  return held !== (lo | 0) || hi !== (held < 0 ? 0xffffffff : 0);
}

/** True when the varint at `at` is at most `most`, below 2^32. */
export function isSmallVarint(bytes: Uint8Array, at: number, to: number, most: number): boolean {
  readVarint(bytes, at, to);
  return varint.hi === 0 && varint.lo <= most;
}

/** True when every byte of `[at, to)` is zero. */
export function isZeroBytes(bytes: Uint8Array, at: number, to: number): boolean {
  for (let i = at; i < to; i++) if (bytes[i] !== 0) return false;
  return true;
}
