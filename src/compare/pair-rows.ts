import type { Place } from "./frames.ts";
import { Flag, RowForm, RowKind } from "./model.ts";
import type { RowSink } from "./sink.ts";
import type { Spot } from "./spots.ts";

/** Adds the rows of pairs: what is found of a pair, and what its place says of it, in one row. */
export class PairRows {
  readonly #sink: RowSink;

  constructor(sink: RowSink) {
    this.#sink = sink;
  }

  /** A row of its own, or of what its place says of it where `kind` is `PARENT`; returns it. */
  add(place: Place, kind: RowKind, a: Spot, b: Spot): number {
    const own = kind !== RowKind.PARENT ? kind : place.moved ? RowKind.MOVED : place.renamed ? RowKind.RENAMED : kind;
    let flags: number = (place.renamed ? Flag.RENAMED : 0) | (place.moved ? Flag.MOVED : 0);
    if (own === RowKind.MOVED && !place.orderless) flags |= Flag.UNLIKE;
    return this.#sink.add(place.form, own, flags, a, b, place.parent, place.form === RowForm.ELEMENT ? 0 : -1);
  }

  /** A pair that does not restore to the same. */
  change(kind: RowKind, a: Spot, b: Spot, place: Place): void {
    this.#sink.setKind(this.add(place, kind, a, b), kind, Flag.UNLIKE);
  }

  /** A pair that is the same on both wires: an entry of a run, unless its place says something of it. */
  equal(a: Spot, b: Spot, place: Place): void {
    if (place.moved || place.renamed) this.add(place, RowKind.PARENT, a, b);
    else if (place.misplaced) this.add(place, RowKind.WIRE_ONLY, a, b);
    else this.#sink.addEqual(a, b, place.parent);
  }

  /** A pair that restores to the same from other bytes. */
  wireOnly(a: Spot, b: Spot, place: Place): void {
    this.add(place, place.moved || place.renamed ? RowKind.PARENT : RowKind.WIRE_ONLY, a, b);
  }

  /** What one side alone has; -1 for the other. */
  oneSided(place: Place, a: Spot, b: Spot): void {
    this.#sink.add(
      place.form,
      a !== -1 ? RowKind.REMOVED : RowKind.ADDED,
      Flag.UNLIKE,
      a,
      b,
      place.parent,
      place.form === RowForm.ELEMENT ? 0 : -1,
    );
  }
}
