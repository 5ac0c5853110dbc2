import type { Decoded } from "../decode/index.ts";
import { type Coarse, FIRST_CHANGE, Flag, type ListMatch, RowForm, RowKind, type Rows, type Run } from "./model.ts";
import { NodeColumn } from "./node-column.ts";
import type { Spot } from "./spots.ts";

/** Where the table stood, to go back to. */
export interface Mark {
  readonly row: number;
  readonly pairs: number;
  readonly runs: number;
  readonly lists: number;
  readonly coarse: number;
}

/** The table while it is made: rows are added in pre-order, and taken back when nothing below them differs. */
export class RowSink {
  length = 0;
  #a = new Int32Array(256);
  #b = new Int32Array(256);
  #form = new Uint8Array(256);
  #kind = new Uint8Array(256);
  #flags = new Uint8Array(256);
  #parent = new Int32Array(256);
  #end = new Int32Array(256);
  #extra = new Int32Array(256);
  #pairs = new Int32Array(256);
  #pairCount = 0;
  /** By row, where the state unit stands that it is about: its name is read from the wire. */
  readonly units = new Map<number, Spot>();
  readonly lists: ListMatch[] = [];
  readonly runs: { from: number; count: number }[] = [];
  readonly coarse: Omit<Coarse, "path">[] = [];

  /** Adds a row without descendants; returns it. */
  add(form: number, kind: number, flags: number, a: Spot, b: Spot, parent: number, extra = -1): number {
    const row = this.length;
    if (row === this.#a.length) this.#grow();
    this.length = row + 1;
    this.#a[row] = a;
    this.#b[row] = b;
    this.#form[row] = form;
    this.#kind[row] = kind;
    this.#flags[row] = flags;
    this.#parent[row] = parent;
    this.#end[row] = row + 1;
    this.#extra[row] = extra;
    return row;
  }

  /** Adds an equal pair to the run that the parent's last row is, or begins one. */
  addEqual(a: Spot, b: Spot, parent: number): void {
    const last = this.length - 1;
    if (last < 0 || this.#form[last] !== RowForm.RUN || this.#parent[last] !== parent) {
      this.add(RowForm.RUN, RowKind.EQUAL, 0, a, b, parent, this.runs.length);
      this.runs.push({ from: this.#pairCount, count: 0 });
    }
    if (2 * this.#pairCount + 2 > this.#pairs.length) {
      const wider = new Int32Array(this.#pairs.length * 2);
      wider.set(this.#pairs);
      this.#pairs = wider;
    }
    this.#pairs[2 * this.#pairCount] = a;
    this.#pairs[2 * this.#pairCount + 1] = b;
    this.#pairCount++;
    this.runs[this.runs.length - 1]!.count++;
  }

  /** The pairs of the last run. */
  lastPairs(): [Spot, Spot][] {
    const { from, count } = this.runs[this.runs.length - 1]!;
    return Array.from({ length: count }, (_, i) => [this.#pairs[2 * (from + i)]!, this.#pairs[2 * (from + i) + 1]!]);
  }

  mark(): Mark {
    return { row: this.length, pairs: this.#pairCount, runs: this.runs.length, lists: this.lists.length, coarse: this.coarse.length };
  }

  /** Takes back every row that was added since. */
  backTo(mark: Mark): void {
    this.length = mark.row;
    this.#pairCount = mark.pairs;
    this.runs.length = mark.runs;
    this.lists.length = mark.lists;
    this.coarse.length = mark.coarse;
  }

  /** Ends a row: all rows added since are its descendants. */
  close(row: number): void {
    this.#end[row] = this.length;
  }

  /** True when nothing but equal siblings stands below a row that is still open. */
  isEqualBelow(row: number): boolean {
    return this.length === row + 1 || (this.length === row + 2 && this.#form[row + 1] === RowForm.RUN);
  }

  spotsOf(row: number): { readonly a: Spot; readonly b: Spot } {
    return { a: this.#a[row]!, b: this.#b[row]! };
  }

  kindOf(row: number): number {
    return this.#kind[row]!;
  }

  setKind(row: number, kind: number, flags: number): void {
    this.#kind[row] = kind;
    this.#flags[row]! |= flags;
  }

  /** The finished columns, without what was reserved beyond them. */
  seal(
    a: Decoded,
    b: Decoded,
  ): {
    readonly rows: Rows;
    readonly changes: Int32Array;
    readonly pairs: Int32Array;
    readonly runs: readonly Run[];
  } {
    const { length } = this;
    let count = 0;
    for (let row = 0; row < length; row++) if (this.#kind[row]! >= FIRST_CHANGE) count++;
    const changes = new Int32Array(count);
    count = 0;
    for (let row = 0; row < length; row++) if (this.#kind[row]! >= FIRST_CHANGE) changes[count++] = row;
    return {
      rows: {
        length,
        a: new NodeColumn(a, this.#a.slice(0, length)),
        b: new NodeColumn(b, this.#b.slice(0, length)),
        form: this.#form.slice(0, length),
        kind: this.#kind.slice(0, length),
        flags: this.#flags.slice(0, length),
        parent: this.#parent.slice(0, length),
        end: this.#end.slice(0, length),
        extra: this.#extra.slice(0, length),
      },
      changes,
      pairs: this.#pairs.slice(0, 2 * this.#pairCount),
      runs: this.runs,
    };
  }

  /** True when a row says that the sides do not restore to the same. */
  get unlike(): boolean {
    for (let row = 0; row < this.length; row++) if (this.#flags[row]! & Flag.UNLIKE) return true;
    return false;
  }

  #grow(): void {
    const capacity = this.#a.length * 2;
    const wide = (old: Int32Array): Int32Array<ArrayBuffer> => {
      const made = new Int32Array(capacity);
      made.set(old);
      return made;
    };
    const small = (old: Uint8Array): Uint8Array<ArrayBuffer> => {
      const made = new Uint8Array(capacity);
      made.set(old);
      return made;
    };
    this.#a = wide(this.#a);
    this.#b = wide(this.#b);
    this.#form = small(this.#form);
    this.#kind = small(this.#kind);
    this.#flags = small(this.#flags);
    this.#parent = wide(this.#parent);
    this.#end = wide(this.#end);
    this.#extra = wide(this.#extra);
  }
}
