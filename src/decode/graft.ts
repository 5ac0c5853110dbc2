import { part, type Steps, straight } from "../base/index.ts";
import type { Field, MessageType, SchemaSet } from "../schema/index.ts";
import { Content } from "../wire/index.ts";
import { joinSets } from "./join.ts";
import { type Decoded, type Loan, type Reread, rereadAt } from "./model.ts";
import type { Nodes } from "./nodes.ts";
import { SchemaGuide } from "./shapes.ts";
import { type Insert, type InsertContent, SplicedNodes } from "./spliced.ts";

/** What is to stand below a node in place of a guess. */
export interface Graft {
  readonly node: number;
  readonly lender: SchemaSet;
  /** The lender's field at the place of an unknown node. */
  readonly field?: Field;
  /** The lender's type of the content of an `Any`. */
  readonly type?: MessageType;
  /** The content as the lender reads it; absent for a value that is a leaf. */
  readonly content?: GraftContent;
  /** Set when this is another reading of bytes, and no loan. */
  readonly reread?: Omit<Reread, "type">;
}

interface GraftContent {
  readonly reading: Decoded;
  /** The node of `reading` that stands for the grafted one, -1 when all of it is the content. */
  readonly root: number;
  /** Nodes `[first, end)` of `reading` are what comes below. */
  readonly first: number;
  readonly end: number;
  /** What is to be added to the offsets of `reading`. */
  readonly offset: number;
  /** `Content` code of the grafted node when numbers come below it. */
  readonly packed?: number;
}

const guides = new WeakMap<SchemaSet, SchemaGuide>();

/**
 * The reading with grafts in place of guesses, given in tree order, none below another. Cost: linear in the grafts, and in what stands
 * below them where that is not all of a reading; in all the nodes where what they replace may have been the deepest.
 */
export function graft(decoded: Decoded, grafts: readonly Graft[]): Decoded {
  return straight(graftSteps(decoded, grafts));
}

/** Grafts between two words on how far it is. */
const STRIDE = 64;

/** As `graft`, in steps. */
export function* graftSteps(decoded: Decoded, grafts: readonly Graft[]): Steps<Decoded> {
  const lenders = [...new Set(grafts.map(({ lender }) => lender))].sort((a, b) =>
    a.release < b.release ? -1 : a.release > b.release ? 1 : 0,
  );
  const { set, shifts } = joinSets(decoded.set, lenders);
  const guide = guides.get(set) ?? new SchemaGuide(set);
  guides.set(set, guide);
  /** A field is lent over and over. */
  const lent = new Map(lenders.map((lender) => [lender, new Map<Field, Loan>()]));
  const shiftOf = new Map(lenders.map((lender, i) => [lender, shifts[i]!]));
  const shapeOf = new Map(lenders.map((lender, i) => [lender, (of: number) => movedShape(of, lender, guide, shifts[i]!.types)]));
  const levels = new Levels(decoded.nodes);
  const inserts: Insert[] = [];
  for (const one of grafts) {
    if (inserts.length % STRIDE === 0) yield (0.4 * inserts.length) / grafts.length;
    const shift = shiftOf.get(one.lender)!;
    const shape = shapeOf.get(one.lender)!;
    const content = one.content && insertOf(one.content, shift.fields, shape);
    const insert = { node: one.node, end: decoded.nodes.end(one.node), shape: shape(rootShape(decoded, one)), content };
    levels.add(insert);
    inserts.push(insert);
  }
  const own = (of: number): number => movedShape(of, decoded.set, guide, 0);
  const nodes = new SplicedNodes(decoded.nodes, inserts, own, yield* part(levels.with(inserts), 0.4, 0.6));
  yield* part(nodes.markAll(), 0.6, 0.8);
  const loans = new Map<number, Loan>();
  const rereads = new Map<number, Reread>();
  for (const [k, one] of grafts.entries()) {
    if (k % STRIDE === 0) yield 0.8 + (0.1 * k) / grafts.length;
    const shift = shiftOf.get(one.lender)!;
    const node = nodes.placeOfInsert(k);
    if (one.content) {
      // What others lend within the content.
      const { reading, first } = one.content;
      for (const [inner, loan] of reading.loans) loans.set(node + 1 + inner - first, movedLoan(loan, set, shift));
    }
    if (!one.reread) {
      const known = one.field && lent.get(one.lender)!.get(one.field);
      const loan = known ?? movedLoan({ ...one, release: one.lender.release }, set, shift);
      if (one.field) lent.get(one.lender)!.set(one.field, loan);
      loans.set(node, loan);
    } else rereads.set(node, { ...one.reread, ...(one.type && { type: set.types[one.type.id + shift.types]! }) });
  }
  const isTold = decoded.loans.size + decoded.rereads.size > 0;
  const anew = new Set(isTold ? grafts.map(({ node }) => node) : []);
  const follow = <T>(said: ReadonlyMap<number, T>, to: Map<number, T>): void => {
    for (const [node, what] of said) {
      const place = anew.has(node) ? -1 : nodes.placeOf(node);
      if (place >= 0) to.set(place, what);
    }
  };
  follow(decoded.loans, loans);
  follow(decoded.rereads, rereads);
  const notable = yield* part(notableWith(decoded, grafts), 0.9, 1);
  return { ...decoded, nodes, notable, set, guide, loans, rereads };
}

