import type { Steps } from "../base/index.ts";
import type { Elements } from "./elements.ts";
import type { Sameness } from "./sameness.ts";

/** Elements that are passed over on either side, at most, to find where two lists go on alike. */
const REACH = 32;

/** Elements of two lists that are the same bytes, mean the same, and stand in one order on both sides. */
export interface InStep {
  /** Place in B of an element of A, -1 where nothing is told of it. */
  readonly partner: Int32Array;
  /** Place in A of an element of B, -1 likewise. */
  readonly back: Int32Array;
  /** How many they are, and how many of them are the first ones of both lists. */
  readonly count: number;
  readonly start: number;
}

/** Nothing is told of any element. */
export const NOT_IN_STEP: InStep = { partner: new Int32Array(0), back: new Int32Array(0), count: 0, start: 0 };

export function turned({ partner, back, count, start }: InStep): InStep {
  return { partner: back, back: partner, count, start };
}

/**
 * Goes through two lists side by side: their common start, and where both have `longFrom` elements and more the stretches after it that
 * are the same again, as far as each begins a few elements after the one before. The result does not depend on which list is called A.
 * Cost: the bytes of the elements; what is unread is not looked at.
 */
export function* inStep(a: Elements, b: Elements, same: Sameness, longFrom: number): Steps<InStep> {
  const partner = new Int32Array(a.length).fill(-1);
  const back = new Int32Array(b.length).fill(-1);
  const isLong = Math.min(a.length, b.length) >= longFrom;
  const areSame = (i: number, j: number, count: number): boolean => {
    for (let k = 0; k < count && (i + k < a.length || j + k < b.length); k++) {
      if (i + k >= a.length || j + k >= b.length) return false;
      a.pace.spend(1);
      if (!same.sameElement(a, i + k, b, j + k)) return false;
    }
    return true;
  };
  let count = 0;
  let start = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (same.sameElement(a, i, b, j)) {
      if (i === start && j === start) start++;
      partner[i] = j;
      back[j] = i;
      count++;
      i++;
      j++;
    } else {
      const ahead = isLong ? nextStretch((x, y, need) => areSame(i + x, j + y, need)) : undefined;
      if (!ahead) break;
      i += ahead[0];
      j += ahead[1];
    }
    if (a.pace.due()) yield i / a.length;
  }
  return { partner, back, count, start };
}

/**
 * How many elements of either list are to be passed over until both are the same again: as few as can be, and for longer than what is
 * passed over. Undefined where there is no such place, and none where two would do as well.
 */
function nextStretch(areSame: (x: number, y: number, count: number) => boolean): readonly [x: number, y: number] | undefined {
  for (let passed = 1; passed <= 2 * REACH; passed++) {
    const need = 2 * passed + 2;
    for (let less = passed >> 1; less >= Math.max(0, passed - REACH); less--) {
      const more = passed - less;
      const isFirst = areSame(more, less, need);
      if (less === more) {
        if (isFirst) return [more, less];
        continue;
      }
      const isSecond = areSame(less, more, need);
      if (isFirst !== isSecond) return isFirst ? [more, less] : [less, more];
    }
  }
  return undefined;
}
