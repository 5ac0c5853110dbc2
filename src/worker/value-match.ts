import { hexOf, isPrintableText } from "../base/index.ts";
import { bareElement, type Decoded } from "../decode/index.ts";
import type { Field, ScalarType } from "../schema/index.ts";
import { NodeKind, readVarint, varint, WireType } from "../wire/index.ts";
import { DigitMatch } from "./digit-match.ts";
import { valueHas } from "./text-match.ts";

/** Characters of a text, and bytes, that are shown of a value. */
const TEXT_LIMIT = 160;
const BYTES_LIMIT = 32;

/** How the values of a field are looked through; the last ones are whole numbers by their type, in which the text can be. */
const How = {
  EXACT: 0,
  NEVER: 1,
  BOOL: 2,
  ENUM: 3,
  TEXT: 4,
  BYTES: 5,
  F32: 6,
  F64: 7,
  U32: 8,
  I32: 9,
  S32: 10,
  U64: 11,
  I64: 12,
  S64: 13,
} as const;

const NUMBERS: Readonly<Partial<Record<ScalarType, number>>> = {
  uint32: How.U32,
  fixed32: How.U32,
  int32: How.I32,
  sfixed32: How.I32,
  sint32: How.S32,
  uint64: How.U64,
  fixed64: How.U64,
  int64: How.I64,
  sfixed64: How.I64,
  sint64: How.S64,
};

/**
 * Whether the value of a node, as it is shown, contains a text: `valueHas`, mostly without making the value. Numbers are compared by their
 * digits, texts and bytes where they stand; what is shown in other ways is made and looked through.
 */
export class ValueMatch {
  readonly #decoded: Decoded;
  readonly #view: DataView;
  readonly #text: string;
  readonly #digits: DigitMatch;
  /** `How` by field, and by how many bits the value of a narrow number is moved to and fro. */
  readonly #how: Uint8Array;
  readonly #cut: Uint8Array;
  /** Of an enum's field the numbers whose names contain the text. */
  readonly #named = new Map<number, ReadonlySet<number>>();
  /** The text as bytes when it is plain ASCII. */
  readonly #ascii: Uint8Array | undefined;
  readonly #trueHas: boolean;
  readonly #falseHas: boolean;
  readonly #noneHas: boolean;
  readonly #isHex: boolean;
  readonly #isBytes: boolean;
  /** Of messages without content, by shape. */
  readonly #empty = new Map<number, boolean>();

