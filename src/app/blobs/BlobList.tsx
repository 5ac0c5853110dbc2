import { Copy, File, GitCompareArrows, X } from "lucide-react";
import { type KeyboardEvent, type MouseEvent, memo, useRef, useState } from "react";
import { useShallow } from "zustand/react/shallow";
import type { BlobInfo } from "../../worker/protocol.ts";
import { compareWith } from "../shell/compare-with.ts";
import { copyText } from "../state/copy.ts";
import { closeBlob } from "../state/open.ts";
import { openBlob, shownBlobs } from "../state/reading.ts";
import { useApp } from "../state/store.ts";
import { IconButton } from "../widgets/Button.tsx";
import { MenuAt } from "../widgets/Menu.tsx";
import { StatusIcon } from "../widgets/status.tsx";
import { VerdictIcon } from "../widgets/verdict.tsx";
import styles from "./blobs.module.css";
import { blobWord, verdictWordOf } from "./summary.ts";

/** The open blobs, one tab stop: arrows move, Enter shows, Delete closes. */
export function BlobList() {
  const blobs = useApp(useShallow(shownBlobs));
  const active = useApp((s) => s.active);
  const [menu, setMenu] = useState<{ readonly blob: BlobInfo; readonly x: number; readonly y: number }>();
  const list = useRef<HTMLUListElement>(null);
  const stop = blobs.some((blob) => blob.blobId === active) ? active : blobs[0]?.blobId;

  const onKeyDown = (event: KeyboardEvent) => {
    const buttons = Array.from(list.current?.querySelectorAll<HTMLElement>("[data-blob]") ?? []);
    const at = buttons.indexOf(document.activeElement as HTMLElement);
    const target = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (event.key === "Delete" && at >= 0) {
      closeBlob(buttons[at]?.dataset.blob ?? "");
      (buttons[at + 1] ?? buttons[at - 1])?.focus();
    } else if (target !== undefined) buttons[target]?.focus();
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
      <ul className={styles.list} ref={list} onKeyDown={onKeyDown} onContextMenu={onMenu}>
        {blobs.map((blob) => (
          <BlobLine key={blob.blobId} blob={blob} active={blob.blobId === active} tabStop={blob.blobId === stop} />
        ))}
      </ul>
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
  readonly active: boolean;
  readonly tabStop: boolean;
}

const BlobLine = memo(function BlobLine({ blob, active, tabStop }: BlobLineProps) {
  const summary = useApp((s) => s.summaries[blob.blobId]);
  const judged = useApp((s) => s.verdicts[blob.blobId]);
  const { kind, verdict, word, says } = verdictWordOf(blobWord(blob, summary), judged);
  return (
    <li className={styles.row} data-id={blob.blobId} data-active={active ? "" : undefined}>
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
        <span className={styles.name}>{blob.name}</span>
        <span className={styles.word} data-kind={verdict ?? kind}>
          {word}
        </span>
      </button>
      <IconButton
        className={styles.close ?? ""}
        icon={X}
        tight
        label={`Close ${blob.name}`}
        tabIndex={-1}
        onClick={() => closeBlob(blob.blobId)}
      />
    </li>
  );
});
