import {
  absentFields,
  accepts,
  contentType,
  type Decoded,
  decode,
  fieldOf,
  isOpened,
  NOTABLE,
  NoteBit,
  notesOf,
  pathOf,
  Status,
  scalarValue,
  typeNameOfUrl,
} from "../decode/index.ts";
import type { Field, MessageType, SchemaSet } from "../schema/index.ts";
import { numberAt, readVarint, VarintFault, varint, WireType } from "../wire/index.ts";

/** What became of a blob that was read as one root with one release. */
export interface Trial {
  readonly set: SchemaSet;
  readonly type: MessageType;
  readonly known: number;
  readonly unknown: number;
  readonly mismatched: number;
  readonly malformed: number;
  readonly absent: number;
  /** Fields with a note that this release's own writer never causes: explicit defaults, wrong order, overlong varints. */
  readonly noted: number;
  /** `Any` contents whose type this release does not have. */
  readonly strange: number;
  /** Arrays that a writer never leaves out and that are absent. */
  readonly missing: number;
  /** What speaks for the root less what speaks against it. */
  readonly weight: number;
}

/**
 * What one field of each kind weighs: a wire type that does not fit is far stronger than a number that is not there. Damage says
 * little: the right root opens the most messages and so meets it the most often. An absent field is a faint hint only.
 */
const WEIGHT = { unknown: 3, mismatched: 10, malformed: 3, noted: 3, strange: 3, missing: 3, telling: 0.25, absent: 0.02 } as const;

/** Number and wire type of the direct fields of a blob, each pair once. */
export interface Outline {
  readonly pairs: readonly { readonly number: number; readonly wire: number; readonly count: number }[];
  /** Offset past the last whole field looked at; past all bytes when the rest does not parse. */
  readonly end: number;
}

/** The direct fields of a message that begin within `limit` bytes, as far as they parse. Cost: linear in them; payloads are skipped. */
export function outlineOf(bytes: Uint8Array, limit = Number.POSITIVE_INFINITY): Outline {
  const seen = new Map<number, { number: number; wire: number; count: number }>();
  let at = 0;
  let end = 0;
  while (at < Math.min(limit, bytes.length) && readVarint(bytes, at, bytes.length) === VarintFault.NONE) {
    at = varint.next;
    const wire = varint.lo & 7;
    const number = varint.lo >>> 3;
    const key = number * 8 + wire;
    const entry = seen.get(key);
    if (entry) entry.count++;
    else seen.set(key, { number, wire, count: 1 });
    if (wire === WireType.VARINT) {
      if (readVarint(bytes, at, bytes.length) !== VarintFault.NONE) break;
      at = varint.next;
    } else if (wire === WireType.I64) at += 8;
    else if (wire === WireType.I32) at += 4;
    else if (wire === WireType.LEN) {
      if (readVarint(bytes, at, bytes.length) !== VarintFault.NONE || varint.hi !== 0) break;
      at = varint.next + varint.lo;
    } else break;
    if (at > bytes.length) break;
    end = at;
  }
  return { pairs: [...seen.values()], end: end >= Math.min(limit, bytes.length) ? end : bytes.length };
}

/** How well the direct fields fit a type, from their numbers and wire types alone: the sieve before a whole decode. */
export function outlineWeight(outline: Outline, type: MessageType): number {
  let weight = 0;
  for (const { number, wire, count } of outline.pairs) {
    const field = type.byNumber.get(number);
    if (!field) weight -= WEIGHT.unknown * count;
    else if (accepts(field, wire)) weight += count;
    else weight -= WEIGHT.mismatched * count;
  }
  return weight;
}

/** True for a field that its writer never leaves out, so that its absence speaks against the writer: an array, a stated `required`. */
function isAlwaysWritten(field: Field): boolean {
  return field.facts.required === true || (field.packedOnly && !field.bare);
}

/**
 * The first thing in a blob that the writer of this release would not have written, as a sentence; undefined when there is none. Of the
 * start of a blob nothing can be said of what is absent from the root.
 */
