import fs from "node:fs";
import path from "node:path";
import { findSnapshots, isBlobPath } from "../container/index.ts";
import type { BlobSource } from "../restore/index.ts";
import { naturalOrder } from "../schema/index.ts";
import type { BlobJob } from "./args.ts";
import { Failure } from "./failure.ts";

/** The largest file that one buffer holds here. */
const MOST_BYTES = 2 ** 31 - 1;

/** Whether a job names a folder. */
export function isFolder(job: BlobJob): boolean {
  return job.path !== "-" && kindAt(job.path)?.isDirectory() === true;
}

/**
 * The files of a folder that may be blobs, at any depth, in natural order: no schemas, hidden files, texts or JSON, and not the
 * memory of a snapshot. Each is a job of its own, not read yet. Throws `Failure` when there is none or a folder cannot be listed.
 */
export function jobsIn(folder: BlobJob): readonly BlobJob[] {
  const paths = [...pathsIn(folder, "")];
  const { memory } = findSnapshots(paths);
  const given = folder.file.replace(/[\\/]+$/, "");
  const jobs = paths
    .filter((at) => isBlobPath(at) && !memory.has(at))
    .map((at) => ({ ...folder, file: `${given}/${at}`, path: path.join(folder.path, at) }));
  if (jobs.length === 0) throw new Failure("unreadable", `${folder.file}: the folder holds no blob`);
  return jobs;
}

/** Paths of the files, relative to the folder, with `/`. Links to files are followed, those to folders could lead in a circle. */
function* pathsIn(folder: BlobJob, within: string): Generator<string> {
  let entries: fs.Dirent[];
  try {
    entries = fs.readdirSync(path.join(folder.path, within), { withFileTypes: true });
  } catch (error) {
    throw new Failure("unreadable", `${folder.file}${within === "" ? "" : `/${within}`}: ${reasonOf(error as NodeJS.ErrnoException)}`);
  }
  entries.sort((a, b) => naturalOrder(a.name, b.name));
  for (const entry of entries) {
    const at = within === "" ? entry.name : `${within}/${entry.name}`;
    if (entry.isDirectory()) {
      if (!entry.name.startsWith(".")) yield* pathsIn(folder, at);
    } else if (entry.isFile() || (entry.isSymbolicLink() && kindAt(path.join(folder.path, at))?.isFile())) yield at;
  }
}

/** What stands at a path, behind links; undefined when that cannot be told, which reading it then explains. */
export function kindAt(at: string): fs.Stats | undefined {
  try {
    return fs.statSync(at);
  } catch {
    return undefined;
  }
}

/** The bytes of a job's file or of standard input. Throws `Failure` when they cannot be had. */
export function readBytes(job: BlobJob): Uint8Array {
  try {
    if (job.path === "-") return plain(fs.readFileSync(0));
    const { size } = fs.statSync(job.path);
    if (size > MOST_BYTES) throw new Failure("unreadable", `${job.file}: ${size} bytes; at most ${MOST_BYTES} can be read at once`);
    return plain(fs.readFileSync(job.path));
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure("unreadable", `${job.file}: ${reasonOf(error as NodeJS.ErrnoException)}`);
  }
}

/** Files from this size on are worth being read beside something else, or in windows. */
const LARGE_BYTES = 4 << 20;

/** The size of a job's file when it is a large one that one buffer holds; undefined otherwise. */
function largeSize(job: BlobJob): number | undefined {
  if (job.path === "-" || job.fault !== undefined) return undefined;
  const kind = kindAt(job.path);
  return kind?.isFile() && kind.size >= LARGE_BYTES && kind.size <= MOST_BYTES ? kind.size : undefined;
}

/**
 * Begins to read the file of a job, so that something else can be done meanwhile. Undefined when it is small or no plain file, and what
 * is promised is undefined when it cannot be had: `readBytes` then does it, or says why not. Threads can share the bytes.
 */
export function readAhead(job: BlobJob): Promise<Uint8Array | undefined> | undefined {
  const size = largeSize(job);
  if (size === undefined) return undefined;
  return new Promise((resolve) => {
    fs.open(job.path, (error, file) => {
      if (error) resolve(undefined);
      else fillFrom(file, new Uint8Array(new SharedArrayBuffer(size)), resolve);
    });
  });
}

/** The file of a job as a source of bytes that is asked piece by piece; undefined when it is small, no plain file, or cannot be had. */
export function sourceOf(job: BlobJob): (BlobSource & { close(): void }) | undefined {
  const length = largeSize(job);
  if (length === undefined) return undefined;
  let file: number;
  try {
    file = fs.openSync(job.path, "r");
  } catch {
    return undefined;
  }
  return {
    length,
    read(into, from) {
      for (let done = 0; done < into.length; ) {
        const count = readSome(file, into.subarray(done), from + done, job);
        if (count === 0) throw new Failure("unreadable", `${job.file}: it became shorter while it was read`);
        done += count;
      }
    },
    close: () => fs.closeSync(file),
  };
}

function readSome(file: number, into: Uint8Array, from: number, job: BlobJob): number {
  try {
    return fs.readSync(file, into, 0, into.length, from);
  } catch (error) {
    throw new Failure("unreadable", `${job.file}: ${reasonOf(error as NodeJS.ErrnoException)}`);
  }
}

/** Reads the whole file into `bytes`, in one go: no turn of the event loop is needed before it is done. */
function fillFrom(file: number, bytes: Uint8Array, done: (bytes: Uint8Array | undefined) => void): void {
  fs.read(file, bytes, 0, bytes.length, 0, (error, count) => {
    fs.close(file, () => {});
    done(error || count < bytes.length ? undefined : bytes);
  });
}

/** The same bytes without Node's own methods, whose `slice` does not copy. */
function plain(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
}

/**
 * A text that a person wrote, without the mark that some editors put before it. Throws what Node throws when it cannot be read, for
 * `reasonOf`.
 */
export function readText(file: string | 0): string {
  return fs.readFileSync(file, "utf8").replace(/^\ufeff/, "");
}

/** The value of a JSON file, or why there is none: it cannot be read, or is no JSON. */
export function readJson(file: string): { readonly value: unknown } | { readonly fault: string } {
  let text: string;
  try {
    text = readText(file);
  } catch (error) {
    return { fault: reasonOf(error as NodeJS.ErrnoException) };
  }
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { fault: `not JSON: ${(error as Error).message}` };
  }
}

/** Why a file or folder cannot be read, in a few words. */
export function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  return code === "ENOENT" || code === "ENOTDIR"
    ? "no such file"
    : code === "EISDIR"
      ? "is a folder"
      : code === "EACCES"
        ? "not allowed to read it"
        : code === "ELOOP"
          ? "its links lead in a circle"
          : message;
}
