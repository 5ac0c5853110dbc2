import { ProblemCode } from "../../wire/index.ts";
import { NoteBit } from "../model.ts";
import * as F from "./frames.ts";
import { Pass } from "./pass.ts";
import type { Checkpoint, Close, Row, Rows } from "./rows.ts";
import type { Survey } from "./survey.ts";

/** The columns of the nodes `[first, first + length)`: those of `WireColumns` and `Decoded`, by index less `first`. */
export class Page implements Rows {
  readonly first: number;
  readonly length: number;
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

  constructor(first: number, length: number) {
    this.first = first;
    this.length = length;
    this.from = new Uint32Array(length);
    this.to = new Uint32Array(length);
    this.end = new Uint32Array(length);
    this.parent = new Int32Array(length);
    this.ref = new Int32Array(length);
    this.shape = new Int32Array(length);
    this.ordinal = new Uint32Array(length);
    this.notes = new Uint16Array(length);
    this.head = new Uint8Array(length);
    this.kind = new Uint8Array(length);
    this.problem = new Uint8Array(length);
    this.status = new Uint8Array(length);
  }

  add(row: Row): void {
    const at = this.#at++;
    this.from[at] = row.from;
    this.to[at] = row.to;
    this.end[at] = this.first + at + 1 + row.elements;
    this.parent[at] = row.parent;
    this.ref[at] = row.ref;
    this.shape[at] = row.shape;
    this.ordinal[at] = row.ordinal;
    this.notes[at] = row.notes;
    this.head[at] = row.head;
    this.kind[at] = row.kind;
    this.problem[at] = row.problem;
    this.status[at] = row.status;
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

/** Index of the page that holds a node. Cost: log of the pages. */
export function pageOf(checkpoints: readonly Checkpoint[], node: number): number {
  let low = 0;
  let high = checkpoints.length;
  while (low + 1 < high) {
    const middle = (low + high) >>> 1;
    if (checkpoints[middle]!.nodes <= node) low = middle;
    else high = middle;
  }
  return low;
}

/** Makes page `index` of a surveyed blob anew, from the bytes. Cost: linear in its bytes, and in the messages open at its start. */
export function readPage(survey: Survey, index: number): Page {
  const { bytes, set, guide, root, checkpoints } = survey;
  const start = checkpoints[index]!;
  const until = checkpoints[index + 1]?.nodes ?? survey.nodes;
  const page = new Page(start.nodes, until - start.nodes);
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
