/** Places of the first numbers of a loop's state at the start of its memory, as `assembly/window.ts` has them; two more are the loop's, and its own follow. */
export const LoopState = {
  POS: 0,
  FRAME: 1,
  MARK: 2,
  WINDOW_FROM: 3,
  WINDOW_TO: 4,
  IS_LAST: 5,
  WINDOW_AT: 6,
  FRAMES_AT: 7,
  FRAMES_TO: 8,
  SLOTS_AT: 9,
  SLOTS_TO: 10,
} as const;
/** Place of the first of a loop's own numbers. */
export const OWN_STATE = 13;

/** Bytes that a loop may read beyond its window. */
export const SLACK = 64;
/** Bytes of the first window. */
const FIRST = 1 << 11;
/** Most and least bytes of one that begins elsewhere than where another ended. */
const JUMP_MOST = 1 << 8;
const JUMP_LEAST = 1 << 7;
/** Bytes that a processor fetches at once. */
const LINE = 1 << 6;

/**
 * Which bytes of a blob a loop in WebAssembly has in its memory: `[from, to)`. After a long field that is passed over a window is small, the smaller
 * the less of the last was read, and each that goes on where the other ends is twice as large: so little is copied in vain.
 */
export class LoopWindow {
  from = 0;
  /** -1 while nothing is there. */
  to = -1;
  /** What was asked for ahead: kept so that it is not left out as of no use. */
  ahead = 0;
  #size = FIRST;

  /** What is there counts no more: it is another blob's, or the blob has changed. */
  forget(): void {
    this.from = 0;
    this.to = -1;
  }

  /** Whether a loop may go on at `pos` of a blob of `length` bytes. */
  has(pos: number, length: number): boolean {
    return pos >= this.from && (pos + SLACK <= this.to || (this.to === length && pos <= length));
  }

  /** Whether a move to `pos` gives more bytes from there on: nothing is gained by a window that begins where this one does, unless it is larger. */
  gives(pos: number, most: number): boolean {
    return pos !== this.from || this.#size < most;
  }

  /** Lets the window begin at `pos`: copies up to `most` bytes from there on to the beginning of `into`. */
  move(into: Uint8Array, bytes: Uint8Array, pos: number, most: number): void {
    const { from, to } = this;
    if (to < 0) this.#size = FIRST;
    else if (pos >= from && pos <= to) this.#size = Math.min(most, 2 * this.#size);
    else {
      if (this.#size <= JUMP_MOST) this.#fetch(bytes, 2 * pos - from);
      this.#size = Math.min(JUMP_MOST, Math.max(JUMP_LEAST, this.#size >> 1));
    }
    this.from = pos;
    this.to = Math.min(bytes.length, pos + this.#size);
    into.set(bytes.subarray(pos, this.to));
  }

  /** Reads at `pos`, where the next window begins if the next long field is as long as this one: that memory comes while this window is worked on. */
  #fetch(bytes: Uint8Array, pos: number): void {
    if (pos >= 0 && pos + JUMP_LEAST < bytes.length) this.ahead = bytes[pos]! + bytes[pos + LINE]! + bytes[pos + JUMP_LEAST]!;
  }
}

/**
 * What `make` makes of a module in base64 (`import wasm from "x.ts?assembly"`), at first use and once for the thread; undefined where WebAssembly is
 * refused.
 */
export function madeOf<T>(wasm: string, make: (module: WebAssembly.Module) => T): () => T | undefined {
  let made: T | undefined;
  let isRefused = false;
  return () => {
    if (made !== undefined || isRefused) return made;
    try {
      made = make(new WebAssembly.Module(Uint8Array.from(atob(wasm), (char) => char.charCodeAt(0))));
    } catch {
      isRefused = true;
    }
    return made;
  };
}
