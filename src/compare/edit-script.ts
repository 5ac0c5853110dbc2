import type { Steps } from "../base/index.ts";
import type { Pace } from "./pace.ts";

/** Pairs of a minimal edit script, ascending in both; undefined when the work limit was met. */
export type Script = readonly (readonly [a: number, b: number])[];

/**
 * The places of `[0, n)` and `[0, m)` that a shortest edit script keeps (Myers, "An O(ND) difference algorithm", 1986), common prefix
 * and suffix included. `work.left` is lowered by the steps taken; undefined when it would go below 0.
 * Cost: (n + m) times the number of edits in time, the square of the edits in memory, both bounded by the work.
 */
export function* editScript(
  n: number,
  m: number,
  same: (a: number, b: number) => boolean,
  work: { left: number },
  pace: Pace,
): Steps<Script | undefined> {
  const whole = work.left;
  const trace: Int32Array[] = [];
  const most = n + m;
  let size = Math.min(256, most + 2);
  let reach = new Int32Array(2 * size + 1);
  for (let d = 0; d <= most; d++) {
    work.left -= d + 1;
    if (work.left < 0) return undefined;
    if (pace.due(d + 1)) yield 1 - work.left / whole;
    if (d + 1 >= size) {
      const wider = new Int32Array(4 * size + 1);
      wider.set(reach, size);
      size *= 2;
      reach = wider;
    }
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && reach[size + k - 1]! < reach[size + k + 1]!);
      let x = down ? reach[size + k + 1]! : reach[size + k - 1]! + 1;
      const start = x;
      while (x < n && x - k < m && same(x, x - k)) x++;
      work.left -= x - start;
      pace.spend(x - start);
      reach[size + k] = x;
      if (x >= n && x - k >= m) {
        trace.push(reach.slice(size - d, size + d + 1));
        return backtrack(trace, n, m);
      }
    }
    trace.push(reach.slice(size - d, size + d + 1));
  }
  return [];
}

function backtrack(trace: readonly Int32Array[], n: number, m: number): Script {
  const pairs: [number, number][] = [];
  let x = n;
  let y = m;
  for (let d = trace.length - 1; d >= 0; d--) {
    const k = x - y;
    const before = trace[d - 1];
    const at = (diagonal: number): number => before![diagonal + d - 1] ?? -1;
    const down = d > 0 && (k === -d || (k !== d && at(k - 1) < at(k + 1)));
    const fromX = d === 0 ? 0 : down ? at(k + 1) : at(k - 1);
    const startX = d === 0 ? 0 : down ? fromX : fromX + 1;
    while (x > startX && y > 0) pairs.push([--x, --y]);
    if (d === 0) break;
    y = fromX - (down ? k + 1 : k - 1);
    x = fromX;
  }
  return pairs.reverse();
}
