import { ByteSink } from "./byte-sink.ts";
import { charLiteral, stringLiteral } from "./literals.ts";
import { findValue, restFault, skipBlank } from "./source-text.ts";
import { type Fault, quote, type Spelled, type TextLimits, tokenAt } from "./text-blob.ts";

/**
 * Reads the bytes of a C or Rust array or string literal, with or without the declaration around it: `{ 0x0a, 27, 'a' }`,
 * `[0x0a_u8, 27]`, `[0a, 1b]`, `vec![…]`, `[0; 16]`, `b"\x0a\n"`, `"\x0a" "\x0b"`. Comments are skipped. In braces a number with a leading
 * zero is octal, as in C. Undefined when the text is no such source at all.
 */
export function readByteArray(text: string, limits: TextLimits): Spelled | undefined {
  const value = findValue(text);
  if (!value) return undefined;
  const sink = new ByteSink(text.length >> 2);
  const end = value.kind === "list" ? readList(text, value.at, sink, limits) : readStrings(text, value.at, sink);
  if (typeof end !== "number") return end;
  return restFault(text, end) ?? { bytes: sink.take() };
}

/** Reads the list whose bracket stands at `at`; gives the place behind its end. */
function readList(text: string, at: number, sink: ByteSink, limits: TextLimits): number | Fault {
  const close = text[at] === "{" ? "}" : "]";
  const radix = isBareHex(text, at) ? 16 : close === "}" ? 8 : 10;
  let i = at + 1;
  while (true) {
    const next = skipBlank(text, i);
    if (typeof next !== "number") return next;
    i = next;
    if (text[i] === close) return i + 1;
    const element = readElement(text, i, radix);
    if ("reason" in element) return i >= text.length ? { at: i, reason: `the list is not closed by \`${close}\`` } : element;
    sink.push(element.byte);
    const after = skipBlank(text, element.end);
    if (typeof after !== "number") return after;
    i = after;
    if (text[i] === "," || text[i] === close) {
      if (text[i] === ",") i++;
    } else if (text[i] === ";" && close === "]" && sink.length === 1) return readRepeat(text, i, sink, element.byte, limits);
    else if (i >= text.length) return { at: i, reason: `the list is not closed by \`${close}\`` };
    else return { at: i, reason: `a comma should stand before ${quote(tokenAt(text, i))}` };
  }
}

/** Reads `; count]` of a Rust repeat; its `;` stands at `at`. */
function readRepeat(text: string, at: number, sink: ByteSink, byte: number, limits: TextLimits): number | Fault {
  const count = /;\s*(\d[\d_]*|0x[\da-f_]+)(?:_?usize)?\s*\]/iy;
  count.lastIndex = at;
  const match = count.exec(text);
  const times = match ? Number(match[1]!.replaceAll("_", "")) : Number.NaN;
  if (!match || Number.isNaN(times)) return { at, reason: "after `;` a count and `]` should stand" };
  if (times > limits.bytes)
    return { at, reason: `the list has ${times.toLocaleString("en")} bytes, past the limit of ${limits.bytes.toLocaleString("en")}` };
  if (times === 0) return { at, reason: "a list of 0 bytes" };
  sink.append(new Uint8Array(times - 1).fill(byte));
  return count.lastIndex;
}

type Element = { readonly byte: number; readonly end: number };

/**
 * Whether the list at `at` is what Rust prints with `{:02x?}` or `{:x?}`: closed, all of its elements are one or two hex digits, and
 * at least one of them is no decimal, as `0a` and `07` are none.
 */
function isBareHex(text: string, at: number): boolean {
  const element = /\s*(?:([\da-f]{1,2})\s*(,|\])|\])/iy;
  element.lastIndex = at + 1;
  let isHex = false;
  for (let match = text[at] === "[" ? element.exec(text) : null; match; match = element.exec(text)) {
    isHex ||= /[a-f]|^0./i.test(match[1] ?? "");
    if (match[2] !== ",") return isHex;
  }
  return false;
}

/** Reads an element; a number without a prefix is of the radix, of which 8 counts for those with a leading zero only, as in C. */
function readElement(text: string, at: number, radix: 8 | 10 | 16): Element | Fault {
  if (text[at] === "'" || (text[at] === "b" && text[at + 1] === "'")) return charLiteral(text, at);
  const token = tokenAt(text, at).replace(/\/[/*].*$/s, "");
  if (radix === 16) return { byte: Number.parseInt(token, 16), end: at + token.length };
  const match = /^(0x[\da-f_]+?|0b[01_]+?|0o[0-7_]+?|\d[\d_]*?)(_?u8|_?i32|u|l|ul|lu)?$/i.exec(token);
  if (!match) {
    const bare = /^[\da-f]{2}$/i.test(token) ? ", a hex number needs `0x` in front" : "";
    return { at, reason: `${quote(token)} is not a byte${bare}` };
  }
  const digits = match[1]!.replaceAll("_", "");
  const value = radix === 8 && /^0\d+$/.test(digits) ? (/[89]/.test(digits) ? Number.NaN : Number.parseInt(digits, 8)) : Number(digits);
  if (Number.isNaN(value)) return { at, reason: `${quote(token)} is not a number` };
  if (value > 255) return { at, reason: `${quote(token)} does not fit a byte` };
  return { byte: value, end: at + token.length };
}

/** Reads a string literal and those that follow it. */
function readStrings(text: string, at: number, sink: ByteSink): number | Fault {
  let i = at;
  while (true) {
    const end = stringLiteral(text, i, sink);
    if (typeof end !== "number") return end;
    const next = skipBlank(text, end);
    if (typeof next !== "number") return next;
    const plus = text[next] === "+" ? skipBlank(text, next + 1) : next;
    if (typeof plus !== "number") return plus;
    if (!/^(?:b?["']|[LuU]")/.test(text.slice(plus, plus + 2))) return next;
    i = plus;
  }
}
