import { describe, expect, it } from "vitest";
import { marksOf, rangeOf, tintsOf } from "./paint.ts";

describe("the paint of hex rows", () => {
  it("gives a letter a byte, only inside the row", () => {
    const parts = { tag: [14, 17], length: [17, 18], value: [18, 5_000_000] } as const;
    expect(tintsOf(parts, 0, 16)).toBe(`${" ".repeat(14)}tt`);
    expect(tintsOf(parts, 16, 32)).toBe(`tl${"v".repeat(14)}`);
    expect(tintsOf({}, 0, 16)).toBe("");
    expect(tintsOf({ value: [3, 3] }, 0, 16)).toBe("");
  });

  it("lets the selection lie over hits", () => {
    const hits = [
      [0, 2],
      [6, 8],
    ] as const;
    expect(marksOf([1, 3], hits, [6, 8], 0, 8)).toBe("hss   nn");
    expect(marksOf(undefined, [], undefined, 0, 8)).toBe("");
  });

  it("makes the same range from either end", () => {
    expect(rangeOf(3, 7)).toEqual([3, 8]);
    expect(rangeOf(7, 3)).toEqual([3, 8]);
  });
});
