/** What a text of bytes becomes: the bytes, or one sentence that says where and why not. */

/** How the text spelled its bytes. */
export type TextForm = "hex" | "hex dump" | "base64" | "byte array";

export interface TextBlob {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly form: TextForm;
  /** A thing that was assumed and should be shown: `the dump starts at offset 0x40`. */
  readonly remark?: string;
}

export interface TextProblem {
  /** A whole sentence with its place: ``line 3, column 14: `0g` is not a hex byte``. */
  readonly problem: string;
  /** UTF-16 offset in the text. */
  readonly offset: number;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
}

export interface TextLimits {
  /** Most bytes that a text may spell; a short text can ask for many by a `*` line or a `[0; n]`. */
  readonly bytes: number;
}

export const defaultTextLimits: TextLimits = { bytes: 256 * 1024 * 1024 };

/** Where a reader stopped, before it is turned into line and column. */
export interface Fault {
  readonly at: number;
  readonly reason: string;
}

/** What one reader makes of a text. */
export type Spelled = { readonly bytes: Uint8Array<ArrayBuffer>; readonly remark?: string } | Fault;

/** Whether a reader stopped. */
export function isFault(result: object): result is Fault {
  return "reason" in result;
}

/** Line and column of a fault, and its sentence. Linear in the offset. */
export function problemAt(text: string, fault: Fault): TextProblem {
  let line = 1;
  let lineStart = 0;
  for (let i = 0; i < fault.at && i < text.length; i++) {
    const c = text.charCodeAt(i);
    const lineEnd = c === 0x0a || (c === 0x0d && text.charCodeAt(i + 1) !== 0x0a);
    if (!lineEnd) continue;
    line++;
    lineStart = i + 1;
  }
  const column = fault.at - lineStart + 1;
  return { problem: `line ${line}, column ${column}: ${fault.reason}`, offset: fault.at, line, column };
}

/** A piece of the text as it stands in a sentence: in backticks, cut after 24 characters, control characters escaped. */
export function quote(piece: string): string {
  const cut = piece.length > 24 ? `${piece.slice(0, 24)}…` : piece;
  const shown = Array.from(cut, (c) => (c < " " || c === "\x7f" ? `\\x${c.charCodeAt(0).toString(16).padStart(2, "0")}` : c)).join("");
  return `\`${shown}\``;
}

/** The run of characters from `at` up to the next space, comma, semicolon or bracket; at least one character. */
export function tokenAt(text: string, at: number): string {
  const stop = /[\s,;\]})]/g;
  stop.lastIndex = at + 1;
  const end = stop.exec(text)?.index ?? text.length;
  return text.slice(at, end);
}
