import { NodeKind, WireType } from "./kinds.ts";
import { kindAt, type WireNodes } from "./nodes.ts";
import { readVarint, VarintFault, varint } from "./varint.ts";

/** Field number of a node with a tag: unsigned 32 bits. The node must have a tag (kinds 0 to 7). */
export function numberAt(nodes: WireNodes, bytes: Uint8Array, node: number): number {
  readVarint(bytes, nodes.from(node), nodes.to(node));
  return ((varint.lo >>> 3) | (varint.hi << 29)) >>> 0;
}

/** Offset of the first byte of the value: past tag and length. */
export function valueFrom(nodes: WireNodes, node: number): number {
  return nodes.from(node) + nodes.head(node);
}

/** Number of bytes of the tag alone; 0 for elements and raw nodes. */
export function tagLength(nodes: WireNodes, bytes: Uint8Array, node: number): number {
  if (kindAt(nodes, node) > NodeKind.RESOURCE) return 0;
  readVarint(bytes, nodes.from(node), nodes.to(node));
  return varint.next - nodes.from(node);
}

/**
 * Payload range of the last occurrence of LEN field `number` in the message `[from, to)`, as `[from, to)` in a tuple, or undefined.
 * Stops in silence where the bytes do not parse. Cost: linear in the direct fields.
 */
export function lastLenField(bytes: Uint8Array, from: number, to: number, number: number): readonly [number, number] | undefined {
  let found: readonly [number, number] | undefined;
  let at = from;
  while (at < to && readVarint(bytes, at, to) === VarintFault.NONE) {
    at = varint.next;
    const wire = varint.lo & 7;
    const here = varint.lo >>> 3 === number && varint.hi === 0;
    if (wire === WireType.VARINT) {
      if (readVarint(bytes, at, to) !== VarintFault.NONE) break;
      at = varint.next;
    } else if (wire === WireType.I64) at += 8;
    else if (wire === WireType.I32) at += 4;
    else if (wire === WireType.LEN) {
      if (readVarint(bytes, at, to) !== VarintFault.NONE || varint.hi !== 0 || varint.next + varint.lo > to) break;
      if (here) found = [varint.next, varint.next + varint.lo];
      at = varint.next + varint.lo;
    } else break;
  }
  return found;
}
