import * as F from "./frames.ts";
import type { Held } from "./held.ts";
import type { Plan } from "./plan.ts";
import type { Stack } from "./stack.ts";

/**
 * One open message of a reading, as the exact path sees it: names for the numbers that `Stack` holds. There is one for each level,
 * whatever message is open there.
 */
export class Frame {
  /** What R holds of it; of a reading with a model only. */
  held: Held | undefined;
  /** Read into a message that is there already; of a reading with a model only. */
  merging = false;
  readonly #stack: Stack;
  readonly #at: number;

  constructor(stack: Stack, level: number) {
    this.#stack = stack;
    this.#at = level * F.STRIDE;
  }

  get plan(): Plan {
    return this.#stack.planOf(this.#get(F.PLAN));
  }

  /** A field need not be in messages of this one's plan any more. */
  needsNot(order: number): void {
    this.#stack.needsNot(this.plan, order);
  }

  get id(): number {
    return this.#get(F.ID);
  }

  get from(): number {
    return this.#get(F.FROM);
  }

  get to(): number {
    return this.#get(F.TO);
  }

  get start(): number {
    return this.#get(F.START);
  }

  get end(): number {
    return this.#get(F.END);
  }

  get order(): number {
    return this.#get(F.ORDER);
  }

  get base(): number {
    return this.#get(F.BASE);
  }

  get document(): number {
    return this.#get(F.DOCUMENT);
  }

  /** Which occurrence of its field it is. */
  get index(): number {
    const { order } = this;
    return order < 0 || this.#at === 0 ? 0 : this.#stack.countOf(this.#stack.frame(this.#at / F.STRIDE - 1), order) - 1;
  }

  get broken(): boolean {
    return this.#has(F.IS_BROKEN);
  }

  get isContent(): boolean {
    return this.#has(F.IS_CONTENT);
  }

  get judged(): boolean {
    return this.#has(F.IS_JUDGED);
  }

  get hasValue(): boolean {
    return this.#has(F.HAS_VALUE);
  }

  get isMet(): boolean {
    return this.#has(F.IS_MET);
  }

  /** A unit of the root's list. */
  get isUnit(): boolean {
    return this.#has(F.IS_UNIT);
  }

  /** An array's wrapper message. */
  get isWrapped(): boolean {
    return this.#has(F.IS_WRAPPED);
  }

  /** How many elements an array's wrapper must have; valid of one. */
  get elements(): number {
    return this.#get(F.ELEMENTS);
  }

  setWrapped(elements: number): void {
    this.mark(F.IS_WRAPPED);
    this.#set(F.ELEMENTS, elements);
  }

  get isCleared(): boolean {
    return this.#has(F.IS_CLEARED);
  }

  /** Adds flags of `frames.ts`. */
  mark(flags: number): void {
    this.#set(F.FLAGS, this.#get(F.FLAGS) | flags);
  }

  /** The variant that an enum holds; -1 for none. */
  get variant(): number {
    return this.#has(F.HAS_VARIANT) ? this.#get(F.VARIANT) : -1;
  }

  setVariant(order: number): void {
    this.#put(F.HAS_VARIANT, order >= 0);
    this.#set(F.VARIANT, order);
  }

  /** The number of the unknown field that cleared an enum. */
  get clearedBy(): number {
    return this.#get(F.CLEARED_BY) >>> 0;
  }

  setCleared(number: number): void {
    this.mark(F.IS_CLEARED);
    this.#set(F.CLEARED_BY, number);
  }

  /** Where the type URL of an `Any` stands, or the name of a unit: its field, and its text. */
  setText(field: number, from: number, to: number): void {
    this.mark(F.HAS_TEXT);
    this.#set(F.TEXT_FIELD, field);
    this.#set(F.TEXT_FROM, from);
    this.#set(F.TEXT_TO, to);
  }

  get hasText(): boolean {
    return this.#has(F.HAS_TEXT);
  }

  /** Range of the field that holds the text; valid when there is one. */
  get textField(): readonly [number, number] {
    return [this.#get(F.TEXT_FIELD), this.#get(F.TEXT_TO)];
  }

  /** The type URL of an `Any` that has ended, or the name of a unit: the last one, of all its occurrences. Borrowed. */
  text(bytes: Uint8Array): Uint8Array {
    const held = this.held?.values[0];
    if (held instanceof Uint8Array) return held;
    return this.hasText ? bytes.subarray(this.#get(F.TEXT_FROM), this.#get(F.TEXT_TO)) : bytes.subarray(0, 0);
  }

  get valueFrom(): number {
    return this.#get(F.VALUE_FROM);
  }

  get valueTo(): number {
    return this.#get(F.VALUE_TO);
  }

  /** Of an `Any`: where its value stands. */
  setValue(from: number, to: number): void {
    this.merging ||= this.hasValue;
    this.mark(F.HAS_VALUE);
    this.#set(F.VALUE_FROM, from);
    this.#set(F.VALUE_TO, to);
  }

  /** Of a duration: its seconds (order 0) or nanoseconds. */
  setTime(order: number, lo: number, hi: number): void {
    if (order === 0) this.#put(F.IS_NEGATIVE, hi >= 0x8000_0000);
    else this.#put(F.IS_LONG, lo >= 1_000_000_000);
  }

  isTimeOutOfRange(): boolean {
    return this.#has(F.IS_NEGATIVE | F.IS_LONG);
  }

  #get(which: number): number {
    return this.#stack.numbers[this.#at + which]!;
  }

  #set(which: number, value: number): void {
    this.#stack.numbers[this.#at + which] = value;
  }

  #has(flags: number): boolean {
    return (this.#get(F.FLAGS) & flags) !== 0;
  }

  #put(flag: number, isSet: boolean): void {
    const flags = this.#get(F.FLAGS);
    this.#set(F.FLAGS, isSet ? flags | flag : flags & ~flag);
  }
}
