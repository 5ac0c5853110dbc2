/** A file that is still being read: its start is shown like a blob, which then takes its place. */
import type { BlobInfo, StartedBlob } from "../../worker/protocol.ts";
import { isStarting, leaveBlob, openBlob, readBlob, startShown } from "./reading.ts";
import { startSpec } from "./spec.ts";
import { useApp } from "./store.ts";

/** Shows the start of a file. */
export function takeStart(start: StartedBlob): void {
  const { blob } = start;
  const { active, workspace } = useApp.getState();
  if (workspace !== "inspect") return;
  leaveBlob();
  const here = { starting: { blob, before: active }, active: blob.blobId, tableOpen: false, blobsOverlay: false };
  useApp.setState({ ...here, ...startShown(start, startSpec()) });
}

/**
 * The reading of files has come to its end with these blobs. When the start of one of them is shown, it takes its place with all that the user did, and
 * is read whole: true then. When nothing came of it, the blob from before is shown again.
 */
export async function endStart(blobs: readonly BlobInfo[]): Promise<boolean> {
  const { starting, doc, workspace } = useApp.getState();
  if (!starting) return false;
  const shown = isStarting(useApp.getState());
  const [blob] = blobs;
  const { bytes, container } = starting.blob;
  const isSame = blobs.length === 1 && blob && !blob.already && blob.bytes === bytes && blob.container === container;
  if (!shown) useApp.setState({ starting: undefined });
  else if (isSame && workspace === "inspect") {
    useApp.setState({ starting: undefined, active: blob.blobId, doc: doc && { ...doc, blobId: blob.blobId } });
    await readBlob();
    return true;
  } else {
    leaveBlob();
    useApp.setState({ starting: undefined });
    const { before } = starting;
    if (blobs.length === 0 && before !== undefined && useApp.getState().blobs.some(({ blobId }) => blobId === before))
      await openBlob(before);
  }
  return false;
}
