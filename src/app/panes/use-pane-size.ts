import { useRef } from "react";
import type { PanelSize } from "react-resizable-panels";
import { recall, remember } from "../state/remember.ts";

/** A pane's remembered size in pixels and the way to remember a new one. */
export interface PaneSize {
  readonly start: number;
  readonly onResize: (size: PanelSize) => void;
  /** To be called when the user has let go of a splitter. */
  readonly keep: () => void;
}

/** Size of a pane, remembered under its name; `drawn` is what it starts with. Pixels, so that a wider window widens the tree only. */
export function usePaneSize(name: string, drawn: number): PaneSize {
  const key = `pane:${name}`;
  const start = useRef<number>(undefined);
  const kept = start.current ?? recall<number>(key);
  start.current = typeof kept === "number" && Number.isFinite(kept) ? kept : drawn;
  const now = useRef(start.current);
  return {
    start: start.current,
    onResize: (size) => {
      now.current = size.inPixels;
    },
    keep: () => remember(key, Math.round(now.current)),
  };
}
