import { type Steps, straight } from "../base/index.ts";
import { absentFields, type Decoded, findItem, type Item, itemPath, keyOf } from "../decode/index.ts";
import type { ReaderVerdict } from "../restore/index.ts";
import type { OpenBlob } from "./blob-desk.ts";
import { copySteps, savedSteps } from "./copy.ts";
import { detailsOf } from "./details.ts";
import { type Document, documentSteps, startDocument } from "./document.ts";
import { find, Hits, treeOrder } from "./find.ts";
import { FindingMarks, isFoundKind } from "./finding-marks.ts";
import type { HandlersOf, Tell } from "./handlers.ts";
import { problemFrom } from "./problem.ts";
import type {
  DocInfo,
  DocumentRequests,
  FindQuery,
  FindResult,
  HeldCell,
  ReadAsRequests,
  Reading,
  Row,
  Started,
  VerdictFinding,
  ViewInfo,
  ViewSpec,
} from "./protocol.ts";
import { offerReadings, plainKey } from "./read-as.ts";
import type { Registry } from "./registry.ts";
import { openSiblings, reveal } from "./reveal.ts";
import { groupOfKey } from "./row-ids.ts";
import type { RowRef } from "./rows.ts";
import { StoreError } from "./store-error.ts";
import { Cancelled, inTurns, Turns } from "./turns.ts";
import { type View, viewSteps } from "./view.ts";

/** A view, and what it was made with. */
interface MadeView {
  readonly view: View;
  readonly spec: string;
  /** The findings that it is filtered by; undefined when it is not. */
  readonly by: FindingMarks | undefined;
}

/** A document, the view of it that rows are asked of, and one that is likely to come next. */
interface Held extends Document {
  shown: MadeView | undefined;
  beside: MadeView | undefined;
  /** What the reading release makes of it, as far as that was asked for. */
  marks: { readonly findings: readonly VerdictFinding[]; readonly of: FindingMarks } | undefined;
}

/** What is known of the release that reads. Nothing is judged to answer: undefined as long as it has not judged the blob so. */
export interface Judgements {
  findings(reading: Reading, release: string): Pick<ReaderVerdict, "findings" | "findingsTotal"> | undefined;
  /** Tells what it holds for the rows of a document. */
  holder(reading: Reading, release: string, decoded: Decoded): ((row: Item, path: string) => HeldCell) | undefined;
}

/** Documents kept decoded; an older one is decoded again when it is asked for. */
const DOCS = 6;
/** Bytes of a blob up to which nobody waits for its start. */
const SHORT = 8 << 20;
/** Rows that come with a start: a page of the tree. */
const START_ROWS = 64;
/** Times that code is run before it is warm: it is compiled in steps. */
const WARM = 3;
/** Bytes that are looked at for a start. */
const START = 1 << 18;

/** Answers the requests about blobs as they are read: rows, details, find, and how the bytes of a row can be read otherwise. */
export class DocumentDesk {
  readonly #registry: Registry;
  readonly #blob: (blobId: string) => OpenBlob;
  readonly #judgements: Judgements;
  readonly #docs = new Map<string, Held>();
  readonly #finds = new Map<string, { readonly docId: string; readonly hits: Hits }>();
  /** Counts the changes of the registry: what is known of a blob differs with the releases that there are. */
  #generation = 0;
  #findCount = 0;
  #startCount = 0;
  /** Views that are being made, by document. */
  readonly #making = new Map<string, AbortController>();

