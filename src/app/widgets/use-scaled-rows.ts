import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { clampVirt, type ScrollScale, scaleOf, virtFor, windowAt } from "./scaled-scroll.ts";

export interface ScaledRowsOptions {
  readonly count: number;
  /** Pixels; every row has it. */
  readonly rowHeight: number;
  /** Pixels of a sticky head inside the scroller, above the rows. */
  readonly headHeight?: number;
}

/**
 * What a list needs to draw its window. The scroller holds the head, then a spacer of `spacer` pixels; in the spacer a sticky pane
 * of `view` pixels with hidden overflow; in the pane the layer with the rows `[first, last)`, which this hook moves.
 */
export interface ScaledRows {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly layer: RefObject<HTMLDivElement | null>;
  /** Pixels. */
  readonly spacer: number;
  /** Pixels of the rows' part of the view. */
  readonly view: number;
  /** Pixels of the view from left to right; 0 before it is there. */
  readonly width: number;
  readonly first: number;
  readonly last: number;
  /** Whole rows in the view, at least 1: a step of PageUp and PageDown. */
  readonly page: number;
  /** Key of a drawn row: the elements of rows that leave the window are given to those that come, for making them anew costs more. */
  readonly keyOf: (index: number) => number;
  /** Brings a row into sight. */
  readonly show: (index: number, align?: "nearest" | "start") => void;
  /** Rows `[first, last)` that would be in the window if the list had `count` rows and row `index`, if given, were in sight. */
  readonly windowFor: (count: number, index?: number) => readonly [first: number, last: number];
}

interface Wanted {
  readonly index: number;
  readonly align: "nearest" | "start";
}

/** Rows drawn beyond the view: enough that a pixel does not draw anew. A scroll draws before it is seen, so more would only cost. */
const overscan = 2;

/**
 * A scroller for any number of rows of one height: own arithmetic instead of the browser's, because an element of millions of rows
 * is higher than browsers allow. Costs nothing for rows outside the window.
 */
export function useScaledRows({ count, rowHeight, headHeight = 0 }: ScaledRowsOptions): ScaledRows {
  const scroller = useRef<HTMLDivElement>(null);
  const layer = useRef<HTMLDivElement>(null);
  const [view, setView] = useState(0);
  const [width, setWidth] = useState(0);
  const [range, setRange] = useState<readonly [number, number]>([0, 0]);
  const scale = useMemo(() => scaleOf(count, rowHeight, view), [count, rowHeight, view]);
  // What the event handlers need of the last render, and where the view stands.
  const state = useRef({ virt: 0, expected: 0, scale, view, count, first: 0 });
  // A row to be shown that was asked for before the view had a height.
  const wanted = useRef<Wanted | undefined>(undefined);

  /** Draws the view at `virt`: moves the layer at once, and renders when the window of rows changed. */
  const place = useCallback(
    (virt: number, now: boolean) => {
      const at = state.current;
      at.virt = virt;
      const [first, last] = windowAt(virt, at.view, rowHeight, at.count, overscan);
      const set = () => setRange((old) => (old[0] === first && old[1] === last ? old : [first, last]));
      if (now) flushSync(set);
      else set();
      move(layer.current, at.first * rowHeight - virt);
    },
    [rowHeight],
  );

  /** Goes to `virt` and lets the scroll bar follow. */
  const goTo = useCallback(
    (virt: number, now: boolean) => {
      const at = state.current;
      const box = scroller.current;
      // Where it stands there already nothing is written: that would make the browser lay out all that was just drawn, at once.
      if (box && virt / at.scale.factor !== at.expected) {
        box.scrollTop = virt / at.scale.factor;
        at.expected = box.scrollTop;
      }
      place(virt, now);
    },
    [place],
  );

  useLayoutEffect(() => {
    const at = state.current;
    at.scale = scale;
    at.view = view;
    at.count = count;
    const row = view > 0 ? wanted.current : undefined;
    if (row) wanted.current = undefined;
    goTo(row ? virtFor(scale, at.virt, row.index, rowHeight, view, row.align) : clampVirt(scale, at.virt), false);
  }, [scale, view, count, rowHeight, goTo]);

  const first = Math.min(range[0], count);
  const last = Math.min(range[1], count);
  useLayoutEffect(() => {
    const at = state.current;
    at.first = first;
    move(layer.current, first * rowHeight - at.virt);
  });

  const measure = useCallback(() => {
    setView(Math.max(0, scroller.current!.clientHeight - headHeight));
    setWidth(scroller.current!.clientWidth);
  }, [headHeight]);
  // At once, so that the rows are drawn with what is around them and not a frame later.
  useLayoutEffect(measure, [measure]);
  useEffect(() => {
    const box = scroller.current!;
    const measured = new ResizeObserver(measure);
    measured.observe(box);
    const onScroll = () => {
      const at = state.current;
      // The answer to a scrollTop that was set here, rounded by the browser: `virt` knows better.
      if (at.scale.factor !== 1 && Math.abs(box.scrollTop - at.expected) <= 1) return;
      at.expected = box.scrollTop;
      place(clampVirt(at.scale, box.scrollTop * at.scale.factor), true);
    };
    box.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      measured.disconnect();
      box.removeEventListener("scroll", onScroll);
    };
  }, [measure, place]);

  // Only where the scroll bar is too coarse: a wheel that the page may stop is slower.
  const scaled = scale.factor !== 1;
  useEffect(() => {
    const box = scroller.current!;
    if (!scaled) return;
    const onWheel = (event: WheelEvent) => {
      const at = state.current;
      if (event.ctrlKey || event.shiftKey || event.deltaY === 0) return;
      event.preventDefault();
      const unit = event.deltaMode === 1 ? rowHeight : event.deltaMode === 2 ? at.view : 1;
      goTo(clampVirt(at.scale, at.virt + event.deltaY * unit), true);
      if (event.deltaX !== 0) box.scrollLeft += event.deltaX * unit;
    };
    box.addEventListener("wheel", onWheel, { passive: false });
    return () => box.removeEventListener("wheel", onWheel);
  }, [scaled, rowHeight, goTo]);

  const show = useCallback(
    (index: number, align: "nearest" | "start" = "nearest") => {
      const at = state.current;
      if (at.view === 0) wanted.current = { index, align };
      else goTo(virtFor(at.scale, at.virt, index, rowHeight, at.view, align), false);
    },
    [goTo, rowHeight],
  );
  const windowFor = useCallback(
    (rows: number, index?: number) => {
      const at = state.current;
      const next: ScrollScale = scaleOf(rows, rowHeight, at.view);
      const virt = clampVirt(next, at.virt);
      return windowAt(
        index === undefined ? virt : virtFor(next, virt, index, rowHeight, at.view, "nearest"),
        at.view,
        rowHeight,
        rows,
        overscan,
      );
    },
    [rowHeight],
  );

  const most = Math.ceil(view / rowHeight) + 1 + 2 * overscan;
  const keyOf = (index: number) => index % most;

  return {
    keyOf,
    scroller,
    layer,
    spacer: scale.spacer,
    view,
    width,
    first,
    last,
    page: Math.max(1, Math.floor(view / rowHeight)),
    show,
    windowFor,
  };
}

function move(layer: HTMLDivElement | null, y: number): void {
  if (layer) layer.style.transform = `translateY(${y}px)`;
}
