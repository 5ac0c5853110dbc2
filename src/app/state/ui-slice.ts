import type { ColumnState } from "../tree/types.ts";

export type Theme = "system" | "light" | "dark";
export type DialogName = "help" | "palette" | "paste" | "schemas" | "clashes" | "forget" | "log" | "readAs";

/** A short message at the bottom right, never an error. */
export interface Toast {
  readonly id: number;
  readonly text: string;
  /** Takes back what the toast tells of. */
  readonly undo?: () => void;
  /** Runs when the toast goes without an undo. */
  readonly gone?: () => void;
}

/** Windows, panes and the look. */
export interface UiSlice {
  readonly theme: Theme;
  readonly columns: ColumnState;
  readonly detailsShown: boolean;
  /** Below 1200 px: the blob list lies over the rest. */
  readonly blobsOverlay: boolean;
  readonly dialog?: DialogName | undefined;
  readonly toasts: readonly Toast[];
  /** The list of root types is open. */
  readonly rootPicker: boolean;
}

/** The slice as it stands at start; remembered values are read by `remember.ts`. */
export function uiSlice(): UiSlice {
  return {
    theme: "system",
    columns: { sizing: {}, visibility: {}, order: [] },
    detailsShown: true,
    blobsOverlay: false,
    toasts: [],
    rootPicker: false,
  };
}
