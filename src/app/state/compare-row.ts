/** What can be done with the selected row on either side: copy, save, show in Inspect. */

import type { CopyWhat, SideName } from "../../worker/protocol.ts";
import { rangeOf } from "../hex/parts.ts";
import { compareNow, patchCompare, sideBlob } from "./compare-now.ts";
import { copyBytes, copyText } from "./copy.ts";
import { download } from "./download.ts";
import { choose, openBlob } from "./reading.ts";
import { goToRow } from "./select.ts";
import { ask, reportFailure } from "./session.ts";
import { useApp } from "./store.ts";

const copied: Record<Exclude<CopyWhat, "path">, string> = {
  value: "the value",
  json: "JSON",
  hex: "the bytes as hex",
  text: "text",
};

/** Opens the document of a side anew where it is not kept any more; gives its id. */
async function documentOf(side: SideName): Promise<string | undefined> {
  const info = compareNow().info?.[side];
  if (!info) return undefined;
  const { blobId, release, root } = info;
  const reading = release === undefined ? { blobId, raw: true } : { blobId, release, ...(root && { root: root.typeName }) };
  return (await ask("decode", reading, { label: "Reading the side" })).docId;
}

/** Copies one form of the selected row as one side has it. */
export async function copySideRow(side: SideName, what: Exclude<CopyWhat, "path">): Promise<void> {
  const key = compareNow().details?.[side]?.key;
  if (key === undefined) return;
  try {
    const docId = await documentOf(side);
    if (docId === undefined) return;
    await copyText(await ask("copy", { docId, key, what }, { label: "Copying" }), `Copied ${copied[what]} of ${side.toUpperCase()}`);
  } catch (error) {
    reportFailure("The row cannot be copied", error);
  }
}

/** Saves the selected row as one side has it. */
export async function saveSideRow(side: SideName, what: "bytes" | "json"): Promise<void> {
  const key = compareNow().details?.[side]?.key;
  if (key === undefined) return;
  try {
    const docId = await documentOf(side);
    if (docId === undefined) return;
    const { name, file } = await ask("save", { docId, key, what }, { label: "Writing the file" });
    download(name, file, what === "json" ? "application/json" : "application/octet-stream");
  } catch (error) {
    reportFailure("The file cannot be written", error);
  }
}

/** Copies the selected bytes of a side, else those of the selected row, as hex. */
export function copySideBytes(side: SideName): void {
  const { bytes, details } = compareNow();
  const range = bytes[side] ?? rangeOf(details?.[side]);
  const blob = sideBlob(useApp.getState(), side);
  if (range && blob) void copyBytes(range[0], range[1], blob.blobId);
}

/** Shows the blob of a side in Inspect, read as it is here, at the selected row where the side has it. */
export async function showInInspect(side: SideName, atRow = true): Promise<void> {
  const { info, details } = compareNow();
  const read = info?.[side];
  const blob = sideBlob(useApp.getState(), side);
  if (!read || !blob) return;
  const { blobId } = blob;
  const { active, doc, choices } = useApp.getState();
  const { raw: _, ...choice } = choices[blobId] ?? {};
  const next = read.release === undefined ? { ...choice, raw: true } : { ...choice, release: read.release };
  const isShown = active === blobId && doc?.blobId === blobId;
  if (!isShown) useApp.setState({ choices: { ...choices, [blobId]: next } });
  await openBlob(blobId);
  if (isShown && doc.release !== read.release) await choose(() => next);
  const key = atRow ? details?.[side]?.key : undefined;
  if (key !== undefined) await goToRow(key);
}

/** Notes on which side the keys are. */
export function nearSide(side: SideName): void {
  if (compareNow().near !== side) patchCompare({ near: side });
}
