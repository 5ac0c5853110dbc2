/** Which release wrote the blobs of a table, as the user says: one for all of them, or each by the name of its folder. */
import type { BlobInfo } from "../../worker/protocol.ts";
import type { Choice } from "./blobs-slice.ts";
import { readBlob } from "./reading.ts";
import { rememberChoices } from "./remember.ts";
import { useApp } from "./store.ts";
import { pathOf } from "./table-rows.ts";
import { toast } from "./toasts.ts";

/** What is said of blobs: a release, `folder` for that of which a folder on the way has the name, or nothing: it is found out. */
export type SaidWriter = { readonly release: string } | "folder" | undefined;

/** The release of which a folder that the blob came in has the name, the innermost one. */
export function folderRelease(blob: BlobInfo, releases: readonly string[]): string | undefined {
  const folders = pathOf(blob)
    .split(/[/\\›]/)
    .slice(0, -1)
    .map((step) => step.trim());
  return folders.findLast((folder) => releases.includes(folder));
}

/** Says who wrote blobs; those of which `folder` tells nothing stay as they are. What was said before can be brought back. */
export function sayWriters(blobs: readonly BlobInfo[], said: SaidWriter): void {
  const { choices, releases } = useApp.getState();
  const names = releases.map(({ release }) => release);
  const changed = blobs.flatMap((blob): (readonly [BlobInfo, Choice])[] => {
    const writer = said === "folder" ? folderRelease(blob, names) : said?.release;
    if (said === "folder" && writer === undefined) return [];
    const { writer: before, ...choice } = choices[blob.blobId] ?? {};
    return before === writer ? [] : [[blob, writer === undefined ? choice : { ...choice, writer }]];
  });
  if (changed.length === 0) return;
  const before = changed.map(([blob]): readonly [BlobInfo, Choice] => [blob, choices[blob.blobId] ?? {}]);
  apply(changed);
  const count = changed.length === 1 ? changed[0]![0].name : `${changed.length.toLocaleString("en")} blobs`;
  const by = said === undefined ? "as the blob shows" : said === "folder" ? "as the folders are called" : `by ${said.release}`;
  toast(`${count}: written ${by}`, { undo: () => apply(before) });
}

/** Other writers are other evidence: what hung on it is judged anew, and the cells stay until then. */
function apply(made: readonly (readonly [BlobInfo, Choice])[]): void {
  const chosen = Object.fromEntries(made.map(([{ blobId }, choice]) => [blobId, choice]));
  rememberChoices(made.map(([{ sha256 }, choice]) => [sha256, choice]));
  useApp.setState((s) => ({
    choices: { ...s.choices, ...chosen },
    verdicts: Object.fromEntries(Object.entries(s.verdicts).map(([blobId, known]) => [blobId, { ...known, key: "" }])),
  }));
  const { active, spec, selectedKey } = useApp.getState();
  if (active !== undefined && chosen[active]) void readBlob(spec, selectedKey);
}
