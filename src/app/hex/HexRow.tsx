// biome-ignore-all lint/a11y/useSemanticElements: rows in a moving layer cannot be a <table>; the roles say what they are
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid is the one tab stop and names its active byte
import { memo } from "react";
import { offsetText, rowOffsetText } from "../widgets/format.ts";
import styles from "./hex-row.module.css";

interface HexRowProps {
  readonly gridId: string;
  /** Of the row's first byte. */
  readonly offset: number;
  /** Lower-case hex without gaps, two digits a byte; empty while the bytes are fetched. */
  readonly hex: string;
  /** Bytes of a full row. */
  readonly rowBytes: number;
  /** Bytes in this row: fewer in the last one. */
  readonly count: number;
  /** A letter a byte: `t`ag, `l`ength, `v`alue, `d`ifferent or a space; empty when no byte has a tint. */
  readonly tints: string;
  /** A letter a byte: `s`elected, find `h`it, hit `n`ow or a space; empty when none has one. */
  readonly marks: string;
  /** Place of the cursor in this row, or -1. */
  readonly cursor: number;
}

const tintClass: Readonly<Record<string, string | undefined>> = { t: styles.tag, l: styles.length, v: styles.value, d: styles.differs };
const markClass: Readonly<Record<string, string | undefined>> = { s: styles.selected, h: styles.hit, n: styles.now };
const tintWord: Readonly<Record<string, string>> = { t: ", tag", l: ", length", v: ", value", d: ", differs" };

/** One row of bytes: offset, hex, text. All events are taken by the grid. */
export const HexRow = memo(function HexRow({ gridId, offset, rowBytes, hex, count, tints, marks, cursor }: HexRowProps) {
  const bytes = [];
  const text: Run[] = [];
  for (let i = 0; i < count; i++) {
    const digits = hex === "" ? "··" : hex.slice(2 * i, 2 * i + 2);
    const code = hex === "" ? 0 : Number.parseInt(digits, 16);
    const tint = tints.charAt(i);
    const looks = classes(tintClass[tint], markClass[marks.charAt(i)]);
    const printable = code >= 0x20 && code < 0x7f;
    bytes.push(
      <span
        key={i}
        id={i === cursor ? `${gridId}-cursor` : undefined}
        role="gridcell"
        data-i={i}
        className={classes(styles.byte, i === 8 && styles.gap, code === 0 && styles.zero, i === cursor && styles.cursor, looks)}
        aria-label={i === cursor ? `${offsetText(offset + i)}: ${digits}${tintWord[tint] ?? ""}` : undefined}
      >
        {digits}
      </span>,
    );
    addTo(text, i, printable ? String.fromCharCode(code) : "·", classes(!printable && styles.zero, looks));
  }
  return (
    <div className={styles.row} role="row" aria-rowindex={offset / rowBytes + 1} data-offset={offset}>
      <span className={styles.offset} role="rowheader">
        {rowOffsetText(offset)}
      </span>
      {bytes}
      {count < rowBytes && (
        <span role="presentation" style={{ width: `${(rowBytes - count) * 22 + (count <= 8 && rowBytes > 8 ? 8 : 0)}px` }} />
      )}
      <span className={styles.text} role="gridcell">
        {text.map((run) => (
          <i key={run.from} data-i={run.from} data-count={run.text.length} className={run.look || undefined}>
            {run.text}
          </i>
        ))}
      </span>
    </div>
  );
});

/** Characters that look alike: one element, for one each would be half of all that scrolling has to draw. */
interface Run {
  readonly from: number;
  readonly look: string;
  text: string;
}

function addTo(runs: Run[], from: number, character: string, look: string): void {
  const last = runs.at(-1);
  if (last?.look === look) last.text += character;
  else runs.push({ from, look, text: character });
}

/** The byte, counted in its row, on whose hex or character a point lies; undefined beside them. */
export function byteUnder(element: Element | null, x: number): number | undefined {
  const cell = element?.closest<HTMLElement>("[data-i]");
  if (!cell) return undefined;
  const from = Number(cell.dataset.i);
  const count = Number(cell.dataset.count ?? 1);
  const box = cell.getBoundingClientRect();
  return from + Math.min(count - 1, Math.max(0, Math.floor(((x - box.left) / box.width) * count)));
}

function classes(...names: readonly (string | false | undefined)[]): string {
  return names.filter(Boolean).join(" ");
}
