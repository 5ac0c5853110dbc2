import { NoteBit } from "../model.ts";
import { takeUntil } from "./fast.ts";
import * as F from "./frames.ts";
import { Pass } from "./pass.ts";
import { LINE, Lines, NOTES } from "./rows.ts";
import { MOST_BYTES, type Survey } from "./survey.ts";

/** The facts of the nodes `[first, first + length)`, a line each. */
export class Page {
  readonly first: number;
  readonly length: number;
  readonly lines: Lines;
  readonly facts: Int32Array<ArrayBuffer>;

  constructor(first: number, length: number, lines: Lines) {
    this.first = first;
    this.length = length;
    this.lines = lines;
    this.facts = lines.facts;
  }
}

/**
 * Makes page `index` of a surveyed blob anew, from the bytes, in the memory of `old` where that is large enough.
 * Cost: linear in its bytes, and in the messages open at its start.
 */
export function readPage(survey: Survey, index: number, old?: Lines): Page {
  const { nodes: first } = survey.checkpoints[index]!;
  const until = survey.checkpoints[index + 1]?.nodes ?? survey.nodes;
  const lines = old && old.facts.length >= (until - first) * LINE ? old : new Lines(until - first);
  lines.next = 0;
  write(survey, index, lines, MOST_BYTES);
  for (let node = survey.superseded.next(first); node >= 0 && node < until; node = survey.superseded.next(node + 1))
    lines.facts[(node - first) * LINE + NOTES]! |= NoteBit.SUPERSEDED;
  return new Page(first, until - first, lines);
}

/**
 * The direct children of one message that begin between checkpoint `index` and the next, where it is the one of `frame` and which
 * ends at offset `to`. What is below them is passed over as a survey does. The note on superseded values is missing. Cost: linear in the
 * bytes of the page.
 */
export function readChildren(survey: Survey, index: number, frame: number, to: number): Lines {
  const lines = new Lines(256);
  write(survey, index, lines, to, frame);
  return lines;
}

function write(survey: Survey, index: number, lines: Lines, to: number, deepest?: number): void {
  const { bytes, set, guide, root, checkpoints, splits } = survey;
  const next = checkpoints[index + 1];
  const pass = new Pass(bytes, set, guide, root, survey.repeatedKeys);
  pass.resume(checkpoints[index]!);
  pass.write(lines, deepest);
  takeUntil(pass, Math.min(to, next?.pos ?? to));
  // What is still open ends in a later page, which the survey has seen, or with the blob.
  for (let { frame } = pass; frame > 0; frame -= F.STRIDE) {
    const line = pass.frames[frame + F.LINE]!;
    if (line < 0) continue;
    const isGroup = (pass.frames[frame + F.FLAGS]! & F.IS_GROUP) !== 0;
    const close = splits.get(pass.frames[frame + F.NODE]!);
    lines.closed(line, close ?? { end: pass.nodes, group: isGroup ? { to: pass.pos, open: true } : undefined });
  }
}
