/** What the page and the worker say to each other about a blob as it is read: a part of the protocol. Plain data only. */

import type { ByteRange } from "../base/index.ts";
import type { LostChoice, ReadAsNow, ReadChoice } from "./read-as-protocol.ts";
import type { FindingKind, FoundCounts, FoundKind, HeldCell } from "./verdicts.ts";

export type FieldStatus = "known" | "unknown" | "defaulted" | "mismatched" | "malformed";
export type Note =
  | "packed"
  | "unpacked"
  | "overlong"
  | "truncated-value"
  | "explicit-default"
  | "superseded"
  | "merged"
  | "appended"
  | "out-of-order"
  | "bare"
  | "guess"
  | "borrowed";

// ---- decoding -----------------------------------------------------------------------------------------------------------

/** How a blob is to be read. What is absent is found out: the likeliest writer over all releases, the root by trying. `raw` uses no schema. */
export interface Reading {
  readonly blobId: string;
  readonly release?: string;
  readonly root?: string;
  /** The release that wrote it, when the user says so. */
  readonly writer?: string;
  readonly raw?: boolean;
  /** Bytes that the user reads otherwise than the schema says. */
  readonly readAs?: readonly ReadChoice[];
}

/** Which release wrote a blob, as far as the blob or the user tells. */
export interface WriterInfo {
  readonly release: string | undefined;
  /** Every release that the evidence does not exclude, the likeliest first. */
  readonly candidates: readonly string[];
  readonly confidence: "sure" | "likely" | "unknown";
  readonly evidence: readonly string[];
  /** The user said so. */
  readonly given: boolean;
}

export interface RootCandidate {
  readonly typeName: string;
  /** 0 to 1, for showing an order; not a probability. */
  readonly score: number;
  /** `12 known, 1 unknown`: why it stands where it stands. */
  readonly evidence: string;
}

export interface DocInfo {
  readonly docId: string;
  readonly blobId: string;
  /** Absent when read raw. */
  readonly release?: string;
  /** Absent when read raw. */
  readonly root?: { readonly typeName: string; readonly detected: boolean };
  /** Best first, at most 200; empty when read raw. */
  readonly candidates: readonly RootCandidate[];
  /** How many of all candidates fit as well as the best one, it included. */
  readonly alike: number;
  readonly writer: WriterInfo;
  readonly counts: Readonly<Record<FieldStatus, number>>;
  /** Rows that carry at least one note other than `packed`. */
  readonly notes: number;
  /** Field occurrences and packed elements. */
  readonly nodes: number;
  /** Deepest level, from 1. */
  readonly depth: number;
  /** Milliseconds that the decode took. */
  readonly ms: number;
  /**
   * Set when only the start of the blob was read, up to this offset, while the rest is on its way: rows and counts are those so far, and
   * another document takes the place of this one.
   */
  readonly soFar?: number;
  /** Set when the asked root is not a type of the release: a sentence. The blob is then shown raw. */
  readonly trouble?: string;
  /** Choices of `Reading.readAs` that could not be followed. */
  readonly lost?: readonly LostChoice[];
  /** So many blobs were found in bytes and opened by themselves, the limit: there may be more. */
  readonly hiddenCut?: number;
}

/** The start of a blob while the rest is read, its view as it was asked for, and the first page of its rows. */
export interface Started {
  readonly doc: DocInfo;
  readonly view: ViewInfo;
  readonly rows: readonly Row[];
}

// ---- the tree -----------------------------------------------------------------------------------------------------------

/** `fails`, `depends`, `loses`: rows that the reading release's findings are at, once it was judged. */
export type StatusFilter = FieldStatus | "notes" | FoundKind;

/**
 * Which rows the tree shows. Expansion is by row key, so that it survives a reload and a change of schema: rows above `level`
 * (0 = top) are open unless in `closed`, the others closed unless in `open` or above a row of `to`.
 */
export interface ViewSpec {
  readonly level: number;
  readonly open: readonly string[];
  /** Rows down to which all is open: one key however deep the row lies. */
  readonly to?: readonly string[];
  readonly closed: readonly string[];
  /** Shows only rows of this kind, with their parents. */
  readonly status?: StatusFilter;
  /** Shows only rows whose name, path, value, type or number contains it (any case), with their parents. */
  readonly text?: string;
  readonly sort: "offset" | "number";
}

export interface ViewInfo {
  /** Rows in the view. */
  readonly rows: number;
  /** Rows that match the filter themselves; equals `rows` without one. */
  readonly matches: number;
}

