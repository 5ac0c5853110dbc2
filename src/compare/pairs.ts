import { contentType, isOpened, isPacked } from "../decode/index.ts";
import type { Context } from "./context.ts";
import { isForeignTo } from "./foreign.ts";
import type { Frame, Place } from "./frames.ts";
import { groupsOf, type Message, variantOf } from "./groups.ts";
import type { Lists } from "./lists.ts";
import { RowForm, RowKind } from "./model.ts";
import type { PairRows } from "./pair-rows.ts";
import type { Relations } from "./relate.ts";
import type { Sameness } from "./sameness.ts";
import { ANY, joinedAny, type SideData } from "./side-data.ts";
import type { Mark, RowSink } from "./sink.ts";

/** Judges pairs of values: the same, a change, or a pair whose content is to be aligned, which becomes a frame. */
export class Pairs {
  readonly #a: SideData;
  readonly #b: SideData;
  readonly #relations: Relations;
  readonly #same: Sameness;
  readonly #sink: RowSink;
  readonly #frames: Frame[];
  readonly #unreadFrom: number;
  readonly #lists: Lists;
  readonly #rows: PairRows;

  constructor({ a, b, relations, same, sink, frames, unreadFrom }: Context, lists: Lists, rows: PairRows) {
    this.#a = a;
    this.#b = b;
    this.#relations = relations;
    this.#same = same;
    this.#sink = sink;
    this.#frames = frames;
    this.#unreadFrom = unreadFrom;
    this.#lists = lists;
    this.#rows = rows;
  }

  /** One value of either side: all its occurrences, where a reader merges them. */
  pair(as: readonly number[], bs: readonly number[], place: Place): void {
    const a = as[0]!;
    const b = bs[0]!;
    if (this.#same.allSame(as, bs)) {
      this.#rows.equal(a, b, place);
      return;
    }
    const left = this.#a.decoded;
    const right = this.#b.decoded;
    if (isOpened(left, a) && isOpened(right, b)) this.#messages(as, bs, place);
    else if (isPacked(left, a) && isPacked(right, b)) {
      const mark = this.#sink.mark();
      const row = this.#rows.add(place, RowKind.PARENT, a, b);
      this.#frames.push({ kind: "opening", steps: this.#lists.openPacked({ row, place, mark }, as, bs) });
    } else this.#leaf(as, bs, place);
  }

  #messages(as: readonly number[], bs: readonly number[], place: Place): void {
    const a = this.#message(this.#a, as);
    const b = this.#message(this.#b, bs);
    if (a.type?.typeName === ANY && b.type?.typeName === ANY) {
      if (as.length > 1 || bs.length > 1) {
        this.#mergedAnys(as, bs, place);
        return;
      }
      if (this.#same.isOtherAny(as[0]!, bs[0]!)) {
        this.#rows.change(RowKind.RETYPED, as[0]!, bs[0]!, place);
        return;
      }
    }
    if (a.type?.isEnum && b.type?.isEnum) {
      const left = variantOf(a);
      const right = variantOf(b);
      if (left !== undefined && right !== undefined && left !== right) {
        this.#rows.change(RowKind.CHANGED, as[0]!, bs[0]!, place);
        return;
      }
    }
    const mark = this.#sink.mark();
    const row = this.#rows.add(place, RowKind.PARENT, as[0]!, bs[0]!);
    this.openMessage(row, as, bs, place, mark);
  }

  /** `Any`s in several occurrences: which type their joined content has is told by the last of them, so it is compared as bytes. */
  #mergedAnys(as: readonly number[], bs: readonly number[], place: Place): void {
    if (joinedAny(this.#a.decoded, as) !== joinedAny(this.#b.decoded, bs)) this.#rows.change(RowKind.CHANGED, as[0]!, bs[0]!, place);
    else if (as.length === bs.length && as.every((a, i) => this.#same.sameOnWire(a, bs[i]!))) this.#rows.equal(as[0]!, bs[0]!, place);
    else this.#rows.wireOnly(as[0]!, bs[0]!, place);
  }

  #leaf(as: readonly number[], bs: readonly number[], place: Place): void {
    if (this.#same.sameLeaf(as, bs)) {
      const wireOnly = as.length !== bs.length || as.some((a, i) => !this.#same.sameOnWire(a, bs[i]!, place.form === RowForm.ELEMENT));
      if (wireOnly) this.#rows.wireOnly(as[0]!, bs[0]!, place);
      else this.#rows.equal(as[0]!, bs[0]!, place);
    } else this.#rows.change(RowKind.CHANGED, as[0]!, bs[0]!, place);
  }

  #message(side: SideData, content: readonly number[]): Message {
    return { decoded: side.decoded, content, type: contentType(side.decoded, content[0]!) };
  }

  /** Opens a pair of messages (-1: the roots), each of them its occurrences merged. */
  openMessage(row: number, as: readonly number[], bs: readonly number[], place: Place, mark: Mark): void {
    let a = this.#message(this.#a, as);
    let b = this.#message(this.#b, bs);
    const isForeign = row >= 0 && isForeignTo(this.#a.decoded, as[0]!) && isForeignTo(this.#b.decoded, bs[0]!);
    if (isForeign && !(a.type && b.type && this.#relations.related(a.type, b.type))) {
      // Two lent types that have nothing to do with each other, or one against a guess, say nothing of the pair.
      a = { ...a, type: undefined };
      b = { ...b, type: undefined };
    }
    const isAny = a.type?.typeName === ANY && b.type?.typeName === ANY;
    const groups = groupsOf(a, b, this.#unreadFrom);
    const bytes = groups.reduce((sum, group) => sum + group.bytes, 0);
    this.#frames.push({ kind: "message", row, place, mark, as, bs, at: 0, groups, bytes, past: 0, isAny, isForeign });
  }
}
