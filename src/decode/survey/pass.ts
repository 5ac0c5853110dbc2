import { invalidUtf8At, textOf } from "../../base/index.ts";
import { Content, NodeKind, ProblemCode, readVarint, VarintFault, varint, WireType } from "../../wire/index.ts";
import { typeNameOfUrl } from "../any-types.ts";
import { NOTABLE, NoteBit, Status } from "../model.ts";
import { Again, Check } from "../plan.ts";
import type { PackedRun } from "./checkpoint.ts";
import * as F from "./frames.ts";
import { HEAD, type Lines, PROBLEM, STATUS } from "./lines.ts";
import { isCut, isZeroBytes } from "./numbers.ts";
import { PassState } from "./state.ts";
import { safeBytes } from "./tables.ts";
import { isUrl, looksLikeAny } from "./urls.ts";
import { countVarints } from "./words.ts";

const OVERLONG = 0x80;

/**
 * The exact reading of a blob, field by field: where it stands, the messages that are open, and what was counted. `field` reads one
 * field of whatever kind at `pos`; the survey's fast loop takes the common ones ahead of it and leaves the same state behind.
 */
export class Pass extends PassState {
  /** Takes the field at `pos`, which must stand before the frame's end. */
  field(): void {
    const { bytes, frame, frames } = this;
    const from = this.pos;
    const end = frames[frame + F.END]!;
    const fault = readVarint(bytes, from, end);
    if (fault !== VarintFault.NONE) {
      this.#raw(from, end, varintProblem(fault));
      return;
    }
    const wire = varint.lo & 7;
    const number = ((varint.lo >>> 3) | (varint.hi << 29)) >>> 0;
    const overlong = varint.overlong ? OVERLONG : 0;
    const ref = this.guide.field(frames[frame + F.SHAPE]!, number);
    this.pos = varint.next;
    switch (wire) {
      case WireType.VARINT:
        this.#varint(from, end, number, ref, overlong);
        return;
      case WireType.I64:
      case WireType.I32:
        this.#fixed(from, end, number, ref, wire | overlong);
        return;
      case WireType.LEN:
      case WireType.MESH:
        this.#len(from, end, number, ref, wire, overlong);
        return;
      case WireType.SGROUP:
        this.#group(from, end, number, ref, wire | overlong);
        return;
      case WireType.EGROUP: {
        const closes = (frames[frame + F.FLAGS]! & F.IS_GROUP) !== 0 && frames[frame + F.GROUP] === (number | 0);
        const problem = closes ? ProblemCode.GROUP : ProblemCode.STRAY_END_GROUP;
        this.#node(from, this.pos, this.pos - from, wire | overlong, number, ref, problem, Content.BYTES, 0);
        if (closes) this.close(false);
        return;
      }
      default:
        this.#node(from, this.pos, this.pos - from, wire | overlong, number, ref, ProblemCode.RESOURCE, Content.BYTES, 0);
    }
  }

