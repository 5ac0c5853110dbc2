import path from "node:path";
import type { Pieces } from "../base/index.ts";
import { containerText, remarkOf, type Unreadable, type Unwrapped, unwrap, unwrapAs } from "../container/index.ts";
import { fitsBetter } from "../identify/index.ts";
import { type BlobSource, Windows } from "../restore/index.ts";
import { findType } from "../schema/index.ts";
import type { BlobJob, ReadOptions } from "./args.ts";
import { isFolder, jobsIn, readBytes } from "./blob-files.ts";
import { Failure } from "./failure.ts";
import type { Registry } from "./schemas.ts";

/** A blob in memory, unwrapped, and what is asked of it. */
export interface OpenedBlob {
  readonly job: BlobJob;
  /** The document's `file`: the job's, with the blob's place in it; undefined when this is the only blob of the command. */
  readonly file: string | undefined;
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Where the bytes are read from, when not all of them are in memory. */
  readonly windows?: Windows;
  readonly container: string;
  /** Where the bytes stand in the file; absent for a blob as it stands, and when they stand nowhere in it. */
  readonly pieces?: Pieces;
  /** The type that an `Any` around it names, one that is known. */
  readonly typeName?: string;
  /** A clause about what is odd about it. */
  readonly remark?: string;
}

/** What could not be opened. */
export interface UnopenedBlob {
  /** As in `OpenedBlob`. */
  readonly file: string | undefined;
  readonly failure: Failure;
}

/**
 * The blobs of a job, which may be many: a folder's in natural order, a zip's, those of a memory dump. Each is read when it is asked
 * for, so one is in memory at a time (a zip beside it). `read` are the bytes of the job's file, where that has been read already.
 */
export function* openBlobs(
  job: BlobJob,
  options: ReadOptions & { readonly several: boolean },
  registry: Registry,
  read?: Uint8Array,
): Generator<OpenedBlob | UnopenedBlob> {
  if (job.fault !== undefined) {
    yield { file: job.file, failure: new Failure("usage", job.fault) };
    return;
  }
  if (!isFolder(job)) {
    yield* openFile(job, options.several, options, registry, read);
    return;
  }
  let jobs: readonly BlobJob[];
  try {
    jobs = jobsIn(job);
  } catch (error) {
    yield unopened(error, options.several ? job.file : undefined);
    return;
  }
  for (const one of jobs) yield* openFile(one, true, options, registry);
}

/** The blob of a job whose file is it as it stands, which is read from the source as it is asked for. */
export function* openWindows(job: BlobJob, source: BlobSource, several: boolean, isFree: boolean): Generator<OpenedBlob | UnopenedBlob> {
  const file = several ? job.file : undefined;
  try {
    const windows = new Windows(source);
    yield { ...openedOf({ part: "", bytes: windows.bytes, steps: [] }, job, file, isFree), windows };
  } catch (error) {
    yield unopened(error, file);
  }
}

function* openFile(
  job: BlobJob,
  isOneOfMany: boolean,
  options: ReadOptions,
  registry: Registry,
  read?: Uint8Array,
): Generator<OpenedBlob | UnopenedBlob> {
  let isMany = isOneOfMany;
  try {
    for (const found of unwrapJob(read ?? readBytes(job), job, options, registry)) {
      if (found.part !== "") isMany = true;
      const place = job.file + found.part;
      const file = isMany ? place : undefined;
      if ("problem" in found) yield { file, failure: new Failure("unreadable", `${place}: ${found.problem}`) };
      else if (found.steps.length === 0 && found.remark !== undefined && /\.zip$/i.test(job.file))
        // The bytes of an archive that does not open are no blob.
        yield { file, failure: new Failure("unreadable", `${place}: ${found.remark.replace(/; it is shown as it stands$/, "")}`) };
      else yield openedOf(found, job, file, options.container === undefined);
    }
  } catch (error) {
    yield unopened(error, isMany ? job.file : undefined);
  }
}

function openedOf(found: Unwrapped, job: BlobJob, file: string | undefined, isFree: boolean): OpenedBlob {
  const { bytes, steps, pieces, typeName } = found;
  const remark = found.remark ?? (isFree ? foreignText(bytes) : undefined);
  return {
    job,
    file,
    name: path.basename(job.file + found.part),
    bytes,
    container: containerText(steps),
    ...(steps.length > 0 && pieces && { pieces }),
    ...(typeName !== undefined && { typeName }),
    ...(remark !== undefined && { remark }),
  };
}

/** What bytes look like that are surely no saved state. */
function foreignText(bytes: Uint8Array): string | undefined {
  const what = remarkOf(bytes);
  return what === undefined ? undefined : `${what}; read as raw bytes all the same`;
}

/**
 * By the contract's rule: as told by `--container`; as it stands with a root given, except that a zip named so is opened, since it
 * holds the blobs of which the root is; else as it is found out.
 */
function unwrapJob(bytes: Uint8Array, job: BlobJob, options: ReadOptions, registry: Registry): Iterable<Unwrapped | Unreadable> {
  if (options.container) return unwrapAs(bytes, options.container);
  if (job.root !== undefined) return unwrapAs(bytes, /\.zip$/i.test(job.file) ? ["zip"] : []);
  if (options.noSchemas) return unwrap(bytes);
  const given = job.release === undefined ? undefined : registry.set(job.release);
  return unwrap(bytes, {
    knowsType: (typeName) => {
      const having = given ?? registry.newest(typeName);
      return having !== undefined && findType(having, typeName) !== undefined;
    },
    fitsBetter: (spelled, raw) => registry.names.length === 0 || fitsBetter(spelled, raw, given ? [given] : registry.all()),
  });
}

function unopened(error: unknown, file: string | undefined): UnopenedBlob {
  if (!(error instanceof Failure)) throw error;
  return { file, failure: error };
}
