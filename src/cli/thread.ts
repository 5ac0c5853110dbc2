import { parentPort, workerData } from "node:worker_threads";
import { commands } from "./main.ts";
import { serveOn } from "./serving.ts";
import type { ThreadStart } from "./threads.ts";

/** The entry of a thread that does blobs for the one the user started: the same command with the same words, but it is told its blobs. */
const { command, words } = workerData as ThreadStart;
serveOn(parentPort!);
await commands.get(command)!.run(words);
