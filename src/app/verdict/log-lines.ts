import type { CauseRank, LogCause, LogErrorInfo, LogRelease } from "../../worker/protocol.ts";

const CAN = ["yes", "open", "no"] as const;

/**
 * The releases that are told of an error, those that can have given it first. The product's example releases are no news to who opens a
 * blob of another product, so those without its root are left out where another has it; what several say alike, and without a cause, is
 * told once. `ofAnother`: the log is of another blob, which is said already: only those with causes are left.
 */
export function linesOfLog(releases: readonly LogRelease[], examples: ReadonlySet<string>, ofAnother = false): readonly LogRelease[] {
  const some = releases.some(({ lacksRoot }) => !lacksRoot);
  const told = releases.filter(({ lacksRoot, release }) => !(some && lacksRoot && examples.has(release)));
  told.sort((a, b) => CAN.indexOf(a.can) - CAN.indexOf(b.can));
  const said = new Set<string>();
  return told.filter(({ says, causes }) => causes.length > 0 || (!ofAnother && !said.has(says) && said.add(says)));
}

const rankWords: Readonly<Record<Exclude<CauseRank, "elsewhere">, string>> = {
  gives: "stops here",
  later: "stops before it",
  may: "cannot be told",
  named: "named in the log",
};

/** How sure a cause is, in a few words; of one elsewhere, where it stands. */
export function rankWord(
  { unit, servicing }: Pick<LogErrorInfo, "unit" | "servicing">,
  { rank, names, inUnit }: Pick<LogCause, "rank" | "names" | "inUnit">,
): string {
  if (rank !== "elsewhere") return rankWords[rank];
  if (!inUnit) return "outside the units";
  if (servicing) return "in a unit";
  return unit !== undefined && names.includes(unit) ? "at another device" : "in another unit";
}
