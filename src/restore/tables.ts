import { WireType } from "../wire/index.ts";
import { roomFor } from "./frames.ts";
import { Cut, Doubtful, type FieldPlan, How, orderOf, type Plan } from "./plan.ts";

/** What the fast loop does with a field of a number and wire type; 0 hands it to the exact path. */
export const Act = {
  EXACT: 0,
  /** A varint of up to `SAFE` bytes, or one more whose last byte is at most `arg`. */
  VARINT: 1,
  BOOL: 2,
  I32: 3,
  I64: 4,
  BYTES: 5,
  /** Bytes, as many as `arg` says. */
  SIZED: 6,
  TEXT: 7,
  /** Text that is asked for when its message ends: a type URL, the name of a unit. */
  NAME: 8,
  /** A message; its plan is `arg`, -1 until the exact path has opened one. */
  MESSAGE: 9,
  ANY_VALUE: 10,
  /** Packed varints of up to `SAFE` bytes each, or one more within `SIGNED`; `arg` is how many, -1 for any number. */
  PACKED: 11,
  PACKED_I32: 12,
  PACKED_I64: 13,
  UNKNOWN: 14,
} as const;

/** Flags of an entry beside the act in its low four bits. `SAFE` is where its safe bytes stand; from bit `ORDER` on stands the field's order. */
export const ACT = 0x0f;
export const LIST = 1 << 4;
/** Number of the bit: it must be there. */
export const NEEDED = 5;
/** A variant of an enum. */
export const MEMBER = 1 << 6;
/** The root's list of units. */
export const UNITS = 1 << 7;
export const SAFE = 8;
export const WRAPPED = 1 << 12;
/** Of packed varints: half of their range is below zero. */
export const SIGNED = 1 << 12;
/** Of a varint: it must not be zero. */
export const NONZERO = 1 << 12;
/** Number of the bit: the schema leaves something open of it, so it is a finding. */
export const DOUBTFUL = 13;
export const ORDER = 14;
/** The whole entry of a number that the reader does not know. */
export const UNKNOWN = Act.UNKNOWN;

/** Numbers of a plan. */
export const ROW = 0;
/** Keys below this have an entry, at their own place in the row. */
export const KEYS = 1;
export const SLOTS = 2;
/** Fields that must be there. */
export const NEEDS = 3;
export const KIND = 4;
/** Keys of three bytes, less this, have their entries from place `KEYS` of the row on, before place `ALL_KEYS`. */
export const FAR = 5;
export const ALL_KEYS = 6;
export const WIDTH = 7;

/** Bits of `KIND`. */
export const IS_ANY = 1;
export const IS_ENUM = 2;
export const IS_DURATION = 4;
export const IS_INEXACT = 8;
/** A field of which R surely fails when it is absent is among those that must be there. */
export const HAS_CERTAIN = 16;

/** Keys of a type (number and wire type as in a tag) that have an entry, of one or two bytes, and of three; others are looked up by the exact path. */
const MOST_KEYS = 1 << 11;
/** The lowest number whose key has three bytes, and the lowest one whose key has more. */
const FAR_NUMBER = 1 << 11;
const BEYOND_NUMBER = 1 << 18;
const WIRES = [WireType.VARINT, WireType.I64, WireType.LEN, WireType.I32] as const;
/** The highest order that an entry has room for. */
const MOST_FIELDS = 1 << (31 - ORDER);

/**
 * Plans compiled for the fast loop: for each a row of entries by key, all rows in one array, made when the exact path first opens a
 * message of the plan.
 */
export class Tables {
  /** `WIDTH` numbers a plan; a plan that is not compiled has no keys. */
  plans = new Int32Array(256 * WIDTH);
  code = new Int32Array(8192);
  arg = new Int32Array(8192);
  /** Of arrays: how many elements they must have. */
  elements = new Int32Array(8192);
  readonly #compiled = new Set<number>();
  #end = 0;

