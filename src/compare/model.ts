import type { ByteRange } from "../base/index.ts";
import type { Decoded, FieldStatus, JsonValue } from "../decode/index.ts";
import type { SchemaSet } from "../schema/index.ts";
import type { NodeColumn } from "./node-column.ts";

/** One side of a comparison: a blob as one release reads it. */
export interface Side {
  readonly decoded: Decoded;
  /** What people call the blob, a file name as a rule: for Markdown and JSON only. */
  readonly name: string;
}

/** What a change is, as the contract has it; the index is the code less `FIRST_CHANGE`. */
export const CHANGE_KINDS = ["changed", "added", "removed", "moved", "retyped", "renamed", "wire-only"] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/**
 * Code of a row in the column `kind`. `PARENT` is no change itself but holds some; `EQUAL` is what a run stands for; the rest are
 * changes, each of them one entry of `Comparison.changes`.
 *
 * - `ADDED`, `REMOVED`: also a field that only one side's release knows, when the other side has it as unknown (then both nodes are there)
 * - `RETYPED`: the two releases give the field different types, whether the value differs or not (`Flag.UNLIKE`)
 * - `WIRE_ONLY`: restores the same, differs on the wire
 */
export const RowKind = { PARENT: 0, EQUAL: 1, CHANGED: 2, ADDED: 3, REMOVED: 4, MOVED: 5, RETYPED: 6, RENAMED: 7, WIRE_ONLY: 8 } as const;
export type RowKind = (typeof RowKind)[keyof typeof RowKind];
/** The first code that is a change. */
export const FIRST_CHANGE = RowKind.CHANGED;

/**
 * What a row stands for, in the column `form`.
 *
 * - `FIELD`: a field of a message: an occurrence on either side, or one on one side and its absence on the other
 * - `LIST`: all occurrences of a repeated field (a map too); its rows are elements. `a` and `b` are the first occurrences
 * - `ELEMENT`: an element of a list: an occurrence, or one number of a packed field
 * - `RUN`: equal siblings that stand next to each other; `openRun` gives them. `a` and `b` are the first pair
 * - `ABSENT`: only in `Places`: a field that is on neither wire; `a` and `b` are then field ids of the sets, -1 where a release lacks it
 */
export const RowForm = { FIELD: 0, LIST: 1, ELEMENT: 2, RUN: 3, ABSENT: 4 } as const;
export type RowForm = (typeof RowForm)[keyof typeof RowForm];

/** Bits of the column `flags`. */
export const Flag = {
  /** The two releases call the field differently (whatever else the row's kind says). */
  RENAMED: 1 << 0,
  /** A list element that stands at another place among its matched siblings (the row's kind may be another). */
  MOVED: 1 << 1,
  /** The sides do not restore to the same value because of this row itself. `Comparison.equal` is that no row has it. */
  UNLIKE: 1 << 2,
  /** The work limit was met here: the alignment below is by order. */
  COARSE: 1 << 3,
} as const;

/**
 * The aligned tree: rows in pre-order, a parent before its children, top rows have parent -1 (the root itself has no row). Equal
 * subtrees are not expanded: siblings that are equal on both wires stand in one `RUN` row.
 *
 * | column   | holds |
 * |----------|-------|
 * | `a`, `b` | node of side A and of side B, -1 where that side has none; made when it is asked for |
 * | `form`   | `RowForm` |
 * | `kind`   | `RowKind` |
 * | `flags`  | bits of `Flag` |
 * | `parent` | row of the parent, -1 at the top |
 * | `end`    | row past the last descendant; `end[i] === i + 1` for a leaf and for what is not expanded |
 * | `extra`  | `LIST`: index into `Comparison.lists`, -1 for one that is a change as a whole; `RUN`: index into `runs`; `ELEMENT`: 0; else -1 |
 *
 *     A  1: 5 2: {1: 1 2: 2} 3: 3     row  a  b  form   kind     parent end
 *     B  1: 5 2: {1: 1 2: 9} 3: 3       0  0  0  RUN    EQUAL      -1    1
 *                                       1  1  1  FIELD  PARENT     -1    4
 *                                       2  2  2  RUN    EQUAL       1    3
 *                                       3  3  3  FIELD  CHANGED     1    4
 *                                       4  4  4  RUN    EQUAL      -1    5
 */
export interface Rows {
  readonly length: number;
  readonly a: NodeColumn;
  readonly b: NodeColumn;
  readonly form: Uint8Array;
  readonly kind: Uint8Array;
  readonly flags: Uint8Array;
  readonly parent: Int32Array;
  readonly end: Int32Array;
  readonly extra: Int32Array;
}

/** Places that the table does not hold, made on demand: by the same index, `form` and nodes as in `Rows`. */
export interface Places {
  readonly length: number;
  readonly a: Int32Array;
  readonly b: Int32Array;
  readonly form: Uint8Array;
}

/**
 * How the elements of a list are matched: by the field of that number, by the type URL of an `Any` (an element that is one), by the
 * key of a map, by content alone, or by place.
 */
