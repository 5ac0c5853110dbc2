/** Two sides: which blobs they are, how each is read, and aligning them. What is then shown of them is in `compare-view.ts`. */
import { CoreError } from "../../worker/client.ts";
import type { BlobInfo, CompareSpec, Reading, SideName } from "../../worker/protocol.ts";
import { patchCompare, sideBlob } from "./compare-now.ts";
import { compareSlice, type SideChoice, startCompareSpec } from "./compare-slice.ts";
import { goToChangeRow } from "./compare-view.ts";
import { ask, isCancelled, reportFailure } from "./session.ts";
import { useApp } from "./store.ts";
import { toast } from "./toasts.ts";

let latest = 0;
let running: AbortController | undefined;

/** A blob as a side, read as Inspect reads it when the user chose how. */
export function sideOf(blob: BlobInfo, more: Partial<SideChoice> = {}): SideChoice {
  const choice = useApp.getState().choices[blob.blobId] ?? {};
  return {
    sha256: blob.sha256,
    name: blob.name,
    ...(choice.release !== undefined && { release: choice.release }),
    ...(choice.root !== undefined && { root: choice.root }),
    ...(choice.raw && { raw: true }),
    ...more,
  };
}

function readingOf({ sha256, release, root, raw }: SideChoice): Reading {
  if (raw) return { blobId: sha256, raw: true };
  return { blobId: sha256, ...(release !== undefined && { release }), ...(root !== undefined && { root }) };
}

/** Puts a blob on a side, or empties it, and aligns anew. What was opened and chosen for other sides is forgotten. */
export async function setSide(side: SideName, choice: SideChoice | undefined): Promise<void> {
  patchCompare({ [side]: choice, matchBy: {}, spec: startCompareSpec(), key: undefined, target: undefined });
  await align();
}

/** Shows the workspace with both sides given. */
export async function compareSides(a: SideChoice | undefined, b: SideChoice | undefined): Promise<void> {
  useApp.setState({ workspace: "compare", dialog: undefined });
  patchCompare({ a, b, matchBy: {}, spec: startCompareSpec(), key: undefined });
  await align();
}

/** Shows the workspace as it was left; the open blob is side A when nothing is chosen yet. */
export function showCompare(): void {
  const state = useApp.getState();
  useApp.setState({ workspace: "compare", dialog: undefined });
  const active = state.blobs.find((blob) => blob.blobId === state.active);
  const { a, b } = state.compare;
  if (!a && !b && active) void setSide("a", sideOf(active));
  else if (a && b && !state.compare.info) void align();
}

/** Reads one side with another release; `undefined` reads it raw. The view stays. */
export async function readSideWith(side: SideName, release: string | undefined): Promise<void> {
  const { compare } = useApp.getState();
  const before = compare[side];
  if (!before) return;
  const { release: _, root: __, raw: ___, ...plain } = before;
  patchCompare({ [side]: { ...plain, ...(release === undefined ? { raw: true } : { release }) } });
  await align(compare.spec, compare.key);
}

/** A becomes B and B becomes A. */
export async function swapSides(): Promise<void> {
  const { compare } = useApp.getState();
  const path = compare.details ? (compare.details.pathB ?? compare.details.path) : undefined;
  patchCompare({ a: compare.b, b: compare.a, key: undefined });
  const { open: _, closed: __, ...kept } = compare.spec;
  const kind = kept.kind === "added" ? "removed" : kept.kind === "removed" ? "added" : kept.kind;
  await align(
    { ...startCompareSpec(), ...kept, ...(kind !== undefined && { kind }) },
    path === undefined ? undefined : swappedKey(compare.key),
  );
}

/** The key of a row once the sides are swapped. */
function swappedKey(key: string | undefined): string | undefined {
  const parts = key === undefined ? null : /^([-*=]?)(.*)\|(.*)$/s.exec(key);
  if (!parts) return undefined;
  const [, form, a, b] = parts;
  if (b === "") return a === "" ? undefined : key;
  return `${form}${b}|${a}`;
}

/** Matches a list in another way. */
export async function matchList(path: string, by: string): Promise<void> {
  const { compare } = useApp.getState();
  patchCompare({ matchBy: { ...compare.matchBy, [path]: by } });
  await align(compare.spec, compare.key);
}

