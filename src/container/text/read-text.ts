import { isBase64Like, readBase64, saysBase64 } from "./base64.ts";
import { readByteArray } from "./byte-array.ts";
import { isHexDump } from "./dump-line.ts";
import { readHexDump } from "./hex-dump.ts";
import { hexGroups, isHexLike, readPlainHex } from "./plain-hex.ts";
import {
  defaultTextLimits,
  isFault,
  problemAt,
  quote,
  type Spelled,
  type TextBlob,
  type TextForm,
  type TextLimits,
  type TextProblem,
  tokenAt,
} from "./text-blob.ts";

/** Longest file that is looked at as text, and fewest bytes that it must give. */
const fileLimit = 128 * 1024 * 1024;
const fewestBytes = 16;

/**
 * Reads pasted text as bytes: a hex dump, plain hex, a C or Rust byte array or string, or base64, tried in this order, so hex
 * wins over base64. Else gives the place and the reason, in the form that the text comes nearest to. Linear.
 */
export function readText(text: string, limits: TextLimits = defaultTextLimits): TextBlob | TextProblem {
  if (text.trim() === "") return problemAt(text, { at: 0, reason: "the text is empty" });
  // A byte order mark is no part of the text; a blank keeps the places right.
  const clean = withoutMarkup(text.startsWith("\ufeff") ? ` ${text.slice(1)}` : text);
  const { form, spelled } = spell(clean, limits);
  if (isFault(spelled)) return problemAt(clean, spelled);
  return { ...spelled, form };
}

/** Blanks for what an incident or a mail puts around a text: `>` before each line, a fence of backticks above and below. Places stay right. */
function withoutMarkup(text: string): string {
  if (!/^\s*(?:>|`{3}|~{3})/.test(text)) return text;
  const bare = /^(?![ \t]*(?:>|$))/m.test(text) ? text : text.replace(/^([ \t]*)>/gm, "$1 ");
  const [head, fence] = /^\s*(`{3,}|~{3,})[^\n]*\n/.exec(bare) ?? [];
  const body = bare.trimEnd();
  if (head === undefined || fence === undefined || body.length < head.length + fence.length || !body.endsWith(fence)) return bare;
  return `${head.replace(/\S/g, " ")}${body.slice(head.length, -fence.length)}${" ".repeat(fence.length)}`;
}

/**
 * Reads a file as text when the whole of it is such text and gives 16 bytes or more; else undefined. Whether that fits better
 * than the bytes as they stand is the caller's to decide. A file of more than 128 MiB is never taken for text. UTF-8, or UTF-16
 * with a byte order mark (as PowerShell writes it). Linear, but binary files are told from their first bytes.
 */
export function looksLikeTextBlob(bytes: Uint8Array): TextBlob | undefined {
  if (bytes.length < fewestBytes || bytes.length > fileLimit) return undefined;
  const encoding = encodingOf(bytes);
  if (encoding === "utf-8" && bytes.subarray(0, 4096).some((byte) => byte < 0x20 && (byte < 0x09 || byte > 0x0d))) return undefined;
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
  const read = readText(text);
  return "problem" in read || read.bytes.length < fewestBytes ? undefined : read;
}

/** UTF-8, or UTF-16 where a byte order mark says so, as PowerShell writes it. */
export function encodingOf(bytes: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  return bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-8";
}

function spell(text: string, limits: TextLimits): { readonly form: TextForm; readonly spelled: Spelled } {
  if (saysBase64(text)) return { form: "base64", spelled: readBase64(text) };
  if (isHexDump(text)) return { form: "hex dump", spelled: readHexDump(text, limits) };
  if (isHexLike(text)) return { form: "hex", spelled: readPlainHex(text) };
  const array = /["'[{]/.test(text) ? readByteArray(text, limits) : undefined;
  if (array) return { form: "byte array", spelled: array };
  const groups = hexGroups(text);
  if (groups.hex * 2 >= groups.all) return { form: "hex", spelled: readPlainHex(text) };
  const spelled = readBase64(text);
  if (!isFault(spelled) || isNearBase64(text)) return { form: "base64", spelled };
  const at = text.search(/\S/);
  const reason = `${quote(tokenAt(text, at))} starts no hex, hex dump, base64 or byte array; paste one of these, or drop the file itself`;
  return { form: "hex", spelled: { at, reason } };
}

/** Whether a text that is not base64 was meant to be: one long run in lines, without spaces, nearly all of its alphabet. */
function isNearBase64(text: string): boolean {
  const head = text.trim().slice(0, 4096);
  if (/[ \t]/.test(head)) return false;
  if (isBase64Like(head)) return true;
  return head.length >= 32 && head.replace(/[A-Za-z0-9+/_=\s-]/g, "").length * 10 < head.length;
}
