import { parsesAsMessage } from "../../wire/index.ts";
import { hexByte, hexDigit, hexRunEnd } from "./hex-digits.ts";
import { quote, type Spelled } from "./text-blob.ts";

/**
 * Reads hex without offsets: digits in pairs, with spaces, line ends, commas, colons or dashes between bytes or groups, each
 * group with an optional `0x` or `\x`. A group with a prefix may be one digit (`0x5`).
 */
export function readPlainHex(text: string): Spelled {
  const out = new Uint8Array((text.length >> 1) + 1);
  let length = 0;
  let i = 0;
  let prefixes = 0;
  let firstBare = -1;
  /** Of every group but the last; 0 when they are unlike. */
  let groupDigits = -1;
  let lastDigits = -1;
  while (i < text.length) {
    if (isSeparator(text.charCodeAt(i))) {
      i++;
      continue;
    }
    const start = i;
    const prefixed = hasPrefix(text, i);
    if (prefixed) {
      i += 2;
      prefixes++;
    } else if (firstBare < 0) firstBare = start;
    // `0x0a, 27`: the 27 was meant as a decimal.
    if (prefixes > 1 && firstBare >= 0) {
      return {
        at: firstBare,
        reason: `${quote(groupAt(text, firstBare))} has no \`0x\` as other bytes have; a list of numbers goes in brackets`,
      };
    }
    const end = hexRunEnd(text, i);
    const clean = end > i && (end === text.length || isSeparator(text.charCodeAt(end)) || hasPrefix(text, end));
    if (!clean) return { at: start, reason: `${quote(groupAt(text, start))} is not a hex byte` };
    if ((end - i) % 2 === 1) {
      if (!prefixed || end - i > 1) {
        return { at: start, reason: `${quote(text.slice(start, end))} has an odd number of hex digits, a byte needs two` };
      }
      out[length++] = hexDigit(text.charCodeAt(i));
      i = end;
    }
    if (lastDigits >= 0) groupDigits = groupDigits < 0 || groupDigits === lastDigits ? lastDigits : 0;
    lastDigits = end - start;
    for (; i < end; i += 2) out[length++] = hexByte(text, i);
  }
  const bytes = out.slice(0, length);
  return prefixes === 0 && groupDigits === lastDigits && [4, 8, 16].includes(groupDigits) ? inOrder(bytes, groupDigits / 2) : { bytes };
}

const FEWEST_TURNED = 16;

/** Bytes in groups as wide as a word: as printed, unless only the words of `od -An -x` turned round are a message. */
function inOrder(printed: Uint8Array<ArrayBuffer>, size: number): Spelled {
  if (parsesAsMessage(printed, 0, printed.length)) return { bytes: printed };
  const remark = `groups of ${size * 2} digits were read as printed, not as little-endian words`;
  // A few bytes spell a message either way by chance.
  if (printed.length < FEWEST_TURNED) return { bytes: printed, remark };
  const turned = printed.slice();
  for (let at = 0; at < turned.length; at += size) turned.subarray(at, at + size).reverse();
  // The last word is filled up with zeros.
  for (let padding = size - 1; padding >= 0; padding--) {
    const to = turned.length - padding;
    if (turned.subarray(to).every((byte) => byte === 0) && parsesAsMessage(turned, 0, to))
      return { bytes: turned.slice(0, to), remark: `groups of ${size * 2} digits were read as little-endian words` };
  }
  return { bytes: printed, remark };
}

/** How many of the text's groups are whole hex bytes, and of how many: whether broken hex was meant as hex. */
export function hexGroups(text: string): { readonly hex: number; readonly all: number } {
  let hex = 0;
  let all = 0;
  for (const [group] of text.matchAll(/[^\s,:-]+/g)) {
    all++;
    if (/^(?:0x|\\x)?(?:[0-9a-f]{2})+$/i.test(group)) hex++;
  }
  return { hex, all };
}

/** Whether every character is a hex digit, a separator or part of a prefix. */
export function isHexLike(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (hexDigit(c) < 0 && !isSeparator(c)) {
      if (!hasPrefix(text, i)) {
        const second = (c === 0x78 || c === 0x58) && i > 0 && hasPrefix(text, i - 1);
        if (!second) return false;
      }
    }
  }
  return true;
}

function hasPrefix(text: string, at: number): boolean {
  const x = text.charCodeAt(at + 1) | 0x20;
  const first = text.charCodeAt(at);
  return x === 0x78 && (first === 0x30 || first === 0x5c);
}

function isSeparator(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d) || code === 0x2c || code === 0x3a || code === 0x2d || code === 0xa0;
}

function groupAt(text: string, at: number): string {
  let end = at + 1;
  while (end < text.length && !isSeparator(text.charCodeAt(end))) end++;
  return text.slice(at, end);
}
