import type { Field, SchemaSet } from "../../schema/index.ts";
import { Content, WireType } from "../../wire/index.ts";
import { Again, Check, type FieldPlans, isAlwaysWritten, plansOf } from "../plan.ts";
import { bareElement, packedContent } from "../scalars.ts";
import type { SchemaGuide } from "../shapes.ts";

/** What the fast loop does with a field of a number and wire type that its message knows; 0 hands it to the exact path. */
export const Act = {
  EXACT: 0,
  /** A varint of which `SAFE` bytes need no look at the value, or one more whose last byte is at most `arg`. */
  VARINT: 1,
  BOOL: 2,
  I32: 3,
  I64: 4,
  /** Bytes; `arg` is how many their field has, 0 for any number. */
  BYTES: 5,
  TEXT: 6,
  /** A message of type `arg`. */
  MESSAGE: 7,
  /** An `Any`, and its value. */
  ANY: 8,
  ANY_VALUE: 9,
  /** Packed varints, each as `VARINT` has it. */
  PACKED: 10,
  PACKED_I32: 11,
  PACKED_I64: 12,
} as const;

/** Flags of an entry beside the act in its low four bits; `SAFE` is where the safe bytes of its varints stand, and the field's declaration order stands from bit `ORDER` on. */
export const ACT = 0x0f;
export const LIST = 1 << 4;
export const LOOSE = 1 << 5;
export const OMITS = 1 << 6;
export const MEMBER = 1 << 7;
export const SAFE = 8;
export const ORDER = 12;

/** Keys of a type (number and wire type as in a tag) below this have an entry; above it the exact path looks the field up. */
const MOST_KEYS = 1 << 11;

/**
 * A schema set compiled for the survey: for each message type a row of entries by key, all rows in one array. The row of type t
 * starts at `row[t]` and has `keys[t]` entries; the last row, that of a message of which nothing is known, has none.
 */
export interface SurveyTables {
  readonly plans: FieldPlans;
  readonly row: Int32Array;
  readonly keys: Int32Array;
  readonly code: Int32Array;
  readonly arg: Int32Array;
  readonly ref: Int32Array;
  /** Slot of the entry's oneof in its message: after those of the fields. */
  readonly oneofSlot: Int32Array;
  /** Slots of a message of each type: its fields and oneofs. */
  readonly slots: Int32Array;
  /** By type, the places of the fields that their writer always writes; undefined where there are none. */
  readonly always: readonly (readonly number[] | undefined)[];
  /** By field, 1 for a bool. */
  readonly isBool: Uint8Array;
}

/** How many bytes of a varint cannot hold more than a reader of this check and width keeps: 1, 2, 4 or 10. */
export function safeBytes(check: number, bits: number): number {
  return bits === 0 || check === Check.NONE ? 10 : bits / 8;
}

/** How large the last byte may be of a varint of one byte more than is safe: what lies above is cut. */
function lastByte(check: number, bits: number): number {
  if (safeBytes(check, bits) === 10) return 0;
  return ((1 << (bits / 8)) - 1) >> (check === Check.SIGNED ? 1 : 0);
}

interface Entry {
  readonly act: number;
  readonly arg: number;
  readonly safe?: number;
}

function entryOf(set: SchemaSet, guide: SchemaGuide, plans: FieldPlans, field: Field, wire: number): Entry {
  const exact = { act: Act.EXACT, arg: 0 };
  if ((plans.accepted[field.id]! & (1 << wire)) === 0 || field.map || field.bare || set.types[field.parent]!.mapEntry) return exact;
  const [check, bits] = [plans.check[field.id]!, plans.bits[field.id]!];
  const varints = { arg: lastByte(check, bits), safe: safeBytes(check, bits) };
  // An unpacked element of a list that is written packed carries a note.
  if (plans.packable[field.id] && wire !== WireType.LEN && field.packed) return exact;
  if (wire === WireType.VARINT) return check === Check.BOOL ? { act: Act.BOOL, arg: 0 } : { act: Act.VARINT, ...varints };
  if (wire === WireType.I32) return { act: Act.I32, arg: 0 };
  if (wire === WireType.I64) return { act: Act.I64, arg: 0 };
  if (wire !== WireType.LEN) return exact;
  if (plans.packable[field.id]) {
    const content = packedContent(bareElement(set, field) ?? field);
    if (content === Content.PACKED_I32) return { act: Act.PACKED_I32, arg: 0 };
    if (content === Content.PACKED_I64) return { act: Act.PACKED_I64, arg: 0 };
    return check === Check.BOOL ? exact : { act: Act.PACKED, ...varints };
  }
  const inner = guide.plainContent(field.id);
  if (inner === "guess") return exact;
  if (inner === "any") return { act: Act.ANY, arg: guide.anyType };
  if (inner === "any-value") return { act: Act.ANY_VALUE, arg: 0 };
  if (inner >= 0) return { act: Act.MESSAGE, arg: inner };
  return check === Check.TEXT ? { act: Act.TEXT, arg: 0 } : { act: Act.BYTES, arg: field.facts.size ?? 0 };
}

const cache = new WeakMap<SchemaSet, SurveyTables>();

/** The tables of a set, made once. Cost: linear in its fields. */
export function tablesOf(set: SchemaSet, guide: SchemaGuide): SurveyTables {
  const made = cache.get(set);
  if (made) return made;
  const plans = plansOf(set);
  const keys = Int32Array.from([
    ...set.types.map((type) => Math.min(MOST_KEYS, Math.max(0, ...type.fields.map((field) => field.number + 1)) * 8)),
    0,
  ]);
  const row = new Int32Array(keys.length);
  for (let t = 1; t < row.length; t++) row[t] = row[t - 1]! + keys[t - 1]!;
  const total = row.at(-1)!;
  const tables: SurveyTables = {
    plans,
    row,
    keys,
    code: new Int32Array(total),
    arg: new Int32Array(total),
    ref: new Int32Array(total),
    oneofSlot: new Int32Array(total),
    slots: Int32Array.from([...set.types.map((type) => type.fields.length + type.oneofs.length), 0]),
    always: set.types.map((type) => {
      const fields = type.fields.filter((field) => field.oneof === undefined && isAlwaysWritten(field));
      return fields.length > 0 ? fields.map(({ order }) => order) : undefined;
    }),
    isBool: Uint8Array.from(set.fields, ({ type }) => (type.kind === "scalar" && type.scalar === "bool" ? 1 : 0)),
  };
  for (const type of set.types)
    for (const field of type.fields)
      for (let wire = 0; wire < 8; wire++) {
        const key = field.number * 8 + wire;
        if (key >= keys[type.id]! || type.byNumber.get(field.number) !== field) continue;
        const { act, arg, safe = 0 } = entryOf(set, guide, plans, field, wire);
        if (act === Act.EXACT) continue;
        const oneof = plans.oneof[field.id]!;
        const at = row[type.id]! + key;
        tables.code[at] =
          act |
          (plans.again[field.id] === Again.LIST ? LIST : 0) |
          (oneof < 0 ? LOOSE : MEMBER) |
          (plans.omitsDefault[field.id] ? OMITS : 0) |
          (safe << SAFE) |
          (field.order << ORDER);
        tables.arg[at] = arg;
        tables.ref[at] = field.id;
        tables.oneofSlot[at] = type.fields.length + oneof;
      }
  cache.set(set, tables);
  return tables;
}
