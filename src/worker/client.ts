import type { PartOf } from "./handlers.ts";
import type { AnswerMessage, EventName, RequestMessage, RequestName, Requests } from "./protocol.ts";

/** A request that failed: a code, and a sentence for the screen. */
export class CoreError extends Error {
  readonly code: "failed" | "cancelled" | "unknown-blob" | "unknown-release" | "dead";
  constructor(code: CoreError["code"], message: string) {
    super(message);
    this.code = code;
  }
}

export interface RequestOptions<N extends RequestName = RequestName> {
  readonly signal?: AbortSignal;
  /** Called back with how much is done, 0 to 1, when the request takes long and its work can be measured. */
  readonly onShare?: (share: number) => void;
  /** Called back with what is there before the answer is; after an abort too, with what was on its way. */
  readonly onPart?: (part: PartOf<Requests[N]>) => void;
}

export interface CoreClient {
  /** Asks the worker. Rejects with `CoreError`; an aborted signal rejects at once and tells the worker to stop. */
  request<N extends RequestName>(name: N, input: Requests[N]["in"], options?: RequestOptions<N>): Promise<Requests[N]["out"]>;
  /** Calls back once when the worker has died; all requests in flight are then rejected. Returns a function that stops listening. */
  onDeath(listener: (message: string) => void): () => void;
  /** Calls back whenever the worker says something without being asked. Returns a function that stops listening. */
  onEvent(listener: (event: EventName) => void): () => void;
  /** Ends the worker; what it holds is gone. */
  dispose(): void;
}

interface Waiting {
  readonly resolve: (out: never) => void;
  readonly reject: (error: CoreError) => void;
  readonly onShare: ((share: number) => void) | undefined;
  readonly onPart: ((part: never) => void) | undefined;
}

let workers = 0;

/** Starts a worker with a document store of its own and gives the page's end of the line. */
export function createClient(): CoreClient {
  // Also the name of a lock that the worker holds, so no other may have it.
  const name = `document store ${++workers} of ${Math.random().toString(36).slice(2)}`;
  const worker = new Worker(new URL("./core.worker.ts", import.meta.url), { type: "module", name });
  const waiting = new Map<number, Waiting>();
  const listeners = new Set<(message: string) => void>();
  const hearers = new Set<(event: EventName) => void>();
  let count = 0;
  let dead: string | undefined;

  const die = (message: string): void => {
    if (dead !== undefined) return;
    dead = message;
    worker.terminate();
    for (const { reject } of waiting.values()) reject(new CoreError("dead", message));
    waiting.clear();
    for (const listener of listeners) listener(message);
  };
  worker.onmessage = ({ data }: MessageEvent<AnswerMessage>) => {
    if ("event" in data && data.event === "alive") {
      const ended = "The decoder was ended, by the browser or for want of memory.";
      navigator.locks.request(name, () => die(ended)).catch(() => undefined);
      return;
    }
    if ("event" in data) {
      for (const hear of hearers) hear(data.event);
      return;
    }
    const asked = waiting.get(data.id);
    if (!asked) return;
    if ("share" in data) {
      asked.onShare?.(data.share);
      if (data.part !== undefined) asked.onPart?.(data.part as never);
      return;
    }
    waiting.delete(data.id);
    if (data.ok) asked.resolve(data.out as never);
    else asked.reject(new CoreError(data.code, data.message));
  };
  worker.onerror = (event) => {
    event.preventDefault();
    die(event.message ? `The decoder stopped: ${event.message}` : "The decoder could not be started.");
  };
  worker.onmessageerror = () => die("The decoder sent an answer that cannot be read.");

  return {
    request(name, input, options) {
      if (dead !== undefined) return Promise.reject(new CoreError("dead", dead));
      const id = ++count;
      const { signal, onShare, onPart } = options ?? {};
      if (signal?.aborted) return Promise.reject(new CoreError("cancelled", "cancelled"));
      return new Promise((resolve, reject) => {
        const stop = (): void => {
          if (!waiting.has(id)) return;
          // The worker may have told of a part that is on its way still: those are taken until it says that it has stopped.
          if (onPart) waiting.set(id, { resolve: () => undefined, reject: () => undefined, onShare: undefined, onPart });
          else waiting.delete(id);
          worker.postMessage({ cancel: id } satisfies RequestMessage);
          reject(new CoreError("cancelled", "cancelled"));
        };
        signal?.addEventListener("abort", stop, { once: true });
        const done = (): void => signal?.removeEventListener("abort", stop);
        waiting.set(id, {
          resolve: (out) => {
            done();
            resolve(out);
          },
          reject: (error) => {
            done();
            reject(error);
          },
          onShare,
          onPart,
        });
        worker.postMessage({ id, name, in: input } satisfies RequestMessage);
      });
    },
    onDeath(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onEvent(listener) {
      hearers.add(listener);
      return () => hearers.delete(listener);
    },
    dispose() {
      die("closed");
      hearers.clear();
      listeners.clear();
    },
  };
}
