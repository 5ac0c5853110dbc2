import { part, type Steps } from "../base/index.ts";
import { Aligner } from "./aligner.ts";
import type { Elements } from "./elements.ts";
import { type InStep, turned } from "./in-step.ts";
import type { KeyPair } from "./keys.ts";

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
  readonly keys: KeyPair | undefined;
  /** Numbers: where as many stand on both sides, matching by place is taken when it gives no more changes. */
  readonly numbers: boolean;
  /** True for two elements that are the same bytes and mean the same: asked before what they restore to. Given places of A and B. */
  sameBytes(a: number, b: number): boolean;
  readonly inStep: InStep;
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
export function* align(a: Elements, b: Elements, options: AlignOptions): Steps<Alignment> {
  const few = alignFew(a, b, options);
  if (few) return few;
  if (yield* part(comesBefore(b, a, options), 0, 0.2)) {
    const keys: AlignOptions["keys"] = options.keys && [options.keys[1], options.keys[0]];
    const swapped = new Aligner(b, a, {
      ...options,
      keys,
      inStep: turned(options.inStep),
      pairable: (x, y) => options.pairable(y, x),
      sameBytes: (x, y) => options.sameBytes(y, x),
    });
    const { partner, back, moved, coarse } = yield* part(swapped.run(), 0.2, 1);
    return { partner: back, back: partner, moved: moved.length === 0 ? moved : throughPartner(back, moved), coarse };
  }
  return yield* part(new Aligner(a, b, options).run(), 0.2, 1);
}

/** What most lists are: nothing against some, or one against one. Undefined for another. */
function alignFew(a: Elements, b: Elements, { keys, pairable, sameBytes, byIndex }: AlignOptions): Alignment | undefined {
  const isOne = a.length === 1 && b.length === 1;
  if (!isOne && a.length > 0 && b.length > 0) return undefined;
  const partner = new Int32Array(a.length).fill(-1);
  const back = new Int32Array(b.length).fill(-1);
  const isPair = isOne && (byIndex || (keys && keys[0].keys[0] === keys[1].keys[0]) || pairable(0, 0) || sameBytes(0, 0));
  if (isPair) {
    partner[0] = 0;
    back[0] = 0;
  }
  return { partner, back, moved: new Uint8Array(a.length), coarse: undefined };
}

function throughPartner(partner: Int32Array, moved: Uint8Array): Uint8Array {
  const through = new Uint8Array(partner.length);
  for (let i = 0; i < partner.length; i++) through[i] = partner[i]! < 0 ? 0 : moved[partner[i]!]!;
  return through;
}

/**
 * True when B comes before A in an order of lists by their content alone, so that swapping the sides swaps the result and changes
 * nothing else. By their keys, and where these do not tell and do not match everything, by the bytes of the elements.
 */
function* comesBefore(b: Elements, a: Elements, { keys, inStep }: AlignOptions): Steps<boolean> {
  const count = a.length;
  if (count !== b.length) return b.length < count;
  if (keys) {
    const [keysA, keysB] = keys;
    for (let i = 0; i < count; i++) {
      const p = keysA.keys[i]!;
      const q = keysB.keys[i]!;
      if (p !== q && !(Number.isNaN(p) && Number.isNaN(q))) return Number.isNaN(q) || q < p;
    }
    if (keysB.isWhole) return false;
  }
  for (let i = inStep.start; i < count; i++) {
    if (a.pace.due(2)) yield i / count;
    if (a.rough(i) !== b.rough(i)) return b.rough(i) < a.rough(i);
  }
  return false;
}
