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

/** The text in the spelling that the parser knows, where protobuf allows others: a file would be refused for them. All keeps its place. */
export function respelled(source: string, tokens: Tokens, outline: Outline): string {
  const signs = tokens.texts.map((_, i) => signAtNumber(source, tokens, i));
  const groups = outline.declarations.map(({ kind, nameToken }) =>
    kind === "group" ? groupOptions(source, tokens, nameToken) : undefined,
  );
  const changes = [...signs, ...groups].filter((change) => change !== undefined).sort((a, b) => a.at - b.at);
  let made = "";
  for (const { at, text } of changes) if (at >= made.length) made += source.slice(made.length, at) + text;
  return made + source.slice(made.length);
}
