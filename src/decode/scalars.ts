import type { Field, ScalarType, SchemaSet } from "../schema/index.ts";
import { Content, WireType } from "../wire/index.ts";

/** Wire type in which a scalar travels. */
export function wireOfScalar(scalar: ScalarType): number {
  switch (scalar) {
    case "string":
    case "bytes":
      return WireType.LEN;
    case "double":
    case "fixed64":
    case "sfixed64":
      return WireType.I64;
    case "float":
    case "fixed32":
    case "sfixed32":
      return WireType.I32;
    default:
      return WireType.VARINT;
  }
}

/** Wire type in which one value of the field travels, unpacked. */
export function wireOfField(field: Field): number {
  switch (field.type.kind) {
    case "scalar":
      return wireOfScalar(field.type.scalar);
    case "enum":
      return WireType.VARINT;
    case "group":
      return WireType.SGROUP;
    default:
      return WireType.LEN;
  }
}

/** True for a repeated field whose values can stand packed: numbers, bools and enums. */
export function isPackable(field: Field): boolean {
  return (
    field.repeated &&
    !field.map &&
    (field.type.kind === "enum" || (field.type.kind === "scalar" && wireOfScalar(field.type.scalar) !== WireType.LEN))
  );
}

/** How a packed payload of the field is cut into elements. */
export function packedContent(field: Field): number {
  const wire = wireOfField(field);
  return wire === WireType.I64 ? Content.PACKED_I64 : wire === WireType.I32 ? Content.PACKED_I32 : Content.PACKED_VARINT;
}

/** The `field1` of the wrapper that a bare array's `.proto` shows but the wire does not have. */
export function bareElement(set: SchemaSet, field: Field): Field | undefined {
  return field.bare && field.type.kind === "message" ? set.types[field.type.typeId]?.fields[0] : undefined;
}

/** True when an occurrence in `wire` is one that the field's reader accepts. */
export function accepts(field: Field, wire: number): boolean {
  if (field.packedOnly || field.bare) return wire === WireType.LEN;
  return wire === wireOfField(field) || (wire === WireType.LEN && isPackable(field));
}
