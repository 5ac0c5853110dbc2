import type { Field, SchemaSet } from "../schema/index.ts";
import { WireType } from "../wire/index.ts";
import { accepts, bareElement, isPackable, wireOfField } from "./scalars.ts";

/** What a value must be checked for beyond its wire type. */
export const Check = { NONE: 0, UNSIGNED: 1, SIGNED: 2, ZIGZAG: 3, BOOL: 4, TEXT: 5 } as const;

/** What a further occurrence of a field in one message does. */
export const Again = {
  /** Elements of a list: nothing. */
  LIST: 0,
  /** The last one wins. */
  REPLACES: 1,
  MERGES: 2,
  APPENDS: 3,
} as const;

/** The facts of every field that the annotating pass asks for, by field id, in typed arrays. */
export interface FieldPlans {
  /** Bit w is set when wire type w is accepted. */
  readonly accepted: Uint8Array;
  readonly check: Uint8Array;
  /** Width in bits to which a varint is cut, 0 for 64. */
  readonly bits: Uint8Array;
  readonly again: Uint8Array;
  /** 1 when a zero value need not be written, so that one on the wire is an explicit default. */
  readonly omitsDefault: Uint8Array;
  readonly packable: Uint8Array;
  /** Index of the oneof in its message, -1 for none. */
  readonly oneof: Int16Array;
  /** Fields of each message type that stand in no oneof: those that have a row when absent. */
  readonly loose: Uint32Array;
}

function checkOf(field: Field): number {
  if (field.type.kind === "enum") return Check.SIGNED;
  if (field.type.kind !== "scalar") return Check.NONE;
  switch (field.type.scalar) {
    case "bool":
      return Check.BOOL;
    case "string":
      return Check.TEXT;
    case "uint32":
    case "uint64":
      return Check.UNSIGNED;
    case "sint32":
    case "sint64":
      return Check.ZIGZAG;
    case "int32":
    case "int64":
      return Check.SIGNED;
    default:
      return Check.NONE;
  }
}

function bitsOf(field: Field): number {
  if (field.facts.bits) return field.facts.bits;
  if (field.type.kind === "enum") return 32;
  return field.type.kind === "scalar" && /int32$/.test(field.type.scalar) ? 32 : 0;
}

/**
 * True for the wrapper message of `[T; N]`: a second occurrence replaces the first instead of being merged into it. A struct with one array is none,
 * nor is a tuple of one packed array: their array alone is replaced.
 */
export function isArrayWrapper(set: SchemaSet, field: Field): boolean {
  const type = field.type.kind === "message" ? set.types[field.type.typeId] : undefined;
  if (type?.fields.length !== 1) return false;
  const { repeated, name, facts, packedOnly } = type.fields[0]!;
  return repeated && name === "field1" && facts.count !== undefined && !packedOnly;
}

function againOf(set: SchemaSet, field: Field): number {
  if (field.packedOnly) return Again.REPLACES;
  if (field.repeated) return Again.LIST;
  if (field.bare || isArrayWrapper(set, field)) return Again.REPLACES;
  if (field.type.kind === "message" || field.type.kind === "group") return Again.MERGES;
  const growing = field.type.kind === "scalar" && field.type.scalar === "bytes" && field.facts.size === undefined;
  return growing ? Again.APPENDS : Again.REPLACES;
}

/** True when a writer leaves the field out while it holds its default. Of a message only an exact schema can say so. */
function omitsDefault(set: SchemaSet, field: Field): boolean {
  const owner = set.types[field.parent]!;
  if (field.repeated || field.presence !== "implicit" || field.oneof || owner.mapEntry || field.facts.required || field.facts.nonzero)
    return false;
  if (field.type.kind === "scalar") return field.facts.size === undefined;
  if (field.type.kind === "enum") return true;
  if (field.type.kind !== "message" || !owner.exact || field.facts.nullable || field.bare) return false;
  return !set.types[field.type.typeId]!.isEnum;
}

/** True for a field that its writer never leaves out, so that its absence speaks against the writer: an array, a stated `required`. */
export function isAlwaysWritten(field: Field): boolean {
  return field.facts.required === true || (field.packedOnly && !field.bare);
}

const cache = new WeakMap<SchemaSet, FieldPlans>();

/** The plans of a set, made once. Cost: linear in its fields. */
export function plansOf(set: SchemaSet): FieldPlans {
  const made = cache.get(set);
  if (made) return made;
  const each = (f: (field: Field) => number): number[] => set.fields.map(f);
  const plans: FieldPlans = {
    accepted: Uint8Array.from(
      each((field) => {
        let mask = 0;
        for (const wire of [WireType.VARINT, WireType.I64, WireType.LEN, WireType.SGROUP, WireType.I32])
          if (accepts(field, wire)) mask |= 1 << wire;
        return field.type.kind === "unresolved" ? 0xff : mask;
      }),
    ),
    check: Uint8Array.from(each((field) => checkOf(bareElement(set, field) ?? field))),
    bits: Uint8Array.from(each((field) => bitsOf(bareElement(set, field) ?? field))),
    again: Uint8Array.from(each((field) => againOf(set, field))),
    omitsDefault: Uint8Array.from(each((field) => (omitsDefault(set, field) ? 1 : 0))),
    packable: Uint8Array.from(each((field) => (isPackable(field) && wireOfField(field) !== WireType.LEN ? 1 : 0))),
    oneof: Int16Array.from(each((field) => (field.oneof === undefined ? -1 : set.types[field.parent]!.oneofs.indexOf(field.oneof)))),
    loose: Uint32Array.from(set.types, (type) => type.fields.filter((field) => field.oneof === undefined).length),
  };
  cache.set(set, plans);
  return plans;
}
