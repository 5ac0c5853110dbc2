import { Info, TriangleAlert } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { Group, Panel, Separator } from "react-resizable-panels";
import { BlobsPane } from "../blobs/BlobsPane.tsx";
import { Rail } from "../blobs/Rail.tsx";
import { Start } from "../empty/Start.tsx";
import { Wanted } from "../empty/Wanted.tsx";
import { FolderView } from "../folder/FolderView.tsx";
import { activeBlob } from "../state/reading.ts";
import { useApp } from "../state/store.ts";
import { useNarrow } from "../tree/columns.ts";
import { FindingBar } from "../verdict/FindingBar.tsx";
import { FindingList } from "../verdict/FindingList.tsx";
import { VerdictStrip } from "../verdict/VerdictStrip.tsx";
import { Button } from "../widgets/Button.tsx";
import { BlobHead } from "./BlobHead.tsx";
import { BytesPane } from "./BytesPane.tsx";
import { DetailsContainer } from "./DetailsContainer.tsx";
import { FindContainer } from "./FindContainer.tsx";
import styles from "./inspect.module.css";
import { Toolbar } from "./Toolbar.tsx";
import { TreePane } from "./TreePane.tsx";
import { usePaneSize } from "./use-pane-size.ts";

/** The workspace: blobs, the open blob and its details, side by side. */
export function InspectWorkspace() {
  const narrow = useNarrow();
  const tableOpen = useApp((s) => s.tableOpen && s.blobs.length > 0);
  if (tableOpen) return <FolderView />;
  // The sizes of narrow and wide windows are remembered apart, so each has panes of its own.
  return <Panes key={narrow ? "narrow" : "wide"} narrow={narrow} />;
}

function Panes({ narrow }: { readonly narrow: boolean }) {
  const active = useApp((s) => s.active !== undefined);
  const wanted = useApp((s) => s.wanted);
  const detailsShown = useApp((s) => s.detailsShown);
  const blobs = usePaneSize("blobs", 208);
  const details = usePaneSize(narrow ? "details-narrow" : "details", narrow ? 288 : 320);
  const showsDetails = active && detailsShown;
  return (
    <main className={styles.work}>
      {narrow && <NarrowBlobs />}
      <Group
        className={styles.panes}
        onLayoutChanged={(_, { isUserInteraction }) => {
          if (!isUserInteraction) return;
          if (!narrow) blobs.keep();
          if (showsDetails) details.keep();
        }}
      >
        {!narrow && (
          <>
            <Panel
              id="blobs"
              defaultSize={blobs.start}
              minSize={160}
              maxSize={420}
              groupResizeBehavior="preserve-pixel-size"
              onResize={blobs.onResize}
            >
              <BlobsPane />
            </Panel>
            <Separator className={styles.split} aria-label="Width of the blobs" />
          </>
        )}
        <Panel id="middle" minSize={narrow ? 400 : 560}>
          {active ? <OpenBlob /> : wanted ? <Wanted wanted={wanted} /> : <Start />}
        </Panel>
        {showsDetails && (
          <>
            <Separator className={styles.split} aria-label="Width of the details" />
            <Panel
              id="details"
              defaultSize={details.start}
              minSize={264}
              maxSize={640}
              groupResizeBehavior="preserve-pixel-size"
              onResize={details.onResize}
            >
              <DetailsContainer />
            </Panel>
          </>
        )}
      </Group>
    </main>
  );
}

/** Head, tree and bytes of the open blob. */
function OpenBlob(): ReactNode {
  const low = useRef(window.innerHeight < 760).current;
  // A head of 28 and rows of 20 with 4 above them.
  const bytes = usePaneSize(low ? "bytes-low" : "bytes", 28 + 4 + 20 * (low ? 4 : 6));
  const box = useRef<HTMLElement>(null);
  const blobId = useApp((s) => s.active);
  const docId = useApp((s) => s.doc?.docId);
  // The button that opened the blob may be gone: then the keys go to the tree.
  useEffect(() => {
    if (docId !== undefined && document.activeElement === document.body)
      box.current?.querySelector<HTMLElement>('[role="treegrid"]')?.focus();
  }, [docId]);
  return (
    <section className={styles.mid} aria-label="Blob" ref={box} key={blobId}>
      <BlobHead />
      <VerdictStrip />
      <FindingBar />
      <FindingList />
      <Remarks />
      <Toolbar />
      <Group orientation="vertical" onLayoutChanged={(_, { isUserInteraction }) => isUserInteraction && bytes.keep()}>
        <Panel id="tree" minSize={120}>
          <div className={styles.part} data-pane="tree">
            <TreePane />
            <FindContainer />
          </div>
        </Panel>
        <Separator className={styles.split} aria-label="Height of the bytes" />
        <Panel
          id="bytes"
          defaultSize={bytes.start}
          minSize={28 + 4 + 20 * 3}
          groupResizeBehavior="preserve-pixel-size"
          onResize={bytes.onResize}
        >
          <BytesPane />
        </Panel>
      </Group>
    </section>
  );
}

/** What is to be known before the rows are read: no root fits, the bytes are surely something else, or there are none. */
function Remarks() {
  const trouble = useApp((s) => s.doc?.trouble);
  const remark = useApp((s) => activeBlob(s)?.remark);
  const empty = useApp((s) => s.doc !== undefined && activeBlob(s)?.bytes === 0);
  return (
    <>
      {trouble !== undefined && (
        <div className={styles.trouble} role="status">
          <TriangleAlert size={14} aria-hidden="true" />
          <p>{trouble}</p>
          <Button onClick={() => useApp.setState({ rootPicker: true })}>Choose a root type</Button>
        </div>
      )}
      {remark !== undefined && (
        <div className={`${styles.trouble} ${styles.remark}`} role="status">
          <Info size={14} aria-hidden="true" />
          <p>This file {remark}. It is shown as far as it reads as a saved state.</p>
        </div>
      )}
      {empty && (
        <div className={`${styles.trouble} ${styles.remark}`} role="status">
          <Info size={14} aria-hidden="true" />
          <p>0 bytes: a valid message in which every field takes its default.</p>
        </div>
      )}
    </>
  );
}

function NarrowBlobs() {
  const overlay = useApp((s) => s.blobsOverlay);
  const box = useRef<HTMLDivElement>(null);
  const close = () => useApp.setState({ blobsOverlay: false });
  useEffect(() => {
    if (!overlay) return;
    const before = document.activeElement;
    box.current?.querySelector<HTMLElement>("button")?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [overlay]);
  return (
    <>
      <div className={styles.railBox}>
        <Rail />
      </div>
      {overlay && (
        // biome-ignore lint/a11y/noStaticElementInteractions: Esc closes it from any element inside
        <div
          className={styles.overlay}
          ref={box}
          onKeyDown={(event) => {
            if (event.key === "Escape" && !event.defaultPrevented) close();
          }}
          onBlur={(event) => {
            if (event.relatedTarget instanceof Node && !event.currentTarget.contains(event.relatedTarget)) close();
          }}
        >
          <BlobsPane onClose={close} />
        </div>
      )}
    </>
  );
}
