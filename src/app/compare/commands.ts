/** Commands of the Compare workspace, and the ways into it. */

import type { SideName } from "../../worker/protocol.ts";
import { rangeOf } from "../hex/parts.ts";
import type { Command } from "../shell/commands.ts";
import { compareWith } from "../shell/compare-with.ts";
import { focusPane } from "../shell/panes.ts";
import { readSideWith, showCompare, swapSides } from "../state/compare.ts";
import { closeCompareFind, openCompareFind, stepCompareHit } from "../state/compare-find.ts";
import { closeGoTo, openGoTo } from "../state/compare-go.ts";
import { patchCompare } from "../state/compare-now.ts";
import { copySideBytes, copySideRow, saveSideRow, showInInspect } from "../state/compare-row.ts";
import { showSideFindings } from "../state/compare-verdict.ts";
import {
  clearChangeFilter,
  collapseChanges,
  copySummary,
  expandChanges,
  exportComparison,
  filterKind,
  goToUnit,
  openAllBelow,
  stepChange,
  toggleEqual,
} from "../state/compare-view.ts";
import { copyText } from "../state/copy.ts";
import { compareExamples } from "../state/open.ts";
import { type AppState, useApp } from "../state/store.ts";
import { changeWord } from "../widgets/change.tsx";
import { diffKinds } from "./KindBar.tsx";

/** True while two sides are compared on the screen. */
export const comparing = (s: AppState): boolean => s.workspace === "compare" && s.compare.info !== undefined;

/** Commands that are always the same. */
export const compareCommands: readonly Command[] = [
  { id: "show-compare", title: "Compare two blobs", group: "Compare", can: (s) => s.workspace !== "compare", run: showCompare },
  { id: "next-change", title: "Next change", group: "Compare", keys: ["n"], can: comparing, run: () => void stepChange(1) },
  { id: "previous-change", title: "Previous change", group: "Compare", keys: ["p"], can: comparing, run: () => void stepChange(-1) },
  {
    id: "show-equal",
    title: "Show all fields, equal and absent ones too",
    group: "Compare",
    keys: ["e"],
    can: comparing,
    run: toggleEqual,
  },
  { id: "units", title: "Go to the changes by unit", group: "Compare", keys: ["u"], can: comparing, run: showUnits },
  { id: "go-in-sides", title: "Go to a path or an offset of a side", group: "Compare", keys: ["g"], can: comparing, run: openGoTo },
  {
    id: "open-below",
    title: "Open everything below the row",
    group: "Compare",
    can: (s) => comparing(s) && s.compare.key !== undefined,
    run: () => void openAllBelow(useApp.getState().compare.key ?? ""),
  },
  { id: "expand-changes", title: "Expand all", group: "Compare", can: comparing, run: () => void expandChanges() },
  { id: "collapse-changes", title: "Collapse all but the changes", group: "Compare", can: comparing, run: collapseChanges },
  { id: "swap", title: "Swap the sides", group: "Compare", can: comparing, run: () => void swapSides() },
  { id: "find-sides", title: "Find on both sides", group: "Compare", keys: ["/", "Shift+/"], can: comparing, run: openCompareFind },
  {
    id: "find-sides-mod",
    title: "Find on both sides",
    group: "Compare",
    keys: ["$mod+f"],
    inInputs: true,
    can: comparing,
    run: openCompareFind,
  },
  { id: "next-side-hit", title: "Next hit", group: "Compare", keys: ["F3"], inInputs: true, can: comparing, run: () => sideHit(1) },
  {
    id: "prev-side-hit",
    title: "Previous hit",
    group: "Compare",
    keys: ["Shift+F3"],
    inInputs: true,
    can: comparing,
    run: () => sideHit(-1),
  },
  {
    id: "close-go-to",
    title: "Close the go-to bar",
    group: "Compare",
    keys: ["Escape"],
    can: (s) => comparing(s) && s.compare.goTo.open,
    run: closeGoTo,
  },
  {
    id: "close-find-sides",
    title: "Close the find bar",
    group: "Compare",
    keys: ["Escape"],
    can: (s) => comparing(s) && s.compare.find.open,
    run: closeCompareFind,
  },
  {
    id: "clear-changes",
    title: "Clear the filter",
    group: "Compare",
    can: (s) => comparing(s) && (s.compare.spec.kind !== undefined || s.compare.spec.text !== undefined),
    run: clearChangeFilter,
  },
  { id: "copy-summary", title: "Copy summary as Markdown", group: "Compare", can: comparing, run: () => void copySummary() },
  { id: "export-changes", title: "Export the comparison as JSON", group: "Compare", can: comparing, run: () => void exportComparison() },
  {
    id: "copy-change-path",
    title: "Copy path",
    group: "Compare",
    keys: ["y"],
    can: (s) => comparing(s) && !!s.compare.details,
    run: copyChangePath,
  },
  { id: "compare-examples", title: "Compare the example machines of 1.1 and 2.0", group: "Examples", run: () => void compareExamples() },
];

