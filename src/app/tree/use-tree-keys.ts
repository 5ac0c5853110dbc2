import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { TreeRows } from "./use-tree-rows.ts";

/** What the keys need to know of a row. */
interface KeyRow {
  readonly key: string;
  readonly parent: number;
  readonly expandable: boolean;
  readonly expanded: boolean;
}

/** What the keys do, whatever the rows hold. */
export interface TreeActions<R> {
  readonly selectedKey: string | undefined;
  readonly selectedIndex: number | undefined;
  readonly onSelect: (row: R) => void;
  readonly onToggle: (row: R, open: boolean) => void;
  readonly onOpenSiblings: (row: R) => void;
  readonly onActivate: (row: R) => void;
}

export interface TreeKeys {
  /** Index of the row that the keys start from: the selected one; -1 before there is any. */
  readonly active: number;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

const treeKeys: ReadonlySet<string> = new Set([
  "ArrowDown",
  "ArrowUp",
  "PageDown",
  "PageUp",
  "Home",
  "End",
  "ArrowRight",
  "ArrowLeft",
  "Enter",
  "*",
]);
/** Milliseconds after which keys no longer wait for rows to open: the view may have been cancelled. */
const patience = 3000;
/** Keys that wait at most. */
const longestQueue = 30;

/** The keys of the tree. A move to a row that is not fetched yet selects it when it comes, unless another key came first. */
export function useTreeKeys<R extends KeyRow>(props: TreeActions<R>, tree: TreeRows<R>): TreeKeys {
  const { cache } = tree;
  // Where the keys have got to in these rows, ahead of the shell's answer; `of` is the selection then.
  const [ahead, setAhead] = useState<{ readonly index: number; readonly of: string | undefined; readonly in: TreeRows<R>["cache"] }>();
  const wanted = useRef(-1);

  const active = ahead && ahead.in === cache && ahead.of === props.selectedKey ? ahead.index : indexOfSelected(props, tree);

  const select = (index: number, row: R) => {
    setAhead({ index, of: row.key, in: cache });
    props.onSelect(row);
  };
  const moveTo = async (index: number) => {
    const to = Math.max(0, Math.min(cache.count - 1, index));
    wanted.current = to;
    tree.show(to);
    const row = cache.at(to);
    if (row) return select(to, row);
    setAhead({ index: to, of: props.selectedKey, in: cache });
    await cache.load(to, to + 1);
    const late = cache.at(to);
    if (late && wanted.current === to) select(to, late);
  };

  // A key that opens or closes changes the rows under the keys that follow: those wait until the new rows are there.
  const opening = useRef<{ readonly cache: TreeRows<R>["cache"]; readonly since: number }>(undefined);
  const [queue, setQueue] = useState<readonly string[]>([]);
  const isOpening = () => opening.current?.cache === cache && Date.now() - opening.current.since < patience;
  const change = (act: () => void) => {
    opening.current = { cache, since: Date.now() };
    act();
  };

  const press = (key: string): unknown => {
    const row = cache.at(active);
    switch (key) {
      case "ArrowDown":
        return moveTo(active + 1);
      case "ArrowUp":
        return moveTo(active - 1);
      case "PageDown":
        return moveTo(active + tree.page - 1);
      case "PageUp":
        return moveTo(active - tree.page + 1);
      case "Home":
        return moveTo(0);
      case "End":
        return moveTo(cache.count - 1);
      case "ArrowRight":
        if (row?.expandable && !row.expanded) return change(() => props.onToggle(row, true));
        return row?.expanded && moveTo(active + 1);
      case "ArrowLeft":
        if (row?.expandable && row.expanded) return change(() => props.onToggle(row, false));
        return row && row.parent >= 0 && moveTo(row.parent);
      case "Enter":
        return row && props.onActivate(row);
      case "*":
        return row && change(() => props.onOpenSiblings(row));
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || cache.count === 0 || !treeKeys.has(event.key)) return;
    event.preventDefault();
    if (isOpening() || queue.length > 0) setQueue((waiting) => (waiting.length < longestQueue ? [...waiting, event.key] : waiting));
    else press(event.key);
  };

  const next = queue[0];
  const ready = next !== undefined && !isOpening() && (active < 0 || cache.at(active) !== undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: one key a turn, with the rows and the place of that turn
  useEffect(() => {
    if (!ready) return;
    setQueue((waiting) => waiting.slice(1));
    press(next);
  }, [ready, next, queue]);
  return { active, onKeyDown };
}

/** A row in the window is told by its key, for its index may have moved; else the shell's word is taken. */
function indexOfSelected<R extends KeyRow>({ selectedKey, selectedIndex }: TreeActions<R>, { cache, first, last }: TreeRows<R>): number {
  if (selectedKey === undefined) return -1;
  if (selectedIndex !== undefined && cache.at(selectedIndex)?.key === selectedKey) return selectedIndex;
  for (let index = first; index < last; index++) if (cache.at(index)?.key === selectedKey) return index;
  return selectedIndex ?? -1;
}
