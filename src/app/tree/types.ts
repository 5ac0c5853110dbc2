import type { ReactNode } from "react";
import type { Row, ViewSpec } from "../../worker/protocol.ts";

export type ColumnId = "field" | "no" | "type" | "wire" | "value" | "held" | "status" | "offset" | "bytes";

/** What the user made of the columns; plain JSON, for the store to keep. What is absent is as drawn. */
export interface ColumnState {
  /** Column id -> width in pixels, set by dragging. */
  readonly sizing: Readonly<Record<string, number>>;
  /** Column id -> shown or hidden by the user's own choice; without one the width of the window decides. */
  readonly visibility: Readonly<Record<string, boolean>>;
  /** Column ids in the user's order; empty = as drawn. Field always stands first. */
  readonly order: readonly string[];
}

/** Brings a row into sight; a new `token` asks again for the same row. */
export interface ScrollTarget {
  readonly index: number;
  readonly token: number;
}

/** What find looks for, so that the rows in sight can mark it. */
export interface TreeMark {
  readonly text: string;
  readonly names: boolean;
  readonly values: boolean;
  readonly numbers: boolean;
  /** Key of the row with the current hit. */
  readonly currentKey?: string | undefined;
}

export interface TreeTableProps {
  /** Name of the grid for screen readers: `Fields of servicing.bin`. */
  readonly label: string;
  /** The document; with `version` it names a state of the view. */
  readonly docId: string;
  /** Changes whenever the view changes (expansion, filter, sort). The old rows stay on the screen until the new ones are there. */
  readonly version: number;
  /** `ViewInfo.rows` of this version. */
  readonly rows: number;
  /** The first of them, where they are there already. */
  readonly firstRows?: readonly Row[] | undefined;
  /** Package of the root type: its types are named without it. */
  readonly home?: string;
  /** The release that reads, whose findings the rows are marked with. */
  readonly reader?: string | undefined;
  /** Length of the blob in bytes: offsets of longer blobs get wider columns. */
  readonly bytes?: number;
  /** Rows `[from, to)` of the latest view. */
  readonly fetchRows: (from: number, to: number) => Promise<readonly Row[]>;
  readonly selectedKey: string | undefined;
  /** Place of the selected row in this view, if the shell knows it; the rows in sight are told by their key. */
  readonly selectedIndex: number | undefined;
  readonly onSelect: (row: Row) => void;
  /** Opens or closes a row. */
  readonly onToggle: (row: Row, open: boolean) => void;
  /** `*`: opens the row and its siblings. */
  readonly onOpenSiblings: (row: Row) => void;
  /** Enter, or a double click on a row that cannot be opened: show it in Details. */
  readonly onActivate: (row: Row) => void;
  /** Right click, or the menu key; `x`, `y` in pixels of the window. */
  readonly onContextMenu: (row: Row, x: number, y: number) => void;
  readonly sort: ViewSpec["sort"];
  readonly onSort: (sort: ViewSpec["sort"]) => void;
  readonly mark?: TreeMark | undefined;
  readonly columns: ColumnState;
  readonly onColumns: (columns: ColumnState) => void;
  readonly scrollTo?: ScrollTarget | undefined;
  /** Shown in place of the rows when there are none: why, and what to do. */
  readonly children?: ReactNode;
}
