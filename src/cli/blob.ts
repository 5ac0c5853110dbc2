import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { looksLikeTextBlob, readText } from "../container/index.ts";
import { type Decoded, decode, NO_SCHEMA } from "../decode/index.ts";
import { likelyRoot, rankRoots } from "../identify/index.ts";
import { findType, type MessageType, type SchemaSet } from "../schema/index.ts";
import type { BlobJob, ShowOptions } from "./args.ts";
import { Failure } from "./failure.ts";
import type { Registry } from "./schemas.ts";

/** A blob that was read, and how. */
export interface ShownBlob {
  readonly name: string;
  readonly sha256: string;
  readonly container: string;
  readonly detected: boolean;
  readonly decoded: Decoded;
}

/** The largest file that one buffer holds here. */
const MOST_BYTES = 2 ** 31 - 1;

function readBytes(job: BlobJob): Uint8Array {
  try {
    if (job.path === "-") return fs.readFileSync(0);
    const { size } = fs.statSync(job.path);
    if (size > MOST_BYTES) throw new Failure("unreadable", `${job.file}: ${size} bytes; at most ${MOST_BYTES} can be read at once`);
    return fs.readFileSync(job.path);
  } catch (error) {
    if (error instanceof Failure) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    const reason =
      code === "ENOENT" ? "no such file" : code === "EISDIR" ? "is a folder" : code === "EACCES" ? "not allowed to read it" : message;
    throw new Failure("unreadable", `${job.file}: ${reason}`);
  }
}

/** The blob in a file, by the contract's rule: as it stands with a root given or `--container raw`, else spelled as text when that fits better. */
function unwrap(
  bytes: Uint8Array,
  job: BlobJob,
  options: ShowOptions,
  set: SchemaSet | undefined,
): { bytes: Uint8Array; container: string } {
  const asked = options.container;
  if (asked === "raw" || (asked === undefined && job.root !== undefined)) return { bytes, container: "raw" };
  if (asked !== undefined) {
    const text = readText(new TextDecoder().decode(bytes));
    if ("problem" in text) throw new Failure("unreadable", `${job.file}: not readable as ${asked}: ${text.problem}`);
    if (text.form !== asked) throw new Failure("unreadable", `${job.file}: is ${text.form}, not ${asked}`);
    return { bytes: text.bytes, container: text.form };
  }
  const text = looksLikeTextBlob(bytes);
  if (!text) return { bytes, container: "raw" };
  const best = (candidate: Uint8Array): number => (set ? (rankRoots(candidate, set)[0]?.score ?? 0) : 0);
  return !set || best(text.bytes) > best(bytes) ? { bytes: text.bytes, container: text.form } : { bytes, container: "raw" };
}

function rootOf(bytes: Uint8Array, set: SchemaSet, job: BlobJob): MessageType | undefined {
  if (job.root === undefined) return likelyRoot(rankRoots(bytes, set));
  const root = findType(set, job.root);
  if (!root) throw new Failure("unknown-root", `${set.release} has no message type ${job.root}`);
  return root;
}

/** Reads and decodes one blob. Throws `Failure` when it cannot be done; damaged bytes can always. */
export function showBlob(job: BlobJob, options: ShowOptions, registry: Registry): ShownBlob {
  const file = readBytes(job);
  let set: SchemaSet | undefined;
  if (!options.noSchemas) set = job.release === undefined ? registry.newest(job.root) : registry.set(job.release);
  const { bytes, container } = unwrap(file, job, options, set);
  const root = set && rootOf(bytes, set, job);
  return {
    name: job.path === "-" ? "-" : path.basename(job.path),
    sha256: createHash("sha256").update(bytes).digest("hex"),
    container,
    detected: root !== undefined && job.root === undefined,
    decoded: decode(bytes, set ?? NO_SCHEMA, root),
  };
}
