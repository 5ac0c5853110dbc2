import styles from "./cut-text.module.css";

interface CutTextProps {
  readonly text: string;
  /** Characters at the end that always stay: there texts of a kind differ. */
  readonly tail: number;
}

/** A text that is cut in its middle where there is no room for it, never at its end. */
export function CutText({ text, tail }: CutTextProps) {
  return (
    <span className={styles.whole}>
      <span className={styles.start}>{text.slice(0, -tail)}</span>
      <span className={styles.tail}>{text.slice(-tail)}</span>
    </span>
  );
}
