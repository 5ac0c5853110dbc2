import { absentFields, type Decoded, decode, findItem, survey } from "../decode/index.ts";
import { bestRoots, inferWriter, rankRoots } from "../identify/index.ts";
import { type Evidence, evidenceFrom, findingMarkdown, type ReaderVerdict, resave, verdict, verdictMarkdown } from "../restore/index.ts";
import { findType, type SchemaSet } from "../schema/index.ts";
import type { HandlersOf } from "./handlers.ts";
import { heldValue, logLine } from "./held-values.ts";
import { readLog } from "./log-desk.ts";
import { plainKey } from "./read-as.ts";
import type { Registry } from "./registry.ts";
import { Turns } from "./turns.ts";
import { innerPlace, placeOf } from "./verdict-place.ts";
import type { FindingKind, Origin, ReleaseVerdict, Rewritten, RowVerdict, VerdictAsk, VerdictRequests } from "./verdicts.ts";

/** A blob as the desk sees it. */
export interface JudgedBlob {
  readonly info: { readonly name: string };
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
  /** The schemas of all that may have written it, the likeliest first. */
  readonly writers: readonly SchemaSet[];
  /** With the evidence that was there. */
  readonly readers: Map<string, { readonly verdict: ReaderVerdict; readonly evidence: Evidence }>;
  /** What a release holds after reading, decoded from what it would write. */
  readonly held: Map<string, Decoded | undefined>;
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
  #version = -1;
  /** By release; grows with each blob of a known writer. */
  #evidence: Evidence = new Map();

