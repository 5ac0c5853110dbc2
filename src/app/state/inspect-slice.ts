import type { ByteRange } from "../../base/index.ts";
import type { Details, DocInfo, FindHit, FindQuery, FindResult, Row, ViewSpec } from "../../worker/protocol.ts";
import { startSpec } from "./spec.ts";

/** The state of the find bar. */
export interface FindState {
  readonly open: boolean;
  /** Counts requests to focus the input. */
  readonly focus: number;
  readonly query: FindQuery;
  readonly result?: FindResult | undefined;
  /** Index of the hit that is shown, from 0. */
  readonly at?: number | undefined;
  readonly hit?: FindHit | undefined;
}

/** The open document, how its rows are shown and what is selected. */
export interface InspectSlice {
  readonly doc?: DocInfo | undefined;
  /** Grows when another blob is shown: what the panes hold of the one before is not for it. */
  readonly visit: number;
  /** The decode was cancelled or failed, and there is no older document of all of the blob to show. */
  readonly stopped: boolean;
  /** The rows that are wanted: what the controls show. */
  readonly spec: ViewSpec;
  /** Those that the tree has: `spec`, but while its view is being built. */
  readonly shown: ViewSpec;
  readonly rows: number;
  readonly matches: number;
  /** The first rows of the view, where they came with it. */
  readonly firstRows?: readonly Row[] | undefined;
  /** Grows with every view that the worker has built: rows asked for before are stale. */
  readonly viewVersion: number;
  readonly selectedKey?: string | undefined;
  /** Row index of the selection in the view; absent when the view hides it. */
  readonly selectedIndex?: number | undefined;
  readonly details?: Details | undefined;
  /** Row to bring into sight; the token tells one asking from the next. */
  readonly scrollTo?: { readonly index: number; readonly token: number } | undefined;
  /** Byte the hex cursor stands on. */
  readonly cursor?: number | undefined;
  /** Bytes selected in the hex pane. */
  readonly bytes?: ByteRange | undefined;
  /** Byte to bring into sight in the hex pane. */
  readonly hexTo?: { readonly offset: number; readonly token: number } | undefined;
  /** Counts requests to focus `Go to offset`. */
  readonly goTo: number;
  readonly find: FindState;
  /** The row for whose bytes a reading is being chosen. */
  readonly readAsKey?: string | undefined;
  /** Counts jumps to a row that was not the neighbour: each is a step of the browser's history. */
  readonly jumps: number;
}

/** The slice as it stands at start; also what a blob starts with. */
export function inspectSlice(): InspectSlice {
  const spec = startSpec();
  return {
    visit: 0,
    stopped: false,
    spec,
    shown: spec,
    rows: 0,
    matches: 0,
    viewVersion: 0,
    jumps: 0,
    goTo: 0,
    find: { open: false, focus: 0, query: startQuery() },
  };
}

/** Looks in names and values for nothing yet. */
export function startQuery(): FindQuery {
  return { text: "", names: true, values: true, numbers: false, bytes: false };
}