/**
 * - `field`: one occurrence on the wire; `element`: of a packed field or bare array; `group`: a run of occurrences of one
 *   repeated field, `units[16]`; `defaulted`: not on the wire; `raw`: bytes that could not be parsed; `end`: an EGROUP tag
 */
export type RowKind = "field" | "element" | "group" | "defaulted" | "raw" | "end";

/** How a value is to be drawn. `summary` is what a message says of itself; `text` values are quoted by the cell. */
export type ValueKind = "number" | "text" | "bytes" | "enum" | "summary" | "none";

export interface Row {
  /** Unique in the document and stable over reloads: the path; a group's ends in `[]`. */
  readonly key: string;
  /** As the CLI prints it. */
  readonly path: string;
  /** Place in the view, from 0. */
  readonly index: number;
  /** 0 = a field of the root. */
  readonly depth: number;
  readonly kind: RowKind;
  /** `cfg_space`, `units[16]`, `[0]`, `#17`, `["k"]`, `#raw`. */
  readonly label: string;
  /** What the element calls itself, from a field called name, id or key: `vmtime`; of an unknown field, what another release calls it. */
  readonly hint?: string;
  readonly number?: number;
  /** As in the `.proto`; `LEN`, `VARINT` … for an unknown field. */
  readonly type?: string;
  readonly wire?: string;
  readonly status: FieldStatus;
  readonly value: string;
  readonly valueKind: ValueKind;
  /** What follows the value in small print: `the default`, `eof parsing a byte array`. */
  readonly aside?: string;
  readonly notes: readonly Note[];
  readonly range?: ByteRange;
  readonly expandable: boolean;
  readonly expanded: boolean;
  /** Row index of the parent in this view, -1 at the top. */
  readonly parent: number;
  /** For ARIA: place among the siblings, from 1, and their number. */
  readonly posInSet: number;
  readonly setSize: number;
  /** What a row holds below itself, so that a closed one can say it. */
  readonly rollup?: { readonly malformed: number; readonly mismatched: number; readonly unknown: number; readonly notes: number };
  /** What the reading release makes of the row, when it was judged and has a finding there. */
  readonly finding?: { readonly kind: FindingKind; readonly message: string };
  /** Findings below the row. A loss of an unknown field is not among them: that it is unknown is told by `rollup`. */
  readonly found?: FoundCounts;
  /** What the reading release holds for it, when that was asked for and the release was judged. */
  readonly held?: HeldCell;
  /** Set when its bytes can be read otherwise than the schema says: whether they are, by the user's choice, for a blob found in them, or as what is cut off there. */
  readonly rereads?: "not" | "chosen" | "found" | "cut";
  /** With a filter: this row is shown only because something below it matches. */
  readonly context?: boolean;
}

// ---- details ------------------------------------------------------------------------------------------------------------

export interface ValueReading {
  /** `unsigned`, `signed`, `zigzag`, `bool`, `float`, `double`, `UTF-8`, `hex`, `GUID`, `packed varints`, `message`. */
  readonly label: string;
  readonly value: string;
  /** The one that the schema names. */
  readonly current: boolean;
  readonly guess: boolean;
  /** Why it cannot be read so: `needs 16 bytes, has 37`. The value is then empty. */
  readonly unfit?: string;
}

export interface Details {
  readonly key: string;
  readonly path: string;
  readonly label: string;
  readonly number?: number;
  readonly type?: string;
  /** Full type name of a message or enum. */
  readonly typeName?: string;
  /** The message that declares the field. */
  readonly declaredIn?: string;
  readonly status: FieldStatus;
  /** One or two sentences: what this is and what a reader makes of it. */
  readonly says: string;
  /** Of an absent field: why it is absent, by the writer's schema. */
  readonly why?: "unknown-to-writer" | "default-omitted" | "cannot-tell";
  /** Of an unknown field: what other releases have at its place, old to new. */
  readonly knownIn?: readonly { readonly release: string; readonly name: string; readonly type: string; readonly typeName: string }[];
  readonly value: string;
  readonly valueKind: ValueKind;
  readonly notes: readonly { readonly note: Note; readonly says: string }[];
  readonly problem?: { readonly code: string; readonly offset: number; readonly message: string };
  readonly readings: readonly ValueReading[];
  /** Set when its bytes can be read otherwise than the schema says; `now` when they are. */
  readonly readAs?: { readonly now?: ReadAsNow; readonly reset: string };
  readonly comment: string;
  /** The declaration as the `.proto` has it, with the file and line; `release` is the one that lends it, absent for the reader's own. */
  readonly schema?: { readonly text: string; readonly file: string; readonly line?: number; readonly release?: string };
  /** Of a row for a run of occurrences: where they stand. */
  readonly range?: ByteRange;
  /** Absent for a defaulted field and for a run of occurrences. Hex of each part, cut after 32 bytes. */
  readonly wire?: {
    readonly wire: string;
    readonly range: ByteRange;
    readonly valueRange: ByteRange;
    readonly tag: string;
    readonly length: string;
    readonly value: string;
    /** Bytes of tag and length; the value follows. Elements have neither. */
    readonly tagBytes: number;
    readonly lengthBytes: number;
  };
}

