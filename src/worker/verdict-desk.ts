import { type Steps, straight } from "../base/index.ts";
import { absentFields, type Decoded, decode, findItem, type Item, surveySteps } from "../decode/index.ts";
import { beforeExamples, bestRoots, likelySteps, writerSteps } from "../identify/index.ts";
import {
  type Evidence,
  evidenceSteps,
  type Finding,
  findingReport,
  type ReaderVerdict,
  resaveSteps,
  verdictMarkdown,
  verdictSteps,
} from "../restore/index.ts";
import { findType, type SchemaSet } from "../schema/index.ts";
import { EvidenceBook } from "./evidence-book.ts";
import type { HandlersOf, Tell } from "./handlers.ts";
import { HeldPlaces } from "./held-places.ts";
import { heldCell, heldValue, logLine } from "./held-values.ts";
import { readLog } from "./log-desk.ts";
import { plainKey } from "./read-as.ts";
import type { Registry } from "./registry.ts";
import { inTurns, Turns } from "./turns.ts";
import { innerPlace, placeOf } from "./verdict-place.ts";
import type {
  FindingKind,
  HeldCell,
  HeldValue,
  Origin,
  ReleaseVerdict,
  Rewritten,
  RowVerdict,
  VerdictAsk,
  VerdictRequests,
} from "./verdicts.ts";

/** A blob as the desk sees it. */
export interface JudgedBlob {
  readonly info: { readonly name: string };
  /** What it is called among the open blobs. */
  readonly name: () => string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The root that its wrapping names. */
  readonly typeName: string | undefined;
}

/** A document as the desk sees it: as it is shown, and as the schema alone reads it. */
export interface JudgedDocument {
  readonly decoded: Decoded;
  readonly plain: { readonly decoded: Decoded };
}

/** Findings that are counted, and at most handed out. */
const LIMIT = 1000;
/** Findings that a row of a table gets, and up to which those of all blobs are kept. */
const ROW_FINDINGS = 4;
const MOST_KEPT = 20;
/** Bytes up to which the values that each release would hold are kept: they take several times as much, for each. */
const MOST_HELD = 4_000_000;

interface Known {
  readonly origin: Origin;
  /** The root was said, by the user or the blob's wrapping, or no other one fits as well. */
  readonly isRootSure: boolean;
  /** The schemas of all that may have written it, the likeliest first. */
  readonly writers: readonly SchemaSet[];
  /** With the evidence that was there. */
  readonly readers: Map<string, { readonly verdict: ReaderVerdict; readonly evidence: Evidence; readonly retracted: number }>;
  /** What is being read now. */
  readonly running: Map<string, Promise<ReaderVerdict>>;
  /** What a release holds after reading, decoded from what it would write. */
  readonly held: Map<string, Decoded | undefined>;
  /** The blob as its likeliest writer reads it, once that was asked for. */
  written?: Decoded;
  /** The fields that it leaves out, once it was looked at as evidence. */
  leftOut?: ReadonlySet<string>;
}

/**
 * Answers the requests about verdicts. What was found out of a blob is kept until the releases change. Blobs whose writer is known are
 * evidence for the others: what a release left out of them it reads without.
 */
export class VerdictDesk {
  readonly #registry: Registry;
  readonly #blob: (blobId: string) => JudgedBlob;
  readonly #document: (docId: string) => JudgedDocument;
  readonly #known = new Map<string, Known>();
  readonly #placesOf = new WeakMap<Decoded, HeldPlaces>();
  #version = -1;
  #evidence = new EvidenceBook();

