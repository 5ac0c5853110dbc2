import { bareElement } from "../decode/index.ts";
import { type Field, type MessageType, renamesBetween, type SchemaSet, structureHash } from "../schema/index.ts";

const ANY = "google.protobuf.Any";

/** How the types of two sets stand to each other. Remembers what it was asked. */
export class Relations {
  readonly #a: SchemaSet;
  readonly #b: SchemaSet;
  /** The sets from A's to B's over those between. */
  readonly #chain: readonly SchemaSet[];
  /** By pair of types, with what an `Any` brings along and without. */
  readonly #alike = { whole: new Map<number, boolean>(), outside: new Map<number, boolean>() };
  readonly #related = new Map<number, boolean>();

  constructor(a: SchemaSet, b: SchemaSet, between: readonly SchemaSet[]) {
    this.#a = a;
    this.#b = b;
    this.#chain = [a, ...between.filter((set) => set !== a && set !== b), b];
  }

  /** True when the types read any bytes alike, with the same names at every depth. False where an `Any` brings types of its own. */
  alike(typeA: MessageType | undefined, typeB: MessageType | undefined): boolean {
    return this.#areAlike(typeA, typeB, "whole");
  }

  /** The same, but for what is inside an `Any`. */
  alikeOutsideAnys(typeA: MessageType, typeB: MessageType): boolean {
    return this.#areAlike(typeA, typeB, "outside");
  }

  #areAlike(typeA: MessageType | undefined, typeB: MessageType | undefined, how: "whole" | "outside"): boolean {
    if (this.#a === this.#b) return typeA === typeB;
    if (!typeA || !typeB) return typeA === typeB;
    const alike = this.#alike[how];
    const key = typeA.id * this.#b.types.length + typeB.id;
    const known = alike.get(key);
    if (known !== undefined) return known;
    const seen = new Set([key]);
    const todo: [MessageType, MessageType][] = [[typeA, typeB]];
    for (let pair = todo.pop(); pair; pair = todo.pop()) {
      const [a, b] = pair;
      if ((how === "outside" || a.typeName !== ANY) && this.#sameFields(a, b, alike, seen, todo)) continue;
      alike.set(key, false);
      return false;
    }
    for (const each of seen) alike.set(each, true);
    return true;
  }

  /** Compares one pair of types by their fields; adds the pairs below it that were not seen yet. */
  #sameFields(
    a: MessageType,
    b: MessageType,
    known: ReadonlyMap<number, boolean>,
    seen: Set<number>,
    todo: [MessageType, MessageType][],
  ): boolean {
    if (a.fields.length !== b.fields.length || a.isEnum !== b.isEnum) return false;
    for (const field of a.fields) {
      const other = b.byNumber.get(field.number);
      if (!other || other.name !== field.name || this.retyped(field, other)) return false;
      if (other.presence !== field.presence || other.oneof !== field.oneof || other.packedOnly !== field.packedOnly) return false;
      if (field.type.kind === "message" && other.type.kind === "message") {
        const key = field.type.typeId * this.#b.types.length + other.type.typeId;
        if (known.get(key) === false) return false;
        if (!seen.has(key) && !known.get(key)) todo.push([this.#a.types[field.type.typeId]!, this.#b.types[other.type.typeId]!]);
        seen.add(key);
      }
    }
    return true;
  }

  /** True for one type under one name, or under two that a rename or an equal structure joins: what is inside can be compared. */
  related(typeA: MessageType, typeB: MessageType): boolean {
    if (this.#a === this.#b) return typeA === typeB;
    if (typeA.typeName === typeB.typeName) return true;
    const key = typeA.id * this.#b.types.length + typeB.id;
    let known = this.#related.get(key);
    if (known === undefined) {
      known =
        this.renamed(typeA.typeName, typeB.typeName) ||
        (!typeA.isEnum && !typeB.isEnum && structureHash(this.#a, typeA) === structureHash(this.#b, typeB));
      this.#related.set(key, known);
    }
    return known;
  }

  /** True when A's type of the first name is B's of the second, followed over the releases between in either direction. */
  renamed(nameA: string, nameB: string): boolean {
    const there = follow(this.#chain, nameA);
    const direct = follow([this.#a, this.#b], nameA);
    const back = follow([...this.#chain].reverse(), nameB);
    const directBack = follow([this.#b, this.#a], nameB);
    return there === nameB || direct === nameB || back === nameA || directBack === nameA;
  }

  /**
   * True when the two releases give a number different types: another scalar, kind or label, or a message that has nothing to do with
   * the other. Presence, widths and sizes do not count. Under one field name a type that vanished and a new one are the same type, and
   * so are two of equal structure; a number that went to another field and another message is retyped.
   */
  retyped(a: Field, b: Field): boolean {
    if (a.repeated !== b.repeated || a.map !== b.map || a.bare !== b.bare) return true;
    const { type } = a;
    const other = b.type;
    switch (type.kind) {
      case "scalar":
        return other.kind !== "scalar" || other.scalar !== type.scalar;
      case "enum":
        return other.kind !== "enum";
      case "unresolved":
        return other.kind !== "unresolved";
      case "group":
      case "message": {
        if (other.kind !== type.kind) return true;
        const typeA = this.#a.types[type.typeId]!;
        const typeB = this.#b.types[other.typeId]!;
        if (a.map) return this.retyped(typeA.fields[0]!, typeB.fields[0]!) || this.retyped(typeA.fields[1]!, typeB.fields[1]!);
        if (typeA.typeName === typeB.typeName || this.renamed(typeA.typeName, typeB.typeName)) return false;
        const isFree = !this.#b.typeByName.has(typeA.typeName) && !this.#a.typeByName.has(typeB.typeName);
        if (a.name === b.name) return !isFree && !this.related(typeA, typeB);
        return !(isFree && typeA.name === typeB.name);
      }
    }
  }

  /** True when the single values of two retyped fields are of one kind, so that they can be compared: numbers of two widths, say. */
  comparable(a: Field, b: Field): boolean {
    if (a.map || b.map) return false;
    const left = (bareElement(this.#a, a) ?? a).type;
    const right = (bareElement(this.#b, b) ?? b).type;
    if (left.kind === "message" || right.kind === "message" || left.kind === "group" || right.kind === "group") return false;
    return (a.repeated || a.bare) === (b.repeated || b.bare);
  }
}

/** The name of a type in the last set of a chain; undefined when a set on the way does not tell. */
function follow(chain: readonly SchemaSet[], name: string): string | undefined {
  let at = name;
  for (let i = 1; i < chain.length; i++) {
    const from = chain[i - 1]!;
    const to = chain[i]!;
    if (to.typeByName.has(at)) continue;
    const next = renamesBetween(from, to).forward.get(at) ?? renamesBetween(to, from).backward.get(at);
    if (next === undefined) return undefined;
    at = next;
  }
  return at;
}
