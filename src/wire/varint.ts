/**
 * Varints without allocation. `readVarint` leaves its result in `varint`, one object for the module: the scanner reads tens of
 * millions of them, and a returned object or BigInt for each would be the whole cost.
 *
 * The rule is the mesh reader's: at most 10 bytes, bits beyond the 64th are dropped, an 11th byte is `varint too big`.
 */
export const varint = {
  /** Low and high 32 bits, unsigned. */
  lo: 0,
  hi: 0,
  /** Offset past the last byte read; after a failure past the bytes that were tried. */
  next: 0,
  /** Written in more bytes than needed. */
  overlong: false,
};

export const VarintFault = { NONE: 0, EOF: 1, TOO_BIG: 2 } as const;

/** Reads a varint at `at`, within `[at, end)`. Returns a `VarintFault`; the value is in `varint`. */
export function readVarint(bytes: Uint8Array, at: number, end: number): number {
  let lo = 0;
  let hi = 0;
  for (let i = 0; i < 10; i++) {
    if (at + i >= end) {
      varint.next = end;
      return VarintFault.EOF;
    }
    const byte = bytes[at + i]!;
    const bits = byte & 0x7f;
    if (i < 4) lo |= bits << (7 * i);
    else if (i === 4) {
      lo |= bits << 28;
      hi = bits >>> 4;
    } else hi |= bits << (7 * i - 32);
    if (byte < 0x80) {
      varint.lo = lo >>> 0;
      varint.hi = hi >>> 0;
      varint.next = at + i + 1;
      varint.overlong = byte === 0 && i > 0;
      return VarintFault.NONE;
    }
  }
  varint.next = at + 10;
  return VarintFault.TOO_BIG;
}

/** The varint at `at` as an unsigned 64-bit value. The bytes must hold one (the scan said so). */
export function varintAt(bytes: Uint8Array, at: number, end: number): bigint {
  readVarint(bytes, at, end);
  if (varint.hi === 0) return BigInt(varint.lo);
  return (BigInt(varint.hi) << 32n) | BigInt(varint.lo);
}
