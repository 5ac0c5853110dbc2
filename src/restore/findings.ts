import type { Field } from "../schema/index.ts";
import { WireType } from "../wire/index.ts";
import type { Fault } from "./defaults.ts";
import type { Frame } from "./frame.ts";
import type { MapEntry } from "./map-keys.ts";
import type { Doubt, Finding, FindingKind, Note, RuleId, VerdictKind } from "./model.ts";
import { MESSAGE, type Place, UNKNOWN } from "./place.ts";
import { How } from "./plan.ts";
import { whyOf } from "./why.ts";

/** What a finding stands at, for its sentence. */
export interface Spot {
  readonly place: Place;
  readonly frame: Frame;
  /** The reader's field concerned; absent for the root itself and for an unknown field. */
  readonly field: Field | undefined;
  /** The number of an unknown field. */
  readonly unknown: number | undefined;
  readonly fault?: Fault;
}

/** A finding, and the document that it is in. */
interface Kept {
  readonly document: number;
  readonly finding: Finding;
}

/** Characters of paths that are kept: a path is as long as its level, and findings at 100,000 levels are told by the first ones. */
const MOST_PATH_TEXT = 16_000_000;

const WORST: readonly VerdictKind[] = ["restores", "loses", "depends", "fails"];

function weight(kind: FindingKind): number {
  return kind === "fails" ? 3 : kind === "depends" ? 2 : 1;
}

/** The name of a field in a path, with its index where it has one. */
function segment(field: Field, index: number): string {
  if (field.packedOnly) return field.name;
  return field.repeated || index > 0 ? `${field.name}[${index}]` : field.name;
}

/**
 * The findings of a reading: as many as the limit allows, all of them counted. Failures are told in the order in which R meets them: a
 * message is read to its end, then the names of units are looked at, then the contents of `Any`.
 */
export class Findings {
  total = 0;
  /** Where the schema does not say what R writes. */
  readonly doubts: Doubt[] = [];
  /** What changes no verdict. */
  readonly notes: Note[] = [];
  readonly #limit: number;
  /** The release that surely wrote the blob. */
  readonly #writer: string | undefined;
  #pathText = 0;
  #fails: Kept[] = [];
  #others: Kept[] = [];
  /** Behind the last byte that a finding in the content of an `Any` is about. */
  #contentsTo = 0;
  readonly #prefix: string;
  readonly #range: readonly [number, number] | undefined;
  readonly #outer: Findings | undefined;
  readonly #document: number;
  #worst = 0;

  constructor(limit: number, writer?: string, outer?: Findings, prefix = "", range?: readonly [number, number], document = 0) {
    this.#limit = limit;
    this.#writer = writer;
    this.#outer = outer;
    this.#prefix = prefix;
    this.#range = range;
    this.#document = document;
  }

