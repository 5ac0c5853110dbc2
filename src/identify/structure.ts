import type { Field, MessageType, SchemaSet } from "../schema/index.ts";

/** One number for each structure met so far, shared by all sets: equal structures read every blob alike. */
const interned = new Map<string, number>();
const ids = new WeakMap<MessageType, number>();

function fieldText(set: SchemaSet, field: Field, open: ReadonlySet<MessageType>): string {
  const { type } = field;
  let inner: string;
  if (type.kind === "message" || type.kind === "group") inner = `${type.kind}${idOf(set, set.types[type.typeId]!, open)}`;
  else if (type.kind === "scalar") inner = type.scalar;
  else inner = type.kind;
  const flags = [field.repeated, field.map, field.packedOnly, field.bare, field.oneof !== undefined].map(Number).join("");
  return `${field.number}:${inner}:${flags}:${field.presence}:${JSON.stringify(field.facts)}`;
}

/** A recursive type refers to itself by its name: two such types of other names count as different, which costs one more trial. */
function idOf(set: SchemaSet, type: MessageType, open: ReadonlySet<MessageType>): number | string {
  const known = ids.get(type);
  if (known !== undefined) return known;
  if (open.has(type)) return type.typeName;
  const inside = new Set(open).add(type);
  // What an `Any` opens to differs from release to release.
  const own = type.typeName === "google.protobuf.Any" ? `any of ${set.release}` : "";
  const text = `${own}${type.isEnum ? "enum" : ""}${type.exact ? "exact" : ""}{${type.fields.map((field) => fieldText(set, field, inside)).join()}}`;
  let id = interned.get(text);
  if (id === undefined) {
    id = interned.size;
    interned.set(text, id);
  }
  ids.set(type, id);
  return id;
}

/**
 * A key that two types share when they read and write every blob alike, whatever they and their fields are called. Types that hold an
 * `Any` share it only within one release. Memoized; cost: linear in the types below.
 */
export function structureKey(set: SchemaSet, type: MessageType): number | string {
  return idOf(set, type, new Set());
}
