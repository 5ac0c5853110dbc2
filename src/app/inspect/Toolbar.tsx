import { ChevronsUpDown, Columns3 } from "lucide-react";
import type { ReactNode } from "react";
import type { FieldStatus, StatusFilter } from "../../worker/protocol.ts";
import { setColumns } from "../shell/settings.ts";
import { foundKinds } from "../state/spec.ts";
import { useApp } from "../state/store.ts";
import { foundCounts } from "../state/verdict.ts";
import { expandAll, filterStatus, filterText, toLevel } from "../state/view.ts";
import { columnDraws, columnShown, useNarrow, withColumn } from "../tree/columns.ts";
import { IconButton } from "../widgets/Button.tsx";
import { Chip } from "../widgets/Chip.tsx";
import { FilterBar, TextFilter } from "../widgets/FilterBar.tsx";
import { Menu } from "../widgets/Menu.tsx";
import { StatusIcon, statusWord } from "../widgets/status.tsx";
import { VerdictIcon, verdictWord } from "../widgets/verdict.tsx";
import styles from "./inspect.module.css";

const statuses = ["known", "unknown", "defaulted", "mismatched", "malformed"] as const;

/** Filters, levels and columns of the tree. */
export function Toolbar() {
  return (
    <FilterBar label="Filter by status" chips={<Chips />}>
      <span className={styles.barEnd}>
        <RowFilter />
        <LevelMenu />
        <ColumnMenu />
      </span>
    </FilterBar>
  );
}

function Chips() {
  const counts = useApp((s) => s.doc?.counts);
  const notes = useApp((s) => s.doc?.notes ?? 0);
  const status = useApp((s) => s.spec.status);
  const more = useApp((s) => s.doc?.soFar !== undefined);
  const all = counts ? allOf(counts) : 0;
  const chip = (kind: StatusFilter | undefined, word: string, count: number, icon?: ReactNode, isLeast = more) => (
    <Chip
      key={word}
      word={word}
      count={count}
      more={isLeast}
      pressed={status === kind}
      tabIndex={status === kind ? 0 : -1}
      onPress={() => filterStatus(kind)}
      icon={icon}
    />
  );
  return (
    <>
      {chip(undefined, "All", all)}
      {statuses.map((kind) => chip(kind, statusWord(kind), counts?.[kind] ?? 0, kind !== "known" && <StatusIcon kind={kind} />))}
      <span className={styles.line} />
      <FoundChips chip={chip} />
      {chip("notes", "Notes", notes, <StatusIcon kind="note" />)}
    </>
  );
}

function allOf(counts: Readonly<Record<FieldStatus, number>>): number {
  return statuses.reduce((sum, kind) => sum + counts[kind], 0);
}

const NOTHING_FOUND = { fails: 0, depends: 0, loses: 0 };

/** What the reading release makes of the rows: the kinds that it has findings of. Where it fails nothing is restored, so that stands alone. */
function FoundChips({
  chip,
}: {
  readonly chip: (kind: StatusFilter, word: string, count: number, icon: ReactNode, isLeast: boolean) => ReactNode;
}) {
  const judged = useApp((s) => (s.doc?.release === undefined ? undefined : s.findings[s.doc.release]));
  const status = useApp((s) => s.spec.status);
  const counts = judged ? foundCounts(judged) : NOTHING_FOUND;
  // Those past the limit are of kinds that nobody knows.
  const isLeast = judged !== undefined && judged.total > counts.fails + counts.depends + counts.loses;
  const worst = foundKinds.find((kind) => counts[kind] > 0) ?? "fails";
  const shown = foundKinds.filter((kind) => kind === worst || kind === status || (worst !== "fails" && counts[kind] > 0));
  return shown.map((kind) => chip(kind, sentence(verdictWord(kind)), counts[kind], <VerdictIcon kind={kind} />, isLeast));
}

function sentence(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Narrow windows have no room for the input beside the chips: there it lies over them while it is used. */
function RowFilter() {
  const text = useApp((s) => s.spec.text ?? "");
  return <TextFilter label="Filter rows" text={text} onFilter={filterText} folds={useNarrow()} className={styles.filter} />;
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
        run: () => setColumns(withColumn(draw.id, columns, !shown)),
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