  /** Where findings go of a content that stands nowhere in the blob, the document of that number: they are told at the message that holds it. */
  within(place: Place, frame: Frame, document: number): Findings {
    const path = this.#path(place, place.frames());
    return new Findings(this.#limit, this.#writer, this.#outer ?? this, `${path}.value`, [frame.from, frame.to], this.#document + document);
  }

  /** True while there is room for notes. */
  get takesNotes(): boolean {
    const into = this.#outer ?? this;
    return into.notes.length < into.#limit;
  }

  /** True when findings of the kind are only counted any more. */
  isFull(kind: FindingKind): boolean {
    const into = this.#outer ?? this;
    return into.#pathText > MOST_PATH_TEXT || (kind === "fails" ? into.#fails.length : into.#others.length) >= into.#limit;
  }

  /** Counts findings of a kind of which no more are kept. */
  count(kind: FindingKind, findings: number): void {
    const into = this.#outer ?? this;
    into.total += findings;
    if (findings > 0) into.#worst = Math.max(into.#worst, weight(kind));
  }

  get verdict(): VerdictKind {
    return WORST[this.#worst]!;
  }

  /** Failures first, in R's order. */
  list(): readonly Finding[] {
    const fails = [...this.#fails].sort((a, b) => a.document - b.document).map(({ finding }) => finding);
    return [...fails, ...this.#others.map(({ finding }) => finding)].slice(0, this.#limit);
  }

  /**
   * Adds a finding at the field of `order` in the innermost open message; `MESSAGE` stands for that message itself, `UNKNOWN` for the
   * unknown field that is being read.
   */
  add(kind: FindingKind, rule: RuleId, place: Place, message: string, from: number, to: number, order: number): void {
    if (!this.#isWanted(kind)) return;
    const frames = place.frames();
    const frame = frames.at(-1)!;
    const around = this.#path(place, frames);
    if (order === UNKNOWN) {
      const nth = place.occurrencesBefore(frame, place.number, from);
      const step = `#${place.number}${nth > 0 ? `[${nth}]` : ""}`;
      this.#put(kind, rule, message, join(around, step), from, to, { place, frame, field: undefined, unknown: place.number });
      return;
    }
    if (order === MESSAGE) {
      const field = fieldOf(frames, frames.length - 1);
      this.#put(kind, rule, message, around, from, to, { place, frame, field, unknown: undefined });
      return;
    }
    const { field, how } = frame.plan.fields[order]!;
    const isPacked = how === How.VEC && place.cursor.wire === WireType.LEN;
    const step = isPacked
      ? field.name
      : field.map
        ? mapSegment(place, frame, order, from)
        : segment(field, Math.max(0, place.countOf(frame, order) - 1));
    const path = join(around, step);
    this.#put(kind, rule, message, path, from, to, { place, frame, field, unknown: undefined });
  }

  /**
   * Adds that an occurrence `[from, to)` of a field of the innermost open message, or of one that it merges with, is replaced: by the one that is
   * being read, or by another variant (`byOther`).
   */
  superseded(place: Place, from: number, to: number, order: number, byOther = false): void {
    if (!this.#isWanted("lost")) return;
    const frames = place.frames();
    const frame = frames.at(-1)!;
    const { field } = frame.plan.fields[order]!;
    const isVariant = frame.plan.type.isEnum;
    const nth = place.countOf(frame, order) - (byOther ? 1 : 2);
    const path =
      from < frame.start ? this.#pathAt(place, frames, field, from) : join(this.#path(place, frames), segment(field, Math.max(0, nth)));
    const message = isVariant ? "replaced by a later variant" : "replaced by a later occurrence";
    this.#put("lost", "superseded", message, path, from, to, { place, frame, field, unknown: undefined });
  }

  /** Adds that an entry of a map in the innermost open message, which has ended, is replaced by a later one of the same key. */
  supersededEntry(place: Place, frame: Frame, order: number, { from, to }: MapEntry): void {
    if (!this.#isWanted("lost")) return;
    const { field } = frame.plan.fields[order]!;
    const path = join(this.#path(place, place.frames()), mapSegment(place, frame, order, from));
    this.#put("lost", "superseded", "replaced by a later occurrence", path, from, to, { place, frame, field, unknown: undefined });
  }

  /** Drops what was told of the contents of `Any` within `[from, to)` of an open message: R replaces it before it looks at them. */
  forgetContents({ document }: Frame, from: number, to: number): void {
    const into = this.#outer ?? this;
    if (this.#range || into.#contentsTo <= from) return;
    const isKept = ({ document: own, finding: { range, rule } }: Kept): boolean =>
      range[0] < from || range[1] > to || (Math.floor(own) === document && rule !== "unknown-type");
    const before = into.#fails.length + into.#others.length;
    const isAll = into.total === before;
    into.#fails = into.#fails.filter(isKept);
    into.#others = into.#others.filter(isKept);
    const kept = [...into.#fails, ...into.#others];
    into.total -= before - kept.length;
    if (isAll) into.#worst = Math.max(0, ...kept.map(({ finding }) => weight(finding.kind)));
  }

  /** Adds what becomes of a field that is absent from an open message and has, or may have, no default. */
  absent(place: Place, fault: Fault, certain: boolean, frame: Frame): void {
    const kind = certain ? "fails" : "depends";
    if (!this.#isWanted(kind)) return;
    const path = fault.steps.reduce((at, field) => join(at, field.name), this.#path(place, place.frames()));
    const message = certain ? fault.message : "absent, and the schema does not say whether it has a default";
    const field = fault.steps.at(-1);
    this.#put(kind, certain ? fault.rule : "cannot-tell", message, path, frame.from, frame.to, {
      place,
      frame,
      field,
      unknown: undefined,
      fault,
    });
  }

  /** Adds a remark on the innermost open message. */
  note(place: Place, message: string, frame: Frame): void {
    if (this.takesNotes)
      (this.#outer ?? this).notes.push({ path: this.#path(place, place.frames()), range: [frame.from, frame.to], message });
  }

  /** Notes that it is not known what R writes of the field that is being read. */
  doubt(place: Place, reason: string, order: number): void {
    const into = this.#outer ?? this;
    if (into.doubts.length >= into.#limit) return;
    const frames = place.frames();
    into.doubts.push({ path: join(this.#path(place, frames), frames.at(-1)!.plan.fields[order]!.field.name), reason });
  }

  /** Counts the finding; true when there is room for it. */
  #isWanted(kind: FindingKind): boolean {
    this.count(kind, 1);
    return !this.isFull(kind);
  }

  #put(kind: FindingKind, rule: RuleId, message: string, path: string, from: number, to: number, spot: Spot): void {
    const into = this.#outer ?? this;
    const number = spot.unknown ?? spot.field?.number;
    const owner = spot.field
      ? spot.place.plans.reader.types[spot.field.parent]
      : spot.unknown !== undefined
        ? spot.frame.plan.type
        : undefined;
    into.#pathText += path.length;
    const finding: Finding = {
      kind,
      rule,
      path,
      ...(number !== undefined && { number }),
      ...(owner && { typeName: owner.typeName }),
      range: this.#range ?? [from, to],
      message,
      ...(kind === "depends" && spot.fault && { mayGive: spot.fault.messages }),
      why: whyOf(kind, rule, message, spot, this.#writer),
    };
    const document = this.#document + spot.frame.document;
    if (document > 0 || rule === "unknown-type") into.#contentsTo = Math.max(into.#contentsTo, finding.range[1]);
    if (kind === "fails") into.#fails.push({ document: document + (rule === "unit-name" ? 0.5 : 0), finding });
    else into.#others.push({ document, finding });
  }

  /** Path of an occurrence of a field that begins at `from`, in an earlier message with which the innermost open one merges. */
  #pathAt(place: Place, frames: readonly Frame[], field: Field, from: number): string {
    let path = this.#prefix;
    const { cursor } = place;
    let { start } = frames[0]!;
    for (let at = 1; at < frames.length; at++) {
      const frame = frames[at]!;
      const around = fieldOf(frames, at)!;
      const holder = frame.isContent || around.map ? frame : cursor.holderOf(start, from, around.number);
      const step = frame.isContent ? "value" : around.map ? mapSegment(place, frames[at - 1]!, frame.order, frame.from) : undefined;
      path = join(path, step ?? segment(around, "nth" in holder ? holder.nth : 0));
      start = holder.start;
    }
    return join(path, segment(field, cursor.countIn(start, from, field.number)));
  }

  #path(place: Place, frames: readonly Frame[]): string {
    let path = this.#prefix;
    for (let at = 1; at < frames.length; at++) {
      const frame = frames[at]!;
      const field = fieldOf(frames, at)!;
      path = join(
        path,
        frame.isContent ? "value" : field.map ? mapSegment(place, frames[at - 1]!, frame.order, frame.from) : segment(field, frame.index),
      );
    }
    return path;
  }
}

/** The field in which an open message stands; of the content of an `Any` its `value`. */
function fieldOf(frames: readonly Frame[], at: number): Field | undefined {
  const around = frames[at - 1];
  if (!around) return undefined;
  return around.plan.fields[frames[at]!.isContent ? 1 : frames[at]!.order]?.field;
}

/** The step in a path of the entry at `from` in a map of an open message. */
function mapSegment(place: Place, frame: Frame, order: number, from: number): string {
  const { field, message } = frame.plan.fields[order]!;
  return `${field.name}${place.mapKeys.step({ start: frame.start, number: field.number, entry: message! }, from)}`;
}

function join(path: string, step: string): string {
  return path === "" ? step : `${path}.${step}`;
}
