import type { Windows } from "./windows.ts";
/**
 * What a release makes of a blob: findings with place, message and reason, and a verdict over them.
 * Paths are those of `decode` and `savestate show` (contract, "Paths"); ranges are half-open absolute byte offsets.
 */

/**
 * - `fails`: the reader stops here
 * - `depends`: the schemas cannot say whether it does
 * - `lost`: a value that was written is ignored
 * - `truncated`: a number is cut to the reader's width, with another value
 * - `reinterpreted`: the bytes are read as another value than was written
 * - `defaulted`: a value is written that the reader replaces by a default
 */
export type FindingKind = "fails" | "depends" | "lost" | "truncated" | "reinterpreted" | "defaulted";

/** Worst first: the verdict is that of the worst finding. `no-root`: the release has no such message type. */
export type VerdictKind = "fails" | "depends" | "loses" | "restores" | "no-root";

/** The rules by which a finding is made: anchors of the docs page. */
export type RuleId =
  | "malformed"
  | "wire-type"
  | "no-resources"
  | "required-absent"
  | "enum-variant"
  | "non-zero"
  | "array-length"
  | "byte-size"
  | "text"
  | "out-of-range"
  | "unit-name"
  | "unknown-type"
  | "cannot-tell"
  | "unknown-field"
  | "cut"
  | "retyped"
  | "superseded"
  | "cleared";

/** One thing that a reader meets. */
export interface Finding {
  readonly kind: FindingKind;
  readonly rule: RuleId;
  /** The innermost field concerned. */
  readonly path: string;
  /** Its number and the message that declares it (for an unknown field: the message in which it stands); absent for the root itself. */
  readonly number?: number;
  readonly typeName?: string;
  /** The field's, or of the nearest message around it that is present. */
  readonly range: readonly [from: number, to: number];
  /** For `fails` the reader's own REASON, word for word (mesh-reader, section 3); else a short clause. */
  readonly message: string;
  /** Of an absent field that `depends`: each REASON that it can give. */
  readonly mayGive?: readonly string[];
  /** One sentence: why, in terms of the releases. */
  readonly why: string;
}

/** A remark that changes no verdict. */
export interface Note {
  readonly path: string;
  readonly range: readonly [from: number, to: number];
  readonly message: string;
}

/** What one release makes of the blob. */
export interface ReaderVerdict {
  readonly release: string;
  readonly verdict: VerdictKind;
  /** True when all messages that the verdict rests on are marked exact in the reader's schema. */
  readonly exact: boolean;
  /** How many there are, of which `findings` holds at most `limit`, `fails` first. */
  readonly findingsTotal: number;
  readonly findings: readonly Finding[];
  /** What is worth knowing and changes no verdict: unit names that repeat where the release carries no list, units that are missing. */
  readonly notes: readonly Note[];
}

/** What is read, and what is known of it. */
export interface VerdictOptions {
  /** At most so many findings are kept. Default 1,000. Long paths are kept up to 16 million characters in all. */
  readonly limit?: number;
  /** What a release is known to leave out, from blobs that it is known to have written (`evidenceFrom`). */
  readonly evidence?: Evidence;
  /** Where the bytes of the blob are read from, when not all of them are in memory. */
  readonly windows?: Windows;
}

/**
 * Fields that a release is known to have left out, and therefore reads without: keys `typeName#number` by release. Made by
 * `evidenceFrom`.
 */
export type Evidence = ReadonlyMap<string, ReadonlySet<string>>;

/** A place where the schema does not say what the reader would write. */
export interface Doubt {
  readonly path: string;
  readonly reason: string;
}

/** What R would write after reading the blob. */
export type Resaved =
  | {
      readonly kind: "written";
      readonly bytes: Uint8Array<ArrayBuffer>;
      /** Byte for byte as read. */
      readonly same: boolean;
      readonly exact: boolean;
      readonly inDoubt: readonly Doubt[];
    }
  | { readonly kind: "refused"; readonly finding: Finding }
  | { readonly kind: "no-root" };
