import { textOf } from "../base/index.ts";
import type { Held } from "./held.ts";
import type { Plan } from "./plans.ts";

/** One open message of a reading. Frames are used again, so that a message costs no allocation. */
export class Frame {
  plan!: Plan;
  /** Range of the field that holds it, with its tag. */
  from = 0;
  to = 0;
  /** Range of the payload. */
  start = 0;
  end = 0;
  /** Order of that field in the message around it; `ROOT` or `CONTENT` where there is none. */
  order = -1;
  /** Which occurrence of the field it is. */
  index = 0;
  /** Where its fields are counted. */
  base = 0;
  /** Which document it belongs to: the blob, or the content of an `Any`, in the order of their beginning. */
  document = 0;
  held: Held | undefined;
  /** Read into a message that is there already. */
  merging = false;
  /** Its bytes did not parse to the end. */
  broken = false;
  isContent = false;
  /** The content of an `Any` has been opened. */
  judged = false;
  /** Of an enum: fields met, the variant held, and what cleared it. */
  met = 0;
  variant = -1;
  clearedAt = -1;
  clearedBy = 0;
  textField = 0;
  textFrom = 0;
  textTo = 0;
  valueFrom = 0;
  valueTo = 0;
  hasValue = false;
  #isNegative = false;
  #nanos = 0;

  open(
    plan: Plan,
    from: number,
    start: number,
    end: number,
    to: number,
    order: number,
    index: number,
    base: number,
    document: number,
    held: Held | undefined,
    merging: boolean,
  ): void {
    this.plan = plan;
    this.from = from;
    this.start = start;
    this.end = end;
    this.to = to;
    this.order = order;
    this.index = index;
    this.base = base;
    this.document = document;
    this.held = held;
    this.merging = merging;
    this.broken = false;
    this.isContent = false;
    this.judged = false;
    this.met = 0;
    this.variant = merging && held && plan.type.isEnum ? held.variant : -1;
    this.clearedAt = -1;
    this.textFrom = 0;
    this.textTo = 0;
    this.hasValue = false;
    this.#isNegative = false;
    this.#nanos = 0;
  }

  /** Where the type URL of an `Any` stands, or the name of a unit: its field, and its text. */
  setText(field: number, from: number, to: number): void {
    this.textField = field;
    this.textFrom = from;
    this.textTo = to;
  }

  /** The type URL of an `Any` that has ended, or the name of a unit: the last one, of all its occurrences. */
  text(bytes: Uint8Array): string {
    const held = this.held?.values[0];
    return held instanceof Uint8Array ? textOf(held, 0, held.length) : textOf(bytes, this.textFrom, this.textTo);
  }

  /** Of an `Any`: where its value stands. */
  setValue(from: number, to: number): void {
    this.merging ||= this.hasValue;
    this.valueFrom = from;
    this.valueTo = to;
    this.hasValue = true;
  }

  /** Of a duration: its seconds (order 0) or nanoseconds. */
  setTime(order: number, lo: number, hi: number): void {
    if (order === 0) this.#isNegative = hi >= 0x8000_0000;
    else this.#nanos = lo;
  }

  isTimeOutOfRange(): boolean {
    return this.#isNegative || this.#nanos >= 1_000_000_000;
  }
}
