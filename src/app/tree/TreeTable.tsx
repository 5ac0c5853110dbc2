// biome-ignore-all lint/a11y/useSemanticElements: rows in a moving layer cannot be a <table>; the roles say what they are
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid is the one tab stop and names its active row
import {
  columnOrderingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  functionalUpdate,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { type CSSProperties, useId, useMemo } from "react";
import type { Row } from "../../worker/protocol.ts";
import { columnDraws, columnOrder, columnShown, columnTemplate, useNarrow } from "./columns.ts";
import { TreeBody } from "./TreeBody.tsx";
import { TreeHead } from "./TreeHead.tsx";
import { TreeRow } from "./TreeRow.tsx";
import styles from "./tree-table.module.css";
import type { ColumnId, TreeTableProps } from "./types.ts";
import { useTreeKeys } from "./use-tree-keys.ts";
import { useTreePointer } from "./use-tree-pointer.ts";
import { useTreeRows } from "./use-tree-rows.ts";

/** A place in the window, and the row that stands in it once its page is here. */
interface Slot {
  readonly index: number;
  readonly row: Row | undefined;
}

const features = tableFeatures({ columnSizingFeature, columnVisibilityFeature, columnOrderingFeature });
const columnDefs = columnDraws.map((draw) => ({ id: draw.id, header: draw.title, size: draw.width }));
const slotId = (slot: Slot) => String(slot.index);
/** Pixels of the column heads, `--head-h`. */
const headHeight = 24;

function weigh(rows: ArrayLike<Row>): number {
  let characters = 0;
  for (let i = 0; i < rows.length; i++) characters += rows[i]!.key.length + rows[i]!.path.length + rows[i]!.value.length + 200;
  return characters;
}

/**
 * The fields of a blob as an ARIA treegrid with one tab stop. It holds no rows but those in sight and some pages around them, so
 * that millions of rows scroll; what the user does goes to the callbacks, and the shell answers with a new version of the view.
 */
export function TreeTable(props: TreeTableProps) {
  const { columns, onColumns, mark, rows } = props;
  const gridId = useId();
  const narrow = useNarrow();
  const tree = useTreeRows(props, headHeight, weigh);
  const { cache, first, last } = tree;
  const keys = useTreeKeys(props, tree);

  const visibility = useMemo(
    () => Object.fromEntries(columnDraws.map((d) => [d.id, columnShown(d.id, columns, narrow)])),
    [columns, narrow],
  );
  const order = useMemo(() => [...columnOrder(columns)], [columns]);
  const sizing = columns.sizing as Record<string, number>;
  // The cache fills behind its identity, so the window is made anew with each render; rows themselves keep theirs.
  const slots: Slot[] = [];
  for (let index = first; index < last; index++) slots.push({ index, row: cache.at(index) });
  const table = useTable({
    features,
    columns: columnDefs,
    data: slots,
    getRowId: slotId,
    state: { columnSizing: sizing, columnVisibility: visibility, columnOrder: order },
    onColumnSizingChange: (update) => onColumns({ ...columns, sizing: functionalUpdate(update, sizing) }),
    onColumnOrderChange: (update) => onColumns({ ...columns, order: functionalUpdate(update, order) }),
  });
  const shown = table.getVisibleLeafColumns().map((column) => column.id as ColumnId);
  const drawn = columnTemplate(shown, columns, narrow, props.bytes ?? 0, tree.width || undefined);
  const onResize = (id: ColumnId, width: number | undefined) => {
    if (width === undefined) table.getColumn(id)?.resetSize();
    else table.setColumnSizing((old) => ({ ...old, [id]: width }));
  };

  const activeId = keys.active >= first && keys.active < last ? `${gridId}-${keys.active}` : undefined;
  const pointer = useTreePointer(props, tree, keys.active, gridId);

  return (
    <div
      ref={tree.scroller}
      className={mark && mark.text !== "" ? `${styles.grid} ${styles.finding}` : styles.grid}
      role="treegrid"
      aria-label={props.label}
      aria-rowcount={cache.count + 1}
      aria-colcount={shown.length}
      aria-activedescendant={activeId}
      aria-readonly="true"
      tabIndex={0}
      data-tree=""
      data-wider={tree.width > 0 && drawn.width > tree.width ? "" : undefined}
      style={{ "--cols": drawn.template, "--cols-width": `${drawn.width}px` } as CSSProperties}
      onKeyDown={keys.onKeyDown}
      onClick={pointer.onClick}
      onDoubleClick={pointer.onDoubleClick}
      onContextMenu={pointer.onContextMenu}
    >
      <TreeHead
        shown={shown}
        columns={columns}
        reader={props.reader}
        sort={props.sort}
        onSort={props.onSort}
        onResize={onResize}
        onReorder={(next) => table.setColumnOrder([...next])}
      />
      <TreeBody tree={tree}>
        {table.getRowModel().rows.map(({ id, original: { index, row } }) => {
          const text = row && mark ? mark.text : "";
          return (
            <TreeRow
              key={id}
              id={`${gridId}-${index}`}
              index={index}
              row={row}
              columns={shown.join(" ")}
              home={props.home ?? ""}
              reader={props.reader ?? ""}
              selected={row !== undefined && row.key === props.selectedKey}
              markNames={mark?.names ? text : ""}
              markValues={mark?.values ? text : ""}
              markNumbers={mark?.numbers ? text : ""}
              markNow={row !== undefined && row.key === mark?.currentKey}
            />
          );
        })}
      </TreeBody>
      {rows === 0 && cache.count === 0 && <div className={styles.none}>{props.children}</div>}
    </div>
  );
}
