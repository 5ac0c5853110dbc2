// biome-ignore-all lint/a11y/useSemanticElements: rows in a moving layer cannot be a <table>; the roles say what they are
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid is the one tab stop and names its active row
import { ArrowDown } from "lucide-react";
import { type PointerEvent, useRef, useState } from "react";
import type { ViewSpec } from "../../worker/protocol.ts";
import { columnDraw, leastWidth, reordered } from "./columns.ts";
import styles from "./tree-head.module.css";
import type { ColumnId, ColumnState } from "./types.ts";

interface TreeHeadProps {
  readonly shown: readonly ColumnId[];
  readonly columns: ColumnState;
  /** The release that reads. */
  readonly reader: string | undefined;
  readonly sort: ViewSpec["sort"];
  readonly onSort: (sort: ViewSpec["sort"]) => void;
  /** Takes the drawn width of a column, in pixels; undefined: back to the drawn one. */
  readonly onResize: (id: ColumnId, width: number | undefined) => void;
  readonly onReorder: (order: readonly ColumnId[]) => void;
}

const sortOf: Partial<Record<ColumnId, ViewSpec["sort"]>> = { no: "number", offset: "offset" };
/** Pixels that a head must be pulled before it moves; less is a click. */
const pull = 5;

/** The heads of the columns: press No or Offset to sort, pull a head to move it, its right edge to resize (double click resets). */
export function TreeHead({ shown, columns, reader, sort, onSort, onResize, onReorder }: TreeHeadProps) {
  const [moving, setMoving] = useState<{ readonly id: ColumnId; readonly before: ColumnId | undefined }>();
  const grip = useRef<{ readonly id: ColumnId; readonly x: number; readonly width: number; readonly kind: "resize" | "move" }>(undefined);

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    const target = event.target as HTMLElement;
    const head = target.closest<HTMLElement>("[data-column]");
    if (!head || event.button !== 0) return;
    const id = head.dataset.column as ColumnId;
    const kind = target.closest("[data-edge]") ? "resize" : "move";
    if (kind === "move" && id === "field") return;
    grip.current = { id, x: event.clientX, width: head.getBoundingClientRect().width, kind };
    event.currentTarget.setPointerCapture(event.pointerId);
    event.preventDefault();
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const held = grip.current;
    if (!held) return;
    const dx = event.clientX - held.x;
    if (held.kind === "resize") {
      if (dx !== 0) onResize(held.id, Math.max(leastWidth, held.width + dx));
    } else if (moving || Math.abs(dx) >= pull) setMoving({ id: held.id, before: columnAt(event.currentTarget, event.clientX) });
  };
  const onPointerUp = (event: PointerEvent<HTMLElement>) => {
    const held = grip.current;
    grip.current = undefined;
    setMoving(undefined);
    if (!held || held.kind === "resize" || event.type === "pointercancel") return;
    if (moving) onReorder(reordered(columns, moving.id, moving.before));
    else if (sortOf[held.id]) onSort(sortOf[held.id]!);
  };
  const onDoubleClick = (event: React.MouseEvent<HTMLElement>) => {
    // Captured pointers send the double click to the row, so the place tells which edge was meant.
    const edge = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-edge]")].find((one) => {
      const box = one.getBoundingClientRect();
      return event.clientX >= box.left && event.clientX <= box.right;
    });
    if (edge) onResize(edge.closest<HTMLElement>("[data-column]")!.dataset.column as ColumnId, undefined);
  };

  return (
    <div role="rowgroup" className={styles.head}>
      <div
        role="row"
        className={styles.row}
        aria-rowindex={1}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={onPointerUp}
        onDoubleClick={onDoubleClick}
      >
        {shown.map((id) => {
          const draw = columnDraw(id);
          const sorted = sortOf[id] === sort;
          const classes = [styles.cell, draw.right && styles.right, sortOf[id] && styles.sortable, moving?.before === id && styles.before];
          return (
            <div
              key={id}
              role="columnheader"
              className={classes.filter(Boolean).join(" ")}
              data-column={id}
              aria-sort={sortOf[id] ? (sorted ? "ascending" : "none") : undefined}
              title={sortOf[id] ? `Sort by ${id === "no" ? "field number" : "offset"}` : undefined}
            >
              <span className={styles.title}>{id === "held" && reader !== undefined ? `Held by ${reader}` : draw.title}</span>
              {sorted && <ArrowDown size={11} strokeWidth={1.8} aria-hidden="true" />}
              <span className={styles.edge} data-edge="" aria-hidden="true" />
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** The column in front of which a head that is let go at `x` would stand; undefined: at the end. */
function columnAt(row: HTMLElement, x: number): ColumnId | undefined {
  for (const head of row.querySelectorAll<HTMLElement>("[data-column]")) {
    const box = head.getBoundingClientRect();
    if (head.dataset.column !== "field" && x < box.left + box.width / 2) return head.dataset.column as ColumnId;
  }
  return undefined;
}
