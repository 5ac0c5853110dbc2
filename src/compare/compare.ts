import { type Steps, straight } from "../base/index.ts";
import { Closing } from "./closing.ts";
import type { Context } from "./context.ts";
import { Fields } from "./fields.ts";
import { type ListFrame, placeAt } from "./frames.ts";
import { Lists } from "./lists.ts";
import { CHANGE_KINDS, type ChangeKind, type CompareOptions, type Comparison, RowForm, RowKind, type Side } from "./model.ts";
import { Pace } from "./pace.ts";
import { PairRows } from "./pair-rows.ts";
import { Pairs } from "./pairs.ts";
import { Relations } from "./relate.ts";
import { rowPath } from "./rows.ts";
import { Sameness } from "./sameness.ts";
import { shareOf } from "./share.ts";
import { dataOf } from "./side-data.ts";
import { RowSink } from "./sink.ts";
import { summarize } from "./units.ts";

/**
 * Aligns two sides to one tree of changes: messages by field number, lists by key or content, `Any` contents by the type of each
 * side. Never throws on bad bytes, and never recurses. Borrows both sides. Cost: linear in the bytes of both where lists have keys or
 * unlike contents; edit scripts are bounded by `editWork`, and what they do not reach is said in `coarse`.
 */
export function compare(a: Side, b: Side, options: CompareOptions = {}): Comparison {
  return straight(compareInSteps(a, b, options));
}

/** The same in pieces of well under a millisecond, but for single long values: yields the share that is done, 0 to 1, after each. */
export function* compareInSteps(a: Side, b: Side, options: CompareOptions = {}): Steps<Comparison> {
  return yield* new Comparer(a, b, options).run();
}

/** Below this a message is on a page or two, which are made for what differs in it anyway. */
const UNREAD_FROM = 2 ** 14;
/** Pairs that are taken in one go. */
const RUN = 256;

class Comparer {
  readonly #context: Context;
  readonly #pairs: Pairs;
  readonly #fields: Fields;
  readonly #rows: PairRows;
  readonly #closing: Closing;

  constructor(a: Side, b: Side, options: CompareOptions) {
    const pace = new Pace();
    const left = dataOf(a, pace);
    const right = a.decoded === b.decoded ? { ...left, ...b } : dataOf(b, pace);
    const relations = new Relations(a.decoded.set, b.decoded.set, options.between ?? []);
    const same = new Sameness(left, right, relations);
    this.#context = {
      a: left,
      b: right,
      relations,
      same,
      sink: new RowSink(),
      frames: [],
      unreadFrom: options.unreadFrom ?? UNREAD_FROM,
    };
    const lists = new Lists(this.#context, options);
    this.#rows = new PairRows(this.#context.sink);
    this.#pairs = new Pairs(this.#context, lists, this.#rows);
    this.#fields = new Fields(this.#context, lists, this.#pairs, this.#rows);
    this.#closing = new Closing(this.#context);
  }

  *run(): Steps<Comparison> {
    const { a, b, relations, sink, frames } = this.#context;
    const { root } = a.decoded;
    const other = b.decoded.root;
    if (root && other ? !relations.related(root, other) : root !== other)
      sink.coarse.push({
        row: -1,
        reason: `the roots are not of one type: ${root?.typeName ?? "raw"} and ${other?.typeName ?? "raw"}; fields are aligned by number all the same`,
      });
    this.#pairs.openMessage(-1, [-1], [-1], placeAt(-1, RowForm.FIELD), sink.mark());
    let share = 0;
    for (let frame = frames.at(-1); frame; frame = frames.at(-1)) {
      if (frame.kind === "opening") {
        const { done, value } = frame.steps.next();
        if (done) {
          frames.pop();
          if (value) frames.push(value);
        } else {
          share = Math.max(share, shareOf(frames, value));
          yield share;
        }
        continue;
      }
      const isDone = frame.kind === "message" ? frame.at >= frame.groups.length : frame.at >= frame.order.length;
      if (isDone) {
        frames.pop();
        this.#closing.close(frame);
      } else if (frame.kind === "message") {
        const group = frame.groups[frame.at++]!;
        frame.past += group.bytes;
        this.#fields.align(frame, group);
      } else this.#stepList(frame);
      if (a.pace.due()) {
        share = Math.max(share, shareOf(frames));
        yield share;
      }
    }
    return this.#finish();
  }

  /** Takes the pairs of a list that are told to be the same, some at a time. */
  #stepSame(frame: ListFrame): void {
    const { a, b, inStep, order, moved, row } = frame;
    const { sink } = this.#context;
    const end = Math.min(order.length, frame.at + 2 * RUN);
    for (; frame.at < end; frame.at += 2) {
      const i = order[frame.at]!;
      const j = order[frame.at + 1]!;
      if (i < 0 || j < 0 || inStep.partner[i] !== j || moved[i] !== 0) return;
      sink.addEqual(a.spots[i]!, b.spots[j]!, row);
      a.pace.spend(1);
    }
  }

  #stepList(frame: ListFrame): void {
    const { a, b, inStep, order, moved, orderless, isUnits, row } = frame;
    const { sink, same } = this.#context;
    this.#stepSame(frame);
    if (frame.at >= order.length) return;
    const i = order[frame.at]!;
    const j = order[frame.at + 1]!;
    frame.at += 2;
    const spotA = i < 0 ? -1 : a.spots[i]!;
    const spotB = j < 0 ? -1 : b.spots[j]!;
    const isSame = i >= 0 && j >= 0 && (inStep.partner[i] === j || same.sameElement(a, i, b, j));
    if (isSame && moved[i] === 0) {
      sink.addEqual(spotA, spotB, row);
      return;
    }
    if (isUnits) sink.units.set(sink.length, i < 0 ? spotB : spotA);
    const place = placeAt(row, RowForm.ELEMENT, { moved: i >= 0 && moved[i] === 1, orderless });
    if (i < 0 || j < 0) this.#rows.oneSided(place, spotA, spotB);
    else if (isSame) this.#rows.equal(spotA, spotB, place);
    else this.#pairs.pair([a.node(i)], [b.node(j)], place);
  }

  #finish(): Comparison {
    const { a, b, sink } = this.#context;
    const equal = !sink.unlike;
    const sealed = sink.seal(a.decoded, b.decoded);
    const counts = Object.fromEntries(CHANGE_KINDS.map((kind) => [kind, 0])) as Record<ChangeKind, number>;
    for (const row of sealed.changes) counts[CHANGE_KINDS[sealed.rows.kind[row]! - RowKind.CHANGED]!]++;
    const sides = { a: { decoded: a.decoded, name: a.name }, b: { decoded: b.decoded, name: b.name } };
    const bare = { ...sides, equal, ...sealed, counts, lists: sink.lists, units: [], equalUnits: 0, coarse: [] };
    const coarse = sink.coarse.map((each) => ({ ...each, path: each.row < 0 ? "" : rowPath(bare, each.row).path }));
    return { ...bare, ...summarize(bare, sink.units), coarse };
  }
}
