/** Selection: one row is selected, its bytes are lit and its details shown; a byte of the hex pane selects its deepest row. */

import type { ByteRange } from "../../base/index.ts";
import { rangeOf } from "../hex/parts.ts";
import { ask, reportFailure } from "./session.ts";
import { sameSpec } from "./spec.ts";
import { useApp } from "./store.ts";
import { nextToken } from "./token.ts";
import { showSpec } from "./view.ts";

let latest = 0;

/** Selects a row that the view shows. `cursor` = the byte that was clicked, when the selection comes from there. */
export async function selectRow(key: string, index: number | undefined, cursor?: number): Promise<void> {
  const { doc } = useApp.getState();
  if (!doc) return;
  const mine = ++latest;
  useApp.setState({ selectedKey: key, selectedIndex: index });
  try {
    const details = await ask("details", { docId: doc.docId, key });
    if (mine !== latest || useApp.getState().doc?.docId !== doc.docId) return;
    if (!details) {
      useApp.setState({ selectedKey: undefined, selectedIndex: undefined, details: undefined });
      return;
    }
    const [from] = rangeOf(details) ?? [];
    useApp.setState({
      details,
      cursor: cursor ?? from,
      ...(cursor === undefined ? { bytes: undefined } : {}),
      ...(cursor === undefined && from !== undefined ? { hexTo: { offset: from, token: nextToken() } } : {}),
    });
  } catch (error) {
    reportFailure("The details of the row cannot be read", error);
  }
}

/** Another document has taken the place of the one that was shown: finds the selected row in it, and opens what hides it there. */
export async function keepSelection(): Promise<void> {
  const { doc, shown: spec, selectedKey: key, cursor } = useApp.getState();
  if (!doc || key === undefined) return;
  try {
    const place = await ask("reveal", { docId: doc.docId, spec, key }, { label: "Building the view" });
    const now = useApp.getState();
    if (now.doc !== doc || now.selectedKey !== key) return;
    if (!place) useApp.setState({ selectedKey: undefined, selectedIndex: undefined, details: undefined, bytes: undefined });
    else if (sameSpec(place.spec, spec)) await selectRow(key, place.index, cursor);
    else await goToRow(key, cursor);
  } catch (error) {
    reportFailure("The selected row cannot be found", error);
  }
}

let going: AbortController | undefined;

/**
 * Brings a row into view, opening what hides it, and selects it; a later call takes an earlier one back. Gives false when the document has
 * no such row, or it was cancelled.
 */
export async function goToRow(key: string, cursor?: number): Promise<boolean> {
  const { doc, shown, selectedKey: before } = useApp.getState();
  if (!doc) return false;
  going?.abort();
  going = new AbortController();
  const { signal } = going;
  try {
    const place = await ask("reveal", { docId: doc.docId, spec: shown, key }, { label: "Building the view", signal });
    if (!place || signal.aborted || useApp.getState().doc?.docId !== doc.docId) return false;
    useApp.setState({ selectedKey: key });
    if (!sameSpec(place.spec, shown) && !(await showSpec(place.spec))) {
      useApp.setState((s) => (s.selectedKey === key ? { selectedKey: before } : {}));
      return false;
    }
    useApp.setState((s) => ({ scrollTo: { index: place.index, token: nextToken() }, jumps: s.jumps + 1 }));
    await selectRow(key, place.index, cursor);
    return true;
  } catch (error) {
    reportFailure("The row cannot be shown", error);
    return false;
  }
}

/** Selects the deepest row that holds a byte. `show` also brings the byte into view in the hex pane. */
export async function goToOffset(offset: number, show = false): Promise<void> {
  const { doc } = useApp.getState();
  if (!doc) return;
  useApp.setState({ cursor: offset, bytes: undefined, ...(show ? { hexTo: { offset, token: nextToken() } } : {}) });
  try {
    const key = await ask("locate", { docId: doc.docId, offset });
    if (key !== null) await goToRow(key, offset);
  } catch (error) {
    reportFailure("The byte cannot be found", error);
  }
}

/** Selects bytes in the hex pane; an empty range takes the selection back. */
export function selectBytes(range: ByteRange | undefined): void {
  useApp.setState({ bytes: range && range[1] > range[0] ? range : undefined });
}

/** Goes to the next or previous malformed or mismatched row, going round. Gives false when there is none. */
export async function goToProblem(direction: 1 | -1): Promise<boolean> {
  const { doc, selectedKey } = useApp.getState();
  if (!doc) return false;
  try {
    const key = await ask("problem", { docId: doc.docId, direction, ...(selectedKey === undefined ? {} : { key: selectedKey }) });
    return key !== null && (await goToRow(key));
  } catch (error) {
    reportFailure("The next problem cannot be found", error);
    return false;
  }
}
