import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type MessagePort, Worker } from "node:worker_threads";
import type { BlobJob } from "./args.ts";
import type { JobResult } from "./job-result.ts";

/** What a thread is started with: the command and the words after its name. */
export interface ThreadStart {
  readonly command: string;
  readonly words: readonly string[];
}

/** To a thread: a job to do. */
export interface ThreadTask {
  readonly index: number;
  readonly job: BlobJob;
}

/** From a thread: that it is there, what came of a job, or a warning about the schemas. */
export type ThreadSays = "ready" | { readonly index: number; readonly result: JobResult<unknown> } | { readonly warning: string };

/** A thread as those who hand out jobs see it. */
export interface Thread {
  send(task: ThreadTask): void;
  end(): void;
}

/** Starts a thread; what it says and that it died is told to the two functions. */
export type StartThread = (hear: (says: ThreadSays) => void, died: (reason: string) => void) => Thread;

/** Threads beside the first one: each has schemas of its own in memory. */
const MOST_THREADS = 7;
/** No more than so many, whatever is asked for. */
const MOST_ASKED = 64;
/** Jobs that are worth a thread's start. */
const JOBS_A_THREAD = 8;
/** Jobs that a thread has at hand, so that it need not wait for the next. */
const AT_HAND = 4;
/** Jobs that may be done before their turn to be told, and characters of what they print. */
const MOST_AHEAD = 256;
const MOST_TEXT = 16 << 20;
/** What comes of larger files is not kept until its turn: the first thread does them when all before them are told. */
const LARGE_BYTES = 1 << 20;

/** How many threads help with so many jobs; 0 for none. `asked` are the threads in all that the user wants. */
export function helpersFor(jobs: number, asked: number | undefined): number {
  const all = Math.min(asked ?? Math.min(MOST_THREADS + 1, os.availableParallelism()), MOST_ASKED);
  return Math.max(0, Math.min(all - 1, Math.ceil(jobs / JOBS_A_THREAD) - 1));
}

/** What runs `thread.ts`, beside this module as it is built. */
export const threadEntry: string = path.join(path.dirname(fileURLToPath(import.meta.url)), "thread.cjs");

/** A thread that runs the command. */
export function startThread(start: ThreadStart): StartThread {
  return (hear, died) => {
    const worker = new Worker(threadEntry, { workerData: start });
    worker.on("message", hear);
    worker.on("error", (error) => died(error instanceof Error ? error.message : String(error)));
    worker.on("exit", (code) => died(`it ended with ${code}`));
    return { send: (task) => worker.postMessage(task), end: () => void worker.terminate() };
  };
}

/** In a thread: does the jobs that come in on the port, one after the other, for as long as the thread lives. */
export function serveJobs(port: MessagePort, act: (job: BlobJob) => Promise<JobResult<unknown>>): Promise<never> {
  let last: Promise<void> = Promise.resolve();
  const say = (says: ThreadSays): void => port.postMessage(says);
  port.on("message", ({ index, job }: ThreadTask) => {
    last = last.then(async () => say({ index, result: await act(job) }));
  });
  say("ready");
  return new Promise(() => {});
}

interface Helper {
  thread: Thread;
  /** Jobs it has, the one it is at first. */
  readonly tasks: number[];
  isReady: boolean;
}

/** Hands out jobs to threads and takes back what came of them. */
class Spread {
  readonly #jobs: readonly BlobJob[];
  readonly #helpers = new Set<Helper>();
  readonly #results = new Map<number, JobResult<unknown>>();
  readonly #warn: (message: string) => void;
  /** Jobs of a thread that died. */
  readonly #again: number[] = [];
  #next = 0;
  #told = 0;
  #text = 0;
  #wake: () => void = () => {};

  constructor(jobs: readonly BlobJob[], helpers: number, start: StartThread, warn: (message: string) => void) {
    this.#jobs = jobs;
    this.#warn = warn;
    for (let i = 0; i < helpers; i++) this.#start(start);
  }

