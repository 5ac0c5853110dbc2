import fs from "node:fs";
import path from "node:path";
import { findSnapshots, isBlobPath } from "../container/index.ts";
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
function kindAt(at: string): fs.Stats | undefined {
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

/** The same bytes without Node's own methods, whose `slice` does not copy. */
function plain(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
}

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  return code === "ENOENT" ? "no such file" : code === "EISDIR" ? "is a folder" : code === "EACCES" ? "not allowed to read it" : message;
}
