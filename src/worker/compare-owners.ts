import { firstFrom } from "../base/index.ts";
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

/** Rows as they are, and pairs as -1 less their index, by a number that they begin at; of two with one number the one that was added last counts. */
class OwnerIndex {
  #places: Int32Array;
  #owners: Int32Array;
  #count = 0;
  /** Those that are smaller than one before them. */
  readonly #strays: number[] = [];
  #most = -1;

  constructor(room: number) {
    this.#places = new Int32Array(room);
    this.#owners = new Int32Array(room);
  }

  add(place: number, owner: number): void {
    if (place < this.#most) this.#strays.push(this.#count);
    else this.#most = place;
    this.#places[this.#count] = place;
    this.#owners[this.#count++] = owner;
  }

  /** To be called when all are added. Cost: linear where most rise: rows stand in the order of A's bytes, but for what has moved. */
  sort(): void {
    const places = this.#places.slice(0, this.#count);
    const owners = this.#owners.slice(0, this.#count);
    if (this.#strays.length > 0) {
      const strays = Uint32Array.from(this.#strays).sort((x, y) => this.#places[x]! - this.#places[y]! || x - y);
      const isStray = new Uint8Array(this.#count);
      for (const at of strays) isStray[at] = 1;
      let next = 0;
      let stray = 0;
      for (let at = 0; at <= this.#count; at++) {
        if (isStray[at] === 1) continue;
        const place = at < this.#count ? this.#places[at]! : Number.POSITIVE_INFINITY;
        for (; stray < strays.length; stray++) {
          const from = strays[stray]!;
          if (this.#places[from]! > place || (this.#places[from] === place && from > at)) break;
          places[next] = this.#places[from]!;
          owners[next++] = this.#owners[from]!;
        }
        if (at === this.#count) break;
        places[next] = place;
        owners[next++] = this.#owners[at]!;
      }
    }
    this.#places = places;
    this.#owners = owners;
  }

  /** Cost: logarithmic. */
  of(place: number): number | undefined {
    const past = firstFrom(this.#places, place + 1);
    return past === 0 || this.#places[past - 1] !== place ? undefined : this.#owners[past - 1]!;
  }
}

/** Which row of the table holds a node of one side, by where rows and equal pairs begin. */
export class Owners {
  readonly #comparison: Comparison;
  readonly #side: SideName;
  readonly #other: SideName;
  /** Rows and pairs of which a node is known, by node, and others by the offset at which they begin. */
  readonly #byNode: OwnerIndex;
  readonly #byOffset: OwnerIndex;
  /** The `RUN` rows, in the order of `runs`. */
  readonly #runRows: Int32Array;
  /** By parent and field, as they are asked for. */
  readonly #lists = new Map<number, WholeList | undefined>();

  /** Cost: the rows and the equal pairs behind them. */
  constructor(comparison: Comparison, side: SideName) {
    this.#comparison = comparison;
    this.#side = side;
    this.#other = side === "a" ? "b" : "a";
    const { rows, runs, pairs } = comparison;
    const byNode = new OwnerIndex(rows.length + pairs.length / 2);
    const byOffset = new OwnerIndex(rows.length + pairs.length / 2);
    const { decoded } = comparison[side];
    const add = (spot: number, owner: number): void => {
      if (spot >= 0) byNode.add(spot, owner);
      else if (spot !== -1) byOffset.add(fromOf(decoded, spot), owner);
    };
    for (let row = 0; row < rows.length; row++) {
      if (rows.form[row] !== RowForm.RUN) {
        add(rows[side].spot(row), row);
        continue;
      }
      const { from, count } = runs[rows.extra[row]!]!;
      for (let pair = from; pair < from + count; pair++) add(pairs[2 * pair + (side === "a" ? 0 : 1)]!, -1 - pair);
    }
    this.#runRows = Int32Array.from(rows.form.keys()).filter((row) => rows.form[row] === RowForm.RUN);
    byNode.sort();
    byOffset.sort();
    this.#byNode = byNode;
    this.#byOffset = byOffset;
  }

  /** The list that a row or a pair names, which holds an element that is none itself; undefined where nothing names it. */
  #listWith(element: number): WholeList | undefined {
    const key = this.#listKey(element);
    if (this.#lists.has(key)) return this.#lists.get(key);
    const { nodes } = this.#comparison[this.#side].decoded;
    let first = -1;
    for (const run of nodes.runsIn(nodes.parent(element))) {
      if (run.ref !== nodes.ref(element)) continue;
      first = run.first;
      break;
    }
    const owner = first < 0 ? undefined : this.#at(first);
    const list = owner === undefined ? undefined : owner >= 0 ? this.#listAtRow(owner, first) : this.#listAtPair(-1 - owner, first);
    this.#lists.set(key, list);
    return list;
  }

  #listAtRow(row: number, first: number): WholeList | undefined {
    const { rows } = this.#comparison;
    if (rows.form[row] !== RowForm.LIST || rows.end[row]! > row + 1) return undefined;
    return { row, pair: -1, first, there: rows.flags[row]! & Flag.UNLIKE ? -1 : rows[this.#other].at(row) };
  }

  #listAtPair(pair: number, first: number): WholeList | undefined {
    const { rows, runs } = this.#comparison;
    const row = this.#rowOf(pair);
    if (rows.parent[row]! >= 0 && rows.form[rows.parent[row]!] === RowForm.LIST) return undefined;
    const at = pair - runs[rows.extra[row]!]!.from;
    const run = openRun(this.#comparison, row, at, at + 1);
    return run.form[0] === RowForm.LIST ? { row, pair, first, there: run[this.#other][0]! } : undefined;
  }

  #listKey(node: number): number {
    const { nodes } = this.#comparison[this.#side].decoded;
    return (nodes.parent(node) + 1) * 2 ** 21 + nodes.ref(node);
  }

  /** What holds a node, or its nearest parent that something holds; undefined for what nothing holds. Cost: logarithmic for each level. */
  of(node: number): Owner | undefined {
    const { nodes } = this.#comparison[this.#side].decoded;
    for (let base = node; base >= 0; base = nodes.parent(base)) {
      const owner = this.#at(base);
      if (owner !== undefined)
        return owner >= 0 ? { row: owner, pair: -1, base } : { row: this.#rowOf(-1 - owner), pair: -1 - owner, base };
      const list = this.#listWith(base);
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

  /** What holds a node itself: a list's first element, which has the place of its list, is told by what is further down. */
  #at(node: number): number | undefined {
    return this.#byOffset.of(this.#comparison[this.#side].decoded.nodes.from(node)) ?? this.#byNode.of(node);
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
