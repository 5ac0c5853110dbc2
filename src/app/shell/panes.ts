/** F6 goes round the panes; each pane remembers which of its elements had the focus. */

/** Where the data of a pane is: what has the focus when the pane is entered for the first time. */
const home =
  '[data-blob][tabindex="0"], [data-release][tabindex="0"], [role="treegrid"], [role="grid"], [role="tree"], [data-details], [data-story]';

const places = new WeakMap<Element, HTMLElement>();

/** Panes carry `data-pane`; hidden ones are skipped. */
function panes(): readonly HTMLElement[] {
  return Array.from(document.querySelectorAll<HTMLElement>("[data-pane]")).filter((pane) => pane.offsetParent !== null);
}

/** Notes where the focus is, whenever it moves. Gives a way to stop. */
export function followFocus(): () => void {
  const note = (event: FocusEvent) => {
    const target = event.target;
    const pane = target instanceof HTMLElement ? target.closest("[data-pane]") : null;
    if (pane && target instanceof HTMLElement) places.set(pane, target);
  };
  document.addEventListener("focusin", note);
  return () => document.removeEventListener("focusin", note);
}

/** Puts the focus into the next or previous pane, going round. */
export function stepPane(direction: 1 | -1): void {
  const all = panes();
  const now = all.findIndex((pane) => pane.contains(document.activeElement));
  const next = now < 0 ? (direction === 1 ? 0 : all.length - 1) : (now + direction + all.length) % all.length;
  const pane = all[next];
  if (pane) enter(pane);
}

/** Puts the focus into the pane of that name. Gives false when it is not on the screen. */
export function focusPane(name: string): boolean {
  const pane = panes().find((p) => p.dataset.pane === name);
  if (pane) enter(pane);
  return pane !== undefined;
}

function enter(pane: HTMLElement): void {
  const before = places.get(pane);
  const data = pane.querySelector<HTMLElement>(home);
  const target = before?.isConnected && before.offsetParent !== null && pane.contains(before) ? before : data;
  (target ?? pane.querySelector<HTMLElement>('[tabindex="0"], button:not(:disabled), input') ?? pane).focus();
}
