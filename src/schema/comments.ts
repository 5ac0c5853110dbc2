import { type Comment, type Tokens, tokenEnd } from "./tokens.ts";

/** The marks at the begin of a comment's line: blanks, the `*` of a block, slashes. */
const marks = /^\s*\*?\/*/;

/** The lines of a comment without their marks and the blanks around them. */
export function withoutMarks(comment: string): string {
  const lines = comment.split("\n").map((line) => line.replace(marks, "").trim());
  return lines.join("\n").trim();
}

function textOf(text: string, { from, to }: Comment): string {
  return withoutMarks(text.slice(from + 2, text[from + 1] === "*" ? to - 2 : to));
}

/** The line ends in `[from, to)`, between which there are blanks only. */
function lineEnds(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) if (text[at] === "\n") count++;
  return count;
}

/**
 * The comment before the token at which a declaration begins, "" when there is none: the block, or the lines of `//`, that touch its
 * line. What begins on the line of the token before is that one's.
 */
export function leadingComment(text: string, tokens: Tokens, first: number): string {
  const before = tokens.comments.get(first);
  if (!before) return "";
  const last = before[before.length - 1]!;
  if (lineEnds(text, last.to, tokens.starts[first]!) > 1) return "";
  const isLine = (comment: Comment): boolean => text[comment.from + 1] === "/";
  const lowest = isOnLineOf(text, tokens, first - 1, before[0]!) ? 1 : 0;
  let at = before.length - 1;
  if (at < lowest) return "";
  if (isLine(last)) while (at > lowest && isLine(before[at - 1]!) && lineEnds(text, before[at - 1]!.to, before[at]!.from) === 1) at--;
  return textOf(text, { from: before[at]!.from, to: last.to });
}

/** The comment that begins on the line of a token, behind it; "" when there is none, or when the line goes on behind the comment. */
export function trailingComment(text: string, tokens: Tokens, token: number): string {
  const behind = tokens.comments.get(token + 1)?.[0];
  if (!behind || !isOnLineOf(text, tokens, token, behind)) return "";
  const next = tokens.starts[token + 1];
  return next === undefined || lineEnds(text, behind.to, next) > 0 ? textOf(text, behind) : "";
}

/** Whether a comment behind a token begins on its line; before the first token there is none. */
function isOnLineOf(text: string, tokens: Tokens, token: number, comment: Comment): boolean {
  return token >= 0 && lineEnds(text, tokenEnd(tokens, token), comment.from) === 0;
}
