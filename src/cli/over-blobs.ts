import type { BlobJob, BlobOptions } from "./args.ts";
import { isFolder, jobsIn, readAhead, sourceOf } from "./blob-files.ts";
import { say } from "./command.ts";
import { Failure } from "./failure.ts";
import { type Act, type BlobResult, type JobResult, remarkOn, resultOf, undoneBy } from "./job-result.ts";
import { type OpenedBlob, openBlobs, openWindows, type UnopenedBlob } from "./open-blobs.ts";
import { StandardOutput } from "./output.ts";
import { Registry } from "./schemas.ts";
import { servedPort } from "./serving.ts";
import { helpersFor, serveJobs, spread, startThread, type ThreadSays, type ThreadStart } from "./threads.ts";

export type { Act } from "./job-result.ts";

/** What a command may want besides acting on each blob. */
export interface Beside<Kept> {
  /** Takes what is kept of each blob, and what cannot be done; nothing is then printed of it, nor between two blobs. */
  readonly gather?: (one: Kept | UnopenedBlob) => void;
  /** Parses the releases that a job will need; done while its file is read. */
  readonly prepare?: (job: BlobJob, registry: Registry) => void;
  /** Whether it is enough to read a job's large file in windows: the act then asks for the bytes of those only. */
  readonly windows?: (job: BlobJob) => boolean;
  /** How threads are started that take a share of many blobs; absent where one blob's outcome hangs on another's. */
  readonly spread?: ThreadStart;
}

/** Milliseconds of work before threads are started, and only for as much work again. */
const LONG = 1000;

/** Tells what came of blobs, in their order. */
class Teller<Kept> {
  exit = 0;
  readonly out = new StandardOutput();
  readonly #json: boolean;
  readonly #gather: Beside<Kept>["gather"];
  #told = false;

  constructor(json: boolean, gather: Beside<Kept>["gather"]) {
    this.#json = json;
    this.#gather = gather;
  }

  /** Before a blob that can be opened: a line between it and what is told of the one before. */
  begin(): void {
    if (this.#told && !this.#json && !this.#gather) this.out.write("\n");
  }

  /** A line on standard error, after what is printed so far. */
  say(message: string): void {
    void this.out.flush();
    say(message);
  }

  end({ text, exit, kept, undone }: BlobResult<Kept>): void {
    if (text !== "") this.out.write(text);
    this.#told ||= !undone;
    this.exit = Math.max(this.exit, exit);
    if (kept !== undefined) this.#gather?.(kept);
    if (!undone) return;
    const { file, code, message } = undone;
    if (this.#gather) this.#gather({ file, failure: new Failure(code, message) });
    // A line of a list that names no file has an error of its own all the same.
    else if (this.#json)
      this.out.write(`${JSON.stringify({ schemaVersion: 1, ...(file !== "" && { file }), error: { code, message } })}\n`);
    else this.say(message);
  }

  async tell({ blobs, said }: JobResult<Kept>): Promise<void> {
    for (const line of said) this.say(line);
    for (const blob of blobs) {
      if (!blob.undone) this.begin();
      this.end(blob);
    }
    await this.out.full;
  }
}

/** Acts on a blob; when that cannot be done, that comes of it. */
async function attempt<Kept>(
  blob: OpenedBlob | UnopenedBlob,
  act: Act<Kept>,
  registry: Registry,
  teller: Teller<Kept>,
): Promise<BlobResult<Kept>> {
  try {
    if ("failure" in blob) throw blob.failure;
    teller.begin();
    const remark = remarkOn(blob);
    if (remark !== undefined) teller.say(remark);
    const done = await act(blob, registry, teller.out);
    return { text: "", ...(typeof done === "number" ? { exit: done } : done) };
  } catch (error) {
    return undoneBy(error, blob.file);
  }
}

/** The bytes of a large file, read while the releases are parsed that its job needs; undefined for others. */
async function readBeside(job: BlobJob, registry: Registry, prepare: Beside<never>["prepare"]): Promise<Uint8Array | undefined> {
  const reading = readAhead(job);
  if (!reading) return undefined;
  try {
    prepare?.(job, registry);
  } catch (error) {
    // A release that there is not is told of when the blob is acted on.
    if (!(error instanceof Failure)) throw error;
  }
  return reading;
}

/** The jobs with the files of folders in their place; a folder that cannot be listed stays, to be told of. */
function withoutFolders({ jobs, several }: BlobOptions): Pick<BlobOptions, "jobs" | "several"> {
  let isMany = several;
  const files = jobs.flatMap((job) => {
    if (job.fault !== undefined || !isFolder(job)) return [job];
    try {
      const inside = jobsIn(job);
      isMany = true;
      return inside;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return [job];
    }
  });
  return { jobs: files, several: isMany };
}

/**
 * Opens every blob that is named, one after the other, and acts on it; gives the highest exit code. Where there are many, threads take
 * their share, and what comes of the blobs is told in their order all the same.
 */
export async function overBlobs<Kept = never>(
  options: BlobOptions,
  act: Act<Kept>,
  { gather, prepare, windows, spread: start }: Beside<Kept> = {},
): Promise<number> {
  const port = servedPort();
  if (port) {
    const tell = (warning: string): void => port.postMessage({ warning } satisfies ThreadSays);
    const registry = new Registry(options.noSchemas ? [] : options.schemas, tell, options.order);
    return serveJobs(port, (job) => resultOf(job, options, act, registry));
  }
  const warned = new Set<string>();
  const warn = (message: string): void => {
    if (!warned.has(message)) say(message);
    warned.add(message);
  };
  const registry = new Registry(options.noSchemas ? [] : options.schemas, warn, options.order);
  const teller = new Teller<Kept>(options.json, gather);
  const { out } = teller;
  const all: BlobOptions = { ...options, ...withoutFolders(options) };
  const each = async (blobs: Iterable<OpenedBlob | UnopenedBlob>): Promise<void> => {
    for (const blob of blobs) {
      teller.end(await attempt(blob, act, registry, teller));
      await out.full;
      if (out.closed) break;
    }
  };
  const one = async (job: BlobJob): Promise<void> => {
    const source = windows?.(job) ? sourceOf(job) : undefined;
    if (!source) return each(openBlobs(job, all, registry, await readBeside(job, registry, prepare)));
    try {
      await each(openWindows(job, source, all.several, all.container === undefined));
    } finally {
      source.close();
    }
  };
  const began = Date.now();
  let done = 0;
  let helpers = 0;
  for (; done < all.jobs.length && helpers === 0 && !out.closed; done++) {
    helpers = start ? helpersWanted(all, done, Date.now() - began) : 0;
    if (helpers > 0) break;
    await one(all.jobs[done]!);
  }
  if (start && helpers > 0) {
    const own = (job: BlobJob) => resultOf(job, all, act, registry);
    for await (const next of spread(all.jobs.slice(done), helpers, startThread(start), own, warn)) {
      if ("path" in next) await one(next);
      else await teller.tell(next as JobResult<Kept>);
      if (out.closed) break;
    }
  }
  await out.flush();
  return teller.exit;
}

/** How many threads are to help with what is left. */
function helpersWanted({ jobs, threads }: BlobOptions, done: number, milliseconds: number): number {
  const left = jobs.length - done;
  const isLong = milliseconds > LONG && left >= done;
  return threads !== undefined || isLong ? helpersFor(left, threads) : 0;
}
