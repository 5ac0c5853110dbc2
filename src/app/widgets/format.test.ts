import { describe, expect, it } from "vitest";
import { briefText, bytesText, middleCut, parseOffset, rangeText, rowOffsetText, shortType, summaryValuesAt } from "./format.ts";

describe("formats", () => {
  it("writes offsets, ranges and sizes in one form", () => {
    expect(rangeText([0x9f, 0xc8])).toBe("0x009f – 0x00c8");
    expect(rowOffsetText(0x1a0)).toBe("000001a0");
    expect(rowOffsetText(0x1_0000_0000)).toBe("100000000");
    expect(bytesText(1)).toBe("1 byte");
    expect(bytesText(2405)).toBe("2,405 bytes");
    expect([0, 952, 2833, 2966, 19_338, 1_984_706].map(briefText)).toEqual(["0", "952", "2.8K", "3K", "19K", "2M"]);
  });

  it("reads offsets as people write them", () => {
    const hex: readonly [string, number][] = [
      ["0x9f", 0x9f],
      ["9f", 0x9f],
      ["9Fh", 0x9f],
      [" 0X009F ", 0x9f],
      ["0090", 0x90],
      ["0000_1000", 0x1000],
    ];
    for (const [text, value] of hex) expect(parseOffset(text), text).toBe(value);
    expect(parseOffset("159")).toBe(159);
    expect(parseOffset("2,405")).toBe(2405);
    expect(parseOffset("0")).toBe(0);
    for (const text of ["", "0x", "xyz", "-1", "1.5", "0x9g", "99999999999999999999"]) expect(parseOffset(text), text).toBeUndefined();
  });
});

describe("texts in cells", () => {
  it("tells the prose of a summary from its values", () => {
    const cases: readonly [summary: string, at: number][] = [
      ["5 fields", -1],
      ["{ a: 1 }", 0],
      ["rtc.RtcState { a: 1 }", 13],
      ["“vmtime” { a: 1 }", 0],
      ['"x", "y"', 0],
    ];
    for (const [summary, at] of cases) expect(summaryValuesAt(summary), summary).toBe(at);
  });
});

describe("types in narrow columns", () => {
  const cases: readonly [type: string, short: string][] = [
    ["uint32", "uint32"],
    ["repeated uint64", "uint64"],
    [".underhill.ServicingInitState", "ServicingInitState"],
    [".underhill.Init.Inner", "Inner"],
    [".msguid.Guid", "msguid.Guid"],
    ["repeated .virtio.transport.pci.SavedState", "pci.SavedState"],
    [".google.protobuf.Any", "Any"],
    ["map<string, .a.b.SavedState>", "map<string, b.SavedState>"],
    [".Top", "Top"],
    ["LEN", "LEN"],
  ];
  it.each(cases)("%s -> %s", (type, short) => expect(shortType(type, "underhill")).toBe(short));
});

describe("the middle cut", () => {
  it("keeps the end, where paths differ", () => {
    expect(middleCut("units[3].state.value.cfg_space", 40)).toBe("units[3].state.value.cfg_space");
    const cut = middleCut("units[3].state.value.capabilities[2].value.cfg_space", 24);
    expect(cut).toHaveLength(24);
    expect(cut.endsWith(".value.cfg_space")).toBe(true);
    expect(cut.startsWith("units[")).toBe(true);
  });

  it("never leaves half a character", () => {
    const text = "😀".repeat(20);
    for (let limit = 1; limit < 40; limit++) expect(middleCut(text, limit)).toMatch(/^(?:😀)*…(?:😀)*$/u);
  });
});