  #raw(from: number, end: number, problem: number): void {
    if (from < end) this.#node(from, end, 0, NodeKind.RAW, -1, -1, problem, Content.BYTES, 0);
    this.pos = end;
  }

  #varint(from: number, end: number, number: number, ref: number, overlong: number): void {
    const head = this.pos - from;
    const fault = readVarint(this.bytes, this.pos, end);
    this.pos = varint.next;
    if (fault === VarintFault.NONE) {
      const kind = WireType.VARINT | overlong | (varint.overlong ? OVERLONG : 0);
      this.#node(from, this.pos, head, kind, number, ref, 0, Content.BYTES, 0);
    } else {
      this.#node(from, this.pos, head, WireType.VARINT, number, ref, varintProblem(fault), Content.BYTES, 0);
      this.#raw(this.pos, end, ProblemCode.UNREAD);
    }
  }

  #fixed(from: number, end: number, number: number, ref: number, kind: number): void {
    const wide = (kind & 0x0f) === WireType.I64;
    const head = this.pos - from;
    const short = end - this.pos < (wide ? 8 : 4);
    this.pos = short ? end : this.pos + (wide ? 8 : 4);
    const problem = short ? (wide ? ProblemCode.EOF_FIXED64 : ProblemCode.EOF_FIXED32) : 0;
    this.#node(from, this.pos, head, kind, number, ref, problem, Content.BYTES, 0);
  }

  #group(from: number, end: number, number: number, ref: number, kind: number): void {
    if (this.level + 1 >= F.MOST_LEVELS) {
      this.#node(from, end, this.pos - from, kind, number, ref, ProblemCode.TOO_DEEP, Content.BYTES, 0);
      this.pos = end;
      return;
    }
    const shape = this.guide.group(this.frames[this.frame + F.SHAPE]!, ref);
    this.#node(from, this.pos, this.pos - from, kind, number, ref, ProblemCode.GROUP, shape, 0);
    this.open(this.nodes - 1, shape, end, F.IS_GROUP, number);
  }

  #len(from: number, end: number, number: number, ref: number, wire: number, tagOverlong: number): void {
    let kind = wire | tagOverlong;
    let fault: number = VarintFault.NONE;
    for (let varints = wire === WireType.MESH ? 2 : 1; varints > 0 && fault === VarintFault.NONE; varints--) {
      fault = readVarint(this.bytes, this.pos, end);
      this.pos = varint.next;
      if (fault === VarintFault.NONE && varint.overlong) kind |= OVERLONG;
    }
    const head = this.pos - from;
    if (fault !== VarintFault.NONE) {
      this.#node(from, this.pos, head, kind, number, ref, varintProblem(fault), Content.BYTES, 0);
      this.#raw(this.pos, end, ProblemCode.UNREAD);
      return;
    }
    if (varint.hi !== 0 || varint.lo > end - this.pos) {
      this.pos = end;
      this.#node(from, end, head, kind, number, ref, ProblemCode.EOF_BYTES, Content.BYTES, 0);
      return;
    }
    const at = this.pos;
    const to = at + varint.lo;
    const shape = this.frames[this.frame + F.SHAPE]!;
    const content = this.guide.content(shape, ref, this.bytes, at, to);
    const problem = wire === WireType.MESH ? ProblemCode.MESH : 0;
    if (content >= 0 && this.level + 1 < F.MOST_LEVELS) {
      const flags = this.#node(from, to, head, kind, number, ref, problem, content, 0);
      this.open(this.nodes - 1, content, to, flags, ref);
      return;
    }
    if (content < Content.BYTES) {
      this.#packed(from, to, head, kind, number, ref, problem, content);
      return;
    }
    // A guess is none of what the schema tells: without a message in it it stays bytes.
    const unread = content >= 0 && content !== this.guide.unknown;
    this.#node(from, to, head, kind, number, ref, unread ? ProblemCode.TOO_DEEP : problem, Content.BYTES, 0);
    this.pos = to;
  }

  /** A packed field and its elements; a tail that does not parse is one last element, and the field carries the problem too. */
  #packed(from: number, to: number, head: number, kind: number, number: number, ref: number, problem: number, content: number): void {
    const at = this.pos;
    const width = content === Content.PACKED_I64 ? 8 : content === Content.PACKED_I32 ? 4 : 0;
    const { elements, fault } = countElements(this.bytes, this.view, at, to, width);
    this.#node(from, to, head, kind, number, ref, fault === 0 ? problem : ProblemCode.PACKED, content, elements);
    if (at < to) this.depth = Math.max(this.depth, this.level + 2);
    this.run = { node: this.nodes - 1, ref, width, to, last: this.nodes + elements - 1, fault };
    if (to - at <= this.longRun) this.elements(to);
  }

  /** Takes elements of the open packed field until one starts at offset `stop` or later, or the field ends. */
  elements(stop: number): void {
    const run = this.run!;
    const { isBool } = this.tables;
    const { check, bits } = this.tables.plans;
    const written = this.frame < this.deepest ? this.lines : undefined;
    this.#plainElements(run, Math.min(stop, run.to), written);
    while (this.pos < run.to && this.pos < stop) {
      const from = this.pos;
      const broken = run.fault !== 0 && this.nodes === run.last;
      let notes = 0;
      let kind = elementKind(run.width);
      if (broken) this.pos = run.to;
      else if (run.width > 0) this.pos += run.width;
      else {
        readVarint(this.bytes, from, run.to);
        this.pos = varint.next;
        if (varint.overlong) {
          notes |= NoteBit.OVERLONG;
          kind |= OVERLONG;
        }
        if (isCut(this.bytes, from, this.pos, check[run.ref]!, bits[run.ref]!)) notes |= NoteBit.TRUNCATED_VALUE;
      }
      const problem = broken ? run.fault : ProblemCode.NONE;
      const status = broken ? Status.MALFORMED : Status.KNOWN;
      if (written) {
        const rest = kind | (problem << PROBLEM) | (status << STATUS);
        written.add(from, this.pos, this.nodes + 1, run.node, run.ref, Content.BYTES, 0, notes, rest);
      } else if (!this.lines) {
        if (notes !== 0) this.marks.notable.add(this.nodes);
        if (broken) this.problems.add(this.nodes);
        else if (notes === 0 && isBool[run.ref]) this.signs.telling++;
      }
      this.nodes++;
      this.uncounted++;
    }
    if (this.pos >= run.to) this.run = undefined;
  }

  /** Takes the elements before `stop` at once when none of them has a note or a problem. */
  #plainElements(run: PackedRun, stop: number, written: Lines | undefined): void {
    const { bytes } = this;
    const { check, bits } = this.tables.plans;
    let end = stop;
    let count = 0;
    // The payload may begin behind the place to stop at.
    if (run.fault !== 0 || stop <= this.pos) return;
    if (run.width > 0) {
      count = Math.ceil((stop - this.pos) / run.width);
      end = this.pos + count * run.width;
    } else {
      if (check[run.ref] === Check.BOOL) return;
      while (end < run.to && bytes[end - 1]! >= 0x80) end++;
      count = countVarints(bytes, this.view, this.pos, end, safeBytes(check[run.ref]!, bits[run.ref]!));
      if (count < 0) return;
    }
    if (written) this.#writeElements(written, run, end);
    this.pos = end;
    this.nodes += count;
    this.uncounted += count;
  }

  #writeElements(lines: Lines, { node, ref, width }: PackedRun, end: number): void {
    const { bytes } = this;
    const kind = elementKind(width);
    let next = this.nodes;
    for (let pos = this.pos; pos < end; ) {
      const from = pos;
      if (width > 0) pos += width;
      else while (bytes[pos++]! >= 0x80);
      lines.add(from, pos, ++next, node, ref, Content.BYTES, 0, 0, kind);
    }
  }

  /** Adds the node of a field or of raw bytes. Returns the flags of a frame that is opened for its content. */
  #node(
    from: number,
    to: number,
    head: number,
    kind: number,
    number: number,
    ref: number,
    wireProblem: number,
    content: number,
    elements: number,
  ): number {
    const { frames, frame } = this;
    const node = this.nodes++;
    const wire = kind & 0x0f;
    // Raw reading counts what is at the top; all that is below an unknown field is a guess.
    const guess = frame > 0 && frames[frame + F.TYPE]! < 0;
    let notes = (kind & OVERLONG ? NoteBit.OVERLONG : 0) | (guess ? NoteBit.GUESS : 0);
    let problem = wireProblem;
    let ordinal = 0;
    let flags = 0;
    if (frames[frame + F.FLAGS]! & F.IS_ENTRY && wire !== NodeKind.RAW && number === 1) {
      frames[frame + F.KEY_FROM] = from + head;
      frames[frame + F.KEY_TO] = to;
      frames[frame + F.KEY_WIRE] = wire;
    }
    if (ref < 0) {
      if (wire !== NodeKind.RAW) ordinal = this.strangeField(number);
    } else {
      const { accepted, again, oneof } = this.tables.plans;
      const field = this.set.fields[ref]!;
      const at = (frames[frame + F.BASE]! + field.order) * F.SLOT;
      const { slots } = this;
      const isAgain = this.isStamped(at);
      if (!isAgain) {
        slots[at + F.COUNT] = 0;
        if (oneof[ref]! < 0) frames[frame + F.SEEN]!++;
      } else if (slots[at + F.STAMP]! & F.ONCE) slots[at + F.COUNT] = 1;
      const fits = (accepted[ref]! & (1 << wire)) !== 0;
      if (!fits && problem === ProblemCode.NONE) problem = ProblemCode.WIRE_TYPE;
      ordinal = slots[at + F.COUNT]!;
      notes |= this.#packing(wire, ref, ordinal);
      slots[at + F.COUNT] = ordinal + (this.tables.plans.packable[ref] && wire === WireType.LEN ? elements : 1);
      if (isAgain) {
        if (again[ref] === Again.REPLACES && fits) this.supersede(slots[at + F.LAST]!, ref);
        else if (again[ref] === Again.MERGES) notes |= NoteBit.MERGED;
        else if (again[ref] === Again.APPENDS) notes |= NoteBit.APPENDED;
      }
      if (field.order < frames[frame + F.TOP_ORDER]!) {
        if (!this.set.types[field.parent]!.mapEntry) notes |= NoteBit.OUT_OF_ORDER;
        else frames[frame + F.TOP_ORDER] = field.order;
      } else frames[frame + F.TOP_ORDER] = field.order;
      if (fits && problem === ProblemCode.NONE) {
        notes |= this.#valueNotes(wire, from + head, to, ref);
        if (wire !== WireType.VARINT && this.tables.plans.check[ref] === Check.TEXT && invalidUtf8At(this.bytes, from + head, to) >= 0)
          problem = ProblemCode.UTF8;
      }
      if (field.map) {
        if (problem === ProblemCode.NONE) {
          ordinal = this.repeatedKeys.get(node) ?? 0;
          flags = F.IS_ENTRY;
        }
      } else if (oneof[ref]! >= 0) this.#member(node, ref);
      slots[at + F.STAMP] = frames[frame + F.ID]! << 1;
      slots[at + F.LAST] = node;
    }
    let status: number = ref < 0 ? Status.UNKNOWN : Status.KNOWN;
    if (problem === ProblemCode.WIRE_TYPE) status = Status.MISMATCHED;
    else if (problem !== ProblemCode.NONE) status = Status.MALFORMED;
    if (this.lines) {
      if (frame > this.deepest) return flags;
      const rest = kind | (head << HEAD) | (problem << PROBLEM) | (status << STATUS);
      this.lines.add(from, to, node + 1 + elements, frames[frame + F.NODE]!, ref, content, ordinal, notes, rest);
      return flags;
    }
    if (problem !== ProblemCode.NONE) this.problems.add(node);
    if (guess) this.uncounted++;
    else if (status !== Status.KNOWN) this.#odd(node, status);
    if (notes & NOTABLE) this.marks.notable.add(node);
    if (wire === NodeKind.LEN) this.#bytesSigns(node, from + head, to, ref, status, content, guess);
    if (ref >= 0 && this.tables.isBool[ref] && status === Status.KNOWN && notes === 0) this.signs.telling++;
    return flags;
  }

  #odd(node: number, status: number): void {
    const { unknown, mismatched, malformed, strange } = this.marks;
    if (status === Status.MISMATCHED) mismatched.add(node);
    else if (status === Status.MALFORMED) malformed.add(node);
    else {
      unknown.add(node);
      strange.add(node);
    }
  }

  /** Marks what the bytes of a LEN field tell beyond its status: a value of which nothing is known, a blob in it, a type URL that is not known. */
  #bytesSigns(node: number, at: number, to: number, ref: number, status: number, content: number, guess: boolean): void {
    const { frames, frame, guide, signs, marks } = this;
    if (ref < 0 ? !guess : content === Content.BYTES) this.#hides(node, at, to);
    if (ref < 0 || status === Status.MISMATCHED) return;
    if (status === Status.KNOWN && frame > 0 && guide.isStrangeAny(frames[frame + F.SHAPE]!) && this.set.fields[ref]!.number === 2)
      marks.strange.add(node);
    const { size } = this.set.fields[ref]!.facts;
    if (size !== undefined && to - at !== size && status === Status.KNOWN) {
      signs.wrongSizes++;
      signs.firstWrongSize = Math.min(signs.firstWrongSize, node);
    }
    if (this.tables.plans.check[ref] !== Check.TEXT || !isUrl(this.bytes, at, to)) return;
    const isOfAny = frames[frame + F.TYPE] === guide.anyType;
    if (isOfAny && this.set.typeByName.has(typeNameOfUrl(textOf(this.bytes, at, to)))) return;
    signs.strangeUrls++;
    signs.firstUrl = Math.min(signs.firstUrl, node);
  }

  #hides(node: number, at: number, to: number): void {
    if (this.bytes[at] === 0x0a && looksLikeAny(this.bytes, at, to)) this.marks.hidden.add(node);
  }

  #packing(wire: number, ref: number, before: number): number {
    const { accepted, again, packable } = this.tables.plans;
    const field = this.set.fields[ref]!;
    const bare = field.bare ? NoteBit.BARE : 0;
    if (!packable[ref]) return bare;
    if (wire === WireType.LEN) return bare | NoteBit.PACKED | (before > 0 && again[ref] === Again.LIST ? NoteBit.APPENDED : 0);
    return bare | (field.packed && !field.packedOnly && accepted[ref]! & (1 << wire) ? NoteBit.UNPACKED : 0);
  }

  /** A member of a oneof: the last one wins. */
  #member(node: number, ref: number): void {
    const { frames, frame, slots } = this;
    const type = this.set.types[frames[frame + F.TYPE]!]!;
    const at = (frames[frame + F.BASE]! + type.fields.length + this.tables.plans.oneof[ref]!) * F.SLOT;
    if (this.isStamped(at) && slots[at + F.LAST]! >= 0 && slots[at + F.COUNT] !== ref)
      this.supersede(slots[at + F.LAST]!, slots[at + F.COUNT]!);
    slots[at + F.STAMP] = frames[frame + F.ID]! << 1;
    slots[at + F.LAST] = node;
    slots[at + F.COUNT] = ref;
  }

  #valueNotes(wire: number, at: number, to: number, ref: number): number {
    const { check, bits, omitsDefault } = this.tables.plans;
    let notes = 0;
    if (wire === WireType.VARINT) {
      if (isCut(this.bytes, at, to, check[ref]!, bits[ref]!)) notes |= NoteBit.TRUNCATED_VALUE;
      readVarint(this.bytes, at, to);
      if (omitsDefault[ref] && varint.lo === 0 && varint.hi === 0) notes |= NoteBit.EXPLICIT_DEFAULT;
    } else if (omitsDefault[ref] && (wire === WireType.LEN ? at === to : isZeroBytes(this.bytes, at, to)))
      notes |= NoteBit.EXPLICIT_DEFAULT;
    return notes;
  }
}

