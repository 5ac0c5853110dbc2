import { counted, part, type Steps, straight } from "../base/index.ts";
import type { MessageType, SchemaSet } from "../schema/index.ts";
import { outlineOf } from "./outline.ts";
import { structureKey } from "./structure.ts";
import { isClean, outlineWeight, type Trial, trySteps } from "./trial.ts";

/** A root that a blob may have, and what speaks for it. */
export interface RootScore {
  readonly set: SchemaSet;
  readonly type: MessageType;
  /** Another message of the release has a field of this type, or it is a Rust enum's. */
  readonly isPart: boolean;
  /** 1 for the best, 0 for what speaks against itself; comparable for one blob only. */
  readonly score: number;
  /** `12 known, 1 unknown, 3 fields absent`. */
  readonly evidence: readonly string[];
  /** False when no more fields fit than do not: then these bytes are hardly such a message. */
  readonly plausible: boolean;
  /** Nothing looked at speaks against it: the release's own writer may have written all of it as this type. */
  readonly clean: boolean;
  /** What the order goes by; equal for roots that read the blob alike. */
  readonly weight: number;
  /** Of the fields looked at, the share that the release does not know. */
  readonly strange: number;
}

/** Bytes at the start of a blob that the roots are tried on: whole fields, as many as begin within them. */
export const TRY_BYTES = 64 * 1024;
/** Bytes at the start of a blob by which `likelyRoots` leaves roots out: those whose weight on them is so many times lower than the best. */
const FIRST_BYTES = 1024;
const FAR_BEHIND = 2;
/** How far below the best outline a root may lie to be tried in earnest; the outline sees the direct fields only. */
const SLACK = 3;
/** Roots that are tried in earnest at least. */
const FEWEST = 20;

interface Root {
  readonly type: MessageType;
  readonly isPart: boolean;
}
const rootsOf = new WeakMap<SchemaSet, readonly Root[]>();

/** The roots of a release; one that a field of another type names is seldom the root of anything. */
function rootsIn(set: SchemaSet): readonly Root[] {
  let roots = rootsOf.get(set);
  if (!roots) {
    const named = new Set<number>();
    for (const field of set.fields) if (field.type.kind === "message" && field.type.typeId !== field.parent) named.add(field.type.typeId);
    roots = set.roots.map((type) => ({ type, isPart: named.has(type.id) || type.isEnum }));
    rootsOf.set(set, roots);
  }
  return roots;
}

/** The start of a blob, some `limit` bytes of it, cut between two direct fields so that the cut looks like no damage. Borrows the bytes. */
export function startOf(bytes: Uint8Array, limit: number): Uint8Array {
  return bytes.length <= limit ? bytes : bytes.subarray(0, outlineOf(bytes, limit).end);
}

function evidenceOf(trial: Trial): string[] {
  const count = (n: number, what: string): string | false => n > 0 && `${n} ${what}`;
  return [
    `${trial.known} known`,
    count(trial.unknown, "unknown"),
    count(trial.mismatched, "mismatched"),
    count(trial.malformed, "malformed"),
    count(trial.noted, "not as its writer writes"),
    count(trial.strange, "of unknown type"),
    count(trial.wrongSizes, "of the wrong size"),
    count(trial.missing, "missing"),
    `${counted(trial.absent, "field")} absent`,
  ].filter((part) => part !== false);
}

/** A root of a release, before it is tried. */
interface Candidate {
  readonly set: SchemaSet;
  readonly age: number;
  readonly type: MessageType;
  readonly isPart: boolean;
  /** How well the direct fields fit. */
  readonly fit: number;
}

interface Tried extends Candidate {
  readonly trial: Trial;
}

/** Tries roots on the start of a blob; those of one structure read it alike, and are tried once. */
function* trialsOf(start: Uint8Array, candidates: readonly Candidate[], isStart: boolean): Steps<Tried[]> {
  const trials = new Map<number | string, Trial>();
  const tried: Tried[] = [];
  for (const [i, candidate] of candidates.entries()) {
    const from = i / candidates.length;
    yield from;
    const key = structureKey(candidate.set, candidate.type);
    const trial = trials.get(key) ?? (yield* part(trySteps(start, candidate.set, candidate.type, isStart), from, from));
    trials.set(key, trial);
    tried.push({ ...candidate, trial });
  }
  return tried;
}

