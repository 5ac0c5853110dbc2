import { hexOf, type Steps } from "../base/index.ts";
import { readVarint, varint, WireType } from "../wire/index.ts";
import { BackWriter } from "./back-writer.ts";
import { Held, type HeldNumber, type HeldValue, heldNumber } from "./held.ts";
import { Cut, type FieldPlan, How, orderOf } from "./plan.ts";
import type { Plans } from "./plans.ts";

/** A message that is being written, from its last field to its first. */
interface Task {
  readonly held: Held;
  /** The field to write next, by its order. */
  order: number;
  /** The element of it to write next, -1 when none has been begun. */
  element: number;
  /** What had been written before its first byte. */
  readonly mark: number;
  readonly number: number;
  /** Written even when empty. */
  readonly always: boolean;
}

/** The number as R holds it, as the varint that R writes. */
function cutNumber(field: FieldPlan, held: HeldNumber): HeldNumber {
  const { bits } = field;
  if (field.cut === Cut.BOOL) return held === 0 || held === 0n ? 0 : 1;
  // Neither cut nor negative, whatever the type.
  if (typeof held === "number" && held < 2 ** (bits - 1)) return held;
  const raw = BigInt(held);
  switch (field.cut) {
    case Cut.UNSIGNED:
      return BigInt.asUintN(bits, raw);
    case Cut.SIGNED:
      return BigInt.asUintN(64, BigInt.asIntN(bits, raw));
    default: {
      if (bits === 64) return raw;
      const value = BigInt.asIntN(bits, (raw >> 1n) ^ -(raw & 1n));
      return BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
    }
  }
}

function isNumber(value: HeldValue | undefined): value is HeldNumber {
  return typeof value === "number" || typeof value === "bigint";
}

function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}

/** A text for the key of a map as R holds it: the default has one, whether it is on the wire or not. */
function heldKey(field: FieldPlan, key: HeldValue | undefined): string {
  if (isNumber(key)) return String(cutNumber(field, key) || "");
  if (!(key instanceof Uint8Array) || (field.how !== How.STRING && isZero(key))) return "";
  return hexOf(key, 0, key.length);
}

/** Of map entries with one key the last, at the place of the first. */
function withoutRepeatedKeys(list: readonly HeldValue[]): HeldValue[] {
  const byKey = new Map<string, HeldValue>();
  for (const entry of list) {
    const { plan, values } = entry as Held;
    const order = orderOf(plan, 1);
    byKey.set(heldKey(plan.fields[order]!, values[order]), entry);
  }
  return [...byKey.values()];
}

/** Fields that are written before the work may rest. */
const FIELDS = 4096;

/** Writes what R holds, without recursion. */
export class Writing {
  readonly #out = new BackWriter();
  readonly #plans: Plans;
  readonly #tasks: Task[] = [];

  constructor(plans: Plans, root: Held) {
    this.#plans = plans;
    this.#begin(root, 0, true);
  }

  /** Writes all of it, in steps; their share goes by the bytes that are expected. */
  *steps(expected: number): Steps<Uint8Array<ArrayBuffer>> {
    for (let fields = 1; this.#tasks.length > 0; fields++) {
      this.#step(this.#tasks.at(-1)!);
      if (fields % FIELDS === 0) yield Math.min(1, this.#out.size / expected);
    }
    return this.#out.take();
  }

  #begin(held: Held, number: number, always: boolean): void {
    this.#tasks.push({ held, order: held.plan.fields.length - 1, element: -1, mark: this.#out.size, number, always });
  }

