import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import type { Row } from "../../worker/protocol.ts";
import { cellOf, groupedNumber } from "./cells.tsx";

const row = (more: Partial<Row>): Row => ({
  index: 0,
  depth: 0,
  key: "name",
  path: "name",
  kind: "defaulted",
  label: "name",
  status: "defaulted",
  value: "",
  valueKind: "text",
  notes: [],
  expandable: false,
  expanded: false,
  context: false,
  parent: -1,
  posInSet: 1,
  setSize: 1,
  ...more,
});

function drawn(column: "value" | "field", more: Partial<Row>): string {
  const marks = { name: "", value: "", number: "", now: false };
  return renderToStaticMarkup(createElement("p", undefined, cellOf(column, row(more), marks, "", "r")));
}

describe("numbers in cells", () => {
  it("groups digits of integers and leaves the rest", () => {
    expect(groupedNumber("18446744073709551615")).toBe("18,446,744,073,709,551,615");
    expect(groupedNumber("-1204")).toBe("−1,204");
    for (const text of ["12", "1.5", "NaN", "1,204", "0x10"]) expect(groupedNumber(text)).toBe(text);
  });
});

describe("what stands in a cell", () => {
  it("an empty text stands there in quotes, and nothing where there is no value", () => {
    expect(drawn("value", { aside: "cannot tell why" })).toMatch(/quoted[^>]*"><\/span><span class="[^"]*aside[^A]/);
    expect(drawn("value", { valueKind: "none", aside: "is missing" })).toMatch(/^<p><span class="[^"]*asideAlone/);
  });

  it("a short value is not cut for the reason behind it, a long one shares the room", () => {
    const value = (text: string) => drawn("value", { value: text, valueKind: "bytes", aside: "expected a varint" });
    expect(value("4b00")).toMatch(/<span class="[^"]*value[^"]*short/);
    expect(value("4b00".repeat(4))).not.toContain("short");
  });

  it("one note inside is one note", () => {
    const rollup = { malformed: 0, mismatched: 0, unknown: 2, notes: 1 };
    expect(drawn("field", { rollup })).toContain("2 unknown inside");
    expect(drawn("field", { rollup })).toContain("1 note inside");
    expect(drawn("field", { rollup: { ...rollup, notes: 2 } })).toContain("2 notes inside");
  });
});
