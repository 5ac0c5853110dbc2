/** What can be done with verdicts from the keyboard and the palette; a part of the one list of commands. */
import type { Command } from "../shell/commands.ts";
import { heldShown, setColumns } from "../shell/settings.ts";
import { type AppState, useApp } from "../state/store.ts";
import { hideTable, showTable, sortTable } from "../state/table.ts";
import { copyTable, saveTable } from "../state/table-report.ts";
import { ON } from "../state/table-rows.ts";
import { activeFindings, stepFinding, toggleFindings } from "../state/verdict.ts";
import { copyFinding, copyVerdict, openResaved, saveResaved } from "../state/verdict-report.ts";
import { withColumn } from "../tree/columns.ts";

const judged = (s: AppState) => s.workspace === "inspect" && s.active !== undefined && s.verdicts[s.active]?.origin?.root !== undefined;
const found = (s: AppState) => s.workspace === "inspect" && activeFindings(s).length > 0;

const sortable = ["name", "container", "root", "writer", "bytes", "problems"] as const;

/** Commands that are always the same. */
export const verdictCommands: readonly Command[] = [
  { id: "next-finding", title: "Next finding of the verdict", group: "Verdict", keys: ["v"], can: found, run: () => stepFinding(1) },
  {
    id: "previous-finding",
    title: "Previous finding of the verdict",
    group: "Verdict",
    keys: ["Shift+V"],
    can: found,
    run: () => stepFinding(-1),
  },
  {
    id: "list-findings",
    title: "Show or hide the list of findings",
    group: "Verdict",
    can: found,
    run: toggleFindings,
  },
  {
    id: "held",
    title: "Show or hide what the reading release would hold",
    group: "Verdict",
    keys: ["h"],
    can: (s) => s.workspace === "inspect" && s.doc?.release !== undefined && !s.tableOpen,
    run: () => {
      const { columns } = useApp.getState();
      setColumns(withColumn("held", columns, !heldShown(columns)));
    },
  },
  {
    id: "all-blobs",
    title: "Show all blobs and what each release makes of them",
    group: "Verdict",
    keys: ["b"],
    can: (s) => s.workspace === "inspect" && s.blobs.length > 0,
    run: () => (useApp.getState().tableOpen ? hideTable() : showTable()),
  },
  {
    id: "copy-table",
    title: "Copy the table of all blobs as Markdown",
    group: "Verdict",
    can: (s) => s.workspace === "inspect" && s.tableOpen,
    run: () => void copyTable(),
  },
  {
    id: "save-table",
    title: "Save the table of all blobs as CSV",
    group: "Verdict",
    can: (s) => s.workspace === "inspect" && s.tableOpen,
    run: saveTable,
  },
  ...sortable.map(
    (sort): Command => ({
      id: `sort-table:${sort}`,
      title: `Sort the table by ${sort}`,
      group: "Verdict",
      can: (s) => s.workspace === "inspect" && s.tableOpen,
      run: () => sortTable(sort),
    }),
  ),
  { id: "copy-finding", title: "Copy the finding as Markdown", group: "Verdict", can: found, run: () => void copyFinding() },
  { id: "copy-verdict", title: "Copy the whole verdict as Markdown", group: "Verdict", can: judged, run: () => void copyVerdict() },
];

/** Commands for each release. */
export function verdictOpenCommands(state: AppState): readonly Command[] {
  if (state.workspace === "inspect" && state.tableOpen)
    return state.releases.map(({ release }) => ({
      id: `sort-table:${ON}${release}`,
      title: `Sort the table by what ${release} makes of the blobs`,
      group: "Verdict",
      run: () => sortTable(`${ON}${release}`),
    }));
  if (!judged(state)) return [];
  return state.releases.flatMap(({ release }): Command[] => [
    { id: `save-as:${release}`, title: `Save as ${release} would`, group: "Verdict", run: () => void saveResaved(release) },
    { id: `open-as:${release}`, title: `Open what ${release} would write`, group: "Verdict", run: () => void openResaved(release) },
  ]);
}
