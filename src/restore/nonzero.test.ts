import { expect, it } from "vitest";
import { again, release, told } from "./testing/release.ts";

it("a list of NonZero may be empty, and an Option of one None; a zero in either fails", () => {
  const set = release(
    "R1",
    "message R { repeated uint32 a = 1 [(savestate.nonzero) = true]; optional uint32 b = 2 [(savestate.nonzero) = true]; }",
  );
  expect(told(set, "")).toEqual(["restores"]);
  expect(again(set, "1: [3 4]")).toBe("0a020304");
  expect(told(set, "1: [3 0] 2: 0")).toEqual(["fails", "fails a: value must be non-zero", "fails b: value must be non-zero"]);
});
