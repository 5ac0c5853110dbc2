import { Buffer } from "node:buffer";
import process from "node:process";
import { say } from "./command.ts";

/** Bytes gathered before they are handed to the stream. */
const CHUNK = 1 << 16;
/** Bytes that a character takes at most. */
const WIDEST = 3;

const NOTHING = Buffer.alloc(0);

/** Where a command prints to. */
export interface Output {
  /** True when nobody reads any more. */
  readonly closed: boolean;
  /** What to await while no more is taken; undefined while there is room. */
  readonly full: Promise<void> | undefined;
  /** Adds text, or bytes as they are; returns a promise to await when there is no more room. */
  write(text: string | Uint8Array): Promise<void> | undefined;
}

/** Standard output in large pieces, waiting while the reader is slow; memory stays flat however long the document is. */
export class StandardOutput implements Output {
  /** Text as bytes, so that a wide character makes no line wide but its own. */
  #bytes: Buffer = NOTHING;
  #size = 0;
  #closed = false;
  #draining: Promise<void> | undefined;

  constructor() {
    // A reader that has seen enough (`| head`) closes the pipe: that is its right, not our failure.
    process.stdout.on("error", (error: NodeJS.ErrnoException) => {
      this.#closed = true;
      if (error.code === "EPIPE") return;
      say(`standard output: ${error.code === "ENOSPC" ? "no space left" : error.message}`);
      process.exit(2);
    });
  }

  get closed(): boolean {
    return this.#closed;
  }

  get full(): Promise<void> | undefined {
    return this.#draining;
  }

  write(text: string | Uint8Array): Promise<void> | undefined {
    if (typeof text !== "string") {
      this.#handOver();
      this.#bytes = Buffer.from(text.buffer, text.byteOffset, text.length);
      this.#size = text.length;
      return this.flush();
    }
    const most = WIDEST * text.length;
    if (this.#size + most > this.#bytes.length) {
      this.#handOver();
      this.#bytes = most > 2 * CHUNK ? Buffer.from(text) : Buffer.allocUnsafeSlow(2 * CHUNK);
      this.#size = most > 2 * CHUNK ? this.#bytes.length : this.#bytes.write(text);
    } else this.#size += this.#bytes.write(text, this.#size);
    return this.#size >= CHUNK ? this.flush() : undefined;
  }

  /** Hands over what is gathered. */
  async flush(): Promise<void> {
    this.#handOver();
    await this.#draining;
  }

  #handOver(): void {
    const bytes = this.#bytes.subarray(0, this.#size);
    this.#bytes = NOTHING;
    this.#size = 0;
    if (bytes.length === 0 || this.#closed) return;
    if (!process.stdout.write(bytes)) this.#draining ??= this.#drain();
  }

  #drain(): Promise<void> {
    return new Promise<void>((resolve) => {
      const go = (): void => {
        process.stdout.off("drain", go);
        process.stdout.off("error", go);
        this.#draining = undefined;
        resolve();
      };
      process.stdout.once("drain", go);
      process.stdout.once("error", go);
    });
  }
}
