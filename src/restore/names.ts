/** A name, and what goes with it. */
export interface Named<T> {
  readonly name: Uint8Array;
  readonly value: T;
}

/** Up to so many names a few bytes of each are enough. */
const FEW = 1000;

/**
 * A map by names that stand in the bytes of a blob: the bytes are compared, and no string is made. A blob has few names, each of them
 * many times. Copies the names that are new.
 */
export class Names<T> {
  #places: (Named<T> | undefined)[] = new Array(256).fill(undefined);
  #size = 0;
  /** Of so many bytes one is looked at to spread the names. */
  #step = 3;

  get(bytes: Uint8Array, from: number, to: number): T | undefined {
    return this.#places[this.#placeOf(bytes, from, to)]?.value;
  }

  /** Puts what goes with a name that is not there yet. */
  set(bytes: Uint8Array, from: number, to: number, value: T): void {
    if (++this.#size * 2 > this.#places.length) this.#grow();
    this.#places[this.#placeOf(bytes, from, to)] = { name: bytes.slice(from, to), value };
  }

  /** Where the name stands, or the free place for it. */
  #placeOf(bytes: Uint8Array, from: number, to: number): number {
    const last = this.#places.length - 1;
    let hash = to - from;
    for (let at = to - 1; at >= from; at -= this.#step) hash = (Math.imul(hash, 31) + bytes[at]!) | 0;
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    let place = (hash ^ (hash >>> 13)) & last;
    for (;;) {
      const held = this.#places[place];
      if (held === undefined || isSame(held.name, bytes, from, to)) return place;
      place = (place + 1) & last;
    }
  }

  #grow(): void {
    const before = this.#places;
    // So many may have been made to collide.
    if (this.#size > FEW) this.#step = 1;
    this.#places = new Array(before.length * 2).fill(undefined);
    for (const held of before) if (held) this.#places[this.#placeOf(held.name, 0, held.name.length)] = held;
  }
}

function isSame(name: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (name.length !== to - from) return false;
  for (let i = name.length - 1; i >= 0; i--) if (name[i] !== bytes[from + i]) return false;
  return true;
}
