import type { ByteRange, NodeIndex } from "../base/index.ts";
import type { Field, MessageType, SchemaSet } from "../schema/index.ts";
import type { WireColumns } from "../wire/index.ts";
import type { ReadAs } from "./reread/read-as.ts";
import type { SchemaGuide } from "./shapes.ts";

/** Status of a field, as the contract has it; the index is the code in the column. */
export const STATUSES = ["known", "unknown", "defaulted", "mismatched", "malformed"] as const;
export type FieldStatus = (typeof STATUSES)[number];
export const Status = { KNOWN: 0, UNKNOWN: 1, DEFAULTED: 2, MISMATCHED: 3, MALFORMED: 4 } as const;

/** Notes on a node; bit i of the column is note i. */
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

/** That bytes are read otherwise than the schema, a loan or a guess would: as the user chose, or as a blob that was found in them. */
export interface Reread {
  readonly as: ReadAs;
  readonly origin: "chosen" | "found";
  /** The chosen type, with its ids in `Decoded.set`. */
  readonly type?: MessageType;
}

export type Counts = Record<FieldStatus, number>;

/**
 * A blob read with a schema set: the wire's columns and, by the same index, what the schema makes of each node.
 *
 * | column    | holds |
 * |-----------|-------|
 * | `status`  | `Status` |
 * | `notes`   | bits of `NoteBit` |
 * | `ordinal` | which occurrence of its field in its message, from 0; of a packed field the index of its first element |
 *
 * Nothing is changed once it is made. It borrows the bytes.
 */
export interface Decoded {
  readonly bytes: Uint8Array;
  /** The reading release's; where something is borrowed, the lenders' types, fields and enums follow its own. */
  readonly set: SchemaSet;
  readonly guide: SchemaGuide;
  /** Absent when the blob is read raw. */
  readonly root: MessageType | undefined;
  readonly wire: WireColumns;
  readonly status: Uint8Array;
  readonly notes: Uint16Array;
  readonly ordinal: Uint32Array;
  /** Field occurrences and defaulted fields, without packed elements and what is below an unknown field. */
  readonly counts: Readonly<Counts>;
  /** Nodes with a note worth a look (`NOTABLE`), elements included. */
  readonly notable: number;
  /** What other releases lend, by node: see `borrow`. What is below such a node has the note `borrowed`. */
  readonly loans: ReadonlyMap<number, Loan>;
  /** Bytes that are read otherwise, by node: see `reread`. What is below has the note `guess`, or `borrowed` where a type was chosen. */
  readonly rereads: ReadonlyMap<number, Reread>;
}

/** A row of the tree: a node on the wire, or a field that is absent from the message at `node` (-1: the root). */
export type Item =
  | { readonly kind: "node"; readonly node: NodeIndex }
  | { readonly kind: "absent"; readonly node: number; readonly field: Field };

/** Bytes of the value of a node: without tag and length. */
export function valueRange(decoded: Decoded, node: number): ByteRange {
  const { wire } = decoded;
  return [wire.from[node]! + wire.head[node]!, wire.to[node]!];
}

/** Bytes of a whole node, with its tag. */
export function nodeRange(decoded: Decoded, node: number): ByteRange {
  return [decoded.wire.from[node]!, decoded.wire.to[node]!];
}

/** The field of a node, undefined for an unknown or raw one; below a borrowed type the lender's. */
export function fieldOf(decoded: Decoded, node: number): Field | undefined {
  const ref = decoded.wire.ref[node]!;
  return ref < 0 ? undefined : decoded.set.fields[ref];
}

/** The message type of what is inside a node (-1: the root): of an opened message, `Any`, group or `Any` content. Undefined otherwise. */
export function contentType(decoded: Decoded, node: number): MessageType | undefined {
  if (node < 0) return decoded.root;
  const shape = decoded.wire.shape[node]!;
  return shape < 0 ? undefined : decoded.guide.typeOf(shape);
}

/** True when the node was opened as a message, with or without content. */
export function isOpened(decoded: Decoded, node: number): boolean {
  return decoded.wire.shape[node]! >= 0;
}

/** The direct children of a node (-1: the root), in wire order. */
export function* childrenOf(decoded: Decoded, node: number): Generator<NodeIndex> {
  const { wire } = decoded;
  const end = node < 0 ? wire.length : wire.end[node]!;
  for (let child = node + 1; child < end; child = wire.end[child]!) yield child as NodeIndex;
}

/** The notes of a node in words. */
export function notesOf(decoded: Decoded, node: number): Note[] {
  const bits = decoded.notes[node]!;
  return bits === 0 ? [] : NOTES.filter((_, i) => bits & (1 << i));
}
