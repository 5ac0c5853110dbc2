import type { Field } from "../schema/index.ts";

/** A row of an entry: its place in it is 0 but in a span. */
export interface RowPlace {
  readonly entry: number;
  readonly offset: number;
}

/** Words of an entry, in this order. */
const ENTRY = 7;
const START = 0;
const NODE = 1;
const FIELD = 2;
const PAST = 3;
const POSITION = 4;
const SET = 5;
const FLAGS = 6;

/** Words of a set, in this order. */
const SET_WORDS = 3;
const SIZE = 0;
const PARENT = 1;
const DEPTH = 2;

/** Entries, or sets, of a block. */
const BLOCK = 1 << 12;

/**
 * What the rows of a view are, as numbers in blocks: nothing is copied as it grows. An entry is one row, or a span: rows that follow each
 * other below one row, all closed. So millions of rows are few entries, and none is an object. 28 bytes an entry, 12 a set.
 */
export class RowTable {
  /** Entries. */
  length = 0;
  rows = 0;
  /** Rows inside absent messages: the node and the fields that lead there. */
  readonly chains: { readonly node: number; readonly chain: readonly Field[] }[] = [];
  readonly #blocks: Int32Array[] = [];
  #block = new Int32Array(0);
  /** Of each block the least node of its entries, and the greatest or the one past its span's. */
  readonly #low: number[] = [];
  readonly #high: number[] = [];
  #sets = 0;
  readonly #setBlocks: Int32Array[] = [];

  /** Adds rows that stand below one row: it, and their depth. Gives the set's number. */
  openSet(parent: number, depth: number): number {
    const set = this.#sets++;
    const at = (set % BLOCK) * SET_WORDS;
    if (at === 0) this.#setBlocks.push(new Int32Array(BLOCK * SET_WORDS));
    const block = this.#setBlocks[this.#setBlocks.length - 1]!;
    block[at + PARENT] = parent;
    block[at + DEPTH] = depth;
    return set;
  }

  /** All of the set are there: so many. */
  closeSet(set: number, size: number): void {
    this.#setBlocks[Math.floor(set / BLOCK)]![(set % BLOCK) * SET_WORDS + SIZE] = size;
  }

  /** The rows beside an entry's, itself too: how many they are, the row above them, and their depth. */
  setOf(entry: number): { readonly size: number; readonly parent: number; readonly depth: number } {
    const set = this.#word(entry, SET);
    const block = this.#setBlocks[Math.floor(set / BLOCK)]!;
    const at = (set % BLOCK) * SET_WORDS;
    return { size: block[at + SIZE]!, parent: block[at + PARENT]!, depth: block[at + DEPTH]! };
  }

  /**
   * Adds `count` rows of a set, the first of which is its `position`th, from 1. `node` is that of the first row, of an absent field its
   * message's (-1 the root), -2 - k for the k-th of `chains`; `field` the id of an absent field, -1 for a node, -2 - n for a group
   * of n occurrences; `past` of a span the node past its rows and all that is below them. Gives the index of the first row.
   */
  push(node: number, field: number, set: number, position: number, flags: number, count = 1, past = 0): number {
    const at = (this.length++ % BLOCK) * ENTRY;
    if (at === 0) {
      this.#block = new Int32Array(BLOCK * ENTRY);
      this.#blocks.push(this.#block);
      this.#low.push(node);
      this.#high.push(node);
    }
    const last = this.#blocks.length - 1;
    if (node < this.#low[last]!) this.#low[last] = node;
    const high = past > node ? past : node;
    if (high > this.#high[last]!) this.#high[last] = high;
    const block = this.#block;
    const row = this.rows;
    block[at + START] = row;
    block[at + NODE] = node;
    block[at + FIELD] = field;
    block[at + PAST] = past;
    block[at + POSITION] = position;
    block[at + SET] = set;
    block[at + FLAGS] = flags;
    this.rows += count;
    return row;
  }

  /** Index of an entry's first row. */
  start(entry: number): number {
    return this.#word(entry, START);
  }

  node(entry: number): number {
    return this.#word(entry, NODE);
  }

  field(entry: number): number {
    return this.#word(entry, FIELD);
  }

  past(entry: number): number {
    return this.#word(entry, PAST);
  }

  /** Place of the first row in its set, from 1. */
  position(entry: number): number {
    return this.#word(entry, POSITION);
  }

  flags(entry: number): number {
    return this.#word(entry, FLAGS);
  }

  /** Rows of an entry. */
  count(entry: number): number {
    return (entry + 1 < this.length ? this.start(entry + 1) : this.rows) - this.start(entry);
  }

  /** Where a row stands; it must be one of the view. Cost: the logarithm of the entries. */
  placeOf(row: number): RowPlace {
    let low = 0;
    let high = this.length;
    while (low + 1 < high) {
      const middle = (low + high) >>> 1;
      if (this.start(middle) <= row) low = middle;
      else high = middle;
    }
    return { entry: low, offset: row - this.start(low) };
  }

  /** The first entry of this node, or of a span that it is in or below, which fits; -1 for none. Cost: the blocks, and the entries of those that may hold it. */
  find(node: number, fits: (entry: number) => boolean): number {
    for (let block = 0; block < this.#blocks.length; block++) {
      if (node < this.#low[block]! || node > this.#high[block]!) continue;
      const end = Math.min(this.length, (block + 1) * BLOCK);
      for (let entry = block * BLOCK; entry < end; entry++) {
        const first = this.node(entry);
        if ((first === node || (first < node && node < this.past(entry))) && fits(entry)) return entry;
      }
    }
    return -1;
  }

  #word(entry: number, word: number): number {
    return this.#blocks[Math.floor(entry / BLOCK)]![(entry % BLOCK) * ENTRY + word]!;
  }
}
