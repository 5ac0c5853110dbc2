import { type ByteRange, counted, grouped, invalidUtf8At } from "../base/index.ts";
import type { Field } from "../schema/index.ts";
import {
  kindAt,
  NodeKind,
  numberAt,
  PROBLEM_NAMES,
  type Problem,
  ProblemCode,
  readVarint,
  tagLength,
  varint,
  WIRE_NAMES,
  WireType,
} from "../wire/index.ts";
import { type Decoded, fieldOf } from "./model.ts";
import { pathOf } from "./paths.ts";
import { wireOfField } from "./scalars.ts";
import { MOST_LEVELS } from "./survey/frames.ts";

/** What the mesh reader says when a field comes in a wire type that it does not accept. */
function expectedWord(field: Field): string {
  if (field.type.kind === "message" && !field.bare) return "expected a message";
  if (field.packedOnly || field.bare) return "expected a byte array";
  const wire = wireOfField(field);
  if (wire === WireType.VARINT) return "expected a varint";
  if (wire === WireType.I64) return "expected a fixed64";
  if (wire === WireType.I32) return "expected a fixed32";
  return "expected a byte array";
}

/** Offset of the varint that announces the length of a LEN or MESH field, and the length, when it can be read. */
function announced(decoded: Decoded, node: number): { at: number; length: bigint | undefined } {
  const { nodes, bytes } = decoded;
  const to = nodes.to(node);
  let at = nodes.from(node) + tagLength(nodes, bytes, node);
  if (kindAt(nodes, node) === NodeKind.MESH) {
    readVarint(bytes, at, to);
    at = varint.next;
  }
  const fault = readVarint(bytes, at, to);
  return { at, length: fault === 0 ? (BigInt(varint.hi) << 32n) | BigInt(varint.lo) : undefined };
}

function eofBytes(decoded: Decoded, node: number): { range: ByteRange; detail: string } {
  const { at, length } = announced(decoded, node);
  const to = decoded.nodes.to(node);
  const has = to - decoded.nodes.from(node) - decoded.nodes.head(node);
  const needs = length === undefined ? "more than there are" : `${grouped(length)} ${length === 1n ? "byte" : "bytes"}`;
  return { range: [at, to], detail: `eof parsing a byte array: needs ${needs}, has ${grouped(has)}` };
}

function describe(decoded: Decoded, node: number, code: number): { range: ByteRange; detail: string } {
  const { nodes, bytes } = decoded;
  const from = nodes.from(node);
  const to = nodes.to(node);
  const value = from + nodes.head(node);
  switch (code) {
    case ProblemCode.EOF_VARINT:
      return { range: [Math.min(value, to - 1), to], detail: "eof parsing a varint: its last byte is missing" };
    case ProblemCode.VARINT_TOO_BIG: {
      const at = kindAt(nodes, node) === NodeKind.LEN ? from + tagLength(nodes, bytes, node) : value;
      return { range: [at, to], detail: "varint too big: its 10th byte says that more follow" };
    }
    case ProblemCode.EOF_FIXED64:
      return { range: [value, to], detail: `eof parsing a fixed64: needs 8 bytes, has ${to - value}` };
    case ProblemCode.EOF_FIXED32:
      return { range: [value, to], detail: `eof parsing a fixed32: needs 4 bytes, has ${to - value}` };
    case ProblemCode.EOF_BYTES:
      return eofBytes(decoded, node);
    case ProblemCode.GROUP:
      if (kindAt(nodes, node) === NodeKind.EGROUP)
        return { range: [from, to], detail: "unknown wire type 4: the end of a group, which mesh does not read" };
      return { range: [from, value], detail: "unknown wire type 3: a group, which mesh does not read; its content is shown all the same" };
    case ProblemCode.OPEN_GROUP:
      return {
        range: [from, value],
        detail: `unknown wire type 3: a group that nothing ends (no EGROUP ${numberAt(nodes, bytes, node)} follows)`,
      };
    case ProblemCode.STRAY_END_GROUP:
      return { range: [from, to], detail: "unknown wire type 4: the end of a group that is not open" };
    case ProblemCode.MESH: {
      readVarint(bytes, from + tagLength(nodes, bytes, node), to);
      const resources = varint.hi * 2 ** 32 + varint.lo;
      if (resources === 0)
        return { range: [from, value], detail: "a message of wire type 6, which saved state does not hold; it names no resources" };
      return {
        range: [from, value],
        detail: `invalid resource range: a message with ${counted(resources, "resource")} (wire type 6), which saved state does not hold`,
      };
    }
    case ProblemCode.RESOURCE:
      return { range: [from, to], detail: "missing resource: a resource (wire type 7), which saved state does not hold" };
    case ProblemCode.UNREAD:
      return { range: [from, to], detail: "not read: the field before cannot be parsed, so the rest of its message is shown raw" };
    case ProblemCode.TOO_DEEP:
      return { range: [value, to], detail: `not read: it stands below ${grouped(MOST_LEVELS)} levels, and no more are read` };
    case ProblemCode.PACKED: {
      const last = nodes.end(node) - 1;
      const inner = describe(decoded, last, nodes.problem(last));
      return { range: inner.range, detail: `its last element does not parse: ${inner.detail}` };
    }
    case ProblemCode.UTF8: {
      const at = Math.max(value, invalidUtf8At(bytes, value, to));
      return { range: [at, to], detail: `invalid UTF-8 string: byte ${grouped(at - value)} of ${grouped(to - value)} is not valid` };
    }
    default: {
      const field = fieldOf(decoded, node);
      const word = field ? expectedWord(field) : "unexpected wire type";
      return {
        range: [from, to],
        detail: `${word}: the field is ${field?.typeText ?? "unknown"}, the wire has ${WIRE_NAMES[kindAt(nodes, node)] ?? "raw bytes"}`,
      };
    }
  }
}

/** What is wrong with a node, or undefined. The detail begins with the mesh reader's own words, so that it can be held against a log. */
export function problemOf(decoded: Decoded, node: number): Problem | undefined {
  const code = decoded.nodes.problem(node);
  if (code === ProblemCode.NONE) return undefined;
  const { range, detail } = describe(decoded, node, code);
  return { code: PROBLEM_NAMES[code]!, range, path: pathOf(decoded, node), detail };
}
