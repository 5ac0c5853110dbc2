import { invalidUtf8At } from "../base/index.ts";
import { readVarint, VarintFault, varint, WireType } from "../wire/index.ts";
import type { Checks } from "./checks.ts";
import { type Cursor, varintWords } from "./cursor.ts";
import type { Frame } from "./frame.ts";
import { heldNumber } from "./held.ts";
import type { Place } from "./place.ts";
import { type FieldPlan, How } from "./plan.ts";

/** Reads the values that hold no message: numbers, text, bytes and lists of numbers. */
export class Values {
  readonly #place: Place;
  readonly #cursor: Cursor;
  readonly #checks: Checks;

  constructor(place: Place, checks: Checks) {
    this.#place = place;
    this.#cursor = place.cursor;
    this.#checks = checks;
  }

  /** Reads the field that the cursor is at, which stands in a wire type that it accepts. */
  read(frame: Frame, order: number, field: FieldPlan): void {
    switch (field.how) {
      case How.VARINT:
        this.#varint(frame, order, field);
        break;
      case How.FIXED64:
      case How.FIXED32:
        this.#checks.reinterpreted(order, field, !this.#cursor.isZero());
        this.#checks.explicitDefault(order, field, field.losesSome && this.#cursor.isZero());
        frame.held?.put(order, this.#cursor.value());
        break;
      case How.STRING:
        this.#text(frame, order, field);
        break;
      case How.BYTES:
        this.#checks.explicitDefault(order, field, this.#isEmpty());
        frame.held?.append(order, this.#cursor.value());
        break;
      case How.SIZED:
        this.#sized(frame, order, field);
        break;
      case How.ARRAY:
        this.#packed(frame, order, field);
        break;
      case How.VEC:
        if (this.#cursor.wire === WireType.LEN) this.#packed(frame, order, field);
        else this.#element(frame, order, field);
        break;
      default:
        this.#place.atField("depends", "cannot-tell", "its type is not declared", order);
        frame.held?.put(order, this.#cursor.value());
    }
  }

  #isEmpty(): boolean {
    return this.#cursor.valueTo === this.#cursor.valueFrom;
  }

  #varint(frame: Frame, order: number, field: FieldPlan): void {
    const { lo, hi } = this.#cursor;
    if (!this.#checks.number(order, field, lo, hi)) return;
    this.#checks.explicitDefault(order, field, lo === 0 && hi === 0);
    if (frame.plan.isDuration) frame.setTime(order, lo, hi);
    if (frame.held) frame.held.values[order] = heldNumber(lo, hi);
  }

  #text(frame: Frame, order: number, field: FieldPlan): void {
    const { bytes, from, valueFrom, valueTo } = this.#cursor;
    const isAskedFor = frame.plan.isAny || frame.plan.isUnit;
    if (invalidUtf8At(bytes, valueFrom, valueTo) >= 0) {
      this.#place.atField("fails", "text", "invalid UTF-8 string", order);
      // No text, but where it stands.
      if (isAskedFor && !frame.hasText) frame.setText(from, valueTo, valueTo);
      return;
    }
    if (isAskedFor) frame.setText(from, valueFrom, valueTo);
    this.#checks.explicitDefault(order, field, this.#isEmpty());
    frame.held?.put(order, this.#cursor.value());
  }

  #sized(frame: Frame, order: number, field: FieldPlan): void {
    if (this.#cursor.valueTo - this.#cursor.valueFrom === field.size) frame.held?.put(order, this.#cursor.value());
    else if (field.isByteArray) this.#place.atField("fails", "array-length", "wrong packed array length", order);
    else this.#place.atField("fails", "byte-size", "invalid byte size for type", order);
  }

  /** One number of a list that stands alone. */
  #element(frame: Frame, order: number, field: FieldPlan): void {
    const { wire, lo, hi } = this.#cursor;
    if (wire !== WireType.VARINT) this.#checks.reinterpreted(order, field, !this.#cursor.isZero());
    else if (!this.#checks.number(order, field, lo, hi)) return;
    frame.held?.push(order, this.#cursor.value());
  }

  /** Packed numbers: each is parsed, and an array must hold as many as it has places. */
  #packed(frame: Frame, order: number, field: FieldPlan): void {
    const count = field.wire === WireType.VARINT ? this.#packedVarints(order, field) : this.#packedFixed(order, field);
    if (count < 0) return;
    if (field.how !== How.ARRAY) frame.held?.push(order, this.#cursor.value());
    else if (field.count >= 0 && count !== field.count) this.#place.atField("fails", "array-length", "wrong packed array length", order);
    else frame.held?.put(order, this.#cursor.value());
  }

  /** Gives how many there are; -1 when R fails on one. */
  #packedVarints(order: number, field: FieldPlan): number {
    const { bytes, valueFrom, valueTo } = this.#cursor;
    let count = 0;
    for (let at = valueFrom; at < valueTo; count++) {
      const fault = readVarint(bytes, at, valueTo);
      if (fault !== VarintFault.NONE) {
        this.#place.atField("fails", "malformed", varintWords(fault), order);
        return -1;
      }
      at = varint.next;
      if (!this.#checks.number(order, field, varint.lo, varint.hi)) return -1;
    }
    return count;
  }

  /** Gives how many there are; -1 when the last one is cut off. */
  #packedFixed(order: number, field: FieldPlan): number {
    const size = field.wire === WireType.I64 ? 8 : 4;
    const count = (this.#cursor.valueTo - this.#cursor.valueFrom) / size;
    if (!Number.isInteger(count)) {
      this.#place.atField("fails", "malformed", `eof parsing a fixed${size * 8}`, order);
      return -1;
    }
    this.#checks.reinterpreted(order, field, !this.#cursor.isZero());
    return count;
  }
}
