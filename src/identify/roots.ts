import { counted } from "../base/index.ts";
import { decode } from "../decode/index.ts";
import type { MessageType, SchemaSet } from "../schema/index.ts";

/** A root that a blob may have, and what speaks for it. */
export interface RootScore {
  readonly type: MessageType;
  /** Share of what fits, 0 to 1; not the order of the roots, in which much that fits goes before little. */
  readonly score: number;
  /** One line: `12 known, 1 unknown`. */
  readonly evidence: string;
  /** False when no more fields fit than do not: then these bytes are hardly such a message. */
  readonly plausible: boolean;
}

/** Bytes at the start of a blob that the roots are tried on. */
export const TRY_BYTES = 64 * 1024;

/**
 * What one field of each status weighs: a wire type that does not fit is far stronger than a number that is not there. Damage says
 * little: the right root opens the most messages and so meets it the most often.
 */
const UNKNOWN = 3;
const MISMATCHED = 10;
const MALFORMED = 3;
/** An absent field is a faint hint: of two roots that fit alike the one of which less is missing comes first. */
const ABSENT = 0.02;

/** Types that a field of another type names: seldom the root of anything. */
function referenced(set: SchemaSet): ReadonlySet<number> {
  const ids = new Set<number>();
  for (const field of set.fields) if (field.type.kind === "message" && field.type.typeId !== field.parent) ids.add(field.type.typeId);
  return ids;
}

interface Trial extends RootScore {
  /** Fields that fit, less what speaks against; the order of the roots. */
  readonly weight: number;
}

function tryRoot(bytes: Uint8Array, set: SchemaSet, type: MessageType): Trial {
  const { known, unknown, mismatched, malformed, defaulted } = decode(bytes, set, type).counts;
  const against = UNKNOWN * unknown + MISMATCHED * mismatched + MALFORMED * malformed + (known > 0 ? ABSENT * defaulted : 0);
  const parts = [
    `${known} known`,
    unknown > 0 && `${unknown} unknown`,
    mismatched > 0 && `${mismatched} mismatched`,
    malformed > 0 && `${malformed} malformed`,
    `${counted(defaulted, "field")} absent`,
  ].filter(Boolean);
  const weight = known - against;
  return {
    type,
    weight,
    plausible: bytes.length === 0 || known > mismatched + malformed,
    score: known / Math.max(1, known + against),
    evidence: parts.join(", "),
  };
}

/**
 * The roots of a set, the likeliest first: the one by which most of the first 64 KiB of the blob becomes known, what does not fit
 * taken off. Of roots that fit alike those go first that no other type refers to, then the larger ones: an empty blob says nothing, but
 * is seldom a part. Cost: one decode of those bytes a root.
 */
export function rankRoots(bytes: Uint8Array, set: SchemaSet): RootScore[] {
  const sample = bytes.length > TRY_BYTES ? bytes.subarray(0, TRY_BYTES) : bytes;
  const parts = referenced(set);
  const isPart = (type: MessageType): number => (parts.has(type.id) || type.isEnum ? 1 : 0);
  return set.roots
    .map((type) => tryRoot(sample, set, type))
    .sort(
      (a, b) => b.weight - a.weight || isPart(a.type) - isPart(b.type) || (b.weight > 0 ? 0 : b.type.fields.length - a.type.fields.length),
    );
}

/** The root to read a blob with when nobody names one: the first of the ranked that is plausible. */
export function likelyRoot(ranked: readonly RootScore[]): MessageType | undefined {
  return ranked.find((root) => root.plausible)?.type;
}
