import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { Copy, File, GitCompareArrows, X } from "lucide-react";
import { type KeyboardEvent, type MouseEvent, memo, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useShallow } from "zustand/react/shallow";
import { tellingTail } from "../../base/index.ts";
import type { BlobInfo } from "../../worker/protocol.ts";
import { compareWith } from "../shell/compare-with.ts";
import { copyText } from "../state/copy.ts";
import { closeBlob } from "../state/open.ts";
import { openBlob, shownBlobs } from "../state/reading.ts";
import { useApp } from "../state/store.ts";
import { IconButton } from "../widgets/Button.tsx";
import { CutText } from "../widgets/CutText.tsx";
import { MenuAt } from "../widgets/Menu.tsx";
import { StatusIcon } from "../widgets/status.tsx";
import { VerdictIcon } from "../widgets/verdict.tsx";
import styles from "./blobs.module.css";
import { blobWord, verdictWordOf } from "./summary.ts";

/** Pixels of a line, `--row-h-list`. */
const LINE = 24;

/** Pixels above the first line and below the last, `--sp-2`. */
const EDGE = 4;

/** Characters at the end of a name that always stay. */
const NAME_TAIL = 8;

/** Or what tells it from others of its name, as far as it has room. */
const MOST_TELLING = 14;

/** The open blobs, one tab stop: arrows move, Enter shows, Delete closes. Only lines in sight are drawn, and the one with the focus. */
export function BlobList() {
  const blobs = useApp(useShallow(shownBlobs));
  const active = useApp((s) => s.active);
  const [menu, setMenu] = useState<{ readonly blob: BlobInfo; readonly x: number; readonly y: number }>();
  const [at, setAt] = useState<string>();
  const list = useRef<HTMLDivElement>(null);
  const wanted = useRef<string>(undefined);
  const indexOf = (blobId: string | undefined) => blobs.findIndex((blob) => blob.blobId === blobId);
  const stop = Math.max(0, indexOf(at) >= 0 ? indexOf(at) : indexOf(active));
  const lines = useVirtualizer({
    count: blobs.length,
    getScrollElement: () => list.current,
    estimateSize: () => LINE,
    getItemKey: (index) => blobs[index]!.blobId,
    overscan: 10,
    scrollPaddingEnd: 2 * EDGE,
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), stop])].filter((i) => i < blobs.length).sort((a, b) => a - b),
  });
  const { scrollToIndex } = lines;
  const activeAt = indexOf(active);
  useEffect(() => {
    if (activeAt >= 0) scrollToIndex(activeAt);
  }, [activeAt, scrollToIndex]);
  // The line may have been out of sight until now.
  useLayoutEffect(() => {
    if (wanted.current === undefined) return;
    list.current?.querySelector<HTMLElement>(`[data-blob="${wanted.current}"]`)?.focus();
    wanted.current = undefined;
  });

  const focus = (index: number) => {
    const blob = blobs[index];
    if (!blob) return;
    wanted.current = blob.blobId;
    setAt(blob.blobId);
    scrollToIndex(index);
  };
  const close = (blobId: string) => {
    const place = indexOf(blobId);
    closeBlob(blobId);
    focus(place + 1 < blobs.length ? place + 1 : place - 1);
  };
  const onClick = (event: MouseEvent) => {
    const id = (event.target as HTMLElement).closest<HTMLElement>("[data-close]")?.dataset.close;
    if (id !== undefined) close(id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const here = (document.activeElement as HTMLElement | null)?.dataset.blob;
    const place = indexOf(here);
    const target = { ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: blobs.length - 1 }[event.key];
    if (event.key === "Delete" && here !== undefined) close(here);
    else if (target !== undefined) focus(target);
    else return;
    event.preventDefault();
  };
  const onMenu = (event: MouseEvent) => {
    const id = (event.target as HTMLElement).closest("li")?.dataset.id;
    const blob = blobs.find((b) => b.blobId === id);
    if (!blob) return;
    event.preventDefault();
    setMenu({ blob, x: event.clientX, y: event.clientY });
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the lines inside take the focus; the box takes their keys and clicks */}
      <div className={styles.list} ref={list} onClick={onClick} onKeyDown={onKeyDown} onContextMenu={onMenu}>
        <ul className={styles.lines} style={{ height: `${lines.getTotalSize()}px` }}>
          {lines.getVirtualItems().map(({ index, start }) => {
            const blob = blobs[index]!;
            return (
              <BlobLine
                key={blob.blobId}
                blob={blob}
                top={start}
                place={index + 1}
                of={blobs.length}
                active={blob.blobId === active}
                tabStop={index === stop}
              />
            );
          })}
        </ul>
      </div>
      <MenuAt at={menu} onClose={() => setMenu(undefined)} groups={menu ? menuOf(menu.blob) : []} />
    </>
  );
}

function menuOf(blob: BlobInfo) {
  const compares = compareWith(useApp.getState(), blob).map(({ label, run }) => ({ label, icon: GitCompareArrows, run }));
  return [
    {
      items: [
        { label: "Show", icon: File, run: () => void openBlob(blob.blobId) },
        { label: "Copy SHA-256", icon: Copy, run: () => void copyText(blob.sha256, "Copied the SHA-256") },
      ],
    },
    ...(compares.length > 0 ? [{ heading: "Compare with", items: compares }] : []),
    { items: [{ label: "Close", icon: X, keys: "Del", run: () => closeBlob(blob.blobId) }] },
  ];
}

interface BlobLineProps {
  readonly blob: BlobInfo;
  /** Pixels from the top of the list. */
  readonly top: number;
  /** Among all, from 1. */
  readonly place: number;
  readonly of: number;
  readonly active: boolean;
  readonly tabStop: boolean;
}

const BlobLine = memo(function BlobLine({ blob, top, place, of, active, tabStop }: BlobLineProps) {
  const summary = useApp((s) => s.summaries[blob.blobId]);
  const judged = useApp((s) => s.verdicts[blob.blobId]);
  const { kind, verdict, word, says } = verdictWordOf(blobWord(blob, summary), judged);
  return (
    <li
      className={styles.row}
      style={{ top: `${top}px` }}
      aria-posinset={place}
      aria-setsize={of}
      data-id={blob.blobId}
      data-active={active ? "" : undefined}
    >
      <button
        type="button"
        className={styles.blob}
        data-blob={blob.blobId}
        tabIndex={tabStop ? 0 : -1}
        aria-current={active ? "true" : undefined}
        aria-label={says}
        title={says}
        onClick={() => void openBlob(blob.blobId)}
      >
        {verdict ? (
          <VerdictIcon kind={verdict} />
        ) : kind && kind !== "known" ? (
          <StatusIcon kind={kind} />
        ) : (
          <File className={styles.plain} size={13} strokeWidth={1.6} aria-hidden="true" />
        )}
        <span className={styles.name}>
          <CutText text={blob.name} tail={Math.max(NAME_TAIL, Math.min(MOST_TELLING, tellingTail(blob)))} />
        </span>
        <span className={styles.word} data-kind={verdict ?? kind}>
          {word}
        </span>
      </button>
      <IconButton className={styles.close ?? ""} icon={X} tight label={`Close ${blob.name}`} tabIndex={-1} data-close={blob.blobId} />
    </li>
  );
});
