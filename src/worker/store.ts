import { assert } from "../base/index.ts";
import { type DroppedFile, readText, sortFiles, type UnwrapOptions } from "../container/index.ts";
import {
  absentFields,
  type Decoded,
  findItem,
  type Item,
  isElement,
  keyOf,
  NO_SCHEMA,
  NoteBit,
  Status,
  valueRange,
} from "../decode/index.ts";
import { rankRoots, readBlob } from "../identify/index.ts";
import { findType, type SchemaSet } from "../schema/index.ts";
import { nodeAtOffset } from "../wire/index.ts";
import { CompareDesk, type SideReading } from "./compare-desk.ts";
import { CompatDesk } from "./compat-desk.ts";
import { copyText, nodesJson } from "./copy.ts";
import { detailsOf, readingsAt } from "./details.ts";
import { find, type Hits, treeOrder } from "./find.ts";
import type { Knowledge } from "./knowledge.ts";
import { readLog } from "./log-desk.ts";
import { type FoundBlob, openFile, openText } from "./open-file.ts";
import type { BlobInfo, DocInfo, EventName, ImportProblem, InputFile, Reading, RequestName, Requests, ViewSpec } from "./protocol.ts";
import { offerReadings, plainKey, readAsChosen } from "./read-as.ts";
import { Registry } from "./registry.ts";
import type { RegistryKeeper } from "./registry-keeper.ts";
import { ReleaseDesk } from "./release-desk.ts";
import { openSiblings, reveal } from "./reveal.ts";
import { sha256Hex } from "./sha256.ts";
import { StoreError } from "./store-error.ts";
import { TypeDesk } from "./type-desk.ts";
import { VerdictDesk } from "./verdict-desk.ts";
import { placeOf } from "./verdict-place.ts";
import { View } from "./view.ts";

interface OpenBlob {
  readonly info: BlobInfo;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The root that its wrapping names. */
  readonly typeName: string | undefined;
}

interface Doc {
  readonly info: DocInfo;
  readonly decoded: Decoded;
  /** What the other releases know of it. */
  readonly knowledge: Knowledge;
  /** As the schema alone reads it, without bytes that are read otherwise: what verdicts and comparisons go by. */
  readonly plain: Knowledge;
  /** The releases whose types may be named, in the order in which they lend. */
  readonly sets: readonly SchemaSet[];
  view: View | undefined;
  spec: string;
}

/** Documents kept decoded; an older one is decoded again when it is asked for. */
const DOCS = 6;
const CANDIDATES = 200;

type Handlers = {
  readonly [N in RequestName]: (input: Requests[N]["in"], signal?: AbortSignal) => Requests[N]["out"] | Promise<Requests[N]["out"]>;
};

/**
 * Holds the bytes, columns and schema sets of a session and answers the protocol's requests. Knows nothing of workers: the same
 * store runs in a test. Refuses with `StoreError` what cannot be done; bad input is never an exception.
 */
