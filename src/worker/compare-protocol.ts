/** What the page and the worker say to each other about two sides: as `protocol.ts`, plain data only. */

import type { ByteRange } from "../base/index.ts";
import type { Details, DocInfo, FieldStatus, FindQuery, FindResult, Reading, ValueKind } from "./protocol.ts";

export type DiffKind = "changed" | "added" | "removed" | "moved" | "retyped" | "renamed" | "wire-only";
export type SideName = "a" | "b";
export type ChangeCounts = Readonly<Record<DiffKind, number>>;

export interface CompareInput {
  readonly a: Reading;
  readonly b: Reading;
  /** Path of a list -> how its elements are matched: `field:3`, `type-url`, `map-key`, `content`, `index`. */
  readonly matchBy: Readonly<Record<string, string>>;
}

/** A state unit or a field of the root that holds changes. */
export interface UnitLine {
  readonly label: string;
  /** Which it is; `compareUnit` gives its key. */
  readonly row: number;
  readonly counts: ChangeCounts;
}

export interface ComparisonInfo {
  readonly compareId: string;
  /** As each side is read. */
  readonly a: DocInfo;
  readonly b: DocInfo;
  /** Both sides restore to the same values. */
  readonly equal: boolean;
  readonly changes: number;
  readonly counts: ChangeCounts;
  /** Those with changes, in tree order: the first some thousands of `changedUnits`. */
  readonly units: readonly UnitLine[];
  readonly changedUnits: number;
  readonly equalUnits: number;
  /** Where the result is not as fine as asked, and why; `path` is "" for the whole. */
  readonly coarse: readonly { readonly path: string; readonly reason: string }[];
  /** How the lists are matched: `by name` and so many of them. */
  readonly matched: readonly { readonly label: string; readonly lists: number }[];
  /** Milliseconds that aligning took. */
  readonly ms: number;
}

/** Which aligned rows are shown. What is not an equal run is open unless in `closed`; the rest is closed unless in `open`. */
export interface CompareSpec {
  readonly open: readonly string[];
  readonly closed: readonly string[];
  /** Rows below which all is open unless in `closed`; "" is the root. */
  readonly all?: readonly string[];
  /** Shows equal fields instead of folds, and those that neither wire has. */
  readonly equal: boolean;
  /** Shows only changes of this kind, with their parents. */
  readonly kind?: DiffKind;
  /** Shows only changes whose name, path or value contains it (any case), with their parents. */
  readonly text?: string;
}

export interface CompareView {
  readonly rows: number;
  /** Changes that the filter lets through. */
  readonly matches: number;
  readonly marks: readonly RulerMark[];
  /** There is too much below a row to open all of it. */
  readonly cut: boolean;
}

/** A change on the overview ruler; `at` is its share of the rows, 0 to 1. */
export interface RulerMark {
  readonly at: number;
  readonly kind: DiffKind;
}

/** What one side shows of a row. */
export interface CompareCell {
  readonly text: string;
  readonly kind: ValueKind;
  /** Characters `[from, to)` that differ from the other side. */
  readonly marks: readonly (readonly [from: number, to: number])[];
  /** In small print after the value: `absent`, `32 bytes`. */
  readonly aside?: string;
  /** Set where it says more than the value: everything but `known`. */
  readonly status?: Exclude<FieldStatus, "known">;
  /** Nothing stands here; the text says why: `not in 2411`. */
  readonly gone?: boolean;
}

export interface CompareRow {
  readonly key: string;
  readonly index: number;
  readonly depth: number;
  readonly parent: number;
  readonly posInSet: number;
  readonly setSize: number;
  readonly expandable: boolean;
  readonly expanded: boolean;
  /** It is open until it is closed; else closed until it is opened. */
  readonly startsOpen: boolean;
  /** `parent` holds changes; `fold` stands for equal siblings. */
  readonly kind: DiffKind | "parent" | "fold" | "equal";
  readonly label: string;
  /** The key of a list element: `id 17`. */
  readonly hint?: string;
  /** Changes at and below it. */
  readonly changes: number;
  /** Equal siblings behind a fold. */
  readonly folded?: number;
  /** A list: how its elements are matched. */
  readonly matched?: string;
  readonly coarse?: boolean;
  /** A field that neither wire has. */
  readonly absent?: boolean;
  /** A change whose element stands at another place too, or whose field has another name. */
  readonly also?: readonly ("moved" | "renamed")[];
  readonly a: CompareCell;
  readonly b: CompareCell;
}

