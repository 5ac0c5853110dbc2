import { expect, test } from "vitest";
import { hexOf } from "../../base/index.ts";
import { encodeText } from "../../wire/text.ts";
import { readText } from "./read-text.ts";
import type { TextBlob } from "./text-blob.ts";

test("words of a little-endian machine without offsets are told by what they spell", () => {
  const bytes = encodeText('1: "what is long enough" 2: 150 3: `0000`');
  const words = (size: number, turned: boolean): string => {
    const full = Uint8Array.from({ length: Math.ceil(bytes.length / size) * size }, (_, i) => bytes[i] ?? 0);
    const groups = Array.from({ length: full.length / size }, (_, k) => full.subarray(k * size, (k + 1) * size));
    return groups.map((group) => hexOf(turned ? group.slice().reverse() : group)).join(" ");
  };
  for (const size of [2, 4, 8]) {
    expect(readText(words(size, true))).toEqual({
      bytes,
      form: "hex",
      remark: `groups of ${size * 2} digits were read as little-endian words`,
    });
    const printed = readText(words(size, false)) as TextBlob;
    expect(printed.bytes.subarray(0, bytes.length)).toEqual(bytes);
  }
  expect(readText("0001 0203 0405 0607")).toMatchObject({ remark: "groups of 4 digits were read as printed, not as little-endian words" });
  expect(readText("0001 0203 0405 06")).not.toHaveProperty("remark");
});

test("of words in a dump whose characters prove nothing it is told how they were read, unless they are a message so", () => {
  const remark = "groups of 8 digits were read as printed, not as little-endian words";
  expect(readText("00000000: 0800aa20 ff00b8c8  ... ....\n")).toMatchObject({ remark });
  expect(readText("00000000: 08012096 01120101  ........\n")).not.toHaveProperty("remark");
  expect(readText("00000000: 0800aa20 41424344  ... ABCD\n")).not.toHaveProperty("remark");
});

test("what Rust prints of bytes", () => {
  const bytes = Uint8Array.of(10, 162, 1, 0x7f);
  for (const text of [
    "[10, 162, 1, 127]",
    "[0a, a2, 01, 7f]",
    "[a, a2, 1, 7f]",
    "[\n    0a,\n    a2,\n    01,\n    7f,\n]",
    "[src/main.rs:12:5] &state = [\n    10,\n    162,\n    1,\n    127,\n]\n",
    "[src/a b.rs:12] [10, 162, 1, 127]",
  ])
    expect(readText(text), text).toEqual({ bytes, form: "byte array" });
  expect(readText("[18, 04]")).toMatchObject({ bytes: Uint8Array.of(0x18, 4) });
  // Without a letter or a zero in front they are decimals, and with a number that is neither they are nothing.
  expect(readText("[10, 16, 0, 1]")).toMatchObject({ bytes: Uint8Array.of(10, 16, 0, 1) });
  expect(readText("[0a, 162]")).toMatchObject({ problem: expect.stringContaining("`0a` is not a byte") });
});

test("Format-Hex of PowerShell 7: one space before the characters", () => {
  const row = (bytes: readonly number[], shown: string): string =>
    `${hexOf(Uint8Array.from(bytes), 0, bytes.length, " ").padEnd(47)} ${shown}`;
  const bytes = [0x0a, 0x09, 0x41, 0x2e, 0x18, 0xdc, 0x20, 0x28, 0xbc, 0x8f, 0x03, 0x12, 0x37, 0x18, 0xc6, 0x20];
  const head =
    "          Offset Bytes                                           Ascii\n                 00 01 02 03\n          ------ -----\n";
  const text = `${head}0000000000000000 ${row(bytes, "��A.�� (����7��")}\n0000000000000010 ${row([0x41, 0x42], "AB")}\n`;
  expect(readText(text)).toEqual({ bytes: Uint8Array.of(...bytes, 0x41, 0x42), form: "hex dump" });
  expect(readText(text.replace("A.��", "B.��"))).toHaveProperty("problem");
});

test("a dump of one row of words ends with an offset within its last word", () => {
  const text = "000000 08220a0a 00000000 520000d4 00000118\n00000e\n";
  const bytes = Uint8Array.of(10, 10, 34, 8, 0, 0, 0, 0, 0xd4, 0, 0, 0x52, 0x18, 1);
  expect(readText(text)).toMatchObject({ bytes, form: "hex dump" });
});

test("a quoted text that spells bytes is a string, not a lifetime", () => {
  const text = `b'${"Cgsx".repeat(20)}'`;
  expect(readText(text)).toMatchObject({ bytes: new TextEncoder().encode("Cgsx".repeat(20)), form: "byte array" });
  expect(readText("static A: &'static [u8] = &[1, 2];")).toMatchObject({ bytes: Uint8Array.of(1, 2) });
  expect(readText("fn f<'a>() -> &'a [u8] { &[1, 2] }")).toHaveProperty("problem");
});
