import { parentPort, workerData } from "node:worker_threads";
import { commands } from "./main.ts";
import { helpWithReaders, type ReadersStart } from "./readers.ts";
import { serveOn } from "./serving.ts";
import type { ThreadStart } from "./threads.ts";

/**
 * What a thread does that helps the one the user started: with one large blob; or with many, by the same command with the same words,
 * which is told its blobs.
 */
export async function runThread(): Promise<void> {
  const start = workerData as ThreadStart | ReadersStart;
  if ("readers" in start) helpWithReaders(start);
  else {
    serveOn(parentPort!);
    await commands.get(start.command)!.run(start.words);
  }
}
