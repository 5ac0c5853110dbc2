import type { NodeIndex } from "../base/index.ts";
import {
  absentFields,
  childrenOf,
  type Decoded,
  fieldOf,
  fieldsOfAbsent,
  findItem,
  type Item,
  isElement,
  isPackedField,
} from "../decode/index.ts";
import type { Field } from "../schema/index.ts";
import { kindAt, NodeKind, numberAt } from "../wire/index.ts";
import { type Marks, markAll } from "./filter.ts";
import type { FindingMarks } from "./finding-marks.ts";
import type { Knowledge } from "./knowledge.ts";
import type { Row, ViewInfo, ViewSpec } from "./protocol.ts";
import { rowsAbove } from "./reveal.ts";
import { groupId, rowIds } from "./row-ids.ts";
import { RowTable } from "./row-table.ts";
import { absentPlace, absentType, isExpandable, makeRow, type RowRef, rowKey } from "./rows.ts";

const EXPANDED = 1;
const CONTEXT = 2;
const IN_GROUP = 4;

type GroupRef = Extract<RowRef, { kind: "group" }>;

/** The rows of one document under one spec. Made anew for each spec; cost: the rows shown, with a filter the rows there are. */
export class View {
  readonly info: ViewInfo;
  readonly #decoded: Decoded;
  readonly #knowledge: Knowledge | undefined;
  readonly #table = new RowTable();
  readonly #spec: ViewSpec;
  readonly #marks: Marks | undefined;
  readonly #found: FindingMarks | undefined;
  readonly #open: ReadonlySet<number>;
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
    this.#closed = rowIds(decoded, spec.closed);
    this.#openKeys = new Set(spec.open);
    this.#build();
    this.info = { rows: this.#table.length, matches: this.#marks?.matches ?? this.#table.length };
  }

