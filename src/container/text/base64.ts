import { type Fault, quote, type Spelled, tokenAt } from "./text-blob.ts";

/** Character code -> six bits, of both alphabets; -1 for any other. */
const sixBits = new Int8Array(128).fill(-1);
for (const alphabet of ["ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", "-_"]) {
  const first = alphabet.length === 64 ? 0 : 62;
  for (let i = 0; i < alphabet.length; i++) sixBits[alphabet.charCodeAt(i)] = first + i;
}

/** Whether the text says itself that it is base64: a PEM frame, or a `data:` address. */
export function saysBase64(text: string): boolean {
  return /^\s*(?:-----BEGIN |data:[^,]{0,200};base64,)/i.test(text);
}

/** Whether every character can stand in base64 without a frame. */
export function isBase64Like(text: string): boolean {
  return /^[A-Za-z0-9+/_=\s-]*$/.test(text);
}

/**
 * Reads base64: the standard or the URL alphabet, padded or not, in lines or not, in a PEM frame with header lines, or behind
 * `data:…;base64,`. Inside a line no space is taken, else a sentence of words would be base64. Reports padding in the wrong
 * place, a length that no bytes give, and bits left over in the last character, which a cut text has.
 */
export function readBase64(text: string): Spelled {
  const body = bodyOf(text);
  if ("reason" in body) return body;
  const out = new Uint8Array(Math.ceil(((body.to - body.from) * 3) / 4));
  let length = 0;
  let bits = 0;
  let held = 0;
  let characters = 0;
  let padding = 0;
  let last = body.from;
  for (let i = body.from; i < body.to; i++) {
    const c = text.charCodeAt(i);
    if (isSpace(c)) {
      if (isInnerSpace(text, i, body)) return { at: i, reason: "a space inside a line of base64" };
      continue;
    }
    if (c === 0x3d) {
      if (++padding > 2 || (characters + padding) % 4 === 1 || characters % 4 < 2) return { at: i, reason: "`=` does not belong here" };
      continue;
    }
    const value = c < 128 ? sixBits[c]! : -1;
    if (value < 0) return { at: i, reason: `${quote(String.fromCodePoint(text.codePointAt(i)!))} is not a base64 character` };
    if (padding > 0) return { at: i, reason: `${quote(tokenAt(text, i))} follows the closing \`=\`` };
    held = (held << 6) | value;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out[length++] = (held >> bits) & 0xff;
      held &= (1 << bits) - 1;
    }
    characters++;
    last = i;
  }
  if (characters % 4 === 1)
    return { at: last, reason: `${characters} base64 characters are no whole number of bytes: the text is cut off or damaged` };
  if (padding > 0 && (characters + padding) % 4 !== 0) return { at: last, reason: "a `=` is missing at the end" };
  if (held !== 0)
    return { at: last, reason: `the last character ${quote(text[last]!)} has bits left over: the text is cut off or damaged` };
  return { bytes: out.slice(0, length) };
}

interface Body {
  readonly from: number;
  readonly to: number;
}

/** The base64 itself, without the frame around it. */
function bodyOf(text: string): Body | Fault {
  const address = /^\s*data:[^,]{0,200};base64,/i.exec(text);
  if (address) return { from: address[0].length, to: text.length };
  const begin = /^\s*-----BEGIN [^\r\n]*/.exec(text);
  if (!begin) return { from: 0, to: text.length };
  const end = text.indexOf("-----END ", begin[0].length);
  if (end < 0) return { at: text.length, reason: "the line `-----END …-----` is missing: the text is cut off" };
  let from = begin[0].length;
  const header = /(?:\r\n?|\n)(?:[A-Za-z][\w-]*:[^\r\n]*|[ \t]+[^\r\n]*)?/y;
  // Header lines (`Proc-Type: …`) end at an empty line; without a colon in the first line there are none.
  const firstLine = /\S[^\r\n]*/g;
  firstLine.lastIndex = from;
  if (/^[A-Za-z][\w-]*:/.test(firstLine.exec(text)?.[0] ?? "")) {
    header.lastIndex = from;
    for (let line = header.exec(text); line?.[0].trim(); line = header.exec(text)) from = header.lastIndex;
  }
  return { from, to: end };
}

function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}

/** A space or tab with base64 before and after it on its own line. */
function isInnerSpace(text: string, at: number, body: Body): boolean {
  const c = text.charCodeAt(at);
  if (c !== 0x20 && c !== 0x09) return false;
  const before = at > body.from ? text.charCodeAt(at - 1) : 0x0a;
  if (isSpace(before)) return false;
  let next = at + 1;
  while (next < body.to && (text.charCodeAt(next) === 0x20 || text.charCodeAt(next) === 0x09)) next++;
  return next < body.to && !isSpace(text.charCodeAt(next));
}
