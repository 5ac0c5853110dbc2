// biome-ignore-all lint/a11y/useSemanticElements: rows of a grid that are drawn only when in sight are no table
// biome-ignore-all lint/a11y/useFocusableInteractive: the focus stays on the grid, which names the active row
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type MouseEvent, useEffect, useId, useMemo, useRef } from "react";
import type { CompatFinding, CompatReport } from "../../../worker/protocol.ts";
import { selectFinding } from "../../state/compat.ts";
import { useApp } from "../../state/store.ts";
import { openType } from "../../state/types.ts";
import { FindingRow } from "./FindingRow.tsx";
import styles from "./finding-grid.module.css";
import { findingLines, stepFinding } from "./finding-lines.ts";

const rowHeight = 22;
const headHeight = 24;

/** Shows the field of a finding in the browser of types; nothing for a unit or a package. */
export function openFinding({ typeName, number }: CompatFinding): void {
  if (typeName !== undefined) openType(typeName, number);
}

/** The findings by type. One tab stop: arrows select, Enter opens the field among the types. */
export function FindingGrid({ report, findings }: { readonly report: CompatReport; readonly findings: readonly CompatFinding[] }) {
  const selected = useApp((s) => s.compatFinding);
  const lines = useMemo(() => findingLines(findings), [findings]);
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
  });
  const at = lines.findIndex(({ key }) => key === selected);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the virtualizer is made anew with every render
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: "auto" });
  }, [at]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const page = Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - headHeight) / rowHeight) - 1);
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page };
    const step = event.key === "Home" ? -lines.length : event.key === "End" ? lines.length : steps[event.key];
    const line = lines[at];
    if (step !== undefined) {
      const next = lines[stepFinding(lines, at < 0 && step < 0 ? lines.length : at, step)];
      if (next?.kind === "finding") selectFinding(next.key);
    } else if (event.key === "Enter" && line?.kind === "finding") openFinding(line.finding);
    else if (event.key === "Escape" && selected !== undefined) selectFinding(undefined);
    else return;
    event.preventDefault();
  };
  const rowOf = (event: MouseEvent) => (event.target as HTMLElement).closest<HTMLElement>("[data-line]")?.dataset.line;
  const onClick = (event: MouseEvent) => {
    const line = lines[Number(rowOf(event) ?? -1)];
    if (line?.kind === "finding") selectFinding(line.key);
  };
  const onDoubleClick = (event: MouseEvent) => {
    const line = lines[Number(rowOf(event) ?? -1)];
    if (line?.kind === "finding") openFinding(line.finding);
    else if (line?.typeName !== undefined) openType(line.typeName);
  };
  const items = virtual.getVirtualItems();
  const drawn = items.some((item) => item.index === at);
  return (
    <div
      className={styles.grid}
      ref={scroller}
      role="grid"
      aria-label={`Findings between ${report.old} and ${report.new}`}
      aria-rowcount={lines.length + 1}
      tabIndex={0}
      aria-activedescendant={drawn ? `${id}-${at}` : undefined}
      onKeyDown={onKeyDown}
      onClick={onClick}
      onDoubleClick={onDoubleClick}
    >
      <div className={styles.headRow} role="row" aria-rowindex={1}>
        <span role="columnheader">Finding</span>
        <span role="columnheader">Restoring</span>
        <span role="columnheader">Field</span>
        <span role="columnheader">What happens</span>
      </div>
      <div className={styles.space} role="rowgroup" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const line = lines[item.index];
          if (!line) return null;
          return (
            <FindingRow
              key={line.key}
              id={`${id}-${item.index}`}
              line={line}
              index={item.index}
              top={item.start - headHeight}
              selected={item.index === at}
              old={report.old}
              now={report.new}
            />
          );
        })}
      </div>
    </div>
  );
}
