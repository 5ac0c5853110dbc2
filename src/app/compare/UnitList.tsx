import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { NotebookText, PanelLeftClose } from "lucide-react";
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { UnitLine } from "../../worker/protocol.ts";
import { copySummary, goToUnit } from "../state/compare-view.ts";
import { useApp } from "../state/store.ts";
import { Button, IconButton } from "../widgets/Button.tsx";
import { ChangeIcon, changeInk, changeWord } from "../widgets/change.tsx";
import { briefText, counted, grouped } from "../widgets/format.ts";
import { diffKinds } from "./KindBar.tsx";
import styles from "./unit-list.module.css";

/** Pixels of a line, `--row-h-list`, and above the first. */
const LINE = 24;
const PADDING = 4;
/** Kinds that fit beside a name. */
const mostKinds = 4;

interface UnitListProps {
  /** Given where the list lies over the rest: it is put away, also when a unit was gone to. */
  readonly onClose?: (() => void) | undefined;
}

/** Changes by state unit and field of the root, one tab stop: arrows move, Enter goes there. Only lines in sight are drawn, and the one with the focus. */
export function UnitList({ onClose }: UnitListProps) {
  const info = useApp((s) => s.compare.info);
  const current = useApp((s) => s.compare.details?.unit);
  const [at, setAt] = useState<number>();
  const list = useRef<HTMLUListElement>(null);
  const wanted = useRef<number>(undefined);
  const units = info?.units ?? [];
  const currentAt = units.findIndex(({ row }) => row === current);
  const stop = Math.max(0, at ?? currentAt);
  const lines = useVirtualizer({
    count: units.length,
    getScrollElement: () => list.current,
    estimateSize: () => LINE,
    paddingStart: PADDING,
    // Some are there at once, for the focus.
    initialRect: { width: 0, height: 10 * LINE },
    overscan: 10,
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), stop])].filter((i) => i < units.length).sort((a, b) => a - b),
  });
  const { scrollToIndex } = lines;
  useEffect(() => {
    if (currentAt >= 0) scrollToIndex(currentAt);
  }, [currentAt, scrollToIndex]);
  // The line may have been out of sight until now.
  useLayoutEffect(() => {
    if (wanted.current === undefined) return;
    list.current?.querySelector<HTMLElement>(`[data-unit="${wanted.current}"]`)?.focus();
    wanted.current = undefined;
  });
  if (!info) return null;
  const onKeyDown = (event: KeyboardEvent) => {
    const place = Number((document.activeElement as HTMLElement | null)?.dataset.unit ?? -1);
    const target = { ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: units.length - 1 }[event.key];
    if (target === undefined) return;
    event.preventDefault();
    if (!units[target]) return;
    wanted.current = target;
    setAt(target);
    scrollToIndex(target);
  };
  const lists = info.matched.map(({ label }) => label).slice(0, 4);
  return (
    <aside className={styles.pane} aria-label="Changes by unit" data-pane="units">
      <div className={styles.head}>
        <h2>By unit</h2>
        <span>{counted(info.changedUnits + info.equalUnits, "part")}</span>
        {onClose && <IconButton className={styles.close ?? ""} icon={PanelLeftClose} label="Hide the changes by unit" onClick={onClose} />}
      </div>
      <ul className={styles.list} ref={list} onKeyDown={onKeyDown}>
        <li aria-hidden="true" style={{ height: `${lines.getTotalSize()}px` }} />
        {lines.getVirtualItems().map(({ index, start }) => (
          <Unit
            key={units[index]!.row}
            unit={units[index]!}
            index={index}
            of={info.changedUnits}
            top={start}
            tabStop={index === stop}
            current={index === currentAt}
            onClose={onClose}
          />
        ))}
        {info.changedUnits > units.length && (
          <li className={styles.equal}>
            <span>{counted(info.changedUnits - units.length, "more with changes", "more with changes")}</span>
          </li>
        )}
        {info.equalUnits > 0 && (
          <li className={styles.equal}>
            <span>{counted(info.equalUnits, units.length > 0 ? "other" : "part")}</span>
            <span>equal</span>
          </li>
        )}
      </ul>
      <div className={styles.foot}>
        <Button icon={NotebookText} onClick={() => void copySummary()}>
          Copy summary as Markdown
        </Button>
        {lists.length > 0 && <p>Elements of lists are matched by {lists.join(", ")}.</p>}
      </div>
    </aside>
  );
}

interface UnitProps extends UnitListProps {
  readonly unit: UnitLine;
  readonly index: number;
  readonly of: number;
  readonly top: number;
  readonly tabStop: boolean;
  readonly current: boolean;
}

function Unit({ unit, index, of, top, tabStop, current, onClose }: UnitProps) {
  const kinds = diffKinds.filter((kind) => unit.counts[kind] > 0);
  const says = kinds.map((kind) => `${grouped(unit.counts[kind])} ${changeWord(kind).toLowerCase()}`).join(", ");
  return (
    <li className={styles.line} style={{ transform: `translateY(${top}px)` }} aria-posinset={index + 1} aria-setsize={of}>
      <button
        type="button"
        className={styles.unit}
        data-unit={index}
        tabIndex={tabStop ? 0 : -1}
        aria-current={current ? "true" : undefined}
        aria-label={`${unit.label}: ${says}`}
        title={`${unit.label}: ${says}`}
        onClick={() => {
          onClose?.();
          void goToUnit(unit.row);
        }}
      >
        <span className={styles.name}>{unit.label}</span>
        <span className={styles.mix}>
          {kinds.slice(0, mostKinds).map((kind) => (
            <span key={kind} className={changeInk(kind)}>
              <ChangeIcon kind={kind} silent />
              {briefText(unit.counts[kind])}
            </span>
          ))}
        </span>
      </button>
    </li>
  );
}
