import { useEffect, useRef } from "react";
import { Group, Panel, Separator } from "react-resizable-panels";
import panes from "../inspect/inspect.module.css";
import { usePaneSize } from "../inspect/use-pane-size.ts";
import { useApp } from "../state/store.ts";
import { useNarrow } from "../tree/columns.ts";
import { ChangeTree } from "./ChangeTree.tsx";
import { CompareBytes } from "./CompareBytes.tsx";
import { CompareDetailsPane } from "./CompareDetailsPane.tsx";
import { CompareEmpty } from "./CompareEmpty.tsx";
import { CompareFind } from "./CompareFind.tsx";
import { KindBar } from "./KindBar.tsx";
import { CompareRemarks } from "./Remarks.tsx";
import { Sides } from "./Sides.tsx";
import { UnitList } from "./UnitList.tsx";

/** The workspace of two sides: changes by unit on the left, one aligned tree over the bytes of both, details on the right. */
export function CompareWorkspace() {
  const narrow = useNarrow();
  // The sizes of narrow and wide windows are remembered apart, so each has panes of its own.
  return <Panes key={narrow ? "narrow" : "wide"} narrow={narrow} />;
}

function Panes({ narrow }: { readonly narrow: boolean }) {
  const isOpen = useApp((s) => s.compare.info !== undefined);
  const detailsShown = useApp((s) => s.detailsShown);
  const units = usePaneSize("units", 208);
  const details = usePaneSize(narrow ? "details-narrow" : "details", narrow ? 288 : 320);
  return (
    <main className={panes.work}>
      <Group
        className={panes.panes}
        onLayoutChanged={(_, { isUserInteraction }) => {
          if (!isUserInteraction) return;
          if (isOpen && !narrow) units.keep();
          if (isOpen && detailsShown) details.keep();
        }}
      >
        {isOpen && !narrow && (
          <>
            <Panel
              id="units"
              defaultSize={units.start}
              minSize={160}
              maxSize={420}
              groupResizeBehavior="preserve-pixel-size"
              onResize={units.onResize}
            >
              <UnitList />
            </Panel>
            <Separator className={panes.split} aria-label="Width of the units" />
          </>
        )}
        <Panel id="middle" minSize={narrow ? 400 : 560}>
          <section className={panes.mid} aria-label="Comparison">
            {isOpen && <Heading />}
            <Sides />
            {isOpen ? <Aligned /> : <CompareEmpty />}
          </section>
        </Panel>
        {isOpen && detailsShown && (
          <>
            <Separator className={panes.split} aria-label="Width of the details" />
            <Panel
              id="details"
              defaultSize={details.start}
              minSize={264}
              maxSize={640}
              groupResizeBehavior="preserve-pixel-size"
              onResize={details.onResize}
            >
              <CompareDetailsPane />
            </Panel>
          </>
        )}
      </Group>
    </main>
  );
}

/** Seen by nobody, for the side heads say it: what the screen is about. */
function Heading() {
  const a = useApp((s) => s.compare.a?.name);
  const b = useApp((s) => s.compare.b?.name);
  return (
    <h1 className="vh">
      {a} compared with {b}
    </h1>
  );
}

/** Filters, the tree, find and the bytes. */
function Aligned() {
  const compareId = useApp((s) => s.compare.info?.compareId);
  // The button that was pressed to compare may be gone: then the keys go to the tree.
  useEffect(() => {
    if (compareId !== undefined && document.activeElement === document.body)
      document.querySelector<HTMLElement>('[role="treegrid"]')?.focus();
  }, [compareId]);
  const low = useRef(window.innerHeight < 760).current;
  const bytes = usePaneSize(low ? "bytes-low" : "bytes", 28 + 4 + 20 * (low ? 4 : 6));
  return (
    <>
      <KindBar />
      <CompareRemarks />
      <Group orientation="vertical" onLayoutChanged={(_, { isUserInteraction }) => isUserInteraction && bytes.keep()}>
        <Panel id="tree" minSize={120}>
          <div className={panes.part} data-pane="tree">
            <ChangeTree />
            <CompareFind />
          </div>
        </Panel>
        <Separator className={panes.split} aria-label="Height of the bytes" />
        <Panel
          id="bytes"
          defaultSize={bytes.start}
          minSize={28 + 4 + 20 * 3}
          groupResizeBehavior="preserve-pixel-size"
          onResize={bytes.onResize}
        >
          <CompareBytes />
        </Panel>
      </Group>
    </>
  );
}
