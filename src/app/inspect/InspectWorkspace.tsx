import { type ReactNode, useEffect } from "react";
import { useShallow } from "zustand/react/shallow";
import { BlobsPane } from "../blobs/BlobsPane.tsx";
import { Rail } from "../blobs/Rail.tsx";
import { Start } from "../empty/Start.tsx";
import { Wanted } from "../empty/Wanted.tsx";
import { FolderView } from "../folder/FolderView.tsx";
import { Later } from "../panes/Later.tsx";
import { Overlay } from "../panes/Overlay.tsx";
import panes from "../panes/panes.module.css";
import { TreeOverBytes } from "../panes/Stacked.tsx";
import { ThreePanes } from "../panes/ThreePanes.tsx";
import { activeBlob, isStarting, readBlob } from "../state/reading.ts";
import { type AppState, useApp } from "../state/store.ts";
import { useNarrow } from "../tree/columns.ts";
import { FindingBar } from "../verdict/FindingBar.tsx";
import { FindingList } from "../verdict/FindingList.tsx";
import { NoteBar } from "../verdict/NoteBar.tsx";
import { VerdictStrip } from "../verdict/VerdictStrip.tsx";
import { Button } from "../widgets/Button.tsx";
import { bytesText, counted, grouped } from "../widgets/format.ts";
import { Notice } from "../widgets/Notice.tsx";
import { BlobHead } from "./BlobHead.tsx";
import { BytesPane } from "./BytesPane.tsx";
import { DetailsContainer } from "./DetailsContainer.tsx";
import { FindContainer } from "./FindContainer.tsx";
import styles from "./inspect.module.css";
import { FEW_ALIKE } from "./RootPicker.tsx";
import { Toolbar } from "./Toolbar.tsx";
import { Skeleton, TreePane } from "./TreePane.tsx";

/** The workspace: blobs, the open blob and its details, side by side. */
export function InspectWorkspace() {
  const tableOpen = useApp((s) => s.tableOpen && s.blobs.length > 0);
  return tableOpen ? <FolderView /> : <Workspace />;
}

function Workspace() {
  const narrow = useNarrow();
  const active = useApp((s) => s.active !== undefined);
  const wanted = useApp((s) => s.wanted);
  const detailsShown = useApp((s) => s.detailsShown);
  return (
    <ThreePanes
      narrow={narrow}
      list={{ name: "blobs", pane: <BlobsPane />, shown: true }}
      details={active && detailsShown ? <LateDetails /> : undefined}
      rail={narrow && <NarrowBlobs />}
    >
      {active ? <OpenBlob /> : wanted ? <Wanted wanted={wanted} /> : <Start />}
    </ThreePanes>
  );
}

/** Head, tree and bytes of the open blob. */
function OpenBlob(): ReactNode {
  const visit = useApp((s) => s.visit);
  return (
    <section className={panes.mid} aria-label="Blob" key={visit}>
      <BlobHead />
      <VerdictStrip />
      <FindingBar />
      <FindingList />
      <NoteBar />
      <Remarks />
      <StoppedShort />
      <Toolbar />
      <TreeOverBytes bytes={<LateBytes />}>
        <Later step={1} until={<Skeleton />}>
          <TreePane />
          <FocusOnTree />
        </Later>
        <FindContainer />
      </TreeOverBytes>
    </section>
  );
}

/** The button that opened the blob may be gone: then the keys go to the tree. */
function FocusOnTree(): ReactNode {
  const docId = useApp((s) => s.doc?.docId);
  useEffect(() => {
    if (docId !== undefined && document.activeElement === document.body)
      document.querySelector<HTMLElement>('[data-pane="tree"] [role="treegrid"]')?.focus();
  }, [docId]);
  return null;
}

// What is not waited for: the rows of a file that is still being read come before it.
const isRowless = (s: AppState): boolean => isStarting(s) && s.doc === undefined;
const LateDetails = () => (
  <Later step={2} held={useApp(isRowless)} until={<div className={`${panes.part} ${panes.side}`} data-pane="details" />}>
    <DetailsContainer />
  </Later>
);
const LateBytes = () => (
  <Later step={2} held={useApp(isRowless)} until={<div className={panes.part} data-pane="bytes" />}>
    <BytesPane />
  </Later>
);

