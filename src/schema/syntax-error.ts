import type { Finding } from "./repair.ts";
import { type Places, type Tokens, tokenEnd } from "./tokens.ts";

/**
 * Makes a finding of what the parser threw: a clear sentence, with the line and column of the token that it stumbled on. The
 * parser names a line and the token's text; where several tokens of the line have that text, `failsLike` is asked about the text
 * cut behind one of them: the first one behind which the parser says the same is it. Asks a logarithmic number of times.
 */
export function syntaxFinding(
  error: unknown,
  text: string,
  tokens: Tokens,
  places: Places,
  failsLike: (text: string, message: string) => boolean,
): Finding {
  const said = error instanceof Error ? error.message : String(error);
  const line = Number(/\bline (\d+)\)$/.exec(said)?.[1] ?? 0);
  const { reason, found } = readMessage(said);
  const message = `${reason}; the file is left out`;
  if (line === 0) return { code: /^duplicate/.test(said) ? "duplicate-field" : "syntax", message };
  if (found === "null") return { code: "syntax", ...places.at(text.trimEnd().length), message };
  const at = offsetOf(found, line, tokens, places, (index) => failsLike(text.slice(0, tokenEnd(tokens, index)), said));
  return { code: "syntax", ...(at === undefined ? { line } : places.at(at)), message };
}

/** The parser's message as a sentence, and the token that it names. */
function readMessage(said: string): { reason: string; found: string | undefined } {
  const expected = /^illegal token '(.*)', '(.*)' expected/s.exec(said);
  const illegal = /^illegal (.+?) '(.*)' \(/s.exec(said);
  const found = expected?.[1] ?? illegal?.[2];
  if (found === "null")
    return { reason: `the file ends in the middle of a declaration${expected ? `: "${expected[2]}" expected` : ""}`, found };
  if (expected) return { reason: `"${expected[2]}" expected, but "${found}" found`, found };
  if (illegal) {
    const what = illegal[1] === "token" || illegal[1] === "end of input" ? "was not expected here" : `is not a valid ${illegal[1]}`;
    return { reason: `"${found}" ${what}`, found };
  }
  const rest = said.replace(/ \(line \d+\)$/, "");
  return { reason: rest === "max depth exceeded" ? "declarations are nested too deep" : rest, found: undefined };
}

function offsetOf(
  found: string | undefined,
  line: number,
  tokens: Tokens,
  places: Places,
  fails: (index: number) => boolean,
): number | undefined {
  if (found === undefined) return undefined;
  const candidates: number[] = [];
  let index = firstTokenAt(tokens, places.lineStart(line));
  for (; index < tokens.texts.length && places.at(tokens.starts[index]!).line === line; index++) {
    const token = tokens.texts[index]!;
    if (token === found || (/^["']/.test(token) && (token[0] === found || token.slice(1, -1) === found))) candidates.push(index);
  }
  let low = 0;
  let high = candidates.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (fails(candidates[middle]!)) high = middle;
    else low = middle + 1;
  }
  const token = candidates[low];
  return token === undefined ? undefined : tokens.starts[token];
}

/** Index of the first token at or behind an offset. */
function firstTokenAt({ starts }: Tokens, offset: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle]! < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
