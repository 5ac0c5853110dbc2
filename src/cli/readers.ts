import { availableParallelism } from "node:os";
import { parentPort, Worker } from "node:worker_threads";
import { type ReaderVerdict, type VerdictOptions, verdict } from "../restore/index.ts";
import { Registry } from "./schemas.ts";
import { isServing } from "./serving.ts";
import { threadEntry } from "./threads.ts";

/** What several releases are to make of one blob. */
export interface ReadersAsk {
  readonly bytes: Uint8Array;
  readonly root: string;
  readonly readers: readonly string[];
  readonly writers: readonly string[];
  readonly options: VerdictOptions;
}

/** What a thread is started with that reads a blob as some releases do. */
export interface ReadersStart extends ReadersAsk {
  readonly schemas: readonly string[];
  /** One number: the place of the next reader that nobody has taken. */
  readonly next: Int32Array;
}

type ReadersSays = { readonly at: number; readonly verdict: ReaderVerdict } | { readonly warning: string };

/** Blobs from this size on are worth a thread beside the first one. */
const LARGE_BYTES = 8 << 20;

function verdictOf({ bytes, root, readers, writers, options }: ReadersAsk, at: number, registry: Registry): ReaderVerdict {
  const sets = writers.map((name) => registry.set(name));
  return verdict(bytes, root, registry.set(readers[at]!), sets, options);
}

/** How many threads help with a blob: none when its bytes cannot be shared, or `threads` allows for one only. */
function helpersFor({ bytes, readers }: ReadersAsk, threads: number | undefined): number {
  if (isServing() || bytes.length < LARGE_BYTES || !(bytes.buffer instanceof SharedArrayBuffer)) return 0;
  return Math.max(0, Math.min(threads ?? availableParallelism(), readers.length) - 1);
}

/**
 * What each of the readers makes of the blob, in their order. A large blob whose bytes can be shared is read by several at once, each in a
 * thread; what a thread that dies had taken is read by this one.
 */
export async function verdictsOf(
  ask: ReadersAsk,
  registry: Registry,
  schemas: readonly string[],
  threads: number | undefined,
): Promise<readonly ReaderVerdict[]> {
  const found: (ReaderVerdict | undefined)[] = ask.readers.map(() => undefined);
  const next = new Int32Array(new SharedArrayBuffer(4));
  const start: ReadersStart = { ...ask, schemas, next };
  const helpers = Array.from({ length: helpersFor(ask, threads) }, () => {
    const worker = new Worker(threadEntry, { workerData: start });
    worker.on("message", (says: ReadersSays) => {
      if ("warning" in says) registry.warn(says.warning);
      else found[says.at] = says.verdict;
    });
    // What it has not done is done below.
    worker.on("error", () => {});
    return new Promise((resolve) => worker.on("exit", resolve));
  });
  for (let at = take(next); at < found.length; at = take(next)) found[at] = verdictOf(ask, at, registry);
  await Promise.all(helpers);
  return found.map((verdict, at) => verdict ?? verdictOf(ask, at, registry));
}

/** In a thread: takes readers for as long as there are any. */
export function helpWithReaders(start: ReadersStart): void {
  const say = (says: ReadersSays): void => parentPort!.postMessage(says);
  const registry = new Registry(start.schemas, (warning) => say({ warning }));
  for (let at = take(start.next); at < start.readers.length; at = take(start.next)) say({ at, verdict: verdictOf(start, at, registry) });
}

function take(next: Int32Array): number {
  return Atomics.add(next, 0, 1);
}
