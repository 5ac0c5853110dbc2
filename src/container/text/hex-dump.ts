import { parsesAsMessage } from "../../wire/index.ts";
import { ByteSink } from "./byte-sink.ts";
import { isDumpHead, type Line, linesOf, splitOffset } from "./dump-line.ts";
import { type DumpRow, readDumpRow } from "./dump-row.ts";
import { GroupShape } from "./group-shape.ts";
import { OffsetTrack } from "./offset-track.ts";
import { type Fault, quote, type Spelled, type TextLimits, tokenAt } from "./text-blob.ts";

/**
 * Reads a dump: offset, bytes, and a column of characters that is left aside. Takes `xxd`, `hexdump` with and without `-C`,
 * `od -t x1` with hex, octal or decimal offsets, WinDbg, gdb and VS Code. A `*` line repeats the row before it up to the next
 * offset; an offset alone is the end. Offsets that do not continue are reported at the line where they jump, since bytes are
 * missing there. Linear, but for repeats: those give at most `limits.bytes`.
 */
export function readHexDump(text: string, limits: TextLimits): Spelled {
  const sink = new ByteSink(text.length >> 2);
  const track = new OffsetTrack();
  const shape = new GroupShape();
  const stars: { readonly at: number; readonly rowBytes: number }[] = [];
  let previous: DumpRow | undefined;
  let previousAt = 0;
  let starAt = -1;
  let ended: Line | undefined;
  let started = false;
  for (const line of linesOf(text)) {
    if (line.text.trim() === "" || (!started && isDumpHead(line.text))) continue;
    if (ended) return { at: ended.at, reason: "an offset without bytes ends a dump, but lines follow" };
    if (line.text.trim() === "*") {
      if (!previous || previous.bytes === 0) return { at: line.at, reason: "`*` repeats the row before it, but there is none" };
      starAt = line.at;
      continue;
    }
    const split = splitOffset(line.text);
    if (!split) return { at: line.at + line.text.search(/\S/), reason: `${quote(tokenAt(line.text.trim(), 0))} is not an offset` };
    started = true;
    const tail = previous?.tail;
    const jump = track.meet(split, line.at + split.offsetAt, starAt >= 0 ? previous!.bytes : undefined, shape.slack(split.row));
    // What was taken for a column of characters may be the broken byte that makes the row too short.
    if (jump) return tail && starAt < 0 ? notAByte(previousAt + tail.at, tail.text) : jump;
    if (starAt >= 0) stars.push({ at: sink.length, rowBytes: previous!.bytes });
    starAt = -1;
    const row = readDumpRow(split.row, sink);
    if ("reason" in row) return { at: line.at + split.rowAt + row.at, reason: row.reason };
    if (row.bytes === 0) ended = line;
    track.advance(row.bytes);
    shape.add(row, split.colon);
    if (row.bytes > 0 || !previous) {
      previous = row;
      previousAt = line.at + split.rowAt;
    }
  }
  if (starAt >= 0) return { at: starAt, reason: "`*` repeats up to the next offset, but no line follows: the dump is cut off" };
  if (previous?.tail && !ended && previous.tail.text.length !== previous.bytes)
    return notAByte(previousAt + previous.tail.at, previous.tail.text);
  return assemble(sink.take(), track, stars, shape, limits);
}

function notAByte(at: number, tail: string): Fault {
  return { at, reason: `${quote(tokenAt(tail, 0))} is not a hex byte` };
}

/** Puts the repeated rows in, cuts the padding of a last word, and turns words round. */
function assemble(
  read: Uint8Array<ArrayBuffer>,
  track: OffsetTrack,
  stars: readonly { readonly at: number; readonly rowBytes: number }[],
  shape: GroupShape,
  limits: TextLimits,
): Spelled {
  const order = shape.order();
  const ordered = order === "reversed" ? reverseInPlace(read, shape.groupBytes) : read;
  const fills = track.fills();
  const total = fills.reduce((sum, fill) => sum + fill, read.length);
  const firstStar = track.starOffsets()[0] ?? 0;
  if (total > limits.bytes)
    return {
      at: firstStar,
      reason: `the repeated rows give ${total.toLocaleString("en")} bytes, past the limit of ${limits.bytes.toLocaleString("en")}`,
    };
  const out = new Uint8Array(total);
  let from = 0;
  let to = 0;
  stars.forEach((star, k) => {
    out.set(ordered.subarray(from, star.at), to);
    to += star.at - from;
    from = star.at;
    const row = ordered.subarray(star.at - star.rowBytes, star.at);
    for (let done = 0; done < fills[k]!; done += row.length) out.set(row, to + done);
    to += fills[k]!;
  });
  out.set(ordered.subarray(from), to);
  const remarks: string[] = [];
  if (track.base() > 0) remarks.push(`the dump starts at offset 0x${track.base().toString(16)}`);
  if (order === "reversed") remarks.push(`groups of ${shape.groupBytes * 2} digits were read as little-endian words`);
  const bytes = out.slice(0, total - track.excess());
  if (order === "as-printed" && shape.isOpen && !parsesAsMessage(bytes, 0, bytes.length))
    remarks.push(`groups of ${shape.groupBytes * 2} digits were read as printed, not as little-endian words`);
  return remarks.length > 0 ? { bytes, remark: remarks.join("; ") } : { bytes };
}

function reverseInPlace(bytes: Uint8Array<ArrayBuffer>, size: number): Uint8Array<ArrayBuffer> {
  for (let at = 0; at < bytes.length; at += size) bytes.subarray(at, at + size).reverse();
  return bytes;
}
