import { cut, grouped, hexOf, invalidUtf8At, textOf } from "../../base/index.ts";
import { parsesAsMessage, readVarint, VarintFault, varint, varintAt } from "../../wire/index.ts";
import { guidText, messageGuess } from "../readings.ts";
import { type NumberReading, widthOf } from "./numbers.ts";
import type { PlainReading } from "./read-as.ts";

/** Numbers that bytes are cut into at most: each becomes a row. */
export const MOST_NUMBERS = 1_000_000;

const SHOWN = 8;
const BYTES_SHOWN = 16;
const TEXT_SHOWN = 80;

/** Why bytes `[from, to)` cannot be read so, the end of a sentence; undefined when they can. Cost: linear in the bytes. */
export function unfitAs(bytes: Uint8Array, from: number, to: number, as: PlainReading): string | undefined {
  const length = to - from;
  if (as === "bytes") return undefined;
  if (length === 0) return "no bytes";
  switch (as) {
    case "message":
      return parsesAsMessage(bytes, from, to) ? undefined : "does not parse as fields to its last byte";
    case "utf-8": {
      const bad = invalidUtf8At(bytes, from, to);
      return bad < 0 ? undefined : `invalid at byte ${grouped(bad - from)}`;
    }
    case "guid":
      return length === 16 ? undefined : `needs 16 bytes, has ${grouped(length)}`;
    default:
      return unfitNumbers(bytes, from, to, as);
  }
}

function unfitNumbers(bytes: Uint8Array, from: number, to: number, as: NumberReading): string | undefined {
  const width = widthOf(as);
  const length = to - from;
  if (width !== undefined && length % width !== 0) return `needs a multiple of ${width} bytes, has ${grouped(length)}`;
  let count = width === undefined ? 0 : length / width;
  if (width === undefined)
    for (let at = from; at < to; at = varint.next, count++)
      if (readVarint(bytes, at, to) !== VarintFault.NONE) return `breaks at byte ${grouped(at - from)}`;
  return count > MOST_NUMBERS ? `${grouped(count)} numbers; at most ${grouped(MOST_NUMBERS)} are shown as rows` : undefined;
}

/** How bytes that fit look when they are read so, in a line. Cost: the part that is shown. */
export function previewAs(bytes: Uint8Array, from: number, to: number, as: PlainReading): string {
  switch (as) {
    case "bytes":
      return `${hexOf(bytes, from, Math.min(to, from + BYTES_SHOWN), " ")}${to - from > BYTES_SHOWN ? " …" : ""}`;
    case "message":
      return messageGuess(bytes, from, to).value;
    case "utf-8":
      return cut(textOf(bytes, from, Math.min(to, from + 4 * TEXT_SHOWN)), TEXT_SHOWN);
    case "guid":
      return guidText(bytes, from);
    default:
      return numbersText(bytes, from, to, widthOf(as));
  }
}

function numbersText(bytes: Uint8Array, from: number, to: number, width: number | undefined): string {
  const values: string[] = [];
  let at = from;
  while (at < to && values.length < SHOWN) {
    if (width === undefined) {
      readVarint(bytes, at, to);
      const { next } = varint;
      values.push(grouped(varintAt(bytes, at, to)));
      at = next;
    } else {
      let value = 0n;
      for (let i = width - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[at + i]!);
      values.push(grouped(value));
      at += width;
    }
  }
  return `${values.join(", ")}${at < to ? ", …" : ""}`;
}
