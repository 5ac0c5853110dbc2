import type { Field } from "../schema/index.ts";

/** What the rows of a view are, one entry a row, in typed arrays: five million rows are no objects. */
export class RowTable {
  length = 0;
  /** Node of the row; of an absent field its message's (-1 the root); -2 - k for the k-th entry of `chains`. */
  node = new Int32Array(1024);
  /** Field id of an absent field, -1 for a node, -2 - n for a group of n occurrences. */
  field = new Int32Array(1024);
  parent = new Int32Array(1024);
  depth = new Uint32Array(1024);
  posInSet = new Uint32Array(1024);
  /** Index into `setSizes`. */
  set = new Uint32Array(1024);
  flags = new Uint8Array(1024);
  readonly setSizes: number[] = [];
  /** Rows inside absent messages: the node and the fields that lead there. */
  readonly chains: { readonly node: number; readonly chain: readonly Field[] }[] = [];

  push(node: number, field: number, parent: number, depth: number, posInSet: number, set: number, flags: number): number {
    const i = this.length++;
    if (i === this.node.length) this.#grow();
    this.node[i] = node;
    this.field[i] = field;
    this.parent[i] = parent;
    this.depth[i] = depth;
    this.posInSet[i] = posInSet;
    this.set[i] = set;
    this.flags[i] = flags;
    return i;
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
    this.node = ints(this.node);
    this.field = ints(this.field);
    this.parent = ints(this.parent);
    this.depth = naturals(this.depth);
    this.posInSet = naturals(this.posInSet);
    this.set = naturals(this.set);
    const flags = new Uint8Array(size);
    flags.set(this.flags);
    this.flags = flags;
  }
}
