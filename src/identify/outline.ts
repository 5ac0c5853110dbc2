import { readVarint, VarintFault, varint, WireType } from "../wire/index.ts";

/** Number and wire type of the direct fields of a blob, each pair once. */
export interface Outline {
  readonly pairs: readonly { readonly number: number; readonly wire: number; readonly count: number }[];
  /** Offset past the last whole field looked at; past all bytes when the rest does not parse. */
  readonly end: number;
  /** Where the length stands of a field that runs past the end of the blob; absent where none does. */
  readonly cutAt?: readonly [from: number, to: number];
}

/** The direct fields of a message that begin within `limit` bytes, as far as they parse. Cost: linear in them; payloads are skipped. */
export function outlineOf(bytes: Uint8Array, limit = Number.POSITIVE_INFINITY): Outline {
  const seen = new Map<number, { number: number; wire: number; count: number }>();
  let at = 0;
  let end = 0;
  let cutAt: Outline["cutAt"];
  while (at < Math.min(limit, bytes.length) && readVarint(bytes, at, bytes.length) === VarintFault.NONE) {
    at = varint.next;
    const wire = varint.lo & 7;
    const number = varint.lo >>> 3;
    const key = number * 8 + wire;
    const entry = seen.get(key);
    if (entry) entry.count++;
    else seen.set(key, { number, wire, count: 1 });
    if (wire === WireType.VARINT) {
      if (readVarint(bytes, at, bytes.length) !== VarintFault.NONE) break;
      at = varint.next;
    } else if (wire === WireType.I64) at += 8;
    else if (wire === WireType.I32) at += 4;
    else if (wire === WireType.LEN) {
      if (readVarint(bytes, at, bytes.length) !== VarintFault.NONE) break;
      if (varint.hi !== 0 || varint.lo > bytes.length - varint.next) {
        cutAt = [at, varint.next];
        break;
      }
      at = varint.next + varint.lo;
    } else break;
    if (at > bytes.length) break;
    end = at;
  }
  return { pairs: [...seen.values()], end: end >= Math.min(limit, bytes.length) ? end : bytes.length, ...(cutAt && { cutAt }) };
}

const closedOf = new WeakMap<Uint8Array, Uint8Array>();

/**
 * A blob whose last direct field is cut off by its end, as if that field ended there, so that it can be told what is in it: a copy; the bytes
 * themselves where none is cut off. Cost: the direct fields, and the copy, once for an array.
 */
export function closed(bytes: Uint8Array): Uint8Array {
  const known = closedOf.get(bytes);
  if (known) return known;
  const { cutAt } = outlineOf(bytes);
  const made = cutAt ? withLength(bytes, ...cutAt, bytes.length - cutAt[1]) : bytes;
  closedOf.set(bytes, made);
  return made;
}

/** The bytes with another length in `[from, to)`. */
function withLength(bytes: Uint8Array, from: number, to: number, length: number): Uint8Array {
  const spelled: number[] = [];
  let rest = length;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) spelled.push((rest % 0x80) | 0x80);
  spelled.push(rest);
  const made = new Uint8Array(from + spelled.length + bytes.length - to);
  made.set(bytes.subarray(0, from));
  made.set(spelled, from);
  made.set(bytes.subarray(to), from + spelled.length);
  return made;
}
