import { describe, expect, it } from "vitest";
import { columnOrder, columnShown, columnTemplate, reordered } from "./columns.ts";
import type { ColumnState } from "./types.ts";

const drawn: ColumnState = { sizing: {}, visibility: {}, order: [] };

describe("the columns of the tree", () => {
  it("hides Wire and Held, and in narrow windows Type and Bytes, unless the user chose", () => {
    const shown = (columns: ColumnState, narrow: boolean) => columnOrder(columns).filter((id) => columnShown(id, columns, narrow));
    expect(shown(drawn, false)).toEqual(["field", "no", "type", "value", "status", "offset", "bytes"]);
    expect(shown(drawn, true)).toEqual(["field", "no", "value", "status", "offset"]);
    expect(shown({ ...drawn, visibility: { bytes: true, no: false, wire: true, field: false } }, true)).toEqual([
      "field",
      "wire",
      "value",
      "status",
      "offset",
      "bytes",
    ]);
  });

  it("keeps Field first and survives an order of another version", () => {
    expect(reordered(drawn, "offset", "no").slice(0, 3)).toEqual(["field", "offset", "no"]);
    expect(reordered(drawn, "no", undefined).at(-1)).toBe("no");
    expect(reordered(drawn, "no", "field")[1]).toBe("no");
    expect(columnOrder({ ...drawn, order: ["bytes", "gone", "field"] }).slice(0, 3)).toEqual(["field", "bytes", "no"]);
  });

  it("shares the rest between the wide ones, and widens offsets for long blobs", () => {
    const small = columnTemplate(["field", "no", "offset"], drawn, false, 0xffff);
    expect(small.template).toBe("minmax(222px, 1fr) 54px 64px");
    expect(small.width).toBe(340);
    expect(columnTemplate(["offset"], drawn, false, 0x100000).width).toBeGreaterThan(70);
    expect(columnTemplate(["field"], { ...drawn, sizing: { field: 12 } }, false, 0)).toEqual({ template: "40px", width: 40 });
  });
});
