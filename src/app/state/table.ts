/** All blobs as a table, a verdict for each release: judged a blob at a time, so that what the user asks for goes in between. */
import type { BlobInfo } from "../../worker/protocol.ts";
import { openBlob, shownBlobs } from "./reading.ts";
import { ask, isCancelled, reportFailure } from "./session.ts";
import { type AppState, useApp } from "./store.ts";
import { cellOf, openAt, readWith, verdictAsk, verdictKey } from "./verdict.ts";
import type { BlobVerdict, TableShow, TableSort, VerdictCell } from "./verdict-slice.ts";

/** Blobs that are judged without being asked for, for the icons of the list. */
const MOST_UNASKED = 200;
/** Milliseconds between two drawings of what came in. */
const FLUSH = 120;

let work: AbortController | undefined;

/** Shows all blobs as a table. */
export function showTable(): void {
  useApp.setState({ workspace: "inspect", tableOpen: true, blobsOverlay: false });
}

/** Shows the open blob again, or the start page. */
export function hideTable(): void {
  useApp.setState({ tableOpen: false });
}

/** Opens a blob of the table; read with a release, at its first finding, when one is named. */
export async function openFromTable(blobId: string, release?: string): Promise<void> {
  const cell = release === undefined ? undefined : useApp.getState().verdicts[blobId]?.cells[release];
  const reads = release !== undefined && cell?.verdict !== "no-root";
  // Read with the release at once, so that the way back has one step.
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

/** Whether a blob has a verdict of every release that stands now. */
export function isJudged(state: AppState, { blobId }: BlobInfo): boolean {
  const known = state.verdicts[blobId];
  return (
    known?.key === verdictKey(state, blobId) &&
    (known.origin?.root === undefined ? known.origin !== undefined : Object.keys(known.cells).length >= state.releases.length)
  );
}

/** Judges every open blob that is not judged yet. Without `all` nothing is done where there are very many. Gives a way to stop. */
export function judgeAll(all: boolean): () => void {
  work?.abort();
  const mine = new AbortController();
  work = mine;
  useApp.setState({ tableStopped: false });
  void run(all, mine.signal);
  return () => mine.abort();
}

/** Ends the judging; what is known stays. */
export function stopTable(): void {
  work?.abort();
  useApp.setState({ tableStopped: true, tableWork: undefined });
}

async function run(all: boolean, signal: AbortSignal): Promise<void> {
  const state = useApp.getState();
  const blobs = shownBlobs(state);
  useApp.setState({ tableWork: undefined });
  if (state.releases.length === 0 || (!all && blobs.length > MOST_UNASKED)) return;
  const todo = blobs.filter((blob) => !isJudged(state, blob));
  if (todo.length === 0) return;
  let waiting: Record<string, BlobVerdict> = {};
  let drawn = performance.now();
  let told = state.evidence;
  const before = blobs.length - todo.length;
  const flush = (done: number): void => {
    const came = waiting;
    waiting = {};
    drawn = performance.now();
    useApp.setState((s) => ({
      verdicts: { ...s.verdicts, ...came },
      evidence: told,
      tableWork: { done: before + done, of: blobs.length },
    }));
  };
  try {
    // What a schema leaves open may be settled by the blobs of known writers that came after: those are asked again.
    const again = new Set<BlobInfo>();
    // What rested on evidence that was taken back after it, too.
    const open = new Map<BlobInfo, number>();
    const queue = function* (): Generator<BlobInfo> {
      yield* todo;
      yield* again;
      for (const [blob, retracted] of open) if (retracted < told.retracted) yield blob;
    };
    let i = -1;
    for (const blob of queue()) {
      i = Math.min(i + 1, todo.length - 1);
      const now = useApp.getState();
      const { blobId } = blob;
      const key = verdictKey(now, blobId);
      const { origin, verdicts, evidence } = await ask("verdictRow", verdictAsk(now, blobId), { signal });
      if (signal.aborted) return;
      const cells = Object.fromEntries(origin.root === undefined ? [] : verdicts.map((one) => [one.release, cellOf(one)]));
      waiting[blobId] = { key, origin, cells };
      told = evidence;
      if (verdicts.some(({ exact }) => !exact)) open.set(blob, evidence.retracted);
      if (blobs.length > 1 && verdicts.some(({ verdict, exact }) => verdict === "depends" && !exact)) again.add(blob);
      if (performance.now() - drawn > FLUSH) flush(i + 1);
    }
  } catch (error) {
    if (!isCancelled(error)) reportFailure("The blobs cannot be judged", error);
  } finally {
    useApp.setState((s) => ({ verdicts: { ...s.verdicts, ...waiting }, evidence: told }));
    if (work?.signal === signal) useApp.setState({ tableWork: undefined });
  }
}

/** Why a cell fails: the same reason at the same field, whatever list it stands in, is one cause. */
export function causeOf({ verdict, findings: [first] }: VerdictCell): string | undefined {
  if (verdict !== "fails" || !first) return undefined;
  return `${first.message}\n${first.typeName === undefined ? first.path.replaceAll(/\[[^\]]*\]/g, "") : `${first.typeName}.${lastName(first.path)}`}`;
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1).replaceAll(/\[[^\]]*\]/g, "");
}

