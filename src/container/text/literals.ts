import type { ByteSink } from "./byte-sink.ts";
import { type Fault, quote } from "./text-blob.ts";

const simpleEscapes: Readonly<Record<string, number>> = {
  n: 10,
  r: 13,
  t: 9,
  a: 7,
  b: 8,
  f: 12,
  v: 11,
  e: 27,
  "\\": 0x5c,
  "'": 0x27,
  '"': 0x22,
  "?": 0x3f,
};

/**
 * Reads the string literal at `at` (`"…"`, or `b"…"` and `b'…'` of Rust and Python) into the sink; gives the place behind its
 * end. `\x` takes two digits; `\012` is octal without the `b` and NUL plus digits with it. Other characters give UTF-8.
 */
export function stringLiteral(text: string, at: number, sink: ByteSink): number | Fault {
  const rust = text[at] === "b";
  let i = at + (/["']/.test(text[at]!) ? 0 : 1);
  const close = text[i];
  i++;
  while (i < text.length && text[i] !== close) {
    const piece = readCharacter(text, i, rust);
    if ("reason" in piece) return piece;
    for (const byte of piece.bytes) sink.push(byte);
    i = piece.end;
  }
  if (i >= text.length) return { at: text.length, reason: `the string is not closed by \`${close}\`` };
  return i + 1;
}

/** Reads the character literal at `at`: `'a'`, `'\n'`, `b'\x0a'`. */
export function charLiteral(text: string, at: number): { readonly byte: number; readonly end: number } | Fault {
  const from = at + (text[at] === "b" ? 2 : 1);
  const piece = text[from] === "'" ? { at, reason: "an empty character" } : readCharacter(text, from, text[at] === "b");
  if ("reason" in piece) return piece;
  if (text[piece.end] !== "'" || piece.bytes.length !== 1) return { at, reason: `${quote(text.slice(at, piece.end + 1))} is not one byte` };
  return { byte: piece.bytes[0]!, end: piece.end + 1 };
}

interface Piece {
  readonly bytes: ArrayLike<number> & Iterable<number>;
  readonly end: number;
}

function readCharacter(text: string, at: number, rust: boolean): Piece | Fault {
  if (text[at] !== "\\") {
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    const code = character.charCodeAt(0);
    return { bytes: code < 128 ? [code] : new TextEncoder().encode(character), end: at + character.length };
  }
  const hex = /\\x([0-9a-f]{2})/iy;
  hex.lastIndex = at;
  const byHex = hex.exec(text);
  if (byHex) return { bytes: [Number.parseInt(byHex[1]!, 16)], end: hex.lastIndex };
  const octal = rust ? /\\(0)/y : /\\([0-7]{1,3})/y;
  octal.lastIndex = at;
  const byOctal = octal.exec(text);
  if (byOctal) {
    const value = Number.parseInt(byOctal[1]!, 8);
    if (value > 255) return { at, reason: `${quote(byOctal[0])} does not fit a byte` };
    return { bytes: [value], end: octal.lastIndex };
  }
  // A backslash at the line's end joins the lines; Rust drops the indentation of the next one.
  const join = rust ? /\\(?:\r\n?|\n)\s*/y : /\\(?:\r\n?|\n)/y;
  join.lastIndex = at;
  if (join.exec(text)) return { bytes: [], end: join.lastIndex };
  const simple = simpleEscapes[text[at + 1] ?? ""];
  if (simple === undefined) return { at, reason: `${quote(text.slice(at, at + 4))} is not an escape` };
  return { bytes: [simple], end: at + 2 };
}