  constructor(decoded: Decoded, text: string) {
    const { bytes, set } = decoded;
    this.#decoded = decoded;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#text = text;
    this.#digits = new DigitMatch(text);
    this.#ascii = /^[ -~]*$/.test(text) ? new TextEncoder().encode(text) : undefined;
    this.#trueHas = "true".includes(text);
    this.#falseHas = "false".includes(text);
    this.#noneHas = "0 bytes".includes(text);
    this.#isHex = /^[0-9a-f]*$/.test(text);
    this.#isBytes = /^[0-9a-f,… yts]*$/.test(text);
    const fields = set.fields.map((field) => bareElement(set, field) ?? field);
    this.#how = Uint8Array.from(fields, (field) => this.#howOf(field));
    this.#cut = Uint8Array.from(fields, ({ facts }) => (facts.bits === undefined ? 0 : 32 - facts.bits));
    for (const [ref, { type }] of fields.entries())
      if (this.#how[ref] === How.ENUM && type.kind === "enum") this.#named.set(ref, this.#namesIn(type.enumId));
  }

  /** Cost: the bytes that are shown. `ref` and `kind` are the node's own. */
  has(node: number, ref: number, kind: number): boolean {
    const { nodes, loans, rereads } = this.#decoded;
    if (nodes.end(node) > node + 1) return false;
    const how = ref < 0 ? How.EXACT : this.#how[ref]!;
    if (nodes.problem(node) !== 0) return this.#exact(node);
    const shape = nodes.shape(node);
    if (shape >= 0) return this.#emptyHas(node, shape);
    if (shape < -1 || (rereads.size > 0 && rereads.has(node))) return this.#exact(node);
    if (how === How.NEVER) return false;
    const from = nodes.from(node) + nodes.head(node);
    const to = nodes.to(node);
    if (ref < 0) return loans.size > 0 && loans.has(node) ? this.#exact(node) : this.#unknownHas(node, kind, from, to);
    if (how === How.TEXT) return this.#textHas(node, from, to);
    if (how === How.BYTES) return this.#bytesHas(node, from, to);
    if (how === How.F32 || how === How.F64)
      return this.#floatHas(node, how === How.F32 ? this.#view.getFloat32(from, true) : this.#view.getFloat64(from, true));
    if (how === How.EXACT || !this.#readNumber(kind, from, to)) return this.#exact(node);
    return this.#numberHas(node, ref, how);
  }

  #exact(node: number): boolean {
    return valueHas(this.#decoded, { kind: "node", node: node as never }, this.#text);
  }

  #howOf({ type, facts }: Field): number {
    if (type.kind === "enum") return this.#digits.possible || this.#namesIn(type.enumId).size > 0 ? How.ENUM : How.NEVER;
    if (type.kind !== "scalar") return How.EXACT;
    const { scalar } = type;
    const number = NUMBERS[scalar];
    if (number !== undefined) {
      if (!this.#digits.possible) return How.NEVER;
      return number >= How.U64 && facts.bits !== undefined ? How.EXACT : number;
    }
    if (scalar === "string") return How.TEXT;
    if (scalar === "bytes") return How.BYTES;
    if (scalar === "bool") return this.#trueHas || this.#falseHas ? How.BOOL : How.NEVER;
    const text = this.#text;
    if (!/^[-+.,\de]*$/.test(text) && !"-infinity".includes(text) && !"nan".includes(text)) return How.NEVER;
    return scalar === "float" ? How.F32 : How.F64;
  }

  #namesIn(enumId: number): Set<number> {
    const names = [...(this.#decoded.set.enums[enumId]?.byNumber ?? [])];
    return new Set(names.filter(([, name]) => nameHas(name, this.#text)).map(([number]) => number));
  }

  /** Reads a number of any wire type into `varint`; false for what is none. */
  #readNumber(kind: number, from: number, to: number): boolean {
    switch (kind) {
      case WireType.VARINT:
      case NodeKind.ELEMENT_VARINT:
        readVarint(this.#decoded.bytes, from, to);
        return true;
      case WireType.I32:
      case NodeKind.ELEMENT_I32:
        varint.lo = this.#view.getUint32(from, true);
        varint.hi = 0;
        return true;
      case WireType.I64:
      case NodeKind.ELEMENT_I64:
        varint.lo = this.#view.getUint32(from, true);
        varint.hi = this.#view.getUint32(from + 4, true);
        return true;
      case NodeKind.ELEMENT_I16:
        varint.lo = this.#view.getUint16(from, true);
        varint.hi = 0;
        return true;
      case NodeKind.ELEMENT_I8:
        varint.lo = this.#view.getUint8(from);
        varint.hi = 0;
        return true;
      default:
        return false;
    }
  }

  /** Of the number in `varint`. */
  #numberHas(node: number, ref: number, how: number): boolean {
    const { lo, hi } = varint;
    const cut = this.#cut[ref]!;
    switch (how) {
      case How.BOOL:
        return lo === 0 && hi === 0 ? this.#falseHas : this.#trueHas;
      case How.ENUM:
        return this.#enumHas(node, ref, lo | 0);
      case How.U32:
        return this.#digits.has((lo << cut) >>> cut);
      case How.I32:
        return this.#digits.has((lo << cut) >> cut);
      case How.S32:
        return this.#digits.has(((((lo >>> 1) | (hi << 31)) ^ -(lo & 1)) << cut) >> cut);
      case How.I64:
        if (hi >>> 21 === 0x7ff) return this.#digits.has((hi | 0) * 2 ** 32 + lo);
        break;
      case How.S64:
        if (hi < 2 ** 21) return this.#digits.has(lo & 1 ? -(hi * 2 ** 31 + (lo + 1) / 2) : hi * 2 ** 31 + lo / 2);
        return this.#exact(node);
    }
    if (hi < 2 ** 21) return this.#digits.has(hi * 2 ** 32 + lo);
    return how === How.I64 && hi >>> 31 === 1 ? this.#exact(node) : this.#digits.hasWide(lo, hi);
  }

  #floatHas(node: number, value: number): boolean {
    if (Number.isSafeInteger(value)) return this.#digits.has(value);
    return Number.isFinite(value) && !Number.isInteger(value) ? String(value).includes(this.#text) : this.#exact(node);
  }

  #enumHas(node: number, ref: number, number: number): boolean {
    const { type } = bareElement(this.#decoded.set, this.#decoded.set.fields[ref]!) ?? this.#decoded.set.fields[ref]!;
    if (type.kind === "enum" && this.#decoded.set.enums[type.enumId]?.byNumber.has(number)) return this.#named.get(ref)!.has(number);
    return this.#digits.possible && this.#exact(node);
  }

  /** A text: in ASCII where it stands. What is not, or has commas or escapes, is made. */
  #textHas(node: number, from: number, to: number): boolean {
    const { bytes } = this.#decoded;
    const end = Math.min(to, from + TEXT_LIMIT);
    for (let at = from; at < end; at++) {
      const byte = bytes[at]!;
      if (byte < 0x20 || byte > 0x7e || byte === 0x2c || byte === 0x5c) return this.#exact(node);
    }
    const wanted = this.#ascii;
    if (!wanted) return to > end && this.#exact(node);
    const first = wanted[0]!;
    const last = end - wanted.length;
    for (let at = from; at <= last; at++) {
      if (lower(bytes[at]!) !== first) continue;
      let same = 1;
      while (same < wanted.length && lower(bytes[at + same]!) === wanted[same]) same++;
      if (same === wanted.length) return true;
    }
    return false;
  }

  #bytesHas(node: number, from: number, to: number): boolean {
    if (from === to) return this.#noneHas;
    if (!this.#isHex) return this.#isBytes && this.#exact(node);
    return hexOf(this.#decoded.bytes, from, Math.min(to, from + BYTES_LIMIT)).includes(this.#text);
  }

  #unknownHas(node: number, kind: number, from: number, to: number): boolean {
    switch (kind) {
      case WireType.VARINT:
        if (!this.#digits.possible) return false;
        readVarint(this.#decoded.bytes, from, to);
        return this.#numberHas(node, 0, How.U64);
      case WireType.I32:
      case WireType.I64:
        return this.#digits.possible && this.#exact(node);
      case WireType.LEN:
        if (from === to) return this.#noneHas;
        if (isPrintableText(this.#decoded.bytes, from, to)) return this.#textHas(node, from, to);
        return this.#isBytes && this.#exact(node);
      default:
        return this.#exact(node);
    }
  }

  /** A message without content says of itself what all of its shape do. */
  #emptyHas(node: number, shape: number): boolean {
    let has = this.#empty.get(shape);
    if (has === undefined) {
      has = this.#exact(node);
      this.#empty.set(shape, has);
    }
    return has;
  }
}

function nameHas(name: string, text: string): boolean {
  return name.toLowerCase().includes(text);
}

function lower(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
}
