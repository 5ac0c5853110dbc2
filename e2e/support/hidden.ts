import type { Page } from "@playwright/test";

interface Hideable {
  setHidden: (hidden: boolean) => void;
}

/**
 * Makes the page one that can go into the background, before it is opened. Headless browsers keep every tab in front, so this does what a
 * browser does to one that is not: it says `hidden`, has no animation frames and no word of sizes, and timers come once a second.
 */
export async function canHide(page: Page): Promise<void> {
  await page.addInitScript(() => {
    let hidden = false;
    /** What happens when the page is in front again. */
    let held: (() => void)[] = [];
    const later = (run: () => void) => (hidden ? held.push(run) : run());

    Object.defineProperty(document, "hidden", { get: () => hidden });
    Object.defineProperty(document, "visibilityState", { get: () => (hidden ? "hidden" : "visible") });
    const frame = requestAnimationFrame.bind(window);
    window.requestAnimationFrame = (run) => frame((now) => later(() => run(now)));
    const timer = setTimeout.bind(window);
    const throttled = (run: TimerHandler, ms = 0, ...args: unknown[]) =>
      timer(run, hidden ? Math.max(ms, 1000 - (performance.now() % 1000)) : ms, ...args);
    window.setTimeout = throttled as typeof setTimeout;
    window.requestIdleCallback = (run) => Number(timer(() => later(() => run({ didTimeout: false, timeRemaining: () => 10 })), 50));
    const Resize = ResizeObserver;
    window.ResizeObserver = class extends Resize {
      constructor(heard: ResizeObserverCallback) {
        super((entries, self) => later(() => heard(entries, self)));
      }
    };
    (window as unknown as Hideable).setHidden = (now) => {
      hidden = now;
      document.dispatchEvent(new Event("visibilitychange"));
      const due = hidden ? [] : held.splice(0);
      for (const run of due) run();
      if (!hidden) held = [];
    };
  });
}

/** Puts the page into the background, or in front again. */
export function setHidden(page: Page, hidden: boolean): Promise<void> {
  return page.evaluate((now) => (window as unknown as Hideable).setHidden(now), hidden);
}
