// Questions about runs of bytes in WebAssembly's memory, sixteen at a time. Up to 16 bytes beyond the end are read, and not used.

export * from "./window";

/** True when `[from, to)` is ASCII. */
export function isAscii(from: usize, to: usize): bool {
  let at = from;
  for (; at + 16 <= to; at += 16) if (i8x16.bitmask(v128.load(at)) !== 0) return false;
  return (i8x16.bitmask(v128.load(at)) & ((1 << i32(to - at)) - 1)) === 0;
}

/** Bits that `countVarints` keeps of the step before: a varint has at most 10 bytes. */
const KEEP: u32 = 10;

/**
 * Number of varints in `[from, to)`, or -1 when one asks for a closer look: it is overlong or not whole, or longer than `most` bytes (1, 2, 4 or 10), but
 * for those of one more whose last byte is at most `last`.
 */
export function countVarints(from: usize, to: usize, most: u32, last: u32): i32 {
  let elements: u32 = 0;
  // Lowest KEEP bits: which of the last bytes another follows, the latest highest.
  let kept: u32 = 0;
  for (let at = from; at < to; at += 16) {
    const step = u32(min<usize>(16, to - at));
    const isIn: u32 = (1 << step) - 1;
    const bytes = v128.load(at);
    const more = u32(i8x16.bitmask(bytes)) & isIn;
    const zeros = u32(i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(0)))) & isIn;
    elements += step - popcnt(more);
    const bits = kept | (more << KEEP);
    // A zero byte after one that says that more follow: an overlong varint.
    if (((zeros << KEEP) & (bits << 1)) !== 0) return -1;
    if (longRuns(bits, most) !== 0) return countByByte(from, to, most, last);
    kept = bits >> step;
  }
  return kept >> (KEEP - 1) !== 0 ? -1 : elements;
}

function countByByte(from: usize, to: usize, most: u32, last: u32): i32 {
  let elements: u32 = 0;
  let length: u32 = 0;
  for (let at = from; at < to; at++) {
    const byte: u32 = load<u8>(at);
    length++;
    if (byte >= 0x80) {
      if (length > most) return -1;
      continue;
    }
    if ((byte === 0 && length > 1) || (length > most && byte > last)) return -1;
    elements++;
    length = 0;
  }
  return length > 0 ? -1 : elements;
}

/** Not 0 when `bits` holds a run of `most` or more. */
function longRuns(bits: u32, most: u32): u32 {
  if (most === 1) return bits;
  const two = bits & (bits >> 1);
  if (most === 2) return two;
  const four = two & (two >> 2);
  if (most === 4) return four;
  return four & (four >> 4) & (two >> 8);
}
