// biome-ignore-all lint/a11y/useSemanticElements: rows of a grid that are drawn only when in sight are no table
// biome-ignore-all lint/a11y/useFocusableInteractive: the focus stays on the grid, which names the active row
import { memo } from "react";
import type { FieldCell, FieldLine } from "../../worker/protocol.ts";
import { ChangeIcon, ChangeWord } from "../widgets/change.tsx";
import { shortType } from "../widgets/format.ts";
import styles from "./field-grid.module.css";

interface FieldRowProps {
  readonly id: string;
  readonly line: FieldLine;
  /** Of the row, from 1; the head is 1. */
  readonly index: number;
  /** Pixels below the head. */
  readonly top: number;
  readonly selected: boolean;
  /** Types of this package are shown without its name. */
  readonly packageName: string;
}

/** A field number: its name, what it is in each release, and the gravest thing that became of it. */
export const FieldRow = memo(function FieldRow({ id, line, index, top, selected, packageName }: FieldRowProps) {
  const { number, name, was, gone, cells, kinds, comment } = line;
  const kind = kinds[0];
  return (
    <div
      id={id}
      className={styles.row}
      role="row"
      aria-rowindex={index}
      aria-selected={selected}
      data-number={number}
      style={{ transform: `translateY(${top}px)` }}
    >
      <span className={styles.number} role="gridcell">
        {number}
      </span>
      <span className={styles.name} role="rowheader" title={comment || undefined}>
        {gone ? <s>{name}</s> : name}
        {was.length > 0 && <span className={styles.was}> was {was.join(", ")}</span>}
      </span>
      {cells.map((cell, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a cell stands for the release of its column
        <Cell key={at} cell={cell} packageName={packageName} />
      ))}
      <span className={styles.history} role="gridcell" title={kinds.length > 1 ? kinds.join(", ") : undefined}>
        {kind && <ChangeWord kind={kind} />}
        {kinds.length > 1 && <span className={styles.more}>+{kinds.length - 1}</span>}
      </span>
    </div>
  );
});

const Cell = memo(function Cell({ cell, packageName }: { readonly cell: FieldCell; readonly packageName: string }) {
  const { state, typeText = "", changes, text } = cell;
  const says = changes.map((change) => change.says).join("; ");
  const first = changes[0];
  if (state === "same") return <span className={`${styles.cell} ${styles.same}`} role="gridcell" aria-label="unchanged" title={text} />;
  if (state === "absent" || state === "no-type") {
    const label = state === "absent" ? "not in this release" : "type not in this release";
    return (
      <span className={`${styles.cell} ${styles.absent}`} role="gridcell" title={says || label}>
        {first ? <ChangeIcon kind={first.kind} /> : <span className="vh">{label}</span>}
      </span>
    );
  }
  return (
    <span className={styles.cell} role="gridcell" title={[text, says].filter(Boolean).join("\n")}>
      {first && <ChangeIcon kind={first.kind} title={says} />}
      <span className={styles.type}>{shortType(typeText, packageName)}</span>
    </span>
  );
});
