import { type Comparison, Flag, fromOf, nodeOf, openRun, RowForm } from "../compare/index.ts";
import type { SideName } from "./compare-protocol.ts";

/** What holds a node in the table: a row, and where that is a run, which of its pairs (-1 for none). */
export interface Owner {
  readonly row: number;
  readonly pair: number;
  /** The node, or its nearest parent, that the row or the pair names, or that is an element of a list that it names. */
  readonly base: number;
}

/** A list that a row or a pair names by its first element. */
interface WholeList extends Omit<Owner, "base"> {
  readonly first: number;
  /** First element of the other side; -1 where the elements do not stand in step. */
  readonly there: number;
  /** Elements of this side and of the other, once someone asks. */
  elements?: readonly [readonly number[], readonly number[]];
}

/** Which row of the table holds a node of one side, by where rows and equal pairs begin in the bytes. */
export class Owners {
  readonly #comparison: Comparison;
  readonly #side: SideName;
  readonly #other: SideName;
  /** Ascending; of two that begin at one offset, a list and its first element, the row further down comes last. */
  readonly #offsets: Int32Array;
  /** By the same index: a row as it is, a pair as -1 less its index. */
  readonly #owners: Int32Array;
  /** The `RUN` rows, in the order of `runs`. */
  readonly #runRows: Int32Array;
  /** By parent and field. */
  readonly #lists = new Map<number, WholeList>();

  /** Cost: the rows and the equal pairs behind them. */
  constructor(comparison: Comparison, side: SideName) {
    this.#comparison = comparison;
    this.#side = side;
    this.#other = side === "a" ? "b" : "a";
    const { rows, runs, pairs } = comparison;
    const { decoded } = comparison[side];
    const offsets = new Int32Array(rows.length + pairs.length / 2);
    const owners = new Int32Array(offsets.length);
    let count = 0;
    let isAscending = true;
    const add = (spot: number, owner: number): void => {
      if (spot === -1) return;
      offsets[count] = fromOf(decoded, spot);
      isAscending &&= count === 0 || offsets[count]! >= offsets[count - 1]!;
      owners[count++] = owner;
    };
    for (let row = 0; row < rows.length; row++) {
      if (rows.form[row] === RowForm.RUN) {
        const { from, count: many } = runs[rows.extra[row]!]!;
        for (let pair = from; pair < from + many; pair++) add(pairs[2 * pair + (side === "a" ? 0 : 1)]!, -1 - pair);
        this.#addListsOf(row);
        continue;
      }
      add(rows[side].spot(row), row);
      const isClosed = rows.form[row] === RowForm.LIST && rows.end[row] === row + 1;
      if (isClosed) this.#addList(row, -1, rows[side].at(row), rows.flags[row]! & Flag.UNLIKE ? -1 : rows[this.#other].at(row));
    }
    this.#runRows = Int32Array.from(rows.form.keys()).filter((row) => rows.form[row] === RowForm.RUN);
    // Rows stand in the order of A's bytes, but for what has moved.
    const order = isAscending
      ? undefined
      : Uint32Array.from({ length: count }, (_, i) => i).sort((x, y) => offsets[x]! - offsets[y]! || x - y);
    this.#offsets = order ? Int32Array.from(order, (i) => offsets[i]!) : offsets.subarray(0, count);
    this.#owners = order ? Int32Array.from(order, (i) => owners[i]!) : owners.subarray(0, count);
  }

  /** The lists in a run of fields. */
  #addListsOf(row: number): void {
    const { rows, runs } = this.#comparison;
    if (rows.parent[row]! >= 0 && rows.form[rows.parent[row]!] === RowForm.LIST) return;
    const run = openRun(this.#comparison, row);
    const { from } = runs[rows.extra[row]!]!;
    for (let i = 0; i < run.length; i++)
      if (run.form[i] === RowForm.LIST) this.#addList(row, from + i, run[this.#side][i]!, run[this.#other][i]!);
  }

  #addList(row: number, pair: number, first: number, there: number): void {
    if (first >= 0) this.#lists.set(this.#listKey(first), { row, pair, first, there });
  }

  #listKey(node: number): number {
    const { nodes } = this.#comparison[this.#side].decoded;
    return (nodes.parent(node) + 1) * 2 ** 21 + nodes.ref(node);
  }

  /** What holds a node, or its nearest parent that something holds; undefined for what nothing holds. Cost: logarithmic for each level. */
  of(node: number): Owner | undefined {
    const { nodes } = this.#comparison[this.#side].decoded;
    for (let base = node; base >= 0; base = nodes.parent(base)) {
      const owner = this.#at(nodes.from(base));
      if (owner !== undefined)
        return owner >= 0 ? { row: owner, pair: -1, base } : { row: this.#rowOf(-1 - owner), pair: -1 - owner, base };
      const list = this.#lists.size > 0 ? this.#lists.get(this.#listKey(base)) : undefined;
      if (list) return { row: list.row, pair: list.pair, base };
    }
    return undefined;
  }

  /** The other side's node for the base of an owner; -1 when there is none. */
  partner({ row, pair, base }: Owner): number {
    const { rows, pairs } = this.#comparison;
    const list = this.#lists.get(this.#listKey(base));
    if (list && list.row === row && list.pair === pair && base !== list.first) return this.#elementThere(list, base);
    if (pair < 0) return rows[this.#other].at(row);
    return nodeOf(this.#comparison[this.#other].decoded, pairs[2 * pair + (this.#other === "a" ? 0 : 1)]!);
  }

  #elementThere(list: WholeList, node: number): number {
    if (list.there < 0) return -1;
    list.elements ??= [this.#elementsFrom(this.#side, list.first), this.#elementsFrom(this.#other, list.there)];
    const [own, far] = list.elements;
    let low = 0;
    let high = own.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (own[middle]! < node) low = middle + 1;
      else high = middle;
    }
    return far[low] ?? -1;
  }

  /** The nodes of a list from its first element on. */
  #elementsFrom(side: SideName, first: number): readonly number[] {
    const { nodes } = this.#comparison[side].decoded;
    const parent = nodes.parent(first);
    const stop = parent < 0 ? nodes.length : nodes.end(parent);
    const found: number[] = [];
    for (let at = first; at < stop; at = nodes.end(at)) if (nodes.ref(at) === nodes.ref(first)) found.push(at);
    return found;
  }

  #at(offset: number): number | undefined {
    let low = 0;
    let high = this.#offsets.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#offsets[middle]! <= offset) low = middle + 1;
      else high = middle;
    }
    return low === 0 || this.#offsets[low - 1] !== offset ? undefined : this.#owners[low - 1]!;
  }

  /** The row of the run that a pair belongs to. */
  #rowOf(pair: number): number {
    const { runs } = this.#comparison;
    let low = 0;
    let high = this.#runRows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (runs[middle]!.from <= pair) low = middle + 1;
      else high = middle;
    }
    return this.#runRows[low - 1]!;
  }
}
