/** The one of the words that a mistyped one most likely stands for; undefined when none is near. For short words: quadratic in their lengths. */
export function nearest(typed: string, words: Iterable<string>): string | undefined {
  let best: string | undefined;
  // A third of the letters wrong is another word.
  let least = Math.max(1, Math.floor(typed.length / 3)) + 1;
  for (const word of words) {
    const steps = stepsBetween(typed, word);
    if (steps >= least) continue;
    best = word;
    least = steps;
  }
  return best;
}

/** Letters to change, add, leave out or swap with the next, to come from one word to the other. */
function stepsBetween(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, rows[i - 1]![j - 1]! + same);
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwapped) row[j] = Math.min(row[j]!, rows[i - 2]![j - 2]! + 1);
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}
