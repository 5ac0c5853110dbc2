import { borrow, type Decoded, decode, NO_SCHEMA, Places } from "../decode/index.ts";
import { findType, type SchemaSet } from "../schema/index.ts";
import { likelyRoot, type RootScore, rankRoots } from "./roots.ts";
import { bestRoots, inferWriter, type WriterGuess } from "./writer.ts";

/** What the user says of a blob; what is absent is found out. */
export interface Ask {
  readonly release?: string | undefined;
  readonly root?: string | undefined;
  readonly writer?: string | undefined;
}

/** A blob as one release reads it, with what the other releases know of it. */
export interface BlobReading {
  readonly decoded: Decoded;
  /** The root was found, not given. */
  readonly detected: boolean;
  /** The roots of the reading release, best first. */
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

/**
 * Reads a blob with one of the releases (given old to new; the names that are asked for must be among them). Without a release it is
 * the likeliest writer, else the newest that has the root; without a root the one that all releases, or the given one, find best.
 * A root that the release does not have leaves the blob raw. Cost: that of `rankRoots`, `inferWriter` and one decode.
 */
export function readBlob(bytes: Uint8Array, sets: readonly SchemaSet[], ask: Ask): BlobReading {
  const given = ask.release === undefined ? undefined : sets.find((set) => set.release === ask.release);
  if (sets.length === 0)
    return { decoded: decode(bytes, NO_SCHEMA, undefined), detected: false, ranked: [], writer: NOBODY, others: [], writers: [], sets: [] };
  const tried = ask.root === undefined ? rankRoots(bytes, given ? [given] : sets) : [];
  const roots = ask.root === undefined ? bestRoots(tried) : [ask.root];
  const writer: WriterGuess =
    ask.writer === undefined
      ? inferWriter(bytes, sets, roots, tried)
      : { release: ask.writer, candidates: [ask.writer], confidence: "sure", evidence: ["given"] };
  const having = sets.filter((set) => roots.some((name) => findType(set, name)));
  const set = given ?? sets.find(({ release }) => release === writer.candidates[0]) ?? having.at(-1) ?? sets.at(-1)!;
  const ranked = rankRoots(bytes, [set]);
  const named = roots.map((name) => findType(set, name)).find((type) => type !== undefined);
  const root = named ?? (ask.root === undefined ? likelyRoot(ranked) : undefined);
  const lenders = lendersOf(sets, set, writer);
  const decoded = borrow(decode(bytes, set, root), lenders);
  return {
    decoded,
    detected: root !== undefined && ask.root === undefined,
    ranked,
    writer,
    others: sets.filter((other) => other !== set).map((other) => new Places(decoded, other)),
    writers: writer.candidates.map((name) => new Places(decoded, sets.find(({ release }) => release === name)!)),
    sets: [set, ...lenders],
  };
}
