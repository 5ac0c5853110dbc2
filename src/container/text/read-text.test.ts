import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { looksLikeTextBlob, readText } from "./read-text.ts";

const seed = 20_260_801;
const bytesOf = (max = 200) => fc.uint8Array({ minLength: 1, maxLength: max });
const hex2 = (byte: number) => byte.toString(16).padStart(2, "0");
const ascii = (bytes: readonly number[]) => bytes.map((b) => (b >= 0x20 && b < 0x7f ? String.fromCharCode(b) : ".")).join("");

function rows(bytes: Uint8Array, width = 16): number[][] {
  const out: number[][] = [];
  for (let at = 0; at < bytes.length; at += width) out.push([...bytes.subarray(at, at + width)]);
  return out;
}

const off = (n: number, width: number, radix = 16) => n.toString(radix).padStart(width, "0");

function xxd(bytes: Uint8Array, group = 2, width = 16): string {
  const column = (width / group) * (group * 2 + 1);
  return rows(bytes, width)
    .map((row, i) => {
      const groups = rows(Uint8Array.from(row), group).map((g) => g.map(hex2).join(""));
      return `${off(i * width, 8)}: ${groups.join(" ").padEnd(column)} ${ascii(row)}`;
    })
    .join("\n");
}

/** With `*` for rows equal to the one before, as `hexdump` and `od` squeeze them. */
function squeezed(bytes: Uint8Array, print: (offset: number, row: number[]) => string, closing: string): string {
  const out: string[] = [];
  let before = "";
  for (const [i, row] of rows(bytes).entries()) {
    const key = row.join();
    if (key !== before || row.length < 16) out.push(print(i * 16, row));
    else if (out.at(-1) !== "*") out.push("*");
    before = key;
  }
  return [...out, closing].join("\n");
}

const canonical = (bytes: Uint8Array) =>
  squeezed(
    bytes,
    (at, row) =>
      `${off(at, 8)}  ${`${row.slice(0, 8).map(hex2).join(" ")}  ${row.slice(8).map(hex2).join(" ")}`.padEnd(50)}|${ascii(row)}|`,
    off(bytes.length, 8),
  );
const od = (radix: number, width: number, shown: boolean) => (bytes: Uint8Array) =>
  squeezed(
    bytes,
    (at, row) =>
      `${off(at, width, radix)} ${row
        .map(hex2)
        .join(" ")
        .padEnd(shown ? 48 : 0)}${shown ? ` >${ascii(row)}<` : ""}`,
    off(bytes.length, width, radix),
  );
const words = (bytes: Uint8Array, space: string) =>
  squeezed(
    bytes,
    (at, row) =>
      off(at, 7) +
      rows(Uint8Array.from(row), 2)
        .map((w) => space + hex2(w[1] ?? 0) + hex2(w[0]!))
        .join(""),
    off(bytes.length, 7),
  );
const windbg = (bytes: Uint8Array) =>
  rows(bytes)
    .map((row, i) => {
      const left = row.slice(0, 8).map(hex2).join(" ");
      const right = row.slice(8).map(hex2).join(" ");
      return `00007ff6\`${off(0x12340000 + i * 16, 8)}  ${(right ? `${left}-${right}` : left).padEnd(47)}  ${ascii(row)}`;
    })
    .join("\r\n");
const vscode = (bytes: Uint8Array) =>
  `  Offset: 00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F \t\n${rows(bytes)
    .map((row, i) => `${off(i * 16, 8).toUpperCase()}: ${row.map(hex2).join(" ").toUpperCase().padEnd(47)}    ${ascii(row)}`)
    .join("\n")}`;
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
const escaped = (bytes: Uint8Array) => [...bytes].map((b) => `\\x${hex2(b)}`).join("");
const mixed = (bytes: Uint8Array, suffix: string) =>
  [...bytes].map((b, i) => (i % 3 === 0 ? `0x${hex2(b)}${suffix}` : i % 3 === 1 ? `${b}` : `0x${b.toString(16)}`)).join(", ");

