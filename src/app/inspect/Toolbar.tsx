import { ChevronsUpDown, Columns3, ListFilter } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { StatusFilter } from "../../worker/protocol.ts";
import { setColumns } from "../shell/settings.ts";
import { useApp } from "../state/store.ts";
import { expandAll, filterStatus, filterText, toLevel } from "../state/view.ts";
import { columnDraws, columnShown, useNarrow } from "../tree/columns.ts";
import { IconButton } from "../widgets/Button.tsx";
import { Chip } from "../widgets/Chip.tsx";
import { Field } from "../widgets/Field.tsx";
import { Menu } from "../widgets/Menu.tsx";
import { StatusIcon, statusWord } from "../widgets/status.tsx";
import styles from "./inspect.module.css";

const statuses = ["known", "unknown", "defaulted", "mismatched", "malformed"] as const;
/** A pause in typing after which the rows are filtered. */
const filterAfter = 120;

/** Filters, levels and columns of the tree. */
export function Toolbar() {
  return (
    <div className={styles.bar}>
      <Chips />
      <span className={styles.barEnd}>
        <RowFilter />
        <LevelMenu />
        <ColumnMenu />
      </span>
    </div>
  );
}

function Chips() {
  const counts = useApp((s) => s.doc?.counts);
  const notes = useApp((s) => s.doc?.notes ?? 0);
  const status = useApp((s) => s.spec.status);
  const group = useRef<HTMLDivElement>(null);
  const all = counts ? statuses.reduce((sum, kind) => sum + counts[kind], 0) : 0;
  // Arrow keys go along the chips: the toolbar is one tab stop.
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const chips = Array.from(group.current?.querySelectorAll("button") ?? []);
    const at = chips.indexOf(document.activeElement as HTMLButtonElement);
    chips[(at + step + chips.length) % chips.length]?.focus();
    event.preventDefault();
  };
  const chip = (kind: StatusFilter | undefined, word: string, count: number) => (
    <Chip
      key={word}
      word={word}
      count={count}
      pressed={status === kind}
      tabIndex={status === kind ? 0 : -1}
      onPress={() => filterStatus(kind)}
      icon={kind && kind !== "known" && <StatusIcon kind={kind === "notes" ? "note" : kind} />}
    />
  );
  return (
    <div className={styles.chips} role="toolbar" aria-label="Filter by status" ref={group} onKeyDown={onKeyDown}>
      {chip(undefined, "All", all)}
      {statuses.map((kind) => chip(kind, statusWord(kind), counts?.[kind] ?? 0))}
      <span className={styles.line} />
      {chip("notes", "Notes", notes)}
    </div>
  );
}

/** Narrow windows have no room for the input beside the chips: there it lies over them while it is used. */
function RowFilter() {
  const text = useApp((s) => s.spec.text ?? "");
  const narrow = useNarrow();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState(text);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => setTyped(text), [text]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const onText = (value: string) => {
    setTyped(value);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => filterText(value), value ? filterAfter : 0);
  };
  if (narrow && !open && !typed) return <IconButton icon={ListFilter} label="Filter rows" onClick={() => setOpen(true)} />;
  return (
    <Field
      icon={ListFilter}
      label="Filter rows"
      className={styles.filter ?? ""}
      quiet
      value={typed}
      onText={onText}
      onBlur={() => setOpen(false)}
      autoFocus={narrow && open}
    />
  );
}

function LevelMenu() {
  const levels = [1, 2, 3, 4, 5].map((level) => ({ label: `To level ${level}`, run: () => toLevel(level) }));
  const all = [
    { label: "Expand all", run: expandAll },
    { label: "Collapse all", run: () => toLevel(1) },
  ];
  return (
    <Menu
      align="end"
      trigger={<IconButton icon={ChevronsUpDown} label="Expand and collapse" />}
      groups={[{ items: all }, { items: levels }]}
    />
  );
}

function ColumnMenu() {
  const columns = useApp((s) => s.columns);
  const narrow = useNarrow();
  const items = columnDraws
    .filter((draw) => draw.id !== "field")
    .map((draw) => {
      const shown = columnShown(draw.id, columns, narrow);
      return {
        label: draw.title,
        checked: shown,
        run: () => setColumns({ ...columns, visibility: { ...columns.visibility, [draw.id]: !shown } }),
      };
    });
  const reset = { label: "As drawn", run: () => setColumns({ sizing: {}, visibility: {}, order: [] }) };
  return (
    <Menu
      align="end"
      trigger={<IconButton icon={Columns3} label="Columns" />}
      groups={[{ heading: "Columns", items }, { items: [reset] }]}
    />
  );
}
