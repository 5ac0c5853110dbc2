import { Names, viewOf } from "./names.ts";

/** Which plan the content of an `Any` has, by the bytes of its type URL, as the exact path found it. */
export class Contents {
  readonly #plans = new Names<number>();

  /** The plan's number; -1 for a URL that the exact path has not met, or of no type of the reader. */
  planAt(view: DataView, from: number, to: number): number {
    return this.#plans.get(view, from, to) ?? -1;
  }

  /** Keeps the plan of a URL. */
  learn(url: Uint8Array, plan: number): void {
    const view = viewOf(url);
    if (this.planAt(view, 0, url.length) < 0) this.#plans.set(view, 0, url.length, plan);
  }
}
