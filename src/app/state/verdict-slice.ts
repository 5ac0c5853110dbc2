import type { EvidenceExtent, LogAnswer, Origin, ReleaseVerdict, VerdictFinding, VerdictKind } from "../../worker/protocol.ts";

/** What one release makes of a blob, as far as lists show it. */
export interface VerdictCell {
  readonly verdict: VerdictKind;
  readonly exact: boolean;
  /** Findings of the kind that gives the verdict, in words: `2`, `1,000+`; "" where there are none. */
  readonly count: string;
  /** The first findings: the reason, and what it loses. */
  readonly findings: readonly VerdictFinding[];
  /** The first notes, in words; absent where there are none. */
  readonly notes?: readonly string[];
  /** Why it fails: see `causeOf` in `verdict.ts`. */
  readonly cause?: string;
}

/** The verdicts of a blob as they come in; `key` says what they were asked with. */
export interface BlobVerdict {
  readonly key: string;
  readonly origin?: Origin;
  readonly cells: Readonly<Record<string, VerdictCell>>;
  /** Malformed and mismatched fields, read as its likeliest writer wrote it; only the table asks for them. */
  readonly problems?: number;
}

/** The column that the table is sorted by; `on 2.0` is what that release makes of the blobs. */
export type TableSort = "name" | "container" | "root" | "writer" | "bytes" | "problems" | `on ${string}`;

/** What of the table is shown; what is absent narrows nothing. */
export interface TableShow {
  /** Only blobs of which some release says so. */
  readonly verdict?: VerdictKind | undefined;
  readonly text?: string | undefined;
  readonly root?: string | undefined;
  readonly writer?: string | undefined;
  /** A cause, as a cell has it. */
  readonly cause?: string | undefined;
  readonly sort?: TableSort | undefined;
  readonly down?: boolean | undefined;
}

/** How far the judging of the open blob is: releases that are done, and of the one at work its share, 0 to 1. */
export interface Judging {
  readonly done: number;
  readonly of: number;
  readonly share: number;
}

/** Verdicts of all blobs, and the findings of the open one. */
export interface VerdictSlice {
  readonly verdicts: Readonly<Record<string, BlobVerdict>>;
  /** Findings of the open blob by release. */
  readonly findings: Readonly<Record<string, ReleaseVerdict>>;
  /** What `findings` were asked with: a `verdictKey`. */
  readonly findingsKey: string;
  /** The finding of the reading release that the bar shows, from 0. */
  readonly findingAt: number;
  /** That finding was gone to: the next step goes on from it. */
  readonly findingShown: boolean;
  readonly findingsOpen: boolean;
  /** How far the judging of the open blob is, once it takes long. */
  readonly judging?: Judging | undefined;
  /** The user stopped the judging of the open blob. */
  readonly judgingStopped: boolean;
  /** All blobs are shown as a table, in place of the open one. */
  readonly tableOpen: boolean;
  readonly tableShow: TableShow;
  /** The selected blob of the table, and the release of the selected cell. */
  readonly tableAt: { readonly blobId?: string | undefined; readonly release?: string | undefined };
  /** How far the judging of all blobs is, while it goes on. */
  readonly tableWork?: { readonly done: number; readonly of: number } | undefined;
  readonly tableStopped: boolean;
  /** What the blobs of known writers settle for the others. */
  readonly evidence: EvidenceExtent;
  /** The text of the dialog for a log, and what was found of it. */
  readonly logText: string;
  readonly logAnswer?: LogAnswer | undefined;
}

/** The slice as it stands at start. */
export function verdictSlice(): VerdictSlice {
  return {
    verdicts: {},
    findings: {},
    findingsKey: "",
    findingAt: 0,
    findingShown: false,
    findingsOpen: false,
    judgingStopped: false,
    logText: "",
    tableOpen: false,
    tableShow: {},
    tableAt: {},
    tableStopped: false,
    evidence: { blobs: 0, fields: 0, retracted: 0 },
  };
}
