/** Settings of the window that the browser remembers. */
import { recall, recallTheme, remember } from "../state/remember.ts";
import { useApp } from "../state/store.ts";
import type { Theme } from "../state/ui-slice.ts";
import type { ColumnState } from "../tree/types.ts";

/** Reads the remembered settings and applies them, before the first drawing. */
export function applySettings(): void {
  const columns = recall<ColumnState>("columns");
  if (columns && Array.isArray(columns.order))
    useApp.setState({ columns: { sizing: { ...columns.sizing }, visibility: { ...columns.visibility }, order: columns.order } });
  useApp.setState({ detailsShown: recall<boolean>("details") !== false });
  pinTheme(recallTheme());
}

function pinTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  useApp.setState({ theme });
}

/** Pins the theme or follows the system's. */
export function setTheme(theme: Theme): void {
  pinTheme(theme);
  remember("theme", theme);
}

/** The next of system, light, dark. */
export function nextTheme(theme: Theme): Theme {
  return theme === "system" ? "light" : theme === "light" ? "dark" : "system";
}

/** Shows or hides the details pane. */
export function showDetails(shown: boolean): void {
  useApp.setState({ detailsShown: shown });
  remember("details", shown);
}

/** Whether the column is shown that tells what the reading release holds. */
export function heldShown(columns: ColumnState): boolean {
  return columns.visibility.held === true;
}

/** Keeps widths, order and visibility of the tree's columns. */
export function setColumns(columns: ColumnState): void {
  // What a release holds comes with the rows, and only when it is shown.
  useApp.setState((s) => ({ columns, ...(heldShown(columns) !== heldShown(s.columns) && { viewVersion: s.viewVersion + 1 }) }));
  remember("columns", columns);
}
