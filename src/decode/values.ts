import { hexOf, textOf } from "../base/index.ts";
import type { EnumType, Field, ScalarType } from "../schema/index.ts";
import { kindAt, NodeKind, readVarint, varint, varintAt, WireType } from "../wire/index.ts";
import { type Decoded, fieldOf, isOpened, Status, valueRange } from "./model.ts";
import { bareElement } from "./scalars.ts";

/**
 * A value as JSON has it: integers of up to 32 bits and floats as numbers (NaN and infinities as text), 64-bit integers as decimal
 * text, bytes as lower-case hex. `null` is the value of an `optional` field that holds nothing.
 */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Undoes zigzag on 64 unsigned bits. */
export function unzigzag(value: bigint): bigint {
  return (value >> 1n) ^ -(value & 1n);
}

function floatValue(value: number): JsonValue {
  return Number.isFinite(value) ? value : Number.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
}

/** Cuts a varint to what a reader of the type holds: natural width, or `bits` where the schema states one. */
function cutVarint(value: bigint, scalar: ScalarType, bits: number | undefined): bigint | boolean {
  switch (scalar) {
    case "bool":
      return value !== 0n;
    case "uint32":
      return BigInt.asUintN(bits ?? 32, value);
    case "uint64":
      return BigInt.asUintN(bits ?? 64, value);
    case "sint32":
      return BigInt.asIntN(bits ?? 32, unzigzag(value));
    case "sint64":
      return BigInt.asIntN(bits ?? 64, unzigzag(value));
    case "int32":
      return BigInt.asIntN(bits ?? 32, value);
    default:
      return BigInt.asIntN(bits ?? 64, value);
  }
}

