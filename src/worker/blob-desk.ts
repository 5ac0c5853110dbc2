import { toldApart, visible } from "../base/index.ts";
import { type DroppedFile, readText, sortFiles, standsBare, type UnwrapOptions } from "../container/index.ts";
import { fitsBetter } from "../identify/index.ts";
import { findType } from "../schema/index.ts";
import { hexSteps } from "./copy-pace.ts";
import { readingsAt } from "./details.ts";
import type { HandlersOf, Tell } from "./handlers.ts";
import { ImportRun, readAhead } from "./import-run.ts";
import { type FoundBlob, openFile, openText } from "./open-file.ts";
import type { BlobInfo, BlobRequests, ImportPart, ImportProblem, ImportResult, InputFile, Started, ViewSpec } from "./protocol.ts";
import { readWhole } from "./read-file.ts";
import type { Registry } from "./registry.ts";
import type { ReleaseDesk } from "./release-desk.ts";
import { sha256Hex } from "./sha256.ts";
import { StoreError } from "./store-error.ts";
import { inTurns, Turns } from "./turns.ts";

/** A blob whose bytes are held. */
export interface OpenBlob {
  readonly info: BlobInfo;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The root that its wrapping names. */
  readonly typeName: string | undefined;
}

/** What is made of the start of a file while the rest is being read. */
export interface Starts {
  /** Reads it; undefined where it tells nothing. */
  readonly begin: (blob: OpenBlob, filled: number, spec: ViewSpec) => Started | undefined;
  /** The blob of it is open now. */
  readonly adopt: (startId: string, blobId: string) => void;
  /** Nobody looks at it any more. */
  readonly end: (startId: string) => void;
}

/**
 * Holds the bytes of the open blobs, opens what is dropped and answers the requests about bytes. Releases in a drop go to `releases`;
 * `closed` is told of a blob that is gone, `starts` of one that is on its way.
 */
export class BlobDesk {
  readonly #registry: Registry;
  readonly #releases: ReleaseDesk;
  readonly #closed: (blobId: string) => void;
  readonly #starts: Starts;
  readonly #blobs = new Map<string, OpenBlob>();
  /** Names of the open blobs by their ids, until other blobs are open. */
  #names: ReadonlyMap<string, string> | undefined;
  #pasted = 0;
  #started = 0;
  /** Files that an import is to open. */
  #brought: { readonly key: number; readonly files: InputFile[] } | undefined;

  readonly handlers: HandlersOf<BlobRequests> = {
    bring: ({ brought, files }) => {
      if (this.#brought?.key !== brought) this.#brought = { key: brought, files: [] };
      this.#brought.files.push(...files);
      return null;
    },
    import: ({ files, brought, start }, signal, tell) => {
      const all = [...this.#takeBrought(brought), ...files];
      return this.#import(all, all.length === 1 ? start : undefined, signal, tell);
    },
    close: ({ blobId }) => this.#close(blobId),
    bytes: ({ blobId, from, to }) => this.get(blobId).bytes.slice(Math.max(0, from), Math.max(0, to)),
    hex: ({ blobId, from, to }, signal, tell) => {
      const { bytes } = this.get(blobId);
      return inTurns(hexSteps(bytes, from, Math.min(to, bytes.length), " "), signal, tell);
    },
    readings: ({ blobId, from, to }) => {
      const { bytes } = this.get(blobId);
      return from >= bytes.length ? [] : readingsAt(bytes, from, Math.min(to, bytes.length));
    },
  };

  constructor(registry: Registry, releases: ReleaseDesk, closed: (blobId: string) => void, starts: Starts) {
    this.#registry = registry;
    this.#releases = releases;
    this.#closed = closed;
    this.#starts = starts;
  }

  /** An open blob. Throws `StoreError` for one that is closed. */
  get(blobId: string): OpenBlob {
    const blob = this.#blobs.get(blobId);
    if (!blob) throw new StoreError("unknown-blob", "this blob is not open any more");
    return blob;
  }

  /** What an open blob is called among the others. */
  nameOf(blobId: string): string {
    this.#names ??= new Map(toldApart([...this.#blobs.values()].map(({ info }) => info)).map((info) => [info.blobId, info.name]));
    return this.#names.get(blobId) ?? this.get(blobId).info.name;
  }

  #takeBrought(key: number | undefined): readonly InputFile[] {
    const brought = this.#brought;
    if (key === undefined || brought?.key !== key) return [];
    this.#brought = undefined;
    return brought.files;
  }

  /** Opens files one after the other. Cancelled, it closes what it has opened and the page has not heard of. */
  async #import(
    files: readonly InputFile[],
    spec: ViewSpec | undefined,
    signal: AbortSignal | undefined,
    tell: Tell<ImportPart> | undefined,
  ): Promise<ImportResult> {
    const run = new ImportRun(files, tell);
    let startId: string | undefined;
    const begin = (bytes: Uint8Array<ArrayBuffer>, filled: number): void => {
      const start = spec && this.#begin(files[0]!.path, bytes, filled, spec);
      startId = start?.blob.blobId;
      if (start) run.began(start);
    };
    try {
      const result = await this.#openAll(files, new Turns(signal), run, begin);
      const [blob] = result.blobs;
      if (startId !== undefined && blob && this.get(startId).bytes.buffer === this.get(blob.blobId).bytes.buffer)
        this.#starts.adopt(startId, blob.blobId);
      return result;
    } catch (error) {
      for (const { blobId } of run.untold) this.#close(blobId);
      throw error;
    } finally {
      if (startId !== undefined) {
        this.#blobs.delete(startId);
        this.#starts.end(startId);
      }
    }
  }

