/**
 * The arithmetic of a scroller that is longer than a browser allows. Rows have one fixed height; the document is `count` rows
 * long in real pixels, the spacer that the browser scrolls is cut to a limit that every browser can hold, and `virt` (real pixels
 * above the view, a double) is the truth that both follow.
 */

/** Longest spacer in pixels; Chromium cuts an element at 33,554,428, Firefox at about 17.8 million. */
export const spacerLimit = 8e6;

export interface ScrollScale {
  /** Height of all rows in real pixels. */
  readonly total: number;
  /** Height of the spacer in pixels: `total`, or the limit. */
  readonly spacer: number;
  /** Real pixels for one pixel of the scroll bar; 1 while nothing is cut. */
  readonly factor: number;
  /** Largest `virt`. */
  readonly most: number;
}

/** The scale for `count` rows of `rowHeight` pixels in a view of `view` pixels. */
export function scaleOf(count: number, rowHeight: number, view: number): ScrollScale {
  const total = count * rowHeight;
  const spacer = Math.min(total, spacerLimit);
  const most = Math.max(0, total - view);
  return { total, spacer, factor: spacer < total ? most / (spacer - view) : 1, most };
}

/** `virt` kept inside the document. */
export function clampVirt(scale: ScrollScale, virt: number): number {
  return Math.min(Math.max(0, virt), scale.most);
}

/** Rows `[first, last)` that a view at `virt` needs, with `overscan` rows on either side. */
export function windowAt(
  virt: number,
  view: number,
  rowHeight: number,
  count: number,
  overscan: number,
): readonly [first: number, last: number] {
  const first = Math.max(0, Math.floor(virt / rowHeight) - overscan);
  return [Math.min(first, count), Math.min(count, Math.ceil((virt + view) / rowHeight) + overscan)];
}

/**
 * `virt` that brings row `index` into a view of `view` pixels. `nearest` moves as little as it can and keeps `margin` rows around
 * the row; one that is more than a view away comes to a third of the height. `start` is for a row that begins something longer:
 * unless it stands in the upper half already, it becomes the second row of the view.
 */
export function virtFor(
  scale: ScrollScale,
  virt: number,
  index: number,
  rowHeight: number,
  view: number,
  align: "nearest" | "start",
  margin = 2,
): number {
  const top = index * rowHeight;
  const room = Math.max(0, Math.min(margin * rowHeight, (view - rowHeight) / 2));
  const far = top < virt - view || top > virt + 2 * view;
  if (align === "start")
    return top >= virt && top + rowHeight <= virt + view / 2
      ? virt
      : clampVirt(scale, top - Math.min(rowHeight, Math.max(0, view - rowHeight)));
  if (far) return clampVirt(scale, top - Math.max(0, (view - rowHeight) / 3));
  if (top - room < virt) return clampVirt(scale, top - room);
  if (top + rowHeight + room > virt + view) return clampVirt(scale, top + rowHeight + room - view);
  return virt;
}
