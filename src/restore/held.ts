import type { Plan } from "./plan.ts";

/** A number as held: 64 bits, signed ones in two's complement, before zigzag; a `bigint` from 2^32 on, which takes thrice the memory. */
export type HeldNumber = number | bigint;

/** The number of two halves of 32 bits. */
export function heldNumber(lo: number, hi: number): HeldNumber {
  return hi === 0 ? lo : (BigInt(hi) << 32n) | BigInt(lo);
}

/** What R holds of one field: a number, bytes, a message, or a list of them; pieces of packed numbers are bytes. */
export type HeldValue = HeldNumber | Uint8Array | Held | HeldValue[];

/** A message as R holds it after reading: a value for each field that was there, by its order in the declaration. */
export class Held {
  readonly plan: Plan;
  readonly values: (HeldValue | undefined)[];
  /** Where the field was met last from which each value came, -1 for none. */
  readonly met: number[];
  /** Of an `Any`: its content as R holds it. */
  content: Held | undefined;

  constructor(plan: Plan) {
    this.plan = plan;
    this.values = new Array(plan.fields.length).fill(undefined);
    this.met = new Array(plan.fields.length).fill(-1);
  }

  /** The order of the variant that is set, of an enum; -1 for none. */
  get variant(): number {
    return this.values.findIndex((value) => value !== undefined);
  }

  /** Forgets all variants, of an enum. */
  clear(): void {
    this.values.fill(undefined);
    this.met.fill(-1);
  }

  /** Adds an element to a list. */
  push(order: number, value: HeldValue): void {
    const list = this.values[order];
    if (Array.isArray(list)) list.push(value);
    else this.values[order] = [value];
  }

  /** Takes what a field holds: a further element of a list, or in place of what was there. */
  put(order: number, value: HeldValue): void {
    if (this.plan.fields[order]!.repeated) this.push(order, value);
    else this.values[order] = value;
  }

  /** Takes bytes behind those that are there; a further element of a list. Copies both when they are joined. */
  append(order: number, bytes: Uint8Array): void {
    const before = this.values[order];
    if (!(before instanceof Uint8Array)) {
      this.put(order, bytes);
      return;
    }
    const joined = new Uint8Array(before.length + bytes.length);
    joined.set(before);
    joined.set(bytes, before.length);
    this.values[order] = joined;
  }
}
