import { counted } from "../base/index.ts";
import type { MessageType, SchemaSet } from "../schema/index.ts";
import { structureKey } from "./structure.ts";
import { isClean, outlineOf, outlineWeight, type Trial, tryRoot } from "./trial.ts";

/** A root that a blob may have, and what speaks for it. */
export interface RootScore {
  readonly set: SchemaSet;
  readonly type: MessageType;
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
}

/** Bytes at the start of a blob that the roots are tried on: whole fields, as many as begin within them. */
export const TRY_BYTES = 64 * 1024;
/** How far below the best outline a root may lie to be tried in earnest; the outline sees the direct fields only. */
const SLACK = 3;
/** Roots that are tried in earnest at least. */
const FEWEST = 20;

/** Types that a field of another type names: seldom the root of anything. */
function referenced(set: SchemaSet): ReadonlySet<number> {
  const ids = new Set<number>();
  for (const field of set.fields) if (field.type.kind === "message" && field.type.typeId !== field.parent) ids.add(field.type.typeId);
  return ids;
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
    count(trial.missing, "missing"),
    `${counted(trial.absent, "field")} absent`,
  ].filter((part) => part !== false);
}

/**
 * The roots of the releases (given old to new), the likeliest first: by what becomes known of the start of the blob, less what does
 * not fit. Every top-level type of every release is looked at; those whose direct fields can fit are tried. Roots that read the
 * blob alike have one weight, and stand by release, oldest first, wholes before parts, then by name. `tryBytes` are looked at.
 * Cost: one survey of the start of the blob for each structure among those tried.
 */
export function rankRoots(bytes: Uint8Array, sets: readonly SchemaSet[], tryBytes = TRY_BYTES): RootScore[] {
  const sample = startOf(bytes, tryBytes);
  const outline = outlineOf(sample);
  const sieved = sets.flatMap((set, age) => {
    const parts = referenced(set);
    return set.roots.map((type) => ({ set, age, type, isPart: parts.has(type.id) || type.isEnum, fit: outlineWeight(outline, type) }));
  });
  sieved.sort((a, b) => b.fit - a.fit);
  const least = (sieved[0]?.fit ?? 0) - SLACK;
  const trials = new Map<number | string, Trial>();
  const tried = sieved
    .filter(({ fit }, i) => fit >= least || i < FEWEST)
    .map((candidate) => {
      const key = structureKey(candidate.set, candidate.type);
      const trial = trials.get(key) ?? tryRoot(sample, candidate.set, candidate.type);
      trials.set(key, trial);
      return { ...candidate, trial };
    });
  tried.sort(
    (a, b) =>
      b.trial.weight - a.trial.weight ||
      a.age - b.age ||
      Number(a.isPart) - Number(b.isPart) ||
      (a.type.typeName < b.type.typeName ? -1 : 1),
  );
  const best = Math.max(1, tried[0]?.trial.weight ?? 0);
  return tried.map(({ set, type, trial }) => ({
    set,
    type,
    weight: trial.weight,
    score: Math.max(0, Math.round((1000 * trial.weight) / best) / 1000),
    evidence: evidenceOf(trial),
    clean: isClean(trial),
    plausible: bytes.length === 0 || trial.known > trial.mismatched + trial.malformed,
  }));
}

/** The root to read a blob with when nobody names one: the first of the ranked that is plausible. */
export function likelyRoot(ranked: readonly RootScore[]): MessageType | undefined {
  return ranked.find((root) => root.plausible)?.type;
}