/** Kind of the elements of a packed field, by the bytes of each (0: varints). */
function elementKind(width: number): number {
  return width === 8 ? NodeKind.ELEMENT_I64 : width === 4 ? NodeKind.ELEMENT_I32 : NodeKind.ELEMENT_VARINT;
}

function varintProblem(fault: number): number {
  return fault === VarintFault.NONE ? ProblemCode.NONE : fault === VarintFault.EOF ? ProblemCode.EOF_VARINT : ProblemCode.VARINT_TOO_BIG;
}

function countElements(bytes: Uint8Array, view: DataView, at: number, to: number, width: number): { elements: number; fault: number } {
  if (width > 0) {
    const broken = width === 8 ? ProblemCode.EOF_FIXED64 : ProblemCode.EOF_FIXED32;
    return { elements: Math.ceil((to - at) / width), fault: (to - at) % width === 0 ? ProblemCode.NONE : broken };
  }
  let elements = countVarints(bytes, view, at, to, 10);
  let fault: number = ProblemCode.NONE;
  if (elements >= 0) return { elements, fault };
  elements = 0;
  for (let pos = at; pos < to && fault === ProblemCode.NONE; pos = varint.next, elements++)
    fault = varintProblem(readVarint(bytes, pos, to));
  return { elements, fault };
}
