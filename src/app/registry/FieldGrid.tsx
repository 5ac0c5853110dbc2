// biome-ignore-all lint/a11y/useSemanticElements: rows of a grid that are drawn only when in sight are no table
// biome-ignore-all lint/a11y/useFocusableInteractive: the focus stays on the grid, which names the active row
import { useVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, type KeyboardEvent, type MouseEvent, useEffect, useId, useMemo, useRef } from "react";
import type { TypePage } from "../../worker/protocol.ts";
import { useApp } from "../state/store.ts";
import { openType, selectField } from "../state/types.ts";
import { Button } from "../widgets/Button.tsx";
import { FieldRow } from "./FieldRow.tsx";
import styles from "./field-grid.module.css";

const rowHeight = 22;
const headHeight = 24;

/**
 * The fields of a type, a column for each release. One tab stop: arrows select, `n` and `p` go through fields with changes, Enter
 * opens the type that the field holds.
 */
/** Pixels of the last column: an icon, the longest word and how many more changes there are. */
const historyWidth = 108;

/** The fields of a type, a row each, and what each was in every release. */
export function FieldGrid({ page }: { readonly page: TypePage }) {
  const onlyChanges = useApp((s) => s.onlyChanges);
  const selected = useApp((s) => s.fieldNumber);
  const fields = useMemo(() => (onlyChanges ? page.fields.filter(({ kinds }) => kinds.length > 0) : page.fields), [page, onlyChanges]);
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const virtual = useVirtualizer({
    count: fields.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
  });
  const at = fields.findIndex(({ number }) => number === selected);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the virtualizer is made anew with every render
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: "auto" });
  }, [at]);

  const goTo = (index: number) => {
    const field = fields[Math.min(Math.max(index, 0), fields.length - 1)];
    if (field) selectField(field.number);
  };
  const toChange = (by: 1 | -1) => {
    const count = fields.length;
    for (let step = 1; step <= count; step++) {
      const next = ((((at < 0 && by < 0 ? 0 : at) + by * step) % count) + count) % count;
      if ((fields[next]?.kinds.length ?? 0) > 0) return goTo(next);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const rows = Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - headHeight) / rowHeight) - 1);
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: rows, PageUp: -rows };
    const step = steps[event.key];
    const holds = fields[at]?.cells.findLast((cell) => cell.holds !== undefined)?.holds;
    if (step !== undefined) goTo(at < 0 ? 0 : at + step);
    else if (event.key === "Home") goTo(0);
    else if (event.key === "End") goTo(fields.length - 1);
    else if (event.key === "n") toChange(1);
    else if (event.key === "p") toChange(-1);
    else if (event.key === "Enter" && holds !== undefined) openType(holds);
    else if (event.key === "Escape" && selected !== undefined) selectField(undefined);
    else return;
    event.preventDefault();
  };
  const onClick = (event: MouseEvent) => {
    const row = (event.target as HTMLElement).closest<HTMLElement>("[data-number]");
    if (row) selectField(Number(row.dataset.number));
  };
  const items = virtual.getVirtualItems();
  const drawn = items.some((item) => item.index === at);
  const number = Math.max(44, 18 + 8 * String(page.fields.at(-1)?.number ?? 0).length);
  const columns = `${number}px minmax(150px, 1.5fr) repeat(${page.releases.length}, minmax(84px, 1fr)) ${historyWidth}px`;
  const width = number + 150 + 84 * page.releases.length + historyWidth;
  return (
    <div
      className={styles.grid}
      ref={scroller}
      role="grid"
      aria-label={`Fields of ${page.typeName} over the releases`}
      aria-rowcount={fields.length + 1}
      tabIndex={0}
      aria-activedescendant={drawn ? `${id}-${selected}` : undefined}
      onKeyDown={onKeyDown}
      onClick={onClick}
      style={{ "--cols": columns, "--no": `${number}px` } as CSSProperties}
    >
      <div className={styles.headRow} role="row" aria-rowindex={1} style={{ minWidth: width }}>
        <span role="columnheader">No</span>
        <span role="columnheader">Field</span>
        {page.releases.map((release) => (
          <span key={release} role="columnheader" className={styles.release} title={release}>
            {release}
          </span>
        ))}
        <span role="columnheader">History</span>
      </div>
      {fields.length > 0 && (
        <div className={styles.space} role="rowgroup" style={{ height: virtual.getTotalSize(), minWidth: width }}>
          {items.map((item) => {
            const line = fields[item.index];
            if (!line) return null;
            return (
              <FieldRow
                key={line.number}
                id={`${id}-${line.number}`}
                line={line}
                index={item.index + 2}
                top={item.start - headHeight}
                selected={line.number === selected}
                packageName={page.packageName}
              />
            );
          })}
        </div>
      )}
      {fields.length === 0 && <Nothing page={page} />}
    </div>
  );
}

function Nothing({ page }: { readonly page: TypePage }) {
  return (
    <div role="row">
      <div className={styles.nothing} role="gridcell">
        {page.fields.length === 0 ? (
          "It has no fields."
        ) : (
          <>
            No field changed over these releases.{" "}
            <Button size="small" onClick={() => useApp.setState({ onlyChanges: false })}>
              Show all {page.fields.length}
            </Button>
          </>
        )}
      </div>
    </div>
  );
}
