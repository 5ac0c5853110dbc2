import { editScript } from "./edit-script.ts";
import { type Hashes, key53 } from "./hash.ts";
import type { Elements, Keys } from "./keys.ts";
import { longestAscending } from "./lis.ts";
import { pairsInOrder } from "./similar.ts";

/** Which element of B each element of A is matched with, by their places in the lists. */
export interface Alignment {
  /** Place in B, -1 for none. */
  readonly partner: Int32Array;
  /** Place in A, -1 for none. */
  readonly back: Int32Array;
  /** By A's place: 1 for an element that stands elsewhere among its matched siblings. */
  readonly moved: Uint8Array;
  /** Why the alignment is not as fine as asked. */
  readonly coarse: string | undefined;
}

export interface AlignOptions {
  /** Keys of both; a key counts where it is unlike on either side. */
  readonly keys: readonly [Keys, Keys] | undefined;
  /** Numbers: where as many stand on both sides, matching by place is taken when it gives no more changes. */
  readonly numbers: boolean;
  /** By place alone. */
  readonly byIndex: boolean;
  /** Steps of an edit script. */
  readonly work: number;
  /** False for two leftovers that are not to be compared inside. Given places of A and B. */
  pairable(a: number, b: number): boolean;
}

/**
 * Aligns two lists: keys first; then, of what is left between two matches, the common prefix and suffix, elements of a content that
 * is unlike on both sides, and a shortest edit script; leftovers of both sides between two matches are paired in order. Matches that
 * do not belong to a longest run in order have moved. The result does not depend on which list is called A.
 * Cost: n log n with keys or unlike contents; edit scripts are bounded by the work.
 */
export function align(a: Elements, b: Elements, options: AlignOptions): Alignment {
  if (comesFirst(b, a, options.keys?.[1], options.keys?.[0])) {
    const keys: AlignOptions["keys"] = options.keys && [options.keys[1], options.keys[0]];
    const { partner, back, moved, coarse } = new Aligner(b, a, {
      ...options,
      keys,
      pairable: (x, y) => options.pairable(y, x),
    }).run();
    return { partner: back, back: partner, moved: moved.length === 0 ? moved : throughPartner(back, moved), coarse };
  }
  return new Aligner(a, b, options).run();
}

function throughPartner(partner: Int32Array, moved: Uint8Array): Uint8Array {
  return Uint8Array.from(partner, (at) => (at < 0 ? 0 : moved[at]!));
}

/**
 * An order of lists by their content alone, so that swapping the sides swaps the result and changes nothing else. By their keys, and
 * where these do not tell and do not match everything, by the hashes of the elements.
 */
function comesFirst(x: Elements, y: Elements, keysX: Keys | undefined, keysY: Keys | undefined): boolean {
  const count = x.nodes.length;
  if (count !== y.nodes.length) return count < y.nodes.length;
  if (keysX && keysY) {
    for (let i = 0; i < count; i++) {
      const p = keysX[i]!;
      const q = keysY[i]!;
      if (p !== q && !(Number.isNaN(p) && Number.isNaN(q))) return Number.isNaN(p) || p < q;
    }
    if (new Set(keysX).size === count && !keysX.includes(Number.NaN)) return false;
  }
  for (let i = 0; i < count; i++) {
    const p = x.nodes[i]!;
    const q = y.nodes[i]!;
    x.hashes.ensure(p);
    y.hashes.ensure(q);
    if (x.hashes.lo[p] !== y.hashes.lo[q]) return x.hashes.lo[p]! < y.hashes.lo[q]!;
    if (x.hashes.hi[p] !== y.hashes.hi[q]) return x.hashes.hi[p]! < y.hashes.hi[q]!;
  }
  return false;
}

