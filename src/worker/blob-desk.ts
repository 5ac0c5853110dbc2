import { type DroppedFile, readText, sortFiles, type UnwrapOptions } from "../container/index.ts";
import { rankRoots } from "../identify/index.ts";
import { findType } from "../schema/index.ts";
import { readingsAt } from "./details.ts";
import type { HandlersOf } from "./handlers.ts";
import { type FoundBlob, openFile, openText } from "./open-file.ts";
import type { BlobInfo, BlobRequests, ImportProblem, ImportResult, InputFile } from "./protocol.ts";
import type { Registry } from "./registry.ts";
import type { ReleaseDesk } from "./release-desk.ts";
import { sha256Hex } from "./sha256.ts";
import { StoreError } from "./store-error.ts";

/** A blob whose bytes are held. */
export interface OpenBlob {
  readonly info: BlobInfo;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The root that its wrapping names. */
  readonly typeName: string | undefined;
}

/**
 * Holds the bytes of the open blobs, opens what is dropped and answers the requests about bytes. Releases in a drop go to `releases`;
 * `closed` is told of a blob that is gone.
 */
export class BlobDesk {
  readonly #registry: Registry;
  readonly #releases: ReleaseDesk;
  readonly #closed: (blobId: string) => void;
  readonly #blobs = new Map<string, OpenBlob>();
  /** Names of the open blobs. */
  readonly #names = new Set<string>();
  #pasted = 0;

  readonly handlers: HandlersOf<BlobRequests> = {
    import: ({ files }) => this.#import(files),
    close: ({ blobId }) => this.#close(blobId),
    bytes: ({ blobId, from, to }) => this.get(blobId).bytes.slice(Math.max(0, from), Math.max(0, to)),
    readings: ({ blobId, from, to }) => {
      const { bytes } = this.get(blobId);
      return from >= bytes.length ? [] : readingsAt(bytes, from, Math.min(to, bytes.length));
    },
  };

  constructor(registry: Registry, releases: ReleaseDesk, closed: (blobId: string) => void) {
    this.#registry = registry;
    this.#releases = releases;
    this.#closed = closed;
  }

  /** An open blob. Throws `StoreError` for one that is closed. */
  get(blobId: string): OpenBlob {
    const blob = this.#blobs.get(blobId);
    if (!blob) throw new StoreError("unknown-blob", "this blob is not open any more");
    return blob;
  }

  async #import(files: readonly InputFile[]): Promise<ImportResult> {
    const problems: ImportProblem[] = [];
    const blobs: BlobInfo[] = [];
    const dropped: DroppedFile[] = [];
    for (const file of files) {
      if (file.kind === "file")
        dropped.push({ path: file.path, size: file.file.size, read: async () => new Uint8Array(await file.file.arrayBuffer()) });
      else {
        const text = readText(file.text);
        if ("problem" in text) problems.push({ path: file.path, message: text.problem });
        else
          for (const found of openText(text, file.path || `pasted ${++this.#pasted}`, this.#schemaSays())) {
            if ("message" in found) problems.push(found);
            else blobs.push(await this.#open(found));
          }
      }
    }
    if (dropped.length === 0) return { blobs, releases: [], problems };
    const sorted = await sortFiles(dropped);
    const taken = await this.#releases.take(sorted.releases);
    for (const blob of sorted.blobs) {
      for await (const found of openFile(blob, this.#schemaSays())) {
        if ("message" in found) problems.push(found);
        else blobs.push(await this.#open(found));
      }
    }
    return { ...taken, blobs, problems: [...problems, ...sorted.problems] };
  }

  /** What unwrapping takes a schema for: whether a type is known, and whether spelled bytes fit some root better than their text. */
  #schemaSays(): UnwrapOptions {
    const sets = this.#registry.sets();
    const best = (bytes: Uint8Array): number => Math.max(0, rankRoots(bytes, sets)[0]?.weight ?? 0);
    return {
      knowsType: (typeName) => sets.some((set) => findType(set, typeName)),
      fitsBetter: (spelled, raw) => sets.length === 0 || best(spelled) > best(raw),
    };
  }

  async #open({ bytes, name, source, container, pieces, typeName, remark }: FoundBlob): Promise<BlobInfo> {
    const sha256 = await sha256Hex(bytes);
    const before = this.#blobs.get(sha256);
    if (before) return { ...before.info, already: true };
    let unique = name;
    for (let n = 2; this.#names.has(unique); n++) unique = `${name} (${n})`;
    this.#names.add(unique);
    const info: BlobInfo = {
      blobId: sha256,
      name: unique,
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
    this.#names.delete(this.#blobs.get(blobId)?.info.name ?? "");
    this.#blobs.delete(blobId);
    this.#closed(blobId);
    return null;
  }
}
