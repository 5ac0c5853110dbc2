/**
 * A map by names that stand in the bytes of a blob: the bytes are compared, four at a time, and no string is made. A blob has few names,
 * each of them many times. Copies the names that are new.
 */
export class Names<T> {
  /** By place, of which there are at least twice as many as names. */
  #places: (Named<T> | undefined)[] = new Array(256).fill(undefined);
  #size = 0;

  /** What goes with the name `[from, to)`. */
  get(view: DataView, from: number, to: number): T | undefined {
    return this.#places[this.#placeOf(view, from, to)]?.value;
  }

  /** Puts what goes with a name that is not there yet. */
  set(view: DataView, from: number, to: number, value: T): void {
    if (++this.#size * 2 > this.#places.length) this.#grow();
    const name = new DataView(view.buffer.slice(view.byteOffset + from, view.byteOffset + to));
    this.#places[this.#placeOf(view, from, to)] = { name, value };
  }

  /** The place of the name, or the free one for it. */
  #placeOf(view: DataView, from: number, to: number): number {
    const last = this.#places.length - 1;
    let hash = to - from;
    let at = from;
    for (; at + 4 <= to; at += 4) hash = mixed(hash, view.getInt32(at, true));
    for (; at < to; at++) hash = mixed(hash, view.getUint8(at));
    let place = (hash ^ (hash >>> 13)) & last;
    for (;;) {
      const held = this.#places[place];
      if (held === undefined || isSame(held.name, view, from, to)) return place;
      place = (place + 1) & last;
    }
  }

  #grow(): void {
    const before = this.#places;
    this.#places = new Array(before.length * 2).fill(undefined);
    for (const held of before) if (held) this.#places[this.#placeOf(held.name, 0, held.name.byteLength)] = held;
  }
}

interface Named<T> {
  readonly name: DataView;
  readonly value: T;
}

/** The bytes as what `Names` reads. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

function mixed(hash: number, word: number): number {
  const mix = Math.imul(hash ^ word, 0x9e3779b1);
  return mix ^ (mix >>> 15);
}

function isSame(name: DataView, view: DataView, from: number, to: number): boolean {
  const length = to - from;
  if (name.byteLength !== length) return false;
  let i = 0;
  for (; i + 4 <= length; i += 4) if (name.getInt32(i, true) !== view.getInt32(from + i, true)) return false;
  for (; i < length; i++) if (name.getUint8(i) !== view.getUint8(from + i)) return false;
  return true;
}
