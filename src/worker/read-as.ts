import type { Steps } from "../base/index.ts";
import {
  asType,
  canReread,
  contentType,
  type Decoded,
  fieldOf,
  findItem,
  hiddenBlob,
  isCutOff,
  isOpened,
  keyOf,
  PLAIN_READINGS,
  Places,
  type PlainReading,
  pathOf,
  previewAs,
  readAsParts,
  readAsWords,
  rereadAt,
  rereadSteps,
  unfitAs,
  valueRange,
} from "../decode/index.ts";
import { type BlobReading, rankRoots, TRY_BYTES } from "../identify/index.ts";
import type { SchemaSet } from "../schema/index.ts";
import type { Knowledge } from "./knowledge.ts";
import type { LostChoice, OfferedReading, ReadAsNow, ReadAsOffer, ReadChoice } from "./read-as-protocol.ts";

/** Types that are named first because they fit the bytes. */
const MOST_LIKELY = 6;

const LABELS: Readonly<Record<PlainReading, string>> = {
  message: "Message",
  "utf-8": "UTF-8 text",
  guid: "GUID",
  u8: "8-bit integers",
  u16: "16-bit integers, little endian",
  u32: "32-bit integers, little endian",
  u64: "64-bit integers, little endian",
  varints: "Packed varints",
  bytes: "Raw bytes",
};

/** A blob as it is shown: with bytes read as the user chose, and blobs opened that were found in bytes. */
export interface Shown {
  readonly knowledge: Knowledge;
  readonly lost: readonly LostChoice[];
  /** There may be more blobs in bytes than were opened by themselves. */
  readonly cut: boolean;
}

/** Follows the choices of the user, in steps. `sets` are the releases whose types may be named, in the order in which they lend. */
export function* readAsChosen(read: BlobReading, choices: readonly ReadChoice[], sets: readonly SchemaSet[]): Steps<Shown> {
  const { decoded, lost, cut } = yield* rereadSteps(read.decoded, choices, sets, true);
  if (decoded === read.decoded) return { knowledge: read, lost, cut };
  const here = ({ set }: Places) => new Places(decoded, set);
  return { knowledge: { ...read, decoded, others: read.others.map(here), writers: read.writers.map(here) }, lost, cut };
}

/** Key of the outermost bytes around a row that are read otherwise, else the row's own: where the blob's own reading has a row for it. */
export function plainKey(decoded: Decoded, key: string): string {
  const item = findItem(decoded, key, () => []);
  if (!item) return key;
  let outermost = -1;
  for (let at = rereadAt(decoded, item.node); at >= 0; at = rereadAt(decoded, decoded.nodes.parent(at))) outermost = at;
  return outermost < 0 ? key : keyOf(decoded, outermost);
}

/** How the bytes of a node are read now; undefined when nobody chose and nothing was found in them. */
export function readAsNow(decoded: Decoded, node: number): ReadAsNow | undefined {
  const how = decoded.rereads.get(node);
  return how && { as: how.as, words: readAsWords(how.as), chosen: how.origin === "chosen", ...(how.origin === "cut" && { cut: true }) };
}

/** What the reading is called that nobody chose. */
export function resetWords(decoded: Decoded, node: number): string {
  return fieldOf(decoded, node) ? "As the schema says" : "As found";
}

/** All ways to read the bytes of a row. `plain` is the blob without choices. Cost: for small bytes, that of trying every root on them. */
export function offerReadings(decoded: Decoded, plain: Decoded, key: string, sets: readonly SchemaSet[]): ReadAsOffer | null {
  const item = findItem(decoded, key, () => []);
  if (item?.kind !== "node" || !canReread(decoded, item.node)) return null;
  const { node } = item;
  const [from, to] = valueRange(decoded, node);
  const bytes = decoded.bytes.subarray(from, to);
  const now = readAsNow(decoded, node);
  return {
    key,
    path: pathOf(decoded, node),
    bytes: bytes.length,
    ...(now && { now }),
    reset: resetWords(decoded, node),
    plain: plainWords(plain, key, bytes, sets),
    readings: PLAIN_READINGS.map((as) => offered(bytes, as)),
    likely: likelyTypes(bytes, sets),
    types: sets.map((set) => ({ release: set.release, names: typeNames(set) })),
  };
}

