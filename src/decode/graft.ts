import type { Field, MessageType, SchemaSet } from "../schema/index.ts";
import { Content, WireColumns } from "../wire/index.ts";
import { JudgedNodes } from "./columns.ts";
import { joinSets } from "./join.ts";
import { type Decoded, type Loan, NOTABLE, NoteBit, type Reread, Status } from "./model.ts";
import { SchemaGuide } from "./shapes.ts";

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

/** The reading with grafts in place of guesses, given in tree order, none below another. Cost: linear in the nodes of both. */
export function graft(decoded: Decoded, grafts: readonly Graft[]): Decoded {
  const lenders = [...new Set(grafts.map(({ lender }) => lender))].sort((a, b) =>
    a.release < b.release ? -1 : a.release > b.release ? 1 : 0,
  );
  const { set, shifts } = joinSets(decoded.set, lenders);
  const guide = guides.get(set) ?? new SchemaGuide(set);
  guides.set(set, guide);
  const shiftOf = new Map(lenders.map((lender, i) => [lender, shifts[i]!]));
  const out = new Splice(decoded, sizeAfter(decoded, grafts));
  const loans = new Map<number, Loan>();
  const rereads = new Map<number, Reread>();
  const own = (of: number): number => movedShape(of, decoded.set, guide, 0);
  let at = 0;
  for (const one of grafts) {
    out.keep(decoded, at, one.node + 1, own);
    const shift = shiftOf.get(one.lender)!;
    const shape = (of: number): number => movedShape(of, one.lender, guide, shift.types);
    const node = out.wire.length - 1;
    out.wire.shape[node] = shape(rootShape(decoded, one));
    if (one.content) {
      out.add(one.content, node, shift.fields, shape);
      // What others lend within the content.
      const { reading, first } = one.content;
      for (const [inner, loan] of reading.loans) loans.set(node + 1 + inner - first, movedLoan(loan, set, shift));
    }
    const { release } = one.lender;
    if (!one.reread) loans.set(node, movedLoan({ ...one, release }, set, shift));
    else rereads.set(node, { ...one.reread, ...(one.type && { type: set.types[one.type.id + shift.types]! }) });
    at = decoded.nodes.end(one.node);
  }
  out.keep(decoded, at, decoded.nodes.length, own);
  const anew = new Set(grafts.map(({ node }) => node));
  for (const [node, loan] of decoded.loans) if (!anew.has(node)) out.follow(node, loan, loans);
  for (const [node, how] of decoded.rereads) if (!anew.has(node)) out.follow(node, how, rereads);
  return { ...decoded, ...out.done(rereads), set, guide, loans, rereads };
}

type Shift = ReturnType<typeof joinSets>["shifts"][number];

/** A loan whose field or type has the ids of the lender's own set. */
function movedLoan({ release, field, type }: Loan, set: SchemaSet, shift: Shift): Loan {
  return field ? { release, field: set.fields[field.id + shift.fields]! } : { release, type: set.types[type!.id + shift.types]! };
}

function sizeAfter({ nodes }: Decoded, grafts: readonly Graft[]): number {
  let size = nodes.length;
  for (const { node, content } of grafts) size += (content ? content.end - content.first : 0) - (nodes.end(node) - node - 1);
  return size;
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

/** The columns of a reading that is put together of parts. */
class Splice {
  readonly wire: WireColumns;
  readonly status: Uint8Array;
  readonly notes: Uint16Array;
  readonly ordinal: Uint32Array;
  /** Where the kept nodes went; -1 for those that were not kept. */
  readonly #moved: Int32Array;

  constructor(decoded: Decoded, size: number) {
    this.wire = new WireColumns(size);
    this.status = new Uint8Array(size);
    this.notes = new Uint16Array(size);
    this.ordinal = new Uint32Array(size);
    this.#moved = new Int32Array(decoded.nodes.length).fill(-1);
  }

  /** Takes over nodes `[from, to)` of the reading as they are. */
  keep(decoded: Decoded, from: number, to: number, shape: (of: number) => number): void {
    const { nodes } = decoded;
    for (let node = from; node < to; node++) {
      const parent = nodes.parent(node);
      const made = this.#push(decoded, node, 0, parent < 0 ? -1 : this.#moved[parent]!, nodes.ref(node), shape(nodes.shape(node)));
      this.#moved[node] = made;
      this.status[made] = nodes.status(node);
      this.notes[made] = nodes.notes(node);
    }
  }

  /** Adds a lender's reading below a node: unknown to the reader, and borrowed where the lender knows it. */
  add({ reading, first, end, offset }: GraftContent, below: number, fields: number, shape: (of: number) => number): void {
    const { nodes } = reading;
    for (let node = first; node < end; node++) {
      const parent = nodes.parent(node) < first ? below : below + 1 + nodes.parent(node) - first;
      const ref = nodes.ref(node) < 0 ? -1 : nodes.ref(node) + fields;
      const made = this.#push(reading, node, offset, parent, ref, shape(nodes.shape(node)));
      this.status[made] = nodes.status(node) === Status.KNOWN ? Status.UNKNOWN : nodes.status(node);
      const guess = (ref < 0 && !reading.loans.has(node)) || nodes.notes(node) & NoteBit.GUESS;
      this.notes[made] = nodes.notes(node) | (guess ? NoteBit.GUESS : NoteBit.BORROWED);
    }
  }

  #push({ nodes }: Decoded, node: number, offset: number, parent: number, ref: number, shape: number): number {
    const from = nodes.from(node) + offset;
    const made = this.wire.push(from, nodes.to(node) + offset, nodes.head(node), nodes.kind(node), parent, ref, nodes.problem(node));
    this.wire.shape[made] = shape;
    this.ordinal[made] = nodes.ordinal(node);
    return made;
  }

  /** Says of a node what was said of it before, if it was kept. */
  follow<T>(node: number, said: T, to: Map<number, T>): void {
    const at = this.#moved[node]!;
    if (at >= 0) to.set(at, said);
  }

  /**
   * Fills in what only the whole tells: where each subtree ends, how deep it is, how many notes there are, without those inside bytes
   * that are read otherwise.
   */
  done(rereads: ReadonlyMap<number, Reread>): Pick<Decoded, "nodes" | "notable"> {
    const { wire, notes } = this;
    const { end, parent, length } = wire;
    for (let node = length - 1; node >= 0; node--) {
      const up = parent[node]!;
      if (up >= 0 && end[up]! < end[node]!) end[up] = end[node]!;
    }
    const level = new Uint32Array(length);
    let notable = 0;
    let inside = 0;
    for (let node = 0; node < length; node++) {
      level[node] = parent[node]! < 0 ? 1 : level[parent[node]!]! + 1;
      if (level[node]! > wire.depth) wire.depth = level[node]!;
      if (notes[node]! & NOTABLE && node >= inside) notable++;
      if (rereads.has(node)) inside = Math.max(inside, end[node]!);
    }
    return { nodes: new JudgedNodes(wire.seal(), this), notable };
  }
}
