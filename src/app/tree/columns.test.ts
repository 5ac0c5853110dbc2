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

  it("gives way where there is no room for all, in the columns that share the rest, as far as they can", () => {
    const all = columnOrder(drawn);
    const whole = columnTemplate(all, drawn, false, 0xffff);
    expect(whole.width).toBe(982);
    expect(columnTemplate(all, drawn, false, 0xffff, 1000)).toEqual(whole);
    const fitted = columnTemplate(all, drawn, false, 0xffff, 910);
    expect(fitted.width).toBeLessThanOrEqual(910);
    expect(fitted.width).toBeGreaterThan(900);
    const fixed = (template: string) => template.split(" ").filter((track) => /^\d/.test(track));
    expect(fixed(fitted.template)).toEqual(fixed(whole.template));
    const least = columnTemplate(all, drawn, false, 0xffff, 300);
    expect(least.template).toContain("minmax(150px, 1fr)");
    expect(least.width).toBeGreaterThan(700);
    const set = columnTemplate(all, { ...drawn, sizing: { field: 300 } }, false, 0xffff, 300);
    expect(set.template.startsWith("300px ")).toBe(true);
  });
});
