import { firstFrom, type NodeIndex, type Steps } from "../base/index.ts";
import { absentFields, type Decoded, fieldsOfAbsent, findItem, type Item } from "../decode/index.ts";
import type { Field } from "../schema/index.ts";
import type { Marks } from "./filter.ts";
import type { ViewSpec } from "./protocol.ts";
import { rowsAbove } from "./reveal.ts";
import { groupId, rowIds } from "./row-ids.ts";
import { RowTable } from "./row-table.ts";
import { absentType, isExpandable, opensNode, type RowRef, rowKey } from "./rows.ts";
import { type GroupRef, numberedRuns, offsetIn, runsBelow, type Span, spanOfGroup } from "./runs.ts";

/** What an entry of the table says of its rows. */
export const EXPANDED = 1;
export const CONTEXT = 2;
export const IN_GROUP = 4;
/** The nodes of a span follow each other. */
export const FLAT = 8;

type Absent = Extract<Item, { kind: "absent" }>;
type Inner = Extract<RowRef, { kind: "inner" }>;
/** Rows below one row, before it is decided which of them are shown. */
type Piece = GroupRef | Span | Absent | Inner;

/** The rows below one row, of which some are listed. */
interface Level {
  readonly pieces: readonly Piece[];
  /** The next one of `pieces`. */
  at: number;
  /** What comes behind `pieces`. */
  readonly more: Iterator<Piece> | undefined;
  /** Parts of the last piece that are still to come: spans of closed rows, and rows that the user opened. */
  parts: Iterator<Span> | undefined;
  /** Nodes of the last piece that are looked at one by one, up to `past`; `flat`: nothing stands below them. */
  node: number;
  past: number;
  flat: boolean;
  readonly set: number;
  size: number;
  readonly inGroup: number;
  /** Shown whole because the user opened a row that matches nothing below. */
  readonly whole: boolean;
  /** Nodes of the blob that are passed when it is done; 0 where that is not known. */
  readonly done: number;
}

/** Rows between two words on how far it is. */
const STRIDE = 512;

/**
 * Lists the rows of a document under a spec. Cost: the rows that are open and what stands beside them, with a filter what it lets through,
 * not the rows shown.
 */
export class Listing {
  readonly #table = new RowTable();
  readonly #decoded: Decoded;
  readonly #spec: ViewSpec;
  readonly #marks: Marks | undefined;
  readonly #open: ReadonlySet<number>;
  /** The nodes among them, rising. */
  readonly #openNodes: readonly number[];
  readonly #closed: ReadonlySet<number>;
  readonly #openKeys: ReadonlySet<string>;
  readonly #stack: Level[] = [];
  /** Nodes that are listed, or below a row that is. */
  #passed = 0;

  /** `marks` is what the spec's filter lets through, when it has one. */
  constructor(decoded: Decoded, spec: ViewSpec, marks: Marks | undefined) {
    this.#decoded = decoded;
    this.#spec = spec;
    this.#marks = marks;
    const open = rowIds(decoded, spec.open);
    for (const key of spec.to ?? []) {
      const item = findItem(decoded, key, (node) => absentFields(decoded, node));
      if (item) for (const id of rowsAbove(decoded, item)) open.add(id);
    }
    this.#open = open;
    this.#openNodes = [...open].filter((id) => id >= 0).sort((a, b) => a - b);
    this.#closed = rowIds(decoded, spec.closed);
    this.#openKeys = new Set(spec.open);
  }

