import { describe, expect, it } from "vitest";
import { encodeText, encodeVarint } from "./text.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

describe("encodeText", () => {
  it.each([
    ["", ""],
    ["# nothing", ""],
    ["1: 5", "0805"],
    ["1: 300, 2: 0", "08ac021000"],
    ["1: -1", "08ffffffffffffffffff01"],
    ["1: 18446744073709551615", "08ffffffffffffffffff01"],
    ["1: 0x80", "088001"],
    ["1: true 2: false", "08011000"],
    ["1: 5z 2: -5z", "080a1009"],
    ["1: -9223372036854775808z", "08ffffffffffffffffff01"],
    ['1: "häß"', "0a0568c3a4c39f"],
    ['1: "🦀"', "0a04f09fa680"],
    ['1: "a\\n\\x00\\xff\\"\\\\"', "0a06610a00ff225c"],
    ["1: {}", "0a00"],
    ["1: {2: {3: 7}}", "0a04120218 07"],
    ["1: !{2: 7}", "0b10070c"],
    ["1: 5i32 2: -1i64", "0d0500000011ffffffffffffffff"],
    ["1: 1.5f 2: 1.5d", "0d0000c03f11000000000000f83f"],
    ["1: -inff 2: 1e3d", "0d000080ff110000000000408f40"],
    ["1: `0a 1b`", "0a020a1b"],
    ["1: `00*3 ff`", "0a04000000ff"],
    ["1: [1 2, 300 -3z 5i32]", "0a090102ac020505000000"],
    ["1: []", "0a00"],
    ["`ffff` 1: 1", "ffff0801"],
    ["1: { `ff` }", "0a01ff"],
    ["1: 5~3", "08858000"],
    ["1: -1z~2", "088100"],
    ["1~2: 5", "88000 5"],
    ["1: ~3{2: 7}", "0a8280001007"],
    ['1: ~2"x"', "0a810078"],
    ["1: [1~2]", "0a028100"],
    ["3: mesh 2 {1: 5}", "1e02020805"],
    ["3: resource 1: 1", "1f0801"],
    ["0: 1 536870912: 1", "0001808080801001"],
    ["1:5 # five\n # and\n2:6", "08051006"],
  ])("%s", (text, bytes) => {
    expect(hex(encodeText(text))).toBe(bytes.replaceAll(" ", ""));
  });

  it.each([
    ["1: {", "1:5: '}' is missing"],
    ["1: 5\n  x: 2", "2:3: a field number or `hex` is expected"],
    ["1 5", "1:3: ':' is expected after a field number"],
    ["1: 1.5", "1:4: '1.5' is not a value"],
    ["1: 5 }", "1:6: a field number or `hex` is expected"],
    ['1: "ab', "1:4: the string has no end"],
    ['1: "\\q"', "1:5: unknown escape '\\q'"],
    ["1: `0`", "1:5: hex bytes are two digits each"],
    ["1: ~2 5", "1:6: a padded length needs a string, hex, message or list after it"],
    ["1: [1", "1:6: ']' is missing"],
  ])("refuses %s", (text, message) => {
    expect(() => encodeText(text)).toThrow(message);
  });
});

describe("encodeVarint", () => {
  it("pads and wraps", () => {
    expect(hex(encodeVarint(0))).toBe("00");
    expect(hex(encodeVarint(0, 10))).toBe("80808080808080808000");
    expect(hex(encodeVarint(-1n))).toBe("ffffffffffffffffff01");
    expect(hex(encodeVarint(1n << 63n))).toBe("80808080808080808001");
    expect(hex(encodeVarint(1, 11))).toBe("8180808080808080808000");
  });
});
