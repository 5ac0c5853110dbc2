import { WireType } from "../wire/index.ts";
import { roomFor } from "./frames.ts";
import { Cut, Doubtful, type FieldPlan, How, orderOf, type Plan } from "./plan.ts";

const ACT = 0x0f;
/** What the fast loop does with a field of a number and wire type; 0 hands it to the exact path. */
const Act = {
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
  /** A message; `arg` is the row of its plan, as in `rowOf`, 0 until the exact path has opened one. */
  MESSAGE: 9,
  ANY_VALUE: 10,
  /** Packed varints of up to `SAFE` bytes each, or one more within `SIGNED`; `arg` is how many, -1 for any number. */
  PACKED: 11,
  PACKED_I32: 12,
  PACKED_I64: 13,
  UNKNOWN: 14,
} as const;

/**
 * Parts of an entry's first number beside the act in its low four bits. `SAFE` is where its safe bytes stand; from bit `PLACE` on stands the
 * field's order and one more, so that what is no field has place 0. `assembly/loop.ts` has them too.
 */
const LIST = 1 << 4;
/** Number of the bit: it must be there. */
const NEEDED = 5;
/** A variant of an enum. */
const MEMBER = 1 << 6;
/** The root's list of units. */
const UNITS = 1 << 7;
const SAFE = 8;
const WRAPPED = 1 << 12;
/** Of packed varints: half of their range is below zero. */
const SIGNED = 1 << 12;
/** Of a varint: it must not be zero. */
const NONZERO = 1 << 12;
/** Number of the bit: the schema leaves something open of it, so it is a finding. */
const DOUBTFUL = 13;
const PLACE = 14;

/** Words of an entry (what it is, and an argument), and of the two that a field number has: for what has a length the second, for all else the first. */
const ENTRY = 2;
const NUMBER = 2 * ENTRY;
/**
 * Words before the first entry of a row. Keys below `KEYS` have an entry, at their own place in the row; keys of three bytes, less `FAR`,
 * have theirs from place `KEYS` on, before place `ALL_KEYS`. `NEEDS` are the fields that must be there; `PLAIN_NEEDS` too, and -1 when there
 * is more to see to when a message ends.
 */
const HEADER = 8;
const Header = { PLAN: 0, KEYS: 1, FAR: 2, ALL_KEYS: 3, FIELDS: 4, NEEDS: 5, KIND: 6, PLAIN_NEEDS: 7 } as const;

/** Bits of `KIND`. */
const IS_ANY = 1;
const IS_ENUM = 2;
/** The exact path looks at the message when it ends. */
const CLOSES_EXACTLY = 4;
export const IS_INEXACT = 8;
/** A field of which R surely fails when it is absent is among those that must be there. */
const HAS_CERTAIN = 16;

/** Keys of a type (number and wire type as in a tag) that have an entry, of one or two bytes, and of three; others are looked up by the exact path. */
const MOST_KEYS = 1 << 11;
/** The lowest number whose key has three bytes, and the lowest one whose key has more. */
const FAR_NUMBER = 1 << 11;
const BEYOND_NUMBER = 1 << 18;
const WIRES = [WireType.VARINT, WireType.I64, WireType.LEN, WireType.I32] as const;
/** The highest order that an entry has room for. */
const MOST_FIELDS = (1 << (31 - PLACE)) - 1;
const WORD = 4;

/**
 * Plans compiled for the fast loop: for each a row of entries by key, all rows in one array, made when the exact path first opens a
 * message of the plan. The loop has a copy of them.
 */
export class Tables {
  /** By plan: where its first entry stands in `rows`, in bytes; 0 when it is not compiled. */
  rowOf = new Int32Array(256);
  rows = new Int32Array(8192);
  /** Numbers of `rows` in use. */
  end = 0;
  /** Numbers of `rows` that changed since they were made; who has a copy of `rows` takes them. */
  readonly changed: number[] = [];

