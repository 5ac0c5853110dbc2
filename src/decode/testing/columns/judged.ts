import type { MessageType, SchemaSet } from "../../../schema/index.ts";
import { kindAt, NodeKind, WireType } from "../../../wire/index.ts";
import { fieldsByStep, runsByStep } from "../../children.ts";
import { guideOf } from "../../guide.ts";
import { type Decoded, NOTABLE, NoteBit, Status } from "../../model.ts";
import type { Mark, NodeSet, Nodes, Run } from "../../nodes.ts";
import { NodeBits } from "../../survey/bits.ts";
import { looksLikeAny } from "../../survey/urls.ts";
import { annotate } from "./annotate.ts";
import { scan } from "./scan.ts";
import { ColumnNodes, type WireColumns } from "./wire-columns.ts";

/** What the schema makes of the nodes of a scan, a typed array a fact. */
export interface JudgedColumns {
  readonly status: Uint8Array;
  readonly notes: Uint16Array;
  readonly ordinal: Uint32Array;
}

/** The nodes of full columns. */
export class JudgedNodes extends ColumnNodes implements Nodes {
  readonly #status: Uint8Array;
  readonly #notes: Uint16Array;
  readonly #ordinal: Uint32Array;

  readonly #decoded: Pick<Decoded, "bytes" | "set" | "guide">;

  constructor(wire: WireColumns, { status, notes, ordinal }: JudgedColumns, decoded: Pick<Decoded, "bytes" | "set" | "guide">) {
    super(wire);
    this.#decoded = decoded;
    this.#status = status;
    this.#notes = notes;
    this.#ordinal = ordinal;
  }

  status(node: number): number {
    return this.#status[node]!;
  }

  notes(node: number): number {
    return this.#notes[node]!;
  }

  ordinal(node: number): number {
    return this.#ordinal[node]!;
  }

  fieldAt(offset: number): number {
    return this.atOffset(offset)!;
  }

  fieldsIn(node: number): ReadonlySet<number> {
    return fieldsByStep(this, node);
  }

  runsIn(node: number): Iterable<Run> {
    return runsByStep(this, node);
  }

  nthIn(_node: number, _ref: number, first: number, nth: number): number {
    let node = first;
    for (let i = 0; i < nth; i++) node = this.end(node);
    return node;
  }

  marked(mark: Mark): NodeSet {
    const bits = new NodeBits();
    for (let node = 0; node < this.length; node++) if (this.#isMarked(node, mark)) bits.add(node);
    return bits;
  }

  #isMarked(node: number, mark: Mark): boolean {
    const kind = kindAt(this, node);
    const notes = this.notes(node);
    const status = this.status(node);
    const counts = !(notes & NoteBit.GUESS) && (kind < NodeKind.ELEMENT_VARINT || kind === NodeKind.RAW);
    switch (mark) {
      case "unknown":
        return counts && status === Status.UNKNOWN;
      case "mismatched":
        return counts && status === Status.MISMATCHED;
      case "malformed":
        return counts && status === Status.MALFORMED;
      case "notable":
        return (notes & NOTABLE) !== 0;
      case "strange":
        return counts && (status === Status.UNKNOWN || this.#isAnyValue(node));
      case "hidden":
        return kind === WireType.LEN && (this.ref(node) < 0 ? counts : this.shape(node) === -1) && this.#looksLikeAny(node);
    }
  }

  #isAnyValue(node: number): boolean {
    const { set, guide } = this.#decoded;
    const parent = this.parent(node);
    return (
      parent >= 0 &&
      this.status(node) === Status.KNOWN &&
      guide.isStrangeAny(this.shape(parent)) &&
      set.fields[this.ref(node)]!.number === 2
    );
  }

  #looksLikeAny(node: number): boolean {
    return looksLikeAny(this.#decoded.bytes, this.from(node) + this.head(node), this.to(node));
  }
}

/**
 * Reads a blob into full columns, one pass over the bytes and one over the nodes: how `decode` read before it made a survey, kept as
 * the yardstick by which the tests judge the survey and its pages. For tests and the bench only.
 */
export function decodeByColumns(bytes: Uint8Array, set: SchemaSet, root: MessageType | undefined): Decoded {
  const guide = guideOf(set);
  const wire = scan(bytes, guide, guide.shapeOf(root, bytes, 0, bytes.length));
  const judged = annotate(bytes, set, guide, root, wire);
  const { counts, notable } = judged;
  const nodes = new JudgedNodes(wire, judged, { bytes, set, guide });
  return { bytes, set, guide, root, nodes, counts, notable, loans: new Map(), rereads: new Map(), readTo: undefined };
}
