import type { NodeSet } from "../nodes.ts";
import { bitCount } from "./words.ts";

const NONE = new Uint32Array(0);
/** The most that V8 keeps with its other objects: larger arrays take several times as long to make, and most sets of a trial are small. */
const FIRST = 16;

/** A set of node indexes that costs nothing while it is empty, and at most a bit a node. */
export class NodeBits implements NodeSet {
  #words = NONE;
  /** Number of nodes in the set. */
  count = 0;

  has(node: number): boolean {
    const word = node >>> 5;
    return word < this.#words.length && (this.#words[word]! & (1 << (node & 31))) !== 0;
  }

  /** Adds a node; false when it was there. */
  add(node: number): boolean {
    const word = node >>> 5;
    if (word >= this.#words.length) {
      const grown = new Uint32Array(Math.max(FIRST, word + 1, this.#words.length * 2));
      grown.set(this.#words);
      this.#words = grown;
    }
    const bit = 1 << (node & 31);
    if (this.#words[word]! & bit) return false;
    this.#words[word]! |= bit;
    this.count++;
    return true;
  }

  /** Cost: linear in the words between. */
  countIn(from: number, to: number): number {
    const last = Math.min((to + 31) >>> 5, this.#words.length);
    let count = 0;
    for (let word = from >>> 5; word < last; word++) {
      let bits = this.#words[word]!;
      if (bits === 0) continue;
      if (word === from >>> 5) bits &= -1 << (from & 31);
      if (word === to >>> 5) bits &= (1 << (to & 31)) - 1;
      count += bitCount(bits);
    }
    return count;
  }

  /** Cost: linear in the words between. */
  next(node: number): number {
    for (let word = node >>> 5; word < this.#words.length; word++) {
      const bits = this.#words[word]! & (word === node >>> 5 ? -1 << (node & 31) : -1);
      if (bits !== 0) return word * 32 + 31 - Math.clz32(bits & -bits);
    }
    return -1;
  }

  /** Cost: linear in the words between. */
  previous(node: number): number {
    for (let word = Math.min(node >>> 5, this.#words.length - 1); word >= 0 && node >= 0; word--) {
      const bits = this.#words[word]! & (word === node >>> 5 ? -1 >>> (31 - (node & 31)) : -1);
      if (bits !== 0) return word * 32 + 31 - Math.clz32(bits);
    }
    return -1;
  }

  /** The nodes of the set, rising. */
  *[Symbol.iterator](): Generator<number> {
    for (let node = this.next(0); node >= 0; node = this.next(node + 1)) yield node;
  }
}
