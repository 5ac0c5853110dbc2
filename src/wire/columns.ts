import type { NodeIndex } from "../base/index.ts";

/**
 * The nodes of one blob, in pre-order: a parent stands before its children, siblings in wire order. One typed array a fact, one
 * entry a node, no object a field.
 *
 * | column    | holds |
 * |-----------|-------|
 * | `from`    | offset of the first byte: the tag's, or an element's or raw run's own |
 * | `to`      | offset past the last byte |
 * | `head`    | bytes before the value: tag and length (of a MESH field the resource count too); 0 for elements and raw |
 * | `end`     | index past the last descendant: `end[i] === i + 1` for a leaf |
 * | `parent`  | index of the parent, -1 at the top |
 * | `kind`    | `NodeKind` in the low 4 bits; bit 7: a varint of tag, length or value is overlong |
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
export class WireColumns {
  length = 0;
  from: Uint32Array;
  to: Uint32Array;
  end: Uint32Array;
  parent: Int32Array;
  ref: Int32Array;
  shape: Int32Array;
  head: Uint8Array;
  kind: Uint8Array;
  problem: Uint8Array;
  /** Deepest level, 1 for a flat message, 0 for none. */
  depth = 0;

  constructor(capacity: number) {
    this.from = new Uint32Array(capacity);
    this.to = new Uint32Array(capacity);
    this.end = new Uint32Array(capacity);
    this.parent = new Int32Array(capacity);
    this.ref = new Int32Array(capacity);
    this.shape = new Int32Array(capacity);
    this.head = new Uint8Array(capacity);
    this.kind = new Uint8Array(capacity);
    this.problem = new Uint8Array(capacity);
  }

  /** Adds a leaf and returns its index. */
  push(from: number, to: number, head: number, kind: number, parent: number, ref: number, problem: number): number {
    const i = this.length;
    if (i === this.from.length) this.#grow();
    this.length = i + 1;
    this.from[i] = from;
    this.to[i] = to;
    this.head[i] = head;
    this.kind[i] = kind;
    this.end[i] = i + 1;
    this.parent[i] = parent;
    this.ref[i] = ref;
    this.shape[i] = -1;
    this.problem[i] = problem;
    return i;
  }

  /** Gives back what was reserved beyond the nodes. */
  seal(): this {
    this.#resize(this.length);
    return this;
  }

  #grow(): void {
    this.#resize(Math.max(64, this.from.length * 2));
  }

  #resize(capacity: number): void {
    if (capacity === this.from.length) return;
    const keep = <T extends Uint32Array | Int32Array | Uint8Array>(old: T, made: T): T => {
      made.set(old.length > capacity ? old.subarray(0, capacity) : old);
      return made;
    };
    this.from = keep(this.from, new Uint32Array(capacity));
    this.to = keep(this.to, new Uint32Array(capacity));
    this.end = keep(this.end, new Uint32Array(capacity));
    this.parent = keep(this.parent, new Int32Array(capacity));
    this.ref = keep(this.ref, new Int32Array(capacity));
    this.shape = keep(this.shape, new Int32Array(capacity));
    this.head = keep(this.head, new Uint8Array(capacity));
    this.kind = keep(this.kind, new Uint8Array(capacity));
    this.problem = keep(this.problem, new Uint8Array(capacity));
  }
}

/** Bit of `kind` that says that a varint of the node is overlong. */
export const OVERLONG = 0x80;

/** `NodeKind` of a node, without the overlong bit. */
export function kindAt(columns: WireColumns, node: number): number {
  return columns.kind[node]! & 0x0f;
}

/** Deepest node that holds byte `offset`, or undefined when there is none. Cost: log of the nodes, plus the depth. */
export function nodeAtOffset(columns: WireColumns, offset: number): NodeIndex | undefined {
  let low = 0;
  let high = columns.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (columns.from[middle]! <= offset) low = middle + 1;
    else high = middle;
  }
  let node = low - 1;
  while (node >= 0 && columns.to[node]! <= offset) node = columns.parent[node]!;
  return node < 0 ? undefined : (node as NodeIndex);
}
