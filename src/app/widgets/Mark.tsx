import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import styles from "./mark.module.css";

/** The colours of a mark: those of a status, a verdict or a difference. */
export type Tone =
  | "known"
  | "unknown"
  | "defaulted"
  | "mismatched"
  | "malformed"
  | "note"
  | "restores"
  | "loses"
  | "depends"
  | "fails"
  | "none"
  | "added"
  | "removed"
  | "renamed"
  | "retyped"
  | "moved"
  | "changed"
  | "wire";

/** The class of what is drawn in the colour of a tone and is no mark: a count, a line. */
export function inkOf(tone: Tone): string {
  return `${styles.ink} ${styles[tone]}`;
}

interface MarkIconProps {
  readonly icon: LucideIcon;
  readonly tone: Tone;
  readonly size?: number;
  readonly strokeWidth?: number;
}

/** An icon in the colour of its tone. Hidden from screen readers: a word always stands beside it, or in its row. */
export function MarkIcon({ icon: Icon, tone, size = 13, strokeWidth = 2.3 }: MarkIconProps) {
  return <Icon className={`${styles.icon} ${styles[tone]}`} size={size} strokeWidth={strokeWidth} aria-hidden="true" />;
}

interface MarkProps {
  readonly tone: Tone;
  /** On a filled ground. */
  readonly badge?: boolean | undefined;
  readonly title?: string;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** Icon and word in one line. */
export function Mark({ tone, badge = false, title, className = "", children }: MarkProps) {
  return (
    <span className={`${styles.word} ${styles[tone]} ${badge ? styles.badge : ""} ${className}`} title={title}>
      {children}
    </span>
  );
}
