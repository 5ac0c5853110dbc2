import { type Steps, textOf, visible } from "../base/index.ts";
import { typeNameOfUrl } from "../decode/index.ts";
import { Checks } from "./checks.ts";
import { NO_TYPE } from "./contents.ts";
import { type Break, Cursor } from "./cursor.ts";
import { readUntil } from "./fast.ts";
import type { Findings } from "./findings.ts";
import type { Frame } from "./frame.ts";
import { CONTENT, COUNT, IS_BROKEN, IS_JUDGED, IS_MET, IS_UNIT, ROOT, SLOT } from "./frames.ts";
import { Held } from "./held.ts";
import { MESSAGE, Place, UNKNOWN } from "./place.ts";
import { Doubtful, type FieldPlan, How, orderOf, type Plan } from "./plan.ts";
import type { Plans } from "./plans.ts";
import { Stack } from "./stack.ts";
import { Units } from "./units.ts";
import { Values } from "./values.ts";

/** Bytes of a slice: a few milliseconds where all is read exactly. */
const SLICE = 64 * 1024;

/** Contents of `Any` whose occurrences merge are read on their own: so many within one another. */
const MOST_MERGES = 32;

/**
 * One reading of a blob as the reader's release does it, from the first byte to the last, without recursion. It does not stop at the
 * first failure, so that what R would meet next is known too; which one stops it is told by the order of the findings.
 *
 * Merging is the only thing that needs what was read before. Without a model the reading stops there and says `needsModel`: it is
 * then done again with one. Wanted is it for writing back only.
 */
export class Reading {
  readonly findings: Findings;
  /** True when the reading was given up because occurrences merge and there is no model. */
  needsModel = false;
  /** True when every message that was met is exact. */
  exact = true;
  readonly root: Held | undefined;
  readonly isInWindow = false;
  readonly #merges: number;
  readonly plans: Plans;
  readonly cursor: Cursor;
  readonly stack: Stack;
  readonly units: Units;
  readonly #place: Place;
  readonly #checks: Checks;
  readonly #values: Values;

  constructor(bytes: Uint8Array, plans: Plans, root: Plan, findings: Findings, withModel: boolean, merges = 0) {
    this.#merges = merges;
    this.plans = plans;
    this.findings = findings;
    this.cursor = new Cursor(bytes);
    this.stack = new Stack(plans.list);
    this.#place = new Place(this.cursor, this.stack, plans, findings);
    this.#checks = new Checks(this.#place);
    this.#values = new Values(this.#place, this.#checks);
    this.units = new Units(this.#place);
    this.root = withModel ? new Held(root) : undefined;
    this.#open(root, 0, 0, bytes.length, bytes.length, ROOT, this.root);
  }

  /** Reads all of it. Gives itself. */
  run(): this {
    this.advance(Number.POSITIVE_INFINITY);
    return this;
  }

  /** Reads all of it in slices. */
  *steps(): Steps<this> {
    const { length } = this.cursor.bytes;
    for (let mark = SLICE; !this.advance(mark); mark += SLICE) yield Math.min(1, mark / length);
    return this;
  }

  /** Reads on until the blob has ended or a field begins at `mark` or later. True when the reading is over. */
  advance(mark: number): boolean {
    if (!this.root && this.stack.at >= 0 && !this.needsModel) return readUntil(this, mark);
    while (this.stack.at >= 0 && !this.needsModel && this.cursor.at < mark) this.step();
    return this.stack.at < 0 || this.needsModel;
  }

  /**
   * Passes over occurrences of a list of the root that were read elsewhere, of which there is nothing to tell: `count` of them, in the next
   * `bytes`. Where the last one stood is not kept: nothing asks for that of a list.
   */
  passOver(order: number, count: number, bytes: number, documents: number, exact: boolean): void {
    const { stack, cursor } = this;
    stack.slots[(stack.root.base + order) * SLOT + COUNT]! += count;
    stack.documents += documents;
    if (!exact) this.exact = false;
    cursor.at += bytes;
  }

  /** Reads one field, or closes the innermost message. */
  step(): void {
    const frame = this.stack.top;
    if (this.cursor.at >= frame.end) {
      this.#close(frame);
      return;
    }
    const broken = this.cursor.next(frame.end);
    if (broken) this.#break(frame, broken);
    else this.#field(frame);
  }

  /** Opens a message whose payload is `[start, end)`, in the field `[from, to)` of `order` in the message around it. */
  #open(plan: Plan, from: number, start: number, end: number, to: number, order: number, held: Held | undefined, merging = false): Frame {
    const frame = this.stack.push(plan, from, start, end, to, order, held, merging);
    const { depth, around } = this.stack;
    if (around && depth === 1 && plan.isUnit && order === around.plan.unitList) frame.mark(IS_UNIT);
    const field = order >= 0 ? around?.plan.fields[order] : undefined;
    if (field?.how === How.WRAPPED) frame.setWrapped(field.count);
    this.plans.tables.compile(plan);
    if (!plan.exact) this.exact = false;
    this.cursor.at = start;
    return frame;
  }

