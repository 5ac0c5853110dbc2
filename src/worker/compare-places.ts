import type { NodeIndex } from "../base/index.ts";
import { type Comparison, Flag, fromOf, nodeOf, openAbsent, openPlace, openRun, type Places, RowForm, rowKey } from "../compare/index.ts";
import { absentFields, findItem, type Item, isOpened, isPacked, itemKey, keyOf } from "../decode/index.ts";
import type { Field } from "../schema/index.ts";
import { type Owner, Owners } from "./compare-owners.ts";
import type { SideName } from "./compare-protocol.ts";

/**
 * A row of the aligned tree: one of the table, or (row -1) a pair inside an equal run, one of a part that the table does not open, or
 * a field that neither wire has (`ABSENT`: `a` and `b` are field ids, `message` the two that lack it).
 */
export interface Place {
  readonly row: number;
  readonly form: number;
  readonly a: number;
  readonly b: number;
  readonly message?: Readonly<Record<SideName, number>>;
  /** Of an equal element: the row of its list, and which of the comparison's pairs it is. */
  readonly list?: number;
  readonly pair?: number;
}

/** A row of the table; an element that moved, came or went is not looked at before `a` or `b` is asked for. */
class RowPlace implements Place {
  readonly row: number;
  readonly #rows: Comparison["rows"];

  constructor({ rows }: Comparison, row: number) {
    this.row = row;
    this.#rows = rows;
  }

  get form(): number {
    return this.#rows.form[this.row]!;
  }

  get a(): number {
    return this.#rows.a.at(this.row);
  }

  get b(): number {
    return this.#rows.b.at(this.row);
  }
}

/** The place of a row of the table. */
export function placeOfRow(comparison: Comparison, row: number): Place {
  return new RowPlace(comparison, row);
}

/** An equal element of a list, that is not looked at before `a` or `b` is asked for either. */
class PairPlace implements Place {
  readonly row = -1;
  readonly form = RowForm.ELEMENT;
  readonly list: number;
  readonly pair: number;
  readonly #comparison: Comparison;

  constructor(comparison: Comparison, list: number, pair: number) {
    this.list = list;
    this.pair = pair;
    this.#comparison = comparison;
  }

  get a(): number {
    const { a, pairs } = this.#comparison;
    return nodeOf(a.decoded, pairs[2 * this.pair]!);
  }

  get b(): number {
    const { b, pairs } = this.#comparison;
    return nodeOf(b.decoded, pairs[2 * this.pair + 1]!);
  }
}

/** Equal elements of a list that stand next to each other: which list, from which of the comparison's pairs on, and how many. */
export interface PairRun {
  readonly list: number;
  readonly from: number;
  readonly count: number;
}

/** The pairs of an equal run; undefined where they are no elements of a list. */
export function pairsOfRun({ rows, runs }: Comparison, row: number): PairRun | undefined {
  const list = rows.parent[row]!;
  if (list < 0 || rows.form[list] !== RowForm.LIST) return undefined;
  const { from, count } = runs[rows.extra[row]!]!;
  return { list, from, count };
}

/** The place of one of them. */
export function placeOfPair(comparison: Comparison, list: number, pair: number): Place {
  return new PairPlace(comparison, list, pair);
}

/** Which of many places some keys can name, told without a look at those that they do not. */
export class NamedPlaces {
  /** Where A's nodes begin that the keys name. */
  readonly #offsets = new Set<number>();
  readonly #comparison: Comparison;

  constructor(comparison: Comparison, keys: Iterable<string>) {
    this.#comparison = comparison;
    const { decoded } = comparison.a;
    for (const key of keys)
      for (let at = key.indexOf("|"); at >= 0; at = key.indexOf("|", at + 1)) {
        const item = findItem(decoded, key.slice(0, at), () => []);
        if (item?.kind === "node") this.#offsets.add(decoded.nodes.from(item.node));
      }
  }

  /** False for a place that no key names. */
  mayHave(place: Place): boolean {
    return !(place instanceof PairPlace) || this.mayHavePair(place.pair);
  }

  /** The same of an equal element, by which of the comparison's pairs it is. */
  mayHavePair(pair: number): boolean {
    const { a, pairs } = this.#comparison;
    return this.#offsets.size > 0 && this.#offsets.has(fromOf(a.decoded, pairs[2 * pair]!));
  }
}

const PREFIX = ["", "*", "", "=", "-"];