  readonly handlers: HandlersOf<VerdictRequests> = {
    origin: (ask) => this.known(ask).origin,
    verdict: (ask) => this.#verdict(ask),
    verdictRow: (ask, signal) => this.#row(ask, signal),
    resave: (ask) => this.#resave(ask),
    held: ({ docId, key, ...ask }) => {
      const { decoded, plain } = this.#document(docId);
      return this.#rowVerdict(ask, plain.decoded, plainKey(decoded, key));
    },
    readLog: ({ text, blob }, signal) => readLog(text, blob && this.#blob(blob.blobId).bytes, blob, this, signal),
    verdictMarkdown: (ask) => this.#markdown(ask),
    place: ({ docId, path, offset }) => placeOf(this.#document(docId).decoded, path, offset) ?? null,
  };

  constructor(registry: Registry, blob: (blobId: string) => JudgedBlob, document: (docId: string) => JudgedDocument) {
    this.#registry = registry;
    this.#blob = blob;
    this.#document = document;
  }

  /** What one release makes of the blob. Linear in the blob at the first call. */
  #verdict(ask: VerdictAsk & { readonly reader: string; readonly limit: number }): ReleaseVerdict {
    return toPage(this.#judged(ask, ask.reader), ask.reader, Math.min(ask.limit, LIMIT));
  }

  /** What the blob is and what each release makes of it, as a row of a table. Lets messages in between two releases. */
  async #row(ask: VerdictAsk, signal: AbortSignal | undefined): Promise<VerdictRequests["verdictRow"]["out"]> {
    const turns = new Turns(signal);
    const { origin, readers } = this.known(ask);
    const verdicts: ReleaseVerdict[] = [];
    for (const release of this.#registry.names()) {
      await turns.pause();
      const isKnown = readers.has(release);
      verdicts.push(toPage(this.#judged(ask, release), release, ROW_FINDINGS));
      // Thousands of blobs with long findings would fill the memory.
      if (!isKnown && (readers.get(release)?.verdict.findings.length ?? 0) > MOST_KEPT) readers.delete(release);
    }
    const problems = this.#problems(ask);
    return { origin, verdicts, ...(problems !== undefined && { problems }) };
  }

  /** Malformed and mismatched fields, as the likeliest writer has them. One pass over the blob. */
  #problems(ask: VerdictAsk): number | undefined {
    const { origin, writers } = this.known(ask);
    const set = writers[0] ?? this.newest(origin.root);
    if (origin.root === undefined || !set) return undefined;
    const { malformed, mismatched } = survey(this.#blob(ask.blobId).bytes, set, findType(set, origin.root)).counts;
    return malformed + mismatched;
  }

  /** What one release would write after reading the blob. Linear in the blob. */
  #resave(ask: VerdictAsk & { readonly reader: string }): Rewritten {
    const { origin, writers } = this.known(ask);
    if (origin.root === undefined) return { kind: "no-root" };
    const { bytes, info } = this.#blob(ask.blobId);
    const written = resave(bytes, origin.root, this.#registry.set(ask.reader), writers[0]);
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
  #markdown({ finding, ...ask }: VerdictRequests["verdictMarkdown"]["in"]): string {
    const { root, writer } = this.known(ask).origin;
    const { bytes, info } = this.#blob(ask.blobId);
    if (finding) {
      const found = this.#judged(ask, finding.reader)?.findings[finding.at];
      const by = writer.release === undefined ? "" : `, written by ${writer.release}`;
      return found ? `\`${info.name}\`${by}, on ${finding.reader}:\n\n${findingMarkdown(found)}` : "";
    }
    return verdictMarkdown({ name: info.name, bytes: bytes.length, root: root ?? "no known root", writer, readers: this.all(ask) });
  }

  /** What each release makes of a row of a document of the blob; null for what is no row. */
  #rowVerdict(ask: VerdictAsk, decoded: Decoded, key: string): RowVerdict | null {
    const item = findItem(decoded, key, (node) => absentFields(decoded, node));
    // A field of an absent message has no value of its own: what counts is the message.
    const row = item ?? innerPlace(decoded, key)?.item;
    if (!row) return null;
    const values = this.#registry.names().flatMap((release) => {
      const verdict = this.#judged(ask, release);
      return verdict ? [heldValue(decoded, row, key, verdict, this.#held(ask, release, verdict), item === undefined)] : [];
    });
    const reader = this.#registry.names().includes(decoded.set.release) ? this.#judged(ask, decoded.set.release) : undefined;
    const at = reader ? reader.findings.findIndex(({ path }) => path === key) : -1;
    const finding = reader?.findings[at];
    return { values, ...(finding && { finding: { at, finding }, ...(finding.kind === "fails" && { log: logLine(decoded, finding) }) }) };
  }

  #held(ask: VerdictAsk, release: string, { verdict: kind }: ReaderVerdict): Decoded | undefined {
    const { origin, writers, held } = this.known(ask);
    const { bytes } = this.#blob(ask.blobId);
    if (origin.root === undefined || kind === "fails" || kind === "no-root" || bytes.length > MOST_HELD) return undefined;
    if (!held.has(release)) {
      const set = this.#registry.set(release);
      const written = resave(bytes, origin.root, set, writers[0]);
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
  all(ask: VerdictAsk): readonly ReaderVerdict[] {
    return this.#registry.names().flatMap((release) => this.#judged(ask, release) ?? []);
  }

  /** Drops what is known of a blob that was closed. */
  close(blobId: string): void {
    for (const key of this.#known.keys()) if (JSON.parse(key)[0] === blobId) this.#known.delete(key);
  }

  /** The verdict as the core gives it; undefined when no root fits the blob. */
  #judged(ask: VerdictAsk, reader: string): ReaderVerdict | undefined {
    const { origin, writers, readers } = this.known(ask);
    if (origin.root === undefined) return undefined;
    const before = readers.get(reader);
    // What the schemas could not say may be settled by blobs that were opened since.
    if (before && (before.verdict.verdict !== "depends" || before.evidence === this.#evidence)) return before.verdict;
    const { bytes } = this.#blob(ask.blobId);
    const now = verdict(bytes, origin.root, this.#registry.set(reader), writers, { limit: LIMIT, evidence: this.#evidence });
    readers.set(reader, { verdict: now, evidence: this.#evidence });
    return now;
  }

  /** Root, writers and verdicts so far of a blob. */
  known(ask: VerdictAsk): Known {
    if (this.#version !== this.#registry.version) {
      this.#known.clear();
      this.#evidence = new Map();
      this.#version = this.#registry.version;
    }
    const key = JSON.stringify([ask.blobId, ask.root ?? null, ask.writer ?? null]);
    let known = this.#known.get(key);
    if (!known) {
      known = this.#find(ask);
      this.#known.set(key, known);
      this.#learn(ask, known);
    }
    return known;
  }

  #find({ blobId, root: asked, writer }: VerdictAsk): Known {
    const { bytes, typeName } = this.#blob(blobId);
    const sets = this.#registry.sets();
    const wrapped = typeName !== undefined && sets.some((set) => findType(set, typeName)) ? typeName : undefined;
    const named = asked ?? wrapped;
    const given = writer === undefined ? undefined : this.#registry.set(writer);
    const ranked = named === undefined ? rankRoots(bytes, given ? [given] : sets) : [];
    const roots = named === undefined ? bestRoots(ranked) : [named];
    const guess = given
      ? { release: given.release, candidates: [given.release], confidence: "sure" as const, evidence: ["given"] }
      : inferWriter(bytes, sets, roots, ranked);
    const writers = guess.candidates.map((release) => this.#registry.set(release));
    const root = roots.find((name) => (writers[0] ? findType(writers[0], name) : false)) ?? roots[0];
    const origin: Origin = { ...(root !== undefined && { root }), writer: { ...guess, given: given !== undefined } };
    return { origin, writers, readers: new Map(), held: new Map() };
  }

  /** Takes a blob of a known writer as evidence, where the writer's schemas leave something open. */
  #learn({ blobId }: VerdictAsk, { origin, writers }: Known): void {
    const [writer] = writers;
    if (origin.writer.confidence !== "sure" || writers.length !== 1 || !writer || origin.root === undefined) return;
    if (writer.types.every((type) => type.exact || type.builtin || type.mapEntry)) return;
    const found = evidenceFrom([{ bytes: this.#blob(blobId).bytes, root: origin.root, writer }]);
    const keys = found.get(writer.release) ?? new Set();
    const before = this.#evidence.get(writer.release) ?? new Set();
    if ([...keys].every((key) => before.has(key))) return;
    this.#evidence = new Map([...this.#evidence, [writer.release, new Set([...before, ...keys])]]);
  }
}

function toPage(judged: ReaderVerdict | undefined, release: string, limit: number): ReleaseVerdict {
  const counts: Record<FindingKind, number> = { fails: 0, depends: 0, lost: 0, truncated: 0, reinterpreted: 0, defaulted: 0 };
  if (!judged) return { release, verdict: "no-root", exact: false, total: 0, counts, findings: [], notes: [] };
  for (const { kind } of judged.findings) counts[kind]++;
  const { verdict: kind, exact, findingsTotal: total, findings, notes } = judged;
  return { release, verdict: kind, exact, total, counts, findings: findings.slice(0, limit), notes: notes.slice(0, limit) };
}
