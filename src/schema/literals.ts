import { textOf } from "../base/index.ts";

const decimal = /^(?:0|[1-9]\d*)$/;
const hexOrOctal = /^0(?:[xX][\da-fA-F]+|[0-7]+)$/;
const float = /^(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** The number that a token spells (decimal, `0x1f`, `017`), rounded to a double beyond 53 bits; undefined when it is no integer. */
export function integerOf(token: string): number | undefined {
  if (decimal.test(token)) return Number(token);
  return hexOrOctal.test(token) ? Number(prefixed(token)) : undefined;
}

/** The exact integer that a token spells, with a sign or without. */
export function bigintOf(text: string): bigint | undefined {
  const isNegative = text.startsWith("-");
  const token = isNegative ? text.slice(1) : text;
  if (!decimal.test(token) && !hexOrOctal.test(token)) return undefined;
  const size = BigInt(prefixed(token));
  return isNegative ? -size : size;
}

/** The number that a token spells, an integer or not, with a sign or without. */
export function numberOf(text: string): number | undefined {
  const isNegative = text.startsWith("-");
  const token = isNegative ? text.slice(1) : text;
  const size = integerOf(token) ?? (float.test(token) && !/^0\d/.test(token) ? Number(token) : undefined);
  return size === undefined || !isNegative ? size : -size;
}

/** An octal number with the prefix that the language knows. */
function prefixed(token: string): string {
  return /^0\d/.test(token) ? `0o${token}` : token;
}

/** One escape, or what stands between two: an emoji may be spelled as the halves that UTF-16 makes of it. */
const piece = new RegExp(
  [
    /\\u([dD][89abAB][\da-fA-F]{2})\\u([dD][c-fC-F][\da-fA-F]{2})/,
    /\\u([\da-fA-F]{4})|\\U(000[\da-fA-F]{5}|0010[\da-fA-F]{4})/,
    /\\[xX]([\da-fA-F]{1,2})|\\([0-7]{1,3})|\\([abfnrtv\\?'"])/,
    /[^\\]+|\\/,
  ]
    .map(({ source }) => source)
    .join("|"),
  "g",
);
const letters: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, a: 7, b: 8, f: 12, v: 11 };

/** The bytes that a string means, given without its quotes; undefined when a backslash begins no escape. */
export function literalBytes(inner: string): Uint8Array | undefined {
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  const add = (plain: string): void => {
    for (const byte of encoder.encode(plain)) bytes.push(byte);
  };
  const code = (hex: string): number => Number.parseInt(hex, 16);
  for (const [whole, high, low, unit, point, hex, octal, letter] of inner.matchAll(piece)) {
    if (whole === "\\") return undefined;
    if (high !== undefined) add(String.fromCharCode(code(high), code(low!)));
    else if (hex !== undefined) bytes.push(code(hex));
    else if (octal !== undefined) bytes.push(Number.parseInt(octal, 8) & 0xff);
    else if (letter !== undefined) bytes.push(letters[letter] ?? letter.charCodeAt(0));
    else if (unit !== undefined || point !== undefined) add(String.fromCodePoint(code(unit ?? point!)));
    else add(whole);
  }
  return Uint8Array.from(bytes);
}

/** The text that bytes are in UTF-8. */
export function textOfBytes(bytes: Uint8Array): string {
  return textOf(bytes, 0, bytes.length);
}

/** Bytes as text of one character a byte. */
export function charactersOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}