// ---- find ---------------------------------------------------------------------------------------------------------------

export interface FindQuery {
  readonly text: string;
  readonly names: boolean;
  readonly values: boolean;
  readonly numbers: boolean;
  /** The text is hex bytes (`0a 13`) or, in quotes, characters; looked for in the whole blob. */
  readonly bytes: boolean;
}

export interface FindHit {
  /** Row to go to. */
  readonly key: string;
  /** The matching bytes, for a bytes hit. */
  readonly range?: ByteRange;
}

export interface FindResult {
  readonly findId: string;
  /** Hits in tree order; `complete` is false past the limit, 100,000 hits. */
  readonly hits: number;
  readonly complete: boolean;
  /** It is still being looked for more; those found so far can be asked for. */
  readonly searching?: boolean;
  /** Why the text cannot be looked for: `a hex byte needs two digits`. */
  readonly trouble?: string;
}

export type CopyWhat = "path" | "value" | "json" | "hex" | "text";

/** Requests about a blob as it is read, a document. */
export interface DocumentRequests {
  /** Told on the way, when `start` asks for it and the blob is large: its start in that view. */
  decode: { in: Reading & { readonly start?: ViewSpec }; out: DocInfo; part: Started };
  /** Goes the way from first bytes to first rows with a blob that nobody opened, and forgets it: its code has run before someone waits for it.
   * Gives the rows; none where the bytes tell nothing. */
  warmUp: { in: { readonly bytes: Uint8Array<ArrayBuffer>; readonly start: ViewSpec }; out: readonly Row[] };
  /** Makes the view that rows are asked of when it is done; until then, and when it is cancelled, that is the one before. */
  view: { in: { readonly docId: string; readonly spec: ViewSpec }; out: ViewInfo };
  /** Rows `[from, to)` of the document's latest view; with what the reading release holds for them when `held` is asked for. */
  rows: { in: { readonly docId: string; readonly from: number; readonly to: number; readonly held?: boolean }; out: readonly Row[] };
  /** Index of a row in the document's latest view; null where that does not show it. */
  indexOf: { in: { readonly docId: string; readonly key: string }; out: number | null };
  /** The spec with all ancestors of the row open (and its filter dropped when it hides the row), and the row's index in it. */
  reveal: {
    in: { readonly docId: string; readonly spec: ViewSpec; readonly key: string };
    out: { readonly spec: ViewSpec; readonly index: number } | null;
  };
  /** The spec with the row and its siblings opened. */
  openSiblings: { in: { readonly docId: string; readonly spec: ViewSpec; readonly key: string }; out: ViewSpec };
  details: { in: { readonly docId: string; readonly key: string }; out: Details | null };
  /** Key of the next or previous malformed or mismatched row after `key` (or from the start), going round. */
  problem: { in: { readonly docId: string; readonly key?: string; readonly direction: 1 | -1 }; out: string | null };
  /** Key of the deepest row that holds the byte. */
  locate: { in: { readonly docId: string; readonly offset: number }; out: string | null };
  /** Told on the way: what was found so far. */
  find: { in: { readonly docId: string; readonly query: FindQuery }; out: FindResult; part: FindResult };
  hit: { in: { readonly findId: string; readonly index: number }; out: FindHit | null };
  /** Index of the first hit at or after the row, in tree order, wrapping round to 0. */
  hitNear: { in: { readonly findId: string; readonly key: string }; out: number };
  copy: { in: { readonly docId: string; readonly key: string; readonly what: CopyWhat }; out: string };
  /** The bytes of the row's value, or its subtree as JSON: a file to save. */
  save: {
    in: { readonly docId: string; readonly key: string; readonly what: "bytes" | "json" };
    out: { readonly name: string; readonly file: Blob };
  };
}
