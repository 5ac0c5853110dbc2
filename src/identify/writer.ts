import { part, type Steps, straight } from "../base/index.ts";
import { findType, isKin, type MessageType, type SchemaSet } from "../schema/index.ts";
import { bestOf, type RootScore, rankRoots, startOf } from "./roots.ts";
import { against, firstStrange, isClean, type Trial, trySteps } from "./trial.ts";

/** Which release wrote a blob, as far as the blob shows. */
export interface WriterGuess {
  /** The likeliest; undefined when nothing speaks for any. */
  readonly release: string | undefined;
  /** Every release that the evidence does not exclude, the likeliest first. */
  readonly candidates: readonly string[];
  /** `sure`: all others are excluded. `likely`: some are. `unknown`: none is, or all are. */
  readonly confidence: "sure" | "likely" | "unknown";
  readonly evidence: readonly string[];
}

export interface Identification {
  readonly roots: readonly RootScore[];
  readonly writer: WriterGuess;
}

/** Bytes at the start of a blob that are looked at; of larger ones the units beyond say little more. */
const MOST_BYTES = 4 * 1024 * 1024;
/** Sentences of evidence that are kept. */
const MOST_EVIDENCE = 12;

/** Bytes that are looked at first: most releases are excluded by these, and need not be tried on more. */
const FIRST_BYTES = 64 * 1024;

interface Attempt {
  readonly set: SchemaSet;
  readonly age: number;
  readonly trial: Trial;
}

/** What excludes a release, in a sentence. */
function exclusion(set: SchemaSet, names: readonly string[], attempt: Attempt | undefined): string {
  if (!attempt) return `${set.release} has no type ${names.join(" or ")}`;
  const { trial } = attempt;
  return firstStrange(trial) ?? `${set.release} does not write it so`;
}

/** Tries a release on the start of the blob, and on more of it when nothing there speaks against it. */
function* attemptOf(blob: Uint8Array, set: SchemaSet, age: number, type: MessageType, most: number): Steps<Attempt> {
  const first = startOf(blob, Math.min(FIRST_BYTES, most));
  const isCut = first.length < blob.length;
  const trial = yield* part(trySteps(first, set, type, isCut), 0, 0.1);
  if (!isCut || most <= FIRST_BYTES || !isClean(trial)) return { set, age, trial };
  const bytes = startOf(blob, most);
  return { set, age, trial: yield* part(trySteps(bytes, set, type, bytes.length < blob.length), 0.1, 1) };
}

/**
 * The attempts that speak for their release, the likeliest first: nothing in the blob is strange to it. Bytes that no release can parse are damage and
 * were written by none, so of a damaged blob those that find nothing strange beside it.
 */
function fittingOf(attempts: readonly Attempt[]): Attempt[] {
  const clean = attempts.filter(({ trial }) => isClean(trial));
  const isDamaged = clean.length === 0 && attempts.every(({ trial }) => trial.malformed > 0);
  const least = Math.min(...attempts.map(({ trial }) => against(trial)));
  const fitting = isDamaged ? attempts.filter(({ trial }) => against(trial) === least) : clean;
  return fitting.toSorted((a, b) => b.trial.weight - a.trial.weight || b.age - a.age);
}

/**
 * The releases that may have written a blob of one of the roots: a writer knows every field, type URL and variant that it writes,
 * leaves out what equals its default, never leaves out an array, and writes in the order of declaration. Looks at the
 * first 4 MiB, or `most` bytes. `ranked` are all roots that were tried when nobody named one: while an excluded release may have written the blob as
 * another of them, the writer is not sure. That releases of another product lack the root says nothing of those that have it.
 * Cost: one survey of them for each root and release that a small start does not exclude.
 */
export function inferWriter(
  blob: Uint8Array,
  sets: readonly SchemaSet[],
  roots: readonly string[],
  ranked: readonly RootScore[] = [],
  most = MOST_BYTES,
): WriterGuess {
  return straight(writerSteps(blob, sets, roots, ranked, most));
}

