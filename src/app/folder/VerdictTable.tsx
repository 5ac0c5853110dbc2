// biome-ignore-all lint/a11y/useSemanticElements: rows in a moving layer cannot be a <table>; the roles say what they are
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid is the one tab stop and names its active cell
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid takes the keys
import { ArrowDown, ArrowUp } from "lucide-react";
import { type CSSProperties, type KeyboardEvent, useEffect, useId, useMemo } from "react";
import type { BlobInfo } from "../../worker/protocol.ts";
import { useApp } from "../state/store.ts";
import { openFromTable, showInTable, sortTable } from "../state/table.ts";
import { filterWords, ON } from "../state/table-rows.ts";
import type { TableSort } from "../state/verdict-slice.ts";
import { Button } from "../widgets/Button.tsx";
import { useScaledRows } from "../widgets/use-scaled-rows.ts";
import { type FactColumn, factColumns, factWords, fittingFacts } from "./facts.ts";
import { VerdictRow } from "./VerdictRow.tsx";
import styles from "./verdict-table.module.css";

const ROW = 22;
const HEAD = 24;

interface VerdictTableProps {
  readonly rows: readonly BlobInfo[];
  readonly releases: readonly string[];
  /** What is told of a blob itself, where there is room. */
  readonly facts: readonly FactColumn[];
}

/** A row a blob, a column a release; arrows move from cell to cell, Enter opens the blob as that release reads it. */
export function VerdictTable({ rows, releases, facts: wanted }: VerdictTableProps) {
  const id = useId();
  const at = useApp((s) => s.tableAt);
  const verdicts = useApp((s) => s.verdicts);
  const twins = useApp((s) => s.twins);
  const list = useScaledRows({ count: rows.length, rowHeight: ROW, headHeight: HEAD });
  const index = rows.findIndex(({ blobId }) => blobId === at.blobId);
  const { show } = list;
  // Not when results that come in move the selected row: the view would jump about.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when another row is selected
  useEffect(() => {
    if (index >= 0) show(index);
  }, [at.blobId, show]);
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
  // What had the focus before the table came may be gone: then the keys go to the table.
  const { scroller } = list;
  useEffect(() => {
    if (document.activeElement === document.body) scroller.current?.focus();
  }, [scroller]);
  const largest = useMemo(() => rows.reduce((most, { bytes }) => Math.max(most, bytes), 0), [rows]);
  const { facts, isTight, isWider } = useMemo(
    () => fittingFacts(wanted, largest, releases.length, list.width),
    [wanted, largest, releases.length, list.width],
  );
  const columns = { ...factColumns(facts, largest), "--releases": releases.length } as CSSProperties;
  const slots = rows.slice(list.first, list.last);
  const active = index < 0 ? undefined : at.release === undefined ? `${id}-${index}` : `${id}-${index}-${releases.indexOf(at.release)}`;
  // Of many releases some are out of sight: the cell that is gone to comes into it.
  useEffect(() => {
    const cell = active === undefined || at.release === undefined ? null : document.getElementById(active);
    const box = cell?.closest('[role="grid"]');
    if (!cell || !box) return;
    const [own, around] = [cell.getBoundingClientRect(), box.getBoundingClientRect()];
    // The name stays over the left end.
    const left = cell.parentElement?.firstElementChild?.getBoundingClientRect().right ?? around.left;
    if (own.left < left) box.scrollLeft -= left - own.left;
    else if (own.right > around.right) box.scrollLeft += own.right - around.right;
  }, [active, at.release]);
  return (
    <div className={styles.frame}>
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
        data-tight={isTight ? "" : undefined}
        data-wider={isWider ? "" : undefined}
      >
        <div className={styles.head} role="row" aria-rowindex={1}>
          <Head sort="name" word="Blob" look={styles.name} />
          {facts.map((fact) => (
            <Head key={fact} sort={fact} word={factWords[fact]} look={styles[fact]} />
          ))}
          {releases.map((release) => (
            <Head key={release} sort={`${ON}${release}`} word={release} look={styles.release} />
          ))}
        </div>
        <div className={styles.spacer} style={{ height: list.spacer }} role="presentation">
          <div className={styles.view} style={{ height: list.view }} role="presentation">
            <div ref={list.layer} role="rowgroup">
              {slots.map((blob, i) => (
                <VerdictRow
                  key={list.keyOf(list.first + i)}
                  id={`${id}-${list.first + i}`}
                  index={list.first + i}
                  blob={blob}
                  verdict={verdicts[blob.blobId]}
                  releases={releases}
                  facts={facts}
                  twins={twins[blob.blobId]?.length ?? 0}
                  selected={blob.blobId === at.blobId}
                  cell={blob.blobId === at.blobId ? at.release : undefined}
                />
              ))}
            </div>
          </div>
        </div>
      </div>
      {rows.length === 0 && <NoRows />}
    </div>
  );
}

/** What hides every blob, and a way out. */
function NoRows() {
  const show = useApp((s) => s.tableShow);
  const clear = () => {
    showInTable({ verdict: undefined, text: undefined, root: undefined, writer: undefined, cause: undefined });
    document.querySelector<HTMLElement>('[data-pane="table"] [role="grid"]')?.focus();
  };
  return (
    <div className={styles.none}>
      <p>The filters hide every blob: none {filterWords(show).join(" and ")}.</p>
      <Button onClick={clear}>Clear the filters</Button>
    </div>
  );
}

function Head({ sort, word, look }: { readonly sort: TableSort; readonly word: string; readonly look: string | undefined }) {
  const show = useApp((s) => s.tableShow);
  const Arrow = show.down ? ArrowUp : ArrowDown;
  const isOn = show.sort === sort;
  return (
    <span role="columnheader" aria-sort={isOn ? (show.down ? "descending" : "ascending") : "none"} className={look}>
      <button type="button" tabIndex={-1} title={word} onClick={() => sortTable(sort)}>
        <span className={styles.word}>{word}</span>
        {isOn && <Arrow size={11} strokeWidth={2} aria-hidden="true" />}
      </button>
    </span>
  );
}
