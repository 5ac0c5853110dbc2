import { firstFrom, type NodeIndex } from "../base/index.ts";
import { absentFields, type Decoded, fieldsOfAbsent, findItem, type Item } from "../decode/index.ts";
import type { Field } from "../schema/index.ts";
import { type Marks, markAll } from "./filter.ts";
import type { FindingMarks } from "./finding-marks.ts";
import type { Knowledge } from "./knowledge.ts";
import type { Row, ViewInfo, ViewSpec } from "./protocol.ts";
import { rowsAbove } from "./reveal.ts";
import { groupId, groupOfKey, rowIds } from "./row-ids.ts";
import { type RowPlace, RowTable } from "./row-table.ts";
import { absentPlace, absentType, isExpandable, makeRow, type RowRef, rowKey } from "./rows.ts";
import { type GroupRef, nodeIn, numberedRuns, offsetIn, runsBelow, type Span, spanOfGroup } from "./runs.ts";

const EXPANDED = 1;
const CONTEXT = 2;
const IN_GROUP = 4;
/** The nodes of a span follow each other. */
const FLAT = 8;

/**
 * The rows of one document under one spec. Made anew for each spec; cost: the rows that are open and what stands beside them, with a filter
 * what it lets through, not the rows shown.
 */
export class View {
  readonly info: ViewInfo;
  readonly #decoded: Decoded;
  readonly #knowledge: Knowledge | undefined;
  readonly #table = new RowTable();
  readonly #spec: ViewSpec;
  readonly #marks: Marks | undefined;
  readonly #found: FindingMarks | undefined;
  readonly #open: ReadonlySet<number>;
  /** The nodes among them, rising. */
  readonly #openNodes: readonly number[];
  readonly #closed: ReadonlySet<number>;
  readonly #openKeys: ReadonlySet<string>;

  /** `found` are the findings of the reading release, once they are known. */
  constructor(decoded: Decoded, spec: ViewSpec, knowledge?: Knowledge, found?: FindingMarks) {
    this.#knowledge = knowledge;
    this.#decoded = decoded;
    this.#spec = spec;
    this.#found = found;
    this.#marks = markAll(decoded, spec, found);
    const open = rowIds(decoded, spec.open);
    for (const key of spec.to ?? []) {
      const item = findItem(decoded, key, (node) => absentFields(decoded, node));
      if (item) for (const id of rowsAbove(decoded, item)) open.add(id);
    }
    this.#open = open;
    this.#openNodes = [...open].filter((id) => id >= 0).sort((a, b) => a - b);
    this.#closed = rowIds(decoded, spec.closed);
    this.#openKeys = new Set(spec.open);
    this.#build();
    this.info = { rows: this.#table.rows, matches: this.#marks?.matches ?? this.#table.rows };
  }

  /** Rows `[from, to)`, cut to what there is. */
  rows(from: number, to: number): Row[] {
    const out: Row[] = [];
    const first = Math.max(0, from);
    const last = Math.min(to, this.#table.rows) - 1;
    if (first > last) return out;
    const { length, start } = this.#table;
    let { entry, offset } = this.#table.placeOf(first);
    let node = this.#nodeAt({ entry, offset });
    for (let row = first; row <= last; row++) {
      out.push(this.#row(row, entry, this.#refOf(entry, node)));
      if (entry + 1 < length && start[entry + 1] === row + 1) {
        entry++;
        offset = 0;
        node = this.#table.node[entry]!;
      } else if (row < last) {
        offset++;
        node = this.#table.flags[entry]! & FLAT ? node + 1 : this.#decoded.nodes.end(node);
      }
    }
    return out;
  }

  /** The node or absent field that a row stands for; undefined for a group and below an absent message. */
  itemAt(index: number): Item | undefined {
    const ref = this.#ref(index);
    return ref.kind === "item" ? ref.item : undefined;
  }

  /** Index of the row with this key, or -1. Cost: the entries of the table, compared as numbers. */
  indexOf(key: string): number {
    const decoded = this.#decoded;
    const item = findItem(decoded, key, (node) => absentFields(decoded, node));
    if (item) return this.#indexOfItem(item);
    const group = groupOfKey(decoded, key);
    const { length, node, field, start, chains } = this.#table;
    for (let entry = 0; group && entry < length; entry++) if (node[entry] === group.first && field[entry]! <= -2) return start[entry]!;
    const chain = chains.findIndex((ref) => rowKey(decoded, { kind: "inner", ...ref }) === key);
    for (let entry = 0; chain >= 0 && entry < length; entry++) if (node[entry] === -2 - chain) return start[entry]!;
    return -1;
  }

  #indexOfItem(item: Item): number {
    const { nodes } = this.#decoded;
    const { length, node, field, start, past } = this.#table;
    const wanted = item.kind === "node" ? -1 : item.field.id;
    const own: number = item.node;
    for (let entry = 0; entry < length; entry++) {
      if (field[entry] !== wanted) continue;
      if (node[entry] === own) return start[entry]!;
      if (own >= past[entry]! || own < node[entry]! || wanted !== -1) continue;
      const span = this.#spanAt(entry);
      // Below a closed row of the span it has no row.
      if (!span.flat && nodes.parent(own) !== nodes.parent(span.first)) return -1;
      return start[entry]! + offsetIn(this.#decoded, span, own);
    }
    return -1;
  }

  /** What the row with this key stands for, when the view shows it. Cost: as `indexOf`. */
  refOf(key: string): RowRef | undefined {
    const index = this.indexOf(key);
    return index < 0 ? undefined : this.#ref(index);
  }

  #spanAt(entry: number): Omit<Span, "kind" | "past"> {
    const { node, start, length, rows, flags } = this.#table;
    const end = entry + 1 < length ? start[entry + 1]! : rows;
    return { first: node[entry] as NodeIndex, count: end - start[entry]!, flat: (flags[entry]! & FLAT) !== 0 };
  }

  #nodeAt({ entry, offset }: RowPlace): number {
    return offset === 0 ? this.#table.node[entry]! : nodeIn(this.#decoded, this.#spanAt(entry), offset);
  }

  #ref(row: number): RowRef {
    const place = this.#table.placeOf(row);
    return this.#refOf(place.entry, this.#nodeAt(place));
  }