/** As `inferWriter`, in steps. */
export function* writerSteps(
  blob: Uint8Array,
  sets: readonly SchemaSet[],
  roots: readonly string[],
  ranked: readonly RootScore[] = [],
  most = MOST_BYTES,
): Steps<WriterGuess> {
  if (blob.length === 0) return nothingSaid(sets, roots);
  if (roots.length === 0) return { release: undefined, candidates: [], confidence: "unknown", evidence: [] };
  const best = new Map<SchemaSet, Attempt>();
  for (const [age, set] of sets.entries()) {
    const own: Attempt[] = [];
    for (const name of roots) {
      const type = findType(set, name);
      if (type) own.push(yield* part(attemptOf(blob, set, age, type, most), age / sets.length, (age + 1) / sets.length));
    }
    const attempt = own.find(({ trial }) => isClean(trial)) ?? own.sort((x, y) => y.trial.weight - x.trial.weight)[0];
    if (attempt) best.set(set, attempt);
  }
  const fitting = fittingOf([...best.values()]);
  const candidates = fitting.map(({ set }) => set.release);
  const others = sets.filter((set) => !candidates.includes(set.release));
  const having = fitting.length > 0 ? fitting.map(({ set }) => set) : [...best.keys()];
  const kin = others.filter((set) => isKin(set, having));
  const excluded = candidates.length === 1 && kin.length === 0 ? others : kin;
  const evidence = excluded.slice(0, MOST_EVIDENCE).map((set) => exclusion(set, roots, best.get(set)));
  const [first] = fitting;
  if (!first) {
    const nearest = [...best.values()].sort((a, b) => b.trial.weight - a.trial.weight || b.age - a.age)[0];
    return { release: nearest?.set.release, candidates: [], confidence: "unknown", evidence };
  }
  const isDamaged = !isClean(first.trial);
  const fits = isDamaged
    ? [`damaged: ${exclusion(first.set, roots, first)}`, `what else is in it fits ${candidates.join(", ")}`]
    : [`everything in it fits ${candidates.join(", ")}`];
  const rival = ranked.find(({ set, type, clean }) => clean && others.includes(set) && !roots.includes(type.typeName));
  const doubt = rival ? [`as ${rival.type.typeName} it also fits ${rival.set.release}`] : [];
  const isSure = candidates.length === 1 && !rival && !isDamaged;
  const confidence = excluded.length === 0 ? "unknown" : isSure ? "sure" : "likely";
  return { release: candidates[0], candidates, confidence, evidence: [...fits, ...doubt, ...evidence] };
}

/** An empty blob excludes no release, the newest being the likeliest; of a given root, none that has it. */
function nothingSaid(sets: readonly SchemaSet[], roots: readonly string[]): WriterGuess {
  const having = sets.filter((set) => roots.some((name) => findType(set, name)));
  const candidates = (having.length > 0 ? having : sets).map(({ release }) => release).reverse();
  return { release: undefined, candidates, confidence: "unknown", evidence: ["an empty blob says nothing of its writer"] };
}

/**
 * Roots without those of the examples, where the best is of an example but a release of another product has one that nothing speaks against: a few
 * bytes fit a type of any product, and the examples are there without being asked for.
 */
export function beforeExamples(ranked: readonly RootScore[], examples: ReadonlySet<SchemaSet> | undefined): readonly RootScore[] {
  const best = ranked.find((root) => root.plausible);
  if (!best || !examples?.has(best.set)) return ranked;
  const own = ranked.filter(({ set }) => !examples.has(set));
  const sets = [...new Set(own.map(({ set }) => set))];
  return own.some(({ clean, plausible }) => clean && plausible) && !isKin(best.set, sets) ? own : ranked;
}

/**
 * Names of the roots that share the best weight, in the order of `bestOf`: what the writer is judged over. Of these the ones that stand in
 * `fileName` come first, as fixtures are named after their types.
 */
export function bestRoots(ranked: readonly RootScore[], fileName = ""): string[] {
  const names = [...new Set(bestOf(ranked).map((root) => root.type.typeName))];
  return names.sort((a, b) => Number(standsIn(fileName, b)) - Number(standsIn(fileName, a)));
}

/** Whether a file's name holds a type's name as a whole, and not within a longer one. */
function standsIn(fileName: string, typeName: string): boolean {
  const at = fileName.indexOf(typeName);
  return at >= 0 && !/[\w.]$/.test(fileName.slice(0, at)) && !/^(?!_\d)\w/.test(fileName.slice(at + typeName.length));
}

/**
 * Root and writer of a blob of which nothing is known but, at most, its root: then the writer is judged over that one alone. `sets` from old to new.
 * Cost: that of `rankRoots` and `inferWriter`.
 */
export function identify(bytes: Uint8Array, sets: readonly SchemaSet[], root?: string): Identification {
  const roots = rankRoots(bytes, sets);
  return { roots, writer: root === undefined ? inferWriter(bytes, sets, bestRoots(roots), roots) : inferWriter(bytes, sets, [root]) };
}
