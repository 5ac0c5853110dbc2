import type { LogAnswer, Origin, ReleaseVerdict, VerdictFinding, VerdictKind } from "../../worker/protocol.ts";

/** What one release makes of a blob, as far as lists show it. */
export interface VerdictCell {
  readonly verdict: VerdictKind;
  readonly exact: boolean;
  /** Findings of the kind that gives the verdict, in words: `2`, `1,000+`; "" where there are none. */
  readonly count: string;
  /** The first finding: the reason. */
  readonly first?: VerdictFinding;
}

/** The verdicts of a blob as they come in; `key` says what they were asked with. */
export interface BlobVerdict {
  readonly key: string;
  readonly origin?: Origin;
  readonly cells: Readonly<Record<string, VerdictCell>>;
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
  readonly judging?: { readonly done: number; readonly of: number } | undefined;
  /** The user stopped the judging of the open blob. */
  readonly judgingStopped: boolean;
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
  };
}
