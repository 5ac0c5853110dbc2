/** Find: the worker keeps the hits, the page asks for the one that it shows. */
import type { FindQuery, FindResult } from "../../worker/protocol.ts";
import { goToRow } from "./select.ts";
import { ask, reportFailure } from "./session.ts";
import { useApp } from "./store.ts";
import { nextToken } from "./token.ts";

const patch = (change: Partial<ReturnType<typeof useApp.getState>["find"]>) => useApp.setState((s) => ({ find: { ...s.find, ...change } }));

let running: AbortController | undefined;

/** Opens the find bar and puts the cursor into it. */
export function openFind(): void {
  const { doc, find } = useApp.getState();
  if (doc) patch({ open: true, focus: find.focus + 1 });
}

/** Closes the find bar; the query stays for the next time. */
export function closeFind(): void {
  running?.abort();
  patch({ open: false, result: undefined, at: undefined, hit: undefined });
}

/** Looks for a new query; an earlier one that still runs is taken back. The selection stays until a hit is asked for. */
export async function search(query: FindQuery): Promise<void> {
  running?.abort();
  patch({ query });
  const { doc } = useApp.getState();
  // In the start of a blob nothing is looked for: that waits until all is read.
  if (!doc || doc.soFar !== undefined || query.text === "") {
    patch({ result: undefined, at: undefined, hit: undefined });
    return;
  }
  const mine = new AbortController();
  let over = false;
  running = mine;
  try {
    // The first hits can be gone through while more are looked for.
    const onPart = (result: FindResult) => {
      if (over || mine.signal.aborted || running !== mine) return;
      const isNew = useApp.getState().find.result?.findId !== result.findId;
      patch({ result, ...(isNew && { at: undefined, hit: undefined }) });
    };
    onPart(await ask("find", { docId: doc.docId, query }, { label: `Finding ${query.text}`, signal: mine.signal, onPart }));
  } catch (error) {
    over = true;
    // Stopped by the user: what was found so far stays.
    const { result } = useApp.getState().find;
    if (running === mine && result?.searching) patch({ result: { ...result, searching: false } });
    reportFailure("The search stopped", error);
  }
}

let stepping: Promise<void> = Promise.resolve();

/**
 * Goes to the next or previous hit, going round; the first time to the one nearest after the selection. A step that comes while one
 * is under way waits for it, so that no key press is lost.
 */
export function stepHit(direction: 1 | -1): Promise<void> {
  stepping = stepping.then(() => takeStep(direction));
  return stepping;
}

async function takeStep(direction: 1 | -1): Promise<void> {
  const { find, selectedKey, doc } = useApp.getState();
  const { result, at } = find;
  if (!result || result.hits === 0) return;
  try {
    const start = at ?? (selectedKey === undefined ? 0 : await ask("hitNear", { findId: result.findId, key: selectedKey }));
    const index = at === undefined && direction === 1 ? start : (start + direction + result.hits) % result.hits;
    const hit = await ask("hit", { findId: result.findId, index });
    const now = useApp.getState();
    if (!hit || now.doc !== doc || (now.find.open && now.find.result?.findId !== result.findId)) return;
    // Asked for and then closed: the row is shown all the same.
    if (now.find.open) patch({ at: index, hit });
    await goToRow(hit.key, hit.range?.[0]);
    if (hit.range) useApp.setState({ bytes: hit.range, hexTo: { offset: hit.range[0], token: nextToken() } });
  } catch (error) {
    reportFailure("The hit cannot be shown", error);
  }
}
