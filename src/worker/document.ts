import { part, type Steps } from "../base/index.ts";
import { type Decoded, MOST_HIDDEN, NO_SCHEMA } from "../decode/index.ts";
import { type Ask, type BlobReading, bestRoots, readStart, readSteps } from "../identify/index.ts";
import { findType, type SchemaSet } from "../schema/index.ts";
import type { OpenBlob } from "./blob-desk.ts";
import type { Knowledge } from "./knowledge.ts";
import type { DocInfo, Reading } from "./protocol.ts";
import { readAsChosen } from "./read-as.ts";
import type { Registry } from "./registry.ts";

/** A blob as it was read. */
export interface Document {
  readonly info: DocInfo;
  readonly reading: Reading;
  readonly decoded: Decoded;
  /** What the other releases know of it. */
  readonly knowledge: Knowledge;
  /** As the schema alone reads it, without bytes that are read otherwise: what verdicts and comparisons go by. */
  readonly plain: Knowledge;
  /** The releases whose types may be named, in the order in which they lend. */
  readonly sets: readonly SchemaSet[];
}

const CANDIDATES = 200;
/** Share of the work that the reading itself is, before bytes are read otherwise. */
const READ = 0.95;

/**
 * Reads a blob as it is asked for, in steps. Throws `StoreError` for a release that is not registered. Linear in the blob, for each
 * release.
 */
export function* documentSteps(docId: string, blob: OpenBlob, reading: Reading, registry: Registry): Steps<Document> {
  const began = performance.now();
  const { asked, sets: all } = askOf(blob, reading, registry);
  const read = yield* part(readSteps(blob.bytes, reading.raw ? [] : all, asked), 0, READ);
  const sets = read.sets.length > 0 ? read.sets : [...all].reverse();
  const { knowledge, lost, cut } = yield* part(readAsChosen(read, reading.readAs ?? [], sets), READ, 1);
  const told = { ...(lost.length > 0 && { lost }), ...(cut && { hiddenCut: MOST_HIDDEN }) };
  const shown = { ...read, decoded: knowledge.decoded };
  return {
    info: { ...infoOf(docId, shown, reading, asked, began), ...told },
    reading,
    knowledge,
    decoded: shown.decoded,
    plain: read,
    sets,
  };
}

/**
 * The start of a blob as it is likely to be read, to be looked at until all of it is; only the bytes before `filled` are there. Bytes
 * that the user reads otherwise stay as the schema has them. Undefined where that cannot be told, or nothing is known of the bytes.
 */
export function startDocument(docId: string, blob: OpenBlob, filled: number, reading: Reading, registry: Registry): Document | undefined {
  const began = performance.now();
  if (reading.raw) return undefined;
  const { asked, sets: all } = askOf(blob, reading, registry);
  const read = readStart(blob.bytes, filled, all, asked);
  if (!read) return undefined;
  const { decoded, sets } = read;
  const info = { ...infoOf(docId, read, reading, asked, began), soFar: decoded.readTo! };
  return { info, reading, decoded, knowledge: read, plain: read, sets };
}

/** What is asked of a reading, with the root that the blob's wrapping names, and the releases there are. */
function askOf(blob: OpenBlob, reading: Reading, registry: Registry): { readonly asked: Ask; readonly sets: readonly SchemaSet[] } {
  for (const name of [reading.release, reading.writer]) if (name !== undefined && !reading.raw) registry.set(name);
  const named = namedRoot(blob, reading, registry);
  const asked = { ...reading, fileName: blob.info.name, examples: registry.examples(), ...(named !== undefined && { root: named }) };
  return { asked, sets: registry.sets() };
}

function infoOf(docId: string, read: BlobReading, reading: Reading, asked: Ask, began: number): DocInfo {
  const { ranked, writer, decoded } = read;
  const { root, set } = decoded;
  const detected = read.detected || asked.root !== reading.root;
  const release = set === NO_SCHEMA ? undefined : set.release;
  const lacking = reading.root === undefined ? `No root type of ${release} fits these bytes.` : `${release} has no type ${reading.root}.`;
  return {
    docId,
    blobId: reading.blobId,
    ...(release !== undefined && { release }),
    ...(root && { root: { typeName: root.typeName, detected } }),
    candidates: ranked
      .slice(0, CANDIDATES)
      .map(({ type, score, evidence }) => ({ typeName: type.typeName, score, evidence: evidence.join(", ") })),
    alike: bestRoots(ranked).length,
    writer: { ...writer, given: reading.writer !== undefined },
    counts: decoded.counts,
    notes: decoded.notable,
    nodes: decoded.nodes.length,
    depth: decoded.nodes.depth,
    ms: performance.now() - began,
    ...(release !== undefined && !root && { trouble: `${lacking} The blob is shown raw; choose another root or release.` }),
  };
}

/** The root that the blob's wrapping names, unless the reading names one or its release lacks it. */
function namedRoot({ typeName }: OpenBlob, { root, release, raw }: Reading, registry: Registry): string | undefined {
  if (typeName === undefined || root !== undefined || raw) return undefined;
  const sets = release === undefined ? registry.sets() : [registry.set(release)];
  return sets.some((set) => findType(set, typeName)) ? typeName : undefined;
}
