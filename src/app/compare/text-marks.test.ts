import { expect, test } from "vitest";
import { marksOfNumbers, marksOfTexts } from "./text-marks.ts";

test("texts of one length differ place by place", () => {
  expect(marksOfTexts("abcdef", "aXcdYZ")).toEqual({
    a: [
      [1, 2],
      [4, 6],
    ],
    b: [
      [1, 2],
      [4, 6],
    ],
  });
});

test("of others the middles are marked, and nothing twice", () => {
  expect(marksOfTexts("1,204", "1,98")).toEqual({ a: [[2, 5]], b: [[2, 4]] });
  expect(marksOfTexts("aa", "aaa")).toEqual({ a: [], b: [[2, 3]] });
  expect(marksOfTexts("same", "same")).toEqual({ a: [], b: [] });
});

test("numbers differ from a digit on, or as a whole", () => {
  expect(marksOfNumbers("66,147", "66,999")).toEqual({ a: [[3, 6]], b: [[3, 6]] });
  expect(marksOfNumbers("9", "-12")).toEqual({ a: [[0, 1]], b: [[0, 3]] });
  expect(marksOfNumbers("7", "7")).toEqual({ a: [], b: [] });
});