const formats: Record<string, [form: string, print: (bytes: Uint8Array) => string]> = {
  "one run": ["hex", (b) => [...b].map(hex2).join("")],
  "xxd -p": [
    "hex",
    (b) =>
      rows(b, 30)
        .map((r) => r.map(hex2).join(""))
        .join("\n"),
  ],
  spaces: ["hex", (b) => [...b].map(hex2).join(" ").toUpperCase()],
  colons: ["hex", (b) => [...b].map(hex2).join(":")],
  dashes: ["hex", (b) => [...b].map(hex2).join("-")],
  "commas and 0x": ["hex", (b) => [...b].map((x) => `0x${x.toString(16)}`).join(", ")],
  "one 0x": ["hex", (b) => `0x${[...b].map(hex2).join("")}`],
  "bare escapes": ["hex", escaped],
  xxd: ["hex dump", (b) => xxd(b)],
  "xxd -g 1": ["hex dump", (b) => xxd(b, 1)],
  "xxd -g 4": ["hex dump", (b) => xxd(b, 4)],
  "xxd -c 8": ["hex dump", (b) => xxd(b, 2, 8)],
  "xxd, ends trimmed": ["hex dump", (b) => xxd(b).replace(/ +$/gm, "")],
  "hexdump -C": ["hex dump", canonical],
  hexdump: ["hex dump", (b) => words(b, " ")],
  "hexdump -x": ["hex dump", (b) => words(b, "    ")],
  "od -A x -t x1": ["hex dump", od(16, 6, false)],
  "od -A x -t x1z": ["hex dump", od(16, 6, true)],
  windbg: ["hex dump", windbg],
  vscode: ["hex dump", vscode],
  "short offsets": [
    "hex dump",
    (b) =>
      rows(b)
        .map((r, i) => `${off(i * 16, 4)}: ${r.map(hex2).join(" ")}`)
        .join("\n"),
  ],
  gdb: [
    "hex dump",
    (b) =>
      rows(b, 8)
        .map((r, i) => `0x${off(0x7ffe0000 + i * 8, 8)}:\t${r.map((x) => `0x${hex2(x)}`).join("\t")}`)
        .join("\n"),
  ],
  "base64 =": ["base64", (b) => `data:application/octet-stream;base64,${base64(b)}`],
  pem: ["base64", (b) => `-----BEGIN STATE-----\nVersion: 1\nNote: x\n\n${base64(b).replace(/.{64}/g, "$&\n")}\n-----END STATE-----\n`],
  "pem, no header": ["base64", (b) => `-----BEGIN STATE-----\n${base64(b)}\n-----END STATE-----`],
  "C array": [
    "byte array",
    (b) => `static const uint8_t x[${b.length}] = { /* it's = */\n  ${mixed(b, "")}, // "end\n};\nunsigned int x_len = ${b.length};`,
  ],
  "Rust slice": ["byte array", (b) => `const X: &'static [u8] = &[${mixed(b, "_u8")}];`],
  vec: ["byte array", (b) => `let x: [u8; 3] = vec![${mixed(b, "u8")},];`],
  "bare list": ["byte array", (b) => `[${[...b].join(", ")}]`],
  "C string": ["byte array", (b) => `const char x[] =\n  "${escaped(b.slice(0, 5))}"\n  "${escaped(b.slice(5))}";`],
  "Rust string": ["byte array", (b) => `b"${escaped(b)}"`],
};