/** Aligns the sides, when both are there, and shows `spec` of it with the row of `path` selected. A later call takes this one back. */
export async function align(spec: CompareSpec = startCompareSpec(), path?: string): Promise<void> {
  running?.abort();
  const mine = ++latest;
  const stale = (): boolean => mine !== latest;
  const state = useApp.getState();
  const { a, b, matchBy } = state.compare;
  const { find } = state.compare;
  const empty = { ...compareSlice().compare, find: { ...find, result: undefined, at: undefined, hit: undefined } };
  if (!a || !b || !sideBlob(state, "a") || !sideBlob(state, "b")) {
    // What is not open yet is asked for, and the place is kept for when it comes.
    patchCompare({ info: undefined, busy: false, trouble: undefined, details: undefined, spec, key: path, rows: 0, marks: [] });
    return;
  }
  const abort = new AbortController();
  running = abort;
  patchCompare({ busy: true, trouble: undefined });
  try {
    const options = { label: `Comparing ${a.name} with ${b.name}`, signal: abort.signal };
    const info = await ask("compare", { a: readingOf(a), b: readingOf(b), matchBy }, options);
    if (stale()) return;
    const view = await ask("compareView", { compareId: info.compareId, spec }, options);
    if (stale()) return;
    const { version } = useApp.getState().compare;
    const unselected = { key: undefined, index: undefined, details: undefined, scrollTo: undefined };
    patchCompare({ ...empty, ...view, ...(path === undefined && unselected), a, b, matchBy, info, spec, version: version + 1 });
    if (path !== undefined && !(await goToChangeRow(path, false)) && !stale()) patchCompare(unselected);
  } catch (error) {
    if (stale()) return;
    const cancelled = isCancelled(error);
    const { release } = [a, b].find((side) => side.release !== undefined && isUnknown(side.release)) ?? {};
    const missing = error instanceof CoreError && error.code === "unknown-release" && release !== undefined;
    patchCompare({
      ...(missing && { info: undefined }),
      busy: false,
      trouble: cancelled
        ? "Comparing was stopped."
        : missing
          ? `Release ${release} is not registered in this window. Drop its schemas, or read the side with another release.`
          : undefined,
    });
    if (!cancelled && !missing) reportFailure("The sides cannot be compared", error);
  }
}

/** A blob was closed, or its closing taken back: where it stands on a side, the sides are compared no more, or again, at the same place. */
export async function followBlob(sha256: string): Promise<void> {
  const { a, b, spec, key } = useApp.getState().compare;
  if (a?.sha256 === sha256 || b?.sha256 === sha256) await align(spec, key);
}

function isUnknown(release: string): boolean {
  return !useApp.getState().releases.some((one) => one.release === release);
}

/** Blobs were opened while the workspace is shown: those that a side waits for go there, else they fill the side that was meant, or is empty. Where many come while two are compared, these stay. */
export async function placeOpened(blobs: readonly BlobInfo[]): Promise<void> {
  const state = useApp.getState();
  const { a, b, target, info, spec, key } = state.compare;
  patchCompare({ target: undefined });
  // A side waits for its blob when a link names one that was not open; a side that has its blob waits for nothing.
  const awaited = [a, b].some((side) => side && blobs.some((blob) => blob.sha256 === side.sha256 && !blob.already));
  if (blobs.length === 0 || (awaited && target === undefined)) {
    if (!info || blobs.length === 0) await align(spec, key);
    return;
  }
  // Of a folder nobody says which ones: what is being compared stays.
  if (blobs.length > 2 && target === undefined && sideBlob(state, "a") && sideBlob(state, "b")) {
    toast(`${blobs.length} blobs are open; the comparison stays, and each side can take one of them`);
    return;
  }
  const [first, second] = blobs;
  const choice = first && sideOf(first);
  if (second && (target === undefined || !state.compare[target === "a" ? "b" : "a"])) {
    const sides = target === "b" ? ([second, first!] as const) : ([first!, second] as const);
    await compareSides(sideOf(sides[0]), sideOf(sides[1]));
  } else await setSide(target ?? (a ? "b" : "a"), choice);
  if (blobs.length > 2) toast(`${blobs.length} blobs are open; the first ones are compared`);
}
