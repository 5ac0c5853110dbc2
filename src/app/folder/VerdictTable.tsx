// biome-ignore-all lint/a11y/useSemanticElements: rows in a moving layer cannot be a <table>; the roles say what they are
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid is the one tab stop and names its active cell
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid takes the keys
import { ArrowDown, ArrowUp, Pencil } from "lucide-react";
import { type CSSProperties, type KeyboardEvent, memo, useEffect, useId } from "react";
import type { BlobInfo } from "../../worker/protocol.ts";
import { useApp } from "../state/store.ts";
import { openFromTable, pathOf, sortTable } from "../state/table.ts";
import type { BlobVerdict, TableSort, VerdictCell } from "../state/verdict-slice.ts";
import { grouped } from "../widgets/format.ts";
import { useScaledRows } from "../widgets/use-scaled-rows.ts";
import { VerdictMark, verdictWord } from "../widgets/verdict.tsx";
import styles from "./verdict-table.module.css";

const ROW = 22;
const HEAD = 24;

interface VerdictTableProps {
  readonly rows: readonly BlobInfo[];
  readonly releases: readonly string[];
}

/** A row a blob, a column a release; arrows move from cell to cell, Enter opens the blob as that release reads it. */
export function VerdictTable({ rows, releases }: VerdictTableProps) {
  const id = useId();
  const at = useApp((s) => s.tableAt);
  const verdicts = useApp((s) => s.verdicts);
  const list = useScaledRows({ count: rows.length, rowHeight: ROW, headHeight: HEAD });
  const index = rows.findIndex(({ blobId }) => blobId === at.blobId);
  const { show } = list;
  useEffect(() => {
    if (index >= 0) show(index);
  }, [index, show]);
  const go = (row: number, release: string | undefined) => {
    const blob = rows[Math.max(0, Math.min(rows.length - 1, row))];
    if (blob) useApp.setState({ tableAt: { blobId: blob.blobId, release } });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const column = at.release === undefined ? -1 : releases.indexOf(at.release);
    const rowTo = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      Home: 0,
      End: rows.length - 1,
      PageDown: index + list.page,
      PageUp: index - list.page,
    }[event.key];
    const columnTo = { ArrowRight: column + 1, ArrowLeft: column - 1 }[event.key];
    if (rowTo !== undefined) go(rowTo, at.release);
    else if (columnTo !== undefined) go(Math.max(0, index), columnTo < 0 ? undefined : releases[Math.min(columnTo, releases.length - 1)]);
    else if (event.key === "Enter" && at.blobId !== undefined && index >= 0) void openFromTable(at.blobId, at.release);
    else return;
    event.preventDefault();
  };
  const columns = { "--releases": releases.length } as CSSProperties;
  const slots = rows.slice(list.first, list.last);
  const active = index < 0 ? undefined : at.release === undefined ? `${id}-${index}` : `${id}-${index}-${releases.indexOf(at.release)}`;
  return (
    <div
      className={styles.table}
      ref={list.scroller}
      role="grid"
      aria-label="Verdict of every release on every blob"
      aria-rowcount={rows.length + 1}
      aria-activedescendant={active}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onFocus={() => index < 0 && go(0, undefined)}
      style={columns}
    >
      <div className={styles.head} role="row" aria-rowindex={1}>
        <Head sort="name" word="Blob" />
        <Head sort="writer" word="Writer" />
        <Head sort="bytes" word="Bytes" />
        {releases.map((release) => (
          <span key={release} role="columnheader" className={styles.release} title={release}>
            {release}
          </span>
        ))}
      </div>
      <div style={{ height: list.spacer }} role="presentation">
        <div className={styles.view} style={{ height: list.view }} role="presentation">
          <div ref={list.layer} role="rowgroup">
            {slots.map((blob, i) => (
              <Line
                key={blob.blobId}
                id={`${id}-${list.first + i}`}
                index={list.first + i}
                blob={blob}
                verdict={verdicts[blob.blobId]}
                releases={releases}
                selected={blob.blobId === at.blobId}
                cell={blob.blobId === at.blobId ? at.release : undefined}
              />
            ))}
          </div>
        </div>
      </div>
      {rows.length === 0 && <p className={styles.none}>No blob is left by the filters.</p>}
    </div>
  );
}

