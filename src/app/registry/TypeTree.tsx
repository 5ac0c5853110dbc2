// biome-ignore-all lint/a11y/useFocusableInteractive: the focus stays on the tree, which names the active row
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the tree has the keys
import { useVirtualizer } from "@tanstack/react-virtual";
import { ChevronDown, ChevronRight } from "lucide-react";
import { type KeyboardEvent, type MouseEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { useApp } from "../state/store.ts";
import { openType, toggleTypes } from "../state/types.ts";
import { Marked } from "../widgets/Marked.tsx";
import { pathTo, type TypeRow, typeRows } from "./type-rows.ts";
import styles from "./type-tree.module.css";

const rowHeight = 22;
/** So few types are all shown at once. */
const few = 40;
const none: readonly never[] = [];

/** Packages, types and found fields, one tab stop. The focus stays on the tree; the active row is named to screen readers. */
export function TypeTree() {
  const lines = useApp((s) => s.typeList?.lines ?? none);
  const open = useApp((s) => s.openTypes);
  const text = useApp((s) => s.typeText);
  const typeName = useApp((s) => s.typeName);
  const fieldNumber = useApp((s) => s.fieldNumber);
  const searching = text.trim() !== "";
  const rows = useMemo(() => typeRows(lines, new Set(open), searching || lines.length <= few), [lines, open, searching]);
  const [activeKey, setActive] = useState<string>();
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  const isSelected = (row: TypeRow) => row.kind === "type" && row.line.typeName === typeName;
  const found = rows.findIndex((row) => row.key === activeKey);
  const active = found >= 0 ? found : Math.max(0, rows.findIndex(isSelected));

  // The shown type is brought into sight when it was opened from elsewhere.
  // biome-ignore lint/correctness/useExhaustiveDependencies: opening and closing packages does not ask for it
  useEffect(() => {
    if (typeName === undefined) return;
    for (const key of pathTo(typeName, lines)) if (!open.includes(key)) toggleTypes(key, true);
  }, [typeName, lines]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each type and each list
  useEffect(() => {
    const at = rows.findIndex(isSelected);
    if (at >= 0) virtual.scrollToIndex(at, { align: "auto" });
  }, [typeName, rows.length]);

  const goTo = (index: number) => {
    const to = Math.min(Math.max(index, 0), rows.length - 1);
    setActive(rows[to]?.key);
    virtual.scrollToIndex(to, { align: "auto" });
  };
  const press = (row: TypeRow) => {
    if (row.kind === "package") toggleTypes(row.key, !row.expanded);
    else openType(row.line.typeName, row.kind === "field" ? row.number : undefined);
  };
  const openSiblings = ({ parent }: TypeRow) => {
    for (const row of rows) if (row.parent === parent && row.expandable) toggleTypes(row.key, true);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[active];
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1);
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page };
    const step = steps[event.key];
    if (step !== undefined) goTo(active + step);
    else if (event.key === "Home") goTo(0);
    else if (event.key === "End") goTo(rows.length - 1);
    else if (event.key === "ArrowRight" && row.expandable) row.expanded ? goTo(active + 1) : toggleTypes(row.key, true);
    else if (event.key === "ArrowLeft" && row.expanded && !searching) toggleTypes(row.key, false);
    else if (event.key === "ArrowLeft" && row.parent >= 0) goTo(row.parent);
    else if (event.key === "*") openSiblings(row);
    else if (event.key === "Enter" || event.key === " ") press(row);
    else return;
    event.preventDefault();
  };
  const onClick = (event: MouseEvent) => {
    const at = Number((event.target as HTMLElement).closest<HTMLElement>("[data-at]")?.dataset.at ?? -1);
    const row = rows[at];
    if (!row) return;
    setActive(row.key);
    if (row.expandable && (event.target as HTMLElement).closest("[data-twisty]")) toggleTypes(row.key, !row.expanded);
    else press(row);
  };
  const items = virtual.getVirtualItems();
  const drawn = items.some((item) => item.index === active);
  return (
    <div
      className={styles.tree}
      ref={scroller}
      role="tree"
      aria-label="Types"
      tabIndex={0}
      aria-activedescendant={drawn ? `${id}-${active}` : undefined}
      onKeyDown={onKeyDown}
      onClick={onClick}
    >
      <div className={styles.space} role="presentation" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          const selected = isSelected(row) || (row.kind === "field" && row.line.typeName === typeName && row.number === fieldNumber);
          return (
            <div
              key={item.key}
              id={`${id}-${item.index}`}
              role="treeitem"
              aria-level={row.depth + 1}
              aria-posinset={row.posInSet}
              aria-setsize={row.setSize}
              aria-selected={selected}
              aria-expanded={row.expandable ? row.expanded : undefined}
              className={styles.row}
              data-at={item.index}
              data-active={item.index === active ? "" : undefined}
              style={{ transform: `translateY(${item.start}px)`, paddingLeft: 6 + row.depth * 14 }}
            >
              <span className={styles.twisty} data-twisty="">
                {row.expandable &&
                  (row.expanded ? <ChevronDown size={12} aria-hidden="true" /> : <ChevronRight size={12} aria-hidden="true" />)}
              </span>
              <Words row={row} query={text} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Words({ row, query }: { readonly row: TypeRow; readonly query: string }) {
  if (row.kind === "package") {
    return (
      <>
        <span className={styles.package}>{row.name === "" ? "no package" : <Marked text={row.name} query={query} />}</span>
        <span className={styles.count}>{row.types}</span>
      </>
    );
  }
  if (row.kind === "field") {
    return (
      <>
        <span className={styles.field}>
          <Marked text={row.name} query={query} />
        </span>
        <span className={styles.count}>{row.number}</span>
      </>
    );
  }
  const { name, root, gone, fields, span } = row.line;
  const Name = gone ? "s" : "span";
  return (
    <>
      <Name className={styles.name} title={row.line.typeName}>
        <Marked text={name} query={query} />
      </Name>
      {root && (
        <span className={styles.root} title="No field of another type has it: what a blob or an Any most likely is">
          root
        </span>
      )}
      <span className={styles.count}>{span === undefined ? fields : gone ? span : `${fields}, ${span}`}</span>
    </>
  );
}
