import { straight } from "../base/index.ts";
import { editScript } from "./edit-script.ts";
import type { ByteDiff, ByteEdit } from "./model.ts";
import { Pace } from "./pace.ts";

const WORK = 2 ** 20;

/**
 * Where two values differ, byte by byte: by place when they are of one length, else by a shortest edit script. `work` bounds its steps,
 * 2^20 by default; past it all that is not common prefix or suffix is one edit. Cost: linear, plus the work.
 */
export function diffBytes(a: Uint8Array, b: Uint8Array, work = WORK): ByteDiff {
  let from = 0;
  let endA = a.length;
  let endB = b.length;
  while (from < endA && from < endB && a[from] === b[from]) from++;
  while (endA > from && endB > from && a[endA - 1] === b[endB - 1]) {
    endA--;
    endB--;
  }
  if (from === endA && from === endB) return { edits: [], coarse: false };
  if (a.length === b.length) return { edits: byPlace(a, b, from, endA), coarse: false };
  const same = (i: number, j: number): boolean => a[from + i] === b[from + j];
  const script = straight(editScript(endA - from, endB - from, same, { left: work }, new Pace()));
  if (!script) return { edits: [{ fromA: from, toA: endA, fromB: from, toB: endB }], coarse: true };
  const edits: ByteEdit[] = [];
  let atA = from;
  let atB = from;
  for (const [i, j] of [...script, [endA - from, endB - from] as const]) {
    if (from + i > atA || from + j > atB) edits.push({ fromA: atA, toA: from + i, fromB: atB, toB: from + j });
    atA = from + i + 1;
    atB = from + j + 1;
  }
  return { edits, coarse: false };
}

function byPlace(a: Uint8Array, b: Uint8Array, from: number, to: number): ByteEdit[] {
  const edits: ByteEdit[] = [];
  for (let at = from; at < to; at++) {
    if (a[at] === b[at]) continue;
    let end = at + 1;
    while (end < to && a[end] !== b[end]) end++;
    edits.push({ fromA: at, toA: end, fromB: at, toB: end });
    at = end;
  }
  return edits;
}