  #start(start: StartThread): void {
    const helper: Omit<Helper, "thread"> & { thread?: Thread } = { tasks: [], isReady: false };
    helper.thread = start(
      (says) => this.#hear(helper as Helper, says),
      (reason) => this.#died(helper as Helper, reason),
    );
    this.#helpers.add(helper as Helper);
  }

  #hear(helper: Helper, says: ThreadSays): void {
    if (says === "ready") helper.isReady = true;
    else if ("warning" in says) this.#warn(says.warning);
    else {
      helper.tasks.shift();
      this.keep(says.index, says.result);
    }
    this.#feed(helper);
    this.#wake();
  }

  /** The job that it was at is told as not done, and its others are done by the first thread. */
  #died(helper: Helper, reason: string): void {
    if (!this.#helpers.delete(helper)) return;
    const [at, ...others] = helper.tasks;
    if (at !== undefined) {
      const { file } = this.#jobs[at]!;
      const message = `${file}: the thread that read it stopped: ${reason}`;
      this.keep(at, { blobs: [{ text: "", exit: 2, undone: { file, code: "thread", message } }], said: [] });
    }
    this.#again.push(...others);
    this.#wake();
  }

  #feed(helper: Helper): void {
    while (helper.isReady && helper.tasks.length < AT_HAND && this.#mayTake() && !isLarge(this.#jobs[this.#next]!)) {
      const index = this.#next++;
      helper.tasks.push(index);
      helper.thread.send({ index, job: this.#jobs[index]! });
    }
  }

  #mayTake(): boolean {
    return this.#next < this.#jobs.length && this.#next < this.#told + MOST_AHEAD && (this.#text < MOST_TEXT || this.#next === this.#told);
  }

  /** The next job for the first thread; undefined when it has to wait. */
  take(): number | undefined {
    const again = this.#again.shift();
    if (again !== undefined) return again;
    const mayTake = this.#mayTake() && (this.#next === this.#told || !isLarge(this.#jobs[this.#next]!));
    return mayTake ? this.#next++ : undefined;
  }

  /** Leaves out a job that was done and told in its turn. */
  pass(): void {
    this.#told++;
  }

  keep(index: number, result: JobResult<unknown>): void {
    this.#results.set(index, result);
    this.#text += textOf(result);
  }

  /** What came of the next job in the order of the list, once it is done. */
  tell(): JobResult<unknown> | undefined {
    const result = this.#results.get(this.#told);
    if (!result) return undefined;
    this.#results.delete(this.#told++);
    this.#text -= textOf(result);
    for (const helper of this.#helpers) this.#feed(helper);
    return result;
  }

  get isOver(): boolean {
    return this.#told === this.#jobs.length;
  }

  /** Until a thread has said something. */
  waits(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  end(): void {
    const helpers = [...this.#helpers];
    this.#helpers.clear();
    for (const { thread } of helpers) thread.end();
  }
}

/**
 * Does the jobs over so many threads beside this one, which takes its share with `own`; gives what came of each, in the order of the jobs,
 * or a large job that the caller is to do and tell there and then. A thread that dies costs the job that it was at, which is told as not
 * done.
 */
export async function* spread(
  jobs: readonly BlobJob[],
  helpers: number,
  start: StartThread,
  own: (job: BlobJob) => Promise<JobResult<unknown>>,
  warn: (message: string) => void,
): AsyncGenerator<JobResult<unknown> | BlobJob> {
  const work = new Spread(jobs, helpers, start, warn);
  try {
    while (!work.isOver) {
      for (let result = work.tell(); result; result = work.tell()) yield result;
      const index = work.take();
      if (index !== undefined && isLarge(jobs[index]!)) {
        yield jobs[index]!;
        work.pass();
      } else if (index !== undefined) work.keep(index, await own(jobs[index]!));
      else if (!work.isOver) await work.waits();
      // What the threads have said meanwhile.
      await new Promise((resolve) => setImmediate(resolve));
    }
  } finally {
    work.end();
  }
}

function textOf({ blobs }: JobResult<unknown>): number {
  return blobs.reduce((sum, { text }) => sum + text.length, 0);
}

function isLarge({ path: at }: BlobJob): boolean {
  const stat = fs.statSync(at, { throwIfNoEntry: false });
  return at === "-" || (stat !== undefined && (!stat.isFile() || stat.size >= LARGE_BYTES));
}
