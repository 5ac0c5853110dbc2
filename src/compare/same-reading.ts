import { typeNameOfUrl } from "../decode/index.ts";
import type { MessageType, SchemaSet } from "../schema/index.ts";
import { WireType } from "../wire/index.ts";
import { plain, readPlain } from "./plain.ts";
import type { Relations } from "./relate.ts";

/** `Any`s in each other that are followed; deeper ones are read by their nodes. */
const DEPTH = 16;
const ANY = "google.protobuf.Any";
const text = new TextDecoder();

/** Tells of bytes that stand on both sides whether both releases read them alike, without reading them whole. */
export class SameReading {
  readonly #a: SchemaSet;
  readonly #b: SchemaSet;
  readonly #relations: Relations;

  constructor(a: SchemaSet, b: SchemaSet, relations: Relations) {
    this.#a = a;
    this.#b = b;
    this.#relations = relations;
  }

  /**
   * True when both types read `[from, to)` alike, with the same names at every depth: for any bytes, or where they are alike but for
   * what the `Any`s in it bring along, for these. False when that cannot be told without a look at the nodes.
   * Cost: nothing, or the direct fields down to the `Any`s.
   */
  readAlike(typeA: MessageType | undefined, typeB: MessageType | undefined, bytes: Uint8Array, from: number, to: number): boolean {
    if (this.#relations.alike(typeA, typeB)) return true;
    return typeA !== undefined && typeB !== undefined && this.#within(typeA, typeB, bytes, from, to, 0);
  }

  #within(typeA: MessageType, typeB: MessageType, bytes: Uint8Array, from: number, to: number, depth: number): boolean {
    if (this.#relations.alike(typeA, typeB)) return true;
    if (depth > DEPTH || !this.#relations.alikeOutsideAnys(typeA, typeB)) return false;
    if (typeA.typeName === ANY) return this.#any(bytes, from, to, depth);
    for (let at = from; at < to; ) {
      if (!readPlain(bytes, at, to)) return false;
      const { number, wire, value, to: end } = plain;
      at = end;
      const type = typeA.byNumber.get(number)?.type;
      const other = typeB.byNumber.get(number)?.type;
      if (type?.kind !== "message" || other?.kind !== "message") continue;
      const inner = this.#a.types[type.typeId]!;
      const innerB = this.#b.types[other.typeId]!;
      if (wire !== WireType.LEN || !this.#within(inner, innerB, bytes, value, end, depth + 1)) return false;
    }
    return true;
  }

  /** An `Any` with one type URL and one value at most; of a type that neither release has it is read alike too. */
  #any(bytes: Uint8Array, from: number, to: number, depth: number): boolean {
    let name: string | undefined;
    let content: readonly [from: number, to: number] | undefined;
    for (let at = from; at < to; ) {
      if (!readPlain(bytes, at, to) || plain.wire !== WireType.LEN) return false;
      const { number, value, to: end } = plain;
      at = end;
      if (number === 1 && name === undefined) name = typeNameOfUrl(text.decode(bytes.subarray(value, end)));
      else if (number === 2 && !content) content = [value, end];
      else return false;
    }
    const typeA = name === undefined ? undefined : this.#a.typeByName.get(name);
    const typeB = name === undefined ? undefined : this.#b.typeByName.get(name);
    if (!typeA || !typeB || !content) return typeA === typeB || (typeA !== undefined && typeB !== undefined);
    return this.#within(typeA, typeB, bytes, content[0], content[1], depth + 1);
  }
}
