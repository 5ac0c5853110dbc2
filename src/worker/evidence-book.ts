import type { Evidence } from "../restore/index.ts";
import type { EvidenceExtent } from "./verdicts.ts";

/** What one blob of a known writer tells of that release. */
interface Source {
  /** What was asked of the blob when it was taken. */
  readonly asked: string;
  readonly release: string;
  /** Fields that it leaves out, as `Evidence` names them. */
  readonly keys: ReadonlySet<string>;
}

/**
 * What the open blobs of known writers tell: a blob counts as its writer is known now, so what a user says of it and takes back leaves
 * nothing behind. `current` is another object after each change.
 */
export class EvidenceBook {
  readonly #sources = new Map<string, Source | { readonly asked: string; readonly release?: undefined }>();
  /** How many blobs leave a field out, by release. */
  readonly #counts = new Map<string, Map<string, number>>();
  /** Blobs of which the release is known. */
  #telling = 0;
  #current: Evidence = new Map();
  #retracted = 0;

  get current(): Evidence {
    return this.#current;
  }

  /** Grows when something is no evidence any more: verdicts that rested on it are to be found anew. */
  get retracted(): number {
    return this.#retracted;
  }

  /** How many blobs there are that tell something, and how many fields their releases read without. */
  get extent(): EvidenceExtent {
    let fields = 0;
    for (const keys of this.#current.values()) fields += keys.size;
    return { blobs: this.#telling, fields, retracted: this.#retracted };
  }

  /** What was asked of a blob when it was taken last. */
  asked(blobId: string): string | undefined {
    return this.#sources.get(blobId)?.asked;
  }

  /** Takes what a blob tells in place of what it told before; nothing where its writer is not known. */
  take(blobId: string, asked: string, told: Omit<Source, "asked"> | undefined): void {
    const changed = new Set<string>();
    const before = this.#sources.get(blobId);
    if (told) for (const key of told.keys) if (this.#count(told.release, key, 1) === 1) changed.add(told.release);
    if (before?.release !== undefined)
      for (const key of before.keys)
        if (this.#count(before.release, key, -1) === 0) {
          changed.add(before.release);
          this.#retracted++;
        }
    this.#telling += Number(told !== undefined) - Number(before?.release !== undefined);
    this.#sources.set(blobId, told ? { asked, ...told } : { asked });
    if (changed.size === 0) return;
    const next = new Map(this.#current);
    for (const release of changed) next.set(release, new Set(this.#counts.get(release)!.keys()));
    this.#current = next;
  }

  #count(release: string, key: string, by: 1 | -1): number {
    const counts = this.#counts.get(release) ?? new Map<string, number>();
    this.#counts.set(release, counts);
    const now = (counts.get(key) ?? 0) + by;
    if (now === 0) counts.delete(key);
    else counts.set(key, now);
    return now;
  }
}
