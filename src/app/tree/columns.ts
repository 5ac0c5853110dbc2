import { useSyncExternalStore } from "react";
import { grouped } from "../widgets/format.ts";
import type { ColumnId, ColumnState } from "./types.ts";

/** A column as drawn. Widths are pixels; a `weight` lets it share what the others leave. */
export interface ColumnDraw {
  readonly id: ColumnId;
  readonly title: string;
  readonly width: number;
  /** Width in windows narrower than 1200 pixels. */
  readonly narrowWidth: number;
  /** Width to which it gives way where there is no room for all columns. */
  readonly leastWidth: number;
  readonly weight: number;
  readonly right: boolean;
}

/** All columns, in the drawn order. */
export const columnDraws: readonly ColumnDraw[] = [
  { id: "field", title: "Field", width: 222, narrowWidth: 204, leastWidth: 150, weight: 1, right: false },
  { id: "no", title: "No", width: 54, narrowWidth: 56, leastWidth: 54, weight: 0, right: true },
  { id: "type", title: "Type", width: 118, narrowWidth: 118, leastWidth: 84, weight: 0.5, right: false },
  { id: "wire", title: "Wire", width: 72, narrowWidth: 72, leastWidth: 72, weight: 0, right: false },
  { id: "value", title: "Value", width: 276, narrowWidth: 252, leastWidth: 140, weight: 1.2, right: false },
  { id: "held", title: "Held", width: 116, narrowWidth: 110, leastWidth: 84, weight: 0.6, right: false },
  { id: "status", title: "Status", width: 112, narrowWidth: 112, leastWidth: 112, weight: 0, right: false },
  { id: "offset", title: "Offset", width: 64, narrowWidth: 62, leastWidth: 62, weight: 0, right: true },
  { id: "bytes", title: "Bytes", width: 52, narrowWidth: 52, leastWidth: 52, weight: 0, right: true },
];

const drawOf = new Map(columnDraws.map((draw) => [draw.id, draw]));
/** Narrowest width that a column can be dragged to, in pixels. */
export const leastWidth = 40;

/** Pixels that Value gives up for Held beside it. */
const heldFromValue = 104;

/** The column as drawn. */
export function columnDraw(id: ColumnId): ColumnDraw {
  return drawOf.get(id)!;
}

/** Is the column shown? The user's choice goes before what the width of the window allows. Field is always shown. */
export function columnShown(id: ColumnId, columns: ColumnState, narrow: boolean): boolean {
  if (id === "field") return true;
  return columns.visibility[id] ?? (id !== "wire" && id !== "held" && !(narrow && (id === "type" || id === "bytes")));
}

/** The columns with one shown or hidden by the user's choice. */
export function withColumn(id: ColumnId, columns: ColumnState, shown: boolean): ColumnState {
  return { ...columns, visibility: { ...columns.visibility, [id]: shown } };
}

/** All columns in the user's order, Field first; columns that the order does not know keep their drawn place at the end. */
export function columnOrder(columns: ColumnState): readonly ColumnId[] {
  const drawn = columnDraws.map((draw) => draw.id);
  const asked = columns.order.filter((id): id is ColumnId => drawn.includes(id as ColumnId) && id !== "field");
  return asked.length === 0 ? drawn : ["field", ...asked, ...drawn.filter((id) => id !== "field" && !asked.includes(id))];
}

/** The order after `moved` was put in front of `before` (undefined: at the end). */
export function reordered(columns: ColumnState, moved: ColumnId, before: ColumnId | undefined): readonly ColumnId[] {
  const rest = columnOrder(columns).filter((id) => id !== moved);
  const at = before === undefined ? rest.length : Math.max(1, rest.indexOf(before));
  return [...rest.slice(0, at), moved, ...rest.slice(at)];
}

/**
 * The columns as a grid template and the least width of a row in pixels. Offset and Bytes get wider for blobs whose offsets have
 * more than four digits; `bytes` is the length of the blob. Where `room`, in pixels, is not enough for the drawn widths, the columns that
 * share the rest give way, each by a part of what it can.
 */
export function columnTemplate(
  shown: readonly ColumnId[],
  columns: ColumnState,
  narrow: boolean,
  bytes: number,
  room = Number.POSITIVE_INFINITY,
): { readonly template: string; readonly width: number } {
  // Digits of the widest offset and count beyond those that the drawn widths hold, 7.3 pixels each.
  const extra: Partial<Record<ColumnId, number>> = {
    offset: Math.ceil(Math.max(0, bytes.toString(16).length - 4) * 7.3),
    bytes: Math.ceil(Math.max(0, grouped(bytes).length - 5) * 7.3),
  };
  const besides = shown.includes("held") ? heldFromValue : 0;
  const extras = besides + shown.reduce((sum, id) => sum + (extra[id] ?? 0), 0);
  const parts = shown.map((id) => {
    const draw = columnDraw(id);
    const set = columns.sizing[id];
    if (set !== undefined) return { fixed: Math.max(leastWidth, Math.round(set)), gives: 0, weight: 0 };
    // What long offsets need is taken from Value, so that the last column stays in sight.
    const fixed = (narrow ? draw.narrowWidth : draw.width) + (id === "value" ? -extras : (extra[id] ?? 0));
    return { fixed, gives: draw.weight > 0 ? Math.max(0, fixed - draw.leastWidth) : 0, weight: draw.weight };
  });
  const drawn = parts.reduce((sum, { fixed }) => sum + fixed, 0);
  const most = parts.reduce((sum, { gives }) => sum + gives, 0);
  const share = most === 0 ? 0 : Math.min(1, Math.max(0, drawn - room) / most);
  const tracks = parts.map(({ fixed, gives, weight }) => {
    const least = fixed - Math.ceil(gives * share);
    return { least, track: weight > 0 ? `minmax(${least}px, ${weight}fr)` : `${least}px` };
  });
  return { template: tracks.map(({ track }) => track).join(" "), width: tracks.reduce((sum, { least }) => sum + least, 0) };
}

const narrowQuery = "(max-width: 1199px)";

/** Is the window narrower than 1200 pixels? Follows the window. */
export function useNarrow(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = matchMedia(narrowQuery);
      query.addEventListener("change", changed);
      return () => query.removeEventListener("change", changed);
    },
    () => matchMedia(narrowQuery).matches,
  );
}
