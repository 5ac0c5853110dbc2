import type { Context } from "./context.ts";
import type { ListFrame, MessageFrame } from "./frames.ts";
import { Flag, RowForm, RowKind } from "./model.ts";
import { sameBytes } from "./same-bytes.ts";
import type { Sameness } from "./sameness.ts";
import { isBroken, type SideData } from "./side-data.ts";
import type { RowSink } from "./sink.ts";
import { nodeOf } from "./spots.ts";
import { isListSort } from "./traits.ts";

type Closed = MessageFrame | ListFrame;

/** Ends rows once what is below them is aligned. */
export class Closing {
  readonly #a: SideData;
  readonly #b: SideData;
  readonly #same: Sameness;
  readonly #sink: RowSink;

  constructor({ a, b, same, sink }: Context) {
    this.#a = a;
    this.#b = b;
    this.#same = same;
    this.#sink = sink;
  }

  /** Ends a row: when nothing below differs it is a change of its own or is taken back. */
  close(frame: Closed): void {
    const { row, place, mark } = frame;
    const sink = this.#sink;
    if (row < 0) {
      this.#closeRoot();
      return;
    }
    sink.close(row);
    if (sink.isEqualBelow(row)) {
      const kind = sink.kindOf(row);
      if (kind !== RowKind.PARENT || !this.#isSameOnWire(frame) || place.misplaced) {
        this.#dropBelow(row);
        if (kind === RowKind.PARENT) sink.setKind(row, RowKind.WIRE_ONLY, 0);
      } else {
        const { a, b } = sink.spotsOf(row);
        sink.backTo(mark);
        sink.addEqual(a, b, place.parent);
      }
    }
    if (frame.kind === "message") this.#merged(frame);
  }

  #isSameOnWire(frame: Closed): boolean {
    if (frame.kind === "list") {
      const { a, b } = frame.whole;
      if (a.length !== b.length) return false;
      for (let i = 0; i < a.length; i++) if (!this.#same.sameElementOnWire(a, i, b, i)) return false;
      return true;
    }
    const { as, bs } = frame;
    // Further occurrences of a merged message have rows of their own.
    return as.length !== bs.length || as.every((a, i) => this.#same.sameOnWire(a, bs[i]!));
  }

  /** Takes back the one run below a row that is a change of its own. */
  #dropBelow(row: number): void {
    if (this.#sink.length === row + 1) return;
    const { pairs, runs, ...rest } = this.#sink.mark();
    const last = this.#sink.runs.at(-1)!;
    this.#sink.backTo({ ...rest, row: row + 1, pairs: pairs - last.count, runs: runs - 1 });
    this.#sink.close(row);
  }

  /** Occurrences of one message that only one side has: merged on restore, so only the wire differs, unless one does not read. */
  #merged({ as, bs, place }: MessageFrame): void {
    for (let i = Math.min(as.length, bs.length); i < Math.max(as.length, bs.length); i++) {
      const a = as[i] ?? -1;
      const b = bs[i] ?? -1;
      if (isBroken(this.#a, a) || isBroken(this.#b, b)) this.#sink.add(RowForm.FIELD, RowKind.CHANGED, Flag.UNLIKE, a, b, place.parent);
      else this.#sink.add(RowForm.FIELD, RowKind.WIRE_ONLY, 0, a, b, place.parent);
    }
  }

  /** Fields of the root that only interleave in another way: the first one stands for them. */
  #closeRoot(): void {
    const left = this.#a.decoded.bytes;
    const right = this.#b.decoded.bytes;
    if (this.#sink.length !== 1 || this.#sink.kindOf(0) !== RowKind.EQUAL) return;
    if (left.length === right.length && sameBytes(left, 0, right, 0, left.length)) return;
    const coarse = this.#sink.coarse.length;
    const [[first, other], ...rest] = this.#sink.lastPairs() as [[number, number], ...[number, number][]];
    this.#sink.backTo({ row: 0, pairs: 0, runs: 0, lists: 0, coarse });
    const [a, b] = [nodeOf(this.#a.decoded, first), nodeOf(this.#b.decoded, other)];
    const ref = this.#a.decoded.nodes.ref(a);
    const isList = ref >= 0 && isListSort(this.#a.sorts[ref]!);
    this.#sink.add(isList ? RowForm.LIST : RowForm.FIELD, RowKind.WIRE_ONLY, 0, a, b, -1);
    for (const [x, y] of rest) this.#sink.addEqual(x, y, -1);
  }
}
