import { part, type Steps, straight } from "../base/index.ts";
import { borrowSteps, type Decoded, decodeStart, decodeSteps, NO_SCHEMA, Places } from "../decode/index.ts";
import { findType, type MessageType, type SchemaSet } from "../schema/index.ts";
import { bestOf, likelySteps, type RootScore, rankSteps, startOf } from "./roots.ts";
import { beforeExamples, bestRoots, type WriterGuess, writerSteps } from "./writer.ts";

/** What the user says of a blob; what is absent is found out. */
export interface Ask {
  readonly release?: string | undefined;
  readonly root?: string | undefined;
  readonly writer?: string | undefined;
  /** False: nobody picks another root, so roots that are far behind need not be tried in earnest. */
  readonly picks?: boolean | undefined;
  /** Releases that come after the others where nothing is asked for: see `beforeExamples`. */
  readonly examples?: ReadonlySet<SchemaSet> | undefined;
  /** What the blob's file is called: see `bestRoots`. */
  readonly fileName?: string | undefined;
  /** Nodes whose facts are kept at once; few are enough for one who goes from the first to the last. */
  readonly held?: number | undefined;
}

/** A blob as one release reads it, with what the other releases know of it. */
export interface BlobReading {
  readonly decoded: Decoded;
  /** The root was found, not given. */
  readonly detected: boolean;
  /** The roots of the reading release that were tried, best first. */
  readonly ranked: readonly RootScore[];
  readonly writer: WriterGuess;
  /** The other releases, old to new: what they call the unknown fields. */
  readonly others: readonly Places[];
  /** Every release that may have written the blob: what they say of the absent fields. */
  readonly writers: readonly Places[];
  /** The releases in the order in which their types are asked for: the reader's, then as they lend. Empty without any release. */
  readonly sets: readonly SchemaSet[];
}

const NOBODY: WriterGuess = { release: undefined, candidates: [], confidence: "unknown", evidence: [] };

/**
 * The other releases in the order in which they lend their types: the likeliest writers, then the nearest to the likeliest writer, or
 * to the reader where nobody can be named, the newer of two first, since what a reader does not know is newer as a rule.
 */
function lendersOf(sets: readonly SchemaSet[], reader: SchemaSet, writer: WriterGuess): SchemaSet[] {
  const place = new Map(sets.map((set, i) => [set.release, i]));
  const center = place.get(writer.release ?? writer.candidates[0] ?? reader.release) ?? 0;
  const rank = ({ release }: SchemaSet): number => {
    const candidate = writer.candidates.indexOf(release);
    const away = place.get(release)! - center;
    return candidate >= 0 ? candidate : sets.length + 2 * Math.abs(away) - (away > 0 ? 1 : 0);
  };
  return sets.filter((set) => set !== reader).sort((a, b) => rank(a) - rank(b));
}

/** Bytes of a start that say how it is to be read. */
const START_BYTES = 4 * 1024;

/** Share of the work that it is to find out how to read a blob. */
const PLANNED = 0.05;
/** How many times the reading of a field it costs to borrow what it is. */
const BORROWING = 30;

/** How a blob is to be read: with which release, as which root, and who lends. */
interface Plan extends Pick<BlobReading, "detected" | "ranked" | "writer"> {
  readonly set: SchemaSet;
  readonly root: MessageType | undefined;
  readonly lenders: readonly SchemaSet[];
}

/** Finds out what the user does not say, of a start by no more than `most` bytes. */
function* planSteps(bytes: Uint8Array, sets: readonly SchemaSet[], ask: Ask, most?: number): Steps<Plan> {
  const given = ask.release === undefined ? undefined : sets.find((set) => set.release === ask.release);
  const all = ask.root === undefined ? yield* part(likelySteps(bytes, given ? [given] : sets, most), 0, 0.4) : [];
  const tried = beforeExamples(all, ask.examples);
  const roots = ask.root === undefined ? bestRoots(tried, ask.fileName) : [ask.root];
  const writer: WriterGuess =
    ask.writer === undefined
      ? yield* part(writerSteps(bytes, sets, roots, tried, most), 0.4, 0.7)
      : { release: ask.writer, candidates: [ask.writer], confidence: "sure", evidence: ["given"] };
  const having = sets.filter((set) => roots.some((name) => findType(set, name)));
  const set = given ?? sets.find(({ release }) => release === writer.candidates[0]) ?? having.at(-1) ?? sets.at(-1)!;
  const named = roots.map((name) => findType(set, name)).find((type) => type !== undefined);
  const isTold = named !== undefined || ask.root !== undefined;
  const again = ask.picks === false ? !isTold : most === undefined || tried.length === 0;
  const ranked = again ? yield* part(rankSteps(bytes, [set], most), 0.7, 1) : tried.filter((root) => root.set === set);
  const root = named ?? (ask.root === undefined ? bestOf(ranked)[0]?.type : undefined);
  const detected = root !== undefined && ask.root === undefined;
  return { set, root, detected, ranked, writer, lenders: lendersOf(sets, set, writer) };
}

function readingOf(decoded: Decoded, sets: readonly SchemaSet[], { set, lenders, detected, ranked, writer }: Plan): BlobReading {
  return {
    decoded,
    detected,
    ranked,
    writer,
    others: sets.filter((other) => other !== set).map((other) => new Places(decoded, other)),
    writers: writer.candidates.map((name) => new Places(decoded, sets.find(({ release }) => release === name)!)),
    sets: [set, ...lenders],
  };
}

/**
 * Reads a blob with one of the releases (given old to new; the names that are asked for must be among them). Without a release it is
 * the likeliest writer, else the newest that has the root; without a root the one that all releases, or the given one, find best.
 * A root that the release does not have leaves the blob raw. Cost: that of `rankRoots`, `inferWriter` and one decode.
 */
export function readBlob(bytes: Uint8Array, sets: readonly SchemaSet[], ask: Ask): BlobReading {
  return straight(readSteps(bytes, sets, ask));
}

/** As `readBlob`, in steps. */
export function* readSteps(bytes: Uint8Array, sets: readonly SchemaSet[], ask: Ask): Steps<BlobReading> {
  if (sets.length === 0) {
    const decoded = yield* decodeSteps(bytes, NO_SCHEMA, undefined, ask.held);
    return { decoded, detected: false, ranked: [], writer: NOBODY, others: [], writers: [], sets: [] };
  }
  const plan = yield* part(planSteps(bytes, sets, ask), 0, PLANNED);
  const strange = plan.ranked.find(({ type }) => type === plan.root)?.strange ?? 0;
  const decoded = PLANNED + (1 - PLANNED) / (1 + BORROWING * strange);
  const own = yield* part(decodeSteps(bytes, plan.set, plan.root, ask.held), PLANNED, decoded);
  return readingOf(yield* part(borrowSteps(own, plan.lenders), decoded, 1), sets, plan);
}

/**
 * Reads the start of a blob of which only the bytes before `filled` are there yet, as `decodeStart` takes it. What is not said is found out of these
 * bytes; nothing is borrowed. Undefined when they are too few to say, or fit no root.
 */
export function readStart(bytes: Uint8Array, filled: number, sets: readonly SchemaSet[], ask: Ask): BlobReading | undefined {
  if (sets.length === 0 || startOf(bytes, START_BYTES).length > filled) return undefined;
  const plan = straight(planSteps(bytes, sets, ask, START_BYTES));
  const decoded = plan.root && decodeStart(bytes, filled, plan.set, plan.root);
  return decoded && readingOf(decoded, sets, plan);
}
