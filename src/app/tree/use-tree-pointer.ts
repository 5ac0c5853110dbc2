import type { MouseEvent } from "react";
import type { TreeActions } from "./use-tree-keys.ts";
import type { TreeRows } from "./use-tree-rows.ts";

/** What the pointer needs to know of a row. */
interface PointerRow {
  readonly index: number;
  readonly expandable: boolean;
  readonly expanded: boolean;
}

/** What the pointer does, whatever the rows hold. */
export interface PointerActions<R> extends TreeActions<R> {
  readonly onContextMenu: (row: R, x: number, y: number) => void;
}

export interface TreePointer<R> {
  /** The row under the pointer, if its page is here. */
  readonly rowOf: (event: MouseEvent) => R | undefined;
  readonly onClick: (event: MouseEvent) => void;
  readonly onDoubleClick: (event: MouseEvent) => void;
  readonly onContextMenu: (event: MouseEvent) => void;
}

/**
 * The pointer in the tree, whose rows have the ids `gridId-index`. `active` is where the keys are; a row that `opensWhole` opens and
 * closes by a click anywhere on it.
 */
export function useTreePointer<R extends PointerRow>(
  props: PointerActions<R>,
  { cache }: TreeRows<R>,
  active: number,
  gridId: string,
  opensWhole: (row: R) => boolean = () => false,
): TreePointer<R> {
  const rowOf = (event: MouseEvent) => {
    const at = (event.target as Element).closest<HTMLElement>("[data-index]")?.dataset.index;
    return at === undefined ? undefined : cache.at(Number(at));
  };
  const onClick = (event: MouseEvent) => {
    const row = rowOf(event);
    if (!row) return;
    if (opensWhole(row) || (event.target as Element).closest("[data-twisty]")) props.onToggle(row, !row.expanded);
    else props.onSelect(row);
  };
  const onDoubleClick = (event: MouseEvent) => {
    const row = rowOf(event);
    if (!row || opensWhole(row) || (event.target as Element).closest("[data-twisty], [data-match]")) return;
    if (row.expandable) props.onToggle(row, !row.expanded);
    else props.onActivate(row);
  };
  const onContextMenu = (event: MouseEvent) => {
    // The menu key sends the event to the grid itself: the menu belongs to the active row then.
    const row = rowOf(event) ?? (event.target === event.currentTarget ? cache.at(active) : undefined);
    if (!row) return;
    event.preventDefault();
    const box = document.getElementById(`${gridId}-${row.index}`)?.getBoundingClientRect();
    const byKey = event.target === event.currentTarget && box;
    props.onSelect(row);
    props.onContextMenu(row, byKey ? box.left + 40 : event.clientX, byKey ? box.bottom : event.clientY);
  };
  return { rowOf, onClick, onDoubleClick, onContextMenu };
}
