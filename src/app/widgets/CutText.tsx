import styles from "./cut-text.module.css";

interface CutTextProps {
  readonly text: string;
  /** Characters at the end that always stay: there texts of a kind differ. */
  readonly tail: number;
}

/** A start of fewer characters is not cut off: the mark of a cut would take their room. */
export const LEAST_CUT = 4;

/** A text that is cut in its middle where there is no room for it, never at its end. */
export function CutText({ text, tail }: CutTextProps) {
  const cut = text.length - tail < LEAST_CUT ? 0 : text.length - tail;
  return (
    <span className={styles.whole}>
      {cut > 0 && <span className={styles.start}>{text.slice(0, cut)}</span>}
      <span className={styles.tail}>{text.slice(cut)}</span>
    </span>
  );
}
