import { grouped } from "../../base/index.ts";

/** Thrown to an unpacker that goes past the limit, and caught where it was called. */
export class PastLimit extends Error {}

/** Takes what an unpacker gives, up to a limit. */
export class UnpackSink {
  #bytes: Uint8Array<ArrayBuffer>;
  #length = 0;
  readonly #limit: number;

  /** `expected` is a guess of the size, which saves copying; it may be wrong. */
  constructor(expected: number, limit: number) {
    this.#limit = limit;
    this.#bytes = new Uint8Array(Math.min(Math.max(0, expected), limit));
  }

  get length(): number {
    return this.#length;
  }

  /** Copies the piece. Throws `PastLimit` when the limit is passed: the only way to stop an unpacker between two pieces. */
  append(piece: Uint8Array): void {
    const length = this.#length + piece.length;
    if (length > this.#limit) throw new PastLimit();
    if (length > this.#bytes.length) {
      const larger = new Uint8Array(Math.min(this.#limit, Math.max(length, this.#bytes.length * 2, 4096)));
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
    this.#bytes.set(piece, this.#length);
    this.#length = length;
  }

  /** What was written. No copy when the size was guessed right; the sink is not to be used afterwards. */
  take(): Uint8Array<ArrayBuffer> {
    return this.#length === this.#bytes.length ? this.#bytes : this.#bytes.slice(0, this.#length);
  }
}

/** The clause about a limit that was passed. */
export function pastLimit(limit: number): string {
  return `it unpacks to more than ${grouped(limit)} bytes, the limit`;
}