export class DocumentStore {
  readonly #blobs = new Map<string, OpenBlob>();
  /** Names of the open blobs. */
  readonly #names = new Set<string>();
  readonly #registry: Registry;
  readonly #desk: ReleaseDesk;
  readonly #types: TypeDesk;
  readonly #compare = new CompareDesk(
    (reading) => this.#side(reading),
    () => this.#registry.sets(),
  );
  readonly #compat: CompatDesk;
  readonly #verdicts: VerdictDesk;
  readonly #docs = new Map<string, Doc>();
  readonly #finds = new Map<string, { readonly docId: string; readonly hits: Hits }>();
  #pasted = 0;
  /** Counts the changes of the registry: what is known of a blob differs with the releases that there are. */
  #generation = 0;
  #findCount = 0;

  readonly #handlers: Handlers = {
    bundled: ({ files }) => this.#bundled(files),
    import: ({ files }) => this.#import(files),
    close: ({ blobId }) => this.#close(blobId),
    releases: () => this.#registry.infos(),
    registry: () => this.#registry.info(),
    settleImport: ({ answers }) => this.#desk.settle(answers),
    renameRelease: (input) => this.#desk.rename(input),
    orderReleases: ({ names }) => this.#desk.order(names),
    removeRelease: ({ release }) => this.#desk.remove(release),
    restoreRelease: ({ release }) => this.#desk.restore(release),
    restoreBundled: () => this.#desk.restoreBundled(),
    exportReleases: ({ releases }) => this.#desk.export(releases),
    forget: () => this.#desk.forget(),
    types: ({ text }, signal) => this.#types.types(text, signal),
    type: ({ typeName }) => this.#types.page(typeName) ?? null,
    compatCell: ({ old, new: now }) => this.#compat.cell(old, now),
    compat: ({ old, new: now }) => this.#compat.report(old, now),
    rules: () => this.#compat.rules(),
    fieldStory: ({ typeName, number }) => this.#types.story(typeName, number) ?? null,
    roots: ({ release }) => this.#registry.set(release).roots.map((type) => type.typeName),
    decode: (reading) => this.#decode(reading),
    view: ({ docId, spec }) => this.#view(docId, spec).info,
    rows: ({ docId, from, to }) => this.#doc(docId).view?.rows(from, to) ?? [],
    reveal: ({ docId, spec, key }) => this.#reveal(docId, spec, key),
    openSiblings: ({ docId, spec, key }) => openSiblings(this.#doc(docId).decoded, spec, key),
    details: ({ docId, key }) => this.#details(docId, key),
    problem: ({ docId, key, direction }) => this.#problem(docId, key, direction),
    locate: ({ docId, offset }) => {
      const { decoded } = this.#doc(docId);
      const node = nodeAtOffset(decoded.wire, offset);
      return node === undefined ? null : keyOf(decoded, node);
    },
    bytes: ({ blobId, from, to }) => this.#blob(blobId).bytes.slice(Math.max(0, from), Math.max(0, to)),
    readings: ({ blobId, from, to }) => {
      const { bytes } = this.#blob(blobId);
      return from >= bytes.length ? [] : readingsAt(bytes, from, Math.min(to, bytes.length));
    },
    find: ({ docId, query }, signal) => this.#find(docId, query, signal),
    hit: ({ findId, index }) => {
      const search = this.#finds.get(findId);
      return search ? search.hits.at(this.#doc(search.docId).decoded, index) : null;
    },
    hitNear: ({ findId, key }) => {
      const search = this.#finds.get(findId);
      if (!search) return 0;
      const { decoded } = this.#doc(search.docId);
      return search.hits.near(this.#item(decoded, key), treeOrder(decoded));
    },
    copy: ({ docId, key, what }) => {
      const { decoded } = this.#doc(docId);
      const item = this.#item(decoded, key);
      if (what === "path") return item ? copyText(decoded, item, what) : key.replace(/\[\d*\+?\]$/, "");
      return item ? copyText(decoded, item, what) : "";
    },
    save: ({ docId, key, what }) => this.#save(docId, key, what),
    ...this.#compare.handlers,
    origin: (ask) => this.#verdicts.origin(ask),
    verdict: (ask) => this.#verdicts.verdict(ask),
    verdictRow: (ask, signal) => this.#verdicts.row(ask, signal),
    resave: (ask) => this.#verdicts.resave(ask),
    held: ({ docId, key, ...ask }) => {
      const { decoded, plain } = this.#doc(docId);
      return this.#verdicts.held(ask, plain.decoded, plainKey(decoded, key));
    },
    readAs: ({ docId, key }) => {
      const { decoded, plain, sets } = this.#doc(docId);
      return offerReadings(decoded, plain.decoded, key, sets);
    },
    readLog: ({ text, blob }, signal) => readLog(text, blob && this.#blob(blob.blobId).bytes, blob, this.#verdicts, signal),
    verdictMarkdown: (ask) => this.#verdicts.markdown(ask),
    place: ({ docId, path, offset }) => placeOf(this.#doc(docId).decoded, path, offset) ?? null,
  };

  /** `keeper` keeps the user's releases; `tell` is called when what it keeps has changed from elsewhere. */
  constructor(keeper?: RegistryKeeper, tell: (event: EventName) => void = () => {}) {
    this.#registry = new Registry(keeper);
    this.#desk = new ReleaseDesk(this.#registry, (names) => this.#dropReadings(names));
    this.#types = new TypeDesk(this.#registry);
    this.#compat = new CompatDesk(this.#registry);
    this.#verdicts = new VerdictDesk(this.#registry, (blobId) => this.#blob(blobId));
    if (keeper) this.#desk.follow(keeper, () => tell("registry"));
  }

  /** Answers one request. Rejects with `StoreError`, or with `Cancelled` when the signal says that nobody waits. */
  async handle<N extends RequestName>(name: N, input: Requests[N]["in"], signal?: AbortSignal): Promise<Requests[N]["out"]> {
    return this.#handlers[name](input, signal);
  }

  #blob(blobId: string): OpenBlob {
    const blob = this.#blobs.get(blobId);
    if (!blob) throw new StoreError("unknown-blob", "this blob is not open any more");
    return blob;
  }

  #doc(docId: string): Doc {
    const doc = this.#docs.get(docId);
    if (!doc) throw new StoreError("unknown-blob", "this document is not open any more");
    return doc;
  }

  async #bundled(files: readonly { readonly path: string; readonly text: string }[]): Promise<Requests["bundled"]["out"]> {
    const encoder = new TextEncoder();
    const dropped: DroppedFile[] = files.map(({ path, text }) => {
      const bytes = encoder.encode(text);
      return { path: `schemas/${path}`, size: bytes.length, read: () => bytes };
    });
    const { releases } = await sortFiles(dropped);
    return this.#desk.open(releases);
  }

  /** What was read with releases that are gone or have other files now is read again when it is asked for. */
  #dropReadings(names: readonly string[]): void {
    for (const [docId, doc] of this.#docs) if (names.includes(doc.info.release ?? "")) this.#forget(docId);
    this.#generation++;
    this.#compare.drop();
  }

  async #import(files: readonly InputFile[]): Promise<Requests["import"]["out"]> {
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
    const taken = await this.#desk.take(sorted.releases);
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
    this.#compare.drop();
    this.#verdicts.close(blobId);
    for (const [docId, doc] of this.#docs) if (doc.info.blobId === blobId) this.#forget(docId);
    return null;
  }

  #forget(docId: string): void {
    this.#docs.delete(docId);
    for (const [findId, search] of this.#finds) if (search.docId === docId) this.#finds.delete(findId);
  }

  #decode(reading: Reading): DocInfo {
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
      return before.info;
    }
    const began = performance.now();
    for (const name of [reading.release, reading.writer]) if (name !== undefined && !reading.raw) this.#registry.set(name);
    const named = this.#namedRoot(blob, reading);
    const read = readBlob(
      blob.bytes,
      reading.raw ? [] : this.#registry.sets(),
      named === undefined ? reading : { ...reading, root: named },
    );
    const sets = read.sets.length > 0 ? read.sets : [...this.#registry.sets()].reverse();
    const { knowledge, lost } = readAsChosen(read, reading.readAs ?? [], sets);
    const { ranked, writer } = read;
    const { decoded } = knowledge;
    const detected = read.detected || named !== undefined;
    const { root, set } = decoded;
    const release = set === NO_SCHEMA ? undefined : set.release;
    const lacking = reading.root === undefined ? `No root type of ${release} fits these bytes.` : `${release} has no type ${reading.root}.`;
    const info: DocInfo = {
      docId,
      blobId: reading.blobId,
      ...(release !== undefined && { release }),
      ...(root && { root: { typeName: root.typeName, detected } }),
      candidates: ranked
        .slice(0, CANDIDATES)
        .map(({ type, score, evidence }) => ({ typeName: type.typeName, score, evidence: evidence.join(", ") })),
      writer: { ...writer, given: reading.writer !== undefined },
      counts: decoded.counts,
      notes: decoded.notable,
      nodes: decoded.wire.length,
      depth: decoded.wire.depth,
      ms: performance.now() - began,
      ...(release !== undefined && !root && { trouble: `${lacking} The blob is shown raw; choose another root or release.` }),
      ...(lost.length > 0 && { lost }),
    };
    this.#docs.set(docId, { info, decoded, knowledge, plain: read, sets, view: undefined, spec: "" });
    for (const old of this.#docs.keys()) {
      if (this.#docs.size <= DOCS) break;
      this.#forget(old);
    }
    return info;
  }

  #side(reading: Reading): SideReading {
    const info = this.#decode(reading);
    const { plain } = this.#doc(info.docId);
    return { info, name: this.#blob(reading.blobId).info.name, decoded: plain.decoded, knowledge: plain };
  }

  /** The root that the blob's wrapping names, unless the reading names one or its release lacks it. */
  #namedRoot({ typeName }: OpenBlob, { root, release, raw }: Reading): string | undefined {
    if (typeName === undefined || root !== undefined || raw) return undefined;
    const sets = release === undefined ? this.#registry.sets() : [this.#registry.set(release)];
    return sets.some((set) => findType(set, typeName)) ? typeName : undefined;
  }

  #view(docId: string, spec: ViewSpec): View {
    const doc = this.#doc(docId);
    const wanted = JSON.stringify(spec);
    if (!doc.view || doc.spec !== wanted) {
      doc.view = new View(doc.decoded, spec, doc.knowledge);
      doc.spec = wanted;
    }
    return doc.view;
  }

  #reveal(docId: string, spec: ViewSpec, key: string): Requests["reveal"]["out"] {
    const doc = this.#doc(docId);
    const opened = reveal(doc.decoded, spec, key);
    for (const candidate of opened) {
      const index = this.#view(docId, candidate).indexOf(key);
      if (index >= 0) return { spec: candidate, index };
    }
    return null;
  }

  #item(decoded: Decoded, key: string): Item | undefined {
    return findItem(decoded, key, (node) => absentFields(decoded, node));
  }

  #details(docId: string, key: string): Requests["details"]["out"] {
    const doc = this.#doc(docId);
    const item = this.#item(doc.decoded, key);
    if (item) return detailsOf(doc.decoded, { kind: "item", item }, doc.knowledge);
    const ref = doc.view?.refOf(key);
    return ref ? detailsOf(doc.decoded, ref, doc.knowledge) : null;
  }

  #problem(docId: string, key: string | undefined, direction: 1 | -1): string | null {
    const { decoded } = this.#doc(docId);
    const { length } = decoded.wire;
    const item = key === undefined ? undefined : this.#item(decoded, key);
    const start =
      item === undefined
        ? direction === 1
          ? -1
          : length
        : item.kind === "node"
          ? item.node
          : Math.ceil(treeOrder(decoded)(item)) - (direction === 1 ? 1 : 0);
    for (let i = 1; i <= length; i++) {
      const node = (((start + direction * i) % length) + length) % length;
      // As the chips count them: a bad element stands in a bad field already, and a guess is nobody's problem.
      const counted = !isElement(decoded, node) && !(decoded.notes[node]! & (NoteBit.GUESS | NoteBit.BORROWED));
      if (counted && decoded.status[node]! >= Status.MISMATCHED) return keyOf(decoded, node);
    }
    return null;
  }

  async #find(docId: string, query: Requests["find"]["in"]["query"], signal: AbortSignal | undefined): Promise<Requests["find"]["out"]> {
    const { decoded } = this.#doc(docId);
    const { hits, trouble } = await find(decoded, query, signal);
    const findId = `find ${++this.#findCount}`;
    for (const [old, search] of this.#finds) if (search.docId === docId) this.#finds.delete(old);
    this.#finds.set(findId, { docId, hits });
    return { findId, hits: hits.length, complete: hits.complete, ...(trouble && { trouble }) };
  }

  #save(docId: string, key: string, what: "bytes" | "json"): Requests["save"]["out"] {
    const doc = this.#doc(docId);
    const item = this.#item(doc.decoded, key);
    const base = `${this.#blob(doc.info.blobId).info.name.replace(/\.[^.]*$/, "")}.${key.replace(/[^\w.-]+/g, "_")}`;
    if (what === "json") {
      const text = JSON.stringify(item ? nodesJson(doc.decoded, item) : [], null, 2);
      return { name: `${base}.json`, bytes: new TextEncoder().encode(`${text}\n`) };
    }
    if (item?.kind !== "node") return { name: `${base}.bin`, bytes: new Uint8Array(0) };
    const [from, to] = valueRange(doc.decoded, item.node);
    const { bytes } = doc.decoded;
    assert(bytes.buffer instanceof ArrayBuffer, "blobs stand in buffers of their own");
    return { name: `${base}.bin`, bytes: (bytes as Uint8Array<ArrayBuffer>).slice(from, to) };
  }
}