  /** The message cannot be read any further: R fails, and what follows in it is passed over. */
  #break(frame: Frame, { rule, message }: Break): void {
    const { from } = this.cursor;
    this.findings.add("fails", rule, this.#place, message, from, Math.max(frame.end, from + 1), MESSAGE);
    frame.mark(IS_BROKEN);
    this.cursor.at = frame.end;
  }

  #field(frame: Frame): void {
    const { plan } = frame;
    const { number, from } = this.cursor;
    const order = orderOf(plan, number);
    if (plan.type.isEnum && !this.#variant(frame, order)) return;
    if (order < 0) {
      this.#place.atField("lost", "unknown-field", "unknown to the reader", UNKNOWN);
      return;
    }
    const field = plan.fields[order]!;
    const { held } = frame;
    const isAgain = this.stack.meet(order, from) > 0;
    const before = held ? held.met[order]! : isAgain ? this.stack.before : -1;
    if (before >= 0 && field.replaces) this.#superseded(frame, before, order);
    if (held) held.met[order] = from;
    if (field.doubtful !== Doubtful.NO) this.#checks.doubt(order, field);
    if (this.#checks.wire(order, field)) this.#value(frame, order, field);
  }

  /** Keeps track of the variant of an enum. False when the field clears it and is done with. */
  #variant(frame: Frame, order: number): boolean {
    const { held } = frame;
    if (!held && frame.isMet) {
      this.needsModel = true;
      return false;
    }
    frame.mark(IS_MET);
    if (order === frame.variant && order >= 0) return true;
    const cleared = frame.variant;
    // Without a model none is held when another one comes.
    if (cleared >= 0 && held) {
      const before = held.met[cleared]!;
      const end = this.cursor.endOf(before);
      this.#forget(frame, before, end, cleared);
      if (order >= 0) this.findings.superseded(this.#place, before, end, cleared, true);
    }
    held?.clear();
    frame.setVariant(order);
    if (order >= 0) return true;
    frame.setCleared(this.cursor.number);
    if (cleared >= 0) this.#place.atField("lost", "cleared", "unknown to the reader, and clears the variant", UNKNOWN);
    else if (frame.end > this.cursor.valueTo) this.#place.atField("lost", "unknown-field", "unknown to the reader", UNKNOWN);
    return false;
  }

  /**
   * A further occurrence that replaces the one at `before`, of this message or of one that it merges with: what that held is lost, unless it
   * is the same.
   */
  #superseded(frame: Frame, before: number, order: number): void {
    const end = this.cursor.endOf(before);
    this.#forget(frame, before, end, order);
    if (!this.cursor.isSameAs(before, end)) this.findings.superseded(this.#place, before, end, order);
  }

  /** What R drops again before it looks at the contents of `Any`: none of those in it is judged. */
  #forget(frame: Frame, from: number, to: number, order: number): void {
    if (frame.plan.fields[order]!.message) this.findings.forgetContents(frame, from, to);
  }

