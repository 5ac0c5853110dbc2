import { invalidUtf8At, textOf } from "../base/index.ts";
import { typeNameOfUrl } from "../decode/index.ts";
import { readVarint, VarintFault, varint, WireType } from "../wire/index.ts";
import type { Findings } from "./findings.ts";
import { Frame } from "./frame.ts";
import { Held } from "./held.ts";
import { Cut, Doubtful, type FieldPlan, How, type Plan, type Plans } from "./plans.ts";

/** Contents of `Any` whose occurrences merge are read on their own: so many within one another. */
const MOST_MERGES = 32;

/** The reason when a field stands in a wire type that it does not accept. */
function expected({ how, wire }: FieldPlan): string {
  switch (how) {
    case How.VARINT:
    case How.FIXED64:
    case How.FIXED32:
    case How.VEC:
      return wire === WireType.VARINT ? "expected a varint" : wire === WireType.I64 ? "expected a fixed64" : "expected a fixed32";
    case How.MESSAGE:
    case How.WRAPPED:
    case How.ANY_VALUE:
      return "expected a message";
    default:
      return "expected a byte array";
  }
}

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
  readonly #merges: number;
  readonly #bytes: Uint8Array;
  readonly #plans: Plans;
  readonly #frames: Frame[] = [];
  #depth = -1;
  #at = 0;
  /** How often each field of each open message was met, by the frame's base and the field's order. */
  #counts = new Uint32Array(4096);
  /** Where the last one of each was met. */
  #lasts = new Uint32Array(4096);
  /** Contents of `Any` that were opened. */
  #documents = 0;
  readonly #unitNames = new Set<string>();
  // The field that is being read.
  #number = 0;
  #wire = 0;
  #from = 0;
  #valueFrom = 0;
  #valueTo = 0;
  #lo = 0;
  #hi = 0;

  constructor(bytes: Uint8Array, plans: Plans, root: Plan, findings: Findings, withModel: boolean, merges = 0) {
    this.#merges = merges;
    this.#bytes = bytes;
    this.#plans = plans;
    this.findings = findings;
    this.root = withModel ? new Held(root) : undefined;
    this.#push(root, 0, 0, bytes.length, bytes.length, -1, this.root);
    this.#run();
  }

  get #top(): Frame {
    return this.#frames[this.#depth]!;
  }

  #run(): void {
    while (this.#depth >= 0 && !this.needsModel) {
      const frame = this.#top;
      if (this.#at >= frame.end) this.#close(frame);
      else if (this.#parse(frame)) this.#field(frame);
    }
  }

  /** Opens a message whose payload is `[start, end)`, in the field `[from, to)` of `order` in the message around it. */
  #push(plan: Plan, from: number, start: number, end: number, to: number, order: number, held: Held | undefined, merging = false): void {
    const parent = this.#frames[this.#depth];
    const document = order === -2 ? ++this.#documents : (parent?.document ?? 0);
    const base = parent ? parent.base + parent.plan.fields.length : 0;
    const size = plan.fields.length;
    if (base + size > this.#counts.length) {
      const larger = new Uint32Array(Math.max(this.#counts.length * 2, base + size));
      larger.set(this.#counts);
      this.#counts = larger;
      const lasts = new Uint32Array(larger.length);
      lasts.set(this.#lasts);
      this.#lasts = lasts;
    }
    this.#counts.fill(0, base, base + size);
    const index = parent && order >= 0 ? this.#counts[parent.base + order]! - 1 : 0;
    this.#depth++;
    let frame = this.#frames[this.#depth];
    if (!frame) {
      frame = new Frame();
      this.#frames.push(frame);
    }
    frame.open(plan, from, start, end, to, order, index, base, document, held, merging);
    if (!plan.exact) this.exact = false;
    this.#at = start;
  }

  /** Reads a key and what belongs to it. False when the bytes do not parse: the message ends there. */
  #parse(frame: Frame): boolean {
    const bytes = this.#bytes;
    const { end } = frame;
    this.#from = this.#at;
    const fault = readVarint(bytes, this.#at, end);
    if (fault !== VarintFault.NONE) return this.#broken(frame, fault);
    const { lo, hi } = varint;
    this.#wire = lo & 7;
    this.#number = ((lo >>> 3) | (hi << 29)) >>> 0;
    this.#valueFrom = varint.next;
    switch (this.#wire) {
      case WireType.VARINT: {
        const wrong = readVarint(bytes, varint.next, end);
        if (wrong !== VarintFault.NONE) return this.#broken(frame, wrong);
        this.#lo = varint.lo;
        this.#hi = varint.hi;
        this.#valueTo = varint.next;
        break;
      }
      case WireType.I64:
        if (end - varint.next < 8) return this.#malformed(frame, "eof parsing a fixed64");
        this.#valueTo = varint.next + 8;
        break;
      case WireType.I32:
        if (end - varint.next < 4) return this.#malformed(frame, "eof parsing a fixed32");
        this.#valueTo = varint.next + 4;
        break;
      case WireType.LEN:
      case WireType.MESH: {
        let resources = 0;
        if (this.#wire === WireType.MESH) {
          const wrong = readVarint(bytes, varint.next, end);
          if (wrong !== VarintFault.NONE) return this.#broken(frame, wrong);
          resources = varint.lo;
        }
        const wrong = readVarint(bytes, varint.next, end);
        if (wrong !== VarintFault.NONE) return this.#broken(frame, wrong);
        if (resources > 0) return this.#malformed(frame, "invalid resource range", "no-resources");
        if (varint.hi > 0 || varint.lo > end - varint.next) return this.#malformed(frame, "eof parsing a byte array");
        this.#valueFrom = varint.next;
        this.#valueTo = varint.next + varint.lo;
        break;
      }
      case WireType.RESOURCE:
        return this.#malformed(frame, "missing resource", "no-resources");
      default:
        return this.#malformed(frame, `unknown wire type ${this.#wire}`);
    }
    this.#at = this.#valueTo;
    return true;
  }

  #broken(frame: Frame, fault: number): false {
    return this.#malformed(frame, fault === VarintFault.EOF ? "eof parsing a varint" : "varint too big");
  }

  /** The message cannot be read any further: R fails, and what follows in it is passed over. */
  #malformed(frame: Frame, message: string, rule: "malformed" | "no-resources" = "malformed"): false {
    this.findings.add("fails", rule, this, message, this.#from, Math.max(frame.end, this.#from + 1), -1);
    frame.broken = true;
    this.#at = frame.end;
    return false;
  }

  /** Adds a failure at the field that is being read. */
  #fail(order: number, message: string, rule: Parameters<Findings["add"]>[1]): void {
    this.findings.add("fails", rule, this, message, this.#from, this.#valueTo, order);
  }

  #field(frame: Frame): void {
    const { plan } = frame;
    const number = this.#number;
    const order = number < 128 ? plan.dense[number]! : (plan.type.byNumber.get(number)?.order ?? -1);
    if (plan.type.isEnum && !this.#variant(frame, order)) return;
    if (order < 0) {
      this.findings.add("lost", "unknown-field", this, "unknown to the reader", this.#from, this.#valueTo, -2);
      return;
    }
    const field = plan.fields[order]!;
    if (this.#counts[frame.base + order]!++ > 0 && field.replaces) this.#superseded(frame, order);
    this.#lasts[frame.base + order] = this.#from;
    if (field.doubtful !== Doubtful.NO) this.#doubt(order, field);
    this.#value(frame, order, field);
  }

  /** Keeps track of the variant of an enum. False when the field clears it and is done with. */
  #variant(frame: Frame, order: number): boolean {
    const { held } = frame;
    if (!held && frame.met++ > 0) {
      this.needsModel = true;
      return false;
    }
    if (order === frame.variant && order >= 0) return true;
    held?.clear();
    const cleared = frame.variant;
    if (cleared >= 0 && order >= 0 && this.#counts[frame.base + cleared]! > 0) {
      const before = this.#lasts[frame.base + cleared]!;
      readVarint(this.#bytes, before, this.#from);
      this.findings.superseded(this, before, afterValue(this.#bytes, varint.lo & 7, varint.next, this.#from), cleared);
    }
    frame.variant = order;
    if (order >= 0) return true;
    frame.clearedAt = this.#from;
    frame.clearedBy = this.#number;
    if (cleared >= 0)
      this.findings.add("lost", "cleared", this, "unknown to the reader, and clears the variant", this.#from, this.#valueTo, -2);
    else if (frame.end > this.#valueTo)
      this.findings.add("lost", "unknown-field", this, "unknown to the reader", this.#from, this.#valueTo, -2);
    return false;
  }

  /** A further occurrence that replaces the one before: what that held is lost, unless it is the same. */
  #superseded(frame: Frame, order: number): void {
    const before = this.#lasts[frame.base + order]!;
    const [from, to] = [this.#from, this.#valueTo];
    readVarint(this.#bytes, before, from);
    const end = afterValue(this.#bytes, varint.lo & 7, varint.next, from);
    let isSame = end - before === to - from;
    for (let at = 0; isSame && at < to - from; at++) isSame = this.#bytes[before + at] === this.#bytes[from + at];
    if (!isSame) this.findings.superseded(this, before, end, order);
  }

  #doubt(order: number, field: FieldPlan): void {
    const what =
      field.doubtful === Doubtful.SIZE
        ? "bytes of any length or of an exact one"
        : field.doubtful === Doubtful.COUNT
          ? "how many elements it must hold"
          : "a list of any length or an array of an exact one";
    this.findings.add("depends", "cannot-tell", this, `the schema does not say: ${what}`, this.#from, this.#valueTo, order);
  }

  #value(frame: Frame, order: number, field: FieldPlan): void {
    if (((field.accepts >> this.#wire) & 1) === 0) {
      this.#fail(order, expected(field), "wire-type");
      return;
    }
    switch (field.how) {
      case How.VARINT:
        this.#varint(frame, order, field);
        break;
      case How.FIXED64:
      case How.FIXED32:
        this.#checkReinterpreted(order, field, !this.#isZero());
        this.#checkDefault(order, field, field.losesSome && this.#isZero());
        this.#keepBytes(frame, order, field);
        break;
      case How.STRING:
        if (invalidUtf8At(this.#bytes, this.#valueFrom, this.#valueTo) >= 0) {
          this.#fail(order, "invalid UTF-8 string", "text");
          break;
        }
        if (frame.plan.isAny || frame.plan.isUnit) frame.setText(this.#from, this.#valueFrom, this.#valueTo);
        this.#checkDefault(order, field, this.#valueTo === this.#valueFrom);
        this.#keepBytes(frame, order, field);
        break;
      case How.BYTES:
        this.#checkDefault(order, field, this.#valueTo === this.#valueFrom);
        this.#appendBytes(frame, order, field);
        break;
      case How.SIZED:
        this.#sized(frame, order, field);
        break;
      case How.ARRAY:
        this.#packed(frame, order, field);
        break;
      case How.VEC:
        if (this.#wire === WireType.LEN) this.#packed(frame, order, field);
        else this.#element(frame, order, field);
        break;
      case How.ANY_VALUE:
        this.#anyValue(frame, order, field);
        break;
      case How.OPAQUE:
        this.findings.add("depends", "cannot-tell", this, "its type is not declared", this.#from, this.#valueTo, order);
        this.#keepBytes(frame, order, field);
        break;
      default:
        this.#message(frame, order, field);
    }
  }

  #sized(frame: Frame, order: number, field: FieldPlan): void {
    if (this.#valueTo - this.#valueFrom === field.size) this.#keepBytes(frame, order, field);
    else if (field.isByteArray) this.#fail(order, "wrong packed array length", "array-length");
    else this.#fail(order, "invalid byte size for type", "byte-size");
  }

  /** One number of a list that stands alone. */
  #element(frame: Frame, order: number, field: FieldPlan): void {
    if (this.#wire !== WireType.VARINT) this.#checkReinterpreted(order, field, !this.#isZero());
    else if (!this.#checkVarint(order, field)) return;
    frame.held?.push(order, this.#bytes.subarray(this.#valueFrom, this.#valueTo));
  }

  #anyValue(frame: Frame, order: number, field: FieldPlan): void {
    if (!frame.held && frame.hasValue) {
      this.needsModel = true;
      return;
    }
    frame.setValue(this.#valueFrom, this.#valueTo);
    this.#appendBytes(frame, order, field);
  }

  #isZero(): boolean {
    for (let at = this.#valueFrom; at < this.#valueTo; at++) if (this.#bytes[at] !== 0) return false;
    return true;
  }

  /** An explicit default of an `Option` that the reader has not: what is held is no longer told from "none". */
  #checkDefault(order: number, field: FieldPlan, isDefault: boolean): void {
    if (isDefault && field.losesSome)
      this.findings.add("defaulted", "retyped", this, "an explicit default becomes a plain one", this.#from, this.#valueTo, order);
  }

  #checkReinterpreted(order: number, field: FieldPlan, isOther: boolean): void {
    if (field.reinterpreted && isOther)
      this.findings.add("reinterpreted", "retyped", this, "read as another value", this.#from, this.#valueTo, order);
  }

  /** Checks the number in `lo` and `hi`. False when R fails on it. */
  #checkVarint(order: number, field: FieldPlan): boolean {
    if (isCut(field, this.#lo, this.#hi))
      this.findings.add("truncated", "cut", this, `cut to ${cutWords(field)}`, this.#from, this.#valueTo, order);
    if (field.nonzero && isZeroAs(field, this.#lo, this.#hi)) {
      this.#fail(order, "value must be non-zero", "non-zero");
      return false;
    }
    this.#checkReinterpreted(order, field, this.#lo !== 0 || this.#hi !== 0);
    return true;
  }

  #varint(frame: Frame, order: number, field: FieldPlan): void {
    if (!this.#checkVarint(order, field)) return;
    this.#checkDefault(order, field, this.#lo === 0 && this.#hi === 0);
    if (frame.plan.isDuration) frame.setTime(order, this.#lo, this.#hi);
    if (!frame.held) return;
    frame.held.values[order] = (BigInt(this.#hi) << 32n) | BigInt(this.#lo);
  }

  #keepBytes(frame: Frame, order: number, field: FieldPlan): void {
    if (!frame.held) return;
    const bytes = this.#bytes.subarray(this.#valueFrom, this.#valueTo);
    if (field.repeated) frame.held.push(order, bytes);
    else frame.held.values[order] = bytes;
  }

  #appendBytes(frame: Frame, order: number, field: FieldPlan): void {
    const before = field.repeated ? undefined : frame.held?.values[order];
    if (!(before instanceof Uint8Array)) {
      this.#keepBytes(frame, order, field);
      return;
    }
    const joined = new Uint8Array(before.length + this.#valueTo - this.#valueFrom);
    joined.set(before);
    joined.set(this.#bytes.subarray(this.#valueFrom, this.#valueTo), before.length);
    frame.held!.values[order] = joined;
  }

  /** Packed numbers: each is parsed, and an array must hold as many as it has places. */
  #packed(frame: Frame, order: number, field: FieldPlan): void {
    const bytes = this.#bytes;
    const to = this.#valueTo;
    let count = 0;
    if (field.wire === WireType.VARINT) {
      for (let at = this.#valueFrom; at < to; count++) {
        const fault = readVarint(bytes, at, to);
        if (fault !== VarintFault.NONE) {
          this.#fail(order, fault === VarintFault.EOF ? "eof parsing a varint" : "varint too big", "malformed");
          return;
        }
        at = varint.next;
        this.#lo = varint.lo;
        this.#hi = varint.hi;
        if (!this.#checkVarint(order, field)) return;
      }
    } else {
      const size = field.wire === WireType.I64 ? 8 : 4;
      if ((to - this.#valueFrom) % size !== 0) {
        this.#fail(order, `eof parsing a fixed${size * 8}`, "malformed");
        return;
      }
      count = (to - this.#valueFrom) / size;
      this.#checkReinterpreted(order, field, !this.#isZero());
    }
    if (field.how === How.ARRAY && field.count >= 0 && count !== field.count) {
      this.#fail(order, "wrong packed array length", "array-length");
      return;
    }
    const payload = bytes.subarray(this.#valueFrom, to);
    if (field.how === How.ARRAY) this.#keepBytes(frame, order, field);
    else frame.held?.push(order, payload);
  }

  #message(frame: Frame, order: number, field: FieldPlan): void {
    const again = !field.repeated && this.#counts[frame.base + order]! > 1 && field.how === How.MESSAGE;
    const { held } = frame;
    if (again && !held) {
      this.needsModel = true;
      return;
    }
    const child = this.#plans.child(frame.plan, order);
    let inner: Held | undefined;
    let merging = false;
    if (held) {
      const before = field.repeated || field.how === How.WRAPPED ? undefined : held.values[order];
      merging = before instanceof Held;
      inner = before instanceof Held ? before : new Held(child);
      if (field.repeated) held.push(order, inner);
      else held.values[order] = inner;
    }
    const isEmpty = this.#valueFrom === this.#valueTo;
    this.#checkDefault(order, field, isEmpty && !child.type.isEnum);
    if (held && isEmpty && !frame.plan.exact && !field.keepsDefault)
      this.findings.doubt(this, "an empty message is written by an Option<T> only, and the schema does not say which it is", order);
    this.#push(child, this.#from, this.#valueFrom, this.#valueTo, this.#valueTo, order, inner, merging);
  }

  #close(frame: Frame): void {
    if (!frame.judged && !frame.broken) this.#checkWhole(frame);
    if (frame.plan.isAny && !frame.judged && !frame.broken && this.#openContent(frame)) return;
    this.#at = frame.to;
    this.#depth--;
  }

  /** What R checks when a message has ended. */
  #checkWhole(frame: Frame): void {
    const { plan } = frame;
    if (plan.type.isEnum) {
      if (frame.variant < 0) this.findings.add("fails", "enum-variant", this, "missing enum variant", frame.from, frame.to, -1);
    } else if (!frame.merging) {
      for (const need of plan.needs)
        if (this.#counts[frame.base + need.order] === 0) this.findings.absent(this, need.fault, need.certain, frame);
    }
    if (plan.isDuration && frame.isTimeOutOfRange())
      this.findings.add("fails", "out-of-range", this, "duration out of range", frame.from, frame.to, -1);
    const field = this.#depth > 0 && frame.order >= 0 ? this.#frames[this.#depth - 1]!.plan.fields[frame.order] : undefined;
    if (plan.isUnit && this.#depth === 1 && frame.order === this.#frames[0]!.plan.unitList) this.#unit(frame);
    if (this.#depth === 0 && frame.document === 0) this.#missingUnits(frame);
    if (field?.how === How.WRAPPED && this.#counts[frame.base] !== field.count)
      this.findings.add("fails", "array-length", this, "wrong array length", frame.from, frame.to, -1);
  }

  /** Checks the name of a unit, in the root's list of them: it must be one that the release has, and the only one of that name. */
  #unit(frame: Frame): void {
    const known = this.#plans.units;
    const name = this.#textOf(frame);
    const [from, to] = this.#counts[frame.base] === 0 ? [frame.from, frame.to] : [frame.textField, frame.textTo];
    if (this.#unitNames.has(name)) {
      if (known) this.findings.add("fails", "unit-name", this, "duplicate unit name", from, to, 0);
      else this.findings.note(this, `a second unit of the name ${name}: a restore fails with duplicate unit name`, frame);
    } else if (known && !known.has(name)) this.findings.add("fails", "unit-name", this, "unknown unit name", from, to, 0);
    this.#unitNames.add(name);
  }

  #missingUnits(frame: Frame): void {
    const known = this.#plans.units;
    if (!known || frame.plan.unitList < 0) return;
    const missing = [...known].filter((name) => !this.#unitNames.has(name));
    if (missing.length > 0) this.findings.note(this, `not in the blob, and stay as they are at power-on: ${missing.join(", ")}`, frame);
  }

  /** Opens the content of an `Any` that has ended. False when there is none to judge. */
  #openContent(frame: Frame): boolean {
    frame.judged = true;
    if (frame.held && this.#comesAgain(frame)) return false;
    const name = typeNameOfUrl(this.#textOf(frame));
    if (name === "") return false;
    const plan = this.#plans.content(name);
    if (!plan) {
      this.findings.add("depends", "unknown-type", this, `the type ${name} is not known to the reader`, frame.from, frame.to, 1);
      return false;
    }
    const held = frame.held ? new Held(plan) : undefined;
    if (frame.held) frame.held.content = held;
    const value = frame.held?.values[1];
    if (frame.merging && value instanceof Uint8Array) {
      if (this.#merges >= MOST_MERGES) {
        this.findings.add(
          "depends",
          "cannot-tell",
          this,
          "contents that merge within contents that merge, too deep to follow",
          frame.from,
          frame.to,
          1,
        );
        return false;
      }
      // Occurrences that merged: the content is their values joined, which stand nowhere in the blob.
      const again = new Reading(value, this.#plans, plan, this.findings.within(this, frame), true, this.#merges + 1);
      frame.held!.content = again.root;
      return false;
    }
    const from = frame.hasValue ? frame.valueFrom : frame.to;
    const to = frame.hasValue ? frame.valueTo : frame.to;
    this.#push(plan, frame.from, from, to, frame.to, -2, held);
    this.#top.isContent = true;
    return true;
  }

  /** True when the message around an `Any` that has ended holds a further occurrence, with which it merges before it is looked at. */
  #comesAgain(frame: Frame): boolean {
    const around = this.#frames[this.#depth - 1];
    const field = around?.plan.fields[frame.order];
    if (!around || !field || field.repeated) return false;
    for (let at = frame.to; at < around.end; ) {
      if (readVarint(this.#bytes, at, around.end) !== VarintFault.NONE) return false;
      if (((varint.lo >>> 3) | (varint.hi << 29)) >>> 0 === field.field.number) return true;
      at = afterValue(this.#bytes, varint.lo & 7, varint.next, around.end);
    }
    return false;
  }

  /** The type URL of an `Any` that has ended, or the name of a unit: the last one, of all its occurrences. */
  #textOf(frame: Frame): string {
    const held = frame.held?.values[0];
    return held instanceof Uint8Array ? textOf(held, 0, held.length) : textOf(this.#bytes, frame.textFrom, frame.textTo);
  }

  /** The open messages, outermost first. */
  frames(): readonly Frame[] {
    return this.#frames.slice(0, this.#depth + 1);
  }

  /** Number of the field that is being read. */
  get number(): number {
    return this.#number;
  }

  /** How often a field of an open message was met. */
  countOf(frame: Frame, order: number): number {
    return this.#counts[frame.base + order]!;
  }

  /** How many fields of a number stand before an offset in an open message. Linear in what stands before. */
  occurrencesBefore(frame: Frame, number: number, before: number): number {
    let count = 0;
    let at = frame.start;
    while (at < before) {
      readVarint(this.#bytes, at, before);
      if (((varint.lo >>> 3) | (varint.hi << 29)) >>> 0 === number) count++;
      at = afterValue(this.#bytes, varint.lo & 7, varint.next, before);
    }
    return count;
  }

  get plans(): Plans {
    return this.#plans;
  }
}

/** Where a value of a wire type ends, in bytes that parse. */
function afterValue(bytes: Uint8Array, wire: number, at: number, end: number): number {
  if (wire === WireType.I64) return at + 8;
  if (wire === WireType.I32) return at + 4;
  readVarint(bytes, at, end);
  if (wire === WireType.MESH) readVarint(bytes, varint.next, end);
  return wire === WireType.VARINT ? varint.next : varint.next + varint.lo;
}

function cutWords(field: FieldPlan): string {
  return field.cut === Cut.BOOL ? "true" : `${field.bits} bits`;
}

/** True when the number loses bits that mean something at the reader's width. */
function isCut(field: FieldPlan, lo: number, hi: number): boolean {
  if (field.cut === Cut.BOOL) return hi !== 0 || lo > 1;
  const { bits } = field;
  if (bits >= 64) return false;
  if (field.cut === Cut.SIGNED) {
    // In two's complement: all bits from the sign on are alike.
    const sign = bits === 32 ? lo >> 31 : (lo << (32 - bits)) >> 31;
    return hi !== sign >>> 0 || (bits < 32 && lo >> (bits - 1) !== sign);
  }
  // Zigzag of n bits fits in n bits.
  return hi !== 0 || (bits < 32 && lo >>> bits !== 0);
}

function isZeroAs(field: FieldPlan, lo: number, hi: number): boolean {
  const { bits } = field;
  if (bits >= 64) return lo === 0 && hi === 0;
  if (field.cut === Cut.ZIGZAG) {
    const value = ((BigInt(hi) << 32n) | BigInt(lo)) >> 1n;
    return BigInt.asUintN(bits, value ^ -(BigInt(lo) & 1n)) === 0n;
  }
  return bits === 32 ? lo === 0 : (lo & ((1 << bits) - 1)) === 0;
}
