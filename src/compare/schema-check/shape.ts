import type { Field, MessageType, ScalarType, SchemaSet } from "../../schema/index.ts";

/** How one value of a field stands on the wire, with what the reader makes of it. */
export type Shape =
  | {
      readonly kind: "varint";
      readonly coding: "unsigned" | "signed" | "zigzag" | "bool" | "enum";
      /** Bits that the value keeps; when `isExact` is false a reader may keep fewer. */
      readonly bits: number;
      readonly isExact: boolean;
      /** True when a writer puts a zero on the wire: in a list, an Option, a variant. A number that has a default leaves it out, a `NonZero` has none. */
      readonly writesZero: boolean;
      /** A reader fails on a zero. */
      readonly nonzero: boolean;
    }
  | { readonly kind: "fixed"; readonly bits: 32 | 64; readonly coding: "unsigned" | "signed" | "float" }
  | { readonly kind: "text" }
  /** `size` undefined: any length, or (`isExact` false) not known. */
  | { readonly kind: "bytes"; readonly size: number | undefined; readonly isExact: boolean; readonly isArray: boolean }
  | { readonly kind: "message"; readonly type: MessageType }
  | { readonly kind: "group"; readonly type: MessageType }
  /** `[T; N]` of numbers: one packed value, wire type LEN only. */
  | { readonly kind: "array"; readonly element: Shape; readonly count: number | undefined }
  | { readonly kind: "unknown" };

/** How often a value stands: once, as a list of numbers (packed or not), or one an occurrence. */
export interface Form {
  readonly times: "one" | "numbers" | "list";
  readonly shape: Shape;
  /** Exact number of elements of a list, when stated. */
  readonly count: number | undefined;
  /** False when a plain schema would not state the number of elements. */
  readonly isExact: boolean;
}

const varints: Partial<Record<ScalarType, readonly ["unsigned" | "signed" | "zigzag" | "bool", number]>> = {
  uint32: ["unsigned", 32],
  uint64: ["unsigned", 64],
  int32: ["signed", 32],
  int64: ["signed", 64],
  sint32: ["zigzag", 32],
  sint64: ["zigzag", 64],
  bool: ["bool", 1],
};
const fixeds: Partial<Record<ScalarType, readonly [32 | 64, "unsigned" | "signed" | "float"]>> = {
  fixed32: [32, "unsigned"],
  sfixed32: [32, "signed"],
  float: [32, "float"],
  fixed64: [64, "unsigned"],
  sfixed64: [64, "signed"],
  double: [64, "float"],
};

/** The form of a field, its wrapper that is not on the wire looked through. */
export function formOf(set: SchemaSet, field: Field): Form {
  const isExact = set.types[field.parent]!.exact || field.facts.count !== undefined;
  const wrapped = field.bare && field.type.kind === "message" ? set.types[field.type.typeId]!.fields[0] : undefined;
  if (wrapped) {
    const shape: Shape = { kind: "array", element: shapeOf(set, wrapped), count: wrapped.facts.count ?? field.facts.count };
    return { times: field.repeated ? "list" : "one", shape, count: undefined, isExact };
  }
  const shape = shapeOf(set, field);
  const { count } = field.facts;
  if (!field.repeated) return { times: "one", shape, count: undefined, isExact };
  if (field.packedOnly) return { times: "one", shape: { kind: "array", element: shape, count }, count: undefined, isExact };
  return { times: isNumber(shape) ? "numbers" : "list", shape, count, isExact };
}

function isNumber(shape: Shape): boolean {
  return shape.kind === "varint" || shape.kind === "fixed";
}

function shapeOf(set: SchemaSet, field: Field): Shape {
  const { type, facts } = field;
  const { exact } = set.types[field.parent]!;
  switch (type.kind) {
    case "message":
    case "group":
      return { kind: type.kind, type: set.types[type.typeId]! };
    case "enum":
      return { kind: "varint", coding: "enum", bits: 32, isExact: true, writesZero: hasZero(field), nonzero: false };
    case "unresolved":
      return { kind: "unknown" };
    case "scalar": {
      const varint = varints[type.scalar];
      if (varint) {
        const isExact = exact || facts.bits !== undefined || varint[0] === "bool";
        const nonzero = facts.nonzero ?? false;
        // A plain schema shows a `NonZero` as the number.
        const writesZero = !nonzero && (exact || varint[0] === "bool") && hasZero(field);
        return { kind: "varint", coding: varint[0], bits: facts.bits ?? varint[1], isExact, writesZero, nonzero };
      }
      const fixed = fixeds[type.scalar];
      if (fixed) return { kind: "fixed", bits: fixed[0], coding: fixed[1] };
      if (type.scalar === "string") return { kind: "text" };
      return { kind: "bytes", size: facts.size, isExact: exact || facts.size !== undefined, isArray: facts.required ?? false };
    }
  }
}

function hasZero({ repeated, oneof, presence }: Field): boolean {
  return repeated || oneof !== undefined || presence === "explicit";
}

/** The list inside a message that is a wrapper for a sequence: its only field, `field1`, repeats. */
export function sequenceIn(shape: Shape): Field | undefined {
  if (shape.kind !== "message") return undefined;
  const [only] = shape.type.fields;
  return shape.type.fields.length === 1 && only!.repeated && only!.number === 1 && only!.name === "field1" ? only : undefined;
}
