import { Binary, Braces, Copy, FileDown, Hash, Quote, Type } from "lucide-react";
import { useCallback, useMemo, useState } from "react";
import type { Row, StatusFilter } from "../../worker/protocol.ts";
import { showRowDetails } from "../shell/commands.ts";
import { heldShown, setColumns } from "../shell/settings.ts";
import { copyRow, saveRow } from "../state/copy.ts";
import { openReadAs } from "../state/read-as.ts";
import { activeBlob, readBlob } from "../state/reading.ts";
import { selectRow } from "../state/select.ts";
import { ask } from "../state/session.ts";
import { isFound } from "../state/spec.ts";
import { useApp } from "../state/store.ts";
import { clearFilter, openSiblings, sortBy, toggle } from "../state/view.ts";
import { TreeTable } from "../tree/TreeTable.tsx";
import type { TreeMark } from "../tree/types.ts";
import { Button } from "../widgets/Button.tsx";
import { MenuAt, type MenuGroup } from "../widgets/Menu.tsx";
import { statusWord } from "../widgets/status.tsx";
import { verdictWord } from "../widgets/verdict.tsx";
import styles from "./inspect.module.css";

const onSelect = (row: Row) => void selectRow(row.key, row.index);
const onToggle = (row: Row, open: boolean) => toggle(row.key, row.depth, open);
const onOpenSiblings = (row: Row) => void openSiblings(row.key);
const onActivate = (row: Row) => {
  void selectRow(row.key, row.index);
  showRowDetails();
};

/** The tree of the open document, wired to the store. */
export function TreePane() {
  const name = useApp((s) => activeBlob(s)?.name ?? "");
  const bytes = useApp((s) => activeBlob(s)?.bytes ?? 0);
  const docId = useApp((s) => s.doc?.docId);
  const home = useApp((s) => s.doc?.root?.typeName.replace(/\.?[^.]*$/, "") ?? "");
  const reader = useApp((s) => s.doc?.release);
  const version = useApp((s) => s.viewVersion);
  const rows = useApp((s) => s.rows);
  const firstRows = useApp((s) => s.firstRows);
  const selectedKey = useApp((s) => s.selectedKey);
  const selectedIndex = useApp((s) => s.selectedIndex);
  const sort = useApp((s) => s.spec.sort);
  const columns = useApp((s) => s.columns);
  const held = heldShown(columns);
  const scrollTo = useApp((s) => s.scrollTo);
  const stopped = useApp((s) => s.stopped);
  const mark = useMark();
  const [menu, setMenu] = useState<{ readonly row: Row; readonly x: number; readonly y: number }>();
  // A new function a version, because the rows of an older view are not those of the new one.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const fetchRows = useCallback(
    (from: number, to: number) => (docId === undefined ? Promise.resolve([]) : ask("rows", { docId, from, to, held })),
    [docId, version, held],
  );
  const onContextMenu = useCallback((row: Row, x: number, y: number) => {
    void selectRow(row.key, row.index);
    setMenu({ row, x, y });
  }, []);
  if (docId === undefined) return stopped ? <Stopped /> : <Skeleton />;
  return (
    <div className={styles.tree}>
      <TreeTable
        label={`Fields of ${name}`}
        docId={docId}
        version={version}
        rows={rows}
        firstRows={firstRows}
        bytes={bytes}
        home={home}
        reader={reader}
        fetchRows={fetchRows}
        selectedKey={selectedKey}
        selectedIndex={selectedIndex}
        onSelect={onSelect}
        onToggle={onToggle}
        onOpenSiblings={onOpenSiblings}
        onActivate={onActivate}
        onContextMenu={onContextMenu}
        sort={sort}
        onSort={sortBy}
        mark={mark}
        columns={columns}
        onColumns={setColumns}
        scrollTo={scrollTo}
      />
      {rows === 0 && <NoRows />}
      <MenuAt at={menu} onClose={() => setMenu(undefined)} groups={menu ? rowMenu(menu.row.key, menu.row.rereads !== undefined) : []} />
    </div>
  );
}

/** What can be done with a row, for its context menu and the menu of the details. `rereads`: its bytes can be read otherwise. */
export function rowMenu(key: string, rereads: boolean): readonly MenuGroup[] {
  return [
    ...(rereads ? [{ items: [{ label: "Read as…", icon: Binary, keys: "r", run: () => openReadAs(key) }] }] : []),
    {
      items: [
        { label: "Copy path", icon: Copy, keys: "y", run: () => void copyRow("path", key) },
        { label: "Copy value", icon: Quote, run: () => void copyRow("value", key) },
        { label: "Copy as JSON", icon: Braces, run: () => void copyRow("json", key) },
        { label: "Copy bytes as hex", icon: Hash, run: () => void copyRow("hex", key) },
        { label: "Copy as protoscope-like text", icon: Type, run: () => void copyRow("text", key) },
      ],
    },
    {
      items: [
        { label: "Save as JSON", icon: FileDown, run: () => void saveRow("json", key) },
        { label: "Save the raw bytes", icon: FileDown, run: () => void saveRow("bytes", key) },
      ],
    },
  ];
}

function useMark(): TreeMark | undefined {
  const query = useApp((s) => s.find.query);
  const found = useApp((s) => s.find.open && s.find.result !== undefined);
  const currentKey = useApp((s) => s.find.hit?.key);
  return useMemo(
    () =>
      found && query.text && !query.bytes
        ? { text: query.text, names: query.names, values: query.values, numbers: query.numbers, currentKey }
        : undefined,
    [found, query, currentKey],
  );
}

/** Why there are no rows, and what to do. */
function NoRows() {
  const { status, text } = useApp((s) => s.shown);
  const reader = useApp((s) => s.doc?.release);
  const judged = useApp((s) => reader !== undefined && s.findings[reader] !== undefined);
  const stopped = useApp((s) => s.judgingStopped);
  if (status === undefined && text === undefined) {
    return <div className={styles.nothing}>The root type has no fields.</div>;
  }
  const found = isFound(status);
  if (found && !judged && !stopped && reader !== undefined)
    return <div className={styles.nothing}>What {reader} makes of the blob is being found out.</div>;
  const parts = [status && hiddenBy(status, reader), text && `contains “${text}”`];
  return (
    <div className={styles.nothing}>
      <p>The filter hides every row: none {parts.filter(Boolean).join(" and ")}.</p>
      <Button onClick={clearFilter}>Clear the filter</Button>
    </div>
  );
}

/** What a row must be for a filter: `is unknown`, `fails on 2411`. */
function hiddenBy(status: StatusFilter, reader: string | undefined): string {
  if (status === "notes") return "carries a note";
  if (!isFound(status)) return `is ${statusWord(status).toLowerCase()}`;
  const on = reader === undefined ? "" : ` on ${reader}`;
  return status === "loses" ? `loses a value${on}` : `${verdictWord(status)}${on}`;
}

/** The decode was cancelled or failed; the bytes can still be seen. */
function Stopped() {
  return (
    <div className={styles.tree}>
      <div className={styles.nothing}>
        <p>Decoding was stopped, so there are no rows. The bytes are below.</p>
        <Button onClick={() => void readBlob()}>Decode again</Button>
      </div>
    </div>
  );
}

/** Seen only when nothing is known after 300 ms. */
export function Skeleton() {
  return (
    <div className={styles.skeleton} aria-hidden="true">
      {[1, 2, 3, 4, 5, 6].map((n) => (
        <i key={n} />
      ))}
    </div>
  );
}