/** What tells a row from all others, by the keys of both sides; stable over another view of the same comparison. */
export function keyOfPlace(comparison: Comparison, place: Place): string {
  if (place.row >= 0) return rowKey(comparison, place.row);
  const key = (side: SideName): string => {
    if (place[side] < 0) return "";
    const { decoded } = comparison[side];
    const field = absentField(comparison, place, side);
    return field ? itemKey(decoded, { kind: "absent", node: place.message![side], field }) : keyOf(decoded, place[side]);
  };
  const [keyA, keyB] = [key("a"), key("b")];
  return `${PREFIX[place.form]}${keyA}|${keyB === keyA ? "" : keyB}`;
}

/** The field of an `ABSENT` place on one side; undefined where that side's release or message lacks it, and for other places. */
export function absentField(comparison: Comparison, { form, ...place }: Place, side: SideName): Field | undefined {
  return form === RowForm.ABSENT && place[side] >= 0 ? comparison[side].decoded.set.fields[place[side]] : undefined;
}

/** True for two places that are one. */
export function isSamePlace(x: Place, y: Place): boolean {
  if (x.row >= 0 || y.row >= 0) return x.row === y.row;
  if (x.pair !== undefined || y.pair !== undefined) return x.pair === y.pair;
  return x.form === y.form && x.a === y.a && x.b === y.b && x.message?.a === y.message?.a && x.message?.b === y.message?.b;
}

/** True when something can be shown inside; with `absent` the fields count too that neither wire has there. */
export function isExpandable(comparison: Comparison, place: Place, absent = false): boolean {
  const { row, form } = place;
  if (form === RowForm.RUN) return true;
  if (form === RowForm.ABSENT) return false;
  if (row >= 0 && comparison.rows.end[row]! > row + 1) return true;
  if (form === RowForm.LIST) return true;
  const holds = (side: SideName): boolean => {
    const { decoded } = comparison[side];
    const node = place[side];
    if (node < 0 || !(isOpened(decoded, node) || isPacked(decoded, node))) return false;
    return decoded.nodes.end(node) > node + 1 || (absent && absentFields(decoded, node).length > 0);
  };
  return holds("a") || holds("b");
}

/** What is inside a place that the table does not open; with `absent` the fields too that neither wire has there. */
export function insideOf(comparison: Comparison, place: Place, equal: boolean, absent = false): readonly Place[] {
  const { row, form } = place;
  if (form === RowForm.RUN) {
    const run = pairsOfRun(comparison, row);
    if (!run) return placesFrom(openRun(comparison, row), absent);
    return Array.from({ length: run.count }, (_, i) => placeOfPair(comparison, run.list, run.from + i));
  }
  const { a, b } = place;
  return placesFrom(openPlace(comparison, form as RowForm, a, b, equal), absent, { a, b });
}

/** The fields that neither wire has in the message of a row of the table (-1: the root). */
export function absentOf(comparison: Comparison, row: number): readonly Place[] {
  const { rows } = comparison;
  const message = row < 0 ? { a: -1, b: -1 } : { a: rows.a.at(row), b: rows.b.at(row) };
  return placesFrom(openAbsent(comparison, row), true, message);
}

function placesFrom({ length, form, a, b }: Places, absent: boolean, message?: Place["message"]): readonly Place[] {
  const out: Place[] = [];
  for (let i = 0; i < length; i++) {
    const place = { row: -1, form: form[i]!, a: a[i]!, b: b[i]! };
    if (form[i] !== RowForm.ABSENT) out.push(place);
    else if (absent && message) out.push({ ...place, message });
  }
  return out;
}

/** Finds rows by key and by node. */
export class PlaceFinder {
  readonly #comparison: Comparison;
  readonly #owners: Partial<Record<SideName, Owners>> = {};

  constructor(comparison: Comparison) {
    this.#comparison = comparison;
  }