  /** What a row of an entry stands for; `node` is the row's own. */
  #refOf(entry: number, node: number): RowRef {
    const field = this.#table.field[entry]!;
    if (node <= -2) return { kind: "inner", ...this.#table.chains[-2 - node]! };
    if (field <= -2) return { kind: "group", first: node as NodeIndex, count: -2 - field };
    return {
      kind: "item",
      item: field < 0 ? { kind: "node", node: node as NodeIndex } : { kind: "absent", node, field: this.#decoded.set.fields[field]! },
    };
  }

  #row(index: number, entry: number, ref: RowRef): Row {
    const t = this.#table;
    const flags = t.flags[entry]!;
    const { depth, parent, size } = t.sets[t.set[entry]!]!;
    return makeRow(
      this.#decoded,
      ref,
      {
        index,
        depth,
        expanded: (flags & EXPANDED) !== 0,
        parent,
        posInSet: t.posInSet[entry]! + index - t.start[entry]!,
        setSize: size,
        context: (flags & CONTEXT) !== 0,
        inGroup: (flags & IN_GROUP) !== 0,
      },
      this.#knowledge,
      this.#found,
    );
  }

  #build(): void {
    interface Level {
      readonly refs: Iterator<RowRef | Span>;
      readonly set: number;
      readonly inGroup: number;
      /** Shown whole because the user opened a row that matches nothing below. */
      readonly whole: boolean;
    }
    const t = this.#table;
    const stack: Level[] = [];
    const open = (ref: RowRef | undefined, parent: number, whole: boolean): void => {
      const depth = stack.length;
      const refs = this.#below(ref, depth, whole)[Symbol.iterator]();
      stack.push({ refs, set: t.sets.push({ size: 0, parent, depth }) - 1, inGroup: ref?.kind === "group" ? IN_GROUP : 0, whole });
    };
    open(undefined, -1, this.#marks === undefined);
    while (stack.length > 0) {
      const { refs, set, inGroup, whole } = stack[stack.length - 1]!;
      const next = refs.next();
      if (next.done) {
        stack.pop();
        continue;
      }
      const ref = next.value;
      if (ref.kind === "span") {
        const context = this.#marks && whole ? CONTEXT : 0;
        t.push(ref.first, -1, set, context | inGroup | (ref.flat ? FLAT : 0), ref.count, ref.past);
        continue;
      }
      const { self, below } = this.#shows(ref);
      if (!whole && !self && !below) continue;
      const isOpen = this.#isOpen(ref, stack.length - 1, below) && isExpandable(this.#decoded, ref);
      const index = t.push(...this.#encode(ref), set, (isOpen ? EXPANDED : 0) | (self ? 0 : CONTEXT) | inGroup);
      if (isOpen) open(ref, index, whole || !below);
    }
  }

  #encode(ref: RowRef): [node: number, field: number] {
    if (ref.kind === "group") return [ref.first, -2 - ref.count];
    if (ref.kind === "item") return ref.item.kind === "node" ? [ref.item.node, -1] : [ref.item.node, ref.item.field.id];
    this.#table.chains.push({ node: ref.node, chain: ref.chain });
    return [-1 - this.#table.chains.length, 0];
  }

  /** Whether a row matches the filter, or something below it does. */
  #shows(ref: RowRef): { self: boolean; below: boolean } {
    const marks = this.#marks;
    if (!marks) return { self: true, below: false };
    const place = absentPlace(ref);
    if (place) return { self: marks.absent(place.node, place.chain), below: marks.absentBelow(place.node, place.chain) };
    if (ref.kind === "inner") return { self: false, below: false };
    if (ref.kind === "item") return { self: marks.self.has(ref.item.node), below: marks.below.has(ref.item.node) };
    const { past } = spanOfGroup(this.#decoded, ref);
    const node = nextMarked(marks, ref.first);
    return { self: false, below: node >= 0 && node < past };
  }

  #isOpen(ref: RowRef, depth: number, below: boolean): boolean {
    if (ref.kind === "inner" || (ref.kind === "item" && ref.item.kind === "absent")) {
      if ((this.#openKeys.size === 0 && !below) || !isExpandable(this.#decoded, ref)) return false;
      const key = rowKey(this.#decoded, ref);
      return this.#openKeys.has(key) || (below && !this.#spec.closed.includes(key));
    }
    const id = ref.kind === "group" ? groupId(ref.first) : (ref.item.node as number);
    if (this.#closed.has(id)) return false;
    if (this.#open.has(id)) return true;
    return this.#marks ? below : depth < this.#spec.level;
  }

  /** The rows below a row that can be opened, or at the top: those that may be open or are filtered one by one, the others as spans. */
  *#below(ref: RowRef | undefined, depth: number, whole: boolean): Generator<RowRef | Span> {
    if (ref === undefined || (ref.kind === "item" && ref.item.kind === "node")) yield* this.#fields(ref?.item.node ?? -1, depth, whole);
    else if (ref.kind === "group") yield* this.#split(spanOfGroup(this.#decoded, ref), depth, whole);
    else {
      const chain = ref.kind === "inner" ? ref.chain : [(ref.item as { field: Field }).field];
      const node = ref.kind === "inner" ? ref.node : ref.item.node;
      const type = absentType(this.#decoded, chain[chain.length - 1]!)!;
      for (const field of fieldsOfAbsent(type)) yield { kind: "inner", node, chain: [...chain, field] };
    }
  }

  /** The rows of one message, in the order of the spec, runs of a repeated field drawn together. */
  *#fields(parent: number, depth: number, whole: boolean): Generator<RowRef | Span> {
    const absent = absentFields(this.#decoded, parent);
    if (this.#spec.sort === "offset") {
      for (const run of runsBelow(this.#decoded, parent)) yield* this.#split(run, depth, whole);
      for (const field of absent) yield { kind: "item", item: { kind: "absent", node: parent, field } };
      return;
    }
    const items: { readonly run?: GroupRef | Span; readonly field?: Field; readonly number: number }[] = [
      ...numberedRuns(this.#decoded, parent),
      ...absent.map((field) => ({ field, number: field.number })),
    ];
    items.sort((a, b) => (a.number === b.number ? 0 : a.number - b.number));
    for (const { run, field } of items) {
      if (run) yield* this.#split(run, depth, whole);
      else yield { kind: "item", item: { kind: "absent", node: parent, field: field! } };
    }
  }

  /** A run as rows: those that the filter lets through, or those that may be open and the spans between them. */
  *#split(run: GroupRef | Span, depth: number, whole: boolean): Generator<RowRef | Span> {
    if (run.kind === "group") yield run;
    else if (run.count === 1) yield itemOf(run.first);
    else if (!whole) yield* this.#marked(run);
    else if (run.flat) yield run;
    else if (!this.#marks && depth < this.#spec.level) {
      const { nodes } = this.#decoded;
      for (let node: number = run.first; node < run.past; node = nodes.end(node)) yield itemOf(node);
    } else yield* this.#aroundOpen(run);
  }

  /** What a filter marks of a span. Where something below a node is marked, it is marked itself. */
  *#marked({ first, past, flat }: Span): Generator<RowRef | Span> {
    const marks = this.#marks!;
    const { nodes } = this.#decoded;
    for (let node = nextMarked(marks, first); node >= 0 && node < past; ) {
      let end = flat ? node + 1 : nodes.end(node);
      while (flat && end < past && marks.self.has(end)) end++;
      yield flat ? { kind: "span", first: node as NodeIndex, count: end - node, past: end, flat } : itemOf(node);
      node = nextMarked(marks, end);
    }
  }

  /** The open nodes of a span, and the spans between them. */
  *#aroundOpen(span: Span): Generator<RowRef | Span> {
    const { nodes } = this.#decoded;
    const open = this.#openNodes;
    const parent = nodes.parent(span.first);
    let { first } = span;
    let passed = 0;
    for (let at = firstFrom(open, first); at < open.length && open[at]! < span.past; ) {
      const node = open[at]! as NodeIndex;
      if (nodes.parent(node) !== parent) {
        at++;
        continue;
      }
      const offset = offsetIn(this.#decoded, span, node);
      if (offset > passed) yield { ...span, first, count: offset - passed, past: node };
      yield itemOf(node);
      first = nodes.end(node) as NodeIndex;
      passed = offset + 1;
      at = firstFrom(open, first);
    }
    if (passed < span.count) yield { ...span, first, count: span.count - passed };
  }
}

function itemOf(node: number): RowRef {
  return { kind: "item", item: { kind: "node", node: node as NodeIndex } };
}

/** First node at or after one that matches or has a match below it, -1 for none. */
function nextMarked({ self, below }: Marks, node: number): number {
  const [one, other] = [self.next(node), below.next(node)];
  return one < 0 || (other >= 0 && other < one) ? other : one;
}
