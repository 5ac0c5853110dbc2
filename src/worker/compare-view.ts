import { type Comparison, changeFrom, changeKind, RowForm, RowKind, rowPath } from "../compare/index.ts";
import { countOfRun, factsOf, foldText, isUnit, labelOf } from "./compare-cells.ts";
import { absentOf, insideOf, isEqualInside, isExpandable, isSamePlace, keyOfPlace, type Place } from "./compare-places.ts";
import type { CompareRow, CompareSpec, DiffKind, RulerMark } from "./compare-protocol.ts";
import type { Turns } from "./turns.ts";

/** Marks on the ruler at most: it has a few hundred pixels. */
const BUCKETS = 500;

interface Line extends Place {
  /** Parents of the table that stand in this line too: each holds nothing but the next one and equal fields. */
  readonly chain: readonly number[];
  /** A fold: the rows of all runs that it stands for, its own first. */
  readonly runs: number[];
  readonly depth: number;
  readonly parent: number;
  readonly expandable: boolean;
  readonly expanded: boolean;
  /** Kind of what it stands in, for rows that the table does not hold. */
  readonly within: CompareRow["kind"];
  readonly pos: number;
}

/** Which changes a filter lets through: a bit a row of the table, set for their parents too (bit 1: the change itself). */
async function kept(comparison: Comparison, spec: CompareSpec, turns: Turns): Promise<Uint8Array | undefined> {
  if (spec.kind === undefined && spec.text === undefined) return undefined;
  const { rows, changes } = comparison;
  const keep = new Uint8Array(rows.length);
  const text = spec.text?.toLowerCase();
  for (const row of changes) {
    const rest = turns.pause();
    if (rest) await rest;
    if (spec.kind !== undefined && changeKind(comparison, row) !== spec.kind) continue;
    if (text !== undefined && !textOf(comparison, row).includes(text)) continue;
    keep[row] = 3;
    for (let at = rows.parent[row]!; at >= 0 && keep[at] === 0; at = rows.parent[at]!) keep[at] = 1;
  }
  return keep;
}

function textOf(comparison: Comparison, row: number): string {
  const { rows } = comparison;
  const place = { row, form: rows.form[row]!, a: rows.a[row]!, b: rows.b[row]! };
  const { label, hint, a, b } = factsOf(comparison, place, "parent");
  const { path, pathB } = rowPath(comparison, row);
  return [label, hint, path, pathB, a.text, b.text, a.aside, b.aside].join("\n").toLowerCase();
}

/** The aligned rows that a spec shows, flat. Built once for a spec; rows are made when they are asked for. */
export class ComparisonView {
  readonly #comparison: Comparison;
  readonly #lines: Line[] = [];
  /** Children of each parent line; of the top at -1. */
  readonly #counts = new Map<number, number>();
  readonly #keep: Uint8Array | undefined;
  /** Shows all there is: equal fields, and those that neither wire has. */
  readonly #isWhole: boolean;

  private constructor(comparison: Comparison, keep: Uint8Array | undefined, equal: boolean) {
    this.#comparison = comparison;
    this.#keep = keep;
    this.#isWhole = equal && !keep;
  }

  /** Cost: linear in the table, plus what is open. Throws `Cancelled` when nobody waits. */
  static async build(comparison: Comparison, spec: CompareSpec, turns: Turns): Promise<ComparisonView> {
    const view = new ComparisonView(comparison, await kept(comparison, spec, turns), spec.equal);
    await view.#fill(spec, turns);
    return view;
  }

  async #fill(spec: CompareSpec, turns: Turns): Promise<void> {
    const { rows } = this.#comparison;
    const open = new Set(spec.open);
    const closed = new Set(spec.closed);
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
    for (let row = 0; row < rows.length; ) {
      const rest = turns.pause();
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
        fold = this.#addRun(row, depth, parent, isNext ? fold : undefined, spec.equal, open);
        row = past;
        continue;
      }
      if (lineOf[row]! < 0) {
        fold = undefined;
        const chain = this.#isWhole ? [row] : this.#chainFrom(row);
        const target = chain.pop()!;
        const line = this.#addTableRow(this.#placeOf(target), chain, depth, parent, open, closed);
        for (const each of [...chain, target]) lineOf[each] = line;
      }
      const isOpen = this.#lines[lineOf[row]!]!.expanded && past > row + 1;
      if (this.#isWhole && isOpen) inside.push(row);
      row = isOpen ? row + 1 : past;
    }
    if (!this.#isWhole) return;
    leave(rows.length);
    this.#addAbsent(-1, -1);
  }

