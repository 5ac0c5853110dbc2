import { readVarint, VarintFault, varint, WireType } from "../wire/index.ts";

const closedOf = new WeakMap<Uint8Array, Uint8Array>();

/**
 * A blob whose last direct field is cut off by its end, as if that field ended there, so that it can be told what is in it: a copy; the bytes
 * themselves where none is cut off. Cost: the direct fields, and the copy, once for an array.
 */
export function closed(bytes: Uint8Array): Uint8Array {
  const known = closedOf.get(bytes);
  if (known) return known;
  const made = closedAt(bytes);
  closedOf.set(bytes, made);
  return made;
}

function closedAt(bytes: Uint8Array): Uint8Array {
  for (let at = 0; at < bytes.length; ) {
    if (readVarint(bytes, at, bytes.length) !== VarintFault.NONE) return bytes;
    const wire = varint.lo & 7;
    const head = varint.next;
    at = head;
    if (wire === WireType.I64) at += 8;
    else if (wire === WireType.I32) at += 4;
    else if (wire === WireType.VARINT || wire === WireType.LEN) {
      if (readVarint(bytes, at, bytes.length) !== VarintFault.NONE) return bytes;
      at = varint.next;
      if (wire === WireType.LEN) {
        const left = bytes.length - at;
        if (varint.hi !== 0 || varint.lo > left) return withLength(bytes, head, at, left);
        at += varint.lo;
      }
    } else return bytes;
  }
  return bytes;
}

/** The bytes with another length in `[from, to)`. */
function withLength(bytes: Uint8Array, from: number, to: number, length: number): Uint8Array {
  const varint: number[] = [];
  let rest = length;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) varint.push((rest % 0x80) | 0x80);
  varint.push(rest);
  const made = new Uint8Array(from + varint.length + bytes.length - to);
  made.set(bytes.subarray(0, from));
  made.set(varint, from);
  made.set(bytes.subarray(to), from + varint.length);
  return made;
}
