import { Copy } from "lucide-react";
import styles from "./copy-button.module.css";

/** A small button that copies; its label says what. `quiet` shows it only while the pointer or the focus is in its line. */
export function CopyButton({
  label,
  onCopy,
  quiet = false,
}: {
  readonly label: string;
  readonly onCopy: () => void;
  readonly quiet?: boolean;
}) {
  return (
    <button
      type="button"
      className={quiet ? `${styles.button} ${styles.quiet}` : styles.button}
      aria-label={label}
      title={label}
      onClick={onCopy}
    >
      <Copy size={quiet ? 12 : 14} strokeWidth={2} aria-hidden="true" />
    </button>
  );
}
