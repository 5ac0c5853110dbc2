import { bestRoots, inferWriter, likelyRoots, type WriterGuess } from "../identify/index.ts";
import { findType, type SchemaSet } from "../schema/index.ts";
import { Failure } from "./failure.ts";
import type { OpenedBlob } from "./open-blobs.ts";
import type { Registry } from "./schemas.ts";

/** Who wrote a blob, and what it is. */
export interface Origin {
  readonly root: string;
  readonly guess: WriterGuess;
  readonly given: boolean;
  /** The schemas of all that may have written it, the likeliest first. */
  readonly writers: readonly SchemaSet[];
}

/** Root and writer of a blob, as told or found out. Throws `Failure` for a name that no release knows. */
export function originOf({ bytes, job, typeName }: OpenedBlob, registry: Registry): Origin {
  const named = (job.root ?? typeName)?.replace(/^\./, "");
  const writer = job.writer === undefined ? undefined : registry.set(job.writer);
  // With root and writer told, no other release need be parsed.
  if (named !== undefined && !(writer && findType(writer, named)) && !registry.all().some((set) => findType(set, named)))
    throw new Failure("unknown-root", `no release has a message type ${named}`);
  const ranked = named === undefined ? likelyRoots(bytes, writer ? [writer] : registry.all()) : [];
  const roots = named === undefined ? bestRoots(ranked) : [named];
  if (roots.length === 0) throw new Failure("unknown-root", `${job.file}: no root is found that it could be; name it with --root`);
  const guess: WriterGuess = writer
    ? { release: writer.release, candidates: [writer.release], confidence: "sure", evidence: ["given"] }
    : inferWriter(bytes, registry.all(), roots, ranked);
  const writers = guess.candidates.map((release) => registry.set(release));
  const root = roots.find((name) => (writers[0] ? findType(writers[0], name) : false)) ?? roots[0]!;
  return { root, guess, given: writer !== undefined, writers };
}
