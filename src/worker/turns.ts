/** Thrown by long work whose answer nobody waits for any more. */
export class Cancelled extends Error {
  constructor() {
    super("cancelled");
  }
}

/** Milliseconds of work after which messages of the page get a turn. */
const SLICE = 8;

/** Gives the worker's queue a turn; a `MessageChannel` comes round at once where a timer would wait. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/**
 * Splits long work: call `pause()` now and then and await what it gives; it lets messages in every 8 ms and throws `Cancelled` when
 * the signal says so.
 */
export class Turns {
  readonly #signal: AbortSignal | undefined;
  #since = Date.now();

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
  }

  /** Undefined when there is still time, which costs no turn of the event loop. */
  pause(): Promise<void> | undefined {
    if (this.#signal?.aborted) throw new Cancelled();
    return Date.now() - this.#since < SLICE ? undefined : this.#rest();
  }

  async #rest(): Promise<void> {
    await turn();
    if (this.#signal?.aborted) throw new Cancelled();
    this.#since = Date.now();
  }
}
