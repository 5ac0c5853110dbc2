/** Copying to the clipboard and saving to a file, both of one row. */
import type { CopyWhat } from "../../worker/protocol.ts";
import { bytesText } from "../widgets/format.ts";
import { download } from "./download.ts";
import { ask, during, reportFailure } from "./session.ts";
import { useApp } from "./store.ts";
import { toast } from "./toasts.ts";

const copied: Record<CopyWhat, string> = {
  path: "Copied the path",
  value: "Copied the value",
  json: "Copied as JSON",
  hex: "Copied the bytes as hex",
  text: "Copied as text",
};

/** True, and said so, when bytes up to `to` are not all there yet: only the start of the blob was read. */
function isAwaited(to = Number.POSITIVE_INFINITY): boolean {
  const soFar = useApp.getState().doc?.soFar;
  if (soFar === undefined || to <= soFar) return false;
  toast("The blob is still being read: this can be copied when all of it is");
  return true;
}

/** Copies one form of a row, the selected one when none is named. */
export async function copyRow(what: CopyWhat, key = useApp.getState().selectedKey): Promise<void> {
  const { doc } = useApp.getState();
  if (!doc || key === undefined || (what !== "path" && isAwaited())) return;
  try {
    const text = await ask("copy", { docId: doc.docId, key, what }, { label: "Copying" });
    if (text === "" && what !== "value") toast("Nothing to copy: the field is not on the wire");
    else await copyText(text, what === "path" ? `Copied ${text}` : copied[what]);
  } catch (error) {
    reportFailure("The row cannot be copied", error);
  }
}

/** Puts a text on the clipboard and says so. */
export async function copyText(text: string, says: string): Promise<void> {
  try {
    await during(navigator.clipboard.writeText(text));
    toast(says);
  } catch (error) {
    reportFailure("The browser refused the clipboard", error);
  }
}

/** Copies bytes `[from, to)` of a blob as hex, of the open one when none is named. */
export async function copyBytes(from: number, to: number, blobId = useApp.getState().active): Promise<void> {
  if (blobId === undefined || (blobId === useApp.getState().active && isAwaited(to))) return;
  try {
    const hex = await ask("hex", { blobId, from, to }, { label: "Copying" });
    await copyText(hex, `Copied ${bytesText(to - from)} as hex`);
  } catch (error) {
    reportFailure("The bytes cannot be copied", error);
  }
}

/** Saves a row as a file on this machine, the selected one when none is named. */
export async function saveRow(what: "bytes" | "json", key = useApp.getState().selectedKey): Promise<void> {
  const { doc } = useApp.getState();
  if (!doc || key === undefined || isAwaited()) return;
  try {
    const { name, file } = await ask("save", { docId: doc.docId, key, what }, { label: "Writing the file" });
    download(name, file, what === "json" ? "application/json" : "application/octet-stream");
  } catch (error) {
    reportFailure("The file cannot be written", error);
  }
}
