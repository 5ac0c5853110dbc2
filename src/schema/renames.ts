import type { Field, MessageType, SchemaSet } from "./model.ts";
import { structureHash } from "./structure.ts";
import { usedBy } from "./type-index.ts";

/** Types that two releases have under different names, by their full names. One to one. */
export interface Renames {
  /** Name in the newer release by the name in the older. */
  readonly forward: ReadonlyMap<string, string>;
  /** Name in the older release by the name in the newer. */
  readonly backward: ReadonlyMap<string, string>;
}

const known = new WeakMap<SchemaSet, WeakMap<SchemaSet, Renames>>();

/**
 * Finds the types that were renamed from one release to another: a name that only the older has and one that only the newer has,
 * standing at the same place. A place is the same number of the same message, when the field kept its name and the types are
 * alike, or the structures are equal; or that of a root, when exactly one on each side has its structure and its name without the
 * package, or its structure and no field that names it (only an `Any` does). Cost: linear in both sets at the first call for the two, nothing after it.
 */
export function renamesBetween(older: SchemaSet, newer: SchemaSet): Renames {
  let of = known.get(older);
  if (!of) {
    of = new WeakMap();
    known.set(older, of);
  }
  let renames = of.get(newer);
  if (!renames) {
    renames = new Finder(older, newer).run();
    of.set(newer, renames);
  }
  return renames;
}

class Finder {
  readonly #older: SchemaSet;
  readonly #newer: SchemaSet;
  readonly #forward = new Map<string, string>();
  readonly #backward = new Map<string, string>();
  /** Pairs of one type in both releases whose fields are still to be looked at. */
  readonly #pairs: [MessageType, MessageType][] = [];

  constructor(older: SchemaSet, newer: SchemaSet) {
    this.#older = older;
    this.#newer = newer;
  }

  run(): Renames {
    for (const type of this.#older.types) {
      const same = this.#newer.typeByName.get(type.typeName);
      if (same) this.#pairs.push([type, same]);
    }
    this.#follow();
    this.#matchRoots();
    this.#follow();
    return { forward: this.#forward, backward: this.#backward };
  }

  #follow(): void {
    for (let pair = this.#pairs.pop(); pair; pair = this.#pairs.pop()) {
      const [older, newer] = pair;
      for (const field of older.fields) {
        const other = newer.byNumber.get(field.number);
        const from = messageOf(this.#older, field);
        const to = other && messageOf(this.#newer, other);
        if (from && to && this.#isFree(from, to) && this.#isSame(field, other, from, to, pair)) this.#take(from, to);
      }
    }
  }

  /** Both names stand in one release only, and are not taken. */
  #isFree(from: MessageType, to: MessageType): boolean {
    return (
      !this.#newer.typeByName.has(from.typeName) &&
      !this.#older.typeByName.has(to.typeName) &&
      !this.#forward.has(from.typeName) &&
      !this.#backward.has(to.typeName)
    );
  }

  #isSame(field: Field, other: Field, from: MessageType, to: MessageType, [older, newer]: readonly [MessageType, MessageType]): boolean {
    if (from.mapEntry || to.mapEntry) return from.mapEntry && to.mapEntry;
    if (structureHash(this.#older, from) === structureHash(this.#newer, to)) return true;
    const nested = from.outer === older.id && to.outer === newer.id && from.name === to.name;
    return field.name === other.name && (nested || areAlike(from, to));
  }

  /** Roots that only an `Any` names have no place but their structure. */
  #matchRoots(): void {
    const news = byStructure(this.#newer, this.#freeRoots(this.#newer, this.#older, this.#backward));
    for (const [hash, olds] of byStructure(this.#older, this.#freeRoots(this.#older, this.#newer, this.#forward))) {
      const fitting = news.get(hash) ?? [];
      const names = new Set(olds.map(({ name }) => name));
      for (const name of names) this.#takeOnly(named(olds, name), named(fitting, name));
      this.#takeOnly(this.#unnamed(olds, this.#older, this.#forward), this.#unnamed(fitting, this.#newer, this.#backward));
    }
  }

  #freeRoots(set: SchemaSet, other: SchemaSet, taken: ReadonlyMap<string, string>): readonly MessageType[] {
    return set.roots.filter(({ typeName }) => !other.typeByName.has(typeName) && !taken.has(typeName));
  }

  /** Those not yet taken that no field has. */
  #unnamed(types: readonly MessageType[], set: SchemaSet, taken: ReadonlyMap<string, string>): readonly MessageType[] {
    return types.filter(({ typeName }) => !taken.has(typeName) && usedBy(set, typeName).length === 0);
  }

  #takeOnly(olds: readonly MessageType[], news: readonly MessageType[]): void {
    if (olds.length === 1 && news.length === 1) this.#take(olds[0]!, news[0]!);
  }

  #take(from: MessageType, to: MessageType): void {
    this.#forward.set(from.typeName, to.typeName);
    this.#backward.set(to.typeName, from.typeName);
    this.#pairs.push([from, to]);
  }
}

function byStructure(set: SchemaSet, types: readonly MessageType[]): ReadonlyMap<string, readonly MessageType[]> {
  const groups = new Map<string, MessageType[]>();
  for (const type of types) {
    const hash = structureHash(set, type);
    const group = groups.get(hash);
    if (group) group.push(type);
    else groups.set(hash, [type]);
  }
  return groups;
}

function named(types: readonly MessageType[], name: string): readonly MessageType[] {
  return types.filter((type) => type.name === name);
}

function messageOf(set: SchemaSet, { type }: Field): MessageType | undefined {
  return type.kind === "message" || type.kind === "group" ? set.types[type.typeId] : undefined;
}

/** At least half of the fields of the larger one have the same number and name in the other. */
function areAlike(from: MessageType, to: MessageType): boolean {
  const shared = from.fields.filter(({ number, name }) => to.byNumber.get(number)?.name === name).length;
  return shared > 0 && 2 * shared >= Math.max(from.fields.length, to.fields.length);
}
