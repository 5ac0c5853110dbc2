import { counted, type Steps } from "../base/index.ts";
import {
  absentFields,
  accepts,
  contentType,
  type Decoded,
  decodedFrom,
  fieldOf,
  isAlwaysWritten,
  NO_NODE,
  NOTABLE,
  NoteBit,
  notesOf,
  pathOf,
  Status,
  type Survey,
  scalarValue,
  surveySteps,
  typeNameOfUrl,
} from "../decode/index.ts";
import type { MessageType, SchemaSet } from "../schema/index.ts";
import { numberAt } from "../wire/index.ts";
import { closed, type Outline } from "./outline.ts";

/** How much of a blob a release's own writer would not have written. */
export interface Oddities {
  readonly unknown: number;
  readonly mismatched: number;
  readonly malformed: number;
  /** Fields with a note that this release's own writer never causes: explicit defaults, wrong order, overlong varints. */
  readonly noted: number;
  /** `Any` contents whose type this release does not have. */
  readonly strange: number;
  /** Bytes of another length than their field has. */
  readonly wrongSizes: number;
  /** Arrays that a writer never leaves out and that are absent. */
  readonly missing: number;
}

/** What became of a blob that was read as one root with one release. */
export interface Trial extends Oddities {
  readonly set: SchemaSet;
  readonly type: MessageType;
  readonly known: number;
  readonly absent: number;
  /** What speaks for the root less what speaks against it. */
  readonly weight: number;
  readonly survey: Survey;
  /** More was to come: nothing that is absent from the root counts. */
  readonly isStart: boolean;
  /** The blob ends inside its last direct field. */
  readonly isCut: boolean;
}

/**
 * What one field of each kind weighs: a wire type that does not fit is far stronger than a number that is not there. Damage says
 * little: the right root opens the most messages and so meets it the most often. An absent field is a faint hint only.
 */
const WEIGHT = {
  unknown: 3,
  mismatched: 10,
  malformed: 3,
  noted: 3,
  strange: 3,
  wrongSizes: 3,
  missing: 3,
  telling: 0.25,
  absent: 0.02,
} as const;

/** How well the direct fields fit a type, from their numbers and wire types alone: the sieve before a whole decode. */
export function outlineWeight(outline: Outline, type: MessageType): number {
  let weight = 0;
  for (const { number, wire, count } of outline.pairs) {
    const field = type.byNumber.get(number);
    if (!field) weight -= WEIGHT.unknown * count;
    else if (accepts(field, wire)) weight += count;
    else weight -= WEIGHT.mismatched * count;
  }
  return weight;
}

/**
 * The first thing in a blob that the writer of this release would not have written, as a sentence; undefined when there is none. Of the
 * start of a blob nothing can be said of what is absent from the root.
 */
export function firstStrange({ survey: made, isStart, isCut }: Trial): string | undefined {
  const { bytes, set } = made;
  const decoded = decodedFrom(made);
  const node = firstOf(made, decoded, isStart);
  if (node === undefined) return isCut ? "the blob ends inside a field" : undefined;
  if (node >= 0) {
    const { nodes } = decoded;
    const status = nodes.status(node);
    if (status === Status.UNKNOWN)
      return `${set.release} has no field ${numberAt(nodes, bytes, node)} in ${contentType(decoded, nodes.parent(node))?.typeName}`;
    if (status > Status.UNKNOWN)
      return `${pathOf(decoded, node)} does not fit ${set.release}: ${fieldOf(decoded, node)?.typeText ?? "unreadable"}`;
    if (node === made.signs.firstUrl) return `type ${typeNameOfUrl(String(scalarValue(decoded, node)))} is not in ${set.release}`;
    if (node === made.signs.firstWrongSize) {
      const length = nodes.to(node) - nodes.from(node) - nodes.head(node);
      return `${pathOf(decoded, node)} has ${counted(length, "byte")}, in ${set.release} ${fieldOf(decoded, node)!.facts.size}`;
    }
    if (nodes.notes(node) & NOTABLE)
      return `${set.release} would not write ${pathOf(decoded, node)} so: ${notesOf(decoded, node).join(", ")}`;
  }
  const missing = absentFields(decoded, node).find(isAlwaysWritten)!;
  return `${set.release} always writes ${set.types[missing.parent]!.typeName}.${missing.name}, which is absent`;
}

/** The first node that speaks against the writer, -1 for the root; undefined when none does. */
function firstOf({ marks, signs }: Survey, { nodes }: Decoded, isStart: boolean): number | undefined {
  if (!isStart && signs.missingInRoot > 0) return -1;
  let noted = marks.notable.next(0);
  while (noted >= 0 && nodes.notes(noted) & NoteBit.GUESS) noted = marks.notable.next(noted + 1);
  const marked = [noted, marks.unknown.next(0), marks.mismatched.next(0), marks.malformed.next(0)].filter((node) => node >= 0);
  const first = Math.min(...marked, signs.firstUrl, signs.firstWrongSize, signs.firstMissing);
  return first === NO_NODE ? undefined : first;
}

/**
 * Reads the blob as one root and counts what fits and what does not; of the start of a blob nothing that is absent from the root is
 * missing. A last field that is cut off counts as malformed, and what is there of it as it fits. Cost: one survey, made in steps.
 */
export function* trySteps(bytes: Uint8Array, set: SchemaSet, type: MessageType, isStart: boolean): Steps<Trial> {
  const whole = closed(bytes);
  const isCut = whole !== bytes;
  const made = yield* surveySteps(whole, set, type);
  const { counts, marks, signs } = made;
  const { known, unknown, mismatched, defaulted: absent } = counts;
  const malformed = counts.malformed + (isCut ? 1 : 0);
  const { strangeUrls: strange, wrongSizes, telling } = signs;
  const missing = signs.missing - (isStart || isCut ? signs.missingInRoot : 0);
  const noted = marks.notable.count;
  const odd = { unknown, mismatched, malformed, noted, strange, wrongSizes, missing };
  const weight = known + WEIGHT.telling * telling - against(odd) - (known > 0 ? WEIGHT.absent * absent : 0);
  return { set, type, known, absent, ...odd, weight, survey: made, isStart: isStart || isCut, isCut };
}

/** What speaks against the release as the writer. */
export function against({ unknown, mismatched, malformed, noted, strange, wrongSizes, missing }: Oddities): number {
  return (
    WEIGHT.unknown * unknown +
    WEIGHT.mismatched * mismatched +
    WEIGHT.malformed * malformed +
    WEIGHT.noted * noted +
    WEIGHT.strange * strange +
    WEIGHT.wrongSizes * wrongSizes +
    WEIGHT.missing * missing
  );
}

/** True when the release's own writer may have written every byte of it. */
export function isClean(trial: Trial): boolean {
  return trial.unknown + trial.mismatched + trial.malformed + trial.noted + trial.strange + trial.wrongSizes + trial.missing === 0;
}
