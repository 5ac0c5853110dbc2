import { NoteBit } from "../model.ts";
import { takeUntil } from "./fast.ts";
import * as F from "./frames.ts";
import { LINE, Lines, NOTES } from "./lines.ts";
import { Pass } from "./pass.ts";
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

/** Makes what a survey left out anew, from the bytes: the lines of a page, or of one message's children on it. */
export class PageReader {
  readonly survey: Survey;
  readonly #pass: Pass;

  constructor(survey: Survey) {
    this.survey = survey;
    const { bytes, set, guide, root, repeatedKeys } = survey;
    this.#pass = new Pass(bytes, set, guide, root, repeatedKeys);
  }

  /** Page `index`, in the memory of `old` where that is large enough. Cost: linear in its bytes, and in the messages open at its start. */
  page(index: number, old?: Lines): Page {
    const { checkpoints, superseded, nodes } = this.survey;
    const first = checkpoints[index]!.nodes;
    const until = checkpoints[index + 1]?.nodes ?? nodes;
    const lines = old && old.facts.length >= (until - first) * LINE ? old : new Lines(until - first);
    lines.next = 0;
    this.#write(index, lines, MOST_BYTES);
    for (let node = superseded.next(first); node >= 0 && node < until; node = superseded.next(node + 1))
      lines.facts[(node - first) * LINE + NOTES]! |= NoteBit.SUPERSEDED;
    return new Page(first, until - first, lines);
  }

  /**
   * The direct children of one message that begin between checkpoint `index` and the next, where it is the one of `frame` and which
   * ends at offset `to`. What is below them is passed over as a survey does. The note on superseded values is missing. Cost: linear in the
   * bytes of the page.
   */
  children(index: number, frame: number, to: number): Lines {
    const lines = new Lines(256);
    this.#write(index, lines, to, frame);
    return lines;
  }

  #write(index: number, lines: Lines, to: number, deepest?: number): void {
    const { checkpoints, splits, readTo } = this.survey;
    const pass = this.#pass;
    pass.resume(checkpoints[index]!);
    pass.write(lines, deepest);
    takeUntil(pass, Math.min(to, checkpoints[index + 1]?.pos ?? readTo ?? to));
    // What is still open ends in a later page, which the survey has seen, or with the blob.
    for (let { frame } = pass; frame > 0; frame -= F.STRIDE) {
      const line = pass.frames[frame + F.LINE]!;
      if (line < 0) continue;
      const isGroup = (pass.frames[frame + F.FLAGS]! & F.IS_GROUP) !== 0;
      const close = splits.get(pass.frames[frame + F.NODE]!);
      lines.closed(line, close ?? { end: pass.nodes, group: isGroup ? { to: pass.pos, open: true } : undefined });
    }
  }
}
