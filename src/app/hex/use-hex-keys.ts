import { type KeyboardEvent, type RefObject, useRef } from "react";
import type { ScaledRows } from "../widgets/use-scaled-rows.ts";
import { rangeOf } from "./paint.ts";
import type { HexGridProps } from "./types.ts";

export interface HexKeys {
  readonly onKeyDown: (event: KeyboardEvent) => void;
  /** Where a selection starts: the byte pressed or moved to last without Shift. */
  readonly anchor: RefObject<number | undefined>;
}

/** The keys of the bytes: arrows, Home and End in the row, with Ctrl in the blob, PageUp and PageDown; Shift selects. */
export function useHexKeys(props: HexGridProps, scroll: ScaledRows): HexKeys {
  const { size, cursor, selection, onCursor, onSelectRange } = props;
  const rowBytes = props.rowBytes ?? 16;
  const anchor = useRef<number>(undefined);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || size === 0) return;
    // The moving end of a selection, or the cursor.
    const start = anchor.current ?? cursor ?? 0;
    const moving = selection && event.shiftKey ? (selection[0] === start ? selection[1] - 1 : selection[0]) : (cursor ?? -1);
    const to = target(event.key, event.ctrlKey || event.metaKey, moving, size, scroll.page, rowBytes);
    if (to === undefined) {
      if (event.key === "Escape" && selection) {
        event.stopPropagation();
        onSelectRange(undefined);
      }
      return;
    }
    event.preventDefault();
    const at = Math.max(0, Math.min(size - 1, to));
    scroll.show(Math.floor(at / rowBytes));
    if (event.shiftKey) {
      if (anchor.current === undefined || !selection) anchor.current = cursor ?? at;
      onSelectRange(rangeOf(anchor.current, at));
      return;
    }
    anchor.current = at;
    if (selection) onSelectRange(undefined);
    onCursor(at);
  };
  return { onKeyDown, anchor };
}

/** The byte that a key leads to, or undefined when it is no key of the grid. May lie outside the blob. */
function target(key: string, far: boolean, from: number, size: number, page: number, rowBytes: number): number | undefined {
  if (far) return key === "Home" ? 0 : key === "End" ? size - 1 : undefined;
  switch (key) {
    case "ArrowRight":
      return from + 1;
    case "ArrowLeft":
      return from - 1;
    case "ArrowDown":
      return from < 0 ? 0 : from + rowBytes < size ? from + rowBytes : from;
    case "ArrowUp":
      return from >= rowBytes ? from - rowBytes : from;
    case "PageDown":
      return Math.max(from, 0) + page * rowBytes;
    case "PageUp":
      return from - page * rowBytes;
    case "Home":
      return from - (from % rowBytes);
    case "End":
      return from - (from % rowBytes) + rowBytes - 1;
    default:
      return undefined;
  }
}
