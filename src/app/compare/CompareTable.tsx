// biome-ignore-all lint/a11y/useSemanticElements: rows in a moving layer cannot be a <table>; the roles say what they are
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid is the one tab stop and names its active row
import { type MouseEvent, useId } from "react";
import type { CompareRow, RulerMark } from "../../worker/protocol.ts";
import { TreeBody } from "../tree/TreeBody.tsx";
import table from "../tree/tree-table.module.css";
import { useTreeKeys } from "../tree/use-tree-keys.ts";
import { type PointerActions, useTreePointer } from "../tree/use-tree-pointer.ts";
import { type TreeViewProps, useTreeRows } from "../tree/use-tree-rows.ts";
import { ChangeRow } from "./ChangeRow.tsx";
import styles from "./compare-table.module.css";
import { Ruler } from "./Ruler.tsx";

/** Pixels of the column heads, `--head-h`. */
const headHeight = 24;

interface CompareTableProps extends TreeViewProps<CompareRow>, PointerActions<CompareRow> {
  /** Name of the grid for screen readers. */
  readonly label: string;
  readonly marks: readonly RulerMark[];
  readonly releaseA: string | undefined;
  readonly releaseB: string | undefined;
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
  const pointer = useTreePointer(props, tree, keys.active, gridId, (row) => row.kind === "fold");
  const onClick = (event: MouseEvent) => {
    const match = (event.target as Element).closest("[data-match]");
    const row = match ? pointer.rowOf(event) : undefined;
    if (!match || !row) return pointer.onClick(event);
    props.onSelect(row);
    const box = match.getBoundingClientRect();
    props.onContextMenu(row, box.left, box.bottom);
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
        onDoubleClick={pointer.onDoubleClick}
        onContextMenu={pointer.onContextMenu}
      >
        <div className={styles.head} role="rowgroup">
          <div className={styles.headRow} role="row" aria-rowindex={1}>
            <span role="columnheader">Field</span>
            {head("A", props.releaseA)}
            {head("B", props.releaseB)}
            <span role="columnheader">Kind</span>
          </div>
        </div>
        <TreeBody tree={tree}>{drawn}</TreeBody>
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
