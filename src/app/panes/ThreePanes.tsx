import type { ReactNode } from "react";
import { Group, Panel } from "react-resizable-panels";
import styles from "./panes.module.css";
import { Side } from "./Side.tsx";
import { usePaneSize } from "./use-pane-size.ts";

interface ThreePanesProps {
  readonly narrow: boolean;
  /** The list on the left: the name under which its width is remembered, also read aloud. Narrow windows have no room for it. */
  readonly list: { readonly name: string; readonly pane: ReactNode; readonly shown: boolean };
  /** Absent where nothing has details. */
  readonly details: ReactNode | undefined;
  /** What stands left of all, in place of a list. */
  readonly rail?: ReactNode;
  /** The middle. */
  readonly children: ReactNode;
}

/** A workspace: a list on the left, the middle, details on the right. The sizes of narrow and wide windows are remembered apart. */
export function ThreePanes(props: ThreePanesProps) {
  return <Panes key={props.narrow ? "narrow" : "wide"} {...props} />;
}

function Panes({ narrow, list, details, rail, children }: ThreePanesProps) {
  const listSize = usePaneSize(list.name, 208);
  const detailsSize = usePaneSize(narrow ? "details-narrow" : "details", narrow ? 288 : 320);
  const listShown = list.shown && !narrow;
  return (
    <main className={styles.work}>
      {rail}
      <Group
        className={styles.panes}
        onLayoutChanged={(_, { isUserInteraction }) => {
          if (!isUserInteraction) return;
          if (listShown) listSize.keep();
          if (details !== undefined) detailsSize.keep();
        }}
      >
        {listShown && (
          <Side id={list.name} size={listSize} min={160} max={420} at="left" splits={`Width of the ${list.name}`}>
            {list.pane}
          </Side>
        )}
        <Panel id="middle" minSize={narrow ? 400 : 560}>
          {children}
        </Panel>
        {details !== undefined && (
          <Side id="details" size={detailsSize} min={264} max={640} at="right" splits="Width of the details">
            {details}
          </Side>
        )}
      </Group>
    </main>
  );
}