/** What the open blob can be compared with, each unit with changes, and each kind to filter by. */
export function compareOpenCommands(state: AppState): readonly Command[] {
  const active = state.workspace === "inspect" ? state.blobs.find(({ blobId }) => blobId === state.active) : undefined;
  const units = comparing(state) ? (state.compare.info?.units ?? []) : [];
  const kinds = comparing(state) ? diffKinds : [];
  return [
    ...(comparing(state) ? (["a", "b"] as const).flatMap((side) => sideCommands(state, side)) : []),
    ...compareWith(state, active).map(({ id, title, run }): Command => ({ id, title, group: "Compare", run })),
    ...units.map(
      (unit): Command => ({
        id: `unit:${unit.row}`,
        title: `Go to ${unit.label}`,
        group: "Compare",
        run: () => void goToUnit(unit.row),
      }),
    ),
    ...kinds.map(
      (kind): Command => ({ id: `kind:${kind}`, title: `Show only: ${changeWord(kind)}`, group: "Compare", run: () => filterKind(kind) }),
    ),
  ];
}

/** What can be done with one side, and with the selected row on it. */
function sideCommands(state: AppState, side: SideName): readonly Command[] {
  const name = side.toUpperCase();
  const own = state.compare.details?.[side];
  const command = (id: string, title: string, run: () => unknown, group: Command["group"] = "Compare"): Command => ({
    id: `${side}:${id}`,
    title,
    group,
    run: () => void run(),
  });
  return [
    command("inspect", `Show ${name} in Inspect`, () => showInInspect(side)),
    command("findings", `Show the findings of ${name} in Inspect`, () => showSideFindings(side)),
    ...(own ? [command("value", `Copy value of ${name}`, () => copySideRow(side, "value"), "Copy and save")] : []),
    ...(rangeOf(own)
      ? [
          command("json", `Copy ${name} as JSON`, () => copySideRow(side, "json"), "Copy and save"),
          command("hex", `Copy bytes of ${name} as hex`, () => copySideBytes(side), "Copy and save"),
          command("text", `Copy ${name} as protoscope-like text`, () => copySideRow(side, "text"), "Copy and save"),
          command("save-json", `Save ${name} as JSON`, () => saveSideRow(side, "json"), "Copy and save"),
          command("save-bytes", `Save the raw bytes of ${name}`, () => saveSideRow(side, "bytes"), "Copy and save"),
        ]
      : []),
    ...state.releases.map(({ release }) =>
      command(`release:${release}`, `Read ${name} with release ${release}`, () => readSideWith(side, release), "Read with"),
    ),
    command("raw", `Read ${name} without a schema`, () => readSideWith(side, undefined), "Read with"),
  ];
}

function copyChangePath(): void {
  const path = useApp.getState().compare.details?.path;
  if (path !== undefined) void copyText(path, `Copied ${path}`);
}

function sideHit(direction: 1 | -1): void {
  if (useApp.getState().compare.find.result) void stepCompareHit(direction);
  else openCompareFind();
}

/** Puts the focus into the list of units, which lies over the tree in narrow windows. */
export function showUnits(): void {
  if (!focusPane("units")) patchCompare({ unitsOpen: true });
}