  #value(frame: Frame, order: number, field: FieldPlan): void {
    switch (field.how) {
      case How.MESSAGE:
      case How.WRAPPED:
        this.#message(frame, order, field);
        break;
      case How.ANY_VALUE:
        this.#anyValue(frame, order);
        break;
      default:
        this.#values.read(frame, order, field);
    }
  }

  #message(frame: Frame, order: number, field: FieldPlan): void {
    const { held } = frame;
    if (!held && !field.repeated && this.stack.countOf(frame, order) > 1 && field.how === How.MESSAGE) {
      this.needsModel = true;
      return;
    }
    const child = this.plans.child(frame.plan, order);
    this.plans.tables.compile(child);
    this.plans.tables.link(frame.plan, order, child);
    let inner: Held | undefined;
    let merging = false;
    if (held) {
      const before = field.repeated || field.how === How.WRAPPED ? undefined : held.values[order];
      merging = before instanceof Held;
      inner = before instanceof Held ? before : new Held(child);
      held.put(order, inner);
    }
    const { from, valueFrom, valueTo } = this.cursor;
    const isEmpty = valueFrom === valueTo;
    this.#checks.explicitDefault(order, field, isEmpty && !child.type.isEnum);
    if (held && isEmpty && !frame.plan.exact && !field.keepsDefault)
      this.findings.doubt(this.#place, "an empty message is written by an Option<T> only, and the schema does not say which it is", order);
    this.#open(child, from, valueFrom, valueTo, valueTo, order, inner, merging);
  }

  #anyValue(frame: Frame, order: number): void {
    if (!frame.held && frame.hasValue) {
      this.needsModel = true;
      return;
    }
    frame.setValue(this.cursor.valueFrom, this.cursor.valueTo);
    frame.held?.append(order, this.cursor.value());
  }

  #close(frame: Frame): void {
    if (!frame.judged && !frame.broken) this.#checkWhole(frame);
    if (frame.plan.isAny && !frame.judged && !frame.broken && this.#openContent(frame)) return;
    this.cursor.at = frame.to;
    this.stack.pop();
  }

  /** What R checks when a message has ended. */
  #checkWhole(frame: Frame): void {
    const { plan } = frame;
    if (plan.type.isEnum) {
      if (frame.variant < 0) this.#place.atMessage("fails", "enum-variant", "missing enum variant", frame);
    } else if (!frame.merging) {
      for (const need of plan.needs)
        if (this.stack.countOf(frame, need.order) === 0) this.findings.absent(this.#place, need.fault, need.certain, frame);
    }
    if (plan.isDuration && frame.isTimeOutOfRange()) this.#place.atMessage("fails", "out-of-range", "duration out of range", frame);
    for (const order of plan.maps) if (this.stack.countOf(frame, order) > 1) this.#checkKeys(frame, order);
    if (frame.isUnit) this.units.check(frame);
    if (this.stack.depth === 0) this.units.tellMissing(frame);
    if (frame.isWrapped && this.stack.countOf(frame, 0) !== frame.elements)
      this.#place.atMessage("fails", "array-length", "wrong array length", frame);
  }

  /** Of several entries of a map with one key R holds the last. */
  #checkKeys(frame: Frame, order: number): void {
    const { field, message } = frame.plan.fields[order]!;
    for (const entry of this.#place.mapKeys.replaced({ start: frame.start, number: field.number, entry: message! }, frame.end)) {
      this.#forget(frame, entry.from, entry.to, order);
      this.findings.supersededEntry(this.#place, frame, order, entry);
    }
  }

  /** Opens the content of an `Any` that has ended. False when there is none to judge. */
  #openContent(frame: Frame): boolean {
    frame.mark(IS_JUDGED);
    if (frame.held && this.#place.comesAgain()) return false;
    const url = frame.text(this.cursor.bytes);
    const name = typeNameOfUrl(textOf(url, 0, url.length));
    if (name === "") return false;
    const plan = this.plans.content(name);
    if (!plan) {
      this.plans.contents.learn(url, NO_TYPE);
      this.#place.atMessage("depends", "unknown-type", `the type ${visible(name)} is not known to the reader`, frame, 1);
      return false;
    }
    this.plans.tables.compile(plan);
    this.plans.contents.learn(url, plan.id);
    const held = frame.held ? new Held(plan) : undefined;
    if (frame.held) frame.held.content = held;
    const value = frame.held?.values[1];
    if (frame.merging && value instanceof Uint8Array) {
      this.#readMerged(frame, plan, value);
      return false;
    }
    const from = frame.hasValue ? frame.valueFrom : frame.to;
    const to = frame.hasValue ? frame.valueTo : frame.to;
    this.#open(plan, frame.from, from, to, frame.to, CONTENT, held);
    return true;
  }

  /** Occurrences that merged: the content is their values joined, which stand nowhere in the blob. */
  #readMerged(frame: Frame, plan: Plan, value: Uint8Array): void {
    if (this.#merges >= MOST_MERGES) {
      const message = "contents that merge within contents that merge, too deep to follow";
      this.#place.atMessage("depends", "cannot-tell", message, frame, 1);
      return;
    }
    const { stack } = this;
    const findings = this.findings.within(this.#place, frame, ++stack.documents);
    const again = new Reading(value, this.plans, plan, findings, true, this.#merges + 1).run();
    stack.documents += again.stack.documents;
    frame.held!.content = again.root;
  }
}
