import { bareElement, type Decoded, Status, valueRange, valueWire } from "../decode/index.ts";
import type { Field, SchemaSet } from "../schema/index.ts";
import { readVarint, varint, WireType } from "../wire/index.ts";
import { sameBytes } from "./same-bytes.ts";

/** How a value is held, by field id. */
const How = { BYTES: 0, UNSIGNED: 1, SIGNED: 2, ZIGZAG: 3, BOOL: 4, FLOAT: 5 } as const;

interface HowTable {
  readonly how: Uint8Array;
  /** Width to which a reader cuts the value. */
  readonly bits: Uint8Array;
}

const tables = new WeakMap<SchemaSet, HowTable>();

function howOf(field: Field): number {
  if (field.type.kind === "enum") return How.SIGNED;
  if (field.type.kind !== "scalar") return How.BYTES;
  switch (field.type.scalar) {
    case "string":
    case "bytes":
      return How.BYTES;
    case "bool":
      return How.BOOL;
    case "float":
    case "double":
      return How.FLOAT;
    case "sint32":
    case "sint64":
      return How.ZIGZAG;
    case "int32":
    case "int64":
    case "sfixed32":
    case "sfixed64":
      return How.SIGNED;
    default:
      return How.UNSIGNED;
  }
}

function bitsOf(field: Field): number {
  if (field.facts.bits) return field.facts.bits;
  return field.type.kind === "enum" || (field.type.kind === "scalar" && field.type.scalar.endsWith("32")) ? 32 : 64;
}

function tableOf(set: SchemaSet): HowTable {
  let table = tables.get(set);
  if (!table) {
    const shown = set.fields.map((field) => bareElement(set, field) ?? field);
    table = { how: Uint8Array.from(shown, howOf), bits: Uint8Array.from(shown, bitsOf) };
    tables.set(set, table);
  }
  return table;
}

/** What kind of value a reader holds: values of unlike kinds are never the same. */
export const HeldKind = { BYTES: 0, INTEGER: 1, BOOL: 2, FLOAT: 3, RAW: 4 } as const;

/**
 * Reads single values as a reader of the side's release holds them: cut to their width, zigzag undone, a float widened. So values
 * of two releases can be compared whatever their types, where that is exact. The result stands in the fields, without allocation.
 */
export class HeldValues {
  kind: number = HeldKind.BYTES;
  /** 64 bits of an integer (two's complement), a bool or a float as a double. Of bytes nothing: they are the value. */
  lo = 0;
  hi = 0;
  /** An unsigned integer of 2^63 and more, whose bits would be a negative one's. */
  big = false;
  readonly #decoded: Decoded;
  readonly #table: HowTable;
  readonly #view: DataView;
  readonly #double = new Float64Array(1);
  readonly #words = new Int32Array(this.#double.buffer);

  constructor(decoded: Decoded) {
    const { bytes } = decoded;
    this.#decoded = decoded;
    this.#table = tableOf(decoded.set);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Reads a node that is no message and no packed list. */
  read(node: number): void {
    const { nodes } = this.#decoded;
    const ref = nodes.ref(node);
    const known = ref >= 0 && nodes.status(node) === Status.KNOWN;
    const how = known ? this.#table.how[ref]! : How.UNSIGNED;
    const from = nodes.from(node) + nodes.head(node);
    const to = nodes.to(node);
    const as = nodes.problem(node) !== 0 && !known ? WireType.LEN : valueWire(this.#decoded, node);
    this.#read(how, known ? this.#table.bits[ref]! : 64, known, as, from, to);
  }

  /** Reads the value of a known field that stands at `[from, to)` in wire type `wire`. */
  readKnown(field: number, wire: number, from: number, to: number): void {
    this.#read(this.#table.how[field]!, this.#table.bits[field]!, true, wire, from, to);
  }

  #read(how: number, bits: number, known: boolean, wire: number, from: number, to: number): void {
    this.big = false;
    this.lo = 0;
    this.hi = 0;
    switch (wire) {
      case WireType.VARINT:
        readVarint(this.#decoded.bytes, from, to);
        this.#varint(how, bits, known);
        return;
      case WireType.I64:
      case WireType.I32:
        this.#fixed(how, from, wire === WireType.I64, known);
        return;
      default:
        this.kind = known ? HeldKind.BYTES : HeldKind.RAW;
    }
  }

  #varint(how: number, bits: number, known: boolean): void {
    let { lo, hi } = varint;
    this.kind = known ? HeldKind.INTEGER : HeldKind.RAW;
    if (how === How.BOOL) {
      this.kind = HeldKind.BOOL;
      this.lo = lo !== 0 || hi !== 0 ? 1 : 0;
      return;
    }
    if (how === How.ZIGZAG) {
      const sign = -(lo & 1);
      lo = ((lo >>> 1) | (hi << 31)) ^ sign;
      hi = (hi >>> 1) ^ sign;
    }
    const signed = how === How.ZIGZAG || how === How.SIGNED;
    if (bits < 64) {
      const shift = 32 - bits;
      lo = signed ? (lo << shift) >> shift : (lo << shift) >>> shift;
      hi = signed && (lo | 0) < 0 ? -1 : 0;
    }
    this.lo = lo | 0;
    this.hi = hi | 0;
    this.big = !signed && this.hi < 0;
  }

  #fixed(how: number, from: number, wide: boolean, known: boolean): void {
    this.kind = known ? HeldKind.INTEGER : HeldKind.RAW;
    if (how === How.FLOAT) {
      this.kind = HeldKind.FLOAT;
      this.#double[0] = wide ? this.#view.getFloat64(from, true) : this.#view.getFloat32(from, true);
      this.lo = this.#words[0]!;
      this.hi = this.#words[1]!;
      return;
    }
    this.lo = this.#view.getInt32(from, true);
    this.hi = wide ? this.#view.getInt32(from + 4, true) : how === How.SIGNED && this.lo < 0 ? -1 : 0;
    this.big = how !== How.SIGNED && this.hi < 0;
  }
}

/** True when both nodes hold the same value for their readers. Neither is a message or a packed list. */
export function sameValue(left: Decoded, a: number, heldA: HeldValues, right: Decoded, b: number, heldB: HeldValues): boolean {
  heldA.read(a);
  heldB.read(b);
  if (heldA.kind !== heldB.kind) return false;
  const [fromA, toA] = valueRange(left, a);
  const [fromB, toB] = valueRange(right, b);
  const isBytes = heldA.kind === HeldKind.BYTES || (heldA.kind === HeldKind.RAW && valueWire(left, a) === WireType.LEN);
  if (left.nodes.status(a) !== Status.KNOWN || right.nodes.status(b) !== Status.KNOWN) {
    // What a reader cannot hold is compared as it stands.
    if (left.nodes.problem(a) !== right.nodes.problem(b) || valueWire(left, a) !== valueWire(right, b)) return false;
    if (left.nodes.problem(a) !== 0) return toA - fromA === toB - fromB && sameBytes(left.bytes, fromA, right.bytes, fromB, toA - fromA);
  }
  if (isBytes) return toA - fromA === toB - fromB && sameBytes(left.bytes, fromA, right.bytes, fromB, toA - fromA);
  return heldA.lo === heldB.lo && heldA.hi === heldB.hi && heldA.big === heldB.big;
}
