import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { looksLikeTextBlob, readText } from "../container/index.ts";
import { type BlobReading, rankRoots } from "../identify/index.ts";
import type { SchemaSet } from "../schema/index.ts";
import type { BlobJob, ShowOptions } from "./args.ts";
import { Failure } from "./failure.ts";
import { readAs } from "./reading.ts";
import type { Registry } from "./schemas.ts";

/** A blob that was read, and how. */
export interface ShownBlob extends BlobReading {
  readonly name: string;
  readonly sha256: string;
  readonly container: string;
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
  const best = (candidate: Uint8Array): number => (set ? (rankRoots(candidate, [set])[0]?.weight ?? 0) : 0);
  return !set || best(text.bytes) > best(bytes) ? { bytes: text.bytes, container: text.form } : { bytes, container: "raw" };
}

/** The bytes of a job's blob and what they were unwrapped from. Throws `Failure` when they cannot be had. */
export function openJob(job: BlobJob, options: ShowOptions, registry: Registry): { bytes: Uint8Array; container: string } {
  const newest = options.noSchemas ? undefined : registry.newest(job.root);
  return unwrap(readBytes(job), job, options, newest);
}

/** Reads and decodes one blob. Throws `Failure` when it cannot be done; damaged bytes can always. */
export function showBlob(job: BlobJob, options: ShowOptions, registry: Registry): ShownBlob {
  const { bytes, container } = openJob(job, options, registry);
  return {
    ...readAs(bytes, job, options.noSchemas ? undefined : registry),
    name: nameOf(job),
    sha256: sha256Of(bytes),
    container,
  };
}

/** The blob's file name, or `-`. */
export function nameOf(job: BlobJob): string {
  return job.path === "-" ? "-" : path.basename(job.path);
}

/** SHA-256 as lower-case hex. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
