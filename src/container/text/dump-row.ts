import type { ByteSink } from "./byte-sink.ts";
import { hexByte, hexRunEnd } from "./hex-digits.ts";
import { quote } from "./text-blob.ts";

/** The order in which a group's digits stand for bytes: `hexdump` and `od -t x2` print words of a little-endian machine. */
export type GroupOrder = "as-printed" | "reversed";

/** What stands behind the offset of one line of a dump. Columns count from the start of the row. */
export interface DumpRow {
  /** Bytes that went into the sink, as printed. */
  readonly bytes: number;
  /** Digits of each group; 0 = groups of different length. */
  readonly groupDigits: number;
  /** The order that the ASCII column proves, when it proves one. */
  readonly proves?: GroupOrder;
  /** Text after the bytes that is not proven to be their ASCII column. */
  readonly tail?: { readonly at: number; readonly text: string };
}

export interface RowFault {
  readonly at: number;
  readonly reason: string;
}

/** Bounds on a row, so that no line costs more than a moment. */
const longestRow = 4096;
const mostGaps = 64;

/**
 * Reads a row's bytes into the sink and finds where its ASCII column starts: behind a bar, or where the rest of the line is
 * what the bytes look like as characters (so a column that reads `ab` is not taken for a byte). A row of more than 4,096
 * characters is refused; one with more than 64 wide gaps has no such column.
 */
export function readDumpRow(row: string, sink: ByteSink): DumpRow | RowFault {
  const line = row.trimEnd();
  if (line.length > longestRow) return { at: longestRow, reason: `the line is longer than ${longestRow} characters, too long for a dump` };
  const proven = readProven(line, /[ \t]{2,}|\t/g, sink);
  if (proven) return proven;
  const bar = /[ \t](?:\|.*\||>.*<|\|[^|]*)$/.exec(line);
  const read = readGroups(line, bar ? bar.index : line.length, !bar);
  // Format-Hex of PowerShell 7 has one space before the characters of a full row.
  if ("reason" in read) return readProven(line, / /g, sink) ?? read;
  append(read.bytes, sink);
  return {
    bytes: read.bytes.length,
    groupDigits: read.groupDigits,
    ...(read.tail !== undefined && { tail: { at: read.tail, text: line.slice(read.tail) } }),
  };
}

/** Reads the bytes before one of the gaps, if what stands behind it is what they look like as characters. */
function readProven(line: string, gaps: RegExp, sink: ByteSink): DumpRow | undefined {
  let tried = 0;
  for (const gap of line.matchAll(gaps)) {
    if (gap.index === 0) continue;
    if (++tried > mostGaps) break;
    const read = readGroups(line, gap.index, false);
    if ("reason" in read) break;
    const proves = provenOrder(line, gap.index, read);
    if (proves === undefined) continue;
    append(read.bytes, sink);
    return { bytes: read.bytes.length, groupDigits: read.groupDigits, ...(proves !== "either" && { proves }) };
  }
  return undefined;
}

interface Groups {
  readonly bytes: readonly number[];
  readonly groupDigits: number;
  readonly tail?: number;
}

/** Reads hex groups of `line[0, end)`. With `tailAllowed` anything else after a wide gap ends them, else it is a fault. */
function readGroups(line: string, end: number, tailAllowed: boolean): Groups | RowFault {
  const bytes: number[] = [];
  let groupDigits = -1;
  let i = 0;
  while (i < end) {
    const from = i;
    while (i < end && (line[i] === " " || line[i] === "\t" || line[i] === "-")) i++;
    if (i >= end) break;
    const start = i;
    if (line[i] === "0" && (line[i + 1] === "x" || line[i + 1] === "X")) i += 2;
    const stop = Math.min(end, hexRunEnd(line, i));
    const digits = stop - i;
    const whole = digits > 0 && digits % 2 === 0 && (stop === end || line[stop] === " " || line[stop] === "\t" || line[stop] === "-");
    if (!whole) {
      const wideGap = start - from > 1 || line.slice(from, start).includes("\t");
      if (tailAllowed && wideGap && bytes.length > 0) return { bytes, groupDigits: Math.max(groupDigits, 0), tail: start };
      const token = /^\S+/.exec(line.slice(start))?.[0] ?? "";
      return { at: start, reason: `${quote(token)} is not a hex byte` };
    }
    groupDigits = groupDigits === -1 || groupDigits === digits ? digits : 0;
    for (; i < stop; i += 2) bytes.push(hexByte(line, i));
  }
  return { bytes, groupDigits: Math.max(groupDigits, 0) };
}

/** Whether the end of the line is the ASCII column of the bytes, and which order of them it shows. */
function provenOrder(line: string, gapAt: number, groups: Groups): GroupOrder | "either" | undefined {
  const size = groups.groupDigits / 2;
  const printed = showsBytes(line, gapAt, groups.bytes);
  const reversed = size > 1 && showsBytes(line, gapAt, reverseGroups(groups.bytes, size));
  if (printed && reversed) return "either";
  if (printed) return size > 1 ? "as-printed" : "either";
  return reversed ? "reversed" : undefined;
}

function showsBytes(line: string, gapAt: number, bytes: readonly number[]): boolean {
  // Spaces at the end of the column may be lost.
  for (let lost = 0; lost < bytes.length; lost++) {
    if (lost > 0 && bytes[bytes.length - lost] !== 0x20) return false;
    const start = line.length - (bytes.length - lost);
    if (start <= gapAt || line.slice(gapAt, start).trim() !== "") continue;
    let fits = true;
    for (let k = 0; fits && start + k < line.length; k++) fits = looksLike(line.charCodeAt(start + k), bytes[k]!);
    if (fits) return true;
  }
  return false;
}

/** A printable byte is shown as itself or as a dot; another as a dot, a space or some sign beyond ASCII. */
function looksLike(code: number, byte: number): boolean {
  if (code === 0x2e) return true;
  if (byte >= 0x20 && byte < 0x7f) return code === byte;
  return code === 0x20 || code > 0x7e;
}

/** The bytes with those of each group in the opposite order. */
function reverseGroups(bytes: readonly number[], size: number): number[] {
  const out: number[] = [];
  for (let at = 0; at < bytes.length; at += size) out.push(...bytes.slice(at, at + size).reverse());
  return out;
}

function append(bytes: readonly number[], sink: ByteSink): void {
  for (const byte of bytes) sink.push(byte);
}
