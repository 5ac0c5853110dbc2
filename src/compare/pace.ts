/** Work between two yields: some tenths of a millisecond. */
const STEP = 4096;
/** Bytes that are compared or hashed in the time of one step of other work. */
const BYTES = 64;

/** Counts work in steps of some 50 to 100 ns, so that long loops know when to yield. */
export class Pace {
  #left = STEP;

  /** Counts work that is done between two calls of `due`. */
  spend(steps: number): void {
    this.#left -= steps;
  }

  spendBytes(count: number): void {
    this.#left -= count / BYTES;
  }

  /** Counts work; true when it is time to yield. */
  due(steps = 1): boolean {
    this.#left -= steps;
    if (this.#left > 0) return false;
    this.#left = STEP;
    return true;
  }
}
