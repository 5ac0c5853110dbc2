import { part, type Steps } from "../base/index.ts";
import { isElement, pathOf } from "../decode/index.ts";
import { align } from "./align.ts";
import type { Context } from "./context.ts";
import { Elements } from "./elements.ts";
import type { ListFrame, Opened, Place } from "./frames.ts";
import { inStep, NOT_IN_STEP } from "./in-step.ts";
import { bestChoice, choicesFor, type KeyPair, keysFor, type Looked } from "./keys.ts";
import { type CompareOptions, Flag, type MatchBy, type MatchChoice, RowForm, type RowKind } from "./model.ts";
import type { Relations } from "./relate.ts";
import { withoutIndex } from "./rows.ts";
import type { Sameness } from "./sameness.ts";
import { numbersIn, type SideData } from "./side-data.ts";
import type { RowSink } from "./sink.ts";
import { isUnread, type Spot } from "./spots.ts";
import { isListSort, isUnitType, Sort } from "./traits.ts";

const EDIT_WORK = 2 ** 22;
const LONG_FROM = 1024;
const MAP_KEY: MatchChoice = { by: "map-key", label: "map key", score: 1 };
const CONTENT: MatchChoice = { by: "content", label: "content", score: 0 };

/** Opens lists: chooses how their elements are matched, aligns them, and gives the frame that walks the pairs. */
export class Lists {
  readonly #a: SideData;
  readonly #b: SideData;
  readonly #options: CompareOptions;
  readonly #relations: Relations;
  readonly #same: Sameness;
  readonly #sink: RowSink;

  constructor({ a, b, relations, same, sink }: Context, options: CompareOptions) {
    this.#a = a;
    this.#b = b;
    this.#options = options;
    this.#relations = relations;
    this.#same = same;
    this.#sink = sink;
  }

