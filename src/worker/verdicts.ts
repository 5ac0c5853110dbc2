/** On which releases a blob restores, as the page shows it: a part of the protocol. Plain data only. */
import type { ByteRange } from "../base/index.ts";
import type { WriterInfo } from "./protocol.ts";

/** Worst first; `restore` says what each means. */
export type VerdictKind = "fails" | "depends" | "loses" | "restores" | "no-root";
export type FindingKind = "fails" | "depends" | "lost" | "truncated" | "reinterpreted" | "defaulted";

/** The verdict that a finding makes: of those that there can be several of in one blob. */
export type FoundKind = Extract<VerdictKind, "fails" | "depends" | "loses">;

/** How many findings there are of each kind. */
export type FoundCounts = Readonly<Record<FoundKind, number>> & {
  /** Kinds of which there may be more, as not all findings are listed. */
  readonly atLeast?: readonly FoundKind[];
};

export interface VerdictFinding {
  readonly kind: FindingKind;
  /** Anchor of the rule's explanation. */
  readonly rule: string;
  readonly path: string;
  readonly number?: number;
  readonly typeName?: string;
  /** The field's, or of the nearest message around it that is present. */
  readonly range: ByteRange;
  /** The reader's own words for `fails`, else a short clause. */
  readonly message: string;
  readonly why: string;
}

/** What is to be known of a restore and changes no verdict: a second unit of one name, units that the blob has not. */
export interface VerdictNote {
  readonly path: string;
  readonly range: ByteRange;
  readonly message: string;
}

/** Which blob, and what the user says of it; what is absent is found out. */
export interface VerdictAsk {
  readonly blobId: string;
  readonly root?: string;
  readonly writer?: string;
}

/** What a blob is and who wrote it, whichever release reads it. */
export interface Origin {
  /** Absent when no release has a root that fits. */
  readonly root?: string;
  /** How many roots fit alike, that one included, where it was found out and is not the only one. */
  readonly alike?: number;
  readonly writer: WriterInfo;
}

/** What the open blobs of known writers tell where a plain schema leaves open whether a release reads without a field. */
export interface EvidenceExtent {
  readonly blobs: number;
  /** Fields that they leave out, counted for each release. */
  readonly fields: number;
  /** Grows when something is no evidence any more: what was judged before is to be asked for again. */
  readonly retracted: number;
}

/** What one release makes of a blob. */
export interface ReleaseVerdict {
  readonly release: string;
  readonly verdict: VerdictKind;
  readonly exact: boolean;
  readonly total: number;
  /** Findings by kind; those past the first 1,000 are not in it. */
  readonly counts: Readonly<Record<FindingKind, number>>;
  /** As many as were asked for: failures first, then what leaves the verdict open. */
  readonly findings: readonly VerdictFinding[];
  readonly notes: readonly VerdictNote[];
}

/** What a release would write after reading a blob. */
export type Rewritten =
  | {
      readonly kind: "written";
      readonly name: string;
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly same: boolean;
      readonly exact: boolean;
      /** Places where the schema does not say what would be written; the first 1,000. */
      readonly inDoubt: readonly { readonly path: string; readonly reason: string }[];
    }
  | { readonly kind: "refused"; readonly message: string; readonly path: string; readonly why: string }
  | { readonly kind: "no-root" };

/** What one release makes of a row. */
export interface HeldValue {
  readonly release: string;
  /** `skipped`: it stops elsewhere in the blob, and never holds a value. */
  readonly verdict: VerdictKind | "skipped";
  /** The value that it holds after reading, where it reads the blob and has the field. */
  readonly value?: string;
  /** That is the written one. */
  readonly same?: boolean;
  /** A clause: `holds the default`, `missing required field`. */
  readonly says: string;
}

/** What the reading release holds for a row after reading, beside what is written. */
export interface HeldCell {
  /** Absent where it holds nothing there, or too much to be told in a line. */
  readonly value?: string;
  /** That is what is written. */
  readonly same: boolean;
  /** What its writer meant, where the release cuts it or takes it for another value. */
  readonly written?: string;
  /** A clause: `holds the same`, `unknown to the reader`. */
  readonly says: string;
}

/** What the releases make of a row. */
export interface RowVerdict {
  /** Old to new. */
  readonly values: readonly HeldValue[];
  /** The reading release's finding at this very row, and its index among the release's. */
  readonly finding?: { readonly at: number; readonly finding: VerdictFinding };
  /** The line that a log has of it, where the release stops there. */
  readonly log?: string;
}

/** How sure a cause is; `restore` says what each means. */
export type CauseRank = "gives" | "later" | "elsewhere" | "may" | "named";

/** A field that can have given an error of a log, or what the log names. */
export interface LogCause {
  readonly rank: CauseRank;
  /** Index among the release's findings; absent for `named`. */
  readonly finding?: number;
  readonly names: readonly string[];
  readonly inUnit: boolean;
  readonly path: string;
  readonly range: ByteRange;
  readonly message: string;
  readonly why: string;
}

export interface LogRelease {
  readonly release: string;
  readonly can: "yes" | "open" | "no";
  readonly says: string;
  readonly causes: readonly LogCause[];
  readonly total: number;
  readonly lacksRoot?: true;
}

/** One error of a log, and what each release has to do with it. */
export interface LogErrorInfo {
  readonly unit?: string;
  readonly devices: readonly string[];
  readonly servicing: boolean;
  readonly message: string;
  /** Of the decoder: the Rust type that it names. */
  readonly rustType?: string;
  /** False for words that mesh's decoder does not have. */
  readonly known: boolean;
  /** The blob has no unit of the name that the log gives. */
  readonly ofAnother?: true;
  /** Old to new; empty when no blob was named, or no root fits it. */
  readonly releases: readonly LogRelease[];
}

/** A log, read: its errors, of which the first 200 are looked into, or why it is none. */
export type LogAnswer =
  | { readonly kind: "errors"; readonly errors: readonly LogErrorInfo[]; readonly total: number }
  | { readonly kind: "foreign"; readonly why: string };

/** Requests about verdicts; see `Requests`. */
export interface VerdictRequests {
  origin: { in: VerdictAsk; out: Origin };
  /** `limit`: findings in the answer, at most 1,000. */
  verdict: { in: VerdictAsk & { readonly reader: string; readonly limit: number }; out: ReleaseVerdict };
  /** All of a blob at once, old to new: what it is, and what each release makes of it; of findings the first few. */
  verdictRow: {
    in: VerdictAsk;
    out: {
      readonly origin: Origin;
      readonly verdicts: readonly ReleaseVerdict[];
      readonly evidence: EvidenceExtent;
      /** Malformed and mismatched fields, read as its likeliest writer wrote it; absent where no root fits. */
      readonly problems?: number;
    };
  };
  /** The row nearest to a finding's path: its field's, else that of the message around it; null when there is none. */
  place: { in: { readonly docId: string; readonly path: string; readonly offset: number }; out: string | null };
  /** What the reader would write again. */
  resave: { in: VerdictAsk & { readonly reader: string }; out: Rewritten };
  /** Markdown of one finding of a reader, or of the whole verdict over all releases when no finding is named. */
  verdictMarkdown: { in: VerdictAsk & { readonly finding?: { readonly reader: string; readonly at: number } }; out: string };
  /** What each release makes of a row, old to new; null for a row that the document does not have. */
  held: { in: VerdictAsk & { readonly docId: string; readonly key: string }; out: RowVerdict | null };
  /** Reads a text that was copied from a log, and finds what of the blob can have given its errors. */
  readLog: { in: { readonly text: string; readonly blob?: VerdictAsk }; out: LogAnswer };
}