  /** Rows `[from, to)`, cut to what there is. */
  rows(from: number, to: number): Row[] {
    const out: Row[] = [];
    for (let i = Math.max(0, from); i < Math.min(to, this.#table.length); i++) out.push(this.#row(i));
    return out;
  }

  /** The node or absent field that a row stands for; undefined for a group and below an absent message. */
  itemAt(index: number): Item | undefined {
    const ref = this.#ref(index);
    return ref.kind === "item" ? ref.item : undefined;
  }

  /** Index of the row with this key, or -1. Cost: the rows of the view, compared as numbers where it can be. */
  indexOf(key: string): number {
    const item = findItem(this.#decoded, key, (node) => absentFields(this.#decoded, node));
    const { length, node, field } = this.#table;
    if (item) {
      const wanted = item.kind === "node" ? -1 : item.field.id;
      for (let i = 0; i < length; i++) if (node[i] === item.node && field[i] === wanted) return i;
      return -1;
    }
    for (let i = 0; i < length; i++) if ((field[i]! <= -2 || node[i]! <= -2) && rowKey(this.#decoded, this.#ref(i)) === key) return i;
    return -1;
  }

  /** What the row with this key stands for, when the view shows it. Cost: the rows of the view. */
  refOf(key: string): RowRef | undefined {
    const index = this.indexOf(key);
    return index < 0 ? undefined : this.#ref(index);
  }

  #ref(i: number): RowRef {
    const node = this.#table.node[i]!;
    const field = this.#table.field[i]!;
    if (node <= -2) {
      const at = this.#table.chains[-2 - node]!;
      return { kind: "inner", node: at.node, chain: at.chain };
    }
    if (field <= -2) return { kind: "group", first: node as NodeIndex, count: -2 - field };
    return {
      kind: "item",
      item: field < 0 ? { kind: "node", node: node as NodeIndex } : { kind: "absent", node, field: this.#decoded.set.fields[field]! },
    };
  }

  #row(i: number): Row {
    const t = this.#table;
    const flags = t.flags[i]!;
    return makeRow(
      this.#decoded,
      this.#ref(i),
      {
        index: i,
        depth: t.depth[i]!,
        expanded: (flags & EXPANDED) !== 0,
        parent: t.parent[i]!,
        posInSet: t.posInSet[i]!,
        setSize: t.setSizes[t.set[i]!]!,
        context: (flags & CONTEXT) !== 0,
        inGroup: (flags & IN_GROUP) !== 0,
      },
      this.#knowledge,
      this.#found,
    );
  }

  #build(): void {
    interface Level {
      readonly refs: Iterator<RowRef>;
      readonly parent: number;
      readonly set: number;
      readonly inGroup: boolean;
      /** Shown whole because the user opened a row that matches nothing below. */
      readonly whole: boolean;
      count: number;
    }
    const t = this.#table;
    const level = (refs: Iterable<RowRef>, parent: number, inGroup: boolean, whole: boolean): Level => {
      t.setSizes.push(0);
      return { refs: refs[Symbol.iterator](), parent, set: t.setSizes.length - 1, inGroup, whole, count: 0 };
    };
    const stack: Level[] = [level(this.#fields(-1), -1, false, this.#marks === undefined)];
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!;
      const next = top.refs.next();
      if (next.done) {
        t.setSizes[top.set] = top.count;
        stack.pop();
        continue;
      }
      const ref = next.value;
      const { self, below } = this.#shows(ref);
      if (!top.whole && !self && !below) continue;
      const depth = stack.length - 1;
      const expandable = isExpandable(this.#decoded, ref);
      const open = expandable && this.#isOpen(ref, depth, below);
      const flags = (open ? EXPANDED : 0) | (self ? 0 : CONTEXT) | (top.inGroup ? IN_GROUP : 0);
      const index = t.push(...this.#encode(ref), top.parent, depth, ++top.count, top.set, flags);
      if (open) stack.push(level(this.#below(ref), index, ref.kind === "group", top.whole || !below));
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
    if (ref.kind === "item") {
      return { self: marks.self.has(ref.item.node), below: marks.below.has(ref.item.node) };
    }
    const { nodes } = this.#decoded;
    const end = nodes.end(nodes.nthIn(nodes.parent(ref.first), nodes.ref(ref.first), ref.first, ref.count - 1));
    const isIn = (node: number): boolean => node >= 0 && node < end;
    return { self: false, below: isIn(marks.self.next(ref.first)) || isIn(marks.below.next(ref.first)) };
  }

  #isOpen(ref: RowRef, depth: number, below: boolean): boolean {
    if (ref.kind === "inner" || (ref.kind === "item" && ref.item.kind === "absent")) {
      if (this.#openKeys.size === 0 && !below) return false;
      const key = rowKey(this.#decoded, ref);
      return this.#openKeys.has(key) || (below && !this.#spec.closed.includes(key));
    }
    const id = ref.kind === "group" ? groupId(ref.first) : (ref.item.node as number);
    if (this.#closed.has(id)) return false;
    if (this.#open.has(id)) return true;
    return this.#marks ? below : depth < this.#spec.level;
  }

  /** The rows below a row that can be opened. */
  *#below(ref: RowRef): Generator<RowRef> {
    const { nodes } = this.#decoded;
    if (ref.kind === "group") {
      let node: number = ref.first;
      for (let i = 0; i < ref.count; i++) {
        yield { kind: "item", item: { kind: "node", node: node as NodeIndex } };
        node = nodes.end(node);
      }
      return;
    }
    if (ref.kind === "item" && ref.item.kind === "node") {
      yield* this.#fields(ref.item.node);
      return;
    }
    const chain = ref.kind === "inner" ? ref.chain : [(ref.item as { field: Field }).field];
    const node = ref.kind === "inner" ? ref.node : ref.item.node;
    const type = absentType(this.#decoded, chain[chain.length - 1]!)!;
    for (const field of fieldsOfAbsent(type)) yield { kind: "inner", node, chain: [...chain, field] };
  }

  /** The rows of one message, in the order of the spec, runs of a repeated field drawn together. */
  *#fields(parent: number): Generator<RowRef> {
    const decoded = this.#decoded;
    const absent = absentFields(decoded, parent).map((field): Item => ({ kind: "absent", node: parent, field }));
    if (this.#spec.sort === "offset") {
      yield* this.#runs(this.#inOrder(parent));
      for (const item of absent) yield { kind: "item", item };
      return;
    }
    const items = [...nodeItems(childrenOf(decoded, parent)), ...absent].map((item) => ({ item, number: this.#numberOf(item) }));
    items.sort((a, b) => (a.number === b.number ? 0 : a.number - b.number));
    yield* this.#runs(items.map(({ item }) => item));
  }

  #numberOf(item: Item): number {
    if (item.kind === "absent") return item.field.number;
    const { nodes, bytes } = this.#decoded;
    return kindAt(nodes, item.node) <= NodeKind.RESOURCE ? numberAt(nodes, bytes, item.node) : Number.POSITIVE_INFINITY;
  }

  /** What is on the wire in its order, a run that is a group for sure as a whole. */
  *#inOrder(parent: number): Generator<Item | GroupRef> {
    const { nodes, set, rereads } = this.#decoded;
    for (const { ref, packed, first, count } of nodes.runsIn(parent)) {
      const field = ref < 0 ? undefined : set.fields[ref]!;
      if (field?.repeated && !field.bare && !packed && count > 1 && rereads.size === 0 && this.#isGroupable(first))
        yield { kind: "group", first: first as NodeIndex, count };
      else for (let i = 0, node = first; i < count; i++, node = nodes.end(node)) yield { kind: "node", node: node as NodeIndex };
    }
  }

  /** Draws neighbours of one repeated field together. A group is its first node and a count, so they must be neighbours on the wire too. */
  *#runs(items: Iterable<Item | GroupRef>): Generator<RowRef> {
    const { nodes } = this.#decoded;
    let run: { first: NodeIndex; last: NodeIndex; count: number } | undefined;
    const flush = function* (): Generator<RowRef> {
      if (run?.count === 1) yield { kind: "item", item: { kind: "node", node: run.first } };
      else if (run) yield { kind: "group", first: run.first, count: run.count };
      run = undefined;
    };
    for (const item of items) {
      if (item.kind === "group") {
        yield* flush();
        yield item;
        continue;
      }
      const node = item.kind === "node" && this.#isGroupable(item.node) ? item.node : undefined;
      if (run && node !== undefined && nodes.ref(node) === nodes.ref(run.first) && nodes.end(run.last) === node) {
        run = { first: run.first, last: node, count: run.count + 1 };
        continue;
      }
      yield* flush();
      if (node === undefined) yield { kind: "item", item };
      else run = { first: node, last: node, count: 1 };
    }
    yield* flush();
  }

  #isGroupable(node: number): boolean {
    const field = fieldOf(this.#decoded, node);
    return field?.repeated === true && !isElement(this.#decoded, node) && (field.bare || !isPackedField(this.#decoded, node));
  }
}

function* nodeItems(nodes: Iterable<NodeIndex>): Generator<Item> {
  for (const node of nodes) yield { kind: "node", node };
}
