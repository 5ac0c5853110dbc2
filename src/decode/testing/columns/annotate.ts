import { invalidUtf8At } from "../../../base/index.ts";
import type { MessageType, SchemaSet } from "../../../schema/index.ts";
import { kindAt, NodeKind, numberAt, OVERLONG, ProblemCode, type WireNodes, WireType } from "../../../wire/index.ts";
import { keyTypeOf, numberKey, textKey } from "../../map-keys.ts";
import { type Counts, NOTABLE, NoteBit, STATUSES, Status } from "../../model.ts";
import { Again, Check, type FieldPlans, plansOf } from "../../plan.ts";
import type { SchemaGuide } from "../../shapes.ts";
import { isCut, isSmallVarint, isZeroBytes } from "../../survey/numbers.ts";
import { ColumnNodes, type WireColumns } from "./wire-columns.ts";

/** What the pass makes; the columns are those of `Decoded`. */
export interface Annotations {
  readonly status: Uint8Array;
  readonly notes: Uint16Array;
  readonly ordinal: Uint32Array;
  readonly counts: Counts;
  readonly notable: number;
}

/** An open message: the slots of its fields and oneofs stand in `count` and `last` from `base` on. */
interface Frame {
  end: number;
  /** Undefined where nothing is known: below an unknown field, or in raw reading. */
  type: MessageType | undefined;
  base: number;
  /** Highest declaration order met so far. */
  order: number;
  /** Fields without a oneof of which one occurrence was met. */
  seen: number;
  /** Below an unknown field: not counted, shown as a guess. */
  guess: boolean;
  /** Occurrences of unknown numbers. */
  strange: Map<number, number> | undefined;
  /** Last entry of each map key, by field and key bytes. */
  keys: Map<string, number> | undefined;
}

/**
 * One pass over the scanned columns: status, notes and ordinal of every node, and the counts. A wire problem that only the schema
 * shows (text that is not UTF-8, a wire type that does not fit) is added to `wire.problem`, before anything is published.
 * Cost: linear in the nodes; memory beyond the columns is that of the open messages.
 */
export function annotate(
  bytes: Uint8Array,
  set: SchemaSet,
  guide: SchemaGuide,
  root: MessageType | undefined,
  wire: WireColumns,
): Annotations {
  const pass = new Pass(bytes, set, guide, wire);
  pass.run(root);
  return pass;
}

class Pass implements Annotations {
  readonly status: Uint8Array;
  readonly notes: Uint16Array;
  readonly ordinal: Uint32Array;
  readonly counts: Counts = { known: 0, unknown: 0, defaulted: 0, mismatched: 0, malformed: 0 };
  notable = 0;
  readonly #bytes: Uint8Array;
  readonly #set: SchemaSet;
  readonly #guide: SchemaGuide;
  readonly #wire: WireColumns;
  readonly #nodes: WireNodes;
  readonly #plans: FieldPlans;
  readonly #byCode = [0, 0, 0, 0, 0];
  #count = new Int32Array(256);
  #last = new Int32Array(256);
  #top = 0;

  constructor(bytes: Uint8Array, set: SchemaSet, guide: SchemaGuide, wire: WireColumns) {
    this.#bytes = bytes;
    this.#set = set;
    this.#guide = guide;
    this.#wire = wire;
    this.#nodes = new ColumnNodes(wire);
    this.#plans = plansOf(set);
    this.status = new Uint8Array(wire.length);
    this.notes = new Uint16Array(wire.length);
    this.ordinal = new Uint32Array(wire.length);
  }

