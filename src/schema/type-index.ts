import type { Field, MessageType, SchemaSet, TypeId } from "./model.ts";
import { naturalOrder } from "./release-order.ts";

/** A message over all releases. */
export interface IndexedType {
  /** Full name. */
  readonly typeName: string;
  readonly name: string;
  /** Full name of the message it is nested in, if any. */
  readonly outer?: string;
  /** Indexes of the releases that have it, old to new. */
  readonly releases: readonly number[];
  /** Number of fields in the newest of these. */
  readonly fields: number;
  /** Top-level, and no field of another type has it, in the newest of these: what a blob or an `Any` most likely is. */
  readonly root: boolean;
  /** A Rust `enum`. */
  readonly isEnum: boolean;
}

export interface IndexedPackage {
  /** "" for types outside any package. */
  readonly name: string;
  /** By name; a nested type after the one around it. */
  readonly types: readonly IndexedType[];
}

/** The types of all releases, by package and name. Map entries and built-in types are left out. Cost: that of sorting them once. */
export function typeIndex(sets: readonly SchemaSet[]): readonly IndexedPackage[] {
  const releases = new Map<string, number[]>();
  const newest = new Map<string, { readonly set: SchemaSet; readonly type: MessageType }>();
  for (const [index, set] of sets.entries()) {
    for (const type of set.types) {
      if (type.builtin || type.mapEntry) continue;
      newest.set(type.typeName, { set, type });
      const of = releases.get(type.typeName);
      if (of) of.push(index);
      else releases.set(type.typeName, [index]);
    }
  }
  const packages = new Map<string, IndexedType[]>();
  for (const [typeName, { set, type }] of newest) {
    const outer = type.outer === undefined ? undefined : set.types[type.outer]!.typeName;
    const indexed: IndexedType = {
      typeName,
      name: type.name,
      ...(outer !== undefined && { outer }),
      releases: releases.get(typeName)!,
      fields: type.fields.length,
      root: outer === undefined && usersOf(set, type).length === 0,
      isEnum: type.isEnum,
    };
    const of = packages.get(type.packageName);
    if (of) of.push(indexed);
    else packages.set(type.packageName, [indexed]);
  }
  return [...packages]
    .map(([name, types]) => ({ name, types: types.sort((a, b) => naturalOrder(a.typeName, b.typeName)) }))
    .sort((a, b) => naturalOrder(a.name, b.name));
}

const users = new WeakMap<SchemaSet, ReadonlyMap<TypeId, readonly Field[]>>();

/**
 * The fields of other types that have a type, in the order of the set; of a map the field, not its entry's value. None for a type that the set
 * lacks. Cost: linear in the set at the first call, then in the answer.
 */
export function usedBy(set: SchemaSet, typeName: string): readonly Field[] {
  const type = set.typeByName.get(typeName);
  return type ? usersOf(set, type) : [];
}

function usersOf(set: SchemaSet, type: MessageType): readonly Field[] {
  let index = users.get(set);
  if (!index) {
    index = indexUsers(set);
    users.set(set, index);
  }
  return index.get(type.id) ?? [];
}

function indexUsers(set: SchemaSet): ReadonlyMap<TypeId, readonly Field[]> {
  const index = new Map<TypeId, Field[]>();
  for (const field of set.fields) {
    if (set.types[field.parent]!.mapEntry) continue;
    const target = heldType(set, field);
    if (target === undefined || target === field.parent) continue;
    const of = index.get(target);
    if (of) of.push(field);
    else index.set(target, [field]);
  }
  return index;
}

/** The message that a field holds; of a map its value. */
function heldType(set: SchemaSet, field: Field): TypeId | undefined {
  const { type } = field;
  if (type.kind !== "message" && type.kind !== "group") return undefined;
  const value = field.map ? set.types[type.typeId]!.fields[1]!.type : type;
  return value.kind === "message" || value.kind === "group" ? value.typeId : undefined;
}
