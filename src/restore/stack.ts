import { Frame } from "./frame.ts";
import type { Held } from "./held.ts";
import type { Plan } from "./plans.ts";

/** In place of a field's order: the message is the root. */
export const ROOT = -1;
/** In place of a field's order: the message is the content of an `Any`, a document of its own. */
export const CONTENT = -2;

/** The open messages of a reading, and how often each of their fields was met. Grows with the depth, not with the blob. */
export class Stack {
  readonly #frames: Frame[] = [];
  #depth = -1;
  /** How often each field of each open message was met, by the frame's base and the field's order. */
  #counts = new Uint32Array(4096);
  /** Where the last one of each was met. */
  #lasts = new Uint32Array(4096);
  /** Contents of `Any` that were opened. */
  #documents = 0;

  /** Messages around the innermost one; -1 when none is open. */
  get depth(): number {
    return this.#depth;
  }

  get top(): Frame {
    return this.#frames[this.#depth]!;
  }

  get root(): Frame {
    return this.#frames[0]!;
  }

  /** The message around the innermost one. */
  get around(): Frame | undefined {
    return this.#frames[this.#depth - 1];
  }

  /** The open messages, outermost first. */
  frames(): readonly Frame[] {
    return this.#frames.slice(0, this.#depth + 1);
  }

  /** Opens a message whose payload is `[start, end)`, in the field `[from, to)` of `order` in the message around it. */
  push(plan: Plan, from: number, start: number, end: number, to: number, order: number, held: Held | undefined, merging: boolean): Frame {
    const parent = this.#frames[this.#depth];
    const document = order === CONTENT ? ++this.#documents : (parent?.document ?? 0);
    const base = parent ? parent.base + parent.plan.fields.length : 0;
    this.#makeRoom(base, base + plan.fields.length);
    const index = parent && order >= 0 ? this.#counts[parent.base + order]! - 1 : 0;
    this.#depth++;
    let frame = this.#frames[this.#depth];
    if (!frame) {
      frame = new Frame();
      this.#frames.push(frame);
    }
    frame.open(plan, from, start, end, to, order, index, base, document, held, merging);
    return frame;
  }

  pop(): void {
    this.#depth--;
  }

  /** How often a field of an open message was met. */
  countOf(frame: Frame, order: number): number {
    return this.#counts[frame.base + order]!;
  }

  /** Counts a field of an open message. Gives how often it was met before. */
  meet(frame: Frame, order: number): number {
    return this.#counts[frame.base + order]!++;
  }

  /** Where a field of an open message was met last. */
  lastOf(frame: Frame, order: number): number {
    return this.#lasts[frame.base + order]!;
  }

  setLast(frame: Frame, order: number, from: number): void {
    this.#lasts[frame.base + order] = from;
  }

  /** Sets the counts of a message to 0 that has its fields at `[base, to)`. */
  #makeRoom(base: number, to: number): void {
    if (to > this.#counts.length) {
      const size = Math.max(this.#counts.length * 2, to);
      this.#counts = grown(this.#counts, size);
      this.#lasts = grown(this.#lasts, size);
    }
    this.#counts.fill(0, base, to);
  }
}

function grown(column: Uint32Array<ArrayBuffer>, size: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(size);
  larger.set(column);
  return larger;
}
