import { WireType } from "../wire/index.ts";
import { Cursor } from "./cursor.ts";
import { type PlainReading, readUntil } from "./fast.ts";
import * as F from "./frames.ts";
import type { FindingKind } from "./model.ts";
import type { Plans } from "./plans.ts";
import type { Reading } from "./reader.ts";
import { Stack } from "./stack.ts";
import type { Units } from "./units.ts";

/**
 * Reads elements of a list of the root beside a reading, by the fast loop alone, where its window has them: either nothing is to be told of
 * them, and the reading passes over them as if it had read them, or nothing has happened.
 */
export class PlainWindow implements PlainReading {
  cursor = new Cursor(new Uint8Array());
  readonly stack: Stack;
  readonly plans: Plans;
  readonly units: Units;
  readonly findings: { isFull(kind: FindingKind): boolean; count(kind: FindingKind, findings: number): void };
  readonly isInWindow = true;
  exact = true;
  /** Something was met that is not plain. */
  needsModel = false;
  readonly #reading: Reading;
  #doubts = 0;
  #lost = 0;

  /** Borrows it. */
  constructor(reading: Reading) {
    this.#reading = reading;
    this.plans = reading.plans;
    this.units = reading.units;
    this.stack = new Stack(reading.plans.list);
    this.findings = {
      isFull: (kind) => reading.findings.isFull(kind),
      count: (kind, findings) => {
        if (kind === "depends") this.#doubts += findings;
        else this.#lost += findings;
      },
    };
  }

  step(): void {
    this.needsModel = true;
  }

  /** True for the key of the list whose elements the reading has come to. */
  isOfList(key: number): boolean {
    const { stack } = this.#reading;
    if (stack.at !== 0 || (key & 7) !== WireType.LEN) return false;
    const field = stack.root.plan.fields[stack.numbers[F.TOP]!];
    return field?.repeated === true && field.field.number === key >>> 3;
  }

  /** Takes the elements `[0, end)` of the loop's window, which have the key. False, and nothing done, when something is to be told of them. */
  take(window: Uint8Array, end: number, key: number): boolean {
    if (end === 0 || !this.isOfList(key)) return false;
    const { stack } = this;
    const cursor = new Cursor(window);
    this.cursor = cursor;
    const { plan } = this.#reading.stack.root;
    const order = this.#reading.stack.numbers[F.TOP]!;
    stack.at = -F.STRIDE;
    stack.documents = 0;
    const root = stack.push(plan, 0, 0, cursor.bytes.length, cursor.bytes.length, F.ROOT, undefined, false);
    stack.meet(order, 0);
    stack.slots[order * F.SLOT + F.COUNT] = 0;
    cursor.at = 0;
    this.exact = true;
    this.needsModel = false;
    this.#doubts = 0;
    this.#lost = 0;
    this.units.begin();
    readUntil(this, end);
    if (this.needsModel || stack.at !== 0 || cursor.at !== end) {
      this.units.undo();
      return false;
    }
    this.units.keep();
    this.#reading.passOver(order, stack.countOf(root, order), end, stack.documents, this.exact);
    this.#reading.findings.count("depends", this.#doubts);
    this.#reading.findings.count("lost", this.#lost);
    return true;
  }
}