  #ownersOf(side: SideName): Owners {
    this.#owners[side] ??= new Owners(this.#comparison, side);
    return this.#owners[side];
  }

  /** The row of the table that holds a node: its own, the run that it stands in, or that of its nearest parent; -1 for none. */
  owner(side: SideName, node: number): number {
    return this.#ownersOf(side).of(node)?.row ?? -1;
  }

  /** The node of the other side that shares the row of a node; -1 when there is none. */
  partner(side: SideName, node: number): number {
    const owners = this.#ownersOf(side);
    const owner = owners.of(node);
    if (!owner) return -1;
    const there = owners.partner(owner);
    if (there < 0 || owner.base === node) return there;
    // Below two that hold the same, nodes stand in step.
    if (!isEqualInside(this.#comparison, { row: owner.row, form: 0, a: 0, b: 0 })) return -1;
    const own = this.#comparison[side].decoded.nodes;
    const far = this.#comparison[side === "a" ? "b" : "a"].decoded.nodes;
    return own.end(owner.base) - owner.base === far.end(there) - there ? there + node - owner.base : -1;
  }

  #item(side: SideName, key: string): Item | undefined {
    const { decoded } = this.#comparison[side];
    return findItem(decoded, key, (node) => absentFields(decoded, node));
  }

  /** The node of a side that a key names, or -1; `""` names none. */
  #node(side: SideName, key: string): number {
    if (key === "") return -1;
    const item = this.#item(side, key);
    return item?.kind === "node" ? item.node : -2;
  }

  /** The way to the row of a key, the row itself last; undefined when the comparison has no such row. */
  wayTo(key: string): readonly Place[] | undefined {
    if (key.startsWith(PREFIX[RowForm.ABSENT]!)) return this.#wayToAbsent(key);
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

  #wayToAbsent(key: string): readonly Place[] | undefined {
    const rest = key.slice(1);
    for (let at = rest.indexOf("|"); at >= 0; at = rest.indexOf("|", at + 1)) {
      const [keyA, keyB] = [rest.slice(0, at), rest.slice(at + 1)];
      for (const side of ["a", "b"] as const) {
        const item = this.#item(side, (side === "b" && keyB) || keyA);
        if (item?.kind !== "absent") continue;
        const way = this.wayToFieldsOf(side, item.node);
        const found = way?.inside.find((place) => keyOfPlace(this.#comparison, place) === key);
        if (found) return [...way!.above, found];
      }
    }
    return undefined;
  }

  /** The way to the row of a message (-1: the root, which has none), and the fields that neither wire has in it. */
  wayToFieldsOf(side: SideName, node: number): { readonly above: readonly Place[]; readonly inside: readonly Place[] } | undefined {
    if (node < 0) return { above: [], inside: absentOf(this.#comparison, -1) };
    const above = this.way(side, node);
    const last = above?.findLast((place) => place.form !== RowForm.LIST && place.form !== RowForm.RUN && place[side] === node);
    if (!above || !last) return undefined;
    const isTable = last.row >= 0 && this.#comparison.rows.end[last.row]! > last.row + 1;
    const inside = isTable
      ? absentOf(this.#comparison, last.row)
      : insideOf(this.#comparison, last, isEqualInside(this.#comparison, last), true).filter(({ form }) => form === RowForm.ABSENT);
    return { above: above.slice(0, above.indexOf(last) + 1), inside };
  }

  /** The way to the deepest row that holds a node, or to the first on it that has the key. */
  way(side: SideName, node: number, key?: string): readonly Place[] | undefined {
    const { rows } = this.#comparison;
    const owner = this.#ownersOf(side).of(node);
    if (!owner) return undefined;
    let { row } = owner;
    const way: Place[] = [];
    for (; row >= 0; row = rows.parent[row]!) way.unshift(placeOfRow(this.#comparison, row));
    for (;;) {
      const stop = key === undefined ? -1 : way.findIndex((place) => keyOfPlace(this.#comparison, place) === key);
      if (stop >= 0) return way.slice(0, stop + 1);
      const last = way.at(-1)!;
      if (!isExpandable(this.#comparison, last) || (last.row >= 0 && last.form !== RowForm.RUN && rows.end[last.row]! > last.row + 1))
        return way;
      if (last.form !== RowForm.RUN && last.form !== RowForm.LIST && last[side] === node && key === undefined) return way;
      const inner =
        last.form === RowForm.RUN
          ? this.#pairIn(last, owner)
          : insideOf(this.#comparison, last, isEqualInside(this.#comparison, last)).find((place) => this.#holds(side, place, node));
      if (!inner) return way;
      way.push(inner);
    }
  }

  /** The pair of a run that holds a node. */
  #pairIn({ row }: Place, { pair }: Owner): Place | undefined {
    const { runs, rows } = this.#comparison;
    if (pair < 0) return undefined;
    const list = rows.parent[row]!;
    if (list >= 0 && rows.form[list] === RowForm.LIST) return new PairPlace(this.#comparison, list, pair);
    const at = pair - runs[rows.extra[row]!]!.from;
    const { form, a, b } = openRun(this.#comparison, row, at, at + 1);
    return { row: -1, form: form[0]!, a: a[0]!, b: b[0]! };
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
