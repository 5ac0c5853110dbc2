import { isArrayWrapper, isPackable } from "../decode/index.ts";
import type { Field, MessageType, SchemaSet } from "../schema/index.ts";

/** What several occurrences of a field in one message make. */
export const Sort = {
  /** One value; the last occurrence wins. */
  SINGLE: 0,
  /** Bytes that grow by each occurrence. */
  APPENDED: 1,
  /** One message, all occurrences merged. */
  MESSAGE: 2,
  /** One message, the last occurrence wins: the wrapper of `[T; N]`. */
  LAST_MESSAGE: 3,
  /** A list of numbers, packed or not. */
  NUMBERS: 4,
  /** A packed array, the last occurrence wins. */
  ARRAY: 5,
  /** A list of texts, bytes, messages or arrays, one an occurrence. */
  LIST: 6,
  MAP: 7,
} as const;

const sorts = new WeakMap<SchemaSet, Uint8Array>();

/** `Sort` of each field of the set, by its id. */
export function sortsOf(set: SchemaSet): Uint8Array {
  let made = sorts.get(set);
  if (!made) {
    made = Uint8Array.from(set.fields, (field) => sortOf(set, field));
    sorts.set(set, made);
  }
  return made;
}

function sortOf(set: SchemaSet, field: Field): number {
  const { type } = field;
  if (field.map) return Sort.MAP;
  if (field.packedOnly || (field.bare && !field.repeated)) return Sort.ARRAY;
  if (field.repeated) return isPackable(field) ? Sort.NUMBERS : Sort.LIST;
  if (type.kind === "message") return isArrayWrapper(set, field) ? Sort.LAST_MESSAGE : Sort.MESSAGE;
  if (type.kind === "group") return Sort.MESSAGE;
  return type.kind === "scalar" && type.scalar === "bytes" && field.facts.size === undefined ? Sort.APPENDED : Sort.SINGLE;
}

/** True for the sorts that are lists with a row of their own. */
export function isListSort(sort: number): boolean {
  return sort >= Sort.NUMBERS;
}

/** True for a state unit: `{ 1: name, 2: Any }`. */
export function isUnitType(set: SchemaSet, type: MessageType | undefined): boolean {
  const name = type?.byNumber.get(1);
  const state = type?.byNumber.get(2)?.type;
  return (
    name?.name === "name" &&
    name.type.kind === "scalar" &&
    name.type.scalar === "string" &&
    state?.kind === "message" &&
    set.types[state.typeId]!.typeName === "google.protobuf.Any"
  );
}
