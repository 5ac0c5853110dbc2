import { isAnotherField } from "./another-field.ts";
import type { ExactFacts, Field, MessageType, SchemaSet } from "./model.ts";
import { renamesBetween } from "./renames.ts";
import { fieldBytes } from "./structure.ts";

/** One type in two releases, the names of its fields at hand. */
export interface Side {
  readonly set: SchemaSet;
  readonly type: MessageType;
  readonly numberOf: ReadonlyMap<string, number>;
}

/**
 * What became of a field number from one release to the next that has the type.
 * - `added`, `removed`: `otherNumber` is where the name stands in the other release, if it does
 * - `renamed`: another name, the same type
 * - `retyped`: another type, label or packing. `sameBytes` when no byte changes (`[T; N]` shown as its wrapper message, an equal
 *   structure under another name); `typeRenamed` when the type it holds is the same one under another name
 * - `moved`: into a oneof, out of one, or to another one
 * - `reused`: the number was given to another field; `otherNumber` is where the old name stands now, if it does
 * - `facts`: exact facts that were stated or known not to hold and now differ
 */
export type FieldChange =
  | { readonly kind: "added"; readonly otherNumber?: number }
  | { readonly kind: "removed"; readonly otherNumber?: number }
  | { readonly kind: "renamed" }
  | { readonly kind: "retyped"; readonly sameBytes: boolean; readonly typeRenamed: boolean }
  | { readonly kind: "moved" }
  | { readonly kind: "reused"; readonly otherNumber?: number }
  | { readonly kind: "facts"; readonly facts: readonly (keyof ExactFacts)[] };

/** Prepares a type for `changesAt`. Cost: linear in its fields. */
export function sideOf(set: SchemaSet, type: MessageType): Side {
  return { set, type, numberOf: new Map(type.fields.map(({ name, number }) => [name, number])) };
}

/** Compares what stands at a number in two releases; several kinds can apply, `reused` stands alone. */
export function changesAt(number: number, before: Side, after: Side): readonly FieldChange[] {
  const old = before.type.byNumber.get(number);
  const now = after.type.byNumber.get(number);
  if (!old && !now) return [];
  if (!old) return [{ kind: "added", ...elsewhere(before, now!.name) }];
  if (!now) return [{ kind: "removed", ...elsewhere(after, old.name) }];
  const renamed = old.name !== now.name;
  const retyped = typeChange(old, before, now, after);
  const differs = retyped !== undefined && !retyped.sameBytes && !retyped.typeRenamed;
  if (renamed && (differs || isAnotherField(before.type, after.type, number))) return [{ kind: "reused", ...elsewhere(after, old.name) }];
  const changes: FieldChange[] = [];
  if (renamed) changes.push({ kind: "renamed" });
  if (retyped) changes.push(retyped);
  if (old.oneof !== now.oneof) changes.push({ kind: "moved" });
  const facts = factChanges(old, before, now, after);
  if (facts.length > 0) changes.push({ kind: "facts", facts });
  return changes;
}

function elsewhere(side: Side, name: string): { otherNumber?: number } {
  const otherNumber = side.numberOf.get(name);
  return otherNumber === undefined ? {} : { otherNumber };
}

function typeChange(old: Field, before: Side, now: Field, after: Side): Extract<FieldChange, { kind: "retyped" }> | undefined {
  const relabelled = isRelabelled(old, now);
  if (!relabelled && heldName(old, before.set) === heldName(now, after.set)) return undefined;
  const typeRenamed = !relabelled && isTypeRenamed(old, before, now, after);
  // The type is nested in the message that has the field, and only that message's name differs.
  if (typeRenamed && ownName(old, before) !== undefined && ownName(old, before) === ownName(now, after)) return undefined;
  return { kind: "retyped", sameBytes: bytesOf(before, old, now) === bytesOf(after, now, old), typeRenamed };
}

/** What of a field's label changes what is written or read; a member of a oneof has a presence of its own. */
function isRelabelled(old: Field, now: Field): boolean {
  if (old.type.kind !== now.type.kind || old.map !== now.map || old.repeated !== now.repeated) return true;
  if (old.packed !== now.packed || old.packedOnly !== now.packedOnly || old.bare !== now.bare) return true;
  const isMessage = old.type.kind === "message" || old.type.kind === "group";
  return !isMessage && old.oneof === undefined && now.oneof === undefined && old.presence !== now.presence;
}

/** The field's bytes, without what membership of a oneof adds when only one of the two is a member. */
function bytesOf({ set }: Side, field: Field, other: Field): string {
  const bytes = fieldBytes(set, field);
  return (field.oneof === undefined) === (other.oneof === undefined) ? bytes : bytes.replace(/^(oneof )?(explicit )?/, "");
}

/** The message that a field holds; of a map the message that is its value. */
function heldMessage({ type, map }: Field, set: SchemaSet): MessageType | undefined {
  if (type.kind !== "message" && type.kind !== "group") return undefined;
  const held = set.types[type.typeId]!;
  return map ? heldMessage(held.fields[1]!, set) : held;
}

/** The type that a field holds, by its name; of a map the types of key and value, since its entry is nobody's type. */
function heldName(field: Field, set: SchemaSet): string {
  const { type, map } = field;
  if (type.kind === "scalar") return type.scalar;
  if (type.kind === "enum") return set.enums[type.enumId]!.typeName;
  if (type.kind === "unresolved") return type.text;
  const held = set.types[type.typeId]!;
  return map ? held.fields.map((one) => heldName(one, set)).join() : held.typeName;
}

function isTypeRenamed(old: Field, before: Side, now: Field, after: Side): boolean {
  const [from, to] = [heldMessage(old, before.set), heldMessage(now, after.set)];
  if (!from || !to) return false;
  return renamesBetween(before.set, after.set).forward.get(from.typeName) === to.typeName;
}

/** The name of the held message inside the one that has the field, if it is nested there. */
function ownName(field: Field, { set, type }: Side): string | undefined {
  const name = heldMessage(field, set)?.typeName;
  return name?.startsWith(`${type.typeName}.`) ? name.slice(type.typeName.length) : undefined;
}

/** In two exact messages every fact is known; else only those that both state can be compared. */
function factChanges(old: Field, before: Side, now: Field, after: Side): (keyof ExactFacts)[] {
  const all = before.type.exact && after.type.exact;
  const names = new Set([...Object.keys(old.facts), ...Object.keys(now.facts)] as (keyof ExactFacts)[]);
  return [...names].filter((name) => {
    const [a, b] = [old.facts[name], now.facts[name]];
    return all ? (a ?? false) !== (b ?? false) : a !== undefined && b !== undefined && a !== b;
  });
}
