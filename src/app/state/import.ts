/** Hands files over to the worker. */
import type { ImportPart, ImportResult, InputFile, ViewSpec } from "../../worker/protocol.ts";
import { ask, showWhenSlow } from "./session.ts";
import { nextToken } from "./token.ts";

/** Files of one message: the browser looks each of them up while it sends them, and the page stands still meanwhile. */
const TOGETHER = 24;
/** What of the work is done when all files are handed over, as it is told. */
const HANDED = 0.1;

/** Opens files; `onPart` hears of blobs as they are opened, and of the start of a single large file when `start` asks for it, in that view. Shown with a share and a way to cancel when it takes long. */
export async function importFiles(
  files: readonly InputFile[],
  label: string,
  start: ViewSpec | undefined,
  onPart: (part: ImportPart) => void,
): Promise<ImportResult> {
  const abort = new AbortController();
  const { signal } = abort;
  const shown = showWhenSlow(label, () => abort.abort());
  try {
    if (files.length <= TOGETHER)
      return await ask("import", { files, ...(start && { start }) }, { signal, onPart, onShare: shown.onShare });
    const brought = nextToken();
    for (let at = 0; at < files.length; at += TOGETHER) {
      await ask("bring", { brought, files: files.slice(at, at + TOGETHER) }, { signal });
      shown.onShare((at / files.length) * HANDED);
    }
    const onShare = (share: number) => shown.onShare(HANDED + (1 - HANDED) * share);
    return await ask("import", { files: [], brought }, { signal, onPart, onShare });
  } finally {
    shown.done();
  }
}