  /** Makes the entries of a plan, once. */
  compile(plan: Plan): void {
    this.rowOf = roomFor(this.rowOf, plan.id + 1);
    if (this.rowOf[plan.id] !== 0) return;
    const numbers = plan.isDuration ? [] : [...plan.type.byNumber.keys(), ...(plan.writerType?.byNumber.keys() ?? [])];
    const near = Math.min(MOST_KEYS, Math.max(0, ...numbers.filter((number) => number < FAR_NUMBER).map((number) => number + 1)) * 8);
    const far = numbers.filter((number) => number >= FAR_NUMBER && number < BEYOND_NUMBER);
    const first = far.length > 0 ? Math.min(...far) : 0;
    const keys = near + (far.length > 0 ? Math.min(MOST_KEYS, (Math.max(...far) + 1 - first) * 8) : 0);
    const row = this.end + HEADER;
    this.end = row + NUMBER * (keys / 8);
    this.rows = roomFor(this.rows, this.end);
    this.rowOf[plan.id] = row * WORD;
    const header = { PLAN: plan.id, KEYS: near, FAR: first * 8 - near, ALL_KEYS: keys, FIELDS: plan.fields.length, NEEDS: needsOf(plan) };
    for (const [name, number] of Object.entries(header)) this.rows[row - HEADER + Header[name as keyof typeof Header]] = number;
    this.rows[row - HEADER + Header.KIND] = kindOf(plan);
    this.rows[row - HEADER + Header.PLAIN_NEEDS] = plainNeedsOf(plan);
    if (!plan.type.isEnum) this.#fillUnknown(plan, row, near, keys);
    for (const [order, field] of plan.fields.entries())
      for (const wire of WIRES) {
        const at = this.#entryAt(row, field.field.number, wire);
        if (at < 0 || order >= MOST_FIELDS || orderOf(plan, field.field.number) !== order) continue;
        const { act, safe, arg, signed } = entryOf(plan, field, wire);
        if (act === Act.EXACT) continue;
        this.rows[at] =
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
          ((order + 1) << PLACE);
        this.rows[at + 1] = arg;
        // The other entry of its number is none.
        if (field.how === How.WRAPPED && wire === WireType.LEN) this.rows[at - ENTRY + 1] = field.count;
      }
  }

  /** Makes the entries of the numbers of a row that the reader does not know. */
  #fillUnknown(plan: Plan, row: number, near: number, keys: number): void {
    const far = this.rows[row - HEADER + Header.FAR]!;
    for (let place = 8; place < keys; place += 8) {
      const number = (place < near ? place : place + far) / 8;
      if (orderOf(plan, number) < 0) for (const wire of WIRES) this.rows[placeOf(row, place, wire)] = Act.UNKNOWN;
    }
  }

  /** Where the entry of a key stands; -1 when it has none. */
  #entryAt(row: number, number: number, wire: number): number {
    const header = row - HEADER;
    const key = number * 8;
    const near = this.rows[header + Header.KEYS]!;
    if (key < near) return placeOf(row, key, wire);
    const place = key - this.rows[header + Header.FAR]!;
    return number >= FAR_NUMBER && place >= near && place < this.rows[header + Header.ALL_KEYS]! ? placeOf(row, place, wire) : -1;
  }

  /** A field of a plan is among those that must be there no more. */
  needsNot(plan: Plan, order: number): void {
    const row = (this.rowOf[plan.id] ?? 0) / WORD;
    if (row === 0) return;
    const put = (at: number, value: number): void => {
      this.rows[at] = value;
      this.changed.push(at);
    };
    put(row - HEADER + Header.NEEDS, needsOf(plan));
    put(row - HEADER + Header.KIND, kindOf(plan));
    put(row - HEADER + Header.PLAIN_NEEDS, plainNeedsOf(plan));
    for (const wire of WIRES) {
      const at = this.#entryAt(row, plan.fields[order]!.field.number, wire);
      if (at >= 0 && this.rows[at]! >>> PLACE === order + 1) put(at, this.rows[at]! & ~(1 << NEEDED));
    }
  }

  /** Tells the plan of the message that a field holds; both are compiled. */
  link(plan: Plan, order: number, child: Plan): void {
    const at = this.#entryAt(this.rowOf[plan.id]! / WORD, plan.fields[order]!.field.number, WireType.LEN);
    if (at < 0 || this.rows[at]! >>> PLACE !== order + 1 || (this.rows[at]! & ACT) !== Act.MESSAGE || this.rows[at + 1] !== 0) return;
    this.rows[at + 1] = this.rowOf[child.id]!;
    this.changed.push(at + 1);
  }
}

function needsOf(plan: Plan): number {
  return plan.type.isEnum ? 0 : plan.needs.length;
}

function plainNeedsOf(plan: Plan): number {
  return plan.isAny || plan.type.isEnum || closesExactly(plan) ? -1 : needsOf(plan);
}

function kindOf(plan: Plan): number {
  return (
    (plan.isAny ? IS_ANY : 0) |
    (plan.type.isEnum ? IS_ENUM : 0) |
    (closesExactly(plan) ? CLOSES_EXACTLY : 0) |
    (plan.exact ? 0 : IS_INEXACT) |
    (plan.needs.some(({ certain }) => certain) ? HAS_CERTAIN : 0)
  );
}

/** True for a message that is looked at when it ends: the range of a duration, the keys of a map. */
function closesExactly(plan: Plan): boolean {
  return plan.isDuration || plan.maps.length > 0;
}

function placeOf(row: number, key: number, wire: number): number {
  return row + NUMBER * (key / 8) + (wire === WireType.LEN ? ENTRY : 0);
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
      return of(Act.MESSAGE);
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
