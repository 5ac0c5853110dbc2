import type { ByteRange, NodeIndex } from "../base/index.ts";
import type { Field, MessageType, SchemaSet } from "../schema/index.ts";
import type { Nodes } from "./nodes.ts";
import type { ReadAs } from "./reread/read-as.ts";
import type { SchemaGuide } from "./shapes.ts";

/** Status of a field, as the contract has it; the index is the code. */
export const STATUSES = ["known", "unknown", "defaulted", "mismatched", "malformed"] as const;
export type FieldStatus = (typeof STATUSES)[number];
export const Status = { KNOWN: 0, UNKNOWN: 1, DEFAULTED: 2, MISMATCHED: 3, MALFORMED: 4 } as const;

/** Notes on a node; bit i of a node's notes is note i. */
export const NOTES = [
  "packed",
  "unpacked",
  "overlong",
  "truncated-value",
  "explicit-default",
  "superseded",
  "merged",
  "appended",
  "out-of-order",
  "bare",
  "guess",
  "borrowed",
] as const;
export type Note = (typeof NOTES)[number];
export const NoteBit = {
  PACKED: 1 << 0,
  UNPACKED: 1 << 1,
  OVERLONG: 1 << 2,
  TRUNCATED_VALUE: 1 << 3,
  EXPLICIT_DEFAULT: 1 << 4,
  SUPERSEDED: 1 << 5,
  MERGED: 1 << 6,
  APPENDED: 1 << 7,
  OUT_OF_ORDER: 1 << 8,
  BARE: 1 << 9,
  GUESS: 1 << 10,
  BORROWED: 1 << 11,
} as const;
/** Notes that a reviewer wants to see; `packed` and `bare` are how such fields are written anyway. */
export const NOTABLE = ~(NoteBit.PACKED | NoteBit.BARE | NoteBit.GUESS | NoteBit.BORROWED);

/** That another release lends a type to what the reading one does not know: a field to an unknown node, a message type to the value of an `Any`. */
export interface Loan {
  readonly release: string;
  /** The lender's field, with its ids in `Decoded.set`. */
  readonly field?: Field;
  readonly type?: MessageType;
}

/**
 * That bytes are read otherwise than the schema, a loan or a guess would: as the user chose, as a blob that was found in them, or, where the blob's end
 * cuts a message off, as that message as far as it goes.
 */
export interface Reread {
  readonly as: ReadAs;
  readonly origin: "chosen" | "found" | "cut";
  /** The chosen type, with its ids in `Decoded.set`. */
  readonly type?: MessageType;
}

export type Counts = Record<FieldStatus, number>;

/** A blob read with a schema set. Nothing is changed once it is made. It borrows the bytes. */
export interface Decoded {
  readonly bytes: Uint8Array;
  /** The reading release's; where something is borrowed, the lenders' types, fields and enums follow its own. */
  readonly set: SchemaSet;
  readonly guide: SchemaGuide;
  /** Absent when the blob is read raw. */
  readonly root: MessageType | undefined;
  readonly nodes: Nodes;
  /** Field occurrences and defaulted fields, without packed elements and what is below an unknown field. */
  readonly counts: Readonly<Counts>;
  /** Nodes with a note worth a look (`NOTABLE`), elements included. */
  readonly notable: number;
  /** What other releases lend, by node: see `borrow`. What is below such a node has the note `borrowed`. */
  readonly loans: ReadonlyMap<number, Loan>;
  /** Bytes that are read otherwise, by node: see `reread`. What is below has the note `guess`, or `borrowed` where a type was chosen. */
  readonly rereads: ReadonlyMap<number, Reread>;
  /** Set when only the start of the blob was read, up to this offset: messages that reach beyond it are open still. */
  readonly readTo: number | undefined;
}

/** A row of the tree: a node on the wire, or a field that is absent from the message at `node` (-1: the root). */
export type Item =
  | { readonly kind: "node"; readonly node: NodeIndex }
  | { readonly kind: "absent"; readonly node: number; readonly field: Field };

/** Bytes of the value of a node: without tag and length. */
export function valueRange(decoded: Decoded, node: number): ByteRange {
  const { nodes } = decoded;
  return [nodes.from(node) + nodes.head(node), nodes.to(node)];
}

/** Bytes of a whole node, with its tag. */
export function nodeRange(decoded: Decoded, node: number): ByteRange {
  return [decoded.nodes.from(node), decoded.nodes.to(node)];
}

/** The field of a node, undefined for an unknown or raw one; below a borrowed type the lender's. */
export function fieldOf(decoded: Decoded, node: number): Field | undefined {
  const ref = decoded.nodes.ref(node);
  return ref < 0 ? undefined : decoded.set.fields[ref];
}

/** The message type of what is inside a node (-1: the root): of an opened message, `Any`, group or `Any` content. Undefined otherwise. */
export function contentType(decoded: Decoded, node: number): MessageType | undefined {
  if (node < 0) return decoded.root;
  const shape = decoded.nodes.shape(node);
  return shape < 0 ? undefined : decoded.guide.typeOf(shape);
}

/** True when the node was opened as a message, with or without content. */
export function isOpened(decoded: Decoded, node: number): boolean {
  return decoded.nodes.shape(node) >= 0;
}

/** The direct children of a node (-1: the root), in wire order. */
export function* childrenOf(decoded: Decoded, node: number): Generator<NodeIndex> {
  const { nodes } = decoded;
  const end = node < 0 ? nodes.length : nodes.end(node);
  for (let child = node + 1; child < end; child = nodes.end(child)) yield child as NodeIndex;
}

/** True when not all is read yet of what is inside a node (-1: the root): only of the start of a blob. */
export function isOpenYet({ nodes, readTo }: Decoded, node: number): boolean {
  return readTo !== undefined && (node < 0 || nodes.to(node) >= readTo);
}

/** The notes of a node in words. */
export function notesOf(decoded: Decoded, node: number): Note[] {
  const bits = decoded.nodes.notes(node);
  return bits === 0 ? [] : NOTES.filter((_, i) => bits & (1 << i));
}

/** The node at or above this one that is read otherwise; -1 when there is none. Cost: the depth. */
export function rereadAt(decoded: Decoded, node: number): number {
  if (decoded.rereads.size === 0) return -1;
  let at = node;
  while (at >= 0 && !decoded.rereads.has(at)) at = decoded.nodes.parent(at);
  return at;
}
