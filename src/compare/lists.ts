import { isElement, pathOf } from "../decode/index.ts";
import { align } from "./align.ts";
import type { Context } from "./context.ts";
import type { FrameBase, ListFrame, Place } from "./frames.ts";
import { bestChoice, choicesFor, type Elements, keysFor } from "./keys.ts";
import { type CompareOptions, Flag, type MatchChoice, RowForm, type RowKind } from "./model.ts";
import { part, type Steps } from "./pace.ts";
import type { Relations } from "./relate.ts";
import { withoutIndex } from "./rows.ts";
import type { Sameness } from "./sameness.ts";
import { areUnits, elementsOf, numbersIn, type SideData } from "./side-data.ts";
import type { RowSink } from "./sink.ts";
import { isListSort, Sort } from "./traits.ts";

const EDIT_WORK = 2 ** 22;
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

  /** Adds the `LIST` row of all occurrences of a field, and aligns its elements. */
  *open(place: Place, as: readonly number[], bs: readonly number[], kind: RowKind, map: boolean): Steps<ListFrame> {
    const numbers = isNumbers(this.#a, as) || isNumbers(this.#b, bs);
    const a = elementsOf(this.#a, numbers ? numbersIn(this.#a, as) : as);
    const b = elementsOf(this.#b, numbers ? numbersIn(this.#b, bs) : bs);
    const choice = yield* part(this.#choose(a, b, map), 0, 0.4);
    const mark = this.#sink.mark();
    const row = this.add(place, as, bs, kind, choice, a.nodes.length, b.nodes.length);
    return yield* part(this.#align(a, b, choice, { row, place, mark, as, bs }, numbers), 0.4, 1);
  }

  /** Aligns the elements of two packed values whose row stands. */
  *openPacked(base: Omit<FrameBase, "at">): Steps<ListFrame> {
    const a = elementsOf(this.#a, numbersIn(this.#a, base.as));
    const b = elementsOf(this.#b, numbersIn(this.#b, base.bs));
    return yield* this.#align(a, b, CONTENT, base, true);
  }

  /** Adds a `LIST` row; returns it. */
  add(
    place: Place,
    as: readonly number[],
    bs: readonly number[],
    kind: RowKind,
    { by, label }: MatchChoice,
    countA: number,
    countB: number,
  ): number {
    const flags = place.renamed ? Flag.RENAMED : 0;
    const row = this.#sink.add(RowForm.LIST, kind, flags, as[0] ?? -1, bs[0] ?? -1, place.parent, this.#sink.lists.length);
    const units = areUnits(this.#a, as) || areUnits(this.#b, bs);
    this.#sink.lists.push({ row, by, label, countA, countB, orderless: units || by === "map-key", units });
    return row;
  }

  /** How a list is to be matched: as asked, else as serves best. */
  *#choose(a: Elements, b: Elements, map: boolean): Steps<MatchChoice> {
    if (map) return MAP_KEY;
    const asked = this.#asked(a, b);
    const choice = asked && (yield* choicesFor(a, b, this.#relations, true)).find(({ by }) => by === asked);
    return choice || bestChoice(yield* choicesFor(a, b, this.#relations, false));
  }

  #asked(a: Elements, b: Elements): string | undefined {
    const { matchBy } = this.#options;
    if (!matchBy || Object.keys(matchBy).length === 0) return undefined;
    const { decoded, nodes } = a.nodes.length > 0 ? a : b;
    const first = nodes[0];
    if (first === undefined) return undefined;
    const path = withoutIndex(pathOf(decoded, isElement(decoded, first) ? decoded.nodes.parent(first) : first));
    return matchBy[path] ?? matchBy[path.replace(/\[\d+\]/g, "[*]")];
  }

  *#align(a: Elements, b: Elements, choice: MatchChoice, base: Omit<FrameBase, "at">, numbers: boolean): Steps<ListFrame> {
    const keys = yield* part(keysFor(choice.by, a, b, this.#relations), 0, 0.3);
    const steps = align(a, b, {
      keys,
      numbers,
      byIndex: choice.by === "index",
      work: this.#options.editWork ?? EDIT_WORK,
      pairable: (i, j) => !this.#same.isOtherUnit(a.nodes[i]!, b.nodes[j]!),
    });
    const { partner, back, moved, coarse } = yield* part(steps, 0.3, 1);
    const { row } = base;
    if (coarse !== undefined) {
      this.#sink.coarse.push({ row, reason: coarse });
      this.#sink.setKind(row, this.#sink.kindOf(row), Flag.COARSE);
    }
    const list = this.#sink.lists.at(-1);
    const orderless = list?.row === row && list.orderless;
    return { ...base, kind: "list", at: 0, a: a.nodes, b: b.nodes, order: rowOrder(partner, back), moved, orderless };
  }
}

/** True for the occurrences of a list of numbers, packed or not. */
function isNumbers(side: SideData, nodes: readonly number[]): boolean {
  const ref = nodes.length > 0 ? side.decoded.nodes.ref(nodes[0]!) : -1;
  return ref >= 0 && isListSort(side.sorts[ref]!) && side.sorts[ref]! < Sort.LIST;
}

/** Places in the order of the rows: A's, and what only B has after what stands before it in B. */
function rowOrder(partner: Int32Array, back: Int32Array): Int32Array {
  let both = 0;
  for (const j of partner) if (j >= 0) both++;
  const order = new Int32Array(2 * (partner.length + back.length - both));
  let at = 0;
  const put = (i: number, j: number): void => {
    order[at++] = i;
    order[at++] = j;
  };
  const follow = (from: number): void => {
    for (let j = from; j < back.length && back[j]! < 0; j++) put(-1, j);
  };
  follow(0);
  for (let i = 0; i < partner.length; i++) {
    const j = partner[i]!;
    put(i, j);
    if (j >= 0) follow(j + 1);
  }
  return order;
}
