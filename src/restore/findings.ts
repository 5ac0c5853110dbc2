import type { Field } from "../schema/index.ts";
import type { Fault } from "./defaults.ts";
import type { Frame } from "./frame.ts";
import type { Doubt, Finding, FindingKind, Note, RuleId, VerdictKind } from "./model.ts";
import { MESSAGE, type Place, UNKNOWN } from "./place.ts";
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
  readonly #fails: { readonly document: number; readonly finding: Finding }[] = [];
  readonly #others: Finding[] = [];
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

  /** Where findings go of a content that stands nowhere in the blob: they are told at the message that holds it. */
  within(place: Place, frame: Frame): Findings {
    const path = this.#path(place.frames());
    return new Findings(
      this.#limit,
      this.#writer,
      this.#outer ?? this,
      `${path}.value`,
      [frame.from, frame.to],
      this.#document + frame.document,
    );
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
    return [...fails, ...this.#others].slice(0, this.#limit);
  }

  /**
   * Adds a finding at the field of `order` in the innermost open message; `MESSAGE` stands for that message itself, `UNKNOWN` for the
   * unknown field that is being read.
   */
  add(kind: FindingKind, rule: RuleId, place: Place, message: string, from: number, to: number, order: number): void {
    if (!this.#isWanted(kind)) return;
    const frames = place.frames();
    const frame = frames.at(-1)!;
    const around = this.#path(frames);
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
    const { field } = frame.plan.fields[order]!;
    const path = join(around, segment(field, Math.max(0, place.countOf(frame, order) - 1)));
    this.#put(kind, rule, message, path, from, to, { place, frame, field, unknown: undefined });
  }

  /** Adds that an occurrence of a field of the innermost open message, before the last one, is replaced. */
  superseded(place: Place, from: number, to: number, order: number): void {
    if (!this.#isWanted("lost")) return;
    const frames = place.frames();
    const frame = frames.at(-1)!;
    const { field } = frame.plan.fields[order]!;
    const isVariant = frame.plan.type.isEnum;
    const nth = place.countOf(frame, order) - (isVariant ? 1 : 2);
    const path = join(this.#path(frames), segment(field, Math.max(0, nth)));
    const message = isVariant ? "replaced by a later variant" : "replaced by a later occurrence";
    this.#put("lost", "superseded", message, path, from, to, { place, frame, field, unknown: undefined });
  }

  /** Adds what becomes of a field that is absent from an open message and has, or may have, no default. */
  absent(place: Place, fault: Fault, certain: boolean, frame: Frame): void {
    const kind = certain ? "fails" : "depends";
    if (!this.#isWanted(kind)) return;
    const path = fault.steps.reduce((at, field) => join(at, field.name), this.#path(place.frames()));
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
    if (this.takesNotes) (this.#outer ?? this).notes.push({ path: this.#path(place.frames()), range: [frame.from, frame.to], message });
  }

  /** Notes that it is not known what R writes of the field that is being read. */
  doubt(place: Place, reason: string, order: number): void {
    const into = this.#outer ?? this;
    if (into.doubts.length >= into.#limit) return;
    const frames = place.frames();
    into.doubts.push({ path: join(this.#path(frames), frames.at(-1)!.plan.fields[order]!.field.name), reason });
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
      why: whyOf(kind, rule, message, spot, this.#writer),
    };
    if (kind === "fails") into.#fails.push({ document: this.#document + spot.frame.document + (rule === "unit-name" ? 0.5 : 0), finding });
    else into.#others.push(finding);
  }

  #path(frames: readonly Frame[]): string {
    let path = this.#prefix;
    for (let at = 1; at < frames.length; at++) {
      const frame = frames[at]!;
      path = join(path, frame.isContent ? "value" : segment(fieldOf(frames, at)!, frame.index));
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

function join(path: string, step: string): string {
  return path === "" ? step : `${path}.${step}`;
}
