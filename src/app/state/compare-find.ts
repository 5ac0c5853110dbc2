/** Find on both sides: the worker keeps the hits, the page asks for the one that it shows. */
import type { ByteRange } from "../../base/index.ts";
import type { CompareHit, FindQuery, SideName } from "../../worker/protocol.ts";
import { compareNow, patchCompare } from "./compare-now.ts";
import type { CompareState } from "./compare-slice.ts";
import { goToChangeRow } from "./compare-view.ts";
import { ask, reportFailure } from "./session.ts";
import { nextToken } from "./token.ts";

const patchFind = (change: Partial<CompareState["find"]>): void => patchCompare({ find: { ...compareNow().find, ...change } });
let searching: AbortController | undefined;
let stepping: Promise<unknown> = Promise.resolve();

/** Opens the find bar and puts the cursor into it. */
export function openCompareFind(): void {
  if (!compareNow().info) return;
  patchCompare({ goTo: { ...compareNow().goTo, open: false } });
  patchFind({ open: true, focus: compareNow().find.focus + 1 });
}

/** Closes the find bar; the query stays. */
export function closeCompareFind(): void {
  searching?.abort();
  patchFind({ open: false, result: undefined, at: undefined, hit: undefined });
}

/** Looks through both sides; an earlier search that still runs is taken back. */
export async function searchSides(query: FindQuery): Promise<void> {
  searching?.abort();
  patchFind({ query });
  const { info, spec } = compareNow();
  if (!info || query.text === "") {
    patchFind({ result: undefined, at: undefined, hit: undefined });
    return;
  }
  const mine = new AbortController();
  searching = mine;
  try {
    const options = { label: `Finding ${query.text}`, signal: mine.signal };
    const result = await ask("compareFind", { compareId: info.compareId, query, absent: spec.equal }, options);
    if (!mine.signal.aborted) patchFind({ result, at: undefined, hit: undefined });
  } catch (error) {
    reportFailure("The search stopped", error);
  }
}

/** Goes to the next or previous hit, going round; the first time to the one nearest after the selection. */
export function stepCompareHit(direction: 1 | -1): Promise<unknown> {
  stepping = stepping.then(async () => {
    const { find, key } = compareNow();
    const { result, at } = find;
    if (!result || result.hits === 0) return;
    try {
      const start = at ?? (key === undefined ? 0 : await ask("compareHitNear", { findId: result.findId, key }));
      const index = at === undefined && direction === 1 ? start : (start + direction + result.hits) % result.hits;
      const hit = await ask("compareHit", { findId: result.findId, index });
      if (!hit || compareNow().find.result !== result) return;
      patchFind({ at: index, hit });
      await goToChangeRow(hit.key);
      lightHit(hit);
    } catch (error) {
      reportFailure("The hit cannot be shown", error);
    }
  });
  return stepping;
}

/** The bytes that were looked for come into sight, selected, on each side that has them. */
function lightHit({ a, b }: CompareHit): void {
  if (!a && !b) return;
  const to = (range: ByteRange | undefined, side: SideName) =>
    range ? { offset: range[0], token: nextToken() } : compareNow().hexTo[side];
  const [toA, toB] = [to(a, "a"), to(b, "b")];
  patchCompare({ bytes: { ...(a && { a }), ...(b && { b }) }, hexTo: { ...(toA && { a: toA }), ...(toB && { b: toB }) } });
}
