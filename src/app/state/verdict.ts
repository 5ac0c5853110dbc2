/** On which releases the open blob restores, asked of the worker a release at a time, and the way from a finding to its field. */
import type { FoundKind, ReleaseVerdict, VerdictAsk, VerdictFinding, VerdictKind, VerdictNote } from "../../worker/protocol.ts";
import { activeBlob, chooseRelease } from "./reading.ts";
import { goToRow } from "./select.ts";
import { ask, isCancelled, reportFailure } from "./session.ts";
import { isFound } from "./spec.ts";
import { type AppState, useApp } from "./store.ts";
import { nextToken } from "./token.ts";
import type { BlobVerdict, Judging, VerdictCell } from "./verdict-slice.ts";
import { refreshRows } from "./view.ts";

/** Findings of a release that the page holds. */
const MOST = 1000;
/** Findings of a cell. */
const CELL_FINDINGS = 4;
/** Milliseconds after which progress is shown. */
const SLOW = 300;

let work: AbortController | undefined;

/** What is asked of a blob: the root and writer that the user chose for it, nothing where they are found out. */
export function verdictAsk({ choices }: Pick<AppState, "choices">, blobId: string): VerdictAsk {
  const { root, writer } = choices[blobId] ?? {};
  return { blobId, ...(root !== undefined && { root }), ...(writer !== undefined && { writer }) };
}

/** Names what a blob's verdicts hang on; other releases, or another choice, make them stale. */
export function verdictKey(state: Pick<AppState, "choices" | "registryVersion">, blobId: string): string {
  const { root, writer } = state.choices[blobId] ?? {};
  return `${state.registryVersion} ${blobId} ${root ?? ""} ${writer ?? ""}`;
}

/** Starts to judge the open blob on every release, unless that is done or under way. An earlier run ends. Gives a way to stop. */
export function judgeActive(): () => void {
  work?.abort();
  const mine = new AbortController();
  work = mine;
  useApp.setState({ judgingStopped: false, judging: undefined });
  void judge(mine.signal);
  return () => mine.abort();
}

/** Ends the judging of the open blob; what is known stays. */
export function stopJudging(): void {
  work?.abort();
  useApp.setState({ judging: undefined, judgingStopped: true });
}

async function judge(signal: AbortSignal): Promise<void> {
  const state = useApp.getState();
  const blob = activeBlob(state);
  if (!blob || state.releases.length === 0) return;
  const { blobId } = blob;
  const key = verdictKey(state, blobId);
  const what = verdictAsk(state, blobId);
  if (state.findingsKey !== key) useApp.setState({ findings: {}, findingsKey: key, findingAt: 0, findingShown: false });
  let judging: Judging = { done: 0, of: state.releases.length, share: 0 };
  let slow = false;
  const tell = (now: Judging): void => {
    judging = now;
    if (slow && !signal.aborted) useApp.setState({ judging });
  };
  const onShare = (share: number): void => tell({ ...judging, share });
  const timer = setTimeout(() => {
    slow = true;
    tell(judging);
  }, SLOW);
  try {
    const origin = await ask("origin", what, { signal });
    keep(blobId, key, (before) => ({ ...before, origin }));
    if (origin.root === undefined) return;
    for (const release of readersFirst(useApp.getState())) {
      const judged = await ask("verdict", { ...what, reader: release, limit: MOST }, { signal, onShare });
      if (signal.aborted) return;
      tell({ ...judging, done: judging.done + 1, share: 0 });
      useApp.setState((s) => ({ findings: { ...s.findings, [release]: judged } }));
      if (release === useApp.getState().doc?.release) {
        followSelection(judged);
        // The tree marks the rows that the findings are at, and tells what is held for them.
        const { spec, columns } = useApp.getState();
        if (judged.findings.length > 0 || isFound(spec.status) || columns.visibility.held) refreshRows();
      }
      keep(blobId, key, (before) => ({ ...before, cells: { ...before.cells, [release]: cellOf(judged) } }));
    }
  } catch (error) {
    if (!isCancelled(error)) reportFailure(`${blob.name} cannot be judged`, error);
  } finally {
    clearTimeout(timer);
    if (!signal.aborted) useApp.setState({ judging: undefined });
  }
}

/** A link or a reload may come with the field of a finding selected: then the bar shows that one. */
function followSelection({ findings }: ReleaseVerdict): void {
  const at = findings.findIndex(({ path }) => path === useApp.getState().selectedKey);
  if (at >= 0) useApp.setState({ findingAt: at, findingShown: true });
}

/** The reading release first: its findings are what is looked at. */
function readersFirst({ releases, doc }: AppState): readonly string[] {
  const names = releases.map(({ release }) => release);
  return doc?.release === undefined ? names : [doc.release, ...names.filter((name) => name !== doc.release)];
}

/** Puts what was found out of a blob into the store; what was asked otherwise is dropped. */
export function keep(blobId: string, key: string, change: (before: BlobVerdict) => BlobVerdict): void {
  useApp.setState((s) => {
    const before = s.verdicts[blobId];
    return { verdicts: { ...s.verdicts, [blobId]: change(before?.key === key ? before : { key, cells: {} }) } };
  });
}

/** Why a release fails: the same reason at the same field, whatever list it stands in, is one cause. A line each. */
function causeOf({ verdict, findings: [first] }: ReleaseVerdict): string | undefined {
  if (verdict !== "fails" || !first) return undefined;
  return `${first.message}\n${first.typeName === undefined ? first.path.replaceAll(/\[[^\]]*\]/g, "") : `${first.typeName}.${lastName(first.path)}`}`;
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1).replaceAll(/\[[^\]]*\]/g, "");
}