  run(root: MessageType | undefined): void {
    const { length, shape, end } = this.#wire;
    const frames: Frame[] = [this.#open(root, length, false)];
    let frame = frames[0]!;
    for (let node = 0; node < length; node++) {
      while (node >= frame.end) {
        this.#close(frame);
        frames.pop();
        frame = frames[frames.length - 1]!;
      }
      const kind = kindAt(this.#nodes, node);
      if (kind >= NodeKind.ELEMENT_VARINT && kind !== NodeKind.RAW) this.#element(node, kind, frame.guess);
      else this.#occurrence(frame, node, kind);
      if (shape[node]! >= 0) {
        const type = this.#guide.typeOf(shape[node]!);
        frame = this.#open(type, end[node]!, frame.guess || type === undefined);
        frames.push(frame);
      }
    }
    for (let i = frames.length - 1; i >= 0; i--) this.#close(frames[i]!);
    STATUSES.forEach((name, code) => {
      this.counts[name] = this.#byCode[code]!;
    });
    for (let node = 0; node < length; node++) if (this.notes[node]! & NOTABLE) this.notable++;
  }

  #open(type: MessageType | undefined, end: number, guess: boolean): Frame {
    const base = this.#top;
    if (type) {
      this.#top += type.fields.length + type.oneofs.length;
      if (this.#top > this.#count.length) {
        const size = Math.max(this.#top, this.#count.length * 2);
        const grow = (old: Int32Array): Int32Array<ArrayBuffer> => {
          const made = new Int32Array(size);
          made.set(old);
          return made;
        };
        this.#count = grow(this.#count);
        this.#last = grow(this.#last);
      }
      this.#count.fill(0, base, this.#top);
      this.#last.fill(-1, base, this.#top);
    }
    return { end, type, base, order: -1, seen: 0, guess, strange: undefined, keys: undefined };
  }

  #close(frame: Frame): void {
    if (frame.type && !frame.guess) this.#byCode[Status.DEFAULTED]! += this.#plans.loose[frame.type.id]! - frame.seen;
    this.#top = frame.base;
  }

  /** A field with a tag, or raw bytes. */
  #occurrence(frame: Frame, node: number, kind: number): void {
    const { ref, problem } = this.#wire;
    const field = kind === NodeKind.RAW ? -1 : ref[node]!;
    if (this.#wire.kind[node]! & OVERLONG) this.notes[node]! |= NoteBit.OVERLONG;
    if (frame.guess) this.notes[node]! |= NoteBit.GUESS;
    if (kind !== NodeKind.RAW) {
      if (field < 0) this.#strange(frame, node);
      else this.#known(frame, node, kind, field);
    }
    let status: number = field < 0 ? Status.UNKNOWN : Status.KNOWN;
    if (problem[node] === ProblemCode.WIRE_TYPE) status = Status.MISMATCHED;
    else if (problem[node] !== ProblemCode.NONE) status = Status.MALFORMED;
    this.status[node] = status;
    if (!frame.guess) this.#byCode[status]!++;
  }

  #strange(frame: Frame, node: number): void {
    const number = numberAt(this.#nodes, this.#bytes, node);
    frame.strange ??= new Map();
    const seen = frame.strange.get(number) ?? 0;
    this.ordinal[node] = seen;
    frame.strange.set(number, seen + 1);
    if (!frame.type?.isEnum) return;
    // An unknown number in an enum's message clears the variant read so far.
    const slot = frame.base + frame.type.fields.length;
    const variant = this.#last[slot]!;
    if (variant >= 0) this.notes[variant]! |= NoteBit.SUPERSEDED;
    this.#last[slot] = -1;
  }

  #known(frame: Frame, node: number, kind: number, ref: number): void {
    const { accepted, again, oneof } = this.#plans;
    const field = this.#set.fields[ref]!;
    const slot = frame.base + field.order;
    const before = this.#count[slot]!;
    if (before === 0 && this.#last[slot]! < 0 && oneof[ref]! < 0) frame.seen++;
    const fits = (accepted[ref]! & (1 << kind)) !== 0;
    if (!fits && this.#wire.problem[node] === ProblemCode.NONE) this.#wire.problem[node] = ProblemCode.WIRE_TYPE;

    const elements = this.#packed(node, kind, ref, before);
    this.ordinal[node] = before;
    this.#count[slot] = before + elements;
    if (field.map) this.#mapEntry(frame, node, ref);
    else if (oneof[ref]! >= 0) this.#member(frame, node, ref);
    if (before > 0 || this.#last[slot]! >= 0) {
      if (again[ref] === Again.REPLACES && fits) this.notes[this.#last[slot]!]! |= NoteBit.SUPERSEDED;
      else if (again[ref] === Again.MERGES) this.notes[node]! |= NoteBit.MERGED;
      else if (again[ref] === Again.APPENDS) this.notes[node]! |= NoteBit.APPENDED;
    }
    this.#last[slot] = node;
    if (field.order < frame.order && !frame.type?.mapEntry) this.notes[node]! |= NoteBit.OUT_OF_ORDER;
    else frame.order = field.order;
    if (fits) this.#value(node, kind, ref);
  }

  /** Notes of packing; returns how many places in its list the occurrence takes. */
  #packed(node: number, kind: number, ref: number, before: number): number {
    const field = this.#set.fields[ref]!;
    if (field.bare) this.notes[node]! |= NoteBit.BARE;
    if (!this.#plans.packable[ref]) return 1;
    if (kind === WireType.LEN) {
      this.notes[node]! |= NoteBit.PACKED;
      if (before > 0 && this.#plans.again[ref] === Again.LIST) this.notes[node]! |= NoteBit.APPENDED;
      return this.#wire.end[node]! - node - 1;
    }
    if (field.packed && !field.packedOnly && (this.#plans.accepted[ref]! & (1 << kind)) !== 0) this.notes[node]! |= NoteBit.UNPACKED;
    return 1;
  }

  /** A member of a oneof: the last one wins. */
  #member(frame: Frame, node: number, ref: number): void {
    const slot = frame.base + frame.type!.fields.length + this.#plans.oneof[ref]!;
    const before = this.#last[slot]!;
    if (before >= 0 && this.#wire.ref[before] !== ref) this.notes[before]! |= NoteBit.SUPERSEDED;
    this.#last[slot] = node;
  }

  /** A map entry: of two with one key the last wins, and the path tells them apart. */
  #mapEntry(frame: Frame, node: number, ref: number): void {
    if (this.#wire.problem[node] !== ProblemCode.NONE) return;
    const key = `${ref}:${this.#mapKey(node, ref)}`;
    frame.keys ??= new Map();
    const before = frame.keys.get(key);
    this.ordinal[node] = before === undefined ? 0 : this.ordinal[before]! + 1;
    if (before !== undefined) this.notes[before]! |= NoteBit.SUPERSEDED;
    frame.keys.set(key, node);
  }

  /** A map entry's key as the reader holds it. */
  #mapKey(node: number, ref: number): string {
    const { from, head, to, end } = this.#wire;
    const type = keyTypeOf(this.#set, ref);
    if (type === "string") return textKey(this.#bytes, from[node]! + head[node]!, to[node]!);
    let key = "";
    for (let child = node + 1; child < end[node]!; child = end[child]!) {
      const kind = kindAt(this.#nodes, child);
      if (kind === NodeKind.RAW || numberAt(this.#nodes, this.#bytes, child) !== 1) continue;
      key = numberKey(this.#bytes, type, kind === WireType.VARINT, from[child]! + head[child]!, to[child]!);
    }
    return key;
  }

  /** Notes and problems of one value that fits its field. */
  #value(node: number, kind: number, ref: number): void {
    const { check, bits, omitsDefault } = this.#plans;
    const { from, head, to, problem } = this.#wire;
    const at = from[node]! + head[node]!;
    if (problem[node] !== ProblemCode.NONE) return;
    if (kind === WireType.VARINT) {
      if (isCut(this.#bytes, at, to[node]!, check[ref]!, bits[ref]!)) this.notes[node]! |= NoteBit.TRUNCATED_VALUE;
      if (omitsDefault[ref] && isZeroVarint(this.#bytes, at, to[node]!)) this.notes[node]! |= NoteBit.EXPLICIT_DEFAULT;
      return;
    }
    if (check[ref] === Check.TEXT && invalidUtf8At(this.#bytes, at, to[node]!) >= 0) problem[node] = ProblemCode.UTF8;
    if (omitsDefault[ref] && this.#isZero(at, to[node]!, kind)) this.notes[node]! |= NoteBit.EXPLICIT_DEFAULT;
  }

  #element(node: number, kind: number, guess: boolean): void {
    const ref = this.#wire.ref[node]!;
    if (this.#wire.kind[node]! & OVERLONG) this.notes[node]! |= NoteBit.OVERLONG;
    if (guess) this.notes[node]! |= NoteBit.GUESS;
    if (this.#wire.problem[node] !== ProblemCode.NONE) this.status[node] = Status.MALFORMED;
    else if (
      kind === NodeKind.ELEMENT_VARINT &&
      isCut(this.#bytes, this.#wire.from[node]!, this.#wire.to[node]!, this.#plans.check[ref]!, this.#plans.bits[ref]!)
    ) {
      this.notes[node]! |= NoteBit.TRUNCATED_VALUE;
    }
  }

  #isZero(at: number, to: number, kind: number): boolean {
    if (kind === WireType.LEN) return at === to;
    return isZeroBytes(this.#bytes, at, to);
  }
}

function isZeroVarint(bytes: Uint8Array, at: number, to: number): boolean {
  return to - at === 1 ? bytes[at] === 0 : isSmallVarint(bytes, at, to, 0);
}
