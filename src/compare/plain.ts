import { readVarint, VarintFault, varint, WireType } from "../wire/index.ts";

/** The field that `readPlain` read last: one object for the module, as long lists have millions of fields. */
export const plain = {
  number: 0,
  wire: 0,
  /** Offset of the value, past the length of a LEN field. */
  value: 0,
  /** Offset past the field. */
  to: 0,
};

/**
 * Reads a field whose tag stands at `at`, in a message that ends at `end`, into `plain`. False for what nobody writes: an overlong tag
 * or length, a group, a wire type of mesh's own, number 0, or bytes that do not parse. Such messages are read by their nodes.
 */
export function readPlain(bytes: Uint8Array, at: number, end: number): boolean {
  const first = bytes[at]!;
  let tag = first;
  let next = at + 1;
  if (first >= 0x80) {
    if (readVarint(bytes, at, end) !== VarintFault.NONE || varint.overlong || varint.hi !== 0) return false;
    tag = varint.lo;
    next = varint.next;
  }
  const wire = tag & 7;
  const number = tag >>> 3;
  if (number === 0) return false;
  plain.number = number;
  plain.wire = wire;
  plain.value = next;
  switch (wire) {
    case WireType.VARINT:
      if (readVarint(bytes, next, end) !== VarintFault.NONE) return false;
      plain.to = varint.next;
      return true;
    case WireType.I64:
      plain.to = next + 8;
      break;
    case WireType.I32:
      plain.to = next + 4;
      break;
    case WireType.LEN:
      if (next < end && bytes[next]! < 0x80) {
        plain.value = next + 1;
        plain.to = next + 1 + bytes[next]!;
        break;
      }
      if (next + 1 < end && bytes[next + 1]! < 0x80 && bytes[next + 1] !== 0) {
        plain.value = next + 2;
        plain.to = next + 2 + ((bytes[next]! & 0x7f) | (bytes[next + 1]! << 7));
        break;
      }
      if (readVarint(bytes, next, end) !== VarintFault.NONE || varint.overlong || varint.hi !== 0) return false;
      plain.value = varint.next;
      plain.to = varint.next + varint.lo;
      break;
    default:
      return false;
  }
  return plain.to <= end;
}
