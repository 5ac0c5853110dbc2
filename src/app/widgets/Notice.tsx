import { Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import styles from "./notice.module.css";

interface NoticeProps {
  /** What the user has to mend or to mind, or what is only good to know. */
  readonly kind: "warning" | "remark";
  readonly children: ReactNode;
  /** A button that mends it. */
  readonly action?: ReactNode;
}

/** A line across the workspace: what is to be known before the rows are read. */
export function Notice({ kind, children, action }: NoticeProps) {
  const Icon = kind === "warning" ? TriangleAlert : Info;
  return (
    <div className={`${styles.notice} ${styles[kind]}`} role="status">
      <Icon size={14} aria-hidden="true" />
      <p>{children}</p>
      {action}
    </div>
  );
}