  /** Looks at the start of a file that is being read into `bytes`; undefined where it tells nothing. */
  #begin(path: string, bytes: Uint8Array<ArrayBuffer>, filled: number, spec: ViewSpec): ImportPart["start"] {
    const there = bytes.subarray(0, filled);
    if (!standsBare(there)) return undefined;
    const blobId = `start ${++this.#started}`;
    const name = visible(path.slice(path.lastIndexOf("/") + 1));
    const info: BlobInfo = { blobId, name, bytes: bytes.length, sha256: "", container: "raw" };
    const started = this.#starts.begin({ info, bytes, typeName: undefined }, filled, spec);
    if (!started) return undefined;
    this.#blobs.set(blobId, { info, bytes: there, typeName: undefined });
    return { blob: info, ...started };
  }

  async #openAll(
    files: readonly InputFile[],
    turns: Turns,
    run: ImportRun,
    begin: (bytes: Uint8Array<ArrayBuffer>, filled: number) => void,
  ): Promise<ImportResult> {
    const problems: ImportProblem[] = [];
    const blobs: BlobInfo[] = [];
    const dropped: DroppedFile[] = [];
    const take = async (found: FoundBlob | ImportProblem): Promise<void> => {
      await turns.pause();
      if ("message" in found) problems.push(found);
      else {
        const opened = await this.#open(found, turns);
        blobs.push(opened);
        if (!opened.already) run.opened(opened);
      }
    };
    for (const file of files) {
      if (file.kind === "file") {
        const read = () => readWhole(file.file, turns, (bytes) => run.came(bytes), begin);
        dropped.push({ path: file.path, size: file.file.size, read });
        continue;
      }
      const text = readText(file.text);
      if ("problem" in text) problems.push({ path: file.path, message: text.problem });
      else for (const found of openText(text, file.path || `pasted ${++this.#pasted}`, this.#schemaSays())) await take(found);
    }
    if (dropped.length === 0) return { blobs, releases: [], problems };
    const sorted = await sortFiles(dropped);
    const taken = await this.#releases.take(sorted.releases);
    for (const blob of readAhead(sorted.blobs)) {
      for await (const found of openFile(blob, this.#schemaSays())) await take(found);
      run.finished();
    }
    return { ...taken, blobs, problems: [...problems, ...sorted.problems] };
  }

  /** What unwrapping takes a schema for: whether a type is known, and whether spelled bytes fit some root better than their text. */
  #schemaSays(): UnwrapOptions {
    const sets = this.#registry.sets();
    return {
      knowsType: (typeName) => sets.some((set) => findType(set, typeName)),
      fitsBetter: (spelled, raw) => sets.length === 0 || fitsBetter(spelled, raw, sets),
    };
  }

  /** Names out of files and archives are spelled where they hold what cannot be seen, or turns the text around. */
  async #open({ bytes, container, pieces, typeName, remark, ...from }: FoundBlob, turns: Turns): Promise<BlobInfo> {
    const name = visible(from.name);
    const source = from.source === undefined ? undefined : visible(from.source);
    const sha256 = await sha256Hex(bytes, turns);
    const before = this.#blobs.get(sha256);
    if (before) return { ...before.info, already: true, again: source ?? name };
    this.#names = undefined;
    const info: BlobInfo = {
      blobId: sha256,
      name,
      bytes: bytes.length,
      sha256,
      container,
      ...(pieces && { pieces }),
      ...(source && { source }),
      ...(remark && { remark }),
    };
    this.#blobs.set(sha256, { info, bytes, typeName });
    return info;
  }

  #close(blobId: string): null {
    this.#names = undefined;
    this.#blobs.delete(blobId);
    this.#closed(blobId);
    return null;
  }
}
