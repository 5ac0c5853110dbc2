import { expect, test } from "vitest";
import type { CompatFinding } from "../../../worker/protocol.ts";
import { findingLines, stepFinding } from "./finding-lines.ts";

function finding(id: string, typeName: string | undefined): CompatFinding {
  return { id, rule: "r", severity: "info", direction: "both", message: "", ...(typeName !== undefined && { typeName }) };
}

const lines = findingLines([finding("a", "t.A"), finding("b", "t.A"), finding("c", "t.B"), finding("d", undefined)]);

test("each type stands once before its findings", () => {
  expect(lines.map((line) => (line.kind === "type" ? `${line.typeName} ${line.count}` : line.key))).toEqual([
    "t.A 2",
    "a",
    "b",
    "t.B 1",
    "c",
    "undefined 1",
    "d",
  ]);
  expect(findingLines([])).toEqual([]);
});

test("steps go over the names of types and stop at the ends", () => {
  expect(stepFinding(lines, -1, 1)).toBe(1);
  expect(stepFinding(lines, 2, 1)).toBe(4);
  expect(stepFinding(lines, 4, -1)).toBe(2);
  expect(stepFinding(lines, 1, -1)).toBe(1);
  expect(stepFinding(lines, 1, 100)).toBe(6);
  expect(stepFinding(lines, lines.length, -100)).toBe(1);
});
