import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { useApp } from "../state/store.ts";
import { activeFindings, showFinding } from "../state/verdict.ts";
import { offsetText } from "../widgets/format.ts";
import { VerdictIcon, verdictOf } from "../widgets/verdict.tsx";
import styles from "./finding-list.module.css";
import { findingWord } from "./words.ts";

const ROW = 22;

/** All findings of the reading release, one line each; one tab stop, arrows move, and the tree follows. */
export function FindingList() {
  const open = useApp((s) => s.findingsOpen);
  const some = useApp((s) => activeFindings(s).length > 0);
  return open && some ? <List /> : null;
}

function List() {
  const findings = useApp(activeFindings);
  const at = useApp((s) => s.findingAt);
  const total = useApp((s) => (s.doc?.release === undefined ? 0 : (s.findings[s.doc.release]?.total ?? 0)));
  const box = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({ count: findings.length, getScrollElement: () => box.current, estimateSize: () => ROW, overscan: 8 });
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when another one is shown
  useEffect(() => rows.scrollToIndex(at), [at]);
  const onKeyDown = (event: KeyboardEvent) => {
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: findings.length - 1 }[event.key];
    if (to === undefined && event.key !== "Enter") return;
    if (to === undefined || findings[to]) void showFinding(to ?? at);
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={styles.list}>
      <div
        className={styles.scroll}
        ref={box}
        role="listbox"
        tabIndex={0}
        aria-label="Findings"
        aria-activedescendant={`finding-${at}`}
        onKeyDown={onKeyDown}
        style={{ height: Math.min(findings.length, 6) * ROW + 1 }}
      >
        <div className={styles.all} style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, start }) => {
            const finding = findings[index]!;
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the list takes the keys
              // biome-ignore lint/a11y/useFocusableInteractive: the list is the one tab stop and names its active line
              <div
                key={index}
                id={`finding-${index}`}
                role="option"
                className={styles.line}
                aria-selected={index === at}
                aria-posinset={index + 1}
                aria-setsize={findings.length}
                style={{ transform: `translateY(${start}px)` }}
                title={finding.why}
                onClick={() => void showFinding(index)}
              >
                <VerdictIcon kind={verdictOf(finding.kind)} />
                <span className={styles.kind}>{findingWord(finding.kind)}</span>
                <span className={styles.path}>
                  <bdi>{finding.path || "the blob"}</bdi>
                </span>
                <span className={styles.message}>{finding.message}</span>
                <span className={styles.offset}>{offsetText(finding.range[0])}</span>
              </div>
            );
          })}
        </div>
      </div>
      {total > findings.length && (
        <p className={styles.more}>
          The first {findings.length.toLocaleString("en")} of {total.toLocaleString("en")} findings.
        </p>
      )}
    </div>
  );
}
