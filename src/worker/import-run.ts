import type { SortedBlob } from "../container/index.ts";
import type { Tell } from "./handlers.ts";
import type { BlobInfo, ImportPart, InputFile, StartedBlob } from "./protocol.ts";

/** What opening a file costs beside its bytes, as bytes. */
const FILE = 20_000;
/** Milliseconds between two words to the page. */
const TOLD = 100;
/** Small files are read before it is their turn: so many at once, since each waits for the browser and not for us. */
const AHEAD = 16;
const SMALL = 1 << 20;

/** How far an import is, and which blobs it has opened that the page has not heard of. */
export class ImportRun {
  readonly #tell: Tell<ImportPart> | undefined;
  readonly #total: number;
  #done = 0;
  #told = Date.now();
  #untold: BlobInfo[] = [];

  constructor(files: readonly InputFile[], tell: Tell<ImportPart> | undefined) {
    this.#tell = tell;
    this.#total = files.reduce((sum, one) => sum + FILE + (one.kind === "file" ? one.file.size : one.text.length), 0);
  }

  /** Counts bytes that were read. */
  came(bytes: number): void {
    this.#done += bytes;
    this.#say();
  }

  /** Counts a blob that was opened. */
  opened(blob: BlobInfo): void {
    this.#untold.push(blob);
  }

  /** Tells at once of the start of a file. */
  began(start: StartedBlob): void {
    this.#tell?.(0, { blobs: [], start });
  }

  /** Counts a file that is done with. */
  finished(): void {
    this.#done += FILE;
    this.#say();
  }

  /** Blobs that nobody was told of. */
  get untold(): readonly BlobInfo[] {
    return this.#untold;
  }

  #say(): void {
    if (!this.#tell || Date.now() - this.#told < TOLD) return;
    this.#told = Date.now();
    const blobs = this.#untold;
    this.#untold = [];
    this.#tell(Math.min(1, this.#done / this.#total), { blobs });
  }
}

/** The same blobs one after the other; while one is opened, the next small ones are being read. */
export function* readAhead(blobs: readonly SortedBlob[]): Generator<SortedBlob> {
  const reads = new Map<SortedBlob, ReturnType<SortedBlob["read"]>>();
  let next = 0;
  for (const [at, blob] of blobs.entries()) {
    next = Math.max(next, at);
    for (; next < Math.min(blobs.length, at + AHEAD); next++) {
      const small = blobs[next]!;
      if (small.size > SMALL) continue;
      const read = startOf(small);
      if (read instanceof Promise) read.catch(() => undefined);
      reads.set(small, read);
    }
    const started = reads.get(blob);
    reads.delete(blob);
    yield started === undefined ? blob : { ...blob, read: () => started };
  }
}

/** The bytes, or a promise of them, even where the read throws at once. */
function startOf(blob: SortedBlob): ReturnType<SortedBlob["read"]> {
  try {
    return blob.read();
  } catch (error) {
    return Promise.reject(error);
  }
}
