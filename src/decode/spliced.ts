import { type NodeIndex, part, type Steps, straight } from "../base/index.ts";
import { NoteBit, Status } from "./model.ts";
import type { Mark, NodeSet, Nodes, Run } from "./nodes.ts";
import { lastWhere } from "./survey/bisect.ts";
import { NodeBits } from "./survey/bits.ts";

const NONE: ReadonlySet<number> = new Set();
/** Marks that are asked of a reading that is shown. */
const ASKED: readonly Mark[] = ["malformed", "mismatched", "unknown", "notable", "hidden"];
/** Nodes between two words on how far it is. */
const STRIDE = 512;

/** Nodes of another reading that stand below a node in place of what was there. */
export interface Insert {
  /** The node, by its index in the reading below which they are put. */
  readonly node: number;
  /** Past what it takes the place of. */
  readonly end: number;
  readonly shape: number;
  /** Absent when nothing is to stand below. */
  readonly content: InsertContent | undefined;
}

export interface InsertContent {
  readonly nodes: Nodes;
  /** Nodes `[first, end)` of it. */
  readonly first: number;
  readonly end: number;
  /** What is to be added to its offsets and, where they are not -1, to its refs. */
  readonly offset: number;
  readonly refs: number;
  readonly shape: (of: number) => number;
  /** True for a node of which the lender knows nothing either, though it has a name there. */
  readonly isLoan: (node: number) => boolean;
}

/**
 * The nodes of a reading with others put in below some of them; nothing is copied. What is put in is unknown to the reader, and borrowed
 * where the lender knows it. Made in time and memory linear in the inserts. Cost of a call: that of the reading's own, and the logarithm
 * of the inserts where it leaves the stretch that was asked for last.
 *
 * A stretch is a run of indexes that one reading gives: stretch 2k are nodes of the base, stretch 2k + 1 is what is below insert k.
 */
export class SplicedNodes implements Nodes {
  readonly length: number;
  readonly depth: number;
  readonly #base: Nodes;
  readonly #inserts: readonly Insert[];
  readonly #ownShape: (of: number) => number;
  /** First index of each stretch, and the index past the last one. */
  readonly #starts: Float64Array;
  /** Of each insert, the index in the base past what it takes the place of. */
  readonly #ends: Float64Array;
  readonly #sets = new Map<Mark, NodeSet>();
  // The stretch that was asked for last: its indexes, and what leads from them to those of its reading.
  #from = 0;
  #to = 0;
  #shift = 0;
  #nodes: Nodes;
  #content: InsertContent | undefined;
  #above = -1;
  #stretch = 0;

  /** `inserts` in tree order, none below another. `depth` is the deepest level of the whole. */
  constructor(base: Nodes, inserts: readonly Insert[], ownShape: (of: number) => number, depth: number) {
    this.#base = base;
    this.#nodes = base;
    this.#inserts = inserts;
    this.#ownShape = ownShape;
    this.#ends = Float64Array.from(inserts, ({ end }) => end);
    this.#starts = new Float64Array(2 * inserts.length + 2);
    let at = 0;
    let before = 0;
    inserts.forEach(({ node, content }, k) => {
      this.#starts[2 * k] = at;
      at += node + 1 - before;
      this.#starts[2 * k + 1] = at;
      at += content ? content.end - content.first : 0;
      before = this.#ends[k]!;
    });
    this.#starts[2 * inserts.length] = at;
    this.length = at + base.length - before;
    this.#starts[2 * inserts.length + 1] = this.length;
    this.depth = depth;
  }

  /** Where a node of the base stands here, -1 when another stands in its place. As an end it may be the base's length. */
  placeOf(node: number): number {
    const { count, shift } = this.#before(node);
    return count < this.#inserts.length && node > this.#inserts[count]!.node ? -1 : node + shift;
  }

  /** Where the node of an insert stands. */
  placeOfInsert(k: number): number {
    return this.#starts[2 * k + 1]! - 1;
  }

  from(node: number): number {
    this.#turnTo(node);
    return this.#nodes.from(node - this.#shift) + (this.#content === undefined ? 0 : this.#content.offset);
  }

