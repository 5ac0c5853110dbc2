import { useApp } from "./store.ts";
import type { Toast } from "./ui-slice.ts";

let nextToast = 1;

/** Shows a short message; `undo` gives it an Undo button, `gone` runs when it goes without one. */
export function toast(text: string, more: Pick<Toast, "undo" | "gone"> = {}): void {
  useApp.setState((s) => ({ toasts: [...s.toasts, { id: nextToast++, text, ...more }] }));
}

/** Takes a toast away: its time is over, it was closed, or its Undo was pressed. */
export function dropToast(id: number, undo = false): void {
  const found = useApp.getState().toasts.find((t) => t.id === id);
  if (!found) return;
  useApp.setState((s) => ({ toasts: s.toasts.filter((t) => t.id !== id) }));
  if (undo) found.undo?.();
  else found.gone?.();
}

/** The newest toast that can be taken back: what `Undo` means. */
export function undoable(toasts: readonly Toast[]): Toast | undefined {
  return toasts.findLast(({ undo }) => undo !== undefined);
}
