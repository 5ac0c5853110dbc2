import type { ReactNode } from "react";
import styles from "./button.module.css";
import { grouped } from "./format.ts";

interface ChipProps {
  readonly icon?: ReactNode;
  readonly word: string;
  /** A zero stays, dim. */
  readonly count: number;
  /** Set while not all is counted. */
  readonly more?: boolean;
  readonly pressed: boolean;
  readonly onPress: () => void;
  /** The toolbar is one tab stop: only one of its chips has 0. */
  readonly tabIndex: number;
}

/** A filter with its count. */
export function Chip({ icon, word, count, more, pressed, onPress, tabIndex }: ChipProps) {
  return (
    <button
      type="button"
      className={`${styles.chip} ${count === 0 ? styles.zero : ""}`}
      aria-pressed={pressed}
      onClick={onPress}
      tabIndex={tabIndex}
      title={word}
    >
      {icon}
      <span className={styles.word}>{word}</span>
      <span className={styles.count}>
        {grouped(count)}
        {more && "+"}
      </span>
    </button>
  );
}
