const views = new WeakMap<Uint8Array, DataView>();

function viewOf(bytes: Uint8Array): DataView {
  let view = views.get(bytes);
  if (!view) {
    view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    views.set(bytes, view);
  }
  return view;
}

/** How many bytes from `a` and from `b` on are the same, at most `length`. Cost: linear, by words of 16 bytes. */
export function sameLength(left: Uint8Array, a: number, right: Uint8Array, b: number, length: number): number {
  if (left === right && a === b) return length;
  let at = 0;
  if (length >= 32) {
    const x = viewOf(left);
    const y = viewOf(right);
    const most = length - 16;
    for (; at <= most; at += 16) {
      const i = a + at;
      const j = b + at;
      const unlike =
        (x.getInt32(i) ^ y.getInt32(j)) |
        (x.getInt32(i + 4) ^ y.getInt32(j + 4)) |
        (x.getInt32(i + 8) ^ y.getInt32(j + 8)) |
        (x.getInt32(i + 12) ^ y.getInt32(j + 12));
      if (unlike !== 0) break;
    }
  }
  while (at < length && left[a + at] === right[b + at]) at++;
  return at;
}

/** True when bytes `[a, a + length)` of the one are those at `b` of the other. */
export function sameBytes(left: Uint8Array, a: number, right: Uint8Array, b: number, length: number): boolean {
  return sameLength(left, a, right, b, length) === length;
}
