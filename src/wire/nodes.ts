import type { NodeIndex } from "../base/index.ts";

/**
 * The nodes of one blob, in pre-order: a parent stands before its children, siblings in wire order. A node is an index, and each
 * method tells one fact of it.
 *
 * | fact      | is |
 * |-----------|-------|
 * | `from`    | offset of the first byte: the tag's, or an element's or raw run's own |
 * | `to`      | offset past the last byte |
 * | `head`    | bytes before the value: tag and length (of a MESH field the resource count too); 0 for elements and raw |
 * | `end`     | index past the last descendant: `end(i) === i + 1` for a leaf |
 * | `parent`  | index of the parent, -1 at the top |
 * | `kind`    | `NodeKind` in the low 4 bits; bit 7 (`OVERLONG`): a varint of tag, length or value is overlong |
 * | `problem` | `ProblemCode`, 0 for none |
 * | `ref`     | what the guide calls the field, -1 for one that it does not know; elements carry their field's |
 * | `shape`   | how the value was read: a message shape (0 or more) or a `Content` code; -1 for a value that is a leaf |
 *
 * `from` never decreases, so the deepest node that holds a byte is found by bisection.
 *
 *     bytes   0a 02 08 05 10 07            index  from to head end parent kind
 *     text    1: {1: 5} 2: 7                 0      0   4   2    2   -1    LEN
 *                                            1      2   4   1    2    0    VARINT
 *                                            2      4   6   1    3   -1    VARINT
 */
export interface WireNodes {
  readonly length: number;
  /** Deepest level, 1 for a flat message, 0 for none. */
  readonly depth: number;
  from(node: number): number;
  to(node: number): number;
  head(node: number): number;
  end(node: number): number;
  parent(node: number): number;
  kind(node: number): number;
  problem(node: number): number;
  ref(node: number): number;
  shape(node: number): number;
  /** Deepest node that holds byte `offset`, or undefined when there is none. */
  atOffset(offset: number): NodeIndex | undefined;
}

/** Bit of `kind` that says that a varint of the node is overlong. */
export const OVERLONG = 0x80;

/** `NodeKind` of a node, without the overlong bit. */
export function kindAt(nodes: WireNodes, node: number): number {
  return nodes.kind(node) & 0x0f;
}
