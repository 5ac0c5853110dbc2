import { Frame } from "./frame.ts";
import * as F from "./frames.ts";
import type { Held } from "./held.ts";
import type { Plan } from "./plan.ts";

/** The open messages of a reading, and how often each of their fields was met. Grows with the depth, not with the blob. */
export class Stack {
  /** The numbers of `frames.ts` for each open message. */
  numbers = new Int32Array(8 * F.STRIDE);
  /** The slots of their fields. */
  slots = new Int32Array(64 * F.SLOT);
  /** Where the innermost message stands in `numbers`; below 0 when none is open. */
  at = -F.STRIDE;
  /** Id of the message that was opened last. */
  lastId = 0;
  /** Contents of `Any` that were opened. */
  documents = 0;
  /** Where the field that `meet` counted last was met before, when it was. */
  before = 0;
  readonly #plans: readonly Plan[];
  readonly #frames: Frame[] = [];

  /** `plans` by their number. */
  constructor(plans: readonly Plan[]) {
    this.#plans = plans;
  }

  planOf(id: number): Plan {
    return this.#plans[id]!;
  }

  /** Numbers of `numbers` and `slots` that open messages use. */
  get used(): { readonly numbers: number; readonly slots: number } {
    const { at, numbers } = this;
    if (at < 0) return { numbers: 0, slots: 0 };
    const slots = numbers[at + F.BASE]! + this.planOf(numbers[at + F.PLAN]!).fields.length;
    return { numbers: at + F.STRIDE, slots: slots * F.SLOT };
  }

  /** Messages around the innermost one; -1 when none is open. */
  get depth(): number {
    return this.at / F.STRIDE;
  }

  get top(): Frame {
    return this.frame(this.at / F.STRIDE);
  }

  get root(): Frame {
    return this.frame(0);
  }

  /** The message around the innermost one. */
  get around(): Frame | undefined {
    return this.at > 0 ? this.frame(this.depth - 1) : undefined;
  }

  frame(level: number): Frame {
    let frame = this.#frames[level];
    if (frame) return frame;
    for (let next = this.#frames.length; next <= level; next++) {
      frame = new Frame(this, next);
      this.#frames.push(frame);
    }
    return frame!;
  }

  /** The open messages, outermost first. */
  frames(): readonly Frame[] {
    if (this.at >= 0) this.frame(this.depth);
    return this.#frames.slice(0, this.depth + 1);
  }

  /** Opens a message whose payload is `[start, end)`, in the field `[from, to)` of `order` in the message around it. */
  push(plan: Plan, from: number, start: number, end: number, to: number, order: number, held: Held | undefined, merging: boolean): Frame {
    const around = this.at;
    const base = around < 0 ? 0 : this.numbers[around + F.BASE]! + this.planOf(this.numbers[around + F.PLAN]!).fields.length;
    const document = order === F.CONTENT ? ++this.documents : around < 0 ? 0 : this.numbers[around + F.DOCUMENT]!;
    this.at += F.STRIDE;
    this.numbers = F.roomFor(this.numbers, this.at + F.STRIDE);
    this.slots = F.roomFor(this.slots, (base + plan.fields.length) * F.SLOT);
    const { at, numbers } = this;
    numbers[at + F.PLAN] = plan.id;
    numbers[at + F.ID] = ++this.lastId;
    numbers[at + F.FROM] = from;
    numbers[at + F.TO] = to;
    numbers[at + F.START] = start;
    numbers[at + F.END] = end;
    numbers[at + F.ORDER] = order;
    numbers[at + F.BASE] = base;
    numbers[at + F.DOCUMENT] = document;
    numbers[at + F.FLAGS] = order === F.CONTENT ? F.IS_CONTENT : 0;
    numbers[at + F.TOP] = -1;
    numbers[at + F.SEEN] = 0;
    const frame = this.top;
    frame.held = held;
    frame.merging = merging;
    if (merging && held && plan.type.isEnum) frame.setVariant(held.variant);
    return frame;
  }

  /** A field need not be in messages of a plan any more: those that are open do not count it. */
  needsNot(plan: Plan, order: number): void {
    for (const [level, frame] of this.frames().entries())
      if (frame.plan === plan && this.countOf(frame, order) > 0) this.numbers[level * F.STRIDE + F.SEEN]!--;
  }

  pop(): void {
    this.at -= F.STRIDE;
  }

  /** How often a field of an open message was met. */
  countOf(frame: Frame, order: number): number {
    const at = (frame.base + order) * F.SLOT;
    return this.slots[at] === frame.id ? this.slots[at + F.COUNT]! : 0;
  }

  /** Counts a field of the innermost message, met at `from`. Gives how often it was met before, and leaves where that was in `before`. */
  meet(order: number, from: number): number {
    const { numbers, slots, at } = this;
    const slot = (numbers[at + F.BASE]! + order) * F.SLOT;
    if (slots[slot] === numbers[at + F.ID]) {
      this.before = slots[slot + F.LAST]!;
      slots[slot + F.LAST] = from;
      return slots[slot + F.COUNT]!++;
    }
    slots[slot] = numbers[at + F.ID]!;
    slots[slot + F.LAST] = from;
    slots[slot + F.COUNT] = 1;
    if (order > numbers[at + F.TOP]!) numbers[at + F.TOP] = order;
    if (this.planOf(numbers[at + F.PLAN]!).isNeeded[order]) numbers[at + F.SEEN]!++;
    return 0;
  }
}
