import { NOTABLE, NoteBit } from "../model.ts";
import { lastWhere } from "./bisect.ts";
import { takeUntil } from "./fast.ts";
import * as F from "./frames.ts";
import { LINE, Lines, NOTES, ORDINAL } from "./lines.ts";
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

/** An ordinal and notes that only the whole page tells. */
export const NOT_TOLD = -1;
/** Longest field of which lines alone are made: what is longer fills pages of its own. */
const MOST_ALONE = 1 << 14;
/** Lines that nobody wants. */
const NOWHERE = new Lines(0);

/** Makes what a survey left out anew, from the bytes: the lines of a page, of one message's children on it, or of one field alone. */
export class PageReader {
  readonly survey: Survey;
  /** Of most of the contents that are borrowed no page is ever asked for. */
  #made: Pass | undefined;
  /** The pass stands where `seek` or `alone` left it. */
  #isSeeking = false;
  /** The node that `seek` found and at which the pass still stands, -1 for none. */
  #sought = -1;

  constructor(survey: Survey) {
    this.survey = survey;
  }

  /** The node that can be made `alone`, -1 for none. */
  get sought(): number {
    return this.#sought;
  }

  get #pass(): Pass {
    if (!this.#made) {
      const { bytes, set, guide, root, repeatedKeys } = this.survey;
      this.#made = new Pass(bytes, set, guide, root, repeatedKeys);
    }
    return this.#made;
  }

  /** Page `index`, in the memory of `old` where that is large enough. Cost: linear in its bytes, and in the messages open at its start. */
  page(index: number, old?: Lines): Page {
    const { checkpoints, nodes } = this.survey;
    const first = checkpoints[index]!.nodes;
    const until = checkpoints[index + 1]?.nodes ?? nodes;
    const lines = old && old.facts.length >= (until - first) * LINE ? old : new Lines(until - first);
    lines.next = 0;
    this.#write(index, lines, MOST_BYTES);
    return this.#pageOf(first, lines);
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

  /** Bytes that `seek` would pass over. */
  distance(index: number, offset: number): number {
    return offset - this.#startOf(index, offset);
  }

  /**
   * Index of the field whose tag stands at `offset`, at or after checkpoint `index` and before the next; -1 where none begins. Cost: the bytes before it that are passed
   * over, from the last waypoint or from where the last call ended, whichever is nearer.
   */
  seek(index: number, offset: number): number {
    const pass = this.#pass;
    const start = this.#startOf(index, offset);
    if (!this.#isSeeking || pass.pos !== start) this.#resumeAt(index, start);
    takeUntil(pass, offset);
    this.#sought = pass.pos === offset && !pass.run ? pass.nodes : -1;
    return this.#sought;
  }

  /**
   * The lines of the field that `seek` found last, and of all below it, in the memory of `old`; of what is left behind it too where it does not
   * parse. None for a group, and for what is longer than `MOST_ALONE`; undefined for another node. Its own ordinal, and its notes where one of them is notable, are left out (`NOT_TOLD`): they depend on what stands before it. Cost: linear in its bytes.
   */
  alone(node: number, old: Lines): Page | undefined {
    const pass = this.#pass;
    if (node !== this.#sought) return undefined;
    const { frame, pos } = pass;
    old.next = 0;
    pass.write(old);
    pass.field();
    const isOpen = pass.frame > frame;
    const to = pass.run?.to ?? (isOpen ? pass.frames[pass.frame + F.END]! : pass.pos);
    const isGroup = isOpen && (pass.frames[pass.frame + F.FLAGS]! & F.IS_GROUP) !== 0;
    const isMade = !isGroup && to - pos <= MOST_ALONE;
    if (isMade) takeUntil(pass, to);
    old.settle();
    this.#passOver();
    if (!isMade) return new Page(0, 0, old);
    const page = this.#pageOf(node, old);
    page.facts[ORDINAL] = NOT_TOLD;
    // A node that the survey did not mark has no note that depends on another.
    page.facts[NOTES] = this.survey.marks.notable.has(node) ? NOT_TOLD : page.facts[NOTES]! & ~NOTABLE;
    return page;
  }

  /** Where a pass to `offset` begins. */
  #startOf(index: number, offset: number): number {
    const { checkpoints, waypoints } = this.survey;
    const { pos } = this.#pass;
    const waypoint = this.#waypointBefore(offset);
    const start = Math.max(checkpoints[index]!.pos, waypoint < 0 ? 0 : waypoints[waypoint]!);
    return this.#isSeeking && pos >= start && pos <= offset ? pos : start;
  }

  /** Where the last waypoint at or before an offset stands among them, -1 for none. */
  #waypointBefore(offset: number): number {
    const { waypoints } = this.survey;
    if (waypoints.length === 0 || waypoints[0]! > offset) return -1;
    return F.WAYPOINT * lastWhere(waypoints.length / F.WAYPOINT, (at) => waypoints[F.WAYPOINT * at]! <= offset);
  }

  /** Stands at checkpoint `index`, or at the waypoint of offset `start`. */
  #resumeAt(index: number, start: number): void {
    const pass = this.#pass;
    const checkpoint = this.survey.checkpoints[index]!;
    pass.resume(checkpoint);
    if (start > checkpoint.pos) {
      const { waypoints } = this.survey;
      const waypoint = this.#waypointBefore(start);
      pass.skipTo(start, waypoints[waypoint + F.WAYPOINT_NODE]!, waypoints[waypoint + F.WAYPOINT_FRAME]!);
    }
    this.#passOver();
  }

  /** Goes on without lines. */
  #passOver(): void {
    this.#pass.write(NOWHERE, -F.STRIDE);
    this.#pass.longRun = MOST_BYTES;
    this.#isSeeking = true;
    this.#sought = -1;
  }

  /** What was written from node `first` on, with the note on superseded values, which the survey alone knows. */
  #pageOf(first: number, lines: Lines): Page {
    const { superseded } = this.survey;
    const length = lines.next / LINE;
    const until = first + length;
    if (superseded.countIn(first, until) > 0)
      for (let node = superseded.next(first); node >= 0 && node < until; node = superseded.next(node + 1))
        lines.facts[(node - first) * LINE + NOTES]! |= NoteBit.SUPERSEDED;
    return new Page(first, length, lines);
  }

  #write(index: number, lines: Lines, to: number, deepest?: number): void {
    const { checkpoints, splits, readTo } = this.survey;
    const pass = this.#pass;
    this.#isSeeking = false;
    this.#sought = -1;
    pass.resume(checkpoints[index]!);
    pass.write(lines, deepest);
    takeUntil(pass, Math.min(to, checkpoints[index + 1]?.pos ?? readTo ?? to));
    lines.settle();
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