function isWide(scalar: ScalarType): boolean {
  return scalar.endsWith("64");
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A number that is no longer than what a reader of its type holds, without a bigint on the way; undefined for others, and for bools. */
function smallValue(bytes: Uint8Array, scalar: ScalarType, from: number, to: number, bits: number | undefined): number | undefined {
  if (scalar === "bool") return undefined;
  readVarint(bytes, from, to);
  const { lo } = varint;
  if (varint.hi !== 0 || lo >= 2 ** ((bits ?? (isWide(scalar) ? 64 : 32)) - 1)) return undefined;
  return scalar === "sint32" || scalar === "sint64" ? (lo >>> 1) ^ -(lo & 1) : lo;
}

/** The first name of an enum's number, or the number itself. */
function enumValue(type: EnumType | undefined, number: number): JsonValue {
  return type?.byNumber.get(number) ?? number;
}

/** Value of a scalar at `[from, to)` that stands in `wire` (VARINT, I64, I32 or LEN), as JSON. */
export function readScalar(bytes: Uint8Array, scalar: ScalarType, wire: number, from: number, to: number, bits?: number): JsonValue {
  switch (scalar) {
    case "string":
      return textOf(bytes, from, to);
    case "bytes":
      return hexOf(bytes, from, to);
    case "double":
      return floatValue(viewOf(bytes).getFloat64(from, true));
    case "float":
      return floatValue(viewOf(bytes).getFloat32(from, true));
    case "fixed64":
      return viewOf(bytes).getBigUint64(from, true).toString();
    case "sfixed64":
      return viewOf(bytes).getBigInt64(from, true).toString();
    case "fixed32":
      return viewOf(bytes).getUint32(from, true);
    case "sfixed32":
      return viewOf(bytes).getInt32(from, true);
    default: {
      if (wire !== WireType.VARINT) return hexOf(bytes, from, to);
      const small = smallValue(bytes, scalar, from, to, bits);
      if (small !== undefined) return isWide(scalar) ? small.toString() : small;
      const value = cutVarint(varintAt(bytes, from, to), scalar, bits);
      return typeof value === "boolean" ? value : isWide(scalar) ? value.toString() : Number(value);
    }
  }
}

/** The wire type in which a node's value stands: its own, or that of an element. */
export function valueWire(decoded: Decoded, node: number): number {
  const kind = kindAt(decoded.nodes, node);
  if (kind === NodeKind.ELEMENT_VARINT) return WireType.VARINT;
  if (kind === NodeKind.ELEMENT_I64) return WireType.I64;
  if (kind === NodeKind.ELEMENT_I32) return WireType.I32;
  return kind;
}

/** The field whose type a node's value has: for elements of a bare array that of the wrapper's `field1`, for an unknown node the lent one. */
export function valueField(decoded: Decoded, node: number): Field | undefined {
  const field = fieldOf(decoded, node) ?? decoded.loans.get(node)?.field;
  return field && (bareElement(decoded.set, field) ?? field);
}

/** True when the node's value stands as its field's type says: in a known field, or in an unknown one whose type is borrowed. */
export function isTyped(decoded: Decoded, node: number): boolean {
  const status = decoded.nodes.status(node);
  return status === Status.KNOWN || (status === Status.UNKNOWN && valueField(decoded, node) !== undefined);
}

/** A raw value as it stands, without a schema: VARINT and I64 as decimal text, I32 as a number, the rest as hex. */
export function rawValue(decoded: Decoded, node: number): JsonValue | undefined {
  const [from, to] = valueRange(decoded, node);
  if (from === to && kindAt(decoded.nodes, node) !== WireType.LEN) return undefined;
  const whole = decoded.nodes.problem(node) === 0 || decoded.nodes.status(node) === Status.MISMATCHED;
  const wire = valueWire(decoded, node);
  if (whole && wire === WireType.VARINT) return varintAt(decoded.bytes, from, to).toString();
  if (whole && wire === WireType.I64) return readScalar(decoded.bytes, "fixed64", wire, from, to);
  if (whole && wire === WireType.I32) return readScalar(decoded.bytes, "fixed32", wire, from, to);
  return hexOf(decoded.bytes, from, to);
}

/**
 * Value of a node as the contract's JSON has it; undefined for what has children: messages, groups, packed fields.
 * Where the field is unknown and nobody lends it a type, or it is mismatched or malformed, it is the raw value.
 */
export function scalarValue(decoded: Decoded, node: number): JsonValue | undefined {
  const { nodes } = decoded;
  if (nodes.end(node) > node + 1 || (isOpened(decoded, node) && isTyped(decoded, node))) return undefined;
  const field = valueField(decoded, node);
  const [from, to] = valueRange(decoded, node);
  const kind = kindAt(nodes, node);
  if (kind === NodeKind.ELEMENT_I8) return decoded.bytes[from]!;
  if (kind === NodeKind.ELEMENT_I16) return decoded.bytes[from]! | (decoded.bytes[from + 1]! << 8);
  const isText = field?.type.kind === "scalar" && field.type.scalar === "string";
  const text = isText && kind === WireType.LEN && decoded.nodes.status(node) !== Status.MISMATCHED;
  if (field && text) return textOf(decoded.bytes, from, to);
  if (!field || !isTyped(decoded, node)) return rawValue(decoded, node);
  if (nodes.shape(node) < -1) return [];
  if (field.type.kind === "scalar")
    return readScalar(decoded.bytes, field.type.scalar, valueWire(decoded, node), from, to, field.facts.bits);
  if (field.type.kind === "enum")
    return enumValue(decoded.set.enums[field.type.enumId], Number(cutVarint(varintAt(decoded.bytes, from, to), "int32", undefined)));
  return hexOf(decoded.bytes, from, to);
}

const ZERO: Readonly<Record<ScalarType, JsonValue>> = {
  double: 0,
  float: 0,
  int32: 0,
  int64: "0",
  uint32: 0,
  uint64: "0",
  sint32: 0,
  sint64: "0",
  fixed32: 0,
  fixed64: "0",
  sfixed32: 0,
  sfixed64: "0",
  bool: false,
  string: "",
  bytes: "",
};

/** A proto2 default as JSON has it: the escapes of `bytes` stand for one byte a character, floats may be infinite. */
function declaredValue(field: Field): JsonValue {
  const value = field.declaredDefault!;
  const scalar = field.type.kind === "scalar" ? field.type.scalar : undefined;
  if (scalar === "bytes") return hexOf(Uint8Array.from(String(value), (c) => c.charCodeAt(0)));
  return typeof value === "number" ? floatValue(value) : value;
}

/**
 * Value that the reader uses for an absent field: `null` where it holds nothing (an `optional`), an empty list or map, a declared
 * default, else zero; undefined for a message, and where absence has no default and the read fails (a required array, a NonZero).
 */
export function defaultValue(decoded: Decoded, field: Field): JsonValue | undefined {
  if (field.map) return {};
  if (field.facts.required || field.presence === "required") return undefined;
  if (field.repeated) return [];
  if (field.facts.nonzero && field.presence !== "explicit") return undefined;
  if (field.declaredDefault !== undefined) return declaredValue(field);
  if (field.facts.nullable) return null;
  if (field.type.kind === "enum") {
    if (field.presence === "explicit") return null;
    const type = decoded.set.enums[field.type.enumId];
    return enumValue(type, 0);
  }
  if (field.type.kind !== "scalar") return undefined;
  if (field.presence === "explicit") return null;
  return field.facts.size === undefined ? ZERO[field.type.scalar] : "00".repeat(field.facts.size);
}
