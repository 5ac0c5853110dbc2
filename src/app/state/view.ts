/** Changes of the view: which rows the tree shows. The worker builds the view, the store keeps how it was asked for. */
import type { Row, StatusFilter, ViewInfo, ViewSpec } from "../../worker/protocol.ts";
import { ask, reportFailure } from "./session.ts";
import * as change from "./spec.ts";
import { type AppState, useApp } from "./store.ts";
import { nextToken } from "./token.ts";

let running: AbortController | undefined;

/**
 * Builds the view of a spec and shows it; a later call takes an earlier one back. Cancelled by the user, the view from before stays, and
 * its spec is the one that the controls show again. With `follow` the selected row stays in sight, however many rows come or go above
 * it. Gives whether the view is shown.
 */
export async function showSpec(spec: ViewSpec, follow = false): Promise<boolean> {
  const { doc } = useApp.getState();
  if (!doc) return false;
  running?.abort();
  const mine = new AbortController();
  running = mine;
  const overtaken = () => running !== mine || useApp.getState().doc?.docId !== doc.docId || useApp.getState().spec !== spec;
  useApp.setState({ spec });
  try {
    const view = await ask("view", { docId: doc.docId, spec }, { label: "Building the view", signal: mine.signal });
    if (overtaken()) return false;
    useApp.setState(viewShown(view, spec));
    await placeSelection(follow);
    return !overtaken();
  } catch (error) {
    if (overtaken()) return false;
    useApp.setState((s) => ({ spec: s.shown }));
    reportFailure("The rows cannot be shown", error);
    return false;
  }
}

/** What of the screen shows a view that was built. */
export function viewShown({ rows, matches }: ViewInfo, spec: ViewSpec, firstRows?: readonly Row[]): Partial<AppState> {
  return { spec, shown: spec, rows, matches, firstRows, viewVersion: useApp.getState().viewVersion + 1 };
}

/** Takes a view back that is being built. */
export function stopBuilding(): void {
  running?.abort();
  running = undefined;
}

/** The rows say more than before: those in sight are asked for again. With a filter by findings it may be others. */
export function refreshRows(): void {
  const { spec } = useApp.getState();
  if (change.isFound(spec.status)) void showSpec(spec);
  else useApp.setState((s) => ({ viewVersion: s.viewVersion + 1, firstRows: undefined }));
}

/** Finds the row of the selection in the view. */
async function placeSelection(follow: boolean): Promise<void> {
  const { doc, selectedKey, viewVersion } = useApp.getState();
  if (!doc || selectedKey === undefined) return;
  const index = (await ask("indexOf", { docId: doc.docId, key: selectedKey })) ?? undefined;
  const now = useApp.getState();
  if (now.selectedKey !== selectedKey || now.viewVersion !== viewVersion) return;
  useApp.setState({ selectedIndex: index, ...(follow && index !== undefined && { scrollTo: { index, token: nextToken() } }) });
}

/** Opens or closes a row; a selection inside a row that closes moves to it. */
export function toggle(key: string, depth: number, expand: boolean): void {
  const { spec, selectedKey } = useApp.getState();
  if (!expand && selectedKey !== undefined && change.isBelow(selectedKey, key)) useApp.setState({ selectedKey: key, details: undefined });
  void showSpec(change.toggleRow(spec, key, depth, expand));
}

/** Opens a row and all its siblings. */
export async function openSiblings(key: string): Promise<void> {
  const { doc, spec } = useApp.getState();
  if (!doc) return;
  try {
    await showSpec(await ask("openSiblings", { docId: doc.docId, spec, key }), true);
  } catch (error) {
    reportFailure("The rows cannot be opened", error);
  }
}

const apply = (make: (spec: ViewSpec) => ViewSpec) => void showSpec(make(useApp.getState().spec), true);

/** Opens every row of the document. */
export const expandAll = () => apply(change.expandAll);
/** Shows that many levels, from 1: the top rows only. */
export const toLevel = (level: number) => apply((spec) => change.toLevel(spec, level));
/** Keeps rows of one status; the same status again shows all. */
export const filterStatus = (status: StatusFilter | undefined) =>
  apply((spec) => change.withStatus(spec, status === spec.status ? undefined : status));
/** Keeps rows that contain the text. */
export const filterText = (text: string) => apply((spec) => change.withText(spec, text));
export const clearFilter = () => apply(change.withoutFilter);
export const sortBy = (sort: ViewSpec["sort"]) => apply((spec) => change.withSort(spec, sort));
