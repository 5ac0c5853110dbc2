import { type KeyboardEvent, useRef, useState } from "react";
import type { Row } from "../../worker/protocol.ts";
import type { TreeTableProps } from "./types.ts";
import type { TreeRows } from "./use-tree-rows.ts";

export interface TreeKeys {
  /** Index of the row that the keys start from: the selected one; -1 before there is any. */
  readonly active: number;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** The keys of the tree. A move to a row that is not fetched yet selects it when it comes, unless another key came first. */
export function useTreeKeys(props: TreeTableProps, tree: TreeRows): TreeKeys {
  const { cache } = tree;
  // Where the keys have got to in these rows, ahead of the shell's answer; `of` is the selection then.
  const [ahead, setAhead] = useState<{ readonly index: number; readonly of: string | undefined; readonly in: TreeRows["cache"] }>();
  const wanted = useRef(-1);

  const active = ahead && ahead.in === cache && ahead.of === props.selectedKey ? ahead.index : indexOfSelected(props, tree);

  const select = (index: number, row: Row) => {
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

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || cache.count === 0) return;
    const row = cache.at(active);
    const take = () => event.preventDefault();
    switch (event.key) {
      case "ArrowDown":
        take();
        return moveTo(active + 1);
      case "ArrowUp":
        take();
        return moveTo(active - 1);
      case "PageDown":
        take();
        return moveTo(active + tree.page - 1);
      case "PageUp":
        take();
        return moveTo(active - tree.page + 1);
      case "Home":
        take();
        return moveTo(0);
      case "End":
        take();
        return moveTo(cache.count - 1);
      case "ArrowRight":
        take();
        if (row?.expandable && !row.expanded) props.onToggle(row, true);
        else if (row?.expanded) moveTo(active + 1);
        return;
      case "ArrowLeft":
        take();
        if (row?.expandable && row.expanded) props.onToggle(row, false);
        else if (row && row.parent >= 0) moveTo(row.parent);
        return;
      case "Enter":
        take();
        if (row) props.onActivate(row);
        return;
      case "*":
        take();
        if (row) props.onOpenSiblings(row);
        return;
    }
  };
  return { active, onKeyDown };
}

/** A row in the window is told by its key, for its index may have moved; else the shell's word is taken. */
function indexOfSelected({ selectedKey, selectedIndex }: TreeTableProps, { cache, first, last }: TreeRows): number {
  if (selectedKey === undefined) return -1;
  if (selectedIndex !== undefined && cache.at(selectedIndex)?.key === selectedKey) return selectedIndex;
  for (let index = first; index < last; index++) if (cache.at(index)?.key === selectedKey) return index;
  return selectedIndex ?? -1;
}
