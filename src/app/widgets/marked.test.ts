import { describe, expect, it } from "vitest";
import { findMarks } from "./Marked.tsx";

describe("places of what is looked for", () => {
  it("finds any case, without overlaps", () => {
    expect(findMarks("init_STATE state", "State")).toEqual([
      [5, 10],
      [11, 16],
    ]);
    expect(findMarks("aaaa", "aa")).toEqual([
      [0, 2],
      [2, 4],
    ]);
    expect(findMarks("abc", " ")).toEqual([]);
  });

  it("looks through the commas of grouped digits", () => {
    expect(findMarks("1,337,749", "3377")).toEqual([[2, 7]]);
    expect(findMarks("1,337,749", "1,337")).toEqual([[0, 5]]);
    expect(findMarks("a, b", "ab")).toEqual([]);
  });
});
