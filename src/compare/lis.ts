/**
 * Marks a longest ascending subsequence of `values` (all unlike): 1 for what belongs to it. What does not has moved.
 * Cost: n log n.
 */
export function longestAscending(values: ArrayLike<number>): Uint8Array {
  const n = values.length;
  const kept = new Uint8Array(n);
  const tails = new Int32Array(n);
  const before = new Int32Array(n);
  let length = 0;
  for (let i = 0; i < n; i++) {
    // Most are in order.
    let low = length > 0 && values[tails[length - 1]!]! < values[i]! ? length : 0;
    let high = length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (values[tails[middle]!]! < values[i]!) low = middle + 1;
      else high = middle;
    }
    before[i] = low > 0 ? tails[low - 1]! : -1;
    tails[low] = i;
    if (low === length) length++;
  }
  for (let i = length > 0 ? tails[length - 1]! : -1; i >= 0; i = before[i]!) kept[i] = 1;
  return kept;
}
