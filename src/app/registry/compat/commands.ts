/** What can be done with the comparison of two releases from the palette; a part of the one list of commands. */
import type { Command } from "../../shell/commands.ts";
import { showCompat, showRules } from "../../state/compat.ts";
import { copyFindings, copySelectedFinding } from "../../state/compat-report.ts";
import type { AppState } from "../../state/store.ts";

const compared = (s: AppState) => s.workspace === "releases" && s.releasesView === "compat" && s.compatReport !== undefined;

export const compatCommands: readonly Command[] = [
  { id: "compatibility", title: "Show the compatibility of releases: which restores which", group: "Releases", run: showCompat },
  { id: "rules", title: "Show what the rules of compatibility mean", group: "Releases", run: () => showRules() },
  { id: "copy-findings", title: "Copy all findings shown as Markdown", group: "Releases", can: compared, run: () => void copyFindings() },
  {
    id: "copy-compat-finding",
    title: "Copy the finding as Markdown",
    group: "Releases",
    can: (s) => compared(s) && s.compatFinding !== undefined,
    run: () => void copySelectedFinding(),
  },
];
