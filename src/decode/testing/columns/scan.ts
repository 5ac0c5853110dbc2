import { Content, type Guide, NodeKind, ProblemCode, readVarint, VarintFault, varint, WireType } from "../../../wire/index.ts";
import { WireColumns } from "./wire-columns.ts";

/**
 * Reads `bytes` into columns. It never fails and never recurses: what does not parse becomes a node with a problem, the rest of
 * its message one raw node, so every byte is in exactly one leaf (or in a parent's tag and length).
 * Borrows the bytes. Cost: linear in the bytes, given a guide whose `content` is linear in the fields that it looks at.
 */
export function scan(bytes: Uint8Array, guide: Guide, rootShape: number): WireColumns {
  const out = new WireColumns(Math.max(64, bytes.length >>> 2));
  // One frame an open message or group, in parallel arrays: its node, shape, and end of bytes; `groups` is its field number or -1.
  const nodes: number[] = [-1];
  const shapes: number[] = [rootShape];
  const ends: number[] = [bytes.length];
  const groups: number[] = [-1];
  let parent = -1;
  let shape = rootShape;
  let end = bytes.length;
  let pos = 0;

  const open = (node: number, inner: number, until: number, group: number): void => {
    out.shape[node] = inner;
    nodes.push(node);
    shapes.push(inner);
    ends.push(until);
    groups.push(group);
    parent = node;
    shape = inner;
    end = until;
  };
  const close = (): void => {
    if (out.length > parent + 1 && nodes.length > out.depth) out.depth = nodes.length;
    const node = nodes.pop()!;
    shapes.pop();
    ends.pop();
    groups.pop();
    out.end[node] = out.length;
    parent = nodes[nodes.length - 1]!;
    shape = shapes[shapes.length - 1]!;
    end = ends[ends.length - 1]!;
  };
  const raw = (from: number, why: number): void => {
    if (from < end) out.push(from, end, 0, NodeKind.RAW, parent, -1, why);
    pos = end;
  };

  for (;;) {
    if (pos >= end) {
      if (nodes.length === 1) break;
      if (groups[groups.length - 1]! >= 0) {
        out.to[parent] = pos;
        out.problem[parent] = ProblemCode.OPEN_GROUP;
      }
      close();
      continue;
    }
    const from = pos;
    const tagFault = readVarint(bytes, pos, end);
    if (tagFault !== VarintFault.NONE) {
      raw(from, tagFault === VarintFault.EOF ? ProblemCode.EOF_VARINT : ProblemCode.VARINT_TOO_BIG);
      continue;
    }
    pos = varint.next;
    let overlong = varint.overlong ? 0x80 : 0;
    const wire = varint.lo & 7;
    const number = ((varint.lo >>> 3) | (varint.hi << 29)) >>> 0;
    const ref = guide.field(shape, number);

    switch (wire) {
      case WireType.VARINT: {
        const fault = readVarint(bytes, pos, end);
        const head = pos - from;
        pos = varint.next;
        if (fault === VarintFault.NONE) {
          if (varint.overlong) overlong = 0x80;
          out.push(from, pos, head, wire | overlong, parent, ref, 0);
        } else {
          out.push(from, pos, head, wire, parent, ref, fault === VarintFault.EOF ? ProblemCode.EOF_VARINT : ProblemCode.VARINT_TOO_BIG);
          raw(pos, ProblemCode.UNREAD);
        }
        break;
      }
      case WireType.I64:
      case WireType.I32: {
        const width = wire === WireType.I64 ? 8 : 4;
        const short = end - pos < width;
        const problem = short ? (wire === WireType.I64 ? ProblemCode.EOF_FIXED64 : ProblemCode.EOF_FIXED32) : 0;
        const head = pos - from;
        pos = short ? end : pos + width;
        out.push(from, pos, head, wire | overlong, parent, ref, problem);
        break;
      }
      case WireType.MESH:
      case WireType.LEN: {
        let fault: number = VarintFault.NONE;
        if (wire === WireType.MESH) {
          fault = readVarint(bytes, pos, end);
          pos = varint.next;
          if (fault === VarintFault.NONE && varint.overlong) overlong = 0x80;
        }
        if (fault === VarintFault.NONE) {
          fault = readVarint(bytes, pos, end);
          pos = varint.next;
          if (fault === VarintFault.NONE && varint.overlong) overlong = 0x80;
        }
        if (fault !== VarintFault.NONE) {
          out.push(
            from,
            pos,
            pos - from,
            wire | overlong,
            parent,
            ref,
            fault === VarintFault.EOF ? ProblemCode.EOF_VARINT : ProblemCode.VARINT_TOO_BIG,
          );
          raw(pos, ProblemCode.UNREAD);
          break;
        }
        const head = pos - from;
        if (varint.hi !== 0 || varint.lo > end - pos) {
          out.push(from, end, head, wire | overlong, parent, ref, ProblemCode.EOF_BYTES);
          pos = end;
          break;
        }
        const to = pos + varint.lo;
        const node = out.push(from, to, head, wire | overlong, parent, ref, wire === WireType.MESH ? ProblemCode.MESH : 0);
        const content = guide.content(shape, ref, bytes, pos, to);
        if (content >= 0) open(node, content, to, -1);
        else {
          out.shape[node] = content;
          if (content !== Content.BYTES) scanPacked(bytes, out, node, content, pos, to, ref, nodes.length);
          pos = to;
        }
        break;
      }
      case WireType.SGROUP: {
        const node = out.push(from, pos, pos - from, wire | overlong, parent, ref, ProblemCode.GROUP);
        open(node, guide.group(shape, ref), end, number);
        break;
      }
      case WireType.EGROUP: {
        const closes = groups[groups.length - 1] === number;
        out.push(from, pos, pos - from, wire | overlong, parent, ref, closes ? ProblemCode.GROUP : ProblemCode.STRAY_END_GROUP);
        if (closes) {
          out.to[parent] = pos;
          close();
        }
        break;
      }
      default:
        out.push(from, pos, pos - from, wire | overlong, parent, ref, ProblemCode.RESOURCE);
    }
  }
  if (out.length > 0 && out.depth === 0) out.depth = 1;
  return out.seal();
}

