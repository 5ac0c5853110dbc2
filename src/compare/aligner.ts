import { grouped } from "../base/index.ts";
import type { Alignment, AlignOptions } from "./align.ts";
import { editScript } from "./edit-script.ts";
import { type Hashes, key53 } from "./hash.ts";
import type { Elements, Keys } from "./keys.ts";
import { longestAscending } from "./lis.ts";
import { type Pace, part, type Steps } from "./pace.ts";
import { pairsInOrder } from "./similar.ts";

/** One alignment of two lists, told as `align` has it. */
export class Aligner {
  readonly #a: Elements;
  readonly #b: Elements;
  readonly #options: AlignOptions;
  readonly #hashA: Hashes;
  readonly #hashB: Hashes;
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
    this.#hashA = a.hashes;
    this.#hashB = b.hashes;
    this.#partner = new Int32Array(a.nodes.length).fill(-1);
    this.#back = new Int32Array(b.nodes.length).fill(-1);
    this.#moved = new Uint8Array(a.nodes.length);
    this.#work = { left: options.work };
    this.#pace = a.pace;
  }

  *run(): Steps<Alignment> {
    const n = this.#a.nodes.length;
    const m = this.#b.nodes.length;
    if (this.#options.byIndex) {
      for (let i = 0; i < Math.min(n, m); i++) this.#match(i, i);
    } else {
      if (this.#options.keys) {
        yield* part(this.#matchKeys(this.#options.keys), 0, 0.1);
        yield* part(this.#matchUnlike(this.#freeA(0, n), this.#freeB(0, m)), 0.1, 0.2);
      }
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
    const p = this.#a.nodes[i]!;
    const q = this.#b.nodes[j]!;
    this.#pace.spend(this.#hashA.ensure(p) + this.#hashB.ensure(q));
    return this.#hashA.lo[p] === this.#hashB.lo[q] && this.#hashA.hi[p] === this.#hashB.hi[q];
  }

  *#matchKeys([keysA, keysB]: readonly [Keys, Keys]): Steps<void> {
    const placesB = yield* part(
      uniquePlaces(keysB.length, (j) => keysB[j]!, this.#pace),
      0,
      0.5,
    );
    const placesA = yield* part(
      uniquePlaces(keysA.length, (i) => keysA[i]!, this.#pace),
      0.5,
      1,
    );
    for (const [key, i] of placesA) {
      const j = i < 0 ? undefined : placesB.get(key);
      if (j !== undefined && j >= 0) this.#match(i, j);
    }
  }

  /** Finds which matches stand in order, and aligns what is left between them. */
  *#settle(): Steps<void> {
    const matched: number[] = [];
    for (let i = 0; i < this.#partner.length; i++) if (this.#partner[i]! >= 0) matched.push(i);
    const inOrder = this.#markMoved(matched);
    let fromA = 0;
    let fromB = 0;
    for (const i of [...inOrder, this.#partner.length]) {
      const toB = i < this.#partner.length ? this.#partner[i]! : this.#back.length;
      if (this.#pace.due()) yield i / this.#partner.length;
      if (i > fromA && toB > fromB)
        yield* part(this.#gap(this.#freeA(fromA, i), this.#freeB(fromB, toB)), fromA / this.#partner.length, i / this.#partner.length);
      fromA = i + 1;
      fromB = toB + 1;
    }
  }

  /** Marks the matched places that have moved; gives those that have not. */
  #markMoved(matched: readonly number[]): number[] {
    const kept = longestAscending(Int32Array.from(matched, (i) => this.#partner[i]!));
    const inOrder: number[] = [];
    for (let at = 0; at < matched.length; at++) {
      if (kept[at]) inOrder.push(matched[at]!);
      else this.#moved[matched[at]!] = 1;
    }
    return inOrder;
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
    const inOrder = this.#markMoved(a.filter((i) => this.#partner[i]! >= 0));
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

  /** Matches contents that stand once on either side. */
  *#matchUnlike(a: readonly number[], b: readonly number[]): Steps<void> {
    const keyA = (at: number): number => contentKey(this.#a, a[at]!);
    const keyB = (at: number): number => contentKey(this.#b, b[at]!);
    const placesB = yield* part(uniquePlaces(b.length, keyB, this.#pace), 0, 0.5);
    const placesA = yield* part(uniquePlaces(a.length, keyA, this.#pace), 0.5, 1);
    for (const [key, at] of placesA) {
      const other = at < 0 ? undefined : placesB.get(key);
      if (other !== undefined && other >= 0 && this.#same(a[at]!, b[other]!)) this.#match(a[at]!, b[other]!);
    }
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

/** The hash of an element as a key. */
function contentKey({ hashes, nodes, pace }: Elements, at: number): number {
  const node = nodes[at]!;
  pace.spend(hashes.ensure(node));
  return key53(hashes.lo[node]!, hashes.hi[node]!);
}

/** Place of each key that stands once, -1 for one that stands more often; NaN is no key. */
function* uniquePlaces(count: number, keyOf: (at: number) => number, pace: Pace): Steps<Map<number, number>> {
  const places = new Map<number, number>();
  for (let at = 0; at < count; at++) {
    const key = keyOf(at);
    if (pace.due(2)) yield at / count;
    if (!Number.isNaN(key)) places.set(key, places.has(key) ? -1 : at);
  }
  return places;
}