  #step(task: Task): void {
    if (task.order < 0) {
      this.#tasks.pop();
      const length = this.#out.size - task.mark;
      if (this.#tasks.length > 0 && (length > 0 || task.always)) this.#len(task.number, length);
      return;
    }
    const { held, order } = task;
    const field = held.plan.fields[order]!;
    const value = held.values[order];
    if (field.how === How.ANY_VALUE && held.content) {
      task.order--;
      this.#begin(held.content, field.field.number, false);
      return;
    }
    if (value === undefined) {
      task.order--;
      this.#absent(held, order, field);
      return;
    }
    if (!Array.isArray(value)) {
      task.order--;
      this.#one(field, value, field.keepsDefault);
      return;
    }
    if (field.how === How.VEC) {
      task.order--;
      this.#vec(field, value);
      return;
    }
    if (task.element < 0) {
      if (field.field.map) held.values[order] = withoutRepeatedKeys(value);
      task.element = (held.values[order] as HeldValue[]).length;
    }
    task.element--;
    const element = (held.values[order] as HeldValue[])[task.element];
    if (task.element <= 0) {
      task.order--;
      task.element = -1;
    }
    if (element !== undefined) this.#one(field, element, true);
  }

  #len(number: number, length: number): void {
    this.#out.small(length);
    this.#out.key(number, WireType.LEN);
  }

  /** What R writes of a field that it did not find: a fixed layout of zeros, and the plain messages that hold one. */
  #absent(held: Held, order: number, field: FieldPlan): void {
    if (!held.plan.exact || field.keepsDefault || held.plan.type.isEnum) return;
    if (field.how === How.SIZED) {
      // A u128 or an IPv6 address, which are left out when zero: the writer knows the field and left it out.
      if (field.size === 16 && field.written !== undefined) return;
      this.#out.zeros(field.size);
      this.#len(field.field.number, field.size);
    } else if (field.how === How.MESSAGE && this.#plans.defaults.writesOfNothing(field.message!))
      this.#begin(new Held(this.#plans.child(held.plan, order)), field.field.number, false);
  }

  #one(field: FieldPlan, value: HeldValue, always: boolean): void {
    const { number } = field.field;
    if (value instanceof Held) this.#begin(value, number, always || !field.isPlain);
    else if (isNumber(value)) {
      const cut = cutNumber(field, value);
      if (!cut && !always) return;
      this.#out.varint(cut);
      this.#out.key(number, WireType.VARINT);
    } else if (value instanceof Uint8Array) this.#bytes(field, value, always);
  }

  #bytes(field: FieldPlan, value: Uint8Array, always: boolean): void {
    const { number } = field.field;
    switch (field.how) {
      case How.FIXED64:
      case How.FIXED32:
        if (!always && isZero(value)) return;
        this.#out.bytes(value);
        this.#out.key(number, field.how === How.FIXED64 ? WireType.I64 : WireType.I32);
        return;
      case How.VEC:
        this.#vec(field, [value]);
        return;
      case How.ARRAY: {
        const mark = this.#out.size;
        this.#numbers(field, value);
        this.#len(number, this.#out.size - mark);
        return;
      }
      default:
        if (value.length === 0 && !always) return;
        this.#out.bytes(value);
        this.#len(number, value.length);
    }
  }

  #vec(field: FieldPlan, pieces: readonly HeldValue[]): void {
    const mark = this.#out.size;
    for (let at = pieces.length - 1; at >= 0; at--) this.#numbers(field, pieces[at] as Uint8Array);
    if (this.#out.size > mark) this.#len(field.field.number, this.#out.size - mark);
  }

  /** Numbers that stand one after the other, as R writes them. */
  #numbers(field: FieldPlan, bytes: Uint8Array): void {
    if (field.wire !== WireType.VARINT) {
      this.#out.bytes(bytes);
      return;
    }
    const starts: number[] = [];
    for (let at = 0; at < bytes.length; at = varint.next) {
      starts.push(at);
      readVarint(bytes, at, bytes.length);
    }
    for (let at = starts.length - 1; at >= 0; at--) {
      readVarint(bytes, starts[at]!, bytes.length);
      this.#out.varint(cutNumber(field, heldNumber(varint.lo, varint.hi)));
    }
  }
}