/** What is to be known before the rows are read: no root fits or hardly anything tells it, the bytes are something else, or there are none. */
function Remarks() {
  const trouble = useApp((s) => s.doc?.trouble);
  const name = useApp((s) => activeBlob(s)?.name);
  const remark = useApp((s) => activeBlob(s)?.remark);
  const hidden = useApp((s) => s.doc?.hiddenCut);
  const empty = useApp((s) => s.doc !== undefined && activeBlob(s)?.bytes === 0);
  const guessed = useApp(useShallow(guessedRoot));
  return (
    <>
      <Missed />
      {trouble !== undefined && (
        <Notice kind="warning" action={<Button onClick={() => useApp.setState({ rootPicker: true })}>Choose a root type</Button>}>
          {trouble}
        </Notice>
      )}
      {remark !== undefined && (
        <Notice kind="remark">
          {name}: {remark}. It is shown as far as it reads as a saved state.
        </Notice>
      )}
      {hidden !== undefined && (
        <Notice kind="remark">
          {counted(hidden, "blob")} in bytes of this one were opened by themselves, the limit. Further ones stay bytes: Read as… on a row
          opens it.
        </Notice>
      )}
      {empty && <Notice kind="remark">0 bytes: a valid message in which every field takes its default.</Notice>}
      {guessed !== undefined && <GuessedRoot {...guessed} />}
    </>
  );
}

/** Characters of a hash that tell files apart. */
const HASH_START = 12;

/** A link asked for another file than the one that was opened. */
function Missed() {
  const missed = useApp((s) => s.missed);
  const sha256 = useApp((s) => activeBlob(s)?.sha256 ?? "");
  if (missed?.blob === undefined || missed.blob === sha256) return null;
  const leave = <Button onClick={() => useApp.setState({ missed: undefined })}>Leave the link</Button>;
  return (
    <Notice kind="warning" action={leave}>
      This is not the file of the link: that has SHA-256 {missed.blob.slice(0, HASH_START)}…, this one {sha256.slice(0, HASH_START)}…. Open
      that one to see its place.
    </Notice>
  );
}

interface Guessed {
  readonly root: string;
  readonly alike: number;
  readonly release: string;
}

/** The root that a blob is read as though many others fit it as well. */
function guessedRoot({ doc }: AppState): Guessed | undefined {
  if (!doc?.root?.detected || doc.soFar !== undefined) return undefined;
  return doc.alike > FEW_ALIKE ? { root: doc.root.typeName, alike: doc.alike, release: doc.release ?? "" } : undefined;
}

function GuessedRoot({ root, alike, release }: Guessed) {
  return (
    <Notice kind="warning" action={<Button onClick={() => useApp.setState({ rootPicker: true })}>Choose a root type</Button>}>
      The root type is a guess: {grouped(alike)} types of {release} fit as well as {root}. Rows and verdicts hold only if it is right.
    </Notice>
  );
}

/** The rest of the blob was not read, since the user stopped that. */
function StoppedShort() {
  const soFar = useApp((s) => (s.stopped ? s.doc?.soFar : undefined));
  const size = useApp((s) => activeBlob(s)?.bytes ?? 0);
  if (soFar === undefined) return null;
  const readOn = () => void readBlob(useApp.getState().spec, useApp.getState().selectedKey);
  return (
    <Notice kind="warning" action={<Button onClick={readOn}>Read the rest</Button>}>
      Decoding was stopped: shown are the first {bytesText(soFar)} of {bytesText(size)}, with the counts up to there.
    </Notice>
  );
}

function NarrowBlobs() {
  const overlay = useApp((s) => s.blobsOverlay);
  const close = () => useApp.setState({ blobsOverlay: false });
  return (
    <>
      <div className={styles.railBox}>
        <Rail />
      </div>
      {overlay && (
        <Overlay onClose={close}>
          <BlobsPane onClose={close} />
        </Overlay>
      )}
    </>
  );
}
