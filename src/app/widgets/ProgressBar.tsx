import styles from "./progress-bar.module.css";

interface ProgressBarProps {
  readonly value: number;
  readonly of: number;
  /** What is counted, for screen readers. */
  readonly label: string;
}

/** How much of some work is done. */
export function ProgressBar({ value, of, label }: ProgressBarProps) {
  return <progress className={styles.bar} value={value} max={of} aria-label={label} />;
}
