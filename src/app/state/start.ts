/** A file that is still being read: its start is shown like a blob, which then takes its place. */
import { visible } from "../../base/index.ts";
import type { BlobInfo, InputFile, StartedBlob } from "../../worker/protocol.ts";
import { isStarting, leaveBlob, openBlob, readBlob, startShown } from "./reading.ts";
import { startSpec } from "./spec.ts";
import { useApp } from "./store.ts";

/** Bytes above which the worker tells of the start of a file. */
const LONG = 8 << 20;

/** Where nothing is shown, shows that a large file is on its way: all that stands around its rows is drawn while its first bytes are read. */
export function awaitStart(files: readonly InputFile[]): void {
  const [one] = files;
  const { active, tableOpen } = useApp.getState();
  if (files.length !== 1 || one?.kind !== "file" || one.file.size <= LONG || active !== undefined || tableOpen) return;
  const name = visible(one.path.slice(one.path.lastIndexOf("/") + 1));
  showStarting({ blobId: "on its way", name, bytes: one.file.size, sha256: "", container: "raw" });
}

/** Shows the start of a file. */
export function takeStart(start: StartedBlob): void {
  if (useApp.getState().workspace !== "inspect") return;
  showStarting(start.blob);
  useApp.setState(startShown(start, startSpec()));
}

function showStarting(blob: BlobInfo): void {
  const state = useApp.getState();
  const before = isStarting(state) ? state.starting?.before : state.active;
  if (!isStarting(state)) leaveBlob();
  useApp.setState({ starting: { blob, before }, active: blob.blobId, tableOpen: false, blobsOverlay: false });
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