function Head({ sort, word }: { readonly sort: TableSort; readonly word: string }) {
  const show = useApp((s) => s.tableShow);
  const Arrow = show.down ? ArrowUp : ArrowDown;
  const isOn = show.sort === sort;
  return (
    <span role="columnheader" aria-sort={isOn ? (show.down ? "descending" : "ascending") : "none"} className={styles[sort]}>
      <button type="button" tabIndex={-1} onClick={() => sortTable(sort)}>
        {word}
        {isOn && <Arrow size={11} strokeWidth={2} aria-hidden="true" />}
      </button>
    </span>
  );
}

interface LineProps {
  readonly id: string;
  readonly index: number;
  readonly blob: BlobInfo;
  readonly verdict: BlobVerdict | undefined;
  readonly releases: readonly string[];
  readonly selected: boolean;
  readonly cell: string | undefined;
}

const Line = memo(function Line({ id, index, blob, verdict, releases, selected, cell }: LineProps) {
  const path = pathOf(blob);
  const cut = path.lastIndexOf("/") + 1;
  const writers = verdict?.origin?.writer.candidates ?? [];
  const select = (release?: string) => useApp.setState({ tableAt: { blobId: blob.blobId, release } });
  return (
    <div
      id={id}
      className={styles.row}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-blob-row={blob.blobId}
      onDoubleClick={() => void openFromTable(blob.blobId)}
    >
      <span role="rowheader" className={styles.name} title={path} onClick={() => select()}>
        <span className={styles.folder}>{path.slice(0, cut)}</span>
        {path.slice(cut)}
      </span>
      <span role="gridcell" className={styles.writer} onClick={() => select()} title={verdict?.origin?.writer.evidence.join("\n")}>
        {verdict?.origin ? writersText(writers) : ""}
      </span>
      <span role="gridcell" className={styles.bytes} onClick={() => select()}>
        {grouped(blob.bytes)}
      </span>
      {releases.map((release, column) => (
        <Cell
          key={release}
          id={`${id}-${column}`}
          cell={verdict?.cells[release]}
          release={release}
          waits={verdict?.origin === undefined}
          wrote={writers.length === 1 && writers[0] === release}
          selected={cell === release}
          onSelect={() => select(release)}
          onOpen={() => void openFromTable(blob.blobId, release)}
        />
      ))}
    </div>
  );
});

function writersText(writers: readonly string[]): string {
  if (writers.length === 0) return "unknown";
  return writers.length > 2 ? `${writers[0]} or ${writers.length - 1} others` : writers.join(" or ");
}

interface CellProps {
  readonly id: string;
  readonly cell: VerdictCell | undefined;
  readonly release: string;
  readonly waits: boolean;
  readonly wrote: boolean;
  readonly selected: boolean;
  readonly onSelect: () => void;
  readonly onOpen: () => void;
}

function Cell({ id, cell, release, waits, wrote, selected, onSelect, onOpen }: CellProps) {
  const first = cell?.findings[0];
  const title =
    cell &&
    [`${release} ${verdictWord(cell.verdict)}`, first && `${first.message} at ${first.path || "the blob"}`, first?.why]
      .filter(Boolean)
      .join("\n");
  return (
    <span
      id={id}
      role="gridcell"
      aria-selected={selected}
      className={styles.cell}
      title={title}
      onClick={onSelect}
      onDoubleClick={(event) => {
        event.stopPropagation();
        onOpen();
      }}
    >
      {cell ? (
        <VerdictMark
          kind={cell.verdict}
          text={cell.verdict === "loses" && cell.count ? `loses ${cell.count}` : verdictWord(cell.verdict)}
        />
      ) : waits ? (
        "…"
      ) : (
        "—"
      )}
      {wrote && <Pencil className={styles.pen} size={12} strokeWidth={1.8} aria-label="wrote it" />}
    </span>
  );
}