  readonly handlers: HandlersOf<DocumentRequests & ReadAsRequests> = {
    decode: ({ start, ...reading }, signal, tell) => this.#decode(reading, start, signal, tell),
    warmUp: ({ bytes, start }, signal) => this.#warmUp(bytes, start, new Turns(signal)),
    view: ({ docId, spec }, signal, tell) => this.#view(docId, spec, signal, tell),
    rows: ({ docId, from, to, held }) => this.#rows(docId, from, to, held ?? false),
    indexOf: ({ docId, key }) => {
      const index = this.get(docId).shown?.view.indexOf(key) ?? -1;
      return index < 0 ? null : index;
    },
    reveal: ({ docId, spec, key }, signal, tell) => this.#reveal(docId, spec, key, signal, tell),
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
    find: ({ docId, query }, signal, tell) => this.#find(docId, query, signal, tell),
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
    copy: ({ docId, key, what }, signal, tell) => {
      const doc = this.get(docId);
      const ref = this.#refOf(doc, key);
      if (what === "path") return ref?.kind === "item" ? itemPath(doc.decoded, ref.item) : key.replace(/\[\d*\+?\]$/, "");
      return ref ? inTurns(copySteps(doc.decoded, ref, what), signal, tell) : "";
    },
    save: ({ docId, key, what }, signal, tell) => {
      const doc = this.get(docId);
      const { name } = this.#blob(doc.info.blobId).info;
      return inTurns(savedSteps(doc.decoded, this.#refOf(doc, key), name, key, what), signal, tell);
    },
    readAs: ({ docId, key }) => {
      const { decoded, plain, sets } = this.get(docId);
      return offerReadings(decoded, plain.decoded, key, sets);
    },
  };

  constructor(registry: Registry, blob: (blobId: string) => OpenBlob, judgements: Judgements) {
    this.#registry = registry;
    this.#blob = blob;
    this.#judgements = judgements;
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
    const docId = this.#idOf(reading);
    return this.#kept(docId) ?? this.#keep(straight(documentSteps(docId, blob, reading, this.#registry)));
  }

  /** Reads the start of a blob that is still on its way, undefined where it tells nothing. It is kept until `close` or `adopt`. */
  start(blob: OpenBlob, filled: number, spec: ViewSpec): Started | undefined {
    return this.#started(`start ${++this.#startCount}`, blob, filled, { blobId: blob.info.blobId }, spec);
  }

  /** Reads a blob, repeated to the length of a start, as the start of a file, and forgets it. Releases are parsed one a turn: many take seconds. */
  async #warmUp(bytes: Uint8Array<ArrayBuffer>, spec: ViewSpec, turns: Turns): Promise<readonly Row[]> {
    for (const name of this.#registry.names()) {
      this.#registry.set(name);
      await turns.pause();
    }
    const blobId = "warming up";
    const info = { blobId, name: "", bytes: START, sha256: "", container: "raw" };
    const long = new Uint8Array(START).map((_, i) => bytes[i % bytes.length] ?? 0);
    let started: Started | undefined;
    for (let i = 0; i < WARM; i++) {
      started = this.start({ info, bytes: long, typeName: undefined }, START, spec);
      this.close(blobId);
      await turns.pause();
    }
    return started?.rows ?? [];
  }

  #started(docId: string, blob: OpenBlob, filled: number, reading: Reading, spec: ViewSpec): Started | undefined {
    const doc = startDocument(docId, blob, filled, reading, this.#registry);
    if (!doc) return undefined;
    const held = this.#keep(doc);
    // A start is a few rows: nobody waits for its view.
    held.shown = straight(this.#viewSteps(held, spec));
    return { doc: held.info, view: held.shown.view.info, rows: this.#rows(docId, 0, START_ROWS, false) };
  }

  /** The blob on its way has come: its start closes with it. */
  adopt(startId: string, blobId: string): void {
    for (const [docId, doc] of this.#docs)
      if (doc.info.blobId === startId)
        this.#docs.set(docId, { ...doc, info: { ...doc.info, blobId }, reading: { ...doc.reading, blobId } });
  }

  /** As `read`, by turns. Tells of the start of a large blob when that is asked for. */
  async #decode(reading: Reading, spec: ViewSpec | undefined, signal?: AbortSignal, tell?: Tell<Started>): Promise<DocInfo> {
    const blob = this.#blob(reading.blobId);
    const docId = this.#idOf(reading);
    const before = this.#kept(docId);
    if (before) return before.info;
    if (spec && blob.bytes.length > SHORT) {
      const start = this.#started(`start of ${docId}`, blob, START, reading, spec);
      if (start) tell?.(0, start);
    }
    const doc = await inTurns(documentSteps(docId, blob, reading, this.#registry), signal, tell);
    // It may have been closed meanwhile.
    this.#blob(reading.blobId);
    return this.#keep(doc).info;
  }

  #idOf(reading: Reading): string {
    return JSON.stringify([
      this.#generation,
      reading.blobId,
      reading.raw ?? false,
      reading.release ?? null,
      reading.root ?? null,
      reading.writer ?? null,
      reading.readAs ?? [],
    ]);
  }

  #kept(docId: string): Held | undefined {
    const before = this.#docs.get(docId);
    if (before) {
      this.#docs.delete(docId);
      this.#docs.set(docId, before);
    }
    return before;
  }

  #keep(read: Document): Held {
    const doc: Held = { ...read, shown: undefined, beside: undefined, marks: undefined };
    this.#docs.set(read.info.docId, doc);
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
    this.#making.get(docId)?.abort();
    this.#making.delete(docId);
    for (const [findId, search] of this.#finds) if (search.docId === docId) this.#finds.delete(findId);
  }

  /** Makes the view that rows are asked of from then on. One that is asked for meanwhile takes its place: then it is `Cancelled`. */
  async #view(docId: string, spec: ViewSpec, signal: AbortSignal | undefined, tell: Tell | undefined): Promise<ViewInfo> {
    const mine = new AbortController();
    this.#making.get(docId)?.abort();
    this.#making.set(docId, mine);
    const made = await this.#made(docId, spec, signal ? AbortSignal.any([signal, mine.signal]) : mine.signal, tell);
    if (mine.signal.aborted) throw new Cancelled();
    const doc = this.get(docId);
    doc.shown = made;
    doc.beside = undefined;
    return made.view.info;
  }

  #rows(docId: string, from: number, to: number, held: boolean): readonly Row[] {
    const doc = this.get(docId);
    const rows = doc.shown?.view.rows(from, to, this.#findings(doc)) ?? [];
    const { release } = doc.info;
    const { decoded: plain } = doc.plain;
    const holder = held && release !== undefined ? this.#judgements.holder(doc.reading, release, plain) : undefined;
    if (!holder) return rows;
    return rows.map((row): Row => {
      // Bytes that are read otherwise than the schema says are held as the schema has them.
      const item = doc.decoded === plain ? doc.shown?.view.itemAt(row.index) : itemAt(plain, plainKey(doc.decoded, row.key));
      return item ? { ...row, held: holder(item, row.path) } : row;
    });
  }

  /** What the reading release makes of a document; undefined as long as it has not judged it. */
  #findings(doc: Held): FindingMarks | undefined {
    const { release } = doc.info;
    const judged = release === undefined ? undefined : this.#judgements.findings(doc.reading, release);
    if (!judged) return undefined;
    const { findings, findingsTotal } = judged;
    if (doc.marks?.findings !== findings)
      doc.marks = { findings, of: new FindingMarks(doc.decoded, findings, findingsTotal > findings.length) };
    return doc.marks.of;
  }

  /** A view of the spec: the shown one, the one that was looked at last, or a new one, made by turns. */
  async #made(docId: string, spec: ViewSpec, signal: AbortSignal | undefined, tell: Tell | undefined): Promise<MadeView> {
    const doc = this.get(docId);
    const wanted = JSON.stringify(spec);
    const by = isFoundKind(spec.status) ? this.#findings(doc) : undefined;
    const before = [doc.shown, doc.beside].find((made) => made?.spec === wanted && made.by === by);
    return before ?? (await inTurns(this.#viewSteps(doc, spec), signal, tell));
  }

  *#viewSteps(doc: Held, spec: ViewSpec): Steps<MadeView> {
    const by = isFoundKind(spec.status) ? this.#findings(doc) : undefined;
    const view = yield* viewSteps(doc.decoded, spec, doc.knowledge, by);
    return { view, spec: JSON.stringify(spec), by };
  }

  /** Looks for a row in views that may come next; the shown one stays the one that rows are asked of. */
  async #reveal(
    docId: string,
    spec: ViewSpec,
    key: string,
    signal: AbortSignal | undefined,
    tell: Tell | undefined,
  ): Promise<DocumentRequests["reveal"]["out"]> {
    for (const candidate of reveal(this.get(docId).decoded, spec, key)) {
      const made = await this.#made(docId, candidate, signal, tell);
      const index = made.view.indexOf(key);
      if (index < 0) continue;
      const doc = this.get(docId);
      if (made !== doc.shown) doc.beside = made;
      return { spec: candidate, index };
    }
    return null;
  }