  /**
   * Opens all occurrences of a field: where they differ, adds their `LIST` row and gives the frame that aligns the elements. Nothing when
   * they are the same.
   */
  *open(place: Place, as: readonly Spot[], bs: readonly Spot[], kind: RowKind, map: boolean): Steps<ListFrame | undefined> {
    const whole = { a: new Elements(this.#a, as), b: new Elements(this.#b, bs) };
    const same = yield* part(inStep(whole.a, whole.b, this.#same, this.#options.longFrom ?? LONG_FROM), 0, 0.1);
    if (same.count === whole.a.length && same.count === whole.b.length) return undefined;
    const numbers = isNumbers(this.#a, as) || isNumbers(this.#b, bs);
    const a = numbers ? new Elements(this.#a, numbersIn(this.#a, as)) : whole.a;
    const b = numbers ? new Elements(this.#b, numbersIn(this.#b, bs)) : whole.b;
    const looked = { inStep: numbers ? NOT_IN_STEP : same, made: new Map<MatchBy, KeyPair>() };
    const choice = yield* part(this.#choose(a, b, map, looked), 0.1, 0.4);
    const mark = this.#sink.mark();
    const row = this.add(place, whole.a, whole.b, kind, choice, a.length, b.length);
    return yield* part(this.#align(a, b, choice, { row, place, mark }, { whole, numbers }, looked), 0.4, 1);
  }

  /** Aligns the elements of two packed values whose row stands. */
  *openPacked(base: Opened, as: readonly number[], bs: readonly number[]): Steps<ListFrame> {
    const whole = { a: new Elements(this.#a, as), b: new Elements(this.#b, bs) };
    const a = new Elements(this.#a, numbersIn(this.#a, as));
    const b = new Elements(this.#b, numbersIn(this.#b, bs));
    return yield* this.#align(a, b, CONTENT, base, { whole, numbers: true }, { inStep: NOT_IN_STEP, made: new Map() });
  }

  /** Adds a `LIST` row; returns it. */
  add(place: Place, a: Elements, b: Elements, kind: RowKind, { by, label }: MatchChoice, countA: number, countB: number): number {
    const flags = place.renamed ? Flag.RENAMED : 0;
    const [nodeA, nodeB] = [a.length > 0 ? a.node(0) : -1, b.length > 0 ? b.node(0) : -1];
    const row = this.#sink.add(RowForm.LIST, kind, flags, nodeA, nodeB, place.parent, this.#sink.lists.length);
    const units = isUnitType(a.decoded.set, a.type) || isUnitType(b.decoded.set, b.type);
    this.#sink.lists.push({ row, by, label, countA, countB, orderless: units || by === "map-key", units });
    return row;
  }

  /** How a list is to be matched: as asked, else as serves best. */
  *#choose(a: Elements, b: Elements, map: boolean, looked: Looked): Steps<MatchChoice> {
    if (map) return MAP_KEY;
    const asked = this.#asked(a, b);
    const choice = asked && (yield* choicesFor(a, b, this.#relations, true, looked)).find(({ by }) => by === asked);
    return choice || bestChoice(yield* choicesFor(a, b, this.#relations, false, looked));
  }

  #asked(a: Elements, b: Elements): string | undefined {
    const { matchBy } = this.#options;
    if (!matchBy || Object.keys(matchBy).length === 0) return undefined;
    const list = a.length > 0 ? a : b;
    if (list.length === 0) return undefined;
    const { decoded } = list;
    const first = list.node(0);
    const path = withoutIndex(pathOf(decoded, isElement(decoded, first) ? decoded.nodes.parent(first) : first));
    return matchBy[path] ?? matchBy[path.replace(/\[\d+\]/g, "[*]")];
  }

  *#align(
    a: Elements,
    b: Elements,
    choice: MatchChoice,
    base: Opened,
    { whole, numbers }: Pick<ListFrame, "whole"> & { readonly numbers: boolean },
    looked: Looked,
  ): Steps<ListFrame> {
    const keys = looked.made.get(choice.by) ?? (yield* part(keysFor(choice.by, a, b, this.#relations, looked.inStep), 0, 0.3));
    const steps = align(a, b, {
      keys,
      numbers,
      inStep: looked.inStep,
      byIndex: choice.by === "index",
      work: this.#options.editWork ?? EDIT_WORK,
      pairable: (i, j) => !this.#same.isOtherUnit(a.node(i), b.node(j)),
      sameBytes: numbers ? () => false : (i, j) => a.rough(i) === b.rough(j) && this.#same.sameElement(a, i, b, j),
    });
    const { partner, back, moved, coarse } = yield* part(steps, 0.3, 1);
    const { row } = base;
    if (coarse !== undefined) {
      this.#sink.coarse.push({ row, reason: coarse });
      this.#sink.setKind(row, this.#sink.kindOf(row), Flag.COARSE);
    }
    const list = this.#sink.lists.at(-1);
    const isOwn = list?.row === row;
    const order = rowOrder(partner, back);
    const isUnits = isOwn && list.units && base.place.parent < 0;
    return { ...base, kind: "list", whole, inStep: looked.inStep, at: 0, a, b, order, moved, orderless: isOwn && list.orderless, isUnits };
  }
}

/** True for the occurrences of a list of numbers, packed or not. */
function isNumbers(side: SideData, spots: readonly Spot[]): boolean {
  const ref = spots.length > 0 && !isUnread(spots[0]!) ? side.decoded.nodes.ref(spots[0]!) : -1;
  return ref >= 0 && isListSort(side.sorts[ref]!) && side.sorts[ref]! < Sort.LIST;
}

/** Places in the order of the rows: A's, and what only B has after what stands before it in B. */
function rowOrder(partner: Int32Array, back: Int32Array): Int32Array {
  const order = new Int32Array(2 * (partner.length + back.length));
  let end = withoutPartner(order, 0, back, 0);
  for (let i = 0; i < partner.length; i++) {
    const j = partner[i]!;
    order[end++] = i;
    order[end++] = j;
    if (j >= 0) end = withoutPartner(order, end, back, j + 1);
  }
  return order.subarray(0, end);
}

/** Puts what of B has no partner, from place `from` on, at `end`; returns the new end. */
function withoutPartner(order: Int32Array, end: number, back: Int32Array, from: number): number {
  let at = end;
  for (let j = from; j < back.length && back[j]! < 0; j++) {
    order[at++] = -1;
    order[at++] = j;
  }
  return at;
}
