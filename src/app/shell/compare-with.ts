/** What a blob can be compared with: the other open blobs, and itself read with another release. */
import type { BlobInfo } from "../../worker/protocol.ts";
import { compareSides, sideOf } from "../state/compare.ts";
import { shownBlobs } from "../state/reading.ts";
import type { AppState } from "../state/store.ts";

export interface CompareWith {
  readonly id: string;
  /** `Compare with b.bin`, for the palette. */
  readonly title: string;
  /** `b.bin`, for a menu that has the words in its heading. */
  readonly label: string;
  readonly kind: "blob" | "release";
  readonly run: () => void;
}

/** The choices for a blob, other blobs first; empty without one. The blob is side A. */
export function compareWith(state: AppState, blob: BlobInfo | undefined): readonly CompareWith[] {
  if (!blob) return [];
  const shown = state.doc?.blobId === blob.blobId ? state.doc.release : state.choices[blob.blobId]?.release;
  const others = shownBlobs(state).filter(({ blobId }) => blobId !== blob.blobId);
  const releases = state.releases.filter(({ release }) => release !== shown);
  return [
    ...others.map(
      (other): CompareWith => ({
        id: `compare:${other.blobId}`,
        title: `Compare with ${other.name}`,
        label: other.name,
        kind: "blob",
        run: () => void compareSides(sideOf(blob), sideOf(other)),
      }),
    ),
    ...releases.map(
      ({ release }): CompareWith => ({
        id: `compare-release:${release}`,
        title: `Compare with itself, read with ${release}`,
        label: `itself, read with ${release}`,
        kind: "release",
        run: () => void compareSides(sideOf(blob, shown === undefined ? {} : { release: shown }), sideOf(blob, { release })),
      }),
    ),
  ];
}