  /** Makes the entries of a plan, once. */
  compile(plan: Plan): void {
    if (this.#compiled.has(plan.id)) return;
    this.#compiled.add(plan.id);
    const numbers = plan.isDuration ? [] : [...plan.type.byNumber.keys(), ...(plan.writerType?.byNumber.keys() ?? [])];
    const near = Math.min(MOST_KEYS, Math.max(0, ...numbers.filter((number) => number < FAR_NUMBER).map((number) => number + 1)) * 8);
    const far = numbers.filter((number) => number >= FAR_NUMBER && number < BEYOND_NUMBER);
    const first = far.length > 0 ? Math.min(...far) : 0;
    const keys = near + (far.length > 0 ? Math.min(MOST_KEYS, (Math.max(...far) + 1 - first) * 8) : 0);
    this.plans = roomFor(this.plans, (plan.id + 1) * WIDTH);
    this.code = roomFor(this.code, this.#end + keys);
    this.arg = roomFor(this.arg, this.#end + keys);
    this.elements = roomFor(this.elements, this.#end + keys);
    const at = plan.id * WIDTH;
    this.plans[at + ROW] = this.#end;
    this.plans[at + KEYS] = near;
    this.plans[at + FAR] = first * 8 - near;
    this.plans[at + ALL_KEYS] = keys;
    this.plans[at + SLOTS] = plan.fields.length;
    this.plans[at + NEEDS] = plan.type.isEnum ? 0 : plan.needs.length;
    this.plans[at + KIND] =
      (plan.isAny ? IS_ANY : 0) |
      (plan.type.isEnum ? IS_ENUM : 0) |
      (plan.isDuration ? IS_DURATION : 0) |
      (plan.exact ? 0 : IS_INEXACT) |
      (plan.needs.some(({ certain }) => certain) ? HAS_CERTAIN : 0);
    if (!plan.type.isEnum) this.#fillUnknown(plan, near, keys);
    for (const [order, field] of plan.fields.entries())
      for (const wire of WIRES) {
        const entry = this.#entryAt(at, field.field.number, wire);
        if (entry < 0 || order >= MOST_FIELDS || orderOf(plan, field.field.number) !== order) continue;
        const { act, safe, arg, signed } = entryOf(plan, field, wire);
        if (act === Act.EXACT) continue;
        this.code[entry] =
          act |
          (field.repeated ? LIST : 0) |
          (plan.isNeeded[order] && !plan.type.isEnum ? 1 << NEEDED : 0) |
          (plan.type.isEnum ? MEMBER : 0) |
          (order === plan.unitList ? UNITS : 0) |
          (safe << SAFE) |
          (field.how === How.WRAPPED ? WRAPPED : 0) |
          (signed ? SIGNED : 0) |
          (act === Act.VARINT && field.nonzero ? NONZERO : 0) |
          (field.doubtful === Doubtful.NO ? 0 : 1 << DOUBTFUL) |
          (order << ORDER);
        this.arg[entry] = arg;
        this.elements[entry] = field.count;
      }
    this.#end += keys;
  }

  /** Makes the entries of the numbers of a row that the reader does not know. */
  #fillUnknown(plan: Plan, near: number, keys: number): void {
    const at = plan.id * WIDTH;
    for (let place = 8; place < keys; place += 8) {
      const number = (place < near ? place : place + this.plans[at + FAR]!) / 8;
      if (orderOf(plan, number) < 0) for (const wire of WIRES) this.code[this.#end + place + wire] = UNKNOWN;
    }
  }

  /** Where the entry of a key stands; -1 when it has none. */
  #entryAt(at: number, number: number, wire: number): number {
    const key = number * 8 + wire;
    const row = this.plans[at + ROW]!;
    const near = this.plans[at + KEYS]!;
    if (key < near) return row + key;
    const place = key - this.plans[at + FAR]!;
    return number >= FAR_NUMBER && place >= near && place < this.plans[at + ALL_KEYS]! ? row + place : -1;
  }

  /** Tells the plan of the message that a field holds, which is compiled. */
  link(plan: Plan, order: number, child: Plan): void {
    const entry = this.#entryAt(plan.id * WIDTH, plan.fields[order]!.field.number, WireType.LEN);
    if (entry >= 0 && this.code[entry]! >> ORDER === order && (this.code[entry]! & ACT) === Act.MESSAGE) this.arg[entry] = child.id;
  }
}

/** Bytes of a varint that a reader of this width holds whatever they are, and the most that one more byte may be. */
function safeOf({ cut, bits }: FieldPlan): { safe: number; arg: number } {
  if (bits >= 64) return { safe: 10, arg: 0 };
  return { safe: bits / 8, arg: ((1 << (bits / 8)) - 1) >> (cut === Cut.SIGNED ? 1 : 0) };
}

interface Entry {
  readonly act: number;
  readonly safe: number;
  readonly arg: number;
  readonly signed: boolean;
}

function entryOf(plan: Plan, field: FieldPlan, wire: number): Entry {
  const of = (act: number, arg = 0, safe = 0, signed = false): Entry => ({ act, safe, arg, signed });
  if (((field.accepts >> wire) & 1) === 0 || (field.nonzero && field.how !== How.VARINT) || field.reinterpreted || field.losesSome)
    return of(Act.EXACT);
  switch (field.how) {
    case How.VARINT: {
      if (field.cut === Cut.BOOL) return of(Act.BOOL);
      const { safe, arg } = safeOf(field);
      return of(Act.VARINT, arg, safe);
    }
    case How.FIXED64:
      return of(Act.I64);
    case How.FIXED32:
      return of(Act.I32);
    case How.STRING:
      return of(plan.isAny || plan.isUnit ? Act.NAME : Act.TEXT);
    case How.BYTES:
      return of(Act.BYTES);
    case How.SIZED:
      return of(Act.SIZED, field.size);
    case How.MESSAGE:
    case How.WRAPPED:
      return of(Act.MESSAGE, -1);
    case How.ANY_VALUE:
      return of(Act.ANY_VALUE);
    case How.ARRAY:
    case How.VEC: {
      if (wire !== WireType.LEN || field.cut === Cut.BOOL) return of(Act.EXACT);
      const count = field.how === How.ARRAY ? field.count : -1;
      if (field.wire === WireType.I32) return of(Act.PACKED_I32, count);
      if (field.wire === WireType.I64) return of(Act.PACKED_I64, count);
      return of(Act.PACKED, count, safeOf(field).safe, field.cut === Cut.SIGNED);
    }
    default:
      return of(Act.EXACT);
  }
}
