import type { CompatCell, CompatReport, Direction, RuleGroup, Severity } from "../../worker/protocol.ts";

/** What the middle of the Releases workspace shows: one type, how the releases stand to each other, or what the rules mean. */
export type ReleasesView = "type" | "compat" | "rules";

/** Two releases side by side, and the matrix of all. */
export interface CompatSlice {
  readonly releasesView: ReleasesView;
  /** Names, the older first; undefined before two were picked: the newest two then. */
  readonly compatPair?: readonly [old: string, now: string] | undefined;
  /** Which way is shown; `both` for all findings. */
  readonly compatDirection: Direction;
  /** Only findings of this kind. */
  readonly compatShow?: Severity | undefined;
  /** Id of the selected finding. */
  readonly compatFinding?: string | undefined;
  readonly compatReport?: CompatReport | undefined;
  /** What is known of the matrix, by `cellKey`. */
  readonly compatCells: Readonly<Record<string, CompatCell>>;
  readonly ruleGroups?: readonly RuleGroup[] | undefined;
  /** The rule that is gone to in the list of all. */
  readonly ruleId?: string | undefined;
}

/** The slice as it stands at start. */
export function compatSlice(): CompatSlice {
  return { releasesView: "type", compatDirection: "both", compatCells: {} };
}

/** Where the matrix keeps two releases, the older first. */
export function cellKey(old: string, now: string): string {
  return `${old}\n${now}`;
}
