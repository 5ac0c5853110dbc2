/** Schema compatibility of two releases: what a change from one schema to the other does to a restore, in either direction. */
import type { CheckRuleId } from "./rules.ts";

/**
 * Worst first.
 * - `breaks`: some blob that the one writes fails on the other
 * - `risk`: it is read as something else in silence, a default changes its meaning, or a plain schema cannot rule out that it fails
 * - `loses`: values are dropped
 * - `info`: no byte changes
 */
export const SEVERITIES = ["breaks", "risk", "loses", "info"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** `old-to-new`: a blob written by OLD, read by NEW. */
export type Direction = "old-to-new" | "new-to-old" | "both";

/** One change that matters, at the outermost field that changed. */
export interface SchemaFinding {
  readonly rule: CheckRuleId;
  readonly severity: Severity;
  readonly direction: Direction;
  /** The message or enum that changed, by its name in NEW where NEW has it; absent for a state unit and a package. */
  readonly typeName?: string;
  /** The field, enum value, unit or file, by its name in NEW where NEW has it; absent when the type as a whole changed. */
  readonly field?: string;
  readonly number?: number;
  /** What OLD and NEW have: a declaration or a name; absent on the side that has nothing. */
  readonly old?: string;
  readonly new?: string;
  /** What happens, with the inner field that fails. */
  readonly message: string;
  /** Name of the type in OLD, where it has another one there. */
  readonly oldTypeName?: string;
  /** Name of the field in OLD, where it has another one there. */
  readonly oldField?: string;
}

/** What one reader makes of one change: a rule, how bad it is, and the words for it. */
export interface Outcome {
  readonly rule: CheckRuleId;
  readonly severity: Severity;
  /** Names from the changed field (left out) down to the inner one that is concerned. */
  readonly path: readonly string[];
  /** A clause: the reader's own REASON where it fails, and why. */
  readonly text: string;
}

/** The place of a severity in `SEVERITIES`: smaller is worse. */
export function rankOf(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}
