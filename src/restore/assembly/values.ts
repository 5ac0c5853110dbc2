import { WINDOW_AT } from "../../wire/assembly/index";
import { I32_WIRE, I64_WIRE, LEN, SAFE, SIGNED, VARINT_WIRE } from "./layout";

/** Offset in the window behind the fields at its start that have the key of the first one, a length of up to four bytes, and end before `to`. */
export function skip(to: u32): u32 {
  const start: usize = load<u32>(WINDOW_AT);
  const end = start + to;
  const first = load<u8>(start);
  const size: usize = first < 0x80 ? 1 : 2;
  const key = keyAt(start, size);
  let pos = start;
  if ((first & 7) !== LEN || (size === 2 && load<u8>(start, 1) >= 0x80)) return 0;
  for (;;) {
    const lengthAt = pos + size;
    if (pos >= end || keyAt(pos, size) !== key) break;
    const last = ~load<u32>(lengthAt) & 0x80808080;
    if (last === 0) break;
    const bytes = (ctz(last) >> 3) + 1;
    const packed = load<u32>(lengthAt) & (0x7f7f7f7f >> ((4 - bytes) << 3));
    const length = (packed & 0x7f) | ((packed >> 1) & 0x3f80) | ((packed >> 2) & 0x1fc000) | ((packed >> 3) & 0xfe00000);
    const after = lengthAt + bytes + length;
    if (after > end) break;
    pos = after;
  }
  return u32(pos - start);
}

/** The bytes of a tag of one or two bytes, as a number. */
export function keyAt(at: usize, size: usize): u32 {
  return size === 1 ? load<u8>(at) : load<u16>(at);
}

/** Address behind the value at `at` of an unknown field; 0 when it is one for the exact path. */
export function afterValue(at: usize, wire: u32): usize {
  if (wire === I32_WIRE) return at + 4;
  if (wire === I64_WIRE) return at + 8;
  if (wire === VARINT_WIRE) {
    const last = ~load<u64>(at) & 0x8080808080808080;
    return last === 0 ? 0 : at + (usize(ctz(last)) >> 3) + 1;
  }
  if (wire !== LEN) return 0;
  const length: usize = load<u8>(at);
  if (length < 0x80) return at + 1 + length;
  const second: usize = load<u8>(at, 1);
  return second < 0x80 ? at + 2 + ((length & 0x7f) | (second << 7)) : 0;
}

/** How large the last byte may be of a varint of one byte more than is safe: what lies above is cut. */
export function lastByte(entry: u32): u32 {
  const safe = (entry >> SAFE) & 0x0f;
  return safe > 4 ? 0 : ((1 << safe) - 1) >> (entry & SIGNED ? 1 : 0);
}
