/** Whether the blob of each side restores on the release that reads it. */
import type { SideName } from "../../worker/protocol.ts";
import { compareNow, sideBlob } from "./compare-now.ts";
import { showInInspect } from "./compare-row.ts";
import { asOneStep } from "./place-sync.ts";
import { ask, isCancelled, reportFailure } from "./session.ts";
import { type AppState, useApp } from "./store.ts";
import { activeFindings, cellOf, keep, openAt, toggleFindings, verdictAsk, verdictKey } from "./verdict.ts";
import type { VerdictCell } from "./verdict-slice.ts";

/** Findings that are asked for: the first tells the reason. */
const FEW = 4;
/** Milliseconds that the list of findings is waited for. */
const PATIENCE = 5000;

/** The verdict of the release that reads a side; undefined while it is not known. */
export function sideVerdict(state: AppState, side: SideName): VerdictCell | undefined {
  const blob = sideBlob(state, side);
  const release = state.compare.info?.[side].release;
  if (!blob || release === undefined) return undefined;
  const verdict = state.verdicts[blob.blobId];
  return verdict?.key === verdictKey(state, blob.blobId) ? verdict.cells[release] : undefined;
}

/** Judges both sides on the releases that read them, unless that is known. Gives a way to stop. */
export function judgeSides(): () => void {
  const mine = new AbortController();
  void judge(mine.signal);
  return () => mine.abort();
}

async function judge(signal: AbortSignal): Promise<void> {
  try {
    for (const side of ["a", "b"] as const) {
      const state = useApp.getState();
      const blob = sideBlob(state, side);
      const reader = compareNow().info?.[side].release;
      if (!blob || reader === undefined || sideVerdict(state, side)) continue;
      const { blobId } = blob;
      const key = verdictKey(state, blobId);
      const judged = await ask("verdict", { ...verdictAsk(state, blobId), reader, limit: FEW }, { signal });
      if (signal.aborted) return;
      keep(blobId, key, (before) => ({ ...before, cells: { ...before.cells, [reader]: cellOf(judged) } }));
    }
  } catch (error) {
    if (!isCancelled(error)) reportFailure("The sides cannot be judged", error);
  }
}

/** Resolves when Inspect has the findings of the release that reads, or after some seconds. */
function findingsCame(): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const timer = setTimeout(done, PATIENCE);
    const stop = useApp.subscribe((state) => activeFindings(state).length > 0 && done());
    if (activeFindings(useApp.getState()).length > 0) done();
  });
}

/** Shows the blob of a side in Inspect with the findings of the release that reads it, at the first of them. */
export async function showSideFindings(side: SideName): Promise<void> {
  await asOneStep(() => toSideFindings(side));
}

async function toSideFindings(side: SideName): Promise<void> {
  const release = compareNow().info?.[side].release;
  const first = sideVerdict(useApp.getState(), side)?.findings[0];
  await showInInspect(side, false);
  if (release === undefined || !first) return;
  // The list takes room from the tree, so that it must be there before the field is brought into sight.
  await findingsCame();
  if (!useApp.getState().findingsOpen) toggleFindings();
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  await openAt(release, first);
}