  /** The fields that neither wire has in a message (-1: the root), as the last rows of its line. */
  #addAbsent(row: number, line: number): void {
    const depth = line < 0 ? 0 : this.#lines[line]!.depth + 1;
    for (const place of absentOf(this.#comparison, row)) this.#add(place, { depth, parent: line, expanded: false, within: "equal" });
  }

  #placeOf(row: number): Place {
    const { rows } = this.#comparison;
    return { row, form: rows.form[row]!, a: rows.a[row]!, b: rows.b[row]! };
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
  #addRun(
    row: number,
    depth: number,
    parent: number,
    before: number | undefined,
    equal: boolean,
    open: ReadonlySet<string>,
  ): number | undefined {
    const place = this.#placeOf(row);
    const isOpen = equal || (open.size > 0 && open.has(keyOfPlace(this.#comparison, place)));
    const fold = equal ? undefined : (before ?? this.#add(place, { depth, parent, expanded: isOpen, within: "equal" }));
    if (fold !== undefined && before !== undefined) this.#lines[fold]!.runs.push(row);
    if (fold !== undefined && isOpen && !this.#lines[fold]!.expanded) {
      // An earlier run of the fold was closed: it opens as one.
      const { runs } = this.#lines[fold]!;
      this.#lines[fold] = { ...this.#lines[fold]!, expanded: true };
      for (const each of runs.slice(0, -1)) this.#addInside(this.#placeOf(each), depth, parent, "equal", open);
    }
    if (isOpen || (fold !== undefined && this.#lines[fold]!.expanded)) this.#addInside(place, depth, parent, "equal", open);
    return fold;
  }

  #addTableRow(
    place: Place,
    chain: readonly number[],
    depth: number,
    parent: number,
    open: ReadonlySet<string>,
    closed: ReadonlySet<string>,
  ): number {
    const inTable = this.#comparison.rows.end[place.row]! > place.row + 1;
    const needsKey = inTable ? closed.size > 0 : open.size > 0 && isExpandable(this.#comparison, place, this.#isWhole);
    const key = needsKey ? keyOfPlace(this.#comparison, place) : "";
    const expanded = inTable ? !closed.has(key) : needsKey && open.has(key);
    const line = this.#add(place, { depth, parent, expanded, within: "parent", chain });
    if (expanded && !inTable) this.#addInside(place, depth + 1, line, changeKind(this.#comparison, place.row) ?? "equal", open);
    return line;
  }

  #add(place: Place, { chain = [], ...at }: Pick<Line, "depth" | "parent" | "expanded" | "within"> & Partial<Pick<Line, "chain">>): number {
    const pos = (this.#counts.get(at.parent) ?? 0) + 1;
    this.#counts.set(at.parent, pos);
    const expandable = isExpandable(this.#comparison, place, this.#isWhole);
    this.#lines.push({ ...place, ...at, chain, runs: [place.row], expandable, expanded: at.expanded && expandable, pos });
    return this.#lines.length - 1;
  }

  #addInside(place: Place, depth: number, parent: number, within: CompareRow["kind"], open: ReadonlySet<string>): void {
    for (const inner of insideOf(this.#comparison, place, isEqualInside(this.#comparison, place), this.#isWhole))
      this.#addInner(inner, depth, parent, within, open);
  }

  #addInner(place: Place, depth: number, parent: number, within: CompareRow["kind"], open: ReadonlySet<string>): void {
    const expanded = open.size > 0 && isExpandable(this.#comparison, place, this.#isWhole) && open.has(keyOfPlace(this.#comparison, place));
    const line = this.#add(place, { depth, parent, expanded, within });
    if (expanded) this.#addInside(place, depth + 1, line, within, open);
  }

  get length(): number {
    return this.#lines.length;
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
    const { row, form } = place;
    return this.#lines.findIndex(
      (line) =>
        isSamePlace(line, place) ||
        (row >= 0 && (line.chain.includes(row) || (form === RowForm.RUN && line.form === form && line.runs.includes(row)))),
    );
  }

  /** Key of a line: where rows share one, that of the row that has it. */
  keyAt(index: number): string {
    return keyOfPlace(this.#comparison, this.#lines[index]!);
  }

  rows(from: number, to: number): CompareRow[] {
    const out: CompareRow[] = [];
    for (let index = Math.max(0, from); index < Math.min(to, this.#lines.length); index++) {
      const line = this.#lines[index]!;
      out.push({
        ...this.#facts(line),
        key: keyOfPlace(this.#comparison, line),
        index,
        depth: line.depth,
        parent: line.parent,
        posInSet: line.pos,
        setSize: this.#counts.get(line.parent)!,
        expandable: line.expandable,
        expanded: line.expanded,
        startsOpen: line.row >= 0 && line.form !== RowForm.RUN && this.#comparison.rows.end[line.row]! > line.row + 1,
      });
    }
    return out;
  }

  #facts(line: Line): ReturnType<typeof factsOf> {
    const facts = factsOf(this.#comparison, line, line.within);
    if (line.form === RowForm.RUN) {
      const folded = line.runs.reduce((sum, row) => sum + countOfRun(this.#comparison, row), 0);
      return { ...facts, folded, label: foldText(folded) };
    }
    if (line.chain.length === 0) return facts;
    const [first, ...rest] = line.chain.map((row) => labelOf(this.#comparison, this.#placeOf(row)));
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
    for (const [index, line] of this.#lines.entries()) {
      if (line.row < 0 || line.form === RowForm.RUN) continue;
      const isTable = line.expandable && line.expanded && rows.end[line.row]! > line.row + 1;
      const kinds = new Set<DiffKind>();
      const own = changeKind(this.#comparison, line.row);
      if (own && this.lets(line.row)) kinds.add(own);
      if (!isTable)
        for (
          let at = changeFrom(this.#comparison, line.row);
          at < changes.length && changes[at]! < rows.end[line.row]! && kinds.size < 7;
          at++
        )
          if (this.lets(changes[at]!)) kinds.add(changeKind(this.#comparison, changes[at]!)!);
      const at = Math.floor((index / Math.max(1, this.#lines.length)) * BUCKETS) / BUCKETS;
      for (const kind of kinds) {
        if (seen.has(`${at} ${kind}`)) continue;
        seen.add(`${at} ${kind}`);
        out.push({ at, kind });
      }
    }
    return out;
  }
}