class Aligner {
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
  }

  run(): Alignment {
    const n = this.#a.nodes.length;
    const m = this.#b.nodes.length;
    if (this.#options.byIndex) {
      for (let i = 0; i < Math.min(n, m); i++) this.#match(i, i);
    } else {
      if (this.#options.keys) {
        this.#matchKeys(this.#options.keys);
        this.#matchUnlike(this.#freeA(0, n), this.#freeB(0, m));
      }
      this.#settle();
      if (this.#options.numbers && n === m) this.#preferPlaces(n);
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
    this.#hashA.ensure(p);
    this.#hashB.ensure(q);
    return this.#hashA.lo[p] === this.#hashB.lo[q] && this.#hashA.hi[p] === this.#hashB.hi[q];
  }

  #matchKeys([keysA, keysB]: readonly [Keys, Keys]): void {
    const placesB = uniquePlaces(keysB.length, (j) => keysB[j]!);
    const placesA = uniquePlaces(keysA.length, (i) => keysA[i]!);
    for (const [key, i] of placesA) {
      const j = i < 0 ? undefined : placesB.get(key);
      if (j !== undefined && j >= 0) this.#match(i, j);
    }
  }

  /** Finds which matches stand in order, and aligns what is left between them. */
  #settle(): void {
    const matched: number[] = [];
    for (let i = 0; i < this.#partner.length; i++) if (this.#partner[i]! >= 0) matched.push(i);
    const inOrder = this.#markMoved(matched);
    let fromA = 0;
    let fromB = 0;
    for (const i of [...inOrder, this.#partner.length]) {
      const toB = i < this.#partner.length ? this.#partner[i]! : this.#back.length;
      if (i > fromA && toB > fromB) this.#gap(this.#freeA(fromA, i), this.#freeB(fromB, toB));
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
  #gap(freeA: readonly number[], freeB: readonly number[]): void {
    const [a, b] = this.#cutEnds(freeA, freeB);
    if (a.length === 0 || b.length === 0) return;
    this.#matchUnlike(a, b);
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
      if (restA.length > 0 && restB.length > 0) this.#rest(restA, restB);
    }
  }

  /** Matches the common prefix and suffix; gives what is between. */
  #cutEnds(a: readonly number[], b: readonly number[]): readonly [readonly number[], readonly number[]] {
    let from = 0;
    let endA = a.length;
    let endB = b.length;
    while (from < endA && from < endB && this.#same(a[from]!, b[from]!)) {
      this.#match(a[from]!, b[from]!);
      from++;
    }
    while (endA > from && endB > from && this.#same(a[endA - 1]!, b[endB - 1]!)) this.#match(a[--endA]!, b[--endB]!);
    return from === 0 && endA === a.length && endB === b.length ? [a, b] : [a.slice(from, endA), b.slice(from, endB)];
  }

  /** Matches contents that stand once on either side. */
  #matchUnlike(a: readonly number[], b: readonly number[]): void {
    const keyA = (at: number): number => contentKey(this.#a, a[at]!);
    const keyB = (at: number): number => contentKey(this.#b, b[at]!);
    const placesB = uniquePlaces(b.length, keyB);
    for (const [key, at] of uniquePlaces(a.length, keyA)) {
      const other = at < 0 ? undefined : placesB.get(key);
      if (other !== undefined && other >= 0 && this.#same(a[at]!, b[other]!)) this.#match(a[at]!, b[other]!);
    }
  }

  /** Aligns what has no key and no content of its own by a shortest edit script, and pairs what then is left in order. */
  #rest(freeA: readonly number[], freeB: readonly number[]): void {
    const [a, b] = this.#cutEnds(freeA, freeB);
    if (a.length === 0 || b.length === 0) return;
    const script = editScript(a.length, b.length, (i, j) => this.#same(a[i]!, b[j]!), this.#work);
    if (!script)
      this.#coarse ??= `${a.length} and ${b.length} elements that no key tells apart: more edits than the work limit of ${this.#options.work} steps allows, so they are paired by order`;
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
  #preferPlaces(n: number): void {
    let changes = 0;
    let byPlace = 0;
    for (let i = 0; i < n; i++) {
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
function contentKey({ hashes, nodes }: Elements, at: number): number {
  const node = nodes[at]!;
  hashes.ensure(node);
  return key53(hashes.lo[node]!, hashes.hi[node]!);
}

/** Place of each key that stands once, -1 for one that stands more often; NaN is no key. */
function uniquePlaces(count: number, keyOf: (at: number) => number): Map<number, number> {
  const places = new Map<number, number>();
  for (let at = 0; at < count; at++) {
    const key = keyOf(at);
    if (!Number.isNaN(key)) places.set(key, places.has(key) ? -1 : at);
  }
  return places;
}
