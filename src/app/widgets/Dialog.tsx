import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode, RefObject } from "react";
import { IconButton } from "./Button.tsx";
import styles from "./floating.module.css";

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly wide?: boolean;
  readonly children: ReactNode;
  /** What has the focus first; the first control when absent. */
  readonly initialFocus?: RefObject<HTMLElement | null>;
  /** Buttons at the bottom, the main one last. */
  readonly foot?: ReactNode;
}

/** An open dialog: keeps the focus inside, closes by Esc or a click beside it, and gives the focus back. */
export function Dialog({ title, onClose, wide, initialFocus, children, foot }: DialogProps) {
  return (
    <Base.Root open onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={styles.scrim} />
        <Base.Popup className={`${styles.dialog} ${wide ? styles.wide : ""}`} {...(initialFocus ? { initialFocus } : {})}>
          <div className={styles.head}>
            <Base.Title className={styles.title}>{title}</Base.Title>
            <Base.Close render={<IconButton icon={X} label="Close" />} />
          </div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
          <section className={styles.body} tabIndex={0} aria-label={title}>
            {children}
          </section>
          {foot && <div className={styles.foot}>{foot}</div>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
