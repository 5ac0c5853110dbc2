// biome-ignore-all lint/a11y/useSemanticElements: rows of a grid that are drawn only when in sight are no table
// biome-ignore-all lint/a11y/useFocusableInteractive: the focus stays on the grid, which names the active row
import { memo } from "react";
import { CutText } from "../../widgets/CutText.tsx";
import { counted } from "../../widgets/format.ts";
import styles from "./finding-grid.module.css";
import type { FindingLine } from "./finding-lines.ts";
import { GradeWord, wayText } from "./severity.tsx";

interface FindingRowProps {
  readonly id: string;
  readonly line: FindingLine;
  readonly index: number;
  readonly top: number;
  readonly selected: boolean;
  readonly old: string;
  readonly now: string;
}

/** Characters at the end of a way and of a name that always stay. */
const WAY_TAIL = 4;
const FIELD_TAIL = 6;

/** A row: the name of a type, or one finding with its way, its field and what happens. */
export const FindingRow = memo(function FindingRow({ id, line, index, top, selected, old, now }: FindingRowProps) {
  const place = { transform: `translateY(${top}px)` };
  if (line.kind === "type") {
    const { typeName, oldTypeName, count } = line;
    return (
      <div className={styles.type} role="row" id={id} aria-rowindex={index + 2} data-line={index} style={place}>
        <span role="gridcell" aria-colspan={4} title={typeName}>
          {typeName === undefined ? <b>The whole release</b> : <b className={styles.name}>{typeName}</b>}
          {oldTypeName !== undefined && (
            <span>
              {" "}
              was {oldTypeName} in {old}
            </span>
          )}
          <span className={styles.count}>{counted(count, "finding")}</span>
        </span>
      </div>
    );
  }
  const { severity, direction, number, field, oldField, message } = line.finding;
  const way = wayText(direction, old, now);
  // Read aloud whole: what is cut in its middle would be two words.
  const says = [number, oldField && `${oldField} /`, field ?? "the type"].filter((part) => part !== undefined).join(" ");
  return (
    <div
      className={styles.row}
      role="row"
      id={id}
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-line={index}
      data-finding={line.key}
      style={place}
    >
      <span role="gridcell" className={styles.mark}>
        <GradeWord grade={severity} />
      </span>
      <span role="gridcell" className={styles.soft} aria-label={way}>
        <CutText text={way} tail={direction === "both" ? WAY_TAIL : ` on ${direction === "old-to-new" ? now : old}`.length} />
      </span>
      <span role="gridcell" className={styles.field} title={field} aria-label={says}>
        {number !== undefined && <span className={styles.number}>{number}</span>}
        {oldField !== undefined && <span className={styles.old}>{oldField} / </span>}
        {field === undefined ? <span className={styles.soft}>the type</span> : <CutText text={field} tail={FIELD_TAIL} />}
      </span>
      <span role="gridcell" className={styles.soft} title={message}>
        {message}
      </span>
    </div>
  );
});
