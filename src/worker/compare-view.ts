import { type Comparison, changeFrom, changeKind, RowForm, RowKind, rowKey } from "../compare/index.ts";
import { countOfRun, factsOf, foldText, isUnit, labelOf } from "./compare-cells.ts";
import { FILTERING, kept } from "./compare-filter.ts";
import {
  absentOf,
  insideOf,
  isEqualInside,
  isExpandable,
  isSamePlace,
  keyOfPlace,
  NamedPlaces,
  type PairRun,
  type Place,
  pairsOfRun,
  placeOfPair,
  placeOfRow,
} from "./compare-places.ts";
import type { CompareRow, CompareSpec, DiffKind, RulerMark } from "./compare-protocol.ts";
import type { ToldTurns } from "./turns.ts";

/** Marks on the ruler at most: it has a few hundred pixels. */
const BUCKETS = 500;
/** Rows up to which all that is below a row is opened. */
const MOST_OPENED = 200_000;
/** Equal elements that are passed over between two looks at the clock. */
const PAIRS_AT_ONCE = 1024;

interface Line {
  /** Which row of the view it is, and how many rows from there on it stands for: equal elements that follow each other closed are one line. */
  readonly index: number;
  readonly count: number;
  /** Of the first of them. */
  readonly place: Place;
  /** Parents of the table that stand in this line too: each holds nothing but the next one and equal fields. */
  readonly chain: readonly number[];
  /** A fold: the rows of all runs that it stands for, its own first. */
  readonly runs: number[];
  /** A fold below which all is open. */
  readonly all?: boolean;
  readonly depth: number;
  /** A line, -1 at the top. */
  readonly parent: number;
  readonly expanded: boolean;
  /** It is open until it is closed. */
  readonly startsOpen: boolean;
  /** Kind of what it stands in, for rows that the table does not hold. */
  readonly within: CompareRow["kind"];
  readonly pos: number;
}

/** The aligned rows that a spec shows, flat. Built once for a spec; rows are made when they are asked for, and so are the places of equal elements. */
export class ComparisonView {
  readonly #comparison: Comparison;
  readonly #lines: Line[] = [];
  #length = 0;
  /** Children of each parent line; of the top at -1. */
  readonly #counts = new Map<number, number>();
  readonly #keep: Uint8Array | undefined;
  /** Shows all there is: equal fields, and those that neither wire has. */
  readonly #isWhole: boolean;
  readonly #spec: CompareSpec;
  readonly #open: ReadonlySet<string>;
  readonly #closed: ReadonlySet<string>;
  readonly #all: ReadonlySet<string>;
  readonly #named: NamedPlaces;
  readonly #turns: ToldTurns;
  /** How much of the table is gone through, 0 to 1, what the filter had to look at before counted in. */
  #share = 0;
  /** Not all is open that was to be: there is too much of it. */
  cut = false;

  private constructor(comparison: Comparison, spec: CompareSpec, keep: Uint8Array | undefined, turns: ToldTurns) {
    this.#comparison = comparison;
    this.#keep = keep;
    this.#spec = spec;
    this.#isWhole = spec.equal && !keep;
    this.#open = new Set(spec.open);
    this.#closed = new Set(spec.closed);
    this.#all = new Set(spec.all);
    this.#named = new NamedPlaces(comparison, [...spec.open, ...spec.closed, ...(spec.all ?? [])]);
    this.#turns = turns;
  }

  /** Cost: linear in the table, plus what is open. Throws `Cancelled` when nobody waits. */
  static async build(comparison: Comparison, spec: CompareSpec, turns: ToldTurns): Promise<ComparisonView> {
    const view = new ComparisonView(comparison, spec, await kept(comparison, spec, turns), turns);
    await view.#fill();
    return view;
  }

