import type { MessagePort } from "node:worker_threads";

let port: MessagePort | undefined;

/** Says that this thread does blobs for another one, which names them on the port. */
export function serveOn(given: MessagePort): void {
  port = given;
}

/** Whether this thread does blobs for another one. */
export function isServing(): boolean {
  return port !== undefined;
}

/** The port on which blobs are named; undefined in the thread that the user started. */
export function servedPort(): MessagePort | undefined {
  return port;
}
