/** Which blob is open and how it is read: release, root or raw. */
import { CoreError } from "../../worker/client.ts";
import type { BlobInfo, DocInfo, Reading, Started, ViewInfo } from "../../worker/protocol.ts";
import type { Choice } from "./blobs-slice.ts";
import { search } from "./find.ts";
import { inspectSlice } from "./inspect-slice.ts";
import type { Place } from "./place.ts";
import { recallChoice, rememberChoice } from "./remember.ts";
import { goToRow, keepSelection } from "./select.ts";
import { ask, isCancelled, reportFailure } from "./session.ts";
import { startSpec } from "./spec.ts";
import { type AppState, useApp } from "./store.ts";
import { stopBuilding, viewShown } from "./view.ts";

let latest = 0;
let underWay: AbortController | undefined;

/** The blob that is shown, or undefined. */
export function activeBlob(state: AppState): BlobInfo | undefined {
  if (isStarting(state)) return state.starting?.blob;
  return state.blobs.find((blob) => blob.blobId === state.active);
}

/** Whether what is shown is a file that is still being read: no blob yet, that could be closed, linked to or read otherwise. */
export function isStarting({ starting, active }: Pick<AppState, "starting" | "active">): boolean {
  return starting !== undefined && starting.blob.blobId === active;
}

/** Blobs of the list, without those that are being closed. */
export function shownBlobs(state: Pick<AppState, "blobs" | "closing">): readonly BlobInfo[] {
  const { blobs, closing } = state;
  return closing.length === 0 ? blobs : blobs.filter((blob) => !closing.includes(blob.blobId));
}

/** The request that reads a blob as chosen. */
export function readingOf(state: Pick<AppState, "choices">, blobId: string): Reading {
  const choice = state.choices[blobId] ?? {};
  const readAs = choice.readAs && { readAs: choice.readAs };
  if (choice.raw) return { blobId, raw: true, ...readAs };
  return { blobId, ...readAs, ...kept({ release: choice.release, root: choice.root, writer: choice.writer }) };
}

/** Shows a blob where it was left: its view and selection come back. Showing the one that is shown does nothing. */
export async function openBlob(blobId: string): Promise<void> {
  const state = useApp.getState();
  useApp.setState({ workspace: "inspect", tableOpen: false });
  if (state.active === blobId && state.doc?.blobId === blobId) return;
  leaveBlob();
  const visit = useApp.getState().visits[blobId];
  useApp.setState({ active: blobId, blobsOverlay: false, wanted: undefined });
  await readBlob(visit?.spec, visit?.selectedKey);
}

/** Shows the start page; the blobs stay open. */
export function leaveBlob(): void {
  const state = useApp.getState();
  const { active, doc, shown: spec, selectedKey, visits, find, jumps, goTo } = state;
  latest++;
  underWay?.abort();
  stopBuilding();
  useApp.setState({
    ...inspectSlice(),
    visit: state.visit + 1,
    jumps,
    goTo,
    doc: undefined,
    details: undefined,
    selectedKey: undefined,
    selectedIndex: undefined,
    cursor: undefined,
    bytes: undefined,
    scrollTo: undefined,
    hexTo: undefined,
    active: undefined,
    failure: undefined,
    find: { ...inspectSlice().find, query: find.query, focus: find.focus },
    ...(active !== undefined && doc && !isStarting(state) ? { visits: { ...visits, [active]: { spec, selectedKey } } } : {}),
  });
}

/**
 * Decodes the active blob as chosen and shows it; its start while the rest is read, when nothing of it is shown. `spec` and `path` are kept from before unless
 * given; what the user did with a start stays. Gives what became of it: it is shown, what was shown before still is as the user cancelled it,
 * or neither is for it to say, as something else came in between.
 */
export async function readBlob(spec = startSpec(), path?: string): Promise<"shown" | "cancelled" | "other"> {
  const state = useApp.getState();
  const blob = activeBlob(state);
  if (!blob || isStarting(state)) return "other";
  const mine = ++latest;
  const stale = () => mine !== latest;
  underWay?.abort();
  underWay = new AbortController();
  const { signal } = underWay;
  useApp.setState({ failure: undefined, stopped: false });
  try {
    const label = `Decoding ${blob.name}`;
    const onPart = (start: Started) => {
      if (!stale() && useApp.getState().doc === undefined) useApp.setState(startShown(start, spec));
    };
    const asked = { ...readingOf(state, blob.blobId), ...(state.doc === undefined && { start: spec }) };
    const doc = await ask("decode", asked, { label, signal, onPart });
    if (!stale()) await showWhole(doc, spec, path, signal);
    return stale() ? "other" : "shown";
  } catch (error) {
    if (stale()) return "other";
    const { doc: shown } = useApp.getState();
    const stopped = shown?.blobId !== blob.blobId || shown.soFar !== undefined;
    useApp.setState({ stopped });
    if (isCancelled(error)) return stopped ? "other" : "cancelled";
    const asked = readingOf(useApp.getState(), blob.blobId).release;
    if (asked !== undefined && isUnknownRelease(error)) await readWithoutRelease(blob, asked, spec, path);
    else reportFailure(`${blob.name} cannot be decoded`, error);
    return "other";
  }
}

/** What of the screen shows the start of a blob. */
export function startShown({ doc, view, rows }: Started, spec: AppState["spec"]): Partial<AppState> {
  return { doc, ...viewShown(view, spec, rows) };
}