/** The blobs that the table shows, in its order. */
export function tableRows(state: Pick<AppState, "blobs" | "closing" | "verdicts" | "tableShow">): readonly BlobInfo[] {
  const { verdicts, tableShow } = state;
  const { verdict, text, root, writer, cause, sort, down } = tableShow;
  const words = text?.toLowerCase() ?? "";
  const rows = shownBlobs(state as AppState).filter(({ blobId, name, source }) => {
    const known = verdicts[blobId];
    const cells = Object.values(known?.cells ?? {});
    if (root !== undefined && (known?.origin?.root ?? "") !== root) return false;
    if (writer !== undefined && known?.origin?.writer.candidates[0] !== writer) return false;
    if (verdict !== undefined && !cells.some((cell) => cell.verdict === verdict)) return false;
    if (cause !== undefined && !cells.some((cell) => causeOf(cell) === cause)) return false;
    if (words === "") return true;
    const said = [
      name,
      source ?? "",
      known?.origin?.root ?? "",
      ...cells.flatMap(({ findings: [first] }) => (first ? [first.message, first.path] : [])),
    ];
    return said.some((one) => one.toLowerCase().includes(words));
  });
  if (sort === undefined) return down ? rows.toReversed() : rows;
  const writerOf = ({ blobId }: BlobInfo): string => verdicts[blobId]?.origin?.writer.candidates[0] ?? "";
  const order = {
    name: (a: BlobInfo, b: BlobInfo) => pathOf(a).localeCompare(pathOf(b), "en", { numeric: true }),
    writer: (a: BlobInfo, b: BlobInfo) => writerOf(a).localeCompare(writerOf(b), "en", { numeric: true }),
    bytes: (a: BlobInfo, b: BlobInfo) => a.bytes - b.bytes,
  }[sort];
  const sorted = rows.toSorted(order);
  return down ? sorted.reverse() : sorted;
}

/** Where a blob comes from, as the table names it. */
export function pathOf({ name, source }: BlobInfo): string {
  return source ?? name;
}

/** The releases that have a column: the user's, and an example's where some blob is of no other; all before anything is known. */
export function tableReleases({ releases, verdicts }: Pick<AppState, "releases" | "verdicts">): readonly string[] {
  const own = new Set(releases.filter(({ origin }) => origin === "user").map(({ release }) => release));
  const having = new Set<string>();
  for (const { cells } of Object.values(verdicts)) {
    const fit = Object.entries(cells).filter(([, { verdict }]) => verdict !== "no-root");
    const isOwn = fit.some(([release]) => own.has(release));
    for (const [release] of fit) if (!isOwn || own.has(release)) having.add(release);
  }
  const names = releases.map(({ release }) => release);
  return having.size === 0 ? names : names.filter((name) => having.has(name));
}
