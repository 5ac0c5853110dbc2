import { type ReactNode, useEffect, useRef } from "react";
import styles from "./panes.module.css";

interface OverlayProps {
  readonly onClose: () => void;
  /** What gets the focus first, as a selector; else the first button. */
  readonly home?: string;
  readonly children: ReactNode;
}

/** A list that lies over the left of a narrow window while it is used: Escape, or the focus going elsewhere, closes it. The focus goes back to where it was. */
export function Overlay({ onClose, home, children }: OverlayProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    const first = home === undefined ? null : box.current?.querySelector<HTMLElement>(home);
    (first ?? box.current?.querySelector<HTMLElement>("button"))?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [home]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc closes it from any element inside
    <div
      className={styles.overlay}
      ref={box}
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.defaultPrevented) onClose();
      }}
      onBlur={(event) => {
        if (event.relatedTarget instanceof Node && !event.currentTarget.contains(event.relatedTarget)) onClose();
      }}
    >
      {children}
    </div>
  );
}
