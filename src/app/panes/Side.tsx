import type { ReactNode } from "react";
import { Panel, Separator } from "react-resizable-panels";
import styles from "./panes.module.css";
import type { PaneSize } from "./use-pane-size.ts";

interface SideProps {
  readonly id: string;
  readonly size: PaneSize;
  /** Pixels. */
  readonly min: number;
  readonly max: number;
  /** Which side of the middle it stands on. */
  readonly at: "left" | "right";
  /** What the splitter moves: `Width of the details`. */
  readonly splits: string;
  readonly children: ReactNode;
}

/** A pane beside the middle with its splitter; a wider window widens the middle only. */
export function Side({ id, size, min, max, at, splits, children }: SideProps) {
  const splitter = <Separator className={styles.split} aria-label={splits} />;
  return (
    <>
      {at === "right" && splitter}
      <Panel
        id={id}
        defaultSize={size.start}
        minSize={min}
        maxSize={max}
        groupResizeBehavior="preserve-pixel-size"
        onResize={size.onResize}
      >
        {children}
      </Panel>
      {at === "left" && splitter}
    </>
  );
}
