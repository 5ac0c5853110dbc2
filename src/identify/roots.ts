import { counted } from "../base/index.ts";
import { decode } from "../decode/index.ts";
import type { MessageType, SchemaSet } from "../schema/index.ts";

/** A root that a blob may have, and what speaks for it. */
export interface RootScore {
  readonly type: MessageType;
  /** 0 to 1; comparable for one blob only. */
  readonly score: number;
  /** One line: `12 known, 1 unknown`. */
  readonly evidence: string;
}

/** Bytes at the start of a blob that the roots are tried on. */
export const TRY_BYTES = 64 * 1024;

/** What one field of each status weighs: a wire type that does not fit is far stronger than a number that is not there. */
const UNKNOWN = 3;
const BROKEN = 10;
/** An absent field is a faint hint: of two roots that fit alike the one of which less is missing comes first. */
const ABSENT = 0.02;

function scoreOf(bytes: Uint8Array, set: SchemaSet, type: MessageType): RootScore {
  const { known, unknown, mismatched, malformed, defaulted } = decode(bytes, set, type).counts;
  const against = UNKNOWN * unknown + BROKEN * (mismatched + malformed) + ABSENT * defaulted;
  const parts = [
    `${known} known`,
    unknown > 0 && `${unknown} unknown`,
    mismatched > 0 && `${mismatched} mismatched`,
    malformed > 0 && `${malformed} malformed`,
    `${counted(defaulted, "field")} absent`,
  ].filter(Boolean);
  return { type, score: (known + 0.01) / (known + against + 0.01), evidence: parts.join(", ") };
}

/**
 * The roots of a set, the likeliest first, by how well the first 64 KiB of the blob read as each. Ties keep the order of the set.
 * Cost: one decode of those bytes a root.
 */
export function rankRoots(bytes: Uint8Array, set: SchemaSet): RootScore[] {
  const sample = bytes.length > TRY_BYTES ? bytes.subarray(0, TRY_BYTES) : bytes;
  return set.roots.map((type) => scoreOf(sample, set, type)).sort((a, b) => b.score - a.score);
}
