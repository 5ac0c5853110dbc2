import type { Field } from "../schema/index.ts";

/** A row of an entry: its place in it is 0 but in a span. */
export interface RowPlace {
  readonly entry: number;
  readonly offset: number;
}

/**
 * What the rows of a view are, in typed arrays. An entry is one row, or a span: rows that follow each other below one row, all closed.
 * So millions of rows are few entries, and none is an object.
 */
export class RowTable {
  /** Entries. */
  length = 0;
  rows = 0;
  /** Index of the entry's first row. */
  start = new Uint32Array(1024);
  /** Node of the first row; of an absent field its message's (-1 the root); -2 - k for the k-th entry of `chains`. */
  node = new Int32Array(1024);
  /** Field id of an absent field, -1 for a node, -2 - n for a group of n occurrences. */
  field = new Int32Array(1024);
  /** Of a span the node past its rows and all that is below them; 0 for one row. */
  past = new Uint32Array(1024);
  /** Place of the first row in its set, from 1. */
  posInSet = new Uint32Array(1024);
  /** Index into the sets. */
  set = new Uint32Array(1024);
  flags = new Uint8Array(1024);
  /** Rows below one row: how many there are, the row, and their depth. */
  readonly sets: { size: number; readonly parent: number; readonly depth: number }[] = [];
  /** Rows inside absent messages: the node and the fields that lead there. */
  readonly chains: { readonly node: number; readonly chain: readonly Field[] }[] = [];

  /** Adds `count` rows behind those of the set that are there already. Gives the index of the first. */
  push(node: number, field: number, set: number, flags: number, count = 1, past = 0): number {
    const entry = this.length++;
    if (entry === this.node.length) this.#grow();
    const row = this.rows;
    this.start[entry] = row;
    this.node[entry] = node;
    this.field[entry] = field;
    this.past[entry] = past;
    this.posInSet[entry] = this.sets[set]!.size + 1;
    this.set[entry] = set;
    this.flags[entry] = flags;
    this.sets[set]!.size += count;
    this.rows += count;
    return row;
  }

  /** Where a row stands; it must be one of the view. Cost: the logarithm of the entries. */
  placeOf(row: number): RowPlace {
    let low = 0;
    let high = this.length;
    while (low + 1 < high) {
      const middle = (low + high) >>> 1;
      if (this.start[middle]! <= row) low = middle;
      else high = middle;
    }
    return { entry: low, offset: row - this.start[low]! };
  }

  #grow(): void {
    const size = this.node.length * 2;
    const ints = (old: Int32Array): Int32Array<ArrayBuffer> => {
      const made = new Int32Array(size);
      made.set(old);
      return made;
    };
    const naturals = (old: Uint32Array): Uint32Array<ArrayBuffer> => {
      const made = new Uint32Array(size);
      made.set(old);
      return made;
    };
    this.start = naturals(this.start);
    this.node = ints(this.node);
    this.field = ints(this.field);
    this.past = naturals(this.past);
    this.posInSet = naturals(this.posInSet);
    this.set = naturals(this.set);
    const flags = new Uint8Array(size);
    flags.set(this.flags);
    this.flags = flags;
  }
}
