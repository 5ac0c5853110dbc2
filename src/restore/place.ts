import type { Cursor } from "./cursor.ts";
import type { Findings } from "./findings.ts";
import type { Frame } from "./frame.ts";
import { MapKeys } from "./map-keys.ts";
import type { FindingKind, RuleId } from "./model.ts";
import type { Plans } from "./plans.ts";
import type { Stack } from "./stack.ts";

/** In place of a field's order: what is told is the message itself. */
export const MESSAGE = -1;
/** In place of a field's order: the field that is being read, which the reader does not know. */
export const UNKNOWN = -2;

/** Where a reading has come to: what a finding asks about it, and the short ways to tell one there. */
export class Place {
  readonly cursor: Cursor;
  readonly stack: Stack;
  readonly plans: Plans;
  readonly findings: Findings;
  readonly mapKeys: MapKeys;

  constructor(cursor: Cursor, stack: Stack, plans: Plans, findings: Findings) {
    this.mapKeys = new MapKeys(cursor.bytes);
    this.cursor = cursor;
    this.stack = stack;
    this.plans = plans;
    this.findings = findings;
  }

  /** Adds a finding at the field that is being read: by its order in the innermost message, or `UNKNOWN`. */
  atField(kind: FindingKind, rule: RuleId, message: string, order: number): void {
    this.findings.add(kind, rule, this, message, this.cursor.from, this.cursor.valueTo, order);
  }

  /** Adds a finding at the innermost message, or at its field of `order`, with the bytes of the whole message. */
  atMessage(kind: FindingKind, rule: RuleId, message: string, frame: Frame, order = MESSAGE): void {
    this.findings.add(kind, rule, this, message, frame.from, frame.to, order);
  }

  /** The open messages, outermost first. */
  frames(): readonly Frame[] {
    return this.stack.frames();
  }

  /** Number of the field that is being read. */
  get number(): number {
    return this.cursor.number;
  }

  /** How often a field of an open message was met. */
  countOf(frame: Frame, order: number): number {
    return this.stack.countOf(frame, order);
  }

  /** How many fields of a number stand before an offset in an open message. Linear in what stands before. */
  occurrencesBefore(frame: Frame, number: number, before: number): number {
    return this.cursor.countIn(frame.start, before, number);
  }

  /**
   * True when a further occurrence of the innermost message follows, with which it merges: in the message around it, or in one with which that
   * merges, and so on outwards. Linear in what follows, for each of them.
   */
  comesAgain(): boolean {
    const frames = this.frames();
    const numbers: number[] = [];
    for (let level = frames.length - 1; level > 0; level--) {
      const around = frames[level - 1]!;
      const field = around.plan.fields[frames[level]!.order];
      if (!field || field.repeated) return false;
      numbers.push(field.field.number);
      if (this.cursor.isIn(frames[level]!.to, around.end, numbers)) return true;
    }
    return false;
  }
}