export interface CompareDetails {
  readonly key: string;
  readonly label: string;
  readonly path: string;
  readonly pathB?: string;
  readonly kind: CompareRow["kind"];
  readonly matchedBy?: string;
  /** Which change it is, from 0, when it is one. */
  readonly at?: number;
  /** Row of the unit or field of the root that it is, or that it stands in. */
  readonly unit?: number;
  /** One or two sentences. */
  readonly says: string;
  readonly cells: { readonly a: CompareCell; readonly b: CompareCell };
  /** Details of either side, as Inspect has them; absent where that side's release, or its message, lacks the field. */
  readonly a?: Details;
  readonly b?: Details;
  /** Bytes of the values that differ, from the start of each side's blob. */
  readonly differs?: { readonly a: readonly ByteRange[]; readonly b: readonly ByteRange[]; readonly says: string };
  /** An integer of more than 32 bits, or any whose bits are of interest: hex digits of both, and the bits that differ, from bit 0. */
  readonly bits?: { readonly a: string; readonly b: string; readonly flipped: readonly number[] };
  /** A list: the ways to match it, and its path for `matchBy`. */
  readonly match?: {
    readonly path: string;
    readonly by: string;
    readonly choices: readonly { readonly by: string; readonly label: string }[];
  };
}

/** A change to go to, and which one it is. */
export interface ChangeStep {
  readonly key: string;
  readonly at: number;
}

/** A row that was found; where bytes were looked for, also where they stand on each side that has them. */
export interface CompareHit {
  readonly key: string;
  readonly a?: ByteRange;
  readonly b?: ByteRange;
}

export interface CompareRequests {
  compare: { in: CompareInput; out: ComparisonInfo };
  compareView: { in: { readonly compareId: string; readonly spec: CompareSpec }; out: CompareView };
  compareRows: { in: { readonly compareId: string; readonly from: number; readonly to: number }; out: readonly CompareRow[] };
  /** The spec with everything below a row open; "" is the root. */
  compareOpenAll: { in: { readonly compareId: string; readonly spec: CompareSpec; readonly key: string }; out: CompareSpec };
  /** The spec with all that hides the row opened, its filter dropped when that hides it, and the place and key of the line that it is in. */
  compareReveal: {
    in: { readonly compareId: string; readonly spec: CompareSpec; readonly key: string };
    out: { readonly spec: CompareSpec; readonly index: number; readonly key: string } | null;
  };
  compareDetails: { in: { readonly compareId: string; readonly key: string }; out: CompareDetails | null };
  /** Key of the row of a unit. */
  compareUnit: { in: { readonly compareId: string; readonly row: number }; out: string };
  /** The next or previous change after `key` that the filter of the latest view lets through, going round. */
  compareStep: { in: { readonly compareId: string; readonly key?: string; readonly direction: 1 | -1 }; out: ChangeStep | null };
  /** Key of the deepest row that holds a byte of one side. */
  compareLocate: { in: { readonly compareId: string; readonly side: SideName; readonly offset: number }; out: string | null };
  /** Key of the row that a path names on one side. */
  comparePath: { in: { readonly compareId: string; readonly side: SideName; readonly path: string }; out: string | null };
  /** Looks on both sides; `absent`: also for fields that neither wire has. */
  compareFind: { in: { readonly compareId: string; readonly query: FindQuery; readonly absent: boolean }; out: FindResult };
  compareHit: { in: { readonly findId: string; readonly index: number }; out: CompareHit | null };
  /** Index of the first hit at or after a row. */
  compareHitNear: { in: { readonly findId: string; readonly key: string }; out: number };
  /** The summary as Markdown. */
  compareMarkdown: { in: { readonly compareId: string }; out: string };
  /** The whole comparison as JSON, as the CLI prints it. */
  compareExport: { in: { readonly compareId: string }; out: { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> } };
}
