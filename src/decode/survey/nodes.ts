import type { NodeIndex } from "../../base/index.ts";
import type { Nodes } from "../nodes.ts";
import { type Page, pageOf, readPage } from "./pages.ts";
import type { Survey } from "./survey.ts";

/** Nodes whose facts are held at once: about 36 bytes each. */
const HELD = 1 << 20;

/**
 * The facts of a surveyed blob's nodes by index, as the columns of `Decoded` have them. They are read from the bytes again a page at a
 * time when they are asked for; the pages used last are held, up to `held` nodes and never fewer than two pages.
 * Cost of a call: that of an array read while it stays on one page, else the making of a page when that is not held.
 */
export class PagedNodes implements Nodes {
  readonly survey: Survey;
  /** Number of nodes. */
  readonly length: number;
  /** Deepest level, 1 for a flat message, 0 for none. */
  readonly depth: number;
  /** Pages by index, the one used last at the end. */
  readonly #pages = new Map<number, Page>();
  readonly #most: number;
  #held = 0;
  #page: Page | undefined;

  constructor(survey: Survey, held = HELD) {
    this.survey = survey;
    this.length = survey.nodes;
    this.depth = survey.depth;
    this.#most = held;
  }

  from(node: number): number {
    const page = this.#on(node);
    return page.from[node - page.first]!;
  }

  to(node: number): number {
    const page = this.#on(node);
    return page.to[node - page.first]!;
  }

  end(node: number): number {
    const page = this.#on(node);
    return page.end[node - page.first]!;
  }

  parent(node: number): number {
    const page = this.#on(node);
    return page.parent[node - page.first]!;
  }

  ref(node: number): number {
    const page = this.#on(node);
    return page.ref[node - page.first]!;
  }

  shape(node: number): number {
    const page = this.#on(node);
    return page.shape[node - page.first]!;
  }

  head(node: number): number {
    const page = this.#on(node);
    return page.head[node - page.first]!;
  }

  /** With the `OVERLONG` bit. */
  kind(node: number): number {
    const page = this.#on(node);
    return page.kind[node - page.first]!;
  }

  problem(node: number): number {
    const page = this.#on(node);
    return page.problem[node - page.first]!;
  }

  status(node: number): number {
    const page = this.#on(node);
    return page.status[node - page.first]!;
  }

  notes(node: number): number {
    const page = this.#on(node);
    return page.notes[node - page.first]!;
  }

  ordinal(node: number): number {
    const page = this.#on(node);
    return page.ordinal[node - page.first]!;
  }

  /** Deepest node that holds byte `offset`, or undefined when there is none. Cost: log of the pages, and a page. */
  atOffset(offset: number): NodeIndex | undefined {
    const { checkpoints } = this.survey;
    if (this.length === 0) return undefined;
    let low = 0;
    let high = checkpoints.length;
    while (low + 1 < high) {
      const middle = (low + high) >>> 1;
      if (checkpoints[middle]!.pos <= offset) low = middle;
      else high = middle;
    }
    // A checkpoint at the very end of the blob has no nodes.
    let last = (checkpoints[low + 1]?.nodes ?? this.length) - 1;
    while (last >= 0 && this.from(last) > offset) last--;
    while (last >= 0 && this.to(last) <= offset) last = this.parent(last);
    return last < 0 ? undefined : (last as NodeIndex);
  }

  #on(node: number): Page {
    const page = this.#page;
    if (page !== undefined && node >= page.first && node < page.first + page.length) return page;
    return this.#turnTo(node);
  }

  #turnTo(node: number): Page {
    if (node < 0 || node >= this.length) throw new RangeError(`node ${node} of ${this.length}`);
    const index = pageOf(this.survey.checkpoints, node);
    let page = this.#pages.get(index);
    if (page) this.#pages.delete(index);
    else {
      page = readPage(this.survey, index);
      this.#held += page.length;
    }
    this.#pages.set(index, page);
    for (const [old, { length }] of this.#pages) {
      if (this.#held <= this.#most || this.#pages.size <= 2) break;
      this.#pages.delete(old);
      this.#held -= length;
    }
    this.#page = page;
    return page;
  }
}
