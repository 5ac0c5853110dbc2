/** Everything the app can do from the keyboard or the palette, in one list: keys, help and palette are made of it. */

import { compareCommands, compareOpenCommands, comparing } from "../compare/commands.ts";
import { readAsCommands } from "../inspect/read-as-commands.ts";
import { compatCommands } from "../registry/compat/commands.ts";
import { copyRow, copyText, saveRow } from "../state/copy.ts";
import { closeFind, openFind, stepHit } from "../state/find.ts";
import { openLog } from "../state/log.ts";
import { closeBlob, openExample } from "../state/open.ts";
import { chooseRaw, chooseRelease, chooseRoot, leaveBlob, openBlob, shownBlobs } from "../state/reading.ts";
import { exportable, exportReleases, restoreBundled } from "../state/registry.ts";
import { goToProblem } from "../state/select.ts";
import { foundKinds } from "../state/spec.ts";
import { type AppState, useApp } from "../state/store.ts";
import { dropToast, toast, undoable } from "../state/toasts.ts";
import { findType, openType, ownerOf, showInspect, showReleases } from "../state/types.ts";
import type { DialogName, Theme } from "../state/ui-slice.ts";
import { clearFilter, expandAll, filterStatus, sortBy, toLevel } from "../state/view.ts";
import { verdictCommands, verdictOpenCommands } from "../verdict/commands.ts";
import { statusWord } from "../widgets/status.tsx";
import { startTypeAhead } from "../widgets/type-ahead.ts";
import { verdictWord } from "../widgets/verdict.tsx";
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
  /** Whether its keys mean it where the focus is; everywhere when absent. */
  readonly here?: (target: EventTarget | null) => boolean;
  /** Also while an input has the focus. */
  readonly inInputs?: boolean;
  /** Whether it can be done now; always when absent. */
  readonly can?: (state: AppState) => boolean;
  readonly run: () => void;
}

const set = useApp.setState;
const inspecting = (s: AppState) => s.workspace === "inspect";
const inReleases = (s: AppState) => s.workspace === "releases";
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

/** A message goes after some seconds: a key takes back what it tells of without the way to it. */
function undo(): void {
  const last = undoable(useApp.getState().toasts);
  if (last) dropToast(last.id, true);
}

function inDetails(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("[data-details]") !== null;
}

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
  {
    id: "leave-details",
    title: "Go from the details back to the row",
    group: "Go",
    keys: ["Escape"],
    here: inDetails,
    can: (s) => hasDoc(s) || comparing(s),
    run: () => document.querySelector<HTMLElement>('[role="treegrid"]')?.focus(),
  },
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
  ...compatCommands,
  {
    id: "open-field-type",
    title: "Open the type of the selected field",
    group: "Releases",
    can: (s) => fieldOfRow(s) !== undefined,
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
  {
    id: "copy-value",
    title: "Copy value",
    group: "Copy and save",
    keys: ["$mod+c"],
    here: (target) => target instanceof Element && target.closest('[role="treegrid"]') !== null && getSelection()?.isCollapsed !== false,
    can: hasRow,
    run: () => void copyRow("value"),
  },
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
  {
    id: "undo",
    title: "Undo what the message tells of",
    group: "Window",
    keys: ["$mod+z"],
    can: (s) => undoable(s.toasts) !== undefined,
    run: undo,
  },
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

function closeActive(): void {
  const { active } = useApp.getState();
  if (active !== undefined) closeBlob(active);
}

/** Shows the type that declares the field of the selected row, and the field in it. */
function openFieldType(): void {
  const field = fieldOfRow(useApp.getState());
  if (field) openType(field.owner, field.number);
}

/** The selected field, of two sides the one that B has, and the type that declares it. */
function fieldOfRow(state: AppState): { readonly owner: string; readonly number: number | undefined } | undefined {
  const { a, b } = (comparing(state) && state.compare.details) || {};
  const details = hasRow(state) ? state.details : (b ?? a);
  const owner = details && ownerOf(details);
  return owner === undefined ? undefined : { owner, number: details?.number };
}

function hitOrFind(direction: 1 | -1): void {
  if (useApp.getState().find.result) void stepHit(direction);
  else openFind();
}

/** Enter on a row goes to the details. */
export function showRowDetails(): void {
  showDetails(true);
  requestAnimationFrame(() => focusPane("details"));
}