/** How many findings there are of each kind, among those that are listed. */
export function foundCounts({ counts }: Pick<ReleaseVerdict, "counts">): Readonly<Record<FoundKind, number>> {
  const { fails, depends, lost, truncated, reinterpreted, defaulted } = counts;
  return { fails, depends, loses: lost + truncated + reinterpreted + defaulted };
}

/** What lists show of a verdict. */
export function cellOf(judged: ReleaseVerdict): VerdictCell {
  const { verdict, exact, counts, total, findings, notes } = judged;
  const cause = causeOf(judged);
  const found = foundCounts({ counts });
  const listed = found.fails + found.depends + found.loses;
  const count = verdict === "restores" || verdict === "no-root" ? 0 : found[verdict];
  return {
    verdict,
    exact,
    count: count === 0 ? "" : `${count.toLocaleString("en")}${total > listed ? "+" : ""}`,
    findings: findings.slice(0, CELL_FINDINGS),
    ...(notes.length > 0 && { notes: notes.slice(0, CELL_FINDINGS).map(({ message }) => message) }),
    ...(cause !== undefined && { cause }),
  };
}

/** The findings that the bar goes through: those of the release that reads the blob. */
export function activeFindings(state: AppState): readonly VerdictFinding[] {
  return activeVerdict(state)?.findings ?? NONE;
}

/** What the release that reads the blob notes beside its verdict. */
export function activeNotes(state: AppState): readonly VerdictNote[] {
  return activeVerdict(state)?.notes ?? NONE;
}
const NONE: readonly never[] = [];

function activeVerdict(state: AppState): ReleaseVerdict | undefined {
  const { doc, findings, findingsKey, active } = state;
  if (doc?.release === undefined || active === undefined || findingsKey !== verdictKey(state, active)) return undefined;
  return findings[doc.release];
}

/** Reads the open blob with a release; its findings are shown then. */
export async function readWith(release: string): Promise<void> {
  if (useApp.getState().doc?.release === release) return;
  useApp.setState({ findingAt: 0, findingShown: false });
  await chooseRelease(release);
}

/** Shows a finding of the reading release: its field in the tree, or the message that it is missing from, and its bytes. */
export async function showFinding(at: number): Promise<void> {
  const state = useApp.getState();
  const finding = activeFindings(state)[at];
  if (!finding || !state.doc) return;
  useApp.setState({ findingAt: at, findingShown: true });
  await goToFinding(finding);
}

/** Goes to the field of a finding, or of a note, in the open document. */
export async function goToFinding({ path, range }: Pick<VerdictFinding, "path" | "range">): Promise<void> {
  const { doc } = useApp.getState();
  if (!doc) return;
  try {
    const key = await ask("place", { docId: doc.docId, path, offset: range[0] });
    if (key !== null) await goToRow(key);
    const { details } = useApp.getState();
    // An absent field has no bytes: those of the message that it is missing from are lit instead.
    if (range[1] > range[0] && (details?.wire === undefined || details.wire.range[0] !== range[0]))
      useApp.setState({ bytes: range, cursor: range[0], hexTo: { offset: range[0], token: nextToken() } });
  } catch (error) {
    reportFailure("The field of the finding cannot be shown", error);
  }
}

/** Goes to the next or previous finding of the reading release, going round; first to the one that the bar shows. Gives false when it has none. */
export function stepFinding(direction: 1 | -1): boolean {
  const state = useApp.getState();
  const { length } = activeFindings(state);
  if (length === 0) return false;
  void showFinding(state.findingShown ? (state.findingAt + direction + length) % length : state.findingAt);
  return true;
}

/** Reads with a release and shows one of its findings, though its list may still be on the way. */
export async function openAt(release: string, finding: Pick<VerdictFinding, "path" | "range">): Promise<void> {
  await readWith(release);
  const found = activeFindings(useApp.getState()).findIndex(({ path, range }) => path === finding.path && range[0] === finding.range[0]);
  if (found >= 0) await showFinding(found);
  else await goToFinding(finding);
}

/** Shows or hides the list of findings; the selected row stays in sight though the tree has less room. */
export function toggleFindings(): void {
  useApp.setState((s) => ({ findingsOpen: !s.findingsOpen }));
  requestAnimationFrame(() =>
    useApp.setState(({ selectedIndex: index }) => (index === undefined ? {} : { scrollTo: { index, token: nextToken() } })),
  );
}

/** Reads with a release and shows its finding at the path, if it has one there; its first when none is named. */
export async function openFinding(release: string, path?: string): Promise<void> {
  await readWith(release);
  const found = path === undefined ? 0 : activeFindings(useApp.getState()).findIndex((one) => one.path === path);
  if (found >= 0) await showFinding(found);
}

const WORST: readonly VerdictKind[] = ["fails", "depends", "loses", "restores"];

/** The worst verdict of a blob over the releases that were judged, and on how many; undefined before any was. */
export function worstOf(verdict: BlobVerdict | undefined): { readonly kind: VerdictKind; readonly on: number } | undefined {
  const cells = Object.values(verdict?.cells ?? {});
  for (const kind of WORST) {
    const on = cells.filter((cell) => cell.verdict === kind).length;
    if (on > 0) return { kind, on };
  }
  return undefined;
}
