/**
 * Questions about runs of bytes, answered four bytes at a time: a `DataView` reads a word at any offset in one instruction, where a
 * loop over single bytes pays for a mispredicted branch at the end of each short run.
 */

/** High bit of each byte of a word: set in the bytes of a varint that another follows, and in those that are not ASCII. */
const HIGH = 0x80808080 | 0;

/** One bit a byte of a word, the first byte lowest: whether its high bit is set. */
function highBits(word: number): number {
  return Math.imul((word & HIGH) >>> 7, 0x10204080) >>> 28;
}

/** High bit of each byte of a word that is zero. */
function zeroBytes(word: number): number {
  return ~(((word & 0x7f7f7f7f) + 0x7f7f7f7f) | word) & HIGH;
}

/** How many of 32 bits are set. */
export function bitCount(bits: number): number {
  let n = bits - ((bits >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Bytes that `countVarints` takes a step. */
const STEP = 20;
/** Bits that it keeps of the step before: a varint has at most 10 bytes. */
const KEEP = 10;

/**
 * Number of varints in `[from, to)`, or -1 when one asks for a closer look: it is overlong, longer than `most` bytes (1, 2, 4 or 10)
 * or not whole. Cost: a step for each 20 bytes.
 */
export function countVarints(bytes: Uint8Array, view: DataView, from: number, to: number, most: number): number {
  let elements = 0;
  // Lowest KEEP bits: which of the last bytes another follows, the latest highest.
  let kept = 0;
  let odd = 0;
  let at = from;
  for (; at + STEP <= to; at += STEP) {
    const a = view.getInt32(at, true);
    const b = view.getInt32(at + 4, true);
    const c = view.getInt32(at + 8, true);
    const d = view.getInt32(at + 12, true);
    const e = view.getInt32(at + 16, true);
    const more = highBits(a) | (highBits(b) << 4) | (highBits(c) << 8) | (highBits(d) << 12) | (highBits(e) << 16);
    elements += STEP - bitCount(more);
    const run = kept | (more << KEEP);
    odd |= longRuns(run, most);
    const zeros = zeroBytes(a) | zeroBytes(b) | zeroBytes(c) | zeroBytes(d) | zeroBytes(e);
    if (zeros !== 0) {
      const zero =
        highBits(zeroBytes(a)) |
        (highBits(zeroBytes(b)) << 4) |
        (highBits(zeroBytes(c)) << 8) |
        (highBits(zeroBytes(d)) << 12) |
        (highBits(zeroBytes(e)) << 16);
      // A zero byte after one that says that more follow: an overlong varint.
      odd |= (zero << KEEP) & (run << 1);
    }
    kept = run >>> STEP;
  }
  for (; at < to; at++) {
    const byte = bytes[at]!;
    const more = byte >> 7;
    elements += 1 - more;
    if (byte === 0) odd |= kept >>> (KEEP - 1);
    odd |= longRuns(kept | (more << KEEP), most);
    kept = (kept | (more << KEEP)) >>> 1;
  }
  return odd !== 0 || kept >>> (KEEP - 1) !== 0 ? -1 : elements;
}

/** Not 0 when `bits` holds a run of `most` or more. */
function longRuns(bits: number, most: number): number {
  if (most === 1) return bits;
  const two = bits & (bits >>> 1);
  if (most === 2) return two;
  const four = two & (two >>> 2);
  if (most === 4) return four;
  return four & (four >>> 4) & (two >>> 8);
}
