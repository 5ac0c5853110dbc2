/** A line of text, without its line end, and where it starts. */
export interface Line {
  readonly text: string;
  readonly at: number;
}

/** The offset of a line of a dump, and what follows it. */
export interface OffsetText {
  readonly offset: string;
  /** Place of the offset in the line. */
  readonly offsetAt: number;
  /** Written with `0x` or `h`: certainly hex. */
  readonly marked: boolean;
  readonly colon: boolean;
  readonly row: string;
  /** Place of `row` in the line. */
  readonly rowAt: number;
}

/** The lines of a text one by one; `\n`, `\r\n` and `\r` end a line. */
export function* linesOf(text: string): Generator<Line> {
  const end = /\r\n?|\n/g;
  let at = 0;
  for (let match = end.exec(text); match; match = end.exec(text)) {
    yield { text: text.slice(at, match.index), at };
    at = end.lastIndex;
  }
  if (at < text.length) yield { text: text.slice(at), at };
}

/** The offset at the start of a line of a dump; undefined when there is none. */
export function splitOffset(line: string): OffsetText | undefined {
  const match = /^(\s*)(0x)?([0-9a-f]{1,16}|[0-9a-f]{8}`[0-9a-f]{8})(h?)(:?)(?=\s|$)/i.exec(line);
  if (!match) return undefined;
  const [all, lead, zeroX, offset, h, colon] = match;
  if (offset!.length < 4 && !colon) return undefined;
  return {
    offset: offset!,
    offsetAt: lead!.length,
    marked: Boolean(zeroX) || Boolean(h),
    colon: Boolean(colon),
    row: line.slice(all.length),
    rowAt: all.length,
  };
}

/** A line above the dump: the column heads of VS Code, Format-Hex and others. */
export function isDumpHead(line: string): boolean {
  return /^\s*(?:path|label|offset|address)\b/i.test(line) || /^\s+00 01 02 03\b/.test(line) || /^[\s-]+$/.test(line);
}

/**
 * Whether a text is a dump: a line that starts with an offset and a colon, or with digits that only make sense as an offset
 * (more of them than a group has, a number of them that no bytes have, a bar or `*` further on, or a next line that continues).
 * Reads the first lines only.
 */
export function isHexDump(text: string): boolean {
  const lines: string[] = [];
  for (const line of linesOf(text)) {
    if (line.text.trim() === "" || (lines.length === 0 && isDumpHead(line.text))) continue;
    lines.push(line.text);
    if (lines.length === 4) break;
  }
  const first = lines[0] === undefined ? undefined : splitOffset(lines[0]);
  if (!first) return false;
  const groups = first.row.trim().split(/\s+/);
  if (first.row.trim() === "" || (first.colon && /:$/.test(groups[0]!))) return false;
  if (first.colon || first.offset.length % 2 === 1 || first.offset.includes("`")) return true;
  if (/\s(?:\|.*\||>.*<)\s*$/.test(first.row) || lines[1]?.trim() === "*") return true;
  if (/^0+$/.test(first.offset) && groups[0]!.length < first.offset.length) return true;
  const second = lines[1] === undefined ? undefined : splitOffset(lines[1]);
  if (!second || second.offset.length !== first.offset.length) return false;
  const step = Number.parseInt(second.offset.slice(-12), 16) - Number.parseInt(first.offset.slice(-12), 16);
  const hexGroups = groups.filter((group) => /^(?:[0-9a-f]{2})+$/i.test(group));
  const bytes = hexGroups.reduce((sum, group) => sum + group.length / 2, 0);
  if (step > 0 && groups[0]!.length < first.offset.length) return step <= 64;
  // The offset that ends a dump does not count the padding of its last word.
  const padding = second.row.trim() === "" ? groups[0]!.length / 2 - 1 : 0;
  return step <= bytes && step >= bytes - padding;
}
