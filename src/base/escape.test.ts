import fc from "fast-check";
import { expect, test } from "vitest";
import { cut, escaped, inQuotes, visible } from "./index.ts";

test("a newline, and a backslash with an n, do not look alike", () => {
  expect(escaped("a\nb")).toBe("a\\nb");
  expect(escaped("a\\nb")).toBe("a\\\\nb");
});

test("what turns the direction of text, or has no look, is spelled", () => {
  const cases: readonly [text: string, seen: string][] = [
    ["\u202eevil\u202c", "\\u202eevil\\u202c"],
    ["\u2066\u2069\u200e\u200f\u200b\u061c", "\\u2066\\u2069\\u200e\\u200f\\u200b\\u061c"],
    ["\u001b[31m", "\\u001b[31m"],
    ["\u0000\t\r\u007f\u0085", "\\u0000\\t\\r\\u007f\\u0085"],
    ["\u2028\u2029\ufeff\u00ad", "\\u2028\\u2029\\ufeff\\u00ad"],
    ["a\u00a0b\u3000c d", "a\\u00a0b\\u3000c d"],
    ["\u{e0041}", "\\udb40\\udc41"],
    ["\u3164\ufe0f", "\\u3164\\ufe0f"],
    ['שלום é 漢字 🙂 "q"', 'שלום é 漢字 🙂 "q"'],
  ];
  for (const [text, seen] of cases) expect(escaped(text)).toBe(seen);
});

test("the text comes back from what is seen; seeing it again changes nothing", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)) }), (text) => {
      expect(JSON.parse(inQuotes(escaped(text)))).toBe(text);
      expect(visible(visible(text))).toBe(visible(text));
    }),
  );
});

test("an escape is not cut in two", () => {
  expect(cut(escaped("ab\u202ecd"), 5)).toBe("ab…");
  expect(cut(escaped("ab\u202ecd"), 8)).toBe("ab\\u202e…");
  expect(cut(escaped("ab\\\\cd"), 5)).toBe("ab\\\\…");
  expect(cut(escaped("ab\\u20cd"), 7)).toBe("ab\\\\u20…");
  expect(cut(escaped("a\nb"), 2)).toBe("a…");
});
