import type { WireNodes } from "../wire/index.ts";

/**
 * The nodes of a blob that was read with a schema set: the facts of the wire and what the schema makes of each node.
 *
 * | fact      | is |
 * |-----------|-------|
 * | `status`  | `Status` |
 * | `notes`   | bits of `NoteBit` |
 * | `ordinal` | which occurrence of its field in its message, from 0; of a packed field the index of its first element |
 */
export interface Nodes extends WireNodes {
  status(node: number): number;
  notes(node: number): number;
  ordinal(node: number): number;
  /** The node of the field whose tag stands at `offset`. When it is asked for next, it and what is below it cost their own bytes. */
  fieldAt(offset: number): number;
  /** Refs of the fields that the message at a node (-1: the root) has occurrences of; -1 where it has unknown ones or raw bytes. */
  fieldsIn(node: number): ReadonlySet<number>;
  /** Its direct children in wire order, neighbours of one field that are packed alike drawn together. */
  runsIn(node: number): Iterable<Run>;
  /** The node that stands `nth` places after `first` among its direct children, all between being occurrences of field `ref` (unknown ones: -1), not packed. */
  nthIn(node: number, ref: number, first: number, nth: number): number;
  /** The nodes of which a mark tells something. */
  marked(mark: Mark): NodeSet;
}

/** Direct children of one message that follow each other: occurrences of one field, or what is unknown. */
export interface Run {
  readonly ref: number;
  /** True when each holds its elements below itself. */
  readonly packed: boolean;
  readonly first: number;
  readonly count: number;
}

/**
 * What nodes are marked for, so that they are found without a look at the others.
 * - `unknown`, `mismatched`, `malformed`: fields with this status that count; elements and what is below an unknown field do not
 * - `notable`: a note worth a look (`NOTABLE`), elements and guesses too
 * - `strange`: unknown fields, and values of an `Any` whose type URL names no known type
 * - `hidden`: LEN fields whose bytes look like an `Any`, though nothing known was read in them
 */
export type Mark = "unknown" | "mismatched" | "malformed" | "notable" | "strange" | "hidden";

/** Node indexes, rising. */
export interface NodeSet {
  readonly count: number;
  has(node: number): boolean;
  /** First node of the set at or after `node`, -1 for none. */
  next(node: number): number;
  /** Last node of the set at or before `node`, -1 for none. */
  previous(node: number): number;
  /** How many of the set are in `[from, to)`. */
  countIn(from: number, to: number): number;
}
