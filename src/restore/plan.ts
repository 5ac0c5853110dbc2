import type { Field, MessageType } from "../schema/index.ts";
import type { Fault } from "./defaults.ts";

/** How a field is read. */
export const How = {
  VARINT: 0,
  FIXED64: 1,
  FIXED32: 2,
  STRING: 3,
  /** Appended to what is there. */
  BYTES: 4,
  /** Bytes of an exact size. */
  SIZED: 5,
  MESSAGE: 6,
  /** Packed numbers and nothing else, as many as `count` says (-1: not known). */
  ARRAY: 7,
  /** Numbers, packed or one each. */
  VEC: 8,
  /** The wrapper message of an array: exactly `count` elements. */
  WRAPPED: 9,
  /** The value of an `Any`: a message that stays bytes. */
  ANY_VALUE: 10,
  /** Of a type that the schema does not declare: nothing is known. */
  OPAQUE: 11,
} as const;

/** How the value of a varint is cut. */
export const Cut = { UNSIGNED: 0, SIGNED: 1, ZIGZAG: 2, BOOL: 3 } as const;

/** What is to be said of a field that is there, beyond its bytes. */
export const Doubtful = { NO: 0, SIZE: 1, COUNT: 2, WRAPPER: 3 } as const;

/** One field of a reader's message beside what the writer has at its number. */
export interface FieldPlan {
  readonly field: Field;
  readonly how: number;
  /** Bit w is set when wire type w is accepted. */
  readonly accepts: number;
  /** For numbers, also those within arrays: the wire type of one. */
  readonly wire: number;
  readonly cut: number;
  /** Width in bits, 64 at most. */
  readonly bits: number;
  readonly nonzero: boolean;
  /** Elements that must be there, -1 when that is not known. */
  readonly count: number;
  /** Bytes that must be there, -1 when any number will do. */
  readonly size: number;
  /** A wrong size of these bytes is `wrong packed array length`. */
  readonly isByteArray: boolean;
  readonly repeated: boolean;
  /** A further occurrence takes the place of the one before: it is neither added to it nor merged into it. */
  readonly replaces: boolean;
  /** Stays as it is when it holds a default: an `Option`, a member of a oneof, an element. */
  readonly keepsDefault: boolean;
  readonly message: MessageType | undefined;
  /** A message that is surely a plain `T`: left out when all in it is. */
  readonly isPlain: boolean;
  /** The writer's field of that number. */
  readonly written: Field | undefined;
  readonly doubtful: number;
  /** A value other than zero is read as another one: zigzag on one side only, a float on one side only. */
  readonly reinterpreted: boolean;
  /** The writer's field is an `Option` and this one is none, so an explicit default becomes a plain one. */
  readonly losesSome: boolean;
}

/** A field that must not be absent, or of which that is not known. */
export interface Need {
  readonly order: number;
  readonly fault: Fault;
  readonly certain: boolean;
}

/** A reader's message type beside the writer's type at the same place. */
export interface Plan {
  /** Place in `Plans.list`. */
  readonly id: number;
  readonly type: MessageType;
  readonly writerType: MessageType | undefined;
  readonly exact: boolean;
  readonly isAny: boolean;
  readonly isDuration: boolean;
  /** Has the shape of a state unit: its name, and its state as an `Any`. */
  readonly isUnit: boolean;
  /** Order of the list of state units, -1 for none. Other lists may hold what has a unit's shape: the capabilities of a device. */
  readonly unitList: number;
  readonly fields: readonly FieldPlan[];
  /** Order of the field by its number, below 128; -1 for none. */
  readonly dense: Int16Array;
  /** Orders of the maps. */
  readonly maps: readonly number[];
  /** Fewer once `Plans.needsNot` was told. */
  needs: readonly Need[];
  /** By order: whether it is among `needs`. */
  readonly isNeeded: boolean[];
  /** The plans of message fields by order, made when first needed. */
  readonly children: (Plan | undefined)[];
}

/** Numbers below this are looked up in `Plan.dense`. */
export const DENSE = 128;

/** Order of the field of a number; -1 for none. */
export function orderOf(plan: Plan, number: number): number {
  return number < DENSE ? plan.dense[number]! : (plan.type.byNumber.get(number)?.order ?? -1);
}
