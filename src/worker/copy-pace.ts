import { counted, hexOf, type Steps } from "../base/index.ts";
import { StoreError } from "./store-error.ts";

/** Nodes between two looks at the clock: some tenths of a millisecond. */
const STEP = 256;
/** Bytes that are spelled in that time. */
const BYTES = 16 * 1024;
/** Characters that go to the clipboard at most: beyond that no program takes them. */
const MOST = 64 * 1024 * 1024;

/** Counts the work of a copy, so that it knows when to rest, and its text, which has a limit. */
export class CopyPace {
  readonly #from: number;
  readonly #span: number;
  #left = STEP;
  #at = 0;
  #characters = 0;

  /** For the nodes `[from, to)`. */
  constructor(from: number, to: number) {
    this.#from = from;
    this.#span = Math.max(1, to - from);
  }

  /** Counts a node; true when it is time to rest. */
  due(): boolean {
    if (--this.#left > 0) return false;
    this.#left = STEP;
    return true;
  }

  /** How much is done, 0 to 1, at a node. */
  share(node: number): number {
    this.#at = Math.max(this.#at, (node - this.#from) / this.#span);
    return this.#at;
  }

  /** Counts a text that becomes part of the copy, and gives it back. Throws `StoreError` when it is too much. */
  take(text: string): string {
    this.#characters += text.length;
    if (this.#characters > MOST) refuse();
    return text;
  }
}

function refuse(): never {
  throw new StoreError("failed", `it has more than ${counted(MOST, "character")}, too many for the clipboard; save it as a file instead`);
}

/** Bytes `[from, to)` as hex, with `between` after each but the last, in steps. Throws `StoreError` for too many. */
export function* hexSteps(bytes: Uint8Array, from: number, to: number, between = ""): Steps<string> {
  if ((to - from) * (2 + between.length) > MOST) refuse();
  const parts: string[] = [];
  for (let at = from; at < to; at += BYTES) {
    parts.push(hexOf(bytes, at, Math.min(to, at + BYTES), between));
    yield (at - from) / (to - from);
  }
  return parts.join(between);
}
