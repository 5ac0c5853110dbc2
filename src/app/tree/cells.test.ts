import { describe, expect, it } from "vitest";
import { groupedNumber } from "./cells.tsx";

describe("numbers in cells", () => {
  it("groups digits of integers and leaves the rest", () => {
    expect(groupedNumber("18446744073709551615")).toBe("18,446,744,073,709,551,615");
    expect(groupedNumber("-1204")).toBe("−1,204");
    for (const text of ["12", "1.5", "NaN", "1,204", "0x10"]) expect(groupedNumber(text)).toBe(text);
  });
});
