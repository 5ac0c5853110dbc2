import { Names } from "./names.ts";

/** Which plan the content of an `Any` has, by the bytes of its type URL, as the exact path found it. */
export class Contents {
  readonly #plans = new Names<number>();

  /** The plan's number; -1 for a URL that the exact path has not met, or of no type of the reader. */
  planAt(bytes: Uint8Array, from: number, to: number): number {
    return this.#plans.get(bytes, from, to) ?? -1;
  }

  /** Keeps the plan of a URL. */
  learn(url: Uint8Array, plan: number): void {
    if (this.planAt(url, 0, url.length) < 0) this.#plans.set(url, 0, url.length, plan);
  }
}
