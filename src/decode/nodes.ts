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
}
