import type { Steps } from "../base/index.ts";
import type { Pace } from "./pace.ts";

/**
 * Keys of elements by their place, as numbers that equal keys share; NaN is no key. Finds the place of a key that stands once. Keys that
 * rise, as the numbers of elements mostly do, are found by halving; others in a table: a `Map` of doubles is several times as slow.
 */
export class KeyTable {
  readonly keys: Float64Array;
  /** How many keys stand once. */
  single = 0;
  /** Places whose keys are greater than all before them. */
  readonly #rising: Int32Array;
  /** Place + 1 of the other keys by slot, 0 for a free one. */
  readonly #slots: Int32Array;
  /** By place: 1 where the key stands more than once, 2 from its third place on. */
  readonly #again: Uint8Array;

  private constructor(keys: Float64Array, rising: Int32Array) {
    this.keys = keys;
    this.single = rising.length;
    this.#rising = rising;
    this.#slots = new Int32Array(2 ** Math.ceil(Math.log2(Math.max(2, (keys.length - rising.length) * 2))));
    this.#again = new Uint8Array(keys.length);
  }

  /** Cost: linear. */
  static *of(keys: Float64Array, pace: Pace): Steps<KeyTable> {
    const rising = risingIn(keys);
    const table = new KeyTable(keys, rising);
    for (let at = 0, next = 0; at < keys.length; at++) {
      if (rising[next] === at) next++;
      else table.#add(at);
      if (pace.due()) yield at / keys.length;
    }
    return table;
  }

  #add(at: number): void {
    const key = this.keys[at]!;
    if (Number.isNaN(key)) return;
    const first = this.#firstOf(key);
    if (first < 0) {
      this.#slots[this.#slot(key)] = at + 1;
      this.single++;
    } else {
      this.#again[at] = 1 + this.#again[first]!;
      if (this.#again[first] === 1) return;
      this.#again[first] = 1;
      this.single--;
    }
  }

  /** True for an element whose key no other has. */
  isSingle(at: number): boolean {
    return this.#again[at] === 0 && !Number.isNaN(this.keys[at]!);
  }

  /** True where two elements before it have the same key: leaving it out changes nothing of which keys stand once. */
  isSpare(at: number): boolean {
    return this.#again[at] === 2;
  }

  /** Place of a key that stands once; -1 for another. Where it is `near`, it is found without a step into the table. */
  placeOf(key: number, near = 0): number {
    if (this.keys[near] === key) return this.#again[near] !== 0 ? -1 : near;
    const first = this.#firstOf(key);
    return first < 0 || this.#again[first] !== 0 ? -1 : first;
  }

  /** True when an element has the key. */
  has(key: number): boolean {
    return this.#firstOf(key) >= 0;
  }

  /** True when every element has a key of its own. */
  get isWhole(): boolean {
    return this.single === this.keys.length;
  }

  /** The first place of a key; -1 for none. */
  #firstOf(key: number): number {
    if (Number.isNaN(key)) return -1;
    const rising = this.#rising;
    let low = 0;
    let high = rising.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.keys[rising[middle]!]! < key) low = middle + 1;
      else high = middle;
    }
    if (low < rising.length && this.keys[rising[low]!] === key) return rising[low]!;
    return this.#slots[this.#slot(key)]! - 1;
  }

  #slot(key: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    // Keys are hashes, or small numbers: both spread over their low bits.
    let slot = (key >>> 0) & mask;
    for (let place = slots[slot]! - 1; place >= 0 && this.keys[place] !== key; place = slots[slot]! - 1) slot = (slot + 1) & mask;
    return slot;
  }
}

/** Places of numbers that are greater than all before them. */
function risingIn(keys: Float64Array): Int32Array {
  const places = new Int32Array(keys.length);
  let count = 0;
  let most = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at]!;
    if (!(key > most)) continue;
    most = key;
    places[count++] = at;
  }
  return places.subarray(0, count);
}
