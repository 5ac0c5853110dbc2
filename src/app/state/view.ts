/** Changes of the view: which rows the tree shows. The worker builds the view, the store keeps how it was asked for. */
import type { StatusFilter, ViewSpec } from "../../worker/protocol.ts";
import { ask, reportFailure } from "./session.ts";
import * as change from "./spec.ts";
import { useApp } from "./store.ts";
import { nextToken } from "./token.ts";

let running: AbortController | undefined;

/**
 * Builds the view of a spec and shows it; a later call takes an earlier one back. With `follow` the selected row stays in sight,
 * however many rows come or go above it. Gives whether the view is shown.
 */
export async function showSpec(spec: ViewSpec, follow = false): Promise<boolean> {
  const { doc, spec: before } = useApp.getState();
  if (!doc) return false;
  running?.abort();
  const mine = new AbortController();
  running = mine;
  const overtaken = () => running !== mine || useApp.getState().doc?.docId !== doc.docId;
  useApp.setState({ spec });
  try {
    const view = await ask("view", { docId: doc.docId, spec }, { label: "Building the view", signal: mine.signal });
    if (overtaken()) return false;
    useApp.setState((s) => ({ rows: view.rows, matches: view.matches, viewVersion: s.viewVersion + 1 }));
    await placeSelection(spec, follow);
    return !overtaken();
  } catch (error) {
    if (overtaken()) return false;
    // Cancelled by the user, or failed: the rows on the screen are still those of the spec before.
    useApp.setState({ spec: before });
    reportFailure("The rows cannot be shown", error);
    return false;
  }
}

/** Finds the row of the selection in the view without changing the view. */
async function placeSelection(spec: ViewSpec, follow: boolean): Promise<void> {
  const { doc, selectedKey } = useApp.getState();
  if (!doc || selectedKey === undefined) return;
  const place = await ask("reveal", { docId: doc.docId, spec, key: selectedKey });
  const now = useApp.getState();
  if (now.selectedKey !== selectedKey || now.spec !== spec) return;
  const index = place && change.sameSpec(place.spec, spec) ? place.index : undefined;
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
