import { grouped, part, type Steps } from "../base/index.ts";
import type { Alignment, AlignOptions } from "./align.ts";
import { editScript } from "./edit-script.ts";
import type { Elements } from "./elements.ts";
import type { InStep } from "./in-step.ts";
import { KeyTable } from "./key-table.ts";
import type { KeyPair } from "./keys.ts";
import { longestAscending } from "./lis.ts";
import type { Pace } from "./pace.ts";
import { pairsInOrder } from "./similar.ts";

/** One alignment of two lists, told as `align` has it. */
export class Aligner {
  readonly #a: Elements;
  readonly #b: Elements;
  readonly #options: AlignOptions;
  readonly #partner: Int32Array;
  readonly #back: Int32Array;
  #moved: Uint8Array;
  #coarse: string | undefined;
  readonly #work: { left: number };
  readonly #pace: Pace;

  constructor(a: Elements, b: Elements, options: AlignOptions) {
    this.#a = a;
    this.#b = b;
    this.#options = options;
    this.#partner = new Int32Array(a.length).fill(-1);
    this.#back = new Int32Array(b.length).fill(-1);
    this.#moved = new Uint8Array(a.length);
    this.#work = { left: options.work };
    this.#pace = a.pace;
  }

  *run(): Steps<Alignment> {
    const n = this.#a.length;
    const m = this.#b.length;
    if (this.#options.byIndex) {
      for (let i = 0; i < Math.min(n, m); i++) this.#match(i, i);
    } else {
      if (this.#options.keys) {
        yield* part(this.#matchKeys(this.#options.keys), 0, 0.1);
        yield* part(this.#matchKeyless(this.#options.keys), 0.1, 0.2);
      } else yield* part(this.#matchInStep(this.#options.inStep), 0, 0.2);
      yield* part(this.#settle(), 0.2, 0.9);
      if (this.#options.numbers && n === m) yield* part(this.#preferPlaces(n), 0.9, 1);
    }
    return { partner: this.#partner, back: this.#back, moved: this.#moved, coarse: this.#coarse };
  }

  #match(i: number, j: number): void {
    this.#partner[i] = j;
    this.#back[j] = i;
  }

  #same(i: number, j: number): boolean {
    return this.#options.sameBytes(i, j) || this.#a.exact(i) === this.#b.exact(j);
  }

  /** Matches what stands in step, and of what lies between such stretches the contents that are unlike all others there. */
  *#matchInStep({ partner, count, start }: InStep): Steps<void> {
    for (let i = 0; i < partner.length; i++) if (partner[i]! >= 0) this.#match(i, partner[i]!);
    if (count > start) yield* this.#matchUnlike(this.#freeA(0, this.#partner.length), this.#freeB(0, this.#back.length));
  }

  *#matchKeys([a, b]: KeyPair): Steps<void> {
    for (let i = 0, next = 0; i < a.keys.length; i++) {
      const j = a.isSingle(i) ? b.placeOf(a.keys[i]!, next) : -1;
      if (j >= 0) {
        this.#match(i, j);
        next = j + 1;
      }
      if (this.#pace.due()) yield i / a.keys.length;
    }
  }

  /** Matches by content what keys do not tell apart: where the other side has no such key, it has no such content either. */
  *#matchKeyless([a, b]: KeyPair): Steps<void> {
    const restA = this.#freeA(0, this.#partner.length).filter((i) => Number.isNaN(a.keys[i]!) || b.has(a.keys[i]!));
    const restB = this.#freeB(0, this.#back.length).filter((j) => Number.isNaN(b.keys[j]!) || a.has(b.keys[j]!));
    yield* this.#matchUnlike(restA, restB);
  }

  /** Finds which matches stand in order, and aligns what is left between them. */
  *#settle(): Steps<void> {
    const n = this.#partner.length;
    if (!this.#isAscending()) {
      const matched = new Int32Array(n);
      let count = 0;
      for (let i = 0; i < n; i++) if (this.#partner[i]! >= 0) matched[count++] = i;
      this.#markMoved(matched.subarray(0, count));
    }
    let fromA = 0;
    let fromB = 0;
    for (let i = 0; i <= n; i++) {
      if (i < n && (this.#partner[i]! < 0 || this.#moved[i] === 1)) continue;
      const toB = i < n ? this.#partner[i]! : this.#back.length;
      if (this.#pace.due()) yield i / n;
      if (i > fromA && toB > fromB) yield* part(this.#gap(this.#freeA(fromA, i), this.#freeB(fromB, toB)), fromA / n, i / n);
      fromA = i + 1;
      fromB = toB + 1;
    }
  }

  /** True when all matches stand in order. */
  #isAscending(): boolean {
    let before = -1;
    for (const j of this.#partner) {
      if (j < 0) continue;
      if (j < before) return false;
      before = j;
    }
    return true;
  }

  /** Marks the matched places that have moved. */
  #markMoved(matched: ArrayLike<number>): void {
    const partners = new Int32Array(matched.length);
    for (let at = 0; at < matched.length; at++) partners[at] = this.#partner[matched[at]!]!;
    const kept = longestAscending(partners);
    for (let at = 0; at < matched.length; at++) if (!kept[at]) this.#moved[matched[at]!] = 1;
  }

  #freeA(from: number, to: number): number[] {
    const free: number[] = [];
    for (let i = from; i < to; i++) if (this.#partner[i]! < 0) free.push(i);
    return free;
  }

  #freeB(from: number, to: number): number[] {
    const free: number[] = [];
    for (let j = from; j < to; j++) if (this.#back[j]! < 0) free.push(j);
    return free;
  }

  /** Aligns the free places between two matches. */
  *#gap(freeA: readonly number[], freeB: readonly number[]): Steps<void> {
    const [a, b] = yield* part(this.#cutEnds(freeA, freeB), 0, 0.3);
    if (a.length === 0 || b.length === 0) return;
    yield* part(this.#matchUnlike(a, b), 0.3, 0.6);
    const matched = a.filter((i) => this.#partner[i]! >= 0);
    this.#markMoved(matched);
    const inOrder = matched.filter((i) => this.#moved[i] === 0);
    let at = 0;
    let other = 0;
    for (const i of [...inOrder, -1]) {
      const restA: number[] = [];
      const restB: number[] = [];
      const until = i < 0 ? -1 : this.#partner[i]!;
      for (; at < a.length && a[at] !== i; at++) if (this.#partner[a[at]!]! < 0) restA.push(a[at]!);
      for (; other < b.length && b[other] !== until; other++) if (this.#back[b[other]!]! < 0) restB.push(b[other]!);
      at++;
      other++;
      if (restA.length > 0 && restB.length > 0) yield* part(this.#rest(restA, restB), 0.6, 1);
    }
  }

  /** Matches the common prefix and suffix; gives what is between. */
  *#cutEnds(a: readonly number[], b: readonly number[]): Steps<readonly [readonly number[], readonly number[]]> {
    let from = 0;
    let endA = a.length;
    let endB = b.length;
    while (from < endA && from < endB && this.#same(a[from]!, b[from]!)) {
      this.#match(a[from]!, b[from]!);
      from++;
      if (this.#pace.due()) yield from / endA;
    }
    while (endA > from && endB > from && this.#same(a[endA - 1]!, b[endB - 1]!)) {
      this.#match(a[--endA]!, b[--endB]!);
      if (this.#pace.due()) yield 1 - endA / a.length;
    }
    return from === 0 && endA === a.length && endB === b.length ? [a, b] : [a.slice(from, endA), b.slice(from, endB)];
  }

  /** Matches contents that stand once on either side: by their bytes, and what then is left by what it restores to. */
  *#matchUnlike(a: readonly number[], b: readonly number[]): Steps<void> {
    if (a.length === 0 || b.length === 0) return;
    if (this.#options.numbers) {
      const tables = yield* part(this.#tables(a, b, "exact"), 0, 0.9);
      yield* part(this.#matchOnce(a, b, tables), 0.9, 1);
      return;
    }
    const rough = yield* part(this.#tables(a, b, "rough"), 0, 0.4);
    yield* part(this.#matchOnce(a, b, rough, true), 0.4, 0.5);
    const [tableA, tableB] = rough;
    const isLeft = (place: number, at: number, matched: Int32Array, table: KeyTable): boolean => matched[place]! < 0 && table.isSingle(at);
    if (!a.some((i, at) => isLeft(i, at, this.#partner, tableA)) || !b.some((j, at) => isLeft(j, at, this.#back, tableB))) return;
    // Equal bytes restore to the same: two of them tell that they do not stand once, and more need not be hashed.
    const restA = a.filter((i, at) => this.#partner[i]! < 0 && !tableA.isSpare(at));
    const restB = b.filter((j, at) => this.#back[j]! < 0 && !tableB.isSpare(at));
    const exact = yield* part(this.#tables(restA, restB, "exact"), 0.5, 0.9);
    yield* part(this.#matchOnce(restA, restB, exact), 0.9, 1);
  }

  *#tables(a: readonly number[], b: readonly number[], how: "rough" | "exact"): Steps<KeyPair> {
    return [yield* part(this.#contents(this.#a, a, how), 0, 0.5), yield* part(this.#contents(this.#b, b, how), 0.5, 1)];
  }

  *#matchOnce(placesA: readonly number[], placesB: readonly number[], [a, b]: KeyPair, isRough = false): Steps<void> {
    for (let at = 0; at < placesA.length; at++) {
      const other = a.isSingle(at) ? b.placeOf(a.keys[at]!) : -1;
      if (other >= 0 && (!isRough || this.#options.sameBytes(placesA[at]!, placesB[other]!))) this.#match(placesA[at]!, placesB[other]!);
      if (this.#pace.due()) yield at / placesA.length;
    }
  }

  *#contents(elements: Elements, places: readonly number[], how: "rough" | "exact"): Steps<KeyTable> {
    const keys = new Float64Array(places.length);
    for (let at = 0; at < places.length; at++) {
      keys[at] = elements[how](places[at]!);
      if (this.#pace.due()) yield at / places.length;
    }
    return yield* KeyTable.of(keys, this.#pace);
  }

  /** Aligns what has no key and no content of its own by a shortest edit script, and pairs what then is left in order. */
  *#rest(freeA: readonly number[], freeB: readonly number[]): Steps<void> {
    const [a, b] = yield* part(this.#cutEnds(freeA, freeB), 0, 0.1);
    if (a.length === 0 || b.length === 0) return;
    const same = (i: number, j: number): boolean => this.#same(a[i]!, b[j]!);
    const script = yield* part(editScript(a.length, b.length, same, this.#work, this.#pace), 0.1, 0.9);
    if (!script)
      this.#coarse ??= `${grouped(a.length)} and ${grouped(b.length)} elements that no key tells apart: more edits than the work limit of ${grouped(this.#options.work)} steps allows, so they are paired by order`;
    let fromA = 0;
    let fromB = 0;
    for (const [i, j] of [...(script ?? []), [a.length, b.length] as const]) {
      this.#pairInOrder(a.slice(fromA, i), b.slice(fromB, j));
      if (i < a.length) this.#match(a[i]!, b[j]!);
      fromA = i + 1;
      fromB = j + 1;
    }
  }

  #pairInOrder(a: readonly number[], b: readonly number[]): void {
    if (a.length === 0 || b.length === 0) return;
    for (const [i, j] of pairsInOrder(this.#a, a, this.#b, b)) if (this.#options.pairable(i, j)) this.#match(i, j);
  }

  /** Numbers of two lists of one length: by place, when that gives no more changes. */
  *#preferPlaces(n: number): Steps<void> {
    let changes = 0;
    let byPlace = 0;
    for (let i = 0; i < n; i++) {
      if (this.#pace.due(2)) yield i / n;
      const j = this.#partner[i]!;
      if (j < 0) changes++;
      else if (this.#moved[i] || !this.#same(i, j)) changes++;
      if (this.#back[i]! < 0) changes++;
      if (!this.#same(i, i)) byPlace++;
    }
    if (byPlace > changes) return;
    for (let i = 0; i < n; i++) this.#match(i, i);
    this.#moved = new Uint8Array(n);
    this.#coarse = undefined;
  }
}
