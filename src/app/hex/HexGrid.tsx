// biome-ignore-all lint/a11y/useSemanticElements: rows in a moving layer cannot be a <table>; the roles say what they are
import { type PointerEvent, useEffect, useId, useLayoutEffect, useMemo, useReducer, useRef } from "react";
import type { ByteRange } from "../../base/index.ts";
import { hexOf } from "../../base/index.ts";
import { PageCache } from "../widgets/page-cache.ts";
import { useScaledRows } from "../widgets/use-scaled-rows.ts";
import { byteUnder, HexRow } from "./HexRow.tsx";
import styles from "./hex-grid.module.css";
import { marksOf, rangeOf, tintsOf } from "./paint.ts";
import type { HexGridProps, HexScrollTarget } from "./types.ts";
import { useHexKeys } from "./use-hex-keys.ts";

/** Pixels of a hex row. */
const rowHeight = 20;
const pageSize = 4096;
const mostPages = 64;
const noHits: readonly ByteRange[] = [];

interface Props extends HexGridProps {
  /** Where the pane itself was told to go; as `scrollTo`, which comes from outside. */
  readonly jump?: HexScrollTarget | undefined;
}

/** The bytes themselves: a grid of 16 (or 8) a row with one tab stop, of which only the window is fetched and drawn. */
export function HexGrid(props: Props) {
  const { blobId, size, fetchBytes, parts, cursor, selection, hits = noHits, hitNow, scrollTo, jump, onCursor, onSelectRange } = props;
  const rowBytes = props.rowBytes ?? 16;
  const gridId = useId();
  const fetch = useRef(fetchBytes);
  fetch.current = fetchBytes;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the cache is of this blob
  const cache = useMemo(() => new PageCache<number>(size, pageSize, mostPages, (from, to) => fetch.current(from, to)), [blobId, size]);
  const [tick, bump] = useReducer((n: number) => n + 1, 0);
  const rows = Math.ceil(size / rowBytes);
  const scroll = useScaledRows({ count: rows, rowHeight });
  const { first, last, view, show } = scroll;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a tick says that a page came, and others may be wanted now
  useEffect(() => {
    const [from, to] = [first * rowBytes, Math.min(size, last * rowBytes)];
    if (!cache.has(from, to)) cache.load(from, to).then((came) => came && bump());
  }, [cache, first, last, size, tick, rowBytes]);

  const shownToken = useRef<number>(undefined);
  useLayoutEffect(() => {
    if (!scrollTo || scrollTo.token === shownToken.current || view === 0) return;
    shownToken.current = scrollTo.token;
    show(Math.floor(scrollTo.offset / rowBytes), "start");
  }, [scrollTo, view, show, rowBytes]);

  useLayoutEffect(() => {
    if (jump) show(Math.floor(jump.offset / rowBytes));
  }, [jump, show, rowBytes]);

  const { onKeyDown, anchor } = useHexKeys(props, scroll);
  const dragging = useRef(false);
  const byteAt = (event: PointerEvent) => {
    // The pointer may be outside while it drags: the nearest place inside counts.
    const box = event.currentTarget.getBoundingClientRect();
    const y = Math.min(Math.max(event.clientY, box.top + 1), box.bottom - 2);
    const under = document.elementFromPoint(event.clientX, y);
    const byte = byteUnder(under, event.clientX);
    const row = under?.closest<HTMLElement>("[data-offset]");
    return byte !== undefined && row ? Number(row.dataset.offset) + byte : undefined;
  };
  const onPointerDown = (event: PointerEvent) => {
    const at = event.button === 0 ? byteAt(event) : undefined;
    if (at === undefined) return;
    dragging.current = true;
    event.currentTarget.setPointerCapture(event.pointerId);
    if (event.shiftKey && cursor !== undefined) {
      if (!selection || anchor.current === undefined) anchor.current = cursor;
      onSelectRange(rangeOf(anchor.current, at));
    } else {
      anchor.current = at;
      if (selection) onSelectRange(undefined);
      onCursor(at);
    }
  };
  const onPointerMove = (event: PointerEvent) => {
    if (!dragging.current || anchor.current === undefined) return;
    const at = byteAt(event);
    if (at === undefined || (at === anchor.current && !selection)) return;
    onSelectRange(rangeOf(anchor.current, at));
    // Pulled over the edge, the rows beyond it come.
    const box = event.currentTarget.getBoundingClientRect();
    if (event.clientY < box.top || event.clientY > box.bottom) show(Math.floor(at / rowBytes));
  };
  const onPointerUp = () => {
    dragging.current = false;
  };

  const drawn = [];
  for (let row = first; row < last; row++) {
    const offset = row * rowBytes;
    const end = Math.min(size, offset + rowBytes);
    const here = cache.has(offset, end);
    drawn.push(
      <HexRow
        key={scroll.keyOf(row)}
        gridId={gridId}
        offset={offset}
        rowBytes={rowBytes}
        count={end - offset}
        hex={here ? hexOf(Uint8Array.from({ length: end - offset }, (_, i) => cache.at(offset + i)!)) : ""}
        tints={tintsOf(parts, offset, end)}
        marks={marksOf(selection, hits, hitNow, offset, end)}
        cursor={cursor !== undefined && cursor >= offset && cursor < end ? cursor - offset : -1}
      />,
    );
  }
  const cursorRow = cursor === undefined ? -1 : Math.floor(cursor / rowBytes);
  return (
    <div
      ref={scroll.scroller}
      className={styles.grid}
      role="grid"
      aria-label={props.label ?? "Bytes in hex and text"}
      aria-rowcount={rows}
      aria-readonly="true"
      aria-activedescendant={cursorRow >= first && cursorRow < last ? `${gridId}-cursor` : undefined}
      tabIndex={0}
      data-hex=""
      onKeyDown={onKeyDown}
      onCopy={(event) => {
        if (!props.onCopy || getSelection()?.isCollapsed === false) return;
        event.preventDefault();
        props.onCopy();
      }}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={onPointerUp}
    >
      <div className={styles.spacer} role="presentation" style={{ height: `${scroll.spacer}px` }}>
        <div className={styles.pane} role="presentation" style={{ height: `${Math.min(view, scroll.spacer)}px` }}>
          <div ref={scroll.layer} className={styles.layer} role="rowgroup">
            {drawn}
          </div>
        </div>
      </div>
    </div>
  );
}
