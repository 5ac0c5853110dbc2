type Marks = readonly (readonly [from: number, to: number])[];

/** Where two numbers begin to differ: what comes after has no place of its own. All of both when they are of unlike length. */
export function marksOfNumbers(a: string, b: string): { readonly a: Marks; readonly b: Marks } {
  if (a === b) return { a: [], b: [] };
  let from = 0;
  while (a.length === b.length && a[from] === b[from]) from++;
  return { a: [[from, a.length]], b: [[from, b.length]] };
}

/** Characters that differ, place by place for texts of one length, else the middles between common start and end. */
export function marksOfTexts(a: string, b: string): { readonly a: Marks; readonly b: Marks } {
  if (a === b) return { a: [], b: [] };
  if (a.length === b.length) {
    const marks: [number, number][] = [];
    for (let i = 0; i < a.length; i++) {
      if (a[i] === b[i]) continue;
      const last = marks.at(-1);
      if (last && last[1] === i) last[1] = i + 1;
      else marks.push([i, i + 1]);
    }
    return { a: marks, b: marks };
  }
  let from = 0;
  while (from < a.length && from < b.length && a[from] === b[from]) from++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - from && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const middle = (text: string): Marks => (text.length - end > from ? [[from, text.length - end]] : []);
  return { a: middle(a), b: middle(b) };
}
