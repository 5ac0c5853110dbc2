import { type ReactNode, useRef } from "react";
import { Group, Panel, Separator } from "react-resizable-panels";
import styles from "./panes.module.css";
import { usePaneSize } from "./use-pane-size.ts";

interface StackedProps {
  /** What is above, named for the keys that go from pane to pane. */
  readonly name: string;
  readonly children: ReactNode;
  /** The name under which the height below is remembered. Low windows remember their own. */
  readonly belowName: string;
  /** Pixels. */
  readonly drawn: { readonly high: number; readonly low: number };
  readonly min: number;
  /** What the splitter moves: `Height of the bytes`. */
  readonly splits: string;
  readonly below: ReactNode;
}

/** Two panes one upon the other; a higher window heightens the upper one only. */
export function Stacked({ name, children, belowName, drawn, min, splits, below }: StackedProps) {
  const low = useRef(window.innerHeight < 760).current;
  const size = usePaneSize(low ? `${belowName}-low` : belowName, low ? drawn.low : drawn.high);
  return (
    <Group orientation="vertical" onLayoutChanged={(_, { isUserInteraction }) => isUserInteraction && size.keep()}>
      <Panel id={name} minSize={120}>
        <div className={styles.part} data-pane={name}>
          {children}
        </div>
      </Panel>
      <Separator className={styles.split} aria-label={splits} />
      <Panel id={belowName} defaultSize={size.start} minSize={min} groupResizeBehavior="preserve-pixel-size" onResize={size.onResize}>
        {below}
      </Panel>
    </Group>
  );
}

/** Height of the bytes with a number of lines: a head of 28 and lines of 20 with 4 above them. */
const bytesHeight = (lines: number): number => 28 + 4 + 20 * lines;

/** A tree over the bytes that it is read from. */
export function TreeOverBytes({ bytes, children }: { readonly bytes: ReactNode; readonly children: ReactNode }) {
  return (
    <Stacked
      name="tree"
      belowName="bytes"
      drawn={{ high: bytesHeight(6), low: bytesHeight(4) }}
      min={bytesHeight(3)}
      splits="Height of the bytes"
      below={bytes}
    >
      {children}
    </Stacked>
  );
}
