import { type ReactNode, useRef } from "react";
import styles from "./floating.module.css";
import { useFloating } from "./use-floating.ts";

interface PopoverProps {
  readonly label: string;
  /** The button that opened it. */
  readonly owner: HTMLElement | null;
  readonly onClose: () => void;
  readonly className?: string;
  readonly children: ReactNode;
}

/** An open box under its button with controls inside; the first of them has the focus, Esc closes it. */
export function Popover({ label, owner, onClose, className, children }: PopoverProps) {
  const box = useRef<HTMLDivElement>(null);
  const first = (element: HTMLElement) => element.querySelector<HTMLElement>("input, button");
  useFloating(box, { anchor: () => owner?.getBoundingClientRect(), align: "start", first, owner, onClose });
  return (
    <div
      className={`${styles.popover} ${className ?? ""}`}
      ref={box}
      role="dialog"
      aria-label={label}
      popover="manual"
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape" || event.key === "Tab") {
          event.preventDefault();
          onClose();
        }
      }}
    >
      {children}
    </div>
  );
}
