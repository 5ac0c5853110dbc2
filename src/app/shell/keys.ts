/** Keys of the window, made of the list of commands. */
import { createKeybindingsHandler } from "tinykeys";
import { useApp } from "../state/store.ts";
import { commands } from "./commands.ts";

/** Whether `$mod` is ⌘. */
export const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

/** Listens for the keys of all commands. Gives a way to stop. */
export function followKeys(): () => void {
  const bindings: Record<string, (event: KeyboardEvent) => void> = {};
  for (const keys of new Set(commands.flatMap((command) => command.keys ?? []))) {
    const bound = commands.filter((command) => command.keys?.includes(keys));
    bindings[keys] = (event) => {
      const state = useApp.getState();
      if (event.defaultPrevented || state.dialog !== undefined) return;
      // Workspaces share keys: the first command that can be done now has it.
      const command = bound.find(
        ({ inInputs = false, here, can }) =>
          !isElsewhere(event.target, inInputs) && (here?.(event.target) ?? true) && (can?.(state) ?? true),
      );
      if (!command) return;
      event.preventDefault();
      command.run();
    };
  }
  const handler = createKeybindingsHandler(bindings);
  window.addEventListener("keydown", handler);
  return () => window.removeEventListener("keydown", handler);
}

/** Whether the focus is in something that has the keys for itself: an input for single letters, a menu or dialog for all. */
function isElsewhere(target: EventTarget | null, inInputs: boolean): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest('[role="menu"], [role="dialog"], [role="alertdialog"]')) return true;
  return !inInputs && target.closest('input, textarea, select, [contenteditable="true"]') !== null;
}

/** Keys as they are written on the screen: `Ctrl K`, or `⌘K` on a Mac. */
export function keyText(keys: string): string {
  const words: Record<string, string> = isMac ? { $mod: "⌘", Shift: "⇧", Escape: "Esc" } : { $mod: "Ctrl", Escape: "Esc" };
  const parts = keys.split("+").map((part) => words[part] ?? (part.length === 1 && keys.includes("$mod") ? part.toUpperCase() : part));
  const shown = parts.at(-1) === "?" ? ["?"] : parts;
  return shown.join(isMac ? "" : " ");
}