function insertOf({ reading, first, end, offset }: GraftContent, refs: number, shape: (of: number) => number): InsertContent {
  return { nodes: reading.nodes, first, end, offset, refs, shape, isLoan: (node) => reading.loans.has(node) };
}

type Shift = ReturnType<typeof joinSets>["shifts"][number];

/** A loan whose field or type has the ids of the lender's own set. */
function movedLoan({ release, field, type }: Loan, set: SchemaSet, shift: Shift): Loan {
  return field ? { release, field: set.fields[field.id + shift.fields]! } : { release, type: set.types[type!.id + shift.types]! };
}

/** Shape of the grafted node itself, in the lender's own numbers. */
function rootShape({ nodes }: Decoded, { node, content, field, reread, type }: Graft): number {
  if (!content) return (field || reread) && nodes.shape(node) !== -1 ? Content.BYTES : -1;
  const { reading, root, packed } = content;
  if (packed !== undefined) return packed;
  return root >= 0 ? reading.nodes.shape(root) : reading.guide.shapeOf(type, reading.bytes, 0, reading.bytes.length);
}

/** A shape of the guide of one of the sets in the guide of all: message types shift, the unknown shape and those of `Any` stand behind them. */
function movedShape(shape: number, set: SchemaSet, guide: SchemaGuide, types: number): number {
  const unknown = set.types.length;
  if (shape < 0) return shape;
  if (shape < unknown) return shape + types;
  if (shape === unknown) return guide.unknown;
  const inner = shape - unknown - 1;
  return guide.unknown + 1 + (inner === unknown ? guide.unknown : inner > unknown ? inner : inner + types);
}

/** Levels of the nodes `[first, end)`, which stand below one node or at the top, without what is below those passed over. Cost: linear in them. */
function levelsIn(nodes: Nodes, first: number, end: number, passed: ReadonlySet<number>): number {
  return straight(levelSteps(nodes, first, end, passed));
}

function* levelSteps(nodes: Nodes, first: number, end: number, passed: ReadonlySet<number>): Steps<number> {
  const open: number[] = [];
  let levels = 0;
  let looked = 0;
  for (let node = first; node < end; ) {
    if (++looked % LOOKED === 0) yield (node - first) / (end - first);
    while (open.length > 0 && open[open.length - 1]! <= node) open.pop();
    levels = Math.max(levels, open.length + 1);
    const past = nodes.end(node);
    node = passed.has(node) ? past : node + 1;
    if (past > node) open.push(past);
  }
  return levels;
}

/** Nodes between two words on how far it is. */
const LOOKED = 4096;

const NOTHING: ReadonlySet<number> = new Set();

function levelOf(nodes: Nodes, node: number): number {
  let level = 0;
  for (let at = node; at >= 0; at = nodes.parent(at)) level++;
  return level;
}

/** How deep a reading is with inserts in place. They are added in order, so that each page is made once. */
class Levels {
  readonly #nodes: Nodes;
  #gone = 0;
  #come = 0;

  constructor(nodes: Nodes) {
    this.#nodes = nodes;
  }

  add({ node, end, content }: Insert): void {
    const isLeaf = end === node + 1;
    if (isLeaf && !content) return;
    const level = levelOf(this.#nodes, node);
    if (!isLeaf) this.#gone = Math.max(this.#gone, level + levelsIn(this.#nodes, node + 1, end, NOTHING));
    if (!content) return;
    const isAll = content.first === 0 && content.end === content.nodes.length;
    this.#come = Math.max(this.#come, level + (isAll ? content.nodes.depth : levelsIn(content.nodes, content.first, content.end, NOTHING)));
  }

  *with(inserts: readonly Insert[]): Steps<number> {
    const nodes = this.#nodes;
    if (this.#gone < nodes.depth) return Math.max(nodes.depth, this.#come);
    const passed = new Set(inserts.map(({ node }) => node));
    return Math.max(yield* levelSteps(nodes, 0, nodes.length, passed), this.#come);
  }
}

/** How many nodes have a note worth a look once the grafts are in place, those inside bytes that are read otherwise left out. */
function* notableWith(decoded: Decoded, grafts: readonly Graft[]): Steps<number> {
  const { nodes, rereads } = decoded;
  let count = decoded.notable;
  for (const [k, { node, content, reread }] of grafts.entries()) {
    if (k % STRIDE === 0) yield k / grafts.length;
    if (rereadAt(decoded, nodes.parent(node)) >= 0) continue;
    if (!rereads.has(node)) count -= notableIn(decoded, node + 1, nodes.end(node));
    if (content && !reread) count += notableIn(content.reading, content.first, content.end);
  }
  return count;
}

function notableIn({ nodes, rereads }: Decoded, from: number, to: number): number {
  let count = nodes.marked("notable").countIn(from, to);
  let inside = from;
  for (const node of [...rereads.keys()].filter((at) => at >= from && at < to).sort((a, b) => a - b)) {
    if (node < inside) continue;
    inside = nodes.end(node);
    count -= nodes.marked("notable").countIn(node + 1, inside);
  }
  return count;
}
