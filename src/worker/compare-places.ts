import type { NodeIndex } from "../base/index.ts";
import { type Comparison, Flag, openPlace, openRun, RowForm, rowKey } from "../compare/index.ts";
import { absentFields, findItem, isOpened, isPacked, keyOf } from "../decode/index.ts";
import type { SideName } from "./compare-protocol.ts";

/** A row of the aligned tree: one of the table, or (row -1) a pair inside an equal run or a part that the table does not open. */
export interface Place {
  readonly row: number;
  readonly form: number;
  readonly a: number;
  readonly b: number;
}

const PREFIX = ["", "*", "", "="];

export function keyOfPlace(comparison: Comparison, { row, form, a, b }: Place): string {
  if (row >= 0) return rowKey(comparison, row);
  const keyA = a < 0 ? "" : keyOf(comparison.a.decoded, a);
  const keyB = b < 0 ? "" : keyOf(comparison.b.decoded, b);
  return `${PREFIX[form]}${keyA}|${keyB === keyA ? "" : keyB}`;
}

/** True when something can be shown inside. */
export function isExpandable(comparison: Comparison, { row, form, a, b }: Place): boolean {
  if (form === RowForm.RUN) return true;
  if (row >= 0 && comparison.rows.end[row]! > row + 1) return true;
  if (form === RowForm.LIST) return true;
  const holds = (side: SideName, node: number): boolean => {
    const { decoded } = comparison[side];
    return node >= 0 && decoded.nodes.end(node) > node + 1 && (isOpened(decoded, node) || isPacked(decoded, node));
  };
  return holds("a", a) || holds("b", b);
}

/** What is inside a place that the table does not open. Absent fields, which no side has on the wire, are left to Inspect. */
export function insideOf(comparison: Comparison, place: Place, equal: boolean): readonly Place[] {
  const { row, form, a, b } = place;
  const places = form === RowForm.RUN ? openRun(comparison, row) : openPlace(comparison, form as RowForm, a, b, equal);
  const out: Place[] = [];
  for (let i = 0; i < places.length; i++)
    if (places.form[i] !== RowForm.ABSENT) out.push({ row: -1, form: places.form[i]!, a: places.a[i]!, b: places.b[i]! });
  return out;
}

/** Finds rows by key and by node. */
export class PlaceFinder {
  readonly #comparison: Comparison;
  readonly #owners: Partial<Record<SideName, Int32Array>> = {};

  constructor(comparison: Comparison) {
    this.#comparison = comparison;
  }

  /** The row of the table that holds a node: its own, the run that it stands in, or that of its nearest parent. */
  owner(side: SideName, node: number): number {
    return node < 0 ? -1 : (this.#owners[side] ?? this.#index(side))[node]!;
  }

  #index(side: SideName): Int32Array {
    const { rows, runs, pairs } = this.#comparison;
    const { nodes } = this.#comparison[side].decoded;
    const owner = new Int32Array(nodes.length).fill(-1);
    for (let row = 0; row < rows.length; row++) {
      if (rows.form[row] !== RowForm.RUN) {
        if (rows[side][row]! >= 0) owner[rows[side][row]!] = row;
        continue;
      }
      const { from, count } = runs[rows.extra[row]!]!;
      for (let pair = from; pair < from + count; pair++) {
        const node = pairs[2 * pair + (side === "a" ? 0 : 1)]!;
        if (node >= 0) owner[node] = row;
      }
    }
    for (let node = 0; node < nodes.length; node++) {
      const parent = nodes.parent(node);
      if (owner[node]! < 0 && parent >= 0) owner[node] = owner[parent]!;
    }
    this.#owners[side] = owner;
    return owner;
  }

  /** The node of a side that a key names, or -1; `""` names none. */
  #node(side: SideName, key: string): number {
    if (key === "") return -1;
    const { decoded } = this.#comparison[side];
    const item = findItem(decoded, key, (node) => absentFields(decoded, node));
    return item?.kind === "node" ? item.node : -2;
  }

  /** The way to the row of a key, the row itself last; undefined when the comparison has no such row. */
  wayTo(key: string): readonly Place[] | undefined {
    const form = key.startsWith("*") ? RowForm.LIST : key.startsWith("=") ? RowForm.RUN : RowForm.FIELD;
    const rest = form === RowForm.FIELD ? key : key.slice(1);
    for (let at = rest.indexOf("|"); at >= 0; at = rest.indexOf("|", at + 1)) {
      const a = this.#node("a", rest.slice(0, at));
      const own = rest.slice(at + 1);
      const b = own === "" ? (a >= 0 ? this.#node("b", rest.slice(0, at)) : -1) : this.#node("b", own);
      for (const side of ["a", "b"] as const) {
        const node = side === "a" ? a : b;
        if (node < 0) continue;
        const way = this.way(side, node, key);
        if (way && keyOfPlace(this.#comparison, way.at(-1)!) === key) return way;
      }
    }
    return undefined;
  }

  /** The way to the deepest row that holds a node, or to the first on it that has the key. */
  way(side: SideName, node: number, key?: string): readonly Place[] | undefined {
    const { rows } = this.#comparison;
    let row = this.owner(side, node);
    if (row < 0) return undefined;
    const way: Place[] = [];
    for (; row >= 0; row = rows.parent[row]!) way.unshift({ row, form: rows.form[row]!, a: rows.a[row]!, b: rows.b[row]! });
    for (;;) {
      const stop = key === undefined ? -1 : way.findIndex((place) => keyOfPlace(this.#comparison, place) === key);
      if (stop >= 0) return way.slice(0, stop + 1);
      const last = way.at(-1)!;
      if (!isExpandable(this.#comparison, last) || (last.row >= 0 && last.form !== RowForm.RUN && rows.end[last.row]! > last.row + 1))
        return way;
      if (last.form !== RowForm.RUN && last.form !== RowForm.LIST && last[side] === node && key === undefined) return way;
      const inner = insideOf(this.#comparison, last, isEqualInside(this.#comparison, last)).find((place) => this.#holds(side, place, node));
      if (!inner) return way;
      way.push(inner);
    }
  }

  #holds(side: SideName, place: Place, node: number): boolean {
    const { nodes } = this.#comparison[side].decoded;
    const own = place[side];
    if (own < 0) return false;
    if (node >= own && node < nodes.end(own as NodeIndex)) return true;
    if (place.form !== RowForm.LIST) return false;
    let at = node;
    while (at >= 0 && nodes.parent(at) !== nodes.parent(own)) at = nodes.parent(at);
    return at >= 0 && nodes.ref(at) === nodes.ref(own);
  }
}

/** True when both sides of a place hold the same, so that its inside is shown in step. */
export function isEqualInside(comparison: Comparison, { row }: Place): boolean {
  return row < 0 || (comparison.rows.flags[row]! & Flag.UNLIKE) === 0;
}
