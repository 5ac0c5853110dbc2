import type { Field, MessageType, SchemaSet } from "../schema/index.ts";
import { Content, type Guide, looksLikeMessage } from "../wire/index.ts";
import { AnyTypes } from "./any-types.ts";
import { bareElement, isPackable, packedContent } from "./scalars.ts";

/** `Any`, whose content takes the type that its own type URL names. */
const ANY = "google.protobuf.Any";
/** Field numbers below this are looked up in an array, the others in the type's map. */
const DENSE = 128;
/** What `content` of a field says when only a look at the bytes can tell. */
const GUESS = -10;
const ANY_VALUE = -11;

export { typeNameOfUrl } from "./any-types.ts";

/**
 * The guide that reads by a schema set. Its shapes: `[0, T)` the messages of the set, T a message of which nothing is known, and
 * from T + 1 on an `Any` whose content has shape `s - (T + 1)`: so the type URL is looked at once, when the `Any` opens.
 */
export class SchemaGuide implements Guide {
  readonly set: SchemaSet;
  /** Shape of a message of which nothing is known. */
  readonly unknown: number;
  readonly #dense: (Int32Array | undefined)[];
  readonly #content: Int32Array;
  readonly #any: number;
  readonly #anyType: MessageType | undefined;
  readonly #anyTypes: AnyTypes;

  constructor(set: SchemaSet) {
    this.set = set;
    this.unknown = set.types.length;
    this.#any = set.types.length + 1;
    this.#anyType = set.typeByName.get(ANY);
    this.#anyTypes = new AnyTypes(set);
    this.#dense = new Array(set.types.length);
    this.#content = Int32Array.from(set.fields, (field) => this.#contentOf(field));
  }

  /** Shape of a message of `type` whose bytes are `[from, to)`. */
  shapeOf(type: MessageType | undefined, bytes: Uint8Array, from: number, to: number): number {
    return type ? this.#open(type.id, bytes, from, to) : this.unknown;
  }

  /** The message type of a shape; an `Any` of whatever is an `Any`. Undefined for a message of which nothing is known. */
  typeOf(shape: number): MessageType | undefined {
    return shape >= this.#any ? this.#anyType : this.set.types[shape];
  }

  /** True for the shape of an `Any` whose type URL names no type of the set. */
  isStrangeAny(shape: number): boolean {
    return shape === this.#any + this.unknown;
  }

  field(shape: number, number: number): number {
    if (shape === this.unknown) return -1;
    const type = shape >= this.#any ? this.#anyType!.id : shape;
    if (number < DENSE) return (this.#dense[type] ?? this.#denseOf(type))[number]!;
    return this.set.types[type]!.byNumber.get(number)?.id ?? -1;
  }

  content(shape: number, ref: number, bytes: Uint8Array, from: number, to: number): number {
    const known = ref < 0 ? GUESS : this.#content[ref]!;
    if (known >= 0) return this.#open(known, bytes, from, to);
    if (known === GUESS) return looksLikeMessage(bytes, from, to) ? this.unknown : Content.BYTES;
    if (known !== ANY_VALUE) return known;
    const inner = shape - this.#any;
    if (inner >= 0 && inner !== this.unknown) return this.#open(inner, bytes, from, to);
    return looksLikeMessage(bytes, from, to) ? this.unknown : Content.BYTES;
  }

  /** What `content` says of field `ref` where that depends on nothing else: a message type, a `Content` code, or what to look at. */
  plainContent(ref: number): number | "any" | "any-value" | "guess" {
    const known = this.#content[ref]!;
    if (known === GUESS) return "guess";
    if (known === ANY_VALUE) return "any-value";
    return known === this.#anyType?.id ? "any" : known;
  }

  /** Shape of an `Any` whose bytes are `[from, to)`. The set must have the type. */
  anyShape(bytes: Uint8Array, from: number, to: number): number {
    return this.#open(this.#anyType!.id, bytes, from, to);
  }

  /** True for the type URL at `at` in an `Any` of this shape that opened last, when it is the one by which its content was opened. */
  isKnownUrl(shape: number, at: number): boolean {
    return shape >= this.#any && shape !== this.#any + this.unknown && this.#anyTypes.urlAt === at;
  }

  /** Id of `Any`, -1 when the set lacks it. */
  get anyType(): number {
    return this.#anyType?.id ?? -1;
  }

  group(_shape: number, ref: number): number {
    const type = ref < 0 ? undefined : this.set.fields[ref]!.type;
    return type?.kind === "group" ? type.typeId : this.unknown;
  }

  #open(type: number, bytes: Uint8Array, from: number, to: number): number {
    if (type !== this.#anyType?.id) return type;
    const inner = this.#anyTypes.typeAt(bytes, from, to);
    return this.#any + (inner < 0 ? this.unknown : inner);
  }

  #denseOf(type: number): Int32Array {
    const dense = new Int32Array(DENSE).fill(-1);
    for (const field of this.set.types[type]!.fields) if (field.number < DENSE) dense[field.number] = field.id;
    this.#dense[type] = dense;
    return dense;
  }

  #contentOf(field: Field): number {
    const { type } = field;
    if (field.parent === this.#anyType?.id && field.number === 2) return ANY_VALUE;
    if (type.kind === "unresolved") return GUESS;
    const element = bareElement(this.set, field);
    if (element) return packedContent(element);
    if (isPackable(field)) return packedContent(field);
    return type.kind === "message" ? type.typeId : Content.BYTES;
  }
}
