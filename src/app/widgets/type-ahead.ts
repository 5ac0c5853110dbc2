/**
 * Keys that are pressed after a dialog with an input was asked for and before the input is there: they are kept and given to it. A dialog's
 * code is loaded at its first opening, which takes longer than a quick hand.
 */

/** Milliseconds after which the input is not coming any more, and the keys are the page's again. */
const PATIENCE = 5000;

let pressed: string[] | undefined;
let given: (() => void) | undefined;
let patience: ReturnType<typeof setTimeout> | undefined;

function onKeyDown(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape") {
    const up = given;
    stopTypeAhead();
    up?.();
    return;
  }
  if ([...event.key].length > 1 && event.key !== "Backspace" && event.key !== "Enter") return;
  event.preventDefault();
  event.stopPropagation();
  pressed?.push(event.key);
}

/** Keeps the keys from now on, until `stopTypeAhead`; `giveUp` is called for Esc. */
export function startTypeAhead(giveUp: () => void): void {
  stopTypeAhead();
  pressed = [];
  given = giveUp;
  patience = setTimeout(stopTypeAhead, PATIENCE);
  window.addEventListener("keydown", onKeyDown, true);
}

/** The text that the keys so far make, and whether Enter ended it: what follows Enter is not for this input. */
export function typedAhead(): { readonly text: string; readonly entered: boolean } {
  let text = "";
  for (const key of pressed ?? []) {
    if (key === "Enter") return { text, entered: true };
    text = key === "Backspace" ? text.slice(0, -1) : text + key;
  }
  return { text, entered: false };
}

/** The input has the focus and takes the keys itself. */
export function stopTypeAhead(): void {
  pressed = undefined;
  given = undefined;
  clearTimeout(patience);
  window.removeEventListener("keydown", onKeyDown, true);
}
