import { type KeyboardEvent, memo, useRef } from "react";
import type { CompatCell } from "../../../worker/protocol.ts";
import { comparePair, compatGroups, pairOf } from "../../state/compat.ts";
import { cellKey } from "../../state/compat-slice.ts";
import { useApp } from "../../state/store.ts";
import { grouped } from "../../widgets/format.ts";
import styles from "./matrix.module.css";
import { countsText, GradeIcon, gradeOf } from "./severity.tsx";

/** Who wrote, who reads: a cell for each two releases, with the worst that can happen and how often. */
export function Matrix() {
  const releases = useApp((s) => s.releases);
  const groups = compatGroups(releases);
  const old = useApp((s) => pairOf(s)?.[0]);
  return (
    <div className={styles.all} data-pane="matrix">
      {groups.length === 1 && groups.map(({ title, names }) => <Group key={title} title={title} names={names} />)}
      {groups.length > 1 &&
        groups.map(({ title, names }) => (
          // What is compared stands open; the other releases are one press away.
          <details key={`${title} ${names.includes(old ?? "")}`} className={styles.group} open={names.includes(old ?? "")}>
            <summary>{title}</summary>
            <Group title={title} names={names} />
          </details>
        ))}
      {groups.length === 0 && <p className={styles.none}>There are no two releases to compare. Add schemas of another build.</p>}
    </div>
  );
}

function Group({ title, names }: { readonly title: string; readonly names: readonly string[] }) {
  const pair = useApp((s) => pairOf(s)?.join("\n"));
  const direction = useApp((s) => s.compatDirection);
  const cells = useApp((s) => s.compatCells);
  const table = useRef<HTMLTableElement>(null);
  const isShown = (writer: string, reader: string): "way" | "pair" | undefined => {
    const isForth = pair === cellKey(writer, reader);
    if (!isForth && pair !== cellKey(reader, writer)) return undefined;
    return direction === (isForth ? "new-to-old" : "old-to-new") ? "pair" : "way";
  };
  const stop = names.findIndex((writer) => names.some((reader) => isShown(writer, reader) === "way"));
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, readonly [number, number]>> = {
      ArrowDown: [1, 0],
      ArrowUp: [-1, 0],
      ArrowRight: [0, 1],
      ArrowLeft: [0, -1],
    };
    const step = steps[event.key];
    const from = (event.target as HTMLElement).dataset.cell?.split(" ").map(Number);
    if (!step || !from || event.ctrlKey || event.metaKey || event.altKey) return;
    let [row, column] = [from[0]! + step[0], from[1]! + step[1]];
    // Nothing stands where a release meets itself.
    if (row === column) [row, column] = [row + step[0], column + step[1]];
    table.current?.querySelector<HTMLElement>(`[data-cell="${row} ${column}"]`)?.focus();
    event.preventDefault();
  };
  return (
    <div className={styles.scroll}>
      <table className={styles.matrix} ref={table} aria-label={`Compatibility: ${title}`} onKeyDown={onKeyDown}>
        <thead>
          <tr>
            <th scope="col" className={styles.corner}>
              wrote
            </th>
            {names.map((reader) => (
              <th key={reader} scope="col" title={`read by ${reader}`}>
                {reader}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((writer, row) => (
            <tr key={writer}>
              <th scope="row" title={writer}>
                {writer}
              </th>
              {names.map((reader, column) => {
                if (row === column) return <td key={reader} className={styles.self} aria-label="the same release" />;
                const cell = cells[row < column ? cellKey(writer, reader) : cellKey(reader, writer)];
                const shown = isShown(writer, reader);
                const isStop = stop < 0 ? row === 0 && column === 1 : row === stop && shown === "way";
                return (
                  <td key={reader}>
                    <Cell
                      cell={cell}
                      writer={writer}
                      reader={reader}
                      at={`${row} ${column}`}
                      forth={row < column}
                      shown={shown}
                      tabStop={isStop}
                    />
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CellProps {
  /** Undefined while it is worked out. */
  readonly cell: CompatCell | undefined;
  readonly writer: string;
  readonly reader: string;
  /** Row and column. */
  readonly at: string;
  readonly forth: boolean;
  readonly shown: "way" | "pair" | undefined;
  readonly tabStop: boolean;
}

const Cell = memo(function Cell({ cell, writer, reader, at, forth, shown, tabStop }: CellProps) {
  const counts = cell && (forth ? cell.forth : cell.back);
  const { grade, count } = counts ? gradeOf(counts) : { grade: undefined, count: 0 };
  const says = `${writer} on ${reader}: ${counts ? countsText(counts) : "being compared"}`;
  return (
    <button
      type="button"
      className={`${styles.cell} ${grade ? styles[grade] : styles.waiting}`}
      data-cell={at}
      data-shown={shown}
      tabIndex={tabStop ? 0 : -1}
      aria-pressed={shown === "way"}
      aria-label={says}
      title={says}
      onClick={() => comparePair(writer, reader, true)}
    >
      {grade && <GradeIcon grade={grade} />}
      {grade === "safe" ? "safe" : grade ? grouped(count) : "…"}
    </button>
  );
});
