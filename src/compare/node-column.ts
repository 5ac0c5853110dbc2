import type { Decoded } from "../decode/index.ts";
import { isUnread, nodeOf, type Spot } from "./spots.ts";

/** What the rows of a comparison are on one side. An element that moved, came or went stays unread until its node is asked for. */
export class NodeColumn {
  readonly length: number;
  readonly #decoded: Decoded;
  /** Nodes take the place of what was unread. */
  readonly #spots: Int32Array;

  /** Keeps `spots`. */
  constructor(decoded: Decoded, spots: Int32Array) {
    this.length = spots.length;
    this.#decoded = decoded;
    this.#spots = spots;
  }

  /** True when the side has something there. */
  has(row: number): boolean {
    return this.#spots[row] !== -1;
  }

  /** The node, -1 for none. Cost: that of looking at it, the first time. */
  at(row: number): number {
    const spot = this.#spots[row]!;
    if (!isUnread(spot)) return spot;
    const node = nodeOf(this.#decoded, spot);
    this.#spots[row] = node;
    return node;
  }

  /** The node, or where it stands when nobody asked for it yet. */
  spot(row: number): Spot {
    return this.#spots[row]!;
  }
}
