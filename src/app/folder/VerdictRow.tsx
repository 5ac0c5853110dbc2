// biome-ignore-all lint/a11y/useSemanticElements: rows in a moving layer cannot be a <table>; the roles say what they are
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid is the one tab stop and names its active cell
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid takes the keys
import { Pencil } from "lucide-react";
import { memo } from "react";
import type { BlobInfo } from "../../worker/protocol.ts";
import { useApp } from "../state/store.ts";
import { openFromTable } from "../state/table.ts";
import { pathOf } from "../state/table-rows.ts";
import type { BlobVerdict, VerdictCell } from "../state/verdict-slice.ts";
import { CutText, LEAST_CUT } from "../widgets/CutText.tsx";
import { counted } from "../widgets/format.ts";
import { VerdictMark, verdictWord } from "../widgets/verdict.tsx";
import { type FactColumn, factTail, factText, factTitle } from "./facts.ts";
import styles from "./verdict-table.module.css";

/** Characters at the end that always stay: there the files of a folder differ, and roots say what they are. */
const NAME_TAIL = 6;
/** Characters of the folder that a file stands in, at most: often it is called after the release. */
const FOLDER_TAIL = 14;

interface VerdictRowProps {
  readonly id: string;
  readonly index: number;
  readonly blob: BlobInfo;
  readonly verdict: BlobVerdict | undefined;
  readonly releases: readonly string[];
  readonly facts: readonly FactColumn[];
  /** How many other files have its bytes. */
  readonly twins: number;
  readonly selected: boolean;
  readonly cell: string | undefined;
}

/** A blob of the table: what is known of it, and a cell for each release. */
export const VerdictRow = memo(function VerdictRow({ id, index, blob, verdict, releases, facts, twins, selected, cell }: VerdictRowProps) {
  const path = pathOf(blob);
  const cut = path.lastIndexOf("/") + 1;
  const folderCut = Math.max(path.lastIndexOf("/", cut - 2) + 1, cut - FOLDER_TAIL);
  const folderTail = folderCut < LEAST_CUT ? 0 : folderCut;
  const nameCut = path.length - NAME_TAIL;
  const nameTail = nameCut < cut + LEAST_CUT ? cut : nameCut;
  const more = twins === 0 ? "" : `, and ${counted(twins, "other file")} with the same bytes`;
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
      <span role="rowheader" className={styles.name} aria-label={`${path}${more}`} title={`${path}${more}`} onClick={() => select()}>
        {folderTail > 0 && <span className={styles.folder}>{path.slice(0, folderTail)}</span>}
        <span className={styles.folderTail}>{path.slice(folderTail, cut)}</span>
        <span className={styles.start}>{path.slice(cut, nameTail)}</span>
        <span className={styles.tail}>{path.slice(nameTail)}</span>
        {twins > 0 && <span className={styles.twins}>+{twins}</span>}
      </span>
      {facts.map((fact) => {
        const text = factText(fact, blob, verdict);
        const tail = factTail(fact, text);
        return (
          <span
            key={fact}
            role="gridcell"
            className={styles[fact]}
            title={factTitle(fact, blob, verdict)}
            aria-label={tail > 0 && text !== "" ? text : undefined}
            data-some={fact === "problems" && verdict?.problems ? "" : undefined}
            onClick={() => select()}
          >
            {tail > 0 ? <CutText text={text} tail={tail} /> : text}
          </span>
        );
      })}
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