/** Shows a document that was read whole. The view first, so that the tree never asks for rows of a document without one. */
async function showWhole(doc: DocInfo, spec: AppState["spec"], path: string | undefined, signal: AbortSignal): Promise<void> {
  const startNow = () => {
    const now = useApp.getState();
    return now.doc?.soFar !== undefined && now.doc.blobId === doc.blobId ? now : undefined;
  };
  let view: ViewInfo;
  let wanted: AppState["spec"];
  do {
    wanted = startNow()?.spec ?? spec;
    view = await ask("view", { docId: doc.docId, spec: wanted }, { label: "Building the view", signal });
    if (signal.aborted) return;
    // Rows of the start may have been opened meanwhile.
  } while (wanted !== (startNow()?.spec ?? wanted));
  const start = startNow();
  const nothing = { details: undefined, selectedKey: undefined, selectedIndex: undefined, bytes: undefined };
  useApp.setState((s) => ({
    doc,
    ...viewShown(view, wanted),
    ...(!start && nothing),
    find: { ...s.find, result: undefined, at: undefined, hit: undefined },
    summaries: { ...s.summaries, [doc.blobId]: { ...doc.counts, trouble: doc.trouble !== undefined } },
  }));
  if (start?.find.open) void search(start.find.query);
  if (start?.selectedKey !== undefined) await keepSelection();
  else if (path !== undefined) await goToRow(path);
}

/** A link or a remembered choice may name a release that nobody has dropped in this session. */
async function readWithoutRelease(blob: BlobInfo, asked: string, spec: AppState["spec"], path: string | undefined): Promise<void> {
  useApp.setState((s) => {
    const { release: _, suggested: __, ...choice } = s.choices[blob.blobId] ?? {};
    return { choices: { ...s.choices, [blob.blobId]: { ...choice, missing: asked } } };
  });
  await readBlob(spec, path);
  useApp.setState({
    failure: `Release ${asked} is not registered in this window, so ${blob.name} is read without it. Drop its schemas to read with it.`,
  });
}

function isUnknownRelease(error: unknown): boolean {
  return error instanceof CoreError && error.code === "unknown-release";
}

/** The reading that a place of the URL names. A release counts as chosen only if the user chose it for this blob. */
export function choiceOf(place: Place): Choice {
  const readAs = place.readAs && { readAs: place.readAs };
  if (place.raw) return { raw: true, ...readAs };
  const chosen = place.blob !== undefined && recallChoice(place.blob)?.release === place.release;
  return {
    ...(place.release ? { release: place.release, ...(chosen ? {} : { suggested: true }) } : {}),
    ...(place.root ? { root: place.root } : {}),
    ...readAs,
  };
}

/** The choice by which a blob is shown while another is being followed. */
let followed: { readonly blobId: string; readonly choice: Choice } | undefined;
let following = 0;

/**
 * Changes how the active blob is read, remembers it by content hash and reads again; the selection is kept where it exists. Cancelled, the
 * choice from before holds again. Gives whether the blob is shown as chosen.
 */
export async function choose(change: (choice: Choice) => Choice): Promise<boolean> {
  const state = useApp.getState();
  const blob = activeBlob(state);
  if (!blob || isStarting(state)) return false;
  const { blobId } = blob;
  const now = state.choices[blobId] ?? {};
  if (followed?.blobId !== blobId) followed = { blobId, choice: now };
  const { choice: before } = followed;
  const mine = ++following;
  const follow = (choice: Choice): void => {
    rememberChoice(blob.sha256, choice);
    useApp.setState((s) => ({ choices: { ...s.choices, [blobId]: choice } }));
  };
  follow(change(now));
  const became = await readBlob(state.spec, state.selectedKey);
  if (mine === following) followed = undefined;
  if (became === "cancelled") {
    follow(before);
    useApp.setState((s) => ({ spec: s.shown }));
  }
  return became === "shown";
}

/** Reads the active blob with a release; a chosen root stays. */
export const chooseRelease = (release: string) =>
  choose(({ root, writer, readAs }) => ({ release, ...kept({ root, writer }), ...(readAs && { readAs }) }));
/** Reads the active blob without any schema. */
export const chooseRaw = () => choose(({ writer, readAs }) => ({ raw: true, ...kept({ writer }), ...(readAs && { readAs }) }));
/** Says which release wrote the active blob; undefined finds it out again. */
export const chooseWriter = (writer: string | undefined) => choose(({ writer: _, ...choice }) => ({ ...choice, ...kept({ writer }) }));
/** Reads the active blob as a type of its release; undefined finds the root out again. */
export const chooseRoot = (root: string | undefined) =>
  choose(({ release, suggested, writer, readAs }) => ({
    ...(release === undefined ? {} : { release }),
    ...(suggested && root === undefined ? { suggested } : {}),
    ...(root === undefined ? {} : { root }),
    ...kept({ writer }),
    ...(readAs && { readAs }),
  }));

/** The choices that were made, without those that were not. */
function kept<T extends Record<string, string | undefined>>(choices: T): { [K in keyof T]?: string } {
  return Object.fromEntries(Object.entries(choices).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: string };
}

/** How the root came about, in a word; `given` = by an example or a link. */
export function rootOrigin(doc: DocInfo, choice: Choice | undefined): "detected" | "chosen" | "given" | undefined {
  if (!doc.root) return undefined;
  if (doc.root.detected) return "detected";
  return choice?.suggested ? "given" : "chosen";
}
