/** The tokens of a `.proto` text with their places, cut as protobufjs cuts them, but at a comment that follows a word. A string is one token, quotes included. */
export interface Tokens {
  readonly texts: readonly string[];
  /** Offset of each token in the text, in UTF-16 units. */
  readonly starts: readonly number[];
  /** Where cutting ended early, and why; the text has no further tokens then. */
  readonly fault?: { readonly at: number; readonly reason: string };
}

/** 1-based; the column counts UTF-16 units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** What one look takes: blanks, a line's comment, the beginning of another one or of a string, a delimiter, a word. One of them always fits. */
const piece = /\s+|\/\/[^\n]*|\/\*|["'{}=;:[\],()<>]|[^\s{}=;:[\],'"()<>/]+(?:\/(?![/*])[^\s{}=;:[\],'"()<>/]*)*|\//y;
const blank = /\s/;

/** Offset behind the closing quote of the string that starts at `at`, or -1 when its line ends first. */
function stringEnd(text: string, at: number): number {
  const quote = text[at];
  for (let i = at + 1; i < text.length; i++) {
    const char = text[i];
    if (char === quote) return i + 1;
    if (char === "\n") return -1;
    if (char === "\\") i++;
  }
  return -1;
}

/** Cuts a `.proto` text into tokens, without comments. A string or comment that is not closed is the fault. */
export function tokensOf(text: string): Tokens {
  const texts: string[] = [];
  const starts: number[] = [];
  const done = (fault?: Tokens["fault"]): Tokens => ({ texts, starts, ...(fault && { fault }) });
  let end = 0;
  for (let at = 0; at < text.length; at = end) {
    piece.lastIndex = at;
    piece.test(text);
    end = piece.lastIndex;
    const char = text[at]!;
    if (char === "/" && text[at + 1] === "/") continue;
    if (char === "/" && text[at + 1] === "*") {
      const close = text.indexOf("*/", end);
      if (close < 0) return done({ at, reason: "this comment is never closed" });
      end = close + 2;
      continue;
    }
    if (char === '"' || char === "'") {
      end = stringEnd(text, at);
      if (end < 0) return done({ at, reason: "this string is not closed on its line" });
    } else if (blank.test(char)) continue;
    texts.push(text.slice(at, end));
    starts.push(at);
  }
  return done();
}

/** Offset behind token `index`. */
export function tokenEnd(tokens: Tokens, index: number): number {
  return tokens.starts[index]! + tokens.texts[index]!.length;
}

/** Turns offsets of a text into lines and columns. */
export class Places {
  readonly #lines: number[] = [0];

  constructor(text: string) {
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) this.#lines.push(at + 1);
  }

  /** Offset of the first character of a 1-based line, cut to the lines that there are. */
  lineStart(line: number): number {
    return this.#lines[Math.min(Math.max(line, 1), this.#lines.length) - 1]!;
  }

  /** Cost: logarithmic in the lines. */
  at(offset: number): Place {
    let low = 0;
    let high = this.#lines.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#lines[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - this.#lines[low]! + 1 };
  }
}
