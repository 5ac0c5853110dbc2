import { ListTree } from "lucide-react";
import { useCallback, useMemo, useState } from "react";
import type { CompareRow } from "../../worker/protocol.ts";
import { showRowDetails } from "../shell/commands.ts";
import { clearChangeFilter, openAllBelow, selectChange, toggleChange, toggleEqual } from "../state/compare-view.ts";
import { ask } from "../state/session.ts";
import { useApp } from "../state/store.ts";
import { Button } from "../widgets/Button.tsx";
import { changeWord } from "../widgets/change.tsx";
import { MenuAt, type MenuGroup } from "../widgets/Menu.tsx";
import { CompareTable } from "./CompareTable.tsx";
import styles from "./compare-table.module.css";
import { changeMenu } from "./row-menu.ts";

const onSelect = (row: CompareRow) => void selectChange(row.key, row.index);
const onToggle = (row: CompareRow, open: boolean) => {
  toggleChange(row.key, open, row.startsOpen);
};
const onOpenBelow = (row: CompareRow) => void openAllBelow(row.key);
const onActivate = (row: CompareRow) => {
  if (row.kind === "fold") return onToggle(row, !row.expanded);
  void selectChange(row.key, row.index);
  showRowDetails();
};

/** The aligned tree, wired to the store. */
export function ChangeTree() {
  const info = useApp((s) => s.compare.info);
  const version = useApp((s) => s.compare.version);
  const rows = useApp((s) => s.compare.rows);
  const marks = useApp((s) => s.compare.marks);
  const key = useApp((s) => s.compare.key);
  const index = useApp((s) => s.compare.index);
  const scrollTo = useApp((s) => s.compare.scrollTo);
  const find = useApp((s) => s.compare.find);
  const [menu, setMenu] = useState<{ readonly groups: readonly MenuGroup[]; readonly x: number; readonly y: number }>();
  const compareId = info?.compareId;
  // A new function a version, because the rows of an older view are not those of the new one.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const fetchRows = useCallback(
    (from: number, to: number) => (compareId === undefined ? Promise.resolve([]) : ask("compareRows", { compareId, from, to })),
    [compareId, version],
  );
  const onContextMenu = useCallback(
    async (row: CompareRow, x: number, y: number) => {
      if (compareId === undefined) return;
      const details = await ask("compareDetails", { compareId, key: row.key });
      if (!details) return;
      setMenu({ groups: changeMenu(details, row.expandable), x, y });
    },
    [compareId],
  );
  const mark = useMemo(
    () => (find.open && find.result && !find.query.bytes ? { text: find.query.text, now: find.hit?.key } : undefined),
    [find],
  );
  if (!info) return null;
  return (
    <div className={styles.box}>
      <CompareTable
        label={`Changes from ${info.a.release ?? "A"} to ${info.b.release ?? "B"}`}
        docId={info.compareId}
        version={version}
        rows={rows}
        marks={marks}
        releaseA={info.a.release}
        releaseB={info.b.release}
        fetchRows={fetchRows}
        selectedKey={key}
        selectedIndex={index}
        onSelect={onSelect}
        onToggle={onToggle}
        onOpenSiblings={onOpenBelow}
        onActivate={onActivate}
        onContextMenu={(row, x, y) => void onContextMenu(row, x, y)}
        mark={mark}
        scrollTo={scrollTo}
      />
      <NoRows />
      <MenuAt at={menu} onClose={() => setMenu(undefined)} groups={menu?.groups ?? []} />
    </div>
  );
}

/** Why there are no changes in sight, and what to do. */
function NoRows() {
  const rows = useApp((s) => s.compare.rows);
  const changes = useApp((s) => s.compare.info?.changes ?? 0);
  const { kind, text } = useApp((s) => s.compare.spec);
  const equal = useApp((s) => s.compare.spec.equal);
  if (kind !== undefined || text !== undefined) {
    if (rows > 0) return null;
    const parts = [kind && `is ${changeWord(kind).toLowerCase()}`, text && `contains “${text}”`].filter(Boolean);
    return (
      <div className={styles.nothing}>
        <p>The filter hides every change: none {parts.join(" and ")}.</p>
        <Button onClick={clearChangeFilter}>Clear the filter</Button>
      </div>
    );
  }
  if (changes > 0 || equal) return null;
  return (
    <div className={`${styles.nothing} ${styles.same}`}>
      <p>Both sides are the same, on the wire too.</p>
      <Button icon={ListTree} onClick={toggleEqual}>
        Show all fields
      </Button>
    </div>
  );
}