function offered(bytes: Uint8Array, as: PlainReading): OfferedReading {
  const unfit = unfitAs(bytes, 0, bytes.length, as);
  const label = LABELS[as];
  return unfit === undefined ? { as, label, value: previewAs(bytes, 0, bytes.length, as) } : { as, label, unfit };
}

function typeNames(set: SchemaSet): string[] {
  return set.types
    .filter(({ mapEntry }) => !mapEntry)
    .map(({ typeName }) => typeName)
    .sort();
}

/** What a reset leads to. */
function plainWords(plain: Decoded, key: string, bytes: Uint8Array, sets: readonly SchemaSet[]): string {
  const item = findItem(plain, key, () => []);
  const node = item?.kind === "node" ? item.node : -1;
  if (plain.root && hiddenBlob(bytes, sets)) return "a saved-state blob by its type URL, a guess";
  if (node < 0) return "as the type around it says";
  if (isCutOff(plain, node)) return "cut off by the end of what is around it";
  const loan = plain.loans.get(node);
  if (loan) return `as ${loan.release} has it, borrowed`;
  if (isOpened(plain, node)) return contentType(plain, node)?.typeName ?? "a message, a guess";
  return fieldOf(plain, node) ? "bytes" : "unknown";
}

/** The blob that the bytes surely are, then roots of the reading release that fit. */
function likelyTypes(bytes: Uint8Array, sets: readonly SchemaSet[]): ReadAsOffer["likely"] {
  const hidden = hiddenBlob(bytes, sets);
  const entry = (typeName: string, release: string, evidence: string) => ({ as: asType(typeName, release), typeName, release, evidence });
  const first = hidden ? [entry("google.protobuf.Any", hidden.set.release, "its type URL names a type, and all of it fits")] : [];
  const own = sets[0];
  if (!own || bytes.length === 0 || bytes.length > TRY_BYTES) return first;
  const fitting = rankRoots(bytes, [own]).filter(({ plausible, clean }) => plausible && clean);
  return [...first, ...fitting.slice(0, MOST_LIKELY).map(({ type, evidence }) => entry(type.typeName, own.release, evidence.join(", ")))];
}

/** What the details say of bytes that are read otherwise, and of what is inside them; undefined for anything else. */
export function rereadSays(decoded: Decoded, node: number): string | undefined {
  const release = decoded.set.release || "this reading";
  const how = decoded.rereads.get(node);
  if (how?.origin === "found")
    return `These bytes are a saved-state blob by their look: an Any whose type URL names a known type, and all of it fits. That is a guess; ${release} has ${fieldOf(decoded, node) ? "bytes" : "no field"} here.`;
  if (how?.origin === "cut") return `The blob ends inside this field. Shown is what is there, as ${readAsWords(how.as)}.`;
  if (how) return `Shown as ${readAsWords(how.as)}, as you chose.`;
  const at = insideReread(decoded, node);
  if (at < 0) return undefined;
  const { as, origin } = decoded.rereads.get(at)!;
  const parts = readAsParts(as);
  const names = parts?.kind === "type" ? ` Names and types are those of ${parts.release}.` : "";
  if (decoded.nodes.problem(node) !== 0 && parts?.kind === "type")
    return `Does not fit ${readAsWords(as)}, as which the bytes around it, ${pathOf(decoded, at)}, are read.`;
  if (origin === "cut") return `Part of ${pathOf(decoded, at)}, which the end of the blob cuts off.${names}`;
  return origin === "found"
    ? `Part of the saved-state blob that the bytes of ${pathOf(decoded, at)} are by their look.${names}`
    : `Part of the bytes of ${pathOf(decoded, at)}, which are read as ${readAsWords(as)}, as you chose.${names}`;
}

/** The bytes around a node that are read otherwise, unless what another release lends stands between; -1 when there are none. */
export function insideReread(decoded: Decoded, node: number): number {
  const at = rereadAt(decoded, decoded.nodes.parent(node));
  if (at < 0) return -1;
  for (let up = node; up > at; up = decoded.nodes.parent(up)) if (decoded.loans.has(up)) return -1;
  return at;
}

/** The release whose type the bytes around a node are read with. */
export function rereadRelease(decoded: Decoded, node: number): string | undefined {
  const at = insideReread(decoded, node);
  const parts = at < 0 ? undefined : readAsParts(decoded.rereads.get(at)!.as);
  return parts?.kind === "type" ? parts.release : undefined;
}
