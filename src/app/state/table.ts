/** All blobs as a table, a verdict for each release: what is shown of it, and the way from it to a blob. */
import { asOneStep } from "./place-sync.ts";
import { openBlob, shownBlobs } from "./reading.ts";
import { useApp } from "./store.ts";
import { openAt, readWith } from "./verdict.ts";
import type { TableShow, TableSort } from "./verdict-slice.ts";

/** Shows all blobs as a table. */
export function showTable(): void {
  useApp.setState({ workspace: "inspect", tableOpen: true, blobsOverlay: false });
}

/** Shows the open blob again; where none is, that of the selected row, else the first. */
export function hideTable(): void {
  const { active, tableAt, ...state } = useApp.getState();
  useApp.setState({ tableOpen: false });
  const blobs = shownBlobs(state);
  const first = blobs.find(({ blobId }) => blobId === tableAt.blobId) ?? blobs[0];
  if (active === undefined && first) void openBlob(first.blobId);
}

/** Opens a blob of the table; read with a release, at its first finding, when one is named. */
export async function openFromTable(blobId: string, release?: string): Promise<void> {
  await asOneStep(() => toCell(blobId, release));
}

async function toCell(blobId: string, release?: string): Promise<void> {
  const cell = release === undefined ? undefined : useApp.getState().verdicts[blobId]?.cells[release];
  const reads = release !== undefined && cell?.verdict !== "no-root";
  // Read with the release at once.
  useApp.setState((s) => {
    const { raw: _, ...choice } = s.choices[blobId] ?? {};
    return { tableOpen: false, ...(reads && s.active !== blobId && { choices: { ...s.choices, [blobId]: { ...choice, release } } }) };
  });
  await openBlob(blobId);
  if (!reads) return;
  const first = cell?.findings[0];
  if (first) await openAt(release, first);
  else await readWith(release);
}

/** Changes what the table shows. */
export function showInTable(change: Partial<TableShow>): void {
  useApp.setState((s) => ({ tableShow: { ...s.tableShow, ...change } }));
}

/** Sorts by a column; the same one again the other way round. */
export function sortTable(sort: TableSort): void {
  const { tableShow } = useApp.getState();
  showInTable(tableShow.sort === sort ? { down: !tableShow.down } : { sort, down: false });
}
