// biome-ignore-all lint/a11y/useSemanticElements: rows in a moving layer cannot be a <table>; the roles say what they are
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid is the one tab stop and names its active row
import { memo } from "react";
import type { Row } from "../../worker/protocol.ts";
import cells from "./cells.module.css";
import { cellOf, cellTitle } from "./cells.tsx";
import { indentOf, rowProps } from "./row-props.ts";
import styles from "./tree-row.module.css";
import type { ColumnId } from "./types.ts";

interface TreeRowProps {
  readonly id: string;
  readonly index: number;
  /** Undefined while its page is fetched. Rows of a view never change, so their identity is enough. */
  readonly row: Row | undefined;
  /** Ids of the shown columns, joined by spaces. */
  readonly columns: string;
  /** Package whose types are named without it. */
  readonly home: string;
  /** The release that reads. */
  readonly reader: string;
  readonly selected: boolean;
  readonly markNames: string;
  readonly markValues: string;
  readonly markNumbers: string;
  readonly markNow: boolean;
}

const columnClass: Readonly<Record<ColumnId, string | undefined>> = {
  field: `${styles.field} ${cells.indented}`,
  no: styles.no,
  type: styles.type,
  wire: styles.type,
  value: styles.val,
  held: styles.val,
  status: styles.status,
  offset: styles.offset,
  bytes: styles.offset,
};

/** One row of the tree, of fixed height. All events are taken by the grid. */
export const TreeRow = memo(function TreeRow(props: TreeRowProps) {
  const { id, index, row, columns, selected } = props;
  const ids = columns.split(" ") as ColumnId[];
  if (!row) return <Placeholder id={id} index={index} columns={ids.length} />;
  const marks = { name: props.markNames, value: props.markValues, number: props.markNumbers, now: props.markNow };
  const classes = [styles.row];
  if (selected) classes.push(styles.selected);
  if (row.status === "defaulted" || row.context) classes.push(styles.dim);
  if (row.expandable) classes.push(styles.parent);
  return (
    <div {...rowProps(row, id, index, selected)} className={classes.join(" ")} data-status={row.status} data-finding={row.finding?.kind}>
      {ids.map((column) => (
        <div
          key={column}
          role={column === "field" ? "rowheader" : "gridcell"}
          className={columnClass[column]}
          title={cellTitle(column, row)}
          style={column === "field" ? indentOf(row) : undefined}
        >
          {cellOf(column, row, marks, props.home, props.reader)}
        </div>
      ))}
    </div>
  );
});

/** The room of a row that is still to come; quiet, for it is there for a moment only. */
function Placeholder({ id, index, columns }: { readonly id: string; readonly index: number; readonly columns: number }) {
  return (
    <div id={id} className={styles.row} role="row" data-index={index} aria-rowindex={index + 2} aria-busy="true">
      <div role="rowheader" className={styles.waiting} aria-colspan={columns}>
        <span className="vh">to come</span>
        <span className={styles.bar} style={{ width: `${72 + ((index * 37) % 72)}px` }} />
      </div>
    </div>
  );
}
