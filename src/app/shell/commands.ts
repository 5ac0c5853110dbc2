/** Everything the app can do from the keyboard or the palette, in one list: keys, help and palette are made of it. */

import { readAsCommands } from "../inspect/read-as-commands.ts";
import { patchCompare, showCompare, swapSides } from "../state/compare.ts";
import {
  clearChangeFilter,
  closeCompareFind,
  copySummary,
  exportComparison,
  filterKind,
  goToChangeRow,
  openCompareFind,
  stepChange,
  stepCompareHit,
  toggleEqual,
} from "../state/compare-view.ts";
import { showCompat, showRules } from "../state/compat.ts";
import { copyRow, copyText, saveRow } from "../state/copy.ts";
import { closeFind, openFind, stepHit } from "../state/find.ts";
import { openLog } from "../state/log.ts";
import { closeBlob, compareExamples, openExample } from "../state/open.ts";
import { chooseRaw, chooseRelease, chooseRoot, leaveBlob, openBlob, shownBlobs } from "../state/reading.ts";
import { exportable, exportReleases, restoreBundled } from "../state/registry.ts";
import { goToProblem } from "../state/select.ts";
import { foundKinds } from "../state/spec.ts";
import { type AppState, useApp } from "../state/store.ts";
import { toast } from "../state/toasts.ts";
import { findType, openType, ownerOf, showInspect, showReleases } from "../state/types.ts";
import type { DialogName, Theme } from "../state/ui-slice.ts";
import { clearFilter, expandAll, filterStatus, sortBy, toLevel } from "../state/view.ts";
import { verdictCommands, verdictOpenCommands } from "../verdict/commands.ts";
import { changeWord } from "../widgets/change.tsx";
import { statusWord } from "../widgets/status.tsx";
import { startTypeAhead } from "../widgets/type-ahead.ts";
import { verdictWord } from "../widgets/verdict.tsx";
import { compareWith } from "./compare-with.ts";
import { focusPane, stepPane } from "./panes.ts";
import { pick } from "./picker.ts";
import { setTheme, showDetails } from "./settings.ts";

export interface Command {
  readonly id: string;
  readonly title: string;
  readonly group:
    | "Open"
    | "Go"
    | "Find"
    | "Rows"
    | "Copy and save"
    | "Read with"
    | "Compare"
    | "Verdict"
    | "Releases"
    | "Window"
    | "Examples";
  /** In the writing of tinykeys: `$mod+k`. The first one is shown. */
  readonly keys?: readonly string[];
  /** Also while an input has the focus. */
  readonly inInputs?: boolean;
  /** Whether it can be done now; always when absent. */
  readonly can?: (state: AppState) => boolean;
  readonly run: () => void;
}

const CHANGE_KINDS = ["changed", "added", "removed", "moved", "retyped", "renamed", "wire-only"] as const;
const set = useApp.setState;
const inspecting = (s: AppState) => s.workspace === "inspect";
const inReleases = (s: AppState) => s.workspace === "releases";
const comparing = (s: AppState) => s.workspace === "compare" && s.compare.info !== undefined;
const hasDoc = (s: AppState) => inspecting(s) && s.doc !== undefined;
const hasRow = (s: AppState) => inspecting(s) && s.selectedKey !== undefined;
const openPalette = () => {
  startTypeAhead(() => set({ dialog: undefined }));
  set({ dialog: "palette" });
};
const dialog = (name: DialogName) => () => set({ dialog: name });

/** Opens the list of root types of the blob head. */
const openRoots = () => set({ rootPicker: true });

function nextProblem(direction: 1 | -1): void {
  void goToProblem(direction).then((found) => {
    if (!found) toast("No malformed or mismatched field in this blob");
  });
}