export function firstStrange(decoded: Decoded, isStart = false): string | undefined {
  const { set, nodes } = decoded;
  for (let node = isStart ? 0 : -1; node < nodes.length; node++) {
    if (node >= 0 && decoded.nodes.notes(node) & NoteBit.GUESS) continue;
    const owner = node < 0 ? undefined : contentType(decoded, nodes.parent(node))?.typeName;
    if (node >= 0 && decoded.nodes.status(node) === Status.UNKNOWN)
      return `${set.release} has no field ${numberAt(nodes, decoded.bytes, node)} in ${owner}`;
    if (node >= 0 && decoded.nodes.status(node) > Status.UNKNOWN)
      return `${pathOf(decoded, node)} does not fit ${set.release}: ${fieldOf(decoded, node)?.typeText ?? "unreadable"}`;
    if (node >= 0 && isStrangeUrl(decoded, node))
      return `type ${typeNameOfUrl(String(scalarValue(decoded, node)))} is not in ${set.release}`;
    if (node >= 0 && decoded.nodes.notes(node) & NOTABLE)
      return `${set.release} would not write ${pathOf(decoded, node)} so: ${notesOf(decoded, node).join(", ")}`;
    const missing = absentFields(decoded, node).find(isAlwaysWritten);
    if (missing) return `${set.release} always writes ${set.types[missing.parent]!.typeName}.${missing.name}, which is absent`;
  }
  return undefined;
}

/** True for a type URL that names a type which the set does not have, or that stands in another field than an `Any`'s. */
function isStrangeUrl(decoded: Decoded, node: number): boolean {
  const field = fieldOf(decoded, node);
  if (field?.type.kind !== "scalar" || field.type.scalar !== "string") return false;
  const url = String(scalarValue(decoded, node) ?? "");
  if (!URL_START.test(url)) return false;
  return decoded.set.types[field.parent]!.typeName !== "google.protobuf.Any" || !decoded.set.typeByName.has(typeNameOfUrl(url));
}

const URL_START = /^(https:\/\/)?type\.googleapis\.com\//;

/** True for a value that few bytes can be: a bool that is 0 or 1 says more for its type than a number that could be anything. */
function isTelling(decoded: Decoded, node: number): boolean {
  const field = fieldOf(decoded, node);
  return (
    field?.type.kind === "scalar" &&
    field.type.scalar === "bool" &&
    decoded.nodes.status(node) === Status.KNOWN &&
    decoded.nodes.notes(node) === 0
  );
}

/**
 * Reads the blob as one root and counts what fits and what does not; of the start of a blob nothing that is absent from the root is
 * missing. Cost: one decode.
 */
export function tryRoot(bytes: Uint8Array, set: SchemaSet, type: MessageType, isStart = false): Trial {
  const decoded = decode(bytes, set, type);
  const { known, unknown, mismatched, malformed, defaulted: absent } = decoded.counts;
  let strange = 0;
  let missing = 0;
  let telling = 0;
  for (let node = isStart ? 0 : -1; node < decoded.nodes.length; node++) {
    if (node >= 0 && isStrangeUrl(decoded, node)) strange++;
    if (node >= 0 && isTelling(decoded, node)) telling++;
    if (node < 0 || isOpened(decoded, node)) for (const field of absentFields(decoded, node)) if (isAlwaysWritten(field)) missing++;
  }
  const noted = decoded.notable;
  const against =
    WEIGHT.unknown * unknown +
    WEIGHT.mismatched * mismatched +
    WEIGHT.malformed * malformed +
    WEIGHT.noted * noted +
    WEIGHT.strange * strange +
    WEIGHT.missing * missing +
    (known > 0 ? WEIGHT.absent * absent : 0);
  return {
    set,
    type,
    known,
    unknown,
    mismatched,
    malformed,
    absent,
    noted,
    strange,
    missing,
    weight: known + WEIGHT.telling * telling - against,
  };
}

/** True when the release's own writer may have written every byte of it. */
export function isClean(trial: Trial): boolean {
  return trial.unknown + trial.mismatched + trial.malformed + trial.noted + trial.strange + trial.missing === 0;
}
