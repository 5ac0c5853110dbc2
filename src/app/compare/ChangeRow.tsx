// biome-ignore-all lint/a11y/useSemanticElements: rows in a moving layer cannot be a <table>; the roles say what they are
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid is the one tab stop and names its active row
import { ChevronDown, ChevronRight, FoldVertical, UnfoldVertical } from "lucide-react";
import { memo, type ReactNode } from "react";
import type { CompareCell, CompareRow } from "../../worker/protocol.ts";
import cells from "../tree/cells.module.css";
import { indentOf, rowProps } from "../tree/row-props.ts";
import { ChangeIcon, ChangeWord, changeWord } from "../widgets/change.tsx";
import { counted, grouped, middleCut } from "../widgets/format.ts";
import { Marked } from "../widgets/Marked.tsx";
import { StatusIcon, statusWord } from "../widgets/status.tsx";
import styles from "./change-row.module.css";
import { Differing } from "./Differing.tsx";

interface ChangeRowProps {
  readonly id: string;
  readonly index: number;
  /** Undefined while its page is fetched. */
  readonly row: CompareRow | undefined;
  readonly selected: boolean;
  readonly mark: string;
  readonly markNow: boolean;
}

/** One aligned row: field, value of either side, kind of change. All events are taken by the grid. */
export const ChangeRow = memo(function ChangeRow({ id, index, row, selected, mark, markNow }: ChangeRowProps) {
  if (!row)
    return (
      <div id={id} className={styles.row} role="row" data-index={index} aria-rowindex={index + 2} aria-busy="true">
        <div role="rowheader" className={styles.waiting} aria-colspan={4}>
          <span className="vh">to come</span>
        </div>
      </div>
    );
  const fold = row.kind === "fold";
  const isChange = row.kind !== "parent" && row.kind !== "equal" && row.kind !== "fold";
  const classes = [
    styles.row,
    isChange && styles[row.kind],
    fold && styles.fold,
    row.kind === "equal" && styles.equal,
    row.absent && styles.absent,
    selected && styles.selected,
  ];
  const indent = indentOf(row);
  return (
    <div {...rowProps(row, id, index, selected)} className={classes.filter(Boolean).join(" ")} data-kind={row.kind}>
      {fold ? (
        <div role="rowheader" aria-colspan={4} className={styles.foldCell} style={indent}>
          {row.expanded ? (
            <FoldVertical size={12} strokeWidth={1.8} aria-hidden="true" />
          ) : (
            <UnfoldVertical size={12} strokeWidth={1.8} aria-hidden="true" />
          )}
          <span>{row.label}</span>
        </div>
      ) : (
        <>
          <div
            role="rowheader"
            className={`${styles.field} ${cells.indented}`}
            style={indent}
            title={middleCut([row.label, row.hint].filter(Boolean).join(" · "), 400)}
          >
            <FieldCell row={row} mark={mark} markNow={markNow} />
          </div>
          <div role="gridcell" className={cellClass(styles.a, row.a)} title={titleOf(row.a)}>
            <ValueCell cell={row.a} mark={mark} markNow={markNow} />
          </div>
          <div role="gridcell" className={cellClass(styles.b, row.b)} title={titleOf(row.b)}>
            <ValueCell cell={row.b} mark={mark} markNow={markNow} />
          </div>
          <div role="gridcell" className={styles.kind}>
            <KindCell row={row} />
          </div>
        </>
      )}
    </div>
  );
});

/** The size beside bytes is shown where there is room for all of it. */
function cellClass(side: string | undefined, { kind }: CompareCell): string {
  return kind === "bytes" ? `${side} ${styles.bytes}` : (side ?? "");
}

function titleOf({ text, aside }: CompareCell): string | undefined {
  return [text, aside].filter(Boolean).join(" · ") || undefined;
}

function FieldCell({ row, mark, markNow }: { readonly row: CompareRow; readonly mark: string; readonly markNow: boolean }) {
  const Chevron = row.expanded ? ChevronDown : ChevronRight;
  const isChange = row.kind !== "parent" && row.kind !== "equal" && row.kind !== "fold";
  return (
    <>
      <span className={cells.twisty} data-twisty={row.expandable || undefined}>
        {row.expandable && <Chevron size={12} strokeWidth={2.6} aria-hidden="true" />}
      </span>
      <span className={cells.gutter}>
        {isChange && <ChangeIcon kind={row.kind as never} silent />}
        {row.absent && <StatusIcon kind="defaulted" size={12} />}
      </span>
      <span className={cells.name}>
        <Marked text={row.label} query={mark} now={markNow} />
        {row.hint !== undefined && (
          <span className={styles.hint}>
            {" "}
            <Marked text={row.hint} query={mark} now={markNow} />
          </span>
        )}
      </span>
      {row.kind === "parent" && row.changes > 0 && (
        <span className={styles.roll} title={counted(row.changes, "change")}>
          {grouped(row.changes)}
          <span className="vh"> {row.changes === 1 ? "change" : "changes"} inside</span>
        </span>
      )}
      {row.matched !== undefined && (
        <span className={styles.match} data-match="" title="Choose how the elements are matched">
          <span>{row.matched}</span>
          <ChevronDown size={10} aria-hidden="true" />
        </span>
      )}
    </>
  );
}

function ValueCell({ cell, mark, markNow }: { readonly cell: CompareCell; readonly mark: string; readonly markNow: boolean }): ReactNode {
  if (cell.gone) return <span className={styles.gone}>{cell.text}</span>;
  return (
    <>
      {cell.status && cell.status !== "defaulted" && (
        <span className={styles.status} title={statusWord(cell.status)}>
          <StatusIcon kind={cell.status} size={12} />
          <span className="vh">{statusWord(cell.status)} </span>
        </span>
      )}
      <span className={cell.kind === "text" ? `${styles.text} ${styles.quoted}` : styles.text}>
        {cell.marks.length > 0 ? <Differing text={cell.text} marks={cell.marks} /> : <Marked text={cell.text} query={mark} now={markNow} />}
      </span>
      {cell.aside !== undefined && cell.aside !== "" && <span className={styles.aside}>· {cell.aside}</span>}
    </>
  );
}

function KindCell({ row }: { readonly row: CompareRow }) {
  if (row.kind === "parent") return row.coarse ? <span className={styles.coarse}>coarse</span> : null;
  if (row.absent) return <span className={styles.gone}>absent</span>;
  if (row.kind === "equal" || row.kind === "fold") return <span className={styles.gone}>{row.kind === "equal" ? "equal" : ""}</span>;
  return (
    <>
      <ChangeWord kind={row.kind} />
      {row.also?.map((kind) => (
        <span key={kind} className={styles.also} title={`${changeWord(kind)} too`}>
          <ChangeIcon kind={kind} />
        </span>
      ))}
    </>
  );
}