describe("round trips", () => {
  test.each(Object.entries(formats))("%s", (_, [form, print]) => {
    fc.assert(
      fc.property(bytesOf(), (bytes) => {
        const text = print(bytes);
        expect(readText(text)).toMatchObject({ bytes, form });
      }),
      { seed, numRuns: 200 },
    );
  });

  test("dumps of printable bytes, which look like hex in their column", () => {
    const printable = fc.array(fc.constantFrom(..."0123456789abcdef |<>*.".split("").map((c) => c.charCodeAt(0))), {
      minLength: 17,
      maxLength: 80,
    });
    fc.assert(
      fc.property(printable, (list) => {
        const bytes = Uint8Array.from(list);
        for (const print of [xxd, canonical, windbg, vscode, od(16, 6, true)]) expect(readText(print(bytes))).toMatchObject({ bytes });
      }),
      { seed, numRuns: 300 },
    );
  });

  test("repeated rows and other offsets", () => {
    const bytes = new Uint8Array(4096 + 5);
    bytes.fill(7, 1000, 3000);
    bytes[20] = 1;
    for (const print of [canonical, od(16, 6, false), od(8, 7, false), od(10, 7, false)])
      expect(readText(print(bytes))).toMatchObject({ bytes });
    expect(readText(words(bytes, " "))).toMatchObject({ bytes, remark: "groups of 4 digits were read as little-endian words" });
  });

  test("base64 in both alphabets, with and without padding, in lines", () => {
    fc.assert(
      fc.property(bytesOf(), (bytes) => {
        const text = base64(bytes);
        fc.pre(/[g-z]/i.test(text.replace(/[a-f]/gi, "")));
        for (const form of [text, text.replace(/=/g, ""), text.replace(/\+/g, "-").replace(/\//g, "_"), text.replace(/.{20}/g, "$&\r\n")]) {
          expect(readText(form)).toMatchObject({ bytes, form: "base64" });
        }
      }),
      { seed, numRuns: 300 },
    );
  });
});

test("single readings", () => {
  const read = (text: string) => {
    const result = readText(text);
    return "problem" in result ? result.problem : [...result.bytes];
  };
  expect(read("deadbeef")).toEqual([0xde, 0xad, 0xbe, 0xef]);
  expect(read("{ 0x0a, 27, 'a', '\\n', '\\'', 010 }")).toEqual([10, 27, 97, 10, 39, 8]);
  expect(read("[0x0a_u8, 27u8, b'a', 0b11, 010]")).toEqual([10, 27, 97, 3, 10]);
  expect(read("[0u8; 4]")).toEqual([0, 0, 0, 0]);
  expect(read("&[]")).toEqual([]);
  expect(read('"\\012\\0a"')).toEqual([10, 0, 97]);
  expect(read('b"\\012"')).toEqual([0, 49, 50]);
  expect(read("b'\\x0a\\n'")).toEqual([10, 10]);
  expect(read("00: 86 80 37 12")).toEqual([0x86, 0x80, 0x37, 0x12]);
  expect(read("0000  0a 1b")).toEqual([10, 27]);
  expect(read("\ufeff0a 1b")).toEqual([10, 27]);
  expect(read("new byte[] { 1, 2 }")).toEqual([1, 2]);
  expect(readText("00000040: 0a1b  ..")).toMatchObject({ remark: "the dump starts at offset 0x40" });
});

test("broken text: the place and the reason", () => {
  const cases: [text: string, line: number, column: number, reason: string][] = [
    [" \n\t", 1, 1, "the text is empty"],
    ["0a 1b\n0c 0d\n08 96 01 22 0g 01", 3, 13, "`0g` is not a hex byte"],
    ["0a 1b 0", 1, 7, "`0` has an odd number of hex digits, a byte needs two"],
    ["0a1b0", 1, 1, "`0a1b0` has an odd number of hex digits, a byte needs two"],
    ["0x0a, 0x0b, 27", 1, 13, "`27` has no `0x` as other bytes have; a list of numbers goes in brackets"],
    ["00000000: 0a1b 0c0d\n00000004: 0a1g 0c0d", 2, 11, "`0a1g` is not a hex byte"],
    ["00000000  0a 1b 0g 0d  |....|", 1, 17, "`0g` is not a hex byte"],
    ["00000000: 0a1b 0c0d\n00000008: 0a1b 0c0d", 2, 1, "the dump goes from offset 0x4 to 0x8: 4 bytes are missing"],
    ["00000000: 0a1b 0c0d\n00000002: 0a1b 0c0d", 2, 1, "the offset goes back to 0x2, where 0x4 should follow"],
    ["00000000: 0a1b 0c0d\nhello there", 2, 1, "`hello` is not an offset"],
    ["00000000  0a 1b\n*\n", 2, 1, "`*` repeats up to the next offset, but no line follows: the dump is cut off"],
    ["00000000  0a 1b\n*\n00000005\n", 3, 1, "the rows that `*` stands for do not fill the bytes from offset 0x2 to 0x5"],
    ["00000000  0a 1b\n*\nffffffff2\n", 3, 1, "the repeated rows give 68,719,476,722 bytes, past the limit of 268,435,456"],
    ["CgsxMjM=zz", 1, 9, "`zz` follows the closing `=`"],
    ["Cgsx!jM=", 1, 1, "`Cgsx!jM=` starts no hex, hex dump, base64 or byte array; paste one of these, or drop the file itself"],
    ["data:;base64,Cgsx!jM=", 1, 18, "`!` is not a base64 character"],
    ["CgsxMjMxZ", 1, 9, "9 base64 characters are no whole number of bytes: the text is cut off or damaged"],
    ["-----BEGIN X-----\nCgsx", 2, 5, "the line `-----END …-----` is missing: the text is cut off"],
    ["[1, 2, 300]", 1, 8, "`300` does not fit a byte"],
    ["{ 0x0a,\n  0a }", 2, 3, "`0a` is not a byte, a hex number needs `0x` in front"],
    ["[1, 2", 1, 6, "the list is not closed by `]`"],
    ["[1 2]", 1, 4, "a comma should stand before `2`"],
    ['b"\\x0a', 1, 7, 'the string is not closed by `"`'],
    ['"\\q"', 1, 2, '`\\q"` is not an escape'],
    ["{1}; {2}", 1, 6, "a second array starts here; paste one at a time"],
    ["[0; 99999999999]", 1, 3, "the list has 99,999,999,999 bytes, past the limit of 268,435,456"],
    ["the quick brown fox", 1, 1, "`the` starts no hex, hex dump, base64 or byte array; paste one of these, or drop the file itself"],
  ];
  for (const [text, line, column, reason] of cases) {
    expect(readText(text), text).toMatchObject({ line, column, problem: `line ${line}, column ${column}: ${reason}` });
  }
});

test("files: text only when the whole of it gives 16 bytes or more", () => {
  const encode = (text: string) => new TextEncoder().encode(text);
  const bytes = Uint8Array.from({ length: 40 }, (_, i) => i * 3);
  expect(looksLikeTextBlob(encode(xxd(bytes)))).toMatchObject({ bytes, form: "hex dump" });
  expect(looksLikeTextBlob(encode(`${base64(bytes)}\n`))).toMatchObject({ bytes, form: "base64" });
  expect(looksLikeTextBlob(Uint8Array.from(Buffer.from(`\ufeff${xxd(bytes)}\r\n`, "utf16le")))).toMatchObject({ bytes });
  expect(looksLikeTextBlob(encode("00".repeat(15)))).toBeUndefined();
  expect(looksLikeTextBlob(encode("The state of a virtual machine, in words."))).toBeUndefined();
  expect(looksLikeTextBlob(encode(`${"00".repeat(20)} and more`))).toBeUndefined();
  expect(looksLikeTextBlob(bytes)).toBeUndefined();
  expect(looksLikeTextBlob(new Uint8Array(0))).toBeUndefined();
});

test("no text throws, and a problem lies in the text", () => {
  const pieces = fc.constantFrom(
    "00",
    "0a",
    "0x",
    "\\x",
    ": ",
    "  ",
    "\n",
    "*\n",
    "|",
    "[",
    "]",
    "{",
    "}",
    '"',
    "'",
    "b",
    ",",
    ";",
    "=",
    "/*",
    "*/",
    "//",
    "00000010",
    "ff",
    "zz",
    "-----BEGIN X-----",
    "é",
    "😀",
    "data:;base64,",
  );
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: "binary" }),
    fc.array(pieces, { maxLength: 40 }).map((list) => list.join("")),
  );
  fc.assert(
    fc.property(text, (input) => {
      const result = readText(input);
      if (!("problem" in result)) return;
      expect(result.offset).toBeGreaterThanOrEqual(0);
      expect(result.offset).toBeLessThanOrEqual(input.length);
      expect(result.line).toBeGreaterThan(0);
      expect(result.column).toBeGreaterThan(0);
    }),
    { seed, numRuns: 20_000 },
  );
});

test("a text that is quoted or fenced, as incidents and mails have it, is read, and faults keep their places", () => {
  const bytes = Uint8Array.from({ length: 40 }, (_, i) => (i * 37) & 255);
  const dump = xxd(bytes);
  const quoted = (text: string) => text.replace(/^/gm, "> ");
  for (const text of [
    quoted(dump),
    `\`\`\`\n${dump}\n\`\`\`\n`,
    `\n\`\`\`text\r\n${[...bytes].map(hex2).join(" ")}\r\n\`\`\``,
    `~~~\n[${[...bytes].join(", ")}]\n~~~`,
    quoted(`\`\`\`\n${dump}\n\`\`\``),
  ]) {
    const read = readText(text);
    expect("bytes" in read && [...read.bytes], text).toEqual([...bytes]);
  }
  expect(readText("> 0a 0b\n> 0c 0g")).toMatchObject({ line: 2, column: 6 });
  expect(readText("```\n0a 0g\n```")).toMatchObject({ line: 2, column: 4 });
});