/** Commands of the Compare workspace, and the ways into it. */
const compareCommands: readonly Command[] = [
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

/** Commands that are always the same. */
export const commands: readonly Command[] = [
  { id: "open-files", title: "Open files", group: "Open", keys: ["$mod+o"], inInputs: true, run: () => pick("files") },
  { id: "open-folder", title: "Open a folder", group: "Open", run: () => pick("folder") },
  { id: "paste", title: "Paste hex, a dump, base64 or a byte array", group: "Open", run: dialog("paste") },
  { id: "log", title: "Find the cause of a failed restore in a log", group: "Open", run: () => openLog() },
  { id: "start", title: "Show the start page", group: "Open", can: (s) => inspecting(s) && s.active !== undefined, run: leaveBlob },
  { id: "close", title: "Close this blob", group: "Open", can: (s) => inspecting(s) && s.active !== undefined, run: () => closeActive() },
  { id: "next-problem", title: "Next problem", group: "Go", keys: ["n"], can: hasDoc, run: () => nextProblem(1) },
  { id: "previous-problem", title: "Previous problem", group: "Go", keys: ["p"], can: hasDoc, run: () => nextProblem(-1) },
  { id: "go-to-offset", title: "Go to an offset", group: "Go", keys: ["g"], can: hasDoc, run: () => set((s) => ({ goTo: s.goTo + 1 })) },
  { id: "next-pane", title: "Next pane", group: "Go", keys: ["F6"], inInputs: true, run: () => stepPane(1) },
  { id: "previous-pane", title: "Previous pane", group: "Go", keys: ["Shift+F6"], inInputs: true, run: () => stepPane(-1) },
  { id: "find", title: "Find in this blob", group: "Find", keys: ["/", "Shift+/"], can: hasDoc, run: openFind },
  { id: "find-mod", title: "Find in this blob", group: "Find", keys: ["$mod+f"], inInputs: true, can: hasDoc, run: openFind },
  { id: "next-hit", title: "Next hit", group: "Find", keys: ["F3"], inInputs: true, can: hasDoc, run: () => hitOrFind(1) },
  { id: "previous-hit", title: "Previous hit", group: "Find", keys: ["Shift+F3"], inInputs: true, can: hasDoc, run: () => hitOrFind(-1) },
  {
    id: "close-find",
    title: "Close the find bar",
    group: "Find",
    keys: ["Escape"],
    can: (s) => inspecting(s) && s.find.open,
    run: closeFind,
  },
  ...compareCommands,
  { id: "find-type", title: "Find a type or field", group: "Releases", keys: ["/"], can: inReleases, run: findType },
  { id: "find-type-there", title: "Find a type or field", group: "Releases", can: inspecting, run: findType },
  {
    id: "find-type-mod",
    title: "Find a type or field",
    group: "Releases",
    keys: ["$mod+f"],
    inInputs: true,
    can: inReleases,
    run: findType,
  },
  { id: "show-releases", title: "Show the releases and their types", group: "Releases", run: showReleases },
  { id: "show-inspect", title: "Show the blobs", group: "Releases", can: inReleases, run: showInspect },
  { id: "compatibility", title: "Show the compatibility of releases: which restores which", group: "Releases", run: showCompat },
  { id: "rules", title: "Show what the rules of compatibility mean", group: "Releases", run: () => showRules() },
  {
    id: "open-field-type",
    title: "Open the type of the selected field",
    group: "Releases",
    can: (s) => hasRow(s) && s.details !== undefined && ownerOf(s.details) !== undefined,
    run: openFieldType,
  },
  {
    id: "only-changes",
    title: "Show only fields with changes, or all",
    group: "Releases",
    can: (s) => inReleases(s) && !!s.typePage,
    run: () => set((s) => ({ onlyChanges: !s.onlyChanges })),
  },
  { id: "add-releases", title: "Add a folder of schemas", group: "Releases", run: () => pick("folder") },
  {
    id: "export-releases",
    title: "Export releases as a zip",
    group: "Releases",
    can: (s) => s.releases.length > 0,
    run: () => void exportReleases(exportable(useApp.getState().releases)),
  },
  {
    id: "restore-bundled",
    title: "Show the examples' releases again",
    group: "Releases",
    can: (s) => s.hiddenReleases.length > 0,
    run: () => void restoreBundled(),
  },
  { id: "forget", title: "Forget everything that the browser keeps", group: "Window", run: dialog("forget") },
  ...verdictCommands,
  { id: "expand-all", title: "Expand all", group: "Rows", can: hasDoc, run: expandAll },
  { id: "collapse-all", title: "Collapse all", group: "Rows", can: hasDoc, run: () => toLevel(1) },
  { id: "sort-offset", title: "Sort by offset", group: "Rows", can: hasDoc, run: () => sortBy("offset") },
  { id: "sort-number", title: "Sort by field number", group: "Rows", can: hasDoc, run: () => sortBy("number") },
  {
    id: "clear-filter",
    title: "Clear the filter",
    group: "Rows",
    can: (s) => inspecting(s) && (s.spec.status !== undefined || s.spec.text !== undefined),
    run: clearFilter,
  },
  { id: "copy-path", title: "Copy path", group: "Copy and save", keys: ["y"], can: hasRow, run: () => void copyRow("path") },
  { id: "copy-value", title: "Copy value", group: "Copy and save", can: hasRow, run: () => void copyRow("value") },
  { id: "copy-json", title: "Copy as JSON", group: "Copy and save", can: hasRow, run: () => void copyRow("json") },
  { id: "copy-hex", title: "Copy bytes as hex", group: "Copy and save", can: hasRow, run: () => void copyRow("hex") },
  { id: "copy-text", title: "Copy as protoscope-like text", group: "Copy and save", can: hasRow, run: () => void copyRow("text") },
  {
    id: "copy-link",
    title: "Copy a link to this place",
    group: "Copy and save",
    can: (s) => hasDoc(s) || comparing(s) || s.typePage !== undefined,
    run: () => void copyText(location.href, "Copied the link"),
  },
  { id: "save-json", title: "Save as JSON", group: "Copy and save", can: hasRow, run: () => void saveRow("json") },
  { id: "save-bytes", title: "Save the raw bytes", group: "Copy and save", can: hasRow, run: () => void saveRow("bytes") },
  { id: "choose-root", title: "Choose the root type", group: "Read with", can: (s) => s.doc?.release !== undefined, run: openRoots },
  {
    id: "detect-root",
    title: "Detect the root type again",
    group: "Read with",
    can: (s) => s.doc?.root?.detected === false,
    run: () => void chooseRoot(undefined),
  },
  ...readAsCommands,
  { id: "schemas", title: "Show the registered releases and their problems", group: "Read with", run: dialog("schemas") },
  { id: "palette", title: "All commands", group: "Window", keys: ["$mod+k"], inInputs: true, run: openPalette },
  { id: "help", title: "Shortcuts and help", group: "Window", keys: ["Shift+?", "?"], run: dialog("help") },
  {
    id: "details",
    title: "Show or hide the details",
    group: "Window",
    keys: ["d"],
    can: (s) => inspecting(s) || comparing(s),
    run: () => showDetails(!useApp.getState().detailsShown),
  },
  ...(["system", "light", "dark"] as const).map(
    (theme: Theme): Command => ({
      id: `theme-${theme}`,
      title: theme === "system" ? "Theme of the system" : `${theme === "dark" ? "Dark" : "Light"} theme`,
      group: "Window",
      run: () => setTheme(theme),
    }),
  ),
];

/** Commands that depend on what is open: each blob, release, example, filter and level. */
export function openCommands(state: AppState): readonly Command[] {
  const active = inspecting(state) && state.active !== undefined;
  const filters = ["known", "unknown", "defaulted", "mismatched", "malformed", "notes"] as const;
  return [
    ...compareOpenCommands(state),
    ...verdictOpenCommands(state),
    ...shownBlobs(state).map(
      (blob): Command => ({ id: `blob:${blob.blobId}`, title: `Show ${blob.name}`, group: "Go", run: () => void openBlob(blob.blobId) }),
    ),
    ...state.examples.map(
      (example): Command => ({
        id: `example:${example.file}`,
        title: example.title,
        group: "Examples",
        run: () => void openExample(example),
      }),
    ),
    ...(active ? filters : []).map(
      (status): Command => ({
        id: `filter:${status}`,
        title: `Show only: ${statusWord(status === "notes" ? "note" : status)}`,
        group: "Rows",
        run: () => filterStatus(status),
      }),
    ),
    ...(active && state.doc?.release !== undefined ? foundKinds : []).map(
      (kind): Command => ({
        id: `filter:${kind}`,
        title: `Show only what ${kind === "loses" ? "is lost or read otherwise" : verdictWord(kind)}`,
        group: "Rows",
        run: () => filterStatus(kind),
      }),
    ),
    ...(active ? [2, 3, 4, 5] : []).map(
      (level): Command => ({ id: `level:${level}`, title: `Expand to level ${level}`, group: "Rows", run: () => toLevel(level) }),
    ),
    ...(active ? state.releases : []).map(
      (r): Command => ({
        id: `release:${r.release}`,
        title: `Read with release ${r.release}`,
        group: "Read with",
        run: () => void chooseRelease(r.release),
      }),
    ),
    ...(active ? [{ id: "raw", title: "Read without a schema", group: "Read with", run: () => void chooseRaw() } as const] : []),
  ];
}

/** What the open blob can be compared with, each unit with changes, and each kind to filter by. */
function compareOpenCommands(state: AppState): readonly Command[] {
  const active = inspecting(state) ? state.blobs.find(({ blobId }) => blobId === state.active) : undefined;
  const units = comparing(state) ? (state.compare.info?.units ?? []).filter(({ total }) => total > 0) : [];
  const kinds = comparing(state) ? CHANGE_KINDS : [];
  return [
    ...compareWith(state, active).map(({ id, title, run }): Command => ({ id, title, group: "Compare", run })),
    ...units.map(
      (unit): Command => ({
        id: `unit:${unit.key}`,
        title: `Go to ${unit.label}`,
        group: "Compare",
        run: () => void goToChangeRow(unit.key),
      }),
    ),
    ...kinds.map(
      (kind): Command => ({ id: `kind:${kind}`, title: `Show only: ${changeWord(kind)}`, group: "Compare", run: () => filterKind(kind) }),
    ),
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

function closeActive(): void {
  const { active } = useApp.getState();
  if (active !== undefined) closeBlob(active);
}

/** Shows the type that declares the field of the selected row, and the field in it. */
function openFieldType(): void {
  const { details } = useApp.getState();
  const owner = details && ownerOf(details);
  if (owner !== undefined) openType(owner, details?.number);
}

function hitOrFind(direction: 1 | -1): void {
  if (useApp.getState().find.result) void stepHit(direction);
  else openFind();
}

/** Puts the focus into the list of units, which lies over the tree in narrow windows. */
export function showUnits(): void {
  if (!focusPane("units")) patchCompare({ unitsOpen: true });
}

/** Enter on a row goes to the details. */
export function showRowDetails(): void {
  showDetails(true);
  requestAnimationFrame(() => focusPane("details"));
}
