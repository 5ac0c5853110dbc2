import type { Finding } from "./repair.ts";
import { type Places, type Tokens, tokenEnd } from "./tokens.ts";

/**
 * Makes a finding of what the parser threw: a clear sentence, with the line and column of the token that it stumbled on. The
 * parser mostly names a line and the token's text; among the tokens that this leaves, `failsLike` is asked about the text cut
 * behind one of them: the first one behind which the parser says the same is it. Asks a logarithmic number of times.
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
  if (found === "null") return { code: "syntax", ...places.at(text.trimEnd().length), message };
  const candidates = line === 0 ? tokens.texts.map((_, index) => index) : tokensLike(found, line, tokens, places);
  const token = firstOf(candidates, (index) => failsLike(text.slice(0, tokenEnd(tokens, index)), said));
  return { code: "syntax", ...(token === undefined ? { line: Math.max(line, 1) } : places.at(tokens.starts[token]!)), message };
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
    const noun = illegal[1] === "id" ? "number" : illegal[1];
    const what = noun === "token" || noun === "end of input" ? "was not expected here" : `is not a valid ${noun}`;
    return { reason: `"${found}" ${what}`, found };
  }
  const rest = said.replace(/ \(line \d+\)$/, "");
  return { reason: rest === "max depth exceeded" ? "declarations are nested too deep" : rest, found: undefined };
}

/** The tokens of a line that have a text, or are the string of it or begin with that quote. */
function tokensLike(found: string | undefined, line: number, tokens: Tokens, places: Places): number[] {
  const like: number[] = [];
  for (let i = firstTokenAt(tokens, places.lineStart(line)); i < tokens.texts.length; i++) {
    if (places.at(tokens.starts[i]!).line !== line) break;
    const token = tokens.texts[i]!;
    if (token === found || (/^["']/.test(token) && (token[0] === found || token.slice(1, -1) === found))) like.push(i);
  }
  return like;
}

/** The first of ascending candidates for which `holds`, which holds for all behind it; the last if it holds for none. */
function firstOf(candidates: readonly number[], holds: (index: number) => boolean): number | undefined {
  let low = 0;
  let high = candidates.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(candidates[middle]!)) high = middle;
    else low = middle + 1;
  }
  return candidates[low];
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