  *steps(): Steps<RowTable> {
    const stack = this.#stack;
    const { length } = this.#decoded.nodes;
    this.#enter(this.#fields(-1), -1, 0, this.#marks === undefined, length);
    for (let left = STRIDE; stack.length > 0; left--) {
      if (left === 0) {
        left = STRIDE;
        yield Math.min(1, this.#passed / length);
      }
      const level = stack[stack.length - 1]!;
      if (level.node < level.past) this.#nextNode(level);
      else if (level.parts) this.#nextPart(level, level.parts);
      else this.#nextPiece(level);
    }
    return this.#table;
  }

  #enter(
    below: { readonly pieces: readonly Piece[]; readonly more?: Iterator<Piece> },
    parent: number,
    inGroup: number,
    whole: boolean,
    done: number,
  ): void {
    const set = this.#table.openSet(parent, this.#stack.length);
    const { pieces, more } = below;
    this.#stack.push({ pieces, at: 0, more, parts: undefined, node: 0, past: 0, flat: false, set, size: 0, inGroup, whole, done });
  }

  #nextPiece(level: Level): void {
    const piece = level.at < level.pieces.length ? level.pieces[level.at++]! : (level.more?.next().value as Piece | undefined);
    if (!piece) {
      this.#table.closeSet(level.set, level.size);
      this.#passed = Math.max(this.#passed, level.done);
      this.#stack.pop();
    } else if (piece.kind === "group") this.#group(level, piece);
    else if (piece.kind !== "span") this.#absent(level, piece);
    else if (piece.count === 1) {
      if (level.whole || this.#marks!.self.has(piece.first) || this.#marks!.below.has(piece.first)) this.#node(level, piece.first);
    } else if (!level.whole || (!piece.flat && !this.#marks && this.#stack.length - 1 < this.#spec.level)) {
      level.node = piece.first;
      level.past = piece.past;
      level.flat = piece.flat;
    } else if (!piece.flat && this.#openNodes.length > 0) level.parts = this.#aroundOpen(piece);
    else this.#span(level, piece);
  }

  #nextPart(level: Level, parts: Iterator<Span>): void {
    const { done, value } = parts.next();
    if (done) level.parts = undefined;
    else if (value.count === 1) this.#node(level, value.first);
    else this.#span(level, value);
  }

  /** The next of the nodes that are looked at one by one: with a filter the next that it lets through. */
  #nextNode(level: Level): void {
    const { past, flat } = level;
    const node = level.whole ? level.node : nextMarked(this.#marks!, level.node);
    if (node < 0 || node >= past) level.node = past;
    else if (!flat) {
      level.node = this.#decoded.nodes.end(node);
      this.#node(level, node);
    } else {
      // Where something below a node is marked, it is marked itself: of a flat span only the nodes are.
      let end = node + 1;
      while (end < past && this.#marks!.self.has(end)) end++;
      level.node = end;
      this.#span(level, { first: node as NodeIndex, count: end - node, past: end, flat });
    }
  }

  #span(level: Level, { first, count, past, flat }: Omit<Span, "kind">): void {
    const context = this.#marks && level.whole ? CONTEXT : 0;
    this.#table.push(first, -1, level.set, level.size + 1, context | level.inGroup | (flat ? FLAT : 0), count, past);
    level.size += count;
    this.#passed += past - first;
  }

  #node(level: Level, node: number): void {
    const marks = this.#marks;
    const end = this.#decoded.nodes.end(node);
    const below = marks?.below.has(node) ?? false;
    const isOpen = this.#isOpen(node, below) && (end > node + 1 || opensNode(this.#decoded, node));
    const flags = (isOpen ? EXPANDED : 0) | (marks && !marks.self.has(node) ? CONTEXT : 0) | level.inGroup;
    const row = this.#table.push(node, -1, level.set, ++level.size, flags);
    if (isOpen) this.#enter(this.#fields(node), row, 0, level.whole || !below, this.#passed + end - node);
    else this.#passed += end - node;
  }

  #group(level: Level, group: GroupRef): void {
    const marks = this.#marks;
    let below = false;
    if (marks) {
      const node = nextMarked(marks, group.first);
      below = node >= 0 && node < spanOfGroup(this.#decoded, group).past;
    }
    if (!level.whole && !below) return;
    const isOpen = this.#isOpen(groupId(group.first), below);
    const flags = (isOpen ? EXPANDED : 0) | (marks ? CONTEXT : 0) | level.inGroup;
    const row = this.#table.push(group.first, -2 - group.count, level.set, ++level.size, flags);
    if (isOpen) this.#enter({ pieces: [spanOfGroup(this.#decoded, group)] }, row, IN_GROUP, level.whole || !below, 0);
  }

