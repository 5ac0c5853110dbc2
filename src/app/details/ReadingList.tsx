import { Check } from "lucide-react";
import type { ValueReading } from "../../worker/protocol.ts";
import { escaped } from "../widgets/format.ts";
import { NoteTag } from "../widgets/status.tsx";
import { CopyButton } from "./CopyButton.tsx";
import styles from "./reading-list.module.css";

interface ReadingListProps {
  readonly readings: readonly ValueReading[];
  readonly onCopyText: (text: string) => void;
  /** The marked reading is the user's, not the schema's. */
  readonly chosen?: boolean;
}

/** All readings of a value: the schema's own with a mark, guesses called so, and those that do not fit dim, with the reason. */
export function ReadingList({ readings, onCopyText, chosen = false }: ReadingListProps) {
  return (
    <ul className={styles.list} aria-label="Readings of the value">
      {readings.map(({ label, value, current, guess, unfit }) => (
        <li key={label} className={unfit === undefined ? styles.line : `${styles.line} ${styles.unfit}`}>
          <span className={styles.mark}>
            {current && <Check size={13} strokeWidth={2} role="img" aria-label={chosen ? "Read as:" : "The schema’s reading:"} />}
          </span>
          <span className={current ? styles.own : undefined}>
            {label}
            {guess && <NoteTag note="guess" />}
          </span>
          {unfit === undefined ? (
            <span className={styles.value} title={escaped(value)}>
              {escaped(value)}
            </span>
          ) : (
            <span className={styles.why} title={unfit}>
              {unfit}
            </span>
          )}
          {unfit === undefined && <CopyButton quiet label={`Copy as ${label}`} onCopy={() => onCopyText(value)} />}
        </li>
      ))}
    </ul>
  );
}
