/** `[from, to)`, marks included; the line end behind a `//` comment is no part of it. */
export interface Comment {
  readonly from: number;
  readonly to: number;
}

/** The tokens of a `.proto` text with their places. A string is one token, quotes included; a dot is one too, unless it is a number's. */
export interface Tokens {
  readonly texts: readonly string[];
  /** Offset of each token in the text, in UTF-16 units. */
  readonly starts: readonly number[];
  /** By the index of a token (behind the last one: their count) the comments between it and the token before. */
  readonly comments: ReadonlyMap<number, readonly Comment[]>;
  /** Where cutting ended early, and why; the text has no further tokens then. */
  readonly fault?: { readonly at: number; readonly reason: string };
}

/** 1-based; the column counts UTF-16 units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/**
 * What one look takes: blanks, a line's comment, the beginning of another one or of a string, a word, what begins like a number, any one
 * character. One of them always fits.
 */
const piece = /[ \t\r\n\v\f]+|\/\/[^\n]*|\/\*|["']|[A-Za-z_]\w*|\.?\d(?:[eE][+-]|[\w.])*|[\ud800-\udbff][\udc00-\udfff]|./sy;
const blank = /[ \t\r\n\v\f]/;
const BYTE_ORDER_MARK = "\ufeff";

/** Offset behind the closing quote of the string that starts at `at`, or -1 when its line ends first. */
function stringEnd(text: string, at: number): number {
  const quote = text[at];
  for (let i = at + 1; i < text.length; i++) {
    const char = text[i];
    if (char === quote) return i + 1;
    if (char === "\n") return -1;
    if (char === "\\" && text[i + 1] !== "\n") i++;
  }
  return -1;
}

/** Cuts a `.proto` text into tokens. A string or comment that is not closed is the fault. Cost: linear. */
export function tokensOf(text: string): Tokens {
  const texts: string[] = [];
  const starts: number[] = [];
  const comments = new Map<number, Comment[]>();
  const done = (fault?: Tokens["fault"]): Tokens => ({ texts, starts, comments, ...(fault && { fault }) });
  const comment = (from: number, to: number): void => {
    const before = comments.get(texts.length);
    if (before) before.push({ from, to });
    else comments.set(texts.length, [{ from, to }]);
  };
  let end = 0;
  for (let at = text.startsWith(BYTE_ORDER_MARK) ? 1 : 0; at < text.length; at = end) {
    piece.lastIndex = at;
    piece.test(text);
    end = piece.lastIndex;
    const char = text[at]!;
    if (char === "/" && end > at + 1) {
      if (text[at + 1] === "*") {
        const close = text.indexOf("*/", end);
        if (close < 0) return done({ at, reason: "this comment is never closed" });
        end = close + 2;
      }
      comment(at, end);
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
