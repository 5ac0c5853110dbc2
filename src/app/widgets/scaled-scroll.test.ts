import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clampVirt, scaleOf, spacerLimit, virtFor, windowAt } from "./scaled-scroll.ts";

const seed = 20260;
const rowHeight = 22;
const rows = fc.integer({ min: 0, max: 50_000_000 });
const views = fc.integer({ min: 0, max: 2000 });

describe("the scale of a long list", () => {
  it("is one to one while the browser can hold it", () => {
    expect(scaleOf(1000, rowHeight, 500)).toEqual({ total: 22_000, spacer: 22_000, factor: 1, most: 21_500 });
    expect(scaleOf(3, rowHeight, 500).most).toBe(0);
  });

  it("reaches the last row of five million at the end of the scroll bar", () => {
    const view = 506;
    const scale = scaleOf(5_000_000, rowHeight, view);
    expect(scale.spacer).toBe(spacerLimit);
    const end = clampVirt(scale, (scale.spacer - view) * scale.factor);
    expect(end).toBeCloseTo(scale.most, 3);
    expect(windowAt(end, view, rowHeight, 5_000_000, 0)).toEqual([5_000_000 - 23, 5_000_000]);
  });

  it("never leaves the document", () => {
    fc.assert(
      fc.property(rows, views, fc.double({ noNaN: true }), (count, view, virt) => {
        const scale = scaleOf(count, rowHeight, view);
        const at = clampVirt(scale, virt);
        const [first, last] = windowAt(at, view, rowHeight, count, 6);
        expect(at).toBeGreaterThanOrEqual(0);
        expect(at).toBeLessThanOrEqual(scale.most);
        expect(first).toBeGreaterThanOrEqual(0);
        expect(last).toBeLessThanOrEqual(count);
        expect(last - first).toBeLessThanOrEqual(Math.ceil(view / rowHeight) + 1 + 12);
      }),
      { seed },
    );
  });
});

describe("bringing a row into sight", () => {
  it("shows the row whole, from anywhere, and does not move for one that is in sight", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5_000_000 }),
        fc.integer({ min: rowHeight, max: 2000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom("nearest" as const, "start" as const),
        (count, view, from, to, align) => {
          const scale = scaleOf(count, rowHeight, view);
          const index = Math.min(count - 1, Math.floor(to * count));
          const virt = virtFor(scale, scale.most * from, index, rowHeight, view, align);
          const slack = 1e-6;
          expect(virt).toBeLessThanOrEqual(index * rowHeight + slack);
          expect(virt + view).toBeGreaterThanOrEqual((index + 1) * rowHeight - slack);
          expect(virtFor(scale, virt, index, rowHeight, view, align)).toBeCloseTo(virt, 6);
        },
      ),
      { seed },
    );
  });

  it("keeps two rows of company at the edges and puts a far row at a third", () => {
    const scale = scaleOf(1000, 10, 100);
    expect(virtFor(scale, 0, 9, 10, 100, "nearest")).toBe(20);
    expect(virtFor(scale, 0, 5, 10, 100, "nearest")).toBe(0);
    expect(virtFor(scale, 0, 500, 10, 100, "nearest")).toBe(4970);
    expect(virtFor(scale, 0, 500, 10, 100, "start")).toBe(4990);
  });
});