export type MatchBy = `field:${number}` | "type-url" | "map-key" | "content" | "index";

/** A way to match a list, for a menu. */
export interface MatchChoice {
  readonly by: MatchBy;
  /** `name`, `id`, `type URL`, `map key`, `content`, `place`. */
  readonly label: string;
  /** How well it serves, 0 to 1: found from the field's name, how unlike its values are and how many both sides share. */
  readonly score: number;
}

/** A repeated field that has a row, and how its elements were matched. */
export interface ListMatch {
  /** Its `LIST` row. */
  readonly row: number;
  readonly by: MatchBy;
  readonly label: string;
  /** Elements on either side. */
  readonly countA: number;
  readonly countB: number;
  /** Order means nothing to a restore: state units and maps. */
  readonly orderless: boolean;
  /** Elements are state units: `{ 1: name, 2: Any }`. */
  readonly units: boolean;
}

/** Equal siblings behind a `RUN` row. */
export interface Run {
  /** Where its pairs stand in `Comparison.pairs`: `count` of them from pair `from` on. */
  readonly from: number;
  readonly count: number;
}

/** Where the result is not as fine as asked, and why; `path` is "" for the whole. */
export interface Coarse {
  readonly row: number;
  readonly path: string;
  readonly reason: string;
}

/** Changes of one state unit, or of one field of the root that is not a list of units. */
export interface UnitSummary {
  /** The unit's name, or the field's. */
  readonly label: string;
  readonly kind: "unit" | "field";
  /** Row to go to: the unit's own, or the run that holds it when it is equal. */
  readonly row: number;
  readonly counts: Readonly<Record<ChangeKind, number>>;
  readonly total: number;
  /** Which sides have it. */
  readonly inA: boolean;
  readonly inB: boolean;
}

/** Two sides aligned; immutable. It borrows both decodes. */
export interface Comparison {
  readonly a: Side;
  readonly b: Side;
  /** Both sides restore to the same values. Unknown fields count as values, since a release that knows them restores them. */
  readonly equal: boolean;
  readonly rows: Rows;
  /** Rows that are changes, ascending: in tree order. */
  readonly changes: Int32Array;
  readonly counts: Readonly<Record<ChangeKind, number>>;
  /** Units and fields of the root that hold changes, in tree order, then equal ones, at most 1,000 of these. */
  readonly units: readonly UnitSummary[];
  /** How many units and fields of the root are equal, those among `units` included. */
  readonly equalUnits: number;
  readonly lists: readonly ListMatch[];
  readonly runs: readonly Run[];
  /** Pairs of the runs: a, b, a, b, … Each is a node, or an occurrence of which no node was made yet: `nodeOf` gives it. */
  readonly pairs: Int32Array;
  readonly coarse: readonly Coarse[];
}

export interface CompareOptions {
  /**
   * How to match a list, by its path: as `listPath` gives it, or the same with `[*]` for any index (`units[*].state.value.channels`).
   * What does not apply to the list is passed over.
   */
  readonly matchBy?: Readonly<Record<string, MatchBy>>;
  /** Most steps of an edit script for one list, 2^22 by default; past it the rest is paired by order and said to be coarse. */
  readonly editWork?: number;
  /** Bytes of a message from which on its lists are left unread where they are equal, 2^14 by default. The result is the same. */
  readonly unreadFrom?: number;
  /**
   * Elements a side from which on what is the same in both lists is sought beyond their common start, 2^10 by default. What is matched by a
   * key stays so; of contents that stand more than once others may be told to have moved.
   */
  readonly longFrom?: number;
  /** Releases between the two, old to new, over which renamed types are followed when the two alone do not tell. */
  readonly between?: readonly SchemaSet[];
}

/** One side of a change, as the contract has it: nothing is known of a side that has neither field nor default. */
export interface JsonSide {
  readonly value?: JsonValue;
  readonly range?: ByteRange;
  readonly status: FieldStatus;
  /** As in the `.proto`: of a retyped field only. */
  readonly type?: string;
}

/** One change, as the contract has it. */
export interface JsonChange {
  /** A's path; B's for what A lacks. */
  readonly path: string;
  /** B's path where it differs. */
  readonly pathB?: string;
  readonly kind: ChangeKind;
  /** The key of the nearest list element, `name "uefi"`: a label, never part of a path. */
  readonly matchedBy?: string;
  readonly a?: JsonSide;
  readonly b?: JsonSide;
}

/** A place where bytes differ: `[fromA, toA)` of the one is `[fromB, toB)` of the other; one of them may be empty. */
export interface ByteEdit {
  readonly fromA: number;
  readonly toA: number;
  readonly fromB: number;
  readonly toB: number;
}

export interface ByteDiff {
  /** Ascending, apart from each other; offsets from the start of each value. */
  readonly edits: readonly ByteEdit[];
  /** The work limit was met: the last edit covers more than it must. */
  readonly coarse: boolean;
}
