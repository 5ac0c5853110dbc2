import type { Tell } from "./handlers.ts";

/** Thrown by long work whose answer nobody waits for any more. */
export class Cancelled extends Error {
  constructor() {
    super("cancelled");
  }
}

/** Milliseconds of work after which messages of the page get a turn. */
const SLICE = 8;
/** Milliseconds between two words on how far the work is. */
const TOLD = 100;

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
 * Drives work that yields how much of it is done, 0 to 1, now and then; lets messages in between, and throws `Cancelled` when the signal
 * says so. `tell` hears of it every 100 ms.
 */
export async function inTurns<T>(steps: Generator<number, T>, signal: AbortSignal | undefined, tell: Tell | undefined): Promise<T> {
  const turns = new ToldTurns(signal, tell);
  try {
    for (;;) {
      const { done, value } = steps.next();
      if (done) return value;
      const rest = turns.rest(value);
      if (rest) await rest;
    }
  } finally {
    // Cancelled work gives back what it holds.
    steps.return(undefined as T);
  }
}

/** Splits long work whose share is known where it rests; tells of it every 100 ms. */
export class ToldTurns {
  readonly #turns: Turns;
  readonly #tell: ((share: number) => void) | undefined;
  #told = Date.now();

  constructor(signal: AbortSignal | undefined, tell: ((share: number) => void) | undefined) {
    this.#turns = new Turns(signal);
    this.#tell = tell;
  }

  /** As `Turns.pause`. */
  rest(share: number): Promise<void> | undefined {
    const rest = this.#turns.pause();
    if (rest && Date.now() - this.#told >= TOLD) {
      this.#told = Date.now();
      this.#tell?.(share);
    }
    return rest;
  }
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
