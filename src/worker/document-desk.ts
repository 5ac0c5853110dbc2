import { absentFields, type Decoded, findItem, type Item, keyOf } from "../decode/index.ts";
import type { OpenBlob } from "./blob-desk.ts";
import { copyText, savedFile } from "./copy.ts";
import { detailsOf } from "./details.ts";
import { type Document, readDocument } from "./document.ts";
import { find, type Hits, treeOrder } from "./find.ts";
import type { HandlersOf } from "./handlers.ts";
import { problemFrom } from "./problem.ts";
import type { DocumentRequests, FindQuery, FindResult, ReadAsRequests, Reading, ViewSpec } from "./protocol.ts";
import { offerReadings } from "./read-as.ts";
import type { Registry } from "./registry.ts";
import { openSiblings, reveal } from "./reveal.ts";
import { StoreError } from "./store-error.ts";
import { View } from "./view.ts";

/** A document, and the view of it that was asked for last. */
interface Held extends Document {
  view: View | undefined;
  spec: string;
}

/** Documents kept decoded; an older one is decoded again when it is asked for. */
const DOCS = 6;

/** Answers the requests about blobs as they are read: rows, details, find, and how the bytes of a row can be read otherwise. */
export class DocumentDesk {
  readonly #registry: Registry;
  readonly #blob: (blobId: string) => OpenBlob;
  readonly #docs = new Map<string, Held>();
  readonly #finds = new Map<string, { readonly docId: string; readonly hits: Hits }>();
  /** Counts the changes of the registry: what is known of a blob differs with the releases that there are. */
  #generation = 0;
  #findCount = 0;

  readonly handlers: HandlersOf<DocumentRequests & ReadAsRequests> = {
    decode: (reading) => this.read(reading).info,
    view: ({ docId, spec }) => this.#view(docId, spec).info,
    rows: ({ docId, from, to }) => this.get(docId).view?.rows(from, to) ?? [],
    reveal: ({ docId, spec, key }) => this.#reveal(docId, spec, key),
    openSiblings: ({ docId, spec, key }) => openSiblings(this.get(docId).decoded, spec, key),
    details: ({ docId, key }) => this.#details(docId, key),
    problem: ({ docId, key, direction }) => {
      const { decoded } = this.get(docId);
      return problemFrom(decoded, key === undefined ? undefined : itemAt(decoded, key), direction);
    },
    locate: ({ docId, offset }) => {
      const { decoded } = this.get(docId);
      const node = decoded.nodes.atOffset(offset);
      return node === undefined ? null : keyOf(decoded, node);
    },
    find: ({ docId, query }, signal) => this.#find(docId, query, signal),
    hit: ({ findId, index }) => {
      const search = this.#finds.get(findId);
      return search ? search.hits.at(this.get(search.docId).decoded, index) : null;
    },
    hitNear: ({ findId, key }) => {
      const search = this.#finds.get(findId);
      if (!search) return 0;
      const { decoded } = this.get(search.docId);
      return search.hits.near(itemAt(decoded, key), treeOrder(decoded));
    },
    copy: ({ docId, key, what }) => {
      const { decoded } = this.get(docId);
      const item = itemAt(decoded, key);
      if (what === "path") return item ? copyText(decoded, item, what) : key.replace(/\[\d*\+?\]$/, "");
      return item ? copyText(decoded, item, what) : "";
    },
    save: ({ docId, key, what }) => {
      const { decoded, info } = this.get(docId);
      return savedFile(decoded, itemAt(decoded, key), this.#blob(info.blobId).info.name, key, what);
    },
    readAs: ({ docId, key }) => {
      const { decoded, plain, sets } = this.get(docId);
      return offerReadings(decoded, plain.decoded, key, sets);
    },
  };

  constructor(registry: Registry, blob: (blobId: string) => OpenBlob) {
    this.#registry = registry;
    this.#blob = blob;
  }

  /** A document that was read. Throws `StoreError` for one that is not kept any more. */
  get(docId: string): Held {
    const doc = this.#docs.get(docId);
    if (!doc) throw new StoreError("unknown-blob", "this document is not open any more");
    return doc;
  }

  /** Reads a blob, or gives what it was read as before. */
  read(reading: Reading): Document {
    const blob = this.#blob(reading.blobId);
    const docId = JSON.stringify([
      this.#generation,
      reading.blobId,
      reading.raw ?? false,
      reading.release ?? null,
      reading.root ?? null,
      reading.writer ?? null,
      reading.readAs ?? [],
    ]);
    const before = this.#docs.get(docId);
    if (before) {
      this.#docs.delete(docId);
      this.#docs.set(docId, before);
      return before;
    }
    const doc: Held = { ...readDocument(docId, blob, reading, this.#registry), view: undefined, spec: "" };
    this.#docs.set(docId, doc);
    for (const old of this.#docs.keys()) {
      if (this.#docs.size <= DOCS) break;
      this.#forget(old);
    }
    return doc;
  }

  /** What was read with releases that are gone or have other files now is read again when it is asked for. */
  drop(releases: readonly string[]): void {
    for (const [docId, doc] of this.#docs) if (releases.includes(doc.info.release ?? "")) this.#forget(docId);
    this.#generation++;
  }

  /** Drops what was read of a blob that was closed. */
  close(blobId: string): void {
    for (const [docId, doc] of this.#docs) if (doc.info.blobId === blobId) this.#forget(docId);
  }

  #forget(docId: string): void {
    this.#docs.delete(docId);
    for (const [findId, search] of this.#finds) if (search.docId === docId) this.#finds.delete(findId);
  }

  #view(docId: string, spec: ViewSpec): View {
    const doc = this.get(docId);
    const wanted = JSON.stringify(spec);
    if (!doc.view || doc.spec !== wanted) {
      doc.view = new View(doc.decoded, spec, doc.knowledge);
      doc.spec = wanted;
    }
    return doc.view;
  }

  #reveal(docId: string, spec: ViewSpec, key: string): DocumentRequests["reveal"]["out"] {
    const doc = this.get(docId);
    const opened = reveal(doc.decoded, spec, key);
    for (const candidate of opened) {
      const index = this.#view(docId, candidate).indexOf(key);
      if (index >= 0) return { spec: candidate, index };
    }
    return null;
  }

  #details(docId: string, key: string): DocumentRequests["details"]["out"] {
    const doc = this.get(docId);
    const item = itemAt(doc.decoded, key);
    if (item) return detailsOf(doc.decoded, { kind: "item", item }, doc.knowledge);
    const ref = doc.view?.refOf(key);
    return ref ? detailsOf(doc.decoded, ref, doc.knowledge) : null;
  }

  async #find(docId: string, query: FindQuery, signal: AbortSignal | undefined): Promise<FindResult> {
    const { decoded } = this.get(docId);
    const { hits, trouble } = await find(decoded, query, signal);
    const findId = `find ${++this.#findCount}`;
    for (const [old, search] of this.#finds) if (search.docId === docId) this.#finds.delete(old);
    this.#finds.set(findId, { docId, hits });
    return { findId, hits: hits.length, complete: hits.complete, ...(trouble && { trouble }) };
  }
}

function itemAt(decoded: Decoded, key: string): Item | undefined {
  return findItem(decoded, key, (node) => absentFields(decoded, node));
}