  #absent(level: Level, piece: Absent | Inner): void {
    const marks = this.#marks;
    const table = this.#table;
    const inner = piece.kind === "inner";
    const chain = inner ? piece.chain : [piece.field];
    const self = marks?.absent(piece.node, chain) ?? true;
    const below = marks?.absentBelow(piece.node, chain) ?? false;
    if (!level.whole && !self && !below) return;
    const isOpen = (this.#openKeys.size > 0 || below) && this.#opensAbsent(inner ? piece : { kind: "item", item: piece }, below);
    const flags = (isOpen ? EXPANDED : 0) | (self ? 0 : CONTEXT) | level.inGroup;
    const node = inner ? -1 - table.chains.push({ node: piece.node, chain }) : piece.node;
    const row = table.push(node, inner ? 0 : piece.field.id, level.set, ++level.size, flags);
    if (!isOpen) return;
    const type = absentType(this.#decoded, chain[chain.length - 1]!)!;
    const pieces = fieldsOfAbsent(type).map((field): Inner => ({ kind: "inner", node: piece.node, chain: [...chain, field] }));
    this.#enter({ pieces }, row, 0, level.whole || !below, 0);
  }

  #opensAbsent(ref: RowRef, below: boolean): boolean {
    if (!isExpandable(this.#decoded, ref)) return false;
    const key = rowKey(this.#decoded, ref);
    return this.#openKeys.has(key) || (below && !this.#spec.closed.includes(key));
  }

  #isOpen(id: number, below: boolean): boolean {
    if (this.#closed.has(id)) return false;
    if (this.#open.has(id)) return true;
    return this.#marks ? below : this.#stack.length - 1 < this.#spec.level;
  }

  /** The rows of one message, in the order of the spec, runs of a repeated field drawn together. */
  #fields(parent: number): { readonly pieces: readonly Piece[]; readonly more?: Iterator<Piece> } {
    const absent = absentFields(this.#decoded, parent);
    const absentPiece = (field: Field): Absent => ({ kind: "absent", node: parent, field });
    if (this.#spec.sort === "number") {
      const numbered: { readonly piece: Piece; readonly number: number }[] = numberedRuns(this.#decoded, parent).map(({ run, number }) => ({
        piece: run,
        number,
      }));
      for (const field of absent) numbered.push({ piece: absentPiece(field), number: field.number });
      numbered.sort((a, b) => (a.number === b.number ? 0 : a.number - b.number));
      return { pieces: numbered.map(({ piece }) => piece) };
    }
    const runs = runsBelow(this.#decoded, parent);
    if (!Array.isArray(runs)) return { pieces: [], more: both(runs, absent.map(absentPiece)) };
    const pieces: Piece[] = runs;
    for (const field of absent) pieces.push(absentPiece(field));
    return { pieces };
  }

  /** The open nodes of a span, and the spans between them. */
  *#aroundOpen(span: Span): Generator<Span> {
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
      first = nodes.end(node) as NodeIndex;
      yield { ...span, first: node, count: 1, past: first };
      passed = offset + 1;
      at = firstFrom(open, first);
    }
    if (passed < span.count) yield { ...span, first, count: span.count - passed };
  }
}

function* both(runs: Iterable<Piece>, absent: readonly Piece[]): Generator<Piece> {
  yield* runs;
  yield* absent;
}

/** First node at or after one that matches or has a match below it, -1 for none. */
function nextMarked({ self, below }: Marks, node: number): number {
  const [one, other] = [self.next(node), below.next(node)];
  return one < 0 || (other >= 0 && other < one) ? other : one;
}
