import { sha256 } from "@noble/hashes/sha2.js";
import { hexOf } from "../base/index.ts";
import { components } from "./components.ts";
import type { Field, MessageType, SchemaSet, TypeId } from "./model.ts";

/** Rounds by which types that hold each other are told apart: types that differ only in more than so many steps count as equal. */
const ROUNDS = 16;

const encoder = new TextEncoder();
const known = new WeakMap<SchemaSet, readonly string[]>();

/**
 * A short text that two types share, in one set or in two, when their wire structure is the same: numbers, kinds, repetition,
 * packing, membership of a oneof, and all that below; names, comments and exact facts left out. A bare wrapper counts as the packed
 * array that it is on the wire, a map as its repeated entries, and `google.protobuf.Any` as itself only. Cost: linear in the set at the first call,
 * nothing after it.
 */
export function structureHash(set: SchemaSet, type: MessageType): string {
  return hashesOf(set)[type.id]!;
}

/**
 * What a field's bytes look like, without its names: two fields of the same text write the same value as the same bytes. A packed
 * array reads the same whether its length is fixed or not.
 */
export function fieldBytes(set: SchemaSet, field: Field): string {
  const hashes = hashesOf(set);
  return fieldText(set, field, (id) => hashes[id]!).replace("packed-only", "packed");
}

function hashesOf(set: SchemaSet): readonly string[] {
  let hashes = known.get(set);
  if (!hashes) {
    hashes = hashAll(set);
    known.set(set, hashes);
  }
  return hashes;
}

/** Parts before wholes; types that hold each other start alike and are told apart round by round. */
function hashAll(set: SchemaSet): readonly string[] {
  const targets = set.types.map((type) => type.fields.flatMap((field) => targetOf(field) ?? []));
  const hashes: string[] = new Array(set.types.length).fill("");
  const of = (id: TypeId): string => hashes[id]!;
  for (const component of components(targets)) {
    const rounds = component.length > 1 || targets[component[0]!]!.includes(component[0] as TypeId) ? ROUNDS : 1;
    for (let round = 0; round < rounds; round++) {
      const next = component.map((id) => digest(typeText(set, set.types[id]!, of)));
      for (const [i, id] of component.entries()) hashes[id] = next[i]!;
    }
  }
  return hashes;
}

function targetOf({ type }: Field): TypeId | undefined {
  return type.kind === "message" || type.kind === "group" ? type.typeId : undefined;
}

function typeText(set: SchemaSet, type: MessageType, hashOf: (id: TypeId) => string): string {
  const fields = [...type.fields].sort((a, b) => a.number - b.number).map((field) => `${field.number} ${fieldText(set, field, hashOf)}`);
  const own = type.typeName === "google.protobuf.Any" ? "any" : type.isEnum ? "enum" : "";
  return `${own}{${fields.join(";")}}`;
}

function fieldText(set: SchemaSet, field: Field, hashOf: (id: TypeId) => string): string {
  const { type } = field;
  const wrapped = field.bare && type.kind === "message" ? set.types[type.typeId]!.fields[0] : undefined;
  if (wrapped) return `repeated packed-only ${fieldKind(wrapped, hashOf)}`;
  const packing = field.packedOnly ? "packed-only " : field.packed ? "packed " : "";
  // A message is written the same whether its absence is told from its default or not.
  const explicit = field.presence !== "implicit" && targetOf(field) === undefined;
  const label = field.repeated ? `repeated ${packing}` : explicit ? "explicit " : "";
  return `${field.oneof === undefined ? "" : "oneof "}${label}${fieldKind(field, hashOf)}`;
}

function fieldKind({ type }: Field, hashOf: (id: TypeId) => string): string {
  if (type.kind === "scalar") return type.scalar;
  if (type.kind === "message" || type.kind === "group") return `${type.kind} ${hashOf(type.typeId)}`;
  return type.kind;
}

function digest(text: string): string {
  return hexOf(sha256(encoder.encode(text)), 0, 12);
}
