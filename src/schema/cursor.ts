import { cut } from "../base/index.ts";
import { integerOf, literalBytes } from "./literals.ts";
import type { SchemaProblemCode } from "./model.ts";

/** Ends the reading of a file: what is wrong, at which token (behind the last one when the text ends too early). */
export class Fault extends Error {
  readonly code: SchemaProblemCode;
  readonly token: number;

  constructor(token: number, message: string, code: SchemaProblemCode = "syntax") {
    super(message);
    this.code = code;
    this.token = token;
  }
}

const identifier = /^[A-Za-z_]\w*$/;
/** How much of a token a sentence shows. */
const SHOWN = 40;

/** Reads tokens one after the other. What is not there is a `Fault`. */
export class Cursor {
  readonly #texts: readonly string[];
  /** Index of the next token. */
  at = 0;

  constructor(texts: readonly string[]) {
    this.#texts = texts;
  }

  get isAtEnd(): boolean {
    return this.at >= this.#texts.length;
  }

  /** The next token, or one behind it; "" behind the last one. */
  peek(ahead = 0): string {
    return this.#texts[this.at + ahead] ?? "";
  }

  /** Whether the next token is a word. */
  get isAtWord(): boolean {
    return identifier.test(this.peek());
  }

  get isAtString(): boolean {
    const char = this.peek()[0];
    return char === '"' || char === "'";
  }

  /** Goes over the next token when it is this one. */
  skip(text: string): boolean {
    if (this.#texts[this.at] !== text) return false;
    this.at++;
    return true;
  }

  expect(text: string): void {
    if (!this.skip(text)) this.failAt(this.at, `"${text}" expected`, true);
  }

  /** A name; `noun` is what it would be the name of. */
  name(noun = "name"): string {
    if (!this.isAtWord) this.notValid(noun);
    return this.#texts[this.at++]!;
  }

  /** A name with the dots in it, whatever stands around these. */
  dottedName(noun: string): string {
    let name = this.name(noun);
    while (this.skip(".")) name += `.${this.name(noun)}`;
    return name;
  }

  /** The name of a type, with a leading dot or without. */
  typeName(): string {
    return (this.skip(".") ? "." : "") + this.dottedName("type");
  }

  /** A number without a sign, or with one where that is allowed. */
  integer(isSigned = false): number {
    const isNegative = isSigned && this.skip("-");
    const number = integerOf(this.peek());
    if (number === undefined) return this.notValid("number");
    this.at++;
    return isNegative && number !== 0 ? -number : number;
  }

  /** Strings in a row, as one. */
  string(): Uint8Array {
    if (!this.isAtString) this.failAt(this.at, "a string expected", true);
    const bytes: number[] = [];
    while (this.isAtString) {
      const part = literalBytes(this.peek().slice(1, -1));
      if (!part) return this.failAt(this.at, `this string has a backslash that begins no escape`);
      for (const byte of part) bytes.push(byte);
      this.at++;
    }
    return Uint8Array.from(bytes);
  }

  /** Goes over a block of braces and whatever is in it. */
  block(): void {
    let depth = 0;
    do {
      if (this.isAtEnd) this.notExpected();
      if (this.skip("{")) depth++;
      else if (this.skip("}")) depth--;
      else this.at++;
    } while (depth > 0);
  }

  notValid(noun: string): never {
    return this.failAt(this.at, `${this.#shown(this.at)} is not a valid ${noun}`);
  }

  notExpected(): never {
    return this.failAt(this.at, `${this.#shown(this.at)} was not expected here`);
  }

  /** `found` adds to the reason what stands there instead. */
  failAt(token: number, reason: string, found = false): never {
    if (token >= this.#texts.length) throw new Fault(token, `the file ends in the middle of a declaration${found ? `: ${reason}` : ""}`);
    throw new Fault(token, found ? `${reason}, but ${this.#shown(token)} found` : reason);
  }

  /** A token for a sentence; a character that is not to be seen by its number. */
  #shown(token: number): string {
    const text = this.#texts[token] ?? "";
    if (/^[\s\p{C}]/u.test(text)) return `the character U+${text.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`;
    return `"${cut(text, SHOWN)}"`;
  }
}
