import type { DumpRow, GroupOrder } from "./dump-row.ts";

/** Learns from the rows of a dump how wide its groups are and in which order their digits stand. */
export class GroupShape {
  #digits = 0;
  /** The latest row has groups of another width; only the last row may. */
  #odd = false;
  #mixed = false;
  #colon = false;
  #proven = { "as-printed": false, reversed: false };

  add(row: DumpRow, colon: boolean): void {
    this.#colon ||= colon;
    if (row.proves) this.#proven[row.proves] = true;
    if (row.bytes === 0) return;
    this.#mixed ||= this.#odd;
    if (this.#digits === 0 && row.groupDigits > 0) this.#digits = row.groupDigits;
    else this.#odd = row.groupDigits !== this.#digits;
  }

  /** Bytes a group. */
  get groupBytes(): number {
    return this.#digits / 2;
  }

  /** Whether the order is a guess: the groups are as wide as those of `xxd -e`, and no column of characters says which way they stand. */
  get isOpen(): boolean {
    return !this.#mixed && [8, 16].includes(this.#digits) && !this.#proven["as-printed"] && !this.#proven.reversed;
  }

  /**
   * What the column of characters proves; without one, groups of a word's width behind an offset without a colon are words
   * as `hexdump` and `od` print them on a little-endian machine, and anything else stands as printed (`xxd`).
   */
  order(): GroupOrder {
    if (this.#mixed || this.#digits < 4 || this.#proven["as-printed"]) return "as-printed";
    if (this.#proven.reversed) return "reversed";
    return !this.#colon && [4, 8, 16].includes(this.#digits) ? "reversed" : "as-printed";
  }

  /** Bytes by which the closing offset may fall short of the last row: the padding of its last word. */
  slack(row: string): number {
    return row.trim() === "" && this.order() === "reversed" ? this.groupBytes - 1 : 0;
  }
}
