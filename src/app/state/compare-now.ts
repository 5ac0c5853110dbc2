/** What the other `compare-*.ts` share: the slice as it stands, changing it, and the blob of a side. */
import type { BlobInfo, SideName } from "../../worker/protocol.ts";
import type { CompareState } from "./compare-slice.ts";
import { shownBlobs } from "./reading.ts";
import { type AppState, useApp } from "./store.ts";

/** The slice as it stands. */
export const compareNow = (): CompareState => useApp.getState().compare;

/** Changes some facts of the workspace. */
export function patchCompare(change: Partial<CompareState>): void {
  useApp.setState((s) => ({ compare: { ...s.compare, ...change } }));
}

/** The open blob of a side; undefined when the side is empty or its blob is not open. */
export function sideBlob(state: AppState, side: SideName): BlobInfo | undefined {
  const choice = state.compare[side];
  return choice && shownBlobs(state).find((blob) => blob.sha256 === choice.sha256);
}

/** What the blob of a side is called; where it is not open, what the link calls it, if it does. */
export function sideName(state: AppState, side: SideName): string | undefined {
  return sideBlob(state, side)?.name ?? state.compare[side]?.name;
}