  #details(docId: string, key: string): DocumentRequests["details"]["out"] {
    const doc = this.get(docId);
    const ref = this.#refOf(doc, key);
    return ref ? detailsOf(doc.decoded, ref, doc.knowledge) : null;
  }

  /** What a key names: a row of the document, or of a view of it. */
  #refOf({ decoded, shown, beside }: Held, key: string): RowRef | undefined {
    const item = itemAt(decoded, key);
    if (item) return { kind: "item", item };
    return shown?.view.refOf(key) ?? beside?.view.refOf(key) ?? groupOfKey(decoded, key);
  }

  /** The hits can be asked for while it looks for more; those of an earlier search of the document are gone. */
  async #find(docId: string, query: FindQuery, signal?: AbortSignal, tell?: Tell<FindResult>): Promise<FindResult> {
    const { decoded } = this.get(docId);
    const hits = new Hits();
    const findId = `find ${++this.#findCount}`;
    for (const [old, search] of this.#finds) if (search.docId === docId) this.#finds.delete(old);
    this.#finds.set(findId, { docId, hits });
    const soFar = (share: number) => tell?.(share, { findId, hits: hits.length, complete: false, searching: true });
    const { trouble } = await find(decoded, query, signal, hits, soFar);
    return { findId, hits: hits.length, complete: hits.complete, ...(trouble && { trouble }) };
  }
}

function itemAt(decoded: Decoded, key: string): Item | undefined {
  return findItem(decoded, key, (node) => absentFields(decoded, node));
}
