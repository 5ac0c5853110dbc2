import { type Decoded, MOST_HIDDEN, NO_SCHEMA } from "../decode/index.ts";
import { readBlob } from "../identify/index.ts";
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

/** Reads a blob as it is asked for. Throws `StoreError` for a release that is not registered. Linear in the blob, for each release. */
export function readDocument(docId: string, blob: OpenBlob, reading: Reading, registry: Registry): Document {
  const began = performance.now();
  for (const name of [reading.release, reading.writer]) if (name !== undefined && !reading.raw) registry.set(name);
  const named = namedRoot(blob, reading, registry);
  const read = readBlob(blob.bytes, reading.raw ? [] : registry.sets(), named === undefined ? reading : { ...reading, root: named });
  const sets = read.sets.length > 0 ? read.sets : [...registry.sets()].reverse();
  const { knowledge, lost, cut } = readAsChosen(read, reading.readAs ?? [], sets);
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
    nodes: decoded.nodes.length,
    depth: decoded.nodes.depth,
    ms: performance.now() - began,
    ...(release !== undefined && !root && { trouble: `${lacking} The blob is shown raw; choose another root or release.` }),
    ...(lost.length > 0 && { lost }),
    ...(cut && { hiddenCut: MOST_HIDDEN }),
  };
  return { info, reading, decoded, knowledge, plain: read, sets };
}

/** The root that the blob's wrapping names, unless the reading names one or its release lacks it. */
function namedRoot({ typeName }: OpenBlob, { root, release, raw }: Reading, registry: Registry): string | undefined {
  if (typeName === undefined || root !== undefined || raw) return undefined;
  const sets = release === undefined ? registry.sets() : [registry.set(release)];
  return sets.some((set) => findType(set, typeName)) ? typeName : undefined;
}
