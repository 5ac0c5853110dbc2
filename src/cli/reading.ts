import { type Decoded, decode, NO_SCHEMA, Places } from "../decode/index.ts";
import { bestRoots, inferWriter, likelyRoot, rankRoots, type WriterGuess } from "../identify/index.ts";
import { findType, type MessageType, type SchemaSet } from "../schema/index.ts";
import type { BlobJob } from "./args.ts";
import { Failure } from "./failure.ts";
import type { Registry } from "./schemas.ts";

/** A blob as one release reads it, with what the other releases know of it. */
export interface Reading {
  readonly decoded: Decoded;
  /** The root was found, not given. */
  readonly detected: boolean;
  /** The other releases, old to new: what they call the unknown fields. */
  readonly others: readonly Places[];
  /** Every release that may have written the blob: what they say of the absent fields. */
  readonly writers: readonly Places[];
}

/** The writer as given, or as the blob shows it. */
function writerOf(bytes: Uint8Array, sets: readonly SchemaSet[], job: BlobJob, roots: readonly string[]): WriterGuess {
  if (job.writer === undefined) return inferWriter(bytes, sets, roots);
  return { release: job.writer, candidates: [job.writer], confidence: "sure", evidence: [] };
}

function namedRoot(set: SchemaSet, name: string): MessageType {
  const root = findType(set, name);
  if (!root) throw new Failure("unknown-root", `${set.release} has no message type ${name}`);
  return root;
}

/**
 * Reads a blob as its job says. What the job leaves open is found out: the root over all releases, the release by who may have
 * written the blob, else the newest that has the root. Throws `Failure` for a name that no release has.
 */
export function readAs(bytes: Uint8Array, job: BlobJob, registry: Registry | undefined): Reading {
  if (!registry || registry.names.length === 0)
    return { decoded: decode(bytes, NO_SCHEMA, undefined), detected: false, others: [], writers: [] };
  const sets = registry.names.map((name) => registry.set(name));
  if (job.writer !== undefined) registry.set(job.writer);
  const given = job.release === undefined ? undefined : registry.set(job.release);
  const roots = job.root !== undefined ? [job.root] : bestRoots(rankRoots(bytes, given ? [given] : sets));
  const writer = writerOf(bytes, sets, job, roots);
  const set = given ?? registry.set(writer.candidates[0] ?? registry.newest(roots[0])!.release);
  const root =
    job.root !== undefined
      ? namedRoot(set, job.root)
      : (roots.map((name) => findType(set, name)).find(Boolean) ?? likelyRoot(rankRoots(bytes, [set])));
  const decoded = decode(bytes, set, root);
  return {
    decoded,
    detected: root !== undefined && job.root === undefined,
    others: sets.filter((other) => other !== set).map((other) => new Places(decoded, other)),
    writers: writer.candidates.map((name) => new Places(decoded, registry.set(name))),
  };
}