  async #fill(): Promise<void> {
    const { rows } = this.#comparison;
    const lineOf = new Int32Array(rows.length).fill(-1);
    let fold: number | undefined;
    // Messages that are open here: the fields that neither wire has close each of them, and the root.
    const inside: number[] = [];
    const leave = (until: number): void => {
      for (let last = inside.at(-1); last !== undefined && rows.end[last]! <= until; last = inside.at(-1)) {
        this.#addAbsent(last, lineOf[last]!);
        inside.pop();
      }
    };
    // Rows before this one stand in a part of which all is open.
    let allUntil = this.#all.has("") ? rows.length : 0;
    for (let row = 0; row < rows.length; ) {
      const before = this.#keep ? FILTERING : 0;
      this.#share = before + ((1 - before) * row) / rows.length;
      const rest = this.#turns.rest(this.#share);
      if (rest) await rest;
      leave(row);
      const past = rows.end[row]!;
      if (this.#keep && !this.#keep[row]) {
        row = past;
        continue;
      }
      const parent = rows.parent[row]! < 0 ? -1 : lineOf[rows.parent[row]!]!;
      const depth = parent < 0 ? 0 : this.#lines[parent]!.depth + 1;
      if (rows.form[row] === RowForm.RUN) {
        const isNext = fold !== undefined && this.#lines[fold]!.parent === parent;
        fold = await this.#addRun(row, depth, parent, isNext ? fold : undefined, row < allUntil);
        row = past;
        continue;
      }
      const inTable = past > row + 1;
      if (lineOf[row]! < 0) {
        fold = undefined;
        const chain = this.#isWhole ? [row] : this.#chainFrom(row);
        const target = chain.pop()!;
        const place = placeOfRow(this.#comparison, target);
        const isWithTable = rows.end[target]! > target + 1;
        const isBelow = this.#all.size > 0 && chain.some((each) => this.#all.has(rowKey(this.#comparison, each)));
        const { expanded, all } = this.#openOf(place, isWithTable, row < allUntil || isBelow);
        if (all) allUntil = Math.max(allUntil, rows.end[target]!);
        const startsOpen = isWithTable || row < allUntil;
        const line = this.#add(place, { depth, parent, expanded, startsOpen, within: "parent", chain });
        for (const each of [...chain, target]) lineOf[each] = line;
        if (expanded && !isWithTable) await this.#addInside(place, depth + 1, line, changeKind(this.#comparison, target) ?? "equal", all);
      }
      const isOpen = this.#lines[lineOf[row]!]!.expanded && inTable;
      if (this.#isWhole && isOpen) inside.push(row);
      row = isOpen ? row + 1 : past;
    }
    if (!this.#isWhole) return;
    leave(rows.length);
    this.#addAbsent(-1, -1);
  }

  /** Whether a place is open, and whether all below it is. `starts`: it is open until it is closed. */
  #openOf(place: Place, starts: boolean, inAll: boolean): { readonly expanded: boolean; readonly all: boolean } {
    const [open, closed, some] = [this.#spec.open.length > 0, this.#spec.closed.length > 0, this.#all.size > 0];
    const isOpen = starts || inAll;
    if (!this.#named.mayHave(place) && !inAll) return { expanded: starts, all: false };
    if (!(some || (isOpen ? closed : open)) || !isExpandable(this.#comparison, place, this.#isWhole))
      return { expanded: isOpen, all: inAll };
    const key = keyOfPlace(this.#comparison, place);
    const all = inAll || this.#all.has(key);
    if (!starts && all && !this.#open.has(key) && this.#isFull(place)) {
      this.cut = true;
      return { expanded: false, all: false };
    }
    return { expanded: isOpen || all ? !this.#closed.has(key) : this.#open.has(key), all };
  }

  #isFull({ row, form }: Place): boolean {
    return this.#length + (form === RowForm.RUN ? countOfRun(this.#comparison, row) : 0) >= MOST_OPENED;
  }

  /** The fields that neither wire has in a message (-1: the root), as the last rows of its line. */
  #addAbsent(row: number, line: number): void {
    const depth = line < 0 ? 0 : this.#lines[line]!.depth + 1;
    for (const place of absentOf(this.#comparison, row))
      this.#add(place, { depth, parent: line, expanded: false, startsOpen: false, within: "equal" });
  }

  /** A parent, and the rows below it that share its line: as long as a field holds changes in one of its fields only. The last one has the line. */
  #chainFrom(row: number): number[] {
    const { rows } = this.#comparison;
    const isPlain = (at: number): boolean => rows.form[at] === RowForm.FIELD && rows.kind[at] === RowKind.PARENT;
    const chain = [row];
    const isElement = rows.form[row] === RowForm.ELEMENT && rows.kind[row] === RowKind.PARENT;
    for (let at = row; isPlain(at) || (isElement && at === row); ) {
      let only = -1;
      let runs = 0;
      let others = 0;
      for (let child = at + 1; child < rows.end[at]! && others < 2; child = rows.end[child]!) {
        if (rows.form[child] === RowForm.RUN) runs++;
        else if (!this.#keep || this.#keep[child]) {
          only = child;
          others++;
        }
      }
      const fits = others === 1 && rows.form[only] === RowForm.FIELD && (isPlain(only) || runs === 0);
      if (!fits) break;
      chain.push(only);
      at = only;
    }
    return chain;
  }

  /** A fold of an equal run, or more for the fold right before; with `equal` its fields instead. Gives the fold's line. */
  async #addRun(row: number, depth: number, parent: number, before: number | undefined, inAll: boolean): Promise<number | undefined> {
    const place = placeOfRow(this.#comparison, row);
    const { equal } = this.#spec;
    const first = before === undefined ? undefined : this.#lines[before]!;
    // Where all below a fold is open, its first run says for all of them whether it was closed again.
    const own = first?.all ? { expanded: first.expanded, all: true } : this.#openOf(place, equal, inAll);
    const isOpen = equal || own.expanded;
    const fold = equal
      ? undefined
      : (before ?? this.#add(place, { depth, parent, expanded: isOpen, startsOpen: inAll, within: "equal", all: own.all }));
    if (fold !== undefined && before !== undefined) this.#lines[fold]!.runs.push(row);
    if (fold !== undefined && isOpen && !this.#lines[fold]!.expanded) {
      // An earlier run of the fold was closed: it opens as one.
      const { runs } = this.#lines[fold]!;
      this.#lines[fold] = { ...this.#lines[fold]!, expanded: true };
      for (const each of runs.slice(0, -1)) await this.#addInside(placeOfRow(this.#comparison, each), depth, parent, "equal", own.all);
    }
    if (isOpen || (fold !== undefined && this.#lines[fold]!.expanded)) await this.#addInside(place, depth, parent, "equal", own.all);
    return fold;
  }

  #add(
    place: Place,
    {
      chain = [],
      count = 1,
      ...at
    }: Pick<Line, "depth" | "parent" | "expanded" | "startsOpen" | "within"> & Partial<Pick<Line, "chain" | "all" | "count">>,
  ): number {
    const before = this.#counts.get(at.parent) ?? 0;
    this.#counts.set(at.parent, before + count);
    const expanded = at.expanded && isExpandable(this.#comparison, place, this.#isWhole);
    this.#lines.push({ index: this.#length, count, place, ...at, chain, runs: [place.row], expanded, pos: before + 1 });
    this.#length += count;
    return this.#lines.length - 1;
  }

  /** What is inside a place that the table does not open, down to what is closed. Depth costs no stack. */
  async #addInside(place: Place, depth: number, parent: number, within: CompareRow["kind"], inAll: boolean): Promise<void> {
    const run = place.form === RowForm.RUN && !inAll ? pairsOfRun(this.#comparison, place.row) : undefined;
    if (run) await this.#addPairs(run, depth, parent, within);
    else await this.#addPlaces(this.#inside(place), depth, parent, within, inAll);
  }

  #inside(place: Place): readonly Place[] {
    return insideOf(this.#comparison, place, isEqualInside(this.#comparison, place), this.#isWhole);
  }

  /** Equal elements: those that no key of the spec names are not looked at, and a line for all that follow each other. */
  async #addPairs({ list, from, count }: PairRun, depth: number, parent: number, within: CompareRow["kind"]): Promise<void> {
    let first = from;
    const addClosed = (past: number): void => {
      if (past === first) return;
      const place = placeOfPair(this.#comparison, list, first);
      this.#add(place, { depth, parent, within, expanded: false, startsOpen: false, count: past - first });
    };
    for (let pair = from; pair < from + count; pair++) {
      const rest = pair % PAIRS_AT_ONCE === 0 ? this.#turns.rest(this.#share) : undefined;
      if (rest) await rest;
      if (!this.#named.mayHavePair(pair)) continue;
      addClosed(pair);
      await this.#addPlaces([placeOfPair(this.#comparison, list, pair)], depth, parent, within, false);
      first = pair + 1;
    }
    addClosed(from + count);
  }

  /** Places, and what is open below them. */
  async #addPlaces(places: readonly Place[], depth: number, parent: number, within: CompareRow["kind"], inAll: boolean): Promise<void> {
    const levels = [{ places, next: 0, parent, inAll }];
    for (let level = levels.at(-1); level; level = levels.at(-1)) {
      const inner = level.places[level.next++];
      if (!inner) {
        levels.pop();
        continue;
      }
      const rest = this.#turns.rest(this.#share);
      if (rest) await rest;
      const { expanded, all } = this.#openOf(inner, false, level.inAll);
      const at = { depth: depth + levels.length - 1, parent: level.parent, within };
      const line = this.#add(inner, { ...at, expanded, startsOpen: level.inAll });
      if (this.#lines[line]!.expanded) levels.push({ places: this.#inside(inner), next: 0, parent: line, inAll: all });
    }
  }

  get length(): number {
    return this.#length;
  }

  /** The line in which a row stands. Cost: logarithmic. */
  #lineAt(index: number): number {
    let [from, past] = [0, this.#lines.length];
    while (past - from > 1) {
      const middle = (from + past) >> 1;
      if (this.#lines[middle]!.index <= index) from = middle;
      else past = middle;
    }
    return from;
  }

  /** What a row of the view is; where its line stands for several, that one of them. */
  #placeIn({ place, index, count }: Line, at: number): Place {
    return count === 1 ? place : placeOfPair(this.#comparison, place.list!, place.pair! + at - index);
  }

  /** Changes that the filter lets through. */
  get matches(): number {
    const keep = this.#keep;
    return keep ? this.#comparison.changes.reduce((sum, row) => sum + (keep[row] === 3 ? 1 : 0), 0) : this.#comparison.changes.length;
  }

  /** True when the filter lets a change of the table through. */
  lets(row: number): boolean {
    return !this.#keep || this.#keep[row] === 3;
  }

  indexOf(place: Place): number {
    const { row, form, pair } = place;
    const found = this.#lines.find(
      (line) =>
        (line.count > 1 && pair !== undefined && pair >= line.place.pair! && pair < line.place.pair! + line.count) ||
        isSamePlace(line.place, place) ||
        (row >= 0 && (line.chain.includes(row) || (form === RowForm.RUN && line.place.form === form && line.runs.includes(row)))),
    );
    return !found ? -1 : found.index + (found.count > 1 ? pair! - found.place.pair! : 0);
  }

  /** Key of a line: where rows share one, that of the row that has it. */
  keyAt(index: number): string {
    return keyOfPlace(this.#comparison, this.#placeIn(this.#lines[this.#lineAt(index)]!, index));
  }

  rows(from: number, to: number): CompareRow[] {
    const out: CompareRow[] = [];
    let at = this.#lineAt(Math.max(0, from));
    for (let index = Math.max(0, from); index < Math.min(to, this.#length); index++) {
      if (index >= this.#lines[at]!.index + this.#lines[at]!.count) at++;
      const line = this.#lines[at]!;
      const place = this.#placeIn(line, index);
      out.push({
        ...this.#facts(line, place),
        key: keyOfPlace(this.#comparison, place),
        index,
        depth: line.depth,
        parent: line.parent < 0 ? -1 : this.#lines[line.parent]!.index,
        posInSet: line.pos + index - line.index,
        setSize: this.#counts.get(line.parent)!,
        expandable: isExpandable(this.#comparison, place, this.#isWhole),
        expanded: line.expanded,
        startsOpen: line.startsOpen,
      });
    }
    return out;
  }

  #facts(line: Line, place: Place): ReturnType<typeof factsOf> {
    const facts = factsOf(this.#comparison, place, line.within);
    if (place.form === RowForm.RUN) {
      const folded = line.runs.reduce((sum, row) => sum + countOfRun(this.#comparison, row), 0);
      return { ...facts, folded, label: foldText(folded) };
    }
    if (line.chain.length === 0) return facts;
    const [first, ...rest] = line.chain.map((row) => labelOf(this.#comparison, placeOfRow(this.#comparison, row)));
    const below = [...rest.map(({ label }) => label), facts.label].join(".");
    // A unit is called by its name; where in it the changes are is said beside it.
    if (isUnit(this.#comparison, line.chain[0]!)) return { ...facts, label: first!.label, hint: below };
    return { ...facts, label: `${first!.label}.${below}`, ...(first!.hint !== undefined && { hint: first!.hint }) };
  }

  /** Where changes stand among the rows; those inside a closed row stand at it. Two marks of a kind never share a place. */
  marks(): RulerMark[] {
    const out: RulerMark[] = [];
    const seen = new Set<string>();
    const { changes, rows } = this.#comparison;
    for (const { index, place, expanded } of this.#lines) {
      const { row } = place;
      if (row < 0 || place.form === RowForm.RUN) continue;
      const isTable = expanded && rows.end[row]! > row + 1;
      const kinds = new Set<DiffKind>();
      const own = changeKind(this.#comparison, row);
      if (own && this.lets(row)) kinds.add(own);
      if (!isTable)
        for (let at = changeFrom(this.#comparison, row); at < changes.length && changes[at]! < rows.end[row]! && kinds.size < 7; at++)
          if (this.lets(changes[at]!)) kinds.add(changeKind(this.#comparison, changes[at]!)!);
      const at = Math.floor((index / Math.max(1, this.#length)) * BUCKETS) / BUCKETS;
      for (const kind of kinds) {
        if (seen.has(`${at} ${kind}`)) continue;
        seen.add(`${at} ${kind}`);
        out.push({ at, kind });
      }
    }
    return out;
  }
}
