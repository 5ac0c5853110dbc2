import { expect, it } from "vitest";
import type { FieldCell, FieldLine } from "../../worker/protocol.ts";
import { storyRows } from "./story-rows.ts";

const cell = (state: FieldCell["state"], change?: "added" | "removed"): FieldCell => ({
  state,
  changes: change ? [{ kind: change, says: "" }] : [],
});
const told = (...cells: FieldCell[]) => {
  const line: FieldLine = { number: 1, name: "a", was: [], comment: "", gone: false, cells, kinds: [] };
  return storyRows(line, ["r0", "r1", "r2", "r3", "r4"]).map((row) => `${row.releases}: ${row.cell.state}`);
};

it("draws releases together in which nothing changed", () => {
  expect(told(cell("no-type"), cell("no-type"), cell("stated"), cell("same"), cell("same"))).toEqual([
    "r0 to r1: no-type",
    "r2 to r4: stated",
  ]);
  expect(told(cell("absent"), cell("stated", "added"), cell("same"), cell("absent", "removed"), cell("absent"))).toEqual([
    "r0: absent",
    "r1 to r2: stated",
    "r3 to r4: absent",
  ]);
  // A release without the type between two that have it.
  expect(told(cell("stated"), cell("no-type"), cell("same"))).toEqual(["r0: stated", "r1: no-type", "r2: same"]);
});
