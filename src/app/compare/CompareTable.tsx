// biome-ignore-all lint/a11y/useSemanticElements: rows in a moving layer cannot be a <table>; the roles say what they are
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid is the one tab stop and names its active row
import { type MouseEvent, useId } from "react";
import type { CompareRow, RulerMark } from "../../worker/protocol.ts";
import table from "../tree/tree-table.module.css";
import { type TreeActions, useTreeKeys } from "../tree/use-tree-keys.ts";
import { type TreeViewProps, useTreeRows } from "../tree/use-tree-rows.ts";
import { ChangeRow } from "./ChangeRow.tsx";
import styles from "./compare-table.module.css";
import { Ruler } from "./Ruler.tsx";

/** Pixels of the column heads, `--head-h`. */
const headHeight = 24;

interface CompareTableProps extends TreeViewProps<CompareRow>, TreeActions<CompareRow> {
  /** Name of the grid for screen readers. */
  readonly label: string;
  readonly marks: readonly RulerMark[];
  readonly releaseA: string | undefined;
  readonly releaseB: string | undefined;
  readonly onContextMenu: (row: CompareRow, x: number, y: number) => void;
  /** What find looks for, and the row of the current hit. */
  readonly mark: { readonly text: string; readonly now: string | undefined } | undefined;
}

function weigh(rows: ArrayLike<CompareRow>): number {
  let characters = 0;
  for (let i = 0; i < rows.length; i++) characters += 2 * rows[i]!.key.length + rows[i]!.a.text.length + rows[i]!.b.text.length + 300;
  return characters;
}

/** The aligned rows of two sides as an ARIA treegrid with one tab stop and one scroll, and the ruler of the whole beside it. */
export function CompareTable(props: CompareTableProps) {
  const gridId = useId();
  const tree = useTreeRows(props, headHeight, weigh);
  const { cache, first, last } = tree;
  const keys = useTreeKeys(props, tree);
  const activeId = keys.active >= first && keys.active < last ? `${gridId}-${keys.active}` : undefined;
  const rowOf = (event: MouseEvent) => {
    const at = (event.target as Element).closest<HTMLElement>("[data-index]")?.dataset.index;
    return at === undefined ? undefined : cache.at(Number(at));
  };
  const onClick = (event: MouseEvent) => {
    const row = rowOf(event);
    if (!row) return;
    const target = event.target as Element;
    if (target.closest("[data-match]")) {
      props.onSelect(row);
      const box = target.closest("[data-match]")!.getBoundingClientRect();
      props.onContextMenu(row, box.left, box.bottom);
    } else if (row.kind === "fold" || target.closest("[data-twisty]")) props.onToggle(row, !row.expanded);
    else props.onSelect(row);
  };
  const onDoubleClick = (event: MouseEvent) => {
    const row = rowOf(event);
    if (!row || row.kind === "fold" || (event.target as Element).closest("[data-twisty], [data-match]")) return;
    if (row.expandable) props.onToggle(row, !row.expanded);
    else props.onActivate(row);
  };
  const onContextMenu = (event: MouseEvent) => {
    const row = rowOf(event) ?? (event.target === event.currentTarget ? cache.at(keys.active) : undefined);
    if (!row) return;
    event.preventDefault();
    const box = document.getElementById(`${gridId}-${row.index}`)?.getBoundingClientRect();
    const byKey = event.target === event.currentTarget && box;
    props.onSelect(row);
    props.onContextMenu(row, byKey ? box.left + 40 : event.clientX, byKey ? box.bottom : event.clientY);
  };
  const drawn = [];
  for (let index = first; index < last; index++) {
    const row = cache.at(index);
    drawn.push(
      <ChangeRow
        key={index}
        id={`${gridId}-${index}`}
        index={index}
        row={row}
        selected={row !== undefined && row.key === props.selectedKey}
        mark={props.mark?.text ?? ""}
        markNow={row !== undefined && props.mark?.now === row.key}
      />,
    );
  }
  const head = (word: string, release: string | undefined) => (
    <span role="columnheader">
      {word} <span className={styles.dim}>{release === undefined ? "without a schema" : `read with ${release}`}</span>
    </span>
  );
  return (
    <div className={styles.withRuler}>
      <div
        ref={tree.scroller}
        className={`${table.grid} ${styles.grid} ${props.mark ? table.finding : ""}`}
        role="treegrid"
        aria-label={props.label}
        aria-rowcount={cache.count + 1}
        aria-colcount={4}
        aria-activedescendant={activeId}
        aria-readonly="true"
        tabIndex={0}
        data-tree=""
        onKeyDown={keys.onKeyDown}
        onClick={onClick}
        onDoubleClick={onDoubleClick}
        onContextMenu={onContextMenu}
      >
        <div className={styles.head} role="rowgroup">
          <div className={styles.headRow} role="row" aria-rowindex={1}>
            <span role="columnheader">Field</span>
            {head("A", props.releaseA)}
            {head("B", props.releaseB)}
            <span role="columnheader">Kind</span>
          </div>
        </div>
        <div className={table.spacer} role="presentation" style={{ height: `${tree.spacer}px` }}>
          <div
            className={table.pane}
            role={cache.count > 0 ? "rowgroup" : "presentation"}
            style={{ height: `${Math.min(tree.view, tree.spacer)}px` }}
          >
            <div ref={tree.layer} className={table.layer} role="presentation">
              {drawn}
            </div>
          </div>
        </div>
      </div>
      <Ruler
        marks={props.marks}
        count={cache.count}
        page={tree.page}
        scroller={tree.scroller}
        onGo={(index) => tree.show(index, "start")}
      />
    </div>
  );
}