/** The types that are worth a trial: those whose direct fields fit best. */
function sieved(sample: Uint8Array, sets: readonly SchemaSet[]): Candidate[] {
  const outline = outlineOf(sample);
  const fits = new Float64Array(sets.reduce((sum, { roots }) => sum + roots.length, 0));
  let next = 0;
  for (const { roots } of sets) for (const type of roots) fits[next++] = outlineWeight(outline, type);
  const rising = fits.slice().sort();
  const least = (rising.at(-1) ?? 0) - SLACK;
  const worst = Math.min(least, rising.at(-FEWEST) ?? least);
  const all: Candidate[] = [];
  next = 0;
  for (const [age, set] of sets.entries())
    for (const { type, isPart } of rootsIn(set)) {
      const fit = fits[next++]!;
      if (fit >= worst) all.push({ set, age, type, isPart, fit });
    }
  all.sort((a, b) => b.fit - a.fit);
  return all.filter(({ fit }, i) => fit >= least || i < FEWEST);
}

/** Those that the first bytes do not leave far behind the best; one that nothing in them speaks against may be a rival yet. */
function* contenders(sample: Uint8Array, candidates: readonly Candidate[]): Steps<readonly Candidate[]> {
  const first = startOf(sample, FIRST_BYTES);
  if (first.length * 2 > sample.length) return candidates;
  const tried = yield* trialsOf(first, candidates, true);
  const best = Math.max(...tried.map(({ trial }) => trial.weight));
  // Below zero where more speaks against each than for it: an old release knows little of what a new one wrote.
  const least = best > 0 ? best / FAR_BEHIND : best * FAR_BEHIND;
  return tried.filter(({ trial }) => trial.weight >= least || isClean(trial));
}

/**
 * The roots of the releases (given old to new), the likeliest first: by what becomes known of the start of the blob, less what does
 * not fit. Every top-level type of every release is looked at; those whose direct fields can fit are tried. Roots that read the
 * blob alike have one weight, and stand by release, oldest first, wholes before parts, then by name.
 * Cost: one survey of the start of the blob for each structure among those tried.
 */
export function rankRoots(bytes: Uint8Array, sets: readonly SchemaSet[], tryBytes = TRY_BYTES): RootScore[] {
  return straight(rankSteps(bytes, sets, tryBytes));
}

/** As `rankRoots`, in steps. */
export function* rankSteps(bytes: Uint8Array, sets: readonly SchemaSet[], tryBytes = TRY_BYTES): Steps<RootScore[]> {
  const sample = startOf(bytes, tryBytes);
  return yield* ranked(bytes, sample, sieved(sample, sets));
}

/**
 * As `rankRoots`, without the roots that the first bytes of a larger blob leave far behind: what `bestRoots` and `inferWriter` ask for.
 * Cost: a small part of that of `rankRoots`.
 */
export function likelyRoots(bytes: Uint8Array, sets: readonly SchemaSet[], tryBytes = TRY_BYTES): RootScore[] {
  return straight(likelySteps(bytes, sets, tryBytes));
}

/** As `likelyRoots`, in steps. */
export function* likelySteps(bytes: Uint8Array, sets: readonly SchemaSet[], tryBytes = TRY_BYTES): Steps<RootScore[]> {
  const sample = startOf(bytes, tryBytes);
  const left = yield* part(contenders(sample, sieved(sample, sets)), 0, 0.3);
  return yield* part(ranked(bytes, sample, left), 0.3, 1);
}

function* ranked(bytes: Uint8Array, sample: Uint8Array, candidates: readonly Candidate[]): Steps<RootScore[]> {
  const tried = yield* trialsOf(sample, candidates, false);
  tried.sort((a, b) => b.trial.weight - a.trial.weight || a.age - b.age || (a.type.typeName < b.type.typeName ? -1 : 1));
  const best = Math.max(1, tried[0]?.trial.weight ?? 0);
  return tried.map(({ set, type, isPart, trial }) => ({
    set,
    type,
    isPart,
    weight: trial.weight,
    strange: (trial.unknown + trial.strange) / Math.max(1, trial.known + trial.unknown + trial.strange),
    score: Math.max(0, Math.round((1000 * trial.weight) / best) / 1000),
    evidence: evidenceOf(trial),
    clean: isClean(trial),
    plausible: bytes.length === 0 || trial.known > trial.mismatched + trial.malformed,
  }));
}

/** The roots that share the best weight and are plausible, a whole before what is part of another message: the first is what a blob is read as when nobody names one. */
export function bestOf(ranked: readonly RootScore[]): readonly RootScore[] {
  const best = ranked.find((root) => root.plausible)?.weight;
  return ranked.filter((root) => root.plausible && root.weight === best).sort((a, b) => Number(a.isPart) - Number(b.isPart));
}
