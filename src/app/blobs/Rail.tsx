import { CircleX, File, MoreHorizontal, PanelLeft, Plus } from "lucide-react";
import { useShallow } from "zustand/react/shallow";
import type { BlobInfo } from "../../worker/protocol.ts";
import { openBlob, shownBlobs } from "../state/reading.ts";
import { useApp } from "../state/store.ts";
import { IconButton } from "../widgets/Button.tsx";
import { counted } from "../widgets/format.ts";
import { StatusIcon } from "../widgets/status.tsx";
import { VerdictIcon } from "../widgets/verdict.tsx";
import { OpenMenu } from "./BlobsPane.tsx";
import styles from "./blobs.module.css";
import { blobWord, verdictWordOf } from "./summary.ts";

/** Icons; the list has them all. */
const MOST = 100;

/** In narrow windows: one icon a blob; the list itself opens over the rest. */
export function Rail() {
  const blobs = useApp(useShallow(shownBlobs));
  const problems = useApp((s) => s.importProblems.length);
  const show = () => useApp.setState({ blobsOverlay: true });
  return (
    <aside className={styles.rail} aria-label="Open blobs" data-pane="blobs">
      <IconButton icon={PanelLeft} label="Show the list of blobs" onClick={show} />
      {problems > 0 && (
        <IconButton
          icon={CircleX}
          className={styles.badge ?? ""}
          label={`${counted(problems, "file")} not opened: show why`}
          onClick={show}
        />
      )}
      <hr />
      {blobs.slice(0, MOST).map((blob) => (
        <RailBlob key={blob.blobId} blob={blob} />
      ))}
      {blobs.length > MOST && (
        <IconButton icon={MoreHorizontal} label={`${counted(blobs.length - MOST, "more blob")}: show the list`} onClick={show} />
      )}
      {blobs.length > 0 && <hr />}
      <OpenMenu trigger={<IconButton icon={Plus} label="Open a blob" />} />
    </aside>
  );
}

function RailBlob({ blob }: { readonly blob: BlobInfo }) {
  const active = useApp((s) => s.active === blob.blobId);
  const summary = useApp((s) => s.summaries[blob.blobId]);
  const judged = useApp((s) => s.verdicts[blob.blobId]);
  const { kind, verdict, says } = verdictWordOf(blobWord(blob, summary), judged);
  return (
    <button
      type="button"
      className={styles.railBlob}
      aria-label={says}
      title={says}
      aria-current={active ? "true" : undefined}
      onClick={() => void openBlob(blob.blobId)}
    >
      {verdict ? (
        <VerdictIcon kind={verdict} size={14} />
      ) : kind && kind !== "known" ? (
        <StatusIcon kind={kind} size={14} />
      ) : (
        <File size={14} strokeWidth={1.6} aria-hidden="true" />
      )}
    </button>
  );
}