  readonly handlers: HandlersOf<VerdictRequests> = {
    origin: (ask, signal) => this.#origin(ask, signal),
    verdict: (ask, signal, tell) => this.#verdict(ask, signal, tell),
    verdictRow: (ask, signal) => this.#row(ask, signal),
    resave: (ask, signal, tell) => this.#resave(ask, signal, tell),
    held: ({ docId, key, ...ask }, signal) => {
      const { decoded, plain } = this.#document(docId);
      return this.#rowVerdict(ask, plain.decoded, plainKey(decoded, key), signal);
    },
    readLog: ({ text, blob }, signal) => readLog(text, blob && this.#blob(blob.blobId).bytes, blob, this, signal),
    verdictMarkdown: (ask, signal) => this.#markdown(ask, signal),
    place: ({ docId, path, offset }) => placeOf(this.#document(docId).decoded, path, offset) ?? null,
  };
  /** Whether a release says which units it has. */
  readonly listsUnits = (release: string): boolean => this.#registry.set(release).units !== undefined;

  constructor(registry: Registry, blob: (blobId: string) => JudgedBlob, document: (docId: string) => JudgedDocument) {
    this.#registry = registry;
    this.#blob = blob;
    this.#document = document;
  }

  /** What one release makes of the blob. Linear in the blob at the first call. */
  async #verdict(ask: VerdictRequests["verdict"]["in"], signal: AbortSignal | undefined, tell: Tell | undefined): Promise<ReleaseVerdict> {
    return toPage(await this.#judged(ask, ask.reader, signal, tell), ask.reader, Math.min(ask.limit, LIMIT));
  }

  /** What the blob is and what each release makes of it, as a row of a table. */
  async #row(ask: VerdictAsk, signal: AbortSignal | undefined): Promise<VerdictRequests["verdictRow"]["out"]> {
    const turns = new Turns(signal);
    await this.#origin(ask, signal);
    const { origin, readers } = this.known(ask);
    const verdicts: ReleaseVerdict[] = [];
    for (const release of this.#registry.names()) {
      await turns.pause();
      const isKnown = readers.has(release);
      verdicts.push(toPage(await this.#judged(ask, release, signal), release, ROW_FINDINGS));
      // Thousands of blobs with long findings would fill the memory.
      if (!isKnown && (readers.get(release)?.verdict.findings.length ?? 0) > MOST_KEPT) readers.delete(release);
    }
    const problems = await inTurns(this.#problems(ask), signal, undefined);
    return { origin, verdicts, evidence: this.#evidence.extent, ...(problems !== undefined && { problems }) };
  }

  /** Malformed and mismatched fields, as the likeliest writer has them. One pass over the blob. */
  *#problems(ask: VerdictAsk): Steps<number | undefined> {
    const { origin, writers } = this.known(ask);
    const set = writers[0] ?? this.newest(origin.root);
    if (origin.root === undefined || !set) return undefined;
    const { counts } = yield* surveySteps(this.#blob(ask.blobId).bytes, set, findType(set, origin.root));
    return counts.malformed + counts.mismatched;
  }

  /** What one release would write after reading the blob. Linear in the blob. */
  async #resave(ask: VerdictRequests["resave"]["in"], signal: AbortSignal | undefined, tell: Tell | undefined): Promise<Rewritten> {
    const { origin, writers } = this.known(ask);
    if (origin.root === undefined) return { kind: "no-root" };
    const { bytes, info } = this.#blob(ask.blobId);
    const written = await inTurns(resaveSteps(bytes, origin.root, this.#registry.set(ask.reader), writers[0]), signal, tell);
    switch (written.kind) {
      case "no-root":
        return written;
      case "refused": {
        const { message, path, why } = written.finding;
        return { kind: "refused", message, path, why };
      }
      case "written":
        return { ...written, name: `${info.name.replace(/\.[^.]*$/, "")} as ${ask.reader} writes.bin` };
    }
  }

  /** One finding, or the whole verdict, to paste into an incident. Judges what is not judged yet. */
  async #markdown({ finding, ...ask }: VerdictRequests["verdictMarkdown"]["in"], signal: AbortSignal | undefined): Promise<string> {
    const { root, alike, writer } = this.known(ask).origin;
    const { bytes, name } = this.#blob(ask.blobId);
    if (finding) {
      const found = (await this.#judged(ask, finding.reader, signal))?.findings[finding.at];
      return found ? findingReport({ name: name(), writer }, finding.reader, found) : "";
    }
    const text = verdictMarkdown({
      name: name(),
      bytes: bytes.length,
      root: root ?? "no known root",
      writer,
      readers: this.#withoutExamples(await this.all(ask, signal)),
    });
    return alike === undefined ? text : `${text}\nThe root type is a guess: ${alike} types fit these bytes alike.\n`;
  }

  /** The examples' releases are no news to who judges a blob of another product. */
  #withoutExamples(judged: readonly ReaderVerdict[]): readonly ReaderVerdict[] {
    const examples = this.#registry.examples();
    const told = judged.filter(({ release, verdict: kind }) => kind !== "no-root" || !examples.has(this.#registry.set(release)));
    return told.some(({ verdict: kind }) => kind !== "no-root") ? told : judged;
  }

  /** What each release makes of a row of a document of the blob; null for what is no row. */
  async #rowVerdict(ask: VerdictAsk, decoded: Decoded, key: string, signal: AbortSignal | undefined): Promise<RowVerdict | null> {
    const item = findItem(decoded, key, (node) => absentFields(decoded, node));
    // A field of an absent message has no value of its own: what counts is the message.
    const row = item ?? innerPlace(decoded, key)?.item;
    if (!row) return null;
    const judged = await this.all(ask, signal);
    const values: HeldValue[] = [];
    for (const verdict of judged) {
      const places = this.#places(decoded, await inTurns(this.#heldSteps(ask, verdict.release, verdict), signal, undefined));
      values.push(heldValue(decoded, row, key, verdict, places, item === undefined));
    }
    const reader = judged.find(({ release }) => release === decoded.set.release);
    const at = reader ? reader.findings.findIndex(({ path }) => path === key) : -1;
    const finding = reader?.findings[at];
    return { values, ...(finding && { finding: { at, finding }, ...(finding.kind === "fails" && { log: logLine(decoded, finding) }) }) };
  }

  /** Tells what a release that has judged the blob holds for the rows of a document of it; undefined before it has. */
  holder(ask: VerdictAsk, release: string, decoded: Decoded): ((row: Item, path: string) => HeldCell) | undefined {
    const verdict = this.#seen(ask, release);
    if (!verdict) return undefined;
    const places = this.#places(decoded, straight(this.#heldSteps(ask, release, verdict)));
    return (row, path) => heldCell(decoded, row, path, verdict, places, () => this.#written(ask));
  }

  /** The blob as its likeliest writer reads it. */
  #written(ask: VerdictAsk): Decoded | undefined {
    const known = this.known(ask);
    const [writer] = known.writers;
    const { bytes } = this.#blob(ask.blobId);
    const { root } = known.origin;
    if (!writer || root === undefined || bytes.length > MOST_HELD) return undefined;
    known.written ??= decode(bytes, writer, findType(writer, root));
    return known.written;
  }

  /** Where what a release holds stands; one document is looked at by so many rows that its places are kept. */
  #places(decoded: Decoded, held: Decoded | undefined): HeldPlaces | undefined {
    if (!held) return undefined;
    const before = this.#placesOf.get(held);
    if (before?.decoded === decoded) return before;
    const places = new HeldPlaces(decoded, held);
    this.#placesOf.set(held, places);
    return places;
  }

  *#heldSteps(ask: VerdictAsk, release: string, { verdict: kind }: ReaderVerdict): Steps<Decoded | undefined> {
    const { origin, writers, held } = this.known(ask);
    const { bytes } = this.#blob(ask.blobId);
    if (origin.root === undefined || kind === "fails" || kind === "no-root" || bytes.length > MOST_HELD) return undefined;
    if (!held.has(release)) {
      const set = this.#registry.set(release);
      const written = yield* resaveSteps(bytes, origin.root, set, writers[0]);
      held.set(release, written.kind === "written" ? decode(written.bytes, set, findType(set, origin.root)) : undefined);
    }
    return held.get(release);
  }

  /** The schemas of the newest release that has the root. */
  newest(root: string | undefined): SchemaSet | undefined {
    const name = root === undefined ? undefined : this.#registry.newest(root);
    return name === undefined ? undefined : this.#registry.set(name);
  }

  /** What every release makes of the blob, old to new; empty when no root fits it. */
  async all(ask: VerdictAsk, signal: AbortSignal | undefined): Promise<readonly ReaderVerdict[]> {
    const verdicts: ReaderVerdict[] = [];
    for (const release of this.#registry.names()) {
      const verdict = await this.#judged(ask, release, signal);
      if (verdict) verdicts.push(verdict);
    }
    return verdicts;
  }

  /** The verdicts, those by schemas that are not exact made anew with no writer taken for granted. Linear in the blob. */
  async doubting(ask: VerdictAsk, verdicts: readonly ReaderVerdict[], signal: AbortSignal | undefined): Promise<readonly ReaderVerdict[]> {
    const { root } = this.known(ask).origin;
    const { bytes } = this.#blob(ask.blobId);
    const again: ReaderVerdict[] = [];
    for (const before of verdicts) {
      const isOpen = root !== undefined && !before.exact && before.verdict !== "no-root";
      const steps = isOpen ? verdictSteps(bytes, root, this.#registry.set(before.release), undefined, { limit: LIMIT }) : undefined;
      again.push(steps ? worstFirst(await inTurns(steps, signal, undefined)) : before);
    }
    return again;
  }

  /** Drops what is known of a blob that was closed. */
  close(blobId: string): void {
    for (const key of this.#known.keys()) if (JSON.parse(key)[0] === blobId) this.#known.delete(key);
  }

  /** What a release has found in the blob, when it was judged so already. */
  findings(ask: VerdictAsk, reader: string): ReaderVerdict | undefined {
    return this.#seen(ask, reader);
  }

  #seen(ask: VerdictAsk, reader: string): ReaderVerdict | undefined {
    if (this.#version !== this.#registry.version) return undefined;
    return this.#known.get(keyOf(ask))?.readers.get(reader)?.verdict;
  }

  /**
   * The verdict as the core gives it; undefined when no root fits the blob. Lets messages in while it reads; who asks for what is being
   * read already waits for that.
   */
  async #judged(ask: VerdictAsk, reader: string, signal: AbortSignal | undefined, tell?: Tell): Promise<ReaderVerdict | undefined> {
    const known = this.known(ask);
    const { origin, writers, readers } = known;
    if (origin.root === undefined) return undefined;
    const { bytes } = this.#blob(ask.blobId);
    await inTurns(this.#learn(ask, known, bytes), signal, undefined);
    // Whoever asked first may be cancelled: then it is read here after all.
    while (known.running.has(reader)) await known.running.get(reader)!.catch(() => {});
    const { current: evidence, retracted } = this.#evidence;
    const before = readers.get(reader);
    // What the schemas could not say may be settled by blobs that were opened since, or be open again.
    const isOpen = before && !before.verdict.exact && (before.verdict.verdict === "depends" || before.retracted !== retracted);
    if (before && !(isOpen && before.evidence !== evidence)) return before.verdict;
    const steps = verdictSteps(bytes, origin.root, this.#registry.set(reader), writers, { limit: LIMIT, evidence });
    const running = inTurns(steps, signal, tell);
    known.running.set(reader, running);
    try {
      const now = worstFirst(await running);
      readers.set(reader, { verdict: now, evidence, retracted });
      return now;
    } finally {
      known.running.delete(reader);
    }
  }

  /** Root, writers and verdicts so far of a blob; `found` where they were found out by turns. */
  known(ask: VerdictAsk, found?: Known): Known {
    if (this.#version !== this.#registry.version) {
      this.#known.clear();
      this.#evidence = new EvidenceBook();
      this.#version = this.#registry.version;
    }
    const key = keyOf(ask);
    let known = this.#known.get(key);
    if (!known) {
      known = found ?? straight(this.#findSteps(ask));
      this.#known.set(key, known);
    }
    return known;
  }

  /** Finds out root and writer by turns; what is asked of them after that is told at once. */
  async #origin(ask: VerdictAsk, signal: AbortSignal | undefined): Promise<Origin> {
    const { version } = this.#registry;
    if (!this.#known.has(keyOf(ask)) || this.#version !== version) {
      const found = await inTurns(this.#findSteps(ask), signal, undefined);
      // The releases may have changed meanwhile.
      if (this.#registry.version === version) this.known(ask, found);
    }
    return this.known(ask).origin;
  }

  *#findSteps({ blobId, root: asked, writer }: VerdictAsk): Steps<Known> {
    const { bytes, typeName, info } = this.#blob(blobId);
    const sets = this.#registry.sets();
    const wrapped = typeName !== undefined && sets.some((set) => findType(set, typeName)) ? typeName : undefined;
    const named = asked ?? wrapped;
    const given = writer === undefined ? undefined : this.#registry.set(writer);
    const tried = named === undefined ? yield* likelySteps(bytes, given ? [given] : sets) : [];
    const ranked = beforeExamples(tried, this.#registry.examples());
    const roots = named === undefined ? bestRoots(ranked, info.name) : [named];
    const guess = given
      ? { release: given.release, candidates: [given.release], confidence: "sure" as const, evidence: ["given"] }
      : yield* writerSteps(bytes, sets, roots, ranked);
    const writers = guess.candidates.map((release) => this.#registry.set(release));
    const root = roots.find((name) => (writers[0] ? findType(writers[0], name) : false)) ?? roots[0];
    const alike = roots.length > 1 && { alike: roots.length };
    const origin: Origin = { ...(root !== undefined && { root }), ...alike, writer: { ...guess, given: given !== undefined } };
    return { origin, isRootSure: roots.length === 1, writers, readers: new Map(), running: new Map(), held: new Map() };
  }

  /** Takes a blob of a known writer and root as evidence, where the writer's schemas leave something open. */
  *#learn(ask: VerdictAsk, known: Known, bytes: Uint8Array): Steps<void> {
    const { origin, writers, isRootSure } = known;
    const [writer] = writers;
    const book = this.#evidence;
    const key = keyOf(ask);
    if (book.asked(ask.blobId) === key) return;
    const isKnown = origin.writer.confidence === "sure" && writers.length === 1 && isRootSure && origin.root !== undefined;
    if (!isKnown || !writer || writer.types.every((type) => type.exact || type.builtin || type.mapEntry)) {
      book.take(ask.blobId, key, undefined);
      return;
    }
    known.leftOut ??= (yield* evidenceSteps([{ bytes, root: origin.root!, writer }])).get(writer.release) ?? new Set();
    // The releases may have changed meanwhile: then this goes into a book that nobody reads.
    book.take(ask.blobId, key, { release: writer.release, keys: known.leftOut });
  }
}

function keyOf({ blobId, root, writer }: VerdictAsk): string {
  return JSON.stringify([blobId, root ?? null, writer ?? null]);
}

/** Failures come first already; then what leaves the verdict open, so that the first finding is of the kind that makes the verdict. */
function worstFirst(judged: ReaderVerdict): ReaderVerdict {
  const rank = ({ kind }: Finding): number => (kind === "fails" ? 0 : kind === "depends" ? 1 : 2);
  return { ...judged, findings: judged.findings.toSorted((a, b) => rank(a) - rank(b)) };
}

function toPage(judged: ReaderVerdict | undefined, release: string, limit: number): ReleaseVerdict {
  const counts: Record<FindingKind, number> = { fails: 0, depends: 0, lost: 0, truncated: 0, reinterpreted: 0, defaulted: 0 };
  if (!judged) return { release, verdict: "no-root", exact: false, total: 0, counts, findings: [], notes: [] };
  for (const { kind } of judged.findings) counts[kind]++;
  const { verdict: kind, exact, findingsTotal: total, findings, notes } = judged;
  return { release, verdict: kind, exact, total, counts, findings: findings.slice(0, limit), notes: notes.slice(0, limit) };
}
