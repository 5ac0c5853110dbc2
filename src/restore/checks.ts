import { WireType } from "../wire/index.ts";
import type { Place } from "./place.ts";
import { Cut, Doubtful, type FieldPlan, How } from "./plan.ts";

/** How a finding begins that leaves open how long bytes or a list must be. */
export const LENGTH_OPEN = "the schema does not say: ";

/** What R checks of the value of a field, and what is told of one that it reads otherwise than it was written. */
export class Checks {
  readonly #place: Place;

  constructor(place: Place) {
    this.#place = place;
  }

  /** False when R fails on the wire type that the field stands in. */
  wire(order: number, field: FieldPlan): boolean {
    if (((field.accepts >> this.#place.cursor.wire) & 1) !== 0) return true;
    this.#place.atField("fails", "wire-type", expected(field), order);
    return false;
  }

  /** Tells what the schema leaves open about a field that is there. */
  doubt(order: number, field: FieldPlan): void {
    const what =
      field.doubtful === Doubtful.SIZE
        ? "bytes of any length or of an exact one"
        : field.doubtful === Doubtful.COUNT
          ? "how many elements it must hold"
          : "a list of any length or an array of an exact one";
    this.#place.atField("depends", "cannot-tell", `${LENGTH_OPEN}${what}`, order);
  }

  /** An explicit default of an `Option` that the reader has not: what is held is no longer told from "none". */
  explicitDefault(order: number, field: FieldPlan, isDefault: boolean): void {
    if (isDefault && field.losesSome) this.#place.atField("defaulted", "retyped", "an explicit default becomes a plain one", order);
  }

  reinterpreted(order: number, field: FieldPlan, isOther: boolean): void {
    if (field.reinterpreted && isOther) this.#place.atField("reinterpreted", "retyped", "read as another value", order);
  }

  /** Checks a number, in its halves. False when R fails on it. */
  number(order: number, field: FieldPlan, lo: number, hi: number): boolean {
    if (isCut(field, lo, hi)) this.#place.atField("truncated", "cut", `cut to ${cutWords(field)}`, order);
    if (field.nonzero && isZeroAs(field, lo, hi)) {
      this.#place.atField("fails", "non-zero", "value must be non-zero", order);
      return false;
    }
    this.reinterpreted(order, field, lo !== 0 || hi !== 0);
    return true;
  }
}

/** The reason when a field stands in a wire type that it does not accept. */
function expected({ how, wire }: FieldPlan): string {
  switch (how) {
    case How.VARINT:
    case How.FIXED64:
    case How.FIXED32:
    case How.VEC:
      return wire === WireType.VARINT ? "expected a varint" : wire === WireType.I64 ? "expected a fixed64" : "expected a fixed32";
    case How.MESSAGE:
    case How.WRAPPED:
    case How.ANY_VALUE:
      return "expected a message";
    default:
      return "expected a byte array";
  }
}

function cutWords(field: FieldPlan): string {
  return field.cut === Cut.BOOL ? "true" : `${field.bits} bits`;
}

/** True when the number loses bits that mean something at the reader's width. */
function isCut(field: FieldPlan, lo: number, hi: number): boolean {
  if (field.cut === Cut.BOOL) return hi !== 0 || lo > 1;
  const { bits } = field;
  if (bits >= 64) return false;
  if (field.cut === Cut.SIGNED) {
    // In two's complement: all bits from the sign on are alike.
    const sign = bits === 32 ? lo >> 31 : (lo << (32 - bits)) >> 31;
    return hi !== sign >>> 0 || (bits < 32 && lo >> (bits - 1) !== sign);
  }
  // Zigzag of n bits fits in n bits.
  return hi !== 0 || (bits < 32 && lo >>> bits !== 0);
}

function isZeroAs(field: FieldPlan, lo: number, hi: number): boolean {
  const { bits } = field;
  if (bits >= 64) return lo === 0 && hi === 0;
  if (field.cut === Cut.ZIGZAG) {
    const value = ((BigInt(hi) << 32n) | BigInt(lo)) >> 1n;
    return BigInt.asUintN(bits, value ^ -(BigInt(lo) & 1n)) === 0n;
  }
  return bits === 32 ? lo === 0 : (lo & ((1 << bits) - 1)) === 0;
}
