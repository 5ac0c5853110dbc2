import { grouped } from "../base/index.ts";

const BILLION = 1e9;
/** Digits of 2^64 - 1. */
const MOST = 20;

/** Whether a whole number, as it is shown with or without commas between its digits, contains a text. */
export class DigitMatch {
  /** False when no whole number can. */
  readonly possible: boolean;
  readonly #text: string;
  /** The text when it is digits alone. */
  readonly #wanted: Uint8Array | undefined;
  /** Smallest number of as many digits. */
  readonly #least: number;
  readonly #digits = new Uint8Array(MOST);
  #start = MOST;

  constructor(text: string) {
    this.#text = text;
    this.possible = /^[-\d,]+$/.test(text);
    this.#wanted = /^\d+$/.test(text) ? Uint8Array.from(text, Number) : undefined;
    this.#least = text.length === 1 ? 0 : 10 ** (text.length - 1);
  }

  /** The number must be a safe integer. Makes no string where the text is digits alone. */
  has(value: number): boolean {
    if (!this.possible) return false;
    if (!this.#wanted) return this.#shownHas(String(value));
    const size = Math.abs(value);
    if (size < this.#least) return false;
    const high = Math.floor(size / BILLION);
    return this.#has(high, size - high * BILLION);
  }

  /** The same of an unsigned number of 64 bits, by its halves. */
  hasWide(lo: number, hi: number): boolean {
    if (!this.possible) return false;
    if (!this.#wanted) return this.#shownHas(((BigInt(hi) << 32n) | BigInt(lo)).toString());
    let high = 0;
    let low = 0;
    for (const limb of [hi >>> 16, hi & 0xffff, lo >>> 16, lo & 0xffff]) {
      const here = low * 0x10000 + limb;
      const part = Math.floor(here / BILLION);
      high = high * 0x10000 + part;
      low = here - part * BILLION;
    }
    return this.#has(high, low);
  }

  #shownHas(plain: string): boolean {
    return plain.includes(this.#text) || grouped(BigInt(plain)).includes(this.#text);
  }

  /** Of a number as so many billions and the rest. */
  #has(high: number, low: number): boolean {
    this.#start = MOST;
    if (high === 0) this.#write(low, 1);
    else {
      this.#write(low, 9);
      const top = high < BILLION ? 0 : Math.floor(high / BILLION);
      if (top === 0) this.#write(high, 1);
      else {
        this.#write(high - top * BILLION, 9);
        this.#write(top, 1);
      }
    }
    const digits = this.#digits;
    const wanted = this.#wanted!;
    for (let at = this.#start; at <= MOST - wanted.length; at++) {
      let same = 0;
      while (same < wanted.length && digits[at + same] === wanted[same]) same++;
      if (same === wanted.length) return true;
    }
    return false;
  }

  /** Puts the digits of a number below 2^31 before those that are there, at least so many. */
  #write(value: number, least: number): void {
    let rest = value | 0;
    for (let written = 0; written < least || rest > 0; written++) {
      const tenth = (rest / 10) | 0;
      this.#digits[--this.#start] = rest - tenth * 10;
      rest = tenth;
    }
  }
}
