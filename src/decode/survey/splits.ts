import { lastWhere } from "./bisect.ts";
import type { Close } from "./checkpoint.ts";
import { NO_NUMBERS, roomFor } from "./frames.ts";

const FIRST = 64;

/** Where messages end that a checkpoint stands inside of, by their node. Eight bytes each: of deep messages there are many. */
export class Splits {
  /** In rising order. */
  #nodes = NO_NUMBERS;
  #ends = NO_NUMBERS;
  #length = 0;
  readonly #groups = new Map<number, NonNullable<Close["group"]>>();

  /** A message that is open, of a node behind all that were added. */
  add(node: number): void {
    this.#nodes = roomFor(this.#nodes, Math.max(FIRST, this.#length + 1));
    this.#ends = roomFor(this.#ends, Math.max(FIRST, this.#length + 1));
    this.#nodes[this.#length++] = node;
  }

  /** A message that was added has closed. Cost: the logarithm of their number. */
  close(node: number, { end, group }: Close): void {
    this.#ends[this.#at(node)] = end;
    if (group) this.#groups.set(node, group);
  }

  has(node: number): boolean {
    return this.#at(node) >= 0;
  }

  get(node: number): Close | undefined {
    const at = this.#at(node);
    return at < 0 ? undefined : { end: this.#ends[at]!, group: this.#groups.get(node) };
  }

  /** Where it stands, -1 when it was not added. */
  #at(node: number): number {
    const nodes = this.#nodes;
    if (this.#length === 0) return -1;
    const at = lastWhere(this.#length, (i) => nodes[i]! <= node);
    return nodes[at] === node ? at : -1;
  }
}
