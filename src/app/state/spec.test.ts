import { describe, expect, it } from "vitest";
import { expandAll, isBelow, sameSpec, startSpec, toggleRow, toLevel, withoutFilter, withStatus, withText } from "./spec.ts";

describe("a view spec", () => {
  it("opens and closes rows against the level", () => {
    const start = startSpec();
    const closed = toggleRow(start, "a", 0, false);
    expect(closed.closed).toEqual(["a"]);
    expect(toggleRow(closed, "a", 0, true)).toEqual(start);
    const open = toggleRow(start, "a.b", 1, true);
    expect(open.open).toEqual(["a.b"]);
    expect(toggleRow(open, "a.b", 1, false)).toEqual(start);
  });

  it("keeps a row once, however often it is opened", () => {
    const once = toggleRow(startSpec(), "a.b", 1, true);
    expect(toggleRow(once, "a.b", 1, true)).toEqual(once);
  });

  it("forgets single rows when a level is chosen", () => {
    const some = toggleRow(toggleRow(startSpec(), "a", 0, false), "b.c", 1, true);
    expect(toLevel(some, 3)).toMatchObject({ level: 2, open: [], closed: [] });
    expect(toLevel(some, 1).level).toBe(0);
    expect(expandAll(some).closed).toEqual([]);
  });

  it("has no filter after it was cleared", () => {
    const filtered = withText(withStatus(startSpec(), "unknown"), "pci");
    expect(filtered).toMatchObject({ status: "unknown", text: "pci" });
    expect(withoutFilter(filtered)).toEqual(startSpec());
    expect(withText(filtered, "  ")).not.toHaveProperty("text");
  });

  it("tells specs apart", () => {
    expect(sameSpec(startSpec(), startSpec())).toBe(true);
    expect(sameSpec(startSpec(), toggleRow(startSpec(), "a", 0, false))).toBe(false);
    expect(sameSpec(startSpec(), withText(startSpec(), "a"))).toBe(false);
  });
});

describe("which rows lie below another", () => {
  it("follows fields, elements and groups", () => {
    expect(isBelow("a.b", "a")).toBe(true);
    expect(isBelow("a[0]", "a")).toBe(true);
    expect(isBelow("ab.c", "a")).toBe(false);
    expect(isBelow("a", "a")).toBe(false);
    expect(isBelow("units[3].name", "units[]")).toBe(true);
    expect(isBelow("units[]", "units[]")).toBe(false);
  });
});
