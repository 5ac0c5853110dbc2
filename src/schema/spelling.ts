import type { Outline } from "./outline.ts";
import { type Tokens, tokenEnd } from "./tokens.ts";

/** A change to the text that moves nothing: the characters of `text` stand at `at`. */
interface Change {
  readonly at: number;
  readonly text: string;
}

/** `- 5` becomes ` -5`: the sign stands at its number. */
function signAtNumber(source: string, { texts, starts }: Tokens, i: number): Change | undefined {
  const from = starts[i]!;
  const to = starts[i + 1] ?? from;
  if (texts[i] !== "-" || !/^(\d|\.\d|inf\b|nan\b)/.test(texts[i + 1] ?? "") || source.slice(from + 1, to).trim() !== "") return undefined;
  return { at: from, text: `${source.slice(from + 1, to)}-` };
}

/** The options between a group's number and its body, none of which is read. */
function groupOptions(source: string, tokens: Tokens, nameToken: number): Change | undefined {
  const { texts, starts } = tokens;
  const body = texts.indexOf("{", nameToken);
  // Name, equals sign, number.
  const from = nameToken + 3;
  if (body <= from || texts[from] !== "[" || texts[body - 1] !== "]") return undefined;
  const at = starts[from]!;
  return { at, text: source.slice(at, tokenEnd(tokens, body - 1)).replace(/[^\n]/g, " ") };
}

const isString = (token: string): boolean => token.startsWith('"') || token.startsWith("'");
const isName = (token: string): boolean => /^[\w.]+$/.test(token) && !/^\.?\d/.test(token);
/** What stands before a type's name, which begins with a dot of its own then. */
const labels: ReadonlySet<string> = new Set(["optional", "required", "repeated", "extend", "stream"]);

/** Whether a token goes on with what the one before it began: a string in a row with another, a part of a name at a dot. */
function goesOn(before: string, token: string): boolean {
  if (isString(before)) return isString(token);
  const isAtDot = before.endsWith(".") || (token.startsWith(".") && !labels.has(before));
  return isAtDot && isName(before) && isName(token);
}

/** Strings or parts of a name as one token; undefined where a quote in one of them stands against it. */
function joined(tokens: readonly string[]): string | undefined {
  const [first] = tokens;
  if (!isString(first!)) return tokens.join("");
  const quote = first![0]!;
  const inner = tokens.map((token) => token.slice(1, -1));
  return inner.some((text, i) => text.includes(quote) && tokens[i]![0] !== quote) ? undefined : `${quote}${inner.join("")}${quote}`;
}

/** Strings in a row and names with blanks or comments at their dots, each in one piece; blanks follow it. */
function pieces(source: string, tokens: Tokens): Change[] {
  const { texts, starts } = tokens;
  const changes: Change[] = [];
  for (let first = 0, end = 1; first < texts.length; first = end++) {
    while (end < texts.length && goesOn(texts[end - 1]!, texts[end]!)) end++;
    if (end === first + 1) continue;
    const text = joined(texts.slice(first, end));
    const at = starts[first]!;
    const stood = source.slice(at, tokenEnd(tokens, end - 1));
    const lines = stood.replace(/[^\n]/g, "");
    if (text !== undefined) changes.push({ at, text: text + " ".repeat(stood.length - text.length - lines.length) + lines });
  }
  return changes;
}

/** Blanks for a comment that follows a word without one, which the parser takes for a part of the word. */
function commentsAtWords(source: string, tokens: Tokens): Change[] {
  const changes: Change[] = [];
  for (const [i, text] of tokens.texts.entries()) {
    const at = tokenEnd(tokens, i);
    if (source[at] !== "/" || isString(text) || /^[{}=;:[\],()<>]$/.test(text)) continue;
    changes.push({ at, text: source.slice(at, tokens.starts[i + 1]).replace(/[^\n]/g, " ") });
  }
  return changes;
}

/** `0X1F` as `0x1F`, and the `< >` of an option's value as the braces that they mean. */
function letters({ texts, starts }: Tokens): Change[] {
  const changes: Change[] = [];
  let depth = 0;
  for (const [i, text] of texts.entries()) {
    if (text === "{" && (depth > 0 || texts[i - 1] === "=")) depth++;
    else if (text === "}" && depth > 0) depth--;
    else if (depth > 0 && (text === "<" || text === ">")) changes.push({ at: starts[i]!, text: text === "<" ? "{" : "}" });
    else if (text.length > 2 && /^-?0X/.test(text)) changes.push({ at: starts[i]!, text: text.replace("X", "x") });
  }
  return changes;
}

/** The source with what stands at some places exchanged for as many characters. */
function changed(source: string, changes: readonly Change[]): string {
  let made = "";
  for (const { at, text } of changes.toSorted((a, b) => a.at - b.at)) if (at >= made.length) made += source.slice(made.length, at) + text;
  return made + source.slice(made.length);
}

/** The text with tokens as the parser cuts them, where protobuf allows others. All keeps its place; mostly it is the text itself. */
export function retokened(source: string, tokens: Tokens): string {
  const mark = source.startsWith("\ufeff") ? [{ at: 0, text: " " }] : [];
  return changed(source, [...mark, ...commentsAtWords(source, tokens), ...pieces(source, tokens), ...letters(tokens)]);
}

/** The text in the spelling that the parser knows, where protobuf allows others: a file would be refused for them. All keeps its place. */
export function respelled(source: string, tokens: Tokens, outline: Outline): string {
  const signs = tokens.texts.map((_, i) => signAtNumber(source, tokens, i));
  const groups = outline.declarations.map(({ kind, nameToken }) =>
    kind === "group" ? groupOptions(source, tokens, nameToken) : undefined,
  );
  return changed(
    source,
    [...signs, ...groups].filter((change) => change !== undefined),
  );
}