/** Adds the elements of the packed field `node`; a tail that does not parse is one last element, and the field carries the problem too. */
function scanPacked(
  bytes: Uint8Array,
  out: WireColumns,
  node: number,
  content: number,
  from: number,
  to: number,
  ref: number,
  level: number,
): void {
  let pos = from;
  if (content === Content.PACKED_VARINT) {
    while (pos < to) {
      const fault = readVarint(bytes, pos, to);
      if (fault !== VarintFault.NONE) {
        out.push(
          pos,
          to,
          0,
          NodeKind.ELEMENT_VARINT,
          node,
          ref,
          fault === VarintFault.EOF ? ProblemCode.EOF_VARINT : ProblemCode.VARINT_TOO_BIG,
        );
        out.problem[node] = ProblemCode.PACKED;
        break;
      }
      out.push(pos, varint.next, 0, NodeKind.ELEMENT_VARINT | (varint.overlong ? 0x80 : 0), node, ref, 0);
      pos = varint.next;
    }
  } else {
    const wide = content === Content.PACKED_I64;
    const width = wide ? 8 : 4;
    const kind = wide ? NodeKind.ELEMENT_I64 : NodeKind.ELEMENT_I32;
    for (; pos + width <= to; pos += width) out.push(pos, pos + width, 0, kind, node, ref, 0);
    if (pos < to) {
      out.push(pos, to, 0, kind, node, ref, wide ? ProblemCode.EOF_FIXED64 : ProblemCode.EOF_FIXED32);
      out.problem[node] = ProblemCode.PACKED;
    }
  }
  out.end[node] = out.length;
  if (from < to && level + 1 > out.depth) out.depth = level + 1;
}
