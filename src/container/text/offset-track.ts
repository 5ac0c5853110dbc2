import type { OffsetText } from "./dump-line.ts";
import { type Fault, quote } from "./text-blob.ts";

/** How offsets are counted in one reading of them. */
interface Reading {
  readonly radix: 16 | 10 | 8;
  base: number;
  expected: number;
  alive: boolean;
  /** Bytes that each `*` line stands for. */
  readonly fills: number[];
  excess: number;
}

/**
 * Follows the offsets of a dump, in hex, decimal and octal at once; a reading in which they do not continue drops out. The
 * first of those left holds.
 */
export class OffsetTrack {
  readonly #readings: readonly Reading[] = ([16, 10, 8] as const).map((radix) => ({
    radix,
    base: -1,
    expected: 0,
    alive: true,
    fills: [],
    excess: 0,
  }));
  readonly #starOffsets: number[] = [];

  /**
   * Takes the next line's offset. `repeated` = bytes of the row that a `*` line before it repeats; `slack` = bytes by which it
   * may fall short. Reports a jump once no reading is left.
   */
  meet(offset: OffsetText, at: number, repeated: number | undefined, slack: number): Fault | undefined {
    if (repeated !== undefined) this.#starOffsets.push(at);
    let fault: Fault | undefined;
    for (const reading of this.#readings) {
      if (!reading.alive) continue;
      const trouble = step(reading, offset, repeated, slack);
      if (trouble === undefined) continue;
      reading.alive = false;
      fault ??= { at, reason: trouble };
    }
    return this.#readings.some((reading) => reading.alive) ? undefined : fault;
  }

  /** Counts a row's bytes. */
  advance(bytes: number): void {
    for (const reading of this.#readings) reading.expected += bytes;
  }

  fills(): readonly number[] {
    return this.#holding().fills;
  }

  /** Offset of the first row. */
  base(): number {
    return Math.max(0, this.#holding().base);
  }

  /** Bytes of padding at the end. */
  excess(): number {
    return this.#holding().excess;
  }

  /** Places in the text of the offsets that follow a `*` line. */
  starOffsets(): readonly number[] {
    return this.#starOffsets;
  }

  #holding(): Reading {
    return this.#readings.find((reading) => reading.alive) ?? this.#readings[0]!;
  }
}

function step(reading: Reading, offset: OffsetText, repeated: number | undefined, slack: number): string | undefined {
  const value = offsetIn(offset, reading.radix);
  if (value === undefined) return `${quote(offset.offset)} is not an offset`;
  if (reading.base < 0) {
    reading.base = value;
    reading.expected = value;
    return undefined;
  }
  const gap = value - reading.expected;
  if (repeated !== undefined) {
    if (gap < 0 || gap % repeated !== 0) {
      return `the rows that \`*\` stands for do not fill the bytes from offset ${show(reading, reading.expected)} to ${show(reading, value)}`;
    }
    reading.fills.push(gap);
    reading.expected = value;
    return undefined;
  }
  if (gap < 0 && -gap <= slack) reading.excess = -gap;
  else if (gap > 0)
    return `the dump goes from offset ${show(reading, reading.expected)} to ${show(reading, value)}: ${gap.toLocaleString("en")} bytes are missing`;
  else if (gap < 0) return `the offset goes back to ${show(reading, value)}, where ${show(reading, reading.expected)} should follow`;
  return undefined;
}

/** Octal only as `od` writes it (seven digits and no more about them), else a missing row of hex could pass for it. */
function offsetIn(text: OffsetText, radix: 16 | 10 | 8): number | undefined {
  const digits = text.offset.replace("`", "");
  // The low 48 bits tell whether addresses continue.
  if (radix === 16) return Number.parseInt(digits.slice(-12), 16);
  if (text.marked || !/^\d+$/.test(digits)) return undefined;
  if (radix === 10) return Number.parseInt(digits, 10);
  if (digits.length !== 7 || text.colon || /[89]/.test(digits)) return undefined;
  return Number.parseInt(digits, 8);
}

function show(reading: Reading, value: number): string {
  if (reading.radix === 10) return value.toString(10);
  return (reading.radix === 16 ? "0x" : "0o") + value.toString(reading.radix);
}
