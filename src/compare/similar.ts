import { isOpened } from "../decode/index.ts";
import type { Elements } from "./elements.ts";
import { key53 } from "./hash.ts";

/** Pairs that are weighed at most: of longer runs the first are paired. */
const MOST_PAIRS = 10_000;

/** What an element is made of, to be held against another: its direct fields by number and value. */
function partsOf({ decoded, side: { hashes } }: Elements, node: number): ReadonlySet<number> {
  const parts = new Set<number>();
  if (!isOpened(decoded, node)) return parts;
  const { nodes, set } = decoded;
  hashes.make(node);
  for (let child = node + 1; child < nodes.end(node); child = nodes.end(child)) {
    const ref = nodes.ref(child);
    const number = ref < 0 ? 0 : set.fields[ref]!.number;
    parts.add(key53(hashes.lo(child) ^ Math.imul(number, 0x9e3779b1), hashes.hi(child)));
  }
  return parts;
}

function likeness(x: ReadonlySet<number>, y: ReadonlySet<number>): number {
  let both = 0;
  for (const part of x) if (y.has(part)) both++;
  return both / Math.max(1, x.size, y.size);
}

/**
 * Which elements of the longer of two runs are left over when the shorter one is paired with it in order: those whose absence leaves
 * the pairs most alike, the later ones where it makes no difference. Gives pairs of places of `a` and `b`.
 * Cost: the product of both lengths, which is bounded; of longer runs the first ones are paired.
 */
export function pairsInOrder(
  a: Elements,
  placesA: readonly number[],
  b: Elements,
  placesB: readonly number[],
): (readonly [number, number])[] {
  const n = placesA.length;
  const m = placesB.length;
  const count = Math.min(n, m);
  const first = (): (readonly [number, number])[] => Array.from({ length: count }, (_, i) => [placesA[i]!, placesB[i]!] as const);
  if (n === m || n * m > MOST_PAIRS) return first();
  const partsA = placesA.map((place) => partsOf(a, a.node(place)));
  const partsB = placesB.map((place) => partsOf(b, b.node(place)));
  if (n > m) return bestPairs(m, n, (i, j) => likeness(partsB[i]!, partsA[j]!)).map(([i, j]) => [placesA[j]!, placesB[i]!]);
  return bestPairs(n, m, (i, j) => likeness(partsA[i]!, partsB[j]!)).map(([i, j]) => [placesA[i]!, placesB[j]!]);
}

/** Pairs every one of `short` places in order with one of `long`, so that the sum of their likeness is greatest. */
function bestPairs(short: number, long: number, alike: (i: number, j: number) => number): (readonly [number, number])[] {
  const width = long + 1;
  // Greatest sum for the places from i and from j on; below any sum where too few are left.
  const sums = new Float64Array((short + 1) * width);
  for (let i = short - 1; i >= 0; i--) {
    sums[i * width + long] = Number.NEGATIVE_INFINITY;
    for (let j = long - 1; j >= 0; j--)
      sums[i * width + j] = Math.max(sums[i * width + j + 1]!, sums[(i + 1) * width + j + 1]! + alike(i, j));
  }
  const pairs: (readonly [number, number])[] = [];
  for (let i = 0, j = 0; i < short; j++) {
    if (sums[(i + 1) * width + j + 1]! + alike(i, j) >= sums[i * width + j]!) pairs.push([i++, j]);
  }
  return pairs;
}
