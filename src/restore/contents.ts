import { Names, viewOf } from "./names.ts";

/** In place of a plan's number: the exact path has not met the URL. */
export const UNMET = -1;
/** In place of a plan's number: the reader has no type of that name. */
export const NO_TYPE = -2;

/** Which plan the content of an `Any` has, by the bytes of its type URL, as the exact path found it. */
export class Contents {
  readonly #urls = new Names();
  /** By the number of the URL. */
  readonly #plans: number[] = [];

  /** The plan's number; below 0 for a URL that the exact path has not met, or of no type of the reader (`NO_TYPE`). */
  planAt(view: DataView, from: number, to: number): number {
    return this.#plans[this.#urls.idOf(view, from, to)] ?? UNMET;
  }

  /** Keeps the plan of a URL. */
  learn(url: Uint8Array, plan: number): void {
    this.#plans[this.#urls.put(viewOf(url), 0, url.length)] ??= plan;
  }
}
