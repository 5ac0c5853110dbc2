/** Compatibility of the registered releases: which two are shown, and the matrix, asked of the worker one cell at a time. */
import type { CompatCell, CompatFinding, Direction, ReleaseInfo, Severity } from "../../worker/protocol.ts";
import { cellKey } from "./compat-slice.ts";
import { ask, isCancelled, reportFailure } from "./session.ts";
import { type AppState, useApp } from "./store.ts";

let latestReport = 0;
let matrixWork: AbortController | undefined;

/** Shows how the releases stand to each other, as it was left. */
export function showCompat(): void {
  useApp.setState({ workspace: "releases", releasesView: "compat", dialog: undefined });
}

/** Shows what the rules mean, at one of them when it is named. */
export function showRules(ruleId?: string): void {
  useApp.setState({ workspace: "releases", releasesView: "rules", ruleId, dialog: undefined });
}

/** Releases in the groups that are compared with one another: the user's first, then the examples. */
export function compatGroups(releases: readonly ReleaseInfo[]): readonly { readonly title: string; readonly names: readonly string[] }[] {
  const of = (origin: ReleaseInfo["origin"]): readonly string[] =>
    releases.filter((one) => one.origin === origin).map(({ release }) => release);
  const groups = [
    { title: "Your releases", names: of("user") },
    { title: "Examples", names: of("bundled") },
  ];
  return groups.filter(({ names }) => names.length > 1);
}

/** The two releases that are shown: those picked if both are still there, else the newest two of the first group. */
export function pairOf({ compatPair, releases }: AppState): readonly [old: string, now: string] | undefined {
  const names = releases.map(({ release }) => release);
  if (compatPair?.every((name) => names.includes(name)) && compatPair[0] !== compatPair[1]) return compatPair;
  const pair = compatGroups(releases)[0]?.names.slice(-2) ?? names.slice(-2);
  return pair.length === 2 ? [pair[0]!, pair[1]!] : undefined;
}

/** Two releases in the order in which the registry has them, older first. */
function inOrder(one: string, other: string): readonly [string, string] {
  const names = useApp.getState().releases.map(({ release }) => release);
  return names.indexOf(one) <= names.indexOf(other) ? [one, other] : [other, one];
}

/** Shows two releases; with a writer and a reader told apart, the way from the one to the other. */
export function comparePair(writer: string, reader: string, oneWay: boolean): void {
  const pair = inOrder(writer, reader);
  const direction: Direction = !oneWay ? "both" : pair[0] === writer ? "old-to-new" : "new-to-old";
  useApp.setState({
    workspace: "releases",
    releasesView: "compat",
    compatPair: pair,
    compatDirection: direction,
    compatFinding: undefined,
  });
}

/** Shows findings of one way only, or all. */
export function showDirection(compatDirection: Direction): void {
  useApp.setState({ compatDirection });
}

/** Shows findings of one severity only, or all. */
export function showSeverity(compatShow: Severity | undefined): void {
  useApp.setState({ compatShow });
}

/** Selects a finding. */
export function selectFinding(compatFinding: string | undefined): void {
  useApp.setState({ compatFinding });
}

/** Asks for the findings of the two releases that are shown. */
export async function loadReport(): Promise<void> {
  const pair = pairOf(useApp.getState());
  const mine = ++latestReport;
  if (!pair) {
    useApp.setState({ compatReport: undefined });
    return;
  }
  const [old, now] = pair;
  try {
    const compatReport = await ask("compat", { old, new: now }, { label: `Comparing ${old} with ${now}` });
    if (mine !== latestReport) return;
    const { forth, back } = compatReport;
    useApp.setState((s) => ({ compatReport, compatCells: { ...s.compatCells, [cellKey(old, now)]: { old, new: now, forth, back } } }));
  } catch (error) {
    reportFailure(`${old} and ${now} cannot be compared`, error);
  }
}

/** Fills the matrix, a request a cell, so that what the user asks for goes in between. An earlier run ends. Gives a way to stop. */
export function loadMatrix(): () => void {
  matrixWork?.abort();
  const work = new AbortController();
  matrixWork = work;
  void fill(work.signal);
  return () => work.abort();
}

/** Milliseconds between two times that cells are shown: of a hundred releases each time draws ten thousand. */
const SHOW = 150;

async function fill(signal: AbortSignal): Promise<void> {
  useApp.setState({ compatCells: {} });
  let come: Record<string, CompatCell> = {};
  let shown = 0;
  const show = () => {
    const cells = come;
    come = {};
    shown = performance.now();
    useApp.setState((s) => ({ compatCells: { ...s.compatCells, ...cells } }));
  };
  for (const { names } of compatGroups(useApp.getState().releases)) {
    for (const [i, old] of names.entries()) {
      for (const now of names.slice(i + 1)) {
        try {
          const cell = await ask("compatCell", { old, new: now }, { signal });
          if (signal.aborted) return;
          come[cellKey(old, now)] = cell;
          if (performance.now() - shown > SHOW) show();
        } catch (error) {
          if (!signal.aborted && !isCancelled(error)) reportFailure(`${old} and ${now} cannot be compared`, error);
          return;
        }
      }
    }
  }
  show();
}

/** Asks for the rules, once. */
export async function loadRules(): Promise<void> {
  if (useApp.getState().ruleGroups) return;
  try {
    useApp.setState({ ruleGroups: await ask("rules", null) });
  } catch (error) {
    reportFailure("The rules cannot be read", error);
  }
}

/** The findings that are shown: of the chosen way and severity. */
export function shownFindings(
  findings: readonly CompatFinding[],
  direction: Direction,
  show: Severity | undefined,
): readonly CompatFinding[] {
  return inDirection(findings, direction).filter((one) => show === undefined || one.severity === show);
}

/** Those that concern a way; all for `both`. */
export function inDirection(findings: readonly CompatFinding[], direction: Direction): readonly CompatFinding[] {
  return direction === "both" ? findings : findings.filter((one) => one.direction === direction || one.direction === "both");
}
