import type { LogRelease } from "../../worker/protocol.ts";

const CAN = ["yes", "open", "no"] as const;

/**
 * The releases that are told of an error, those that can have given it first. The product's example releases are no news to who opens a
 * blob of another product, so those without its root are left out where another has it; what several say alike, and without a cause, is
 * told once.
 */
export function linesOfLog(releases: readonly LogRelease[], examples: ReadonlySet<string>): readonly LogRelease[] {
  const some = releases.some(({ lacksRoot }) => !lacksRoot);
  const told = releases.filter(({ lacksRoot, release }) => !(some && lacksRoot && examples.has(release)));
  told.sort((a, b) => CAN.indexOf(a.can) - CAN.indexOf(b.can));
  const said = new Set<string>();
  return told.filter(({ says, causes }) => causes.length > 0 || (!said.has(says) && said.add(says)));
}