  to(node: number): number {
    this.#turnTo(node);
    return this.#nodes.to(node - this.#shift) + (this.#content === undefined ? 0 : this.#content.offset);
  }

  end(node: number): number {
    this.#turnTo(node);
    const end = this.#nodes.end(node - this.#shift);
    if (this.#content !== undefined || end + this.#shift < this.#to) return end + this.#shift;
    return end + this.#before(end).shift;
  }

  parent(node: number): number {
    this.#turnTo(node);
    const parent = this.#nodes.parent(node - this.#shift);
    if (this.#content !== undefined) return parent < this.#content.first ? this.#above : parent + this.#shift;
    if (parent < 0 || parent + this.#shift >= this.#from) return parent < 0 ? -1 : parent + this.#shift;
    return parent + this.#before(parent).shift;
  }

  ref(node: number): number {
    this.#turnTo(node);
    const ref = this.#nodes.ref(node - this.#shift);
    return ref < 0 || this.#content === undefined ? ref : ref + this.#content.refs;
  }

  shape(node: number): number {
    this.#turnTo(node);
    if (this.#content !== undefined) return this.#content.shape(this.#nodes.shape(node - this.#shift));
    const k = this.#stretch >> 1;
    if (node === this.#to - 1 && k < this.#inserts.length) return this.#inserts[k]!.shape;
    return this.#ownShape(this.#nodes.shape(node - this.#shift));
  }

  head(node: number): number {
    this.#turnTo(node);
    return this.#nodes.head(node - this.#shift);
  }

  kind(node: number): number {
    this.#turnTo(node);
    return this.#nodes.kind(node - this.#shift);
  }

  problem(node: number): number {
    this.#turnTo(node);
    return this.#nodes.problem(node - this.#shift);
  }

  status(node: number): number {
    this.#turnTo(node);
    const status = this.#nodes.status(node - this.#shift);
    return this.#content !== undefined && status === Status.KNOWN ? Status.UNKNOWN : status;
  }

  notes(node: number): number {
    this.#turnTo(node);
    const own = node - this.#shift;
    const notes = this.#nodes.notes(own);
    if (this.#content === undefined) return notes;
    const guess = (this.#nodes.ref(own) < 0 && !this.#content.isLoan(own)) || notes & NoteBit.GUESS;
    return notes | (guess ? NoteBit.GUESS : NoteBit.BORROWED);
  }

  ordinal(node: number): number {
    this.#turnTo(node);
    return this.#nodes.ordinal(node - this.#shift);
  }

  atOffset(offset: number): NodeIndex | undefined {
    const found = this.#base.atOffset(offset);
    if (found === undefined) return undefined;
    const k = lastWhere(this.#inserts.length, (at) => this.#inserts[at]!.node <= found);
    const { node, content } = this.#inserts[k]!;
    if (found < node || found >= this.#ends[k]!) return this.placeOf(found) as NodeIndex;
    const below = content?.nodes.atOffset(offset - content.offset);
    const above = this.placeOfInsert(k);
    if (!content || below === undefined || below < content.first || below >= content.end) return above as NodeIndex;
    return (above + 1 + below - content.first) as NodeIndex;
  }

  fieldAt(offset: number): number {
    const place = this.placeOf(this.#base.fieldAt(offset));
    // What was put in there has fields of its own.
    return place >= 0 && this.from(place) === offset ? place : this.atOffset(offset)!;
  }

  fieldsIn(node: number): ReadonlySet<number> {
    const { nodes, own, content } = this.#holder(node);
    const seen = nodes?.fieldsIn(own) ?? NONE;
    return content ? new Set([...seen].map((ref) => (ref < 0 ? ref : ref + content.refs))) : seen;
  }

  *runsIn(node: number): Generator<Run> {
    const { nodes, own, content, shift } = this.#holder(node);
    for (const run of nodes?.runsIn(own) ?? []) {
      if (!content) yield { ...run, first: this.placeOf(run.first) };
      else yield { ...run, ref: run.ref < 0 ? run.ref : run.ref + content.refs, first: run.first + shift };
    }
  }

  nthIn(node: number, ref: number, first: number, nth: number): number {
    const { nodes, own, content, shift } = this.#holder(node);
    if (!nodes) return first;
    if (content) return nodes.nthIn(own, ref < 0 ? ref : ref - content.refs, first - shift, nth) + shift;
    this.#turnTo(first);
    return this.placeOf(nodes.nthIn(own, ref, first - this.#shift, nth));
  }

  marked(mark: Mark): NodeSet {
    return this.#sets.get(mark) ?? straight(this.#markSteps(mark));
  }

  /** Finds out, in steps, what a view and the search for blobs in bytes ask of `marked`. Cost: what is marked. */
  *markAll(): Steps<void> {
    for (const [i, mark] of ASKED.entries()) yield* part(this.#markSteps(mark), i / ASKED.length, (i + 1) / ASKED.length);
  }

  /** What is put in counts for nothing but its notes: it is unknown to the reader, and is not looked into again. */
  *#markSteps(mark: Mark): Steps<NodeSet> {
    const bits = new NodeBits();
    const own = this.#base.marked(mark);
    let looked = 0;
    for (let node = own.next(0); node >= 0; node = own.next(node + 1)) {
      if (++looked % STRIDE === 0) yield (0.5 * node) / this.#base.length;
      const place = this.placeOf(node);
      if (place >= 0) bits.add(place);
    }
    const isLent = mark === "notable" || mark === "hidden";
    for (const [k, { content }] of isLent ? this.#inserts.entries() : []) {
      if (++looked % STRIDE === 0) yield 0.5 + (0.5 * k) / this.#inserts.length;
      const lent = content?.nodes.marked(mark);
      if (!content || !lent) continue;
      const shift = this.placeOfInsert(k) + 1 - content.first;
      for (let node = lent.next(content.first); node >= 0 && node < content.end; node = lent.next(node + 1)) bits.add(node + shift);
    }
    this.#sets.set(mark, bits);
    return bits;
  }

  /** The reading that gives a node's children, the node there, and how far its nodes are moved when it is one that was put in. */
  #holder(node: number): { nodes: Nodes | undefined; own: number; content: InsertContent | undefined; shift: number } {
    if (node < 0) return { nodes: this.#base, own: node, content: undefined, shift: 0 };
    this.#turnTo(node);
    const k = this.#stretch >> 1;
    if (this.#content === undefined && node === this.#to - 1 && k < this.#inserts.length) {
      const { content } = this.#inserts[k]!;
      return { nodes: content?.nodes, own: (content?.first ?? 0) - 1, content, shift: this.#shiftOf(2 * k + 1) };
    }
    return { nodes: this.#nodes, own: node - this.#shift, content: this.#content, shift: this.#shift };
  }

  /** How many inserts end at or before a node of the base, and by how much they move it. */
  #before(node: number): { readonly count: number; readonly shift: number } {
    const count = this.#ends.length === 0 || this.#ends[0]! > node ? 0 : lastWhere(this.#ends.length, (k) => this.#ends[k]! <= node) + 1;
    return { count, shift: this.#shiftOf(2 * count) };
  }

  #shiftOf(stretch: number): number {
    const k = stretch >> 1;
    if (stretch & 1) return this.#starts[stretch]! - (this.#inserts[k]!.content?.first ?? 0);
    return this.#starts[stretch]! - (k === 0 ? 0 : this.#ends[k - 1]!);
  }

  #turnTo(node: number): void {
    if (node >= this.#from && node < this.#to) return;
    if (!(node >= 0 && node < this.length)) throw new RangeError(`node ${node} of ${this.length}`);
    const starts = this.#starts;
    const stretch = lastWhere(starts.length - 1, (at) => starts[at]! <= node);
    this.#stretch = stretch;
    this.#from = starts[stretch]!;
    this.#to = starts[stretch + 1]!;
    this.#shift = this.#shiftOf(stretch);
    this.#content = stretch & 1 ? this.#inserts[stretch >> 1]!.content : undefined;
    this.#nodes = this.#content?.nodes ?? this.#base;
    this.#above = this.#from - 1;
  }
}
