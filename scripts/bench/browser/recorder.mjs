/**
 * Runs in the page before its own scripts (`addInitScript`, so it must stand alone): notes long tasks of the page's thread over the whole
 * run, when rows and counts of an opened file come and nothing is under way any more, and the times between frames while someone asks for them.
 */
export function record() {
  const bench = { tasks: [], opened: {}, frames: undefined };
  globalThis.bench = bench;
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) bench.tasks.push([startTime, duration]);
  }).observe({ type: "longtask", buffered: true });

  // A file that was picked: the clock runs from the event.
  addEventListener(
    "change",
    (event) => {
      if (event.target instanceof HTMLInputElement && event.target.type === "file") bench.opened = { from: performance.now() };
    },
    { capture: true },
  );
  const look = () => {
    const { opened } = bench;
    if (opened.from === undefined) return;
    if (opened.rows === undefined && document.querySelector('[role="treegrid"] [data-key]')) opened.rows = performance.now();
    if (opened.indexed === undefined && document.querySelector("footer")?.textContent?.includes("Decoded in"))
      opened.indexed = performance.now();
  };
  addEventListener("DOMContentLoaded", () =>
    new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true }),
  );
  // The last time counts: between two things that are under way nothing is, for a moment.
  const rest = () => {
    if (document.documentElement.dataset.idle === "true") bench.opened.idle = performance.now();
  };
  addEventListener("DOMContentLoaded", () =>
    new MutationObserver(rest).observe(document.documentElement, { attributes: true, attributeFilter: ["data-idle"] }),
  );

  /** Milliseconds between frames, from now until `stopFrames`. */
  bench.startFrames = () => {
    const frames = [];
    bench.frames = frames;
    let last;
    const tick = (now) => {
      if (bench.frames !== frames) return;
      if (last !== undefined) frames.push(now - last);
      last = now;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  };
  bench.stopFrames = () => {
    const frames = bench.frames ?? [];
    bench.frames = undefined;
    return frames;
  };
}
