import { ProblemCode } from "../../wire/index.ts";
import { NoteBit } from "../model.ts";
import * as F from "./frames.ts";
import { Pass } from "./pass.ts";
import type { Close, Rows } from "./rows.ts";
import type { Survey } from "./survey.ts";

/** The facts of the nodes `[first, first + length)`, an array a fact, by index less `first`. */
export class Page implements Rows {
  first = 0;
  length = 0;
  readonly capacity: number;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly end: Uint32Array;
  readonly parent: Int32Array;
  readonly ref: Int32Array;
  readonly shape: Int32Array;
  readonly ordinal: Uint32Array;
  readonly notes: Uint16Array;
  readonly head: Uint8Array;
  readonly kind: Uint8Array;
  readonly problem: Uint8Array;
  readonly status: Uint8Array;
  #at = 0;

  /** All arrays lie in one piece of memory, which a page that is let go hands on to another. */
  constructor(capacity: number) {
    this.capacity = capacity;
    const memory = new ArrayBuffer(34 * capacity);
    const word = 4 * capacity;
    this.from = new Uint32Array(memory, 0, capacity);
    this.to = new Uint32Array(memory, word, capacity);
    this.end = new Uint32Array(memory, 2 * word, capacity);
    this.parent = new Int32Array(memory, 3 * word, capacity);
    this.ref = new Int32Array(memory, 4 * word, capacity);
    this.shape = new Int32Array(memory, 5 * word, capacity);
    this.ordinal = new Uint32Array(memory, 6 * word, capacity);
    this.notes = new Uint16Array(memory, 7 * word, capacity);
    const bytes = 7 * word + 2 * capacity;
    this.head = new Uint8Array(memory, bytes, capacity);
    this.kind = new Uint8Array(memory, bytes + capacity, capacity);
    this.problem = new Uint8Array(memory, bytes + 2 * capacity, capacity);
    this.status = new Uint8Array(memory, bytes + 3 * capacity, capacity);
  }

  /** Takes other nodes from now on, which must have room. */
  begin(first: number, length: number): void {
    this.first = first;
    this.length = length;
    this.#at = 0;
  }

  add(
    from: number,
    to: number,
    head: number,
    kind: number,
    parent: number,
    ref: number,
    shape: number,
    problem: number,
    notes: number,
    status: number,
    ordinal: number,
    elements: number,
  ): void {
    const at = this.#at++;
    this.from[at] = from;
    this.to[at] = to;
    this.end[at] = this.first + at + 1 + elements;
    this.parent[at] = parent;
    this.ref[at] = ref;
    this.shape[at] = shape;
    this.ordinal[at] = ordinal;
    this.notes[at] = notes;
    this.head[at] = head;
    this.kind[at] = kind;
    this.problem[at] = problem;
    this.status[at] = status;
  }

  closed(node: number, { end, group }: Close): void {
    const at = node - this.first;
    if (at < 0) return;
    this.end[at] = end;
    if (group === undefined) return;
    this.to[at] = group.to;
    if (group.open) this.problem[at] = ProblemCode.OPEN_GROUP;
  }
}

/**
 * Makes page `index` of a surveyed blob anew, from the bytes, in the memory of `old` where that is large enough.
 * Cost: linear in its bytes, and in the messages open at its start.
 */
export function readPage(survey: Survey, index: number, old?: Page): Page {
  const { bytes, set, guide, root, checkpoints } = survey;
  const start = checkpoints[index]!;
  const until = checkpoints[index + 1]?.nodes ?? survey.nodes;
  const length = until - start.nodes;
  const page = old && old.capacity >= length ? old : new Page(length);
  page.begin(start.nodes, length);
  const pass = new Pass(bytes, set, guide, root, survey.repeatedKeys);
  pass.resume(start);
  pass.rows = page;
  pass.longRun = 0;
  while (pass.nodes < until) {
    if (pass.run) pass.elements(Number.POSITIVE_INFINITY, until);
    else if (pass.pos >= pass.frames[pass.frame + F.END]!) pass.close();
    else pass.field();
  }
  // What is still open ends in a later page, which the survey has seen, or with the blob.
  for (let frame = pass.frame; frame > 0; frame -= F.STRIDE) {
    const node = pass.frames[frame + F.NODE]!;
    const isGroup = (pass.frames[frame + F.FLAGS]! & F.IS_GROUP) !== 0;
    page.closed(node, survey.splits.get(node) ?? { end: until, group: isGroup ? { to: pass.pos, open: true } : undefined });
  }
  for (let node = survey.superseded.next(page.first); node >= 0 && node < until; node = survey.superseded.next(node + 1))
    page.notes[node - page.first]! |= NoteBit.SUPERSEDED;
  return page;
}
