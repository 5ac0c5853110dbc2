import { ArrowLeft, Copy, Download, ListFilter, type LucideIcon } from "lucide-react";
import { useRef } from "react";
import type { BlobInfo, VerdictKind } from "../../worker/protocol.ts";
import { judgeAll, stopTable } from "../state/judge-all.ts";
import { useApp } from "../state/store.ts";
import { hideTable, showInTable } from "../state/table.ts";
import { copyTable, saveTable } from "../state/table-report.ts";
import { useNarrow } from "../tree/columns.ts";
import { Button, IconButton } from "../widgets/Button.tsx";
import { Chip } from "../widgets/Chip.tsx";
import { Field } from "../widgets/Field.tsx";
import { counted, grouped } from "../widgets/format.ts";
import { ProgressBar } from "../widgets/ProgressBar.tsx";
import { VerdictIcon, verdictWord } from "../widgets/verdict.tsx";
import styles from "./folder.module.css";
import { WriterMenu } from "./WriterMenu.tsx";

const evidenceTitle = "What a release left out of blobs that it is known to have written, it reads without";
const kinds: readonly VerdictKind[] = ["fails", "depends", "loses", "restores"];

interface FolderHeadProps {
  readonly rows: readonly BlobInfo[];
  /** Blobs of which some release says so. */
  readonly having: Readonly<Record<VerdictKind, number>>;
}

/** Progress, what leaves the table, and what it is narrowed to. */
export function FolderHead({ rows, having }: FolderHeadProps) {
  const work = useApp((s) => s.tableWork);
  const stopped = useApp((s) => s.tableStopped);
  const count = useApp((s) => s.blobs.length - s.closing.length);
  const evidence = useApp((s) => s.evidence);
  const show = useApp((s) => s.tableShow);
  const group = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: React.KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const all = Array.from(group.current?.querySelectorAll("button") ?? []);
    all[(all.indexOf(document.activeElement as HTMLButtonElement) + step + all.length) % all.length]?.focus();
    event.preventDefault();
  };
  return (
    <>
      <div className={styles.head}>
        <h1>All blobs</h1>
        <span className={styles.dim}>
          {rows.length < count ? `${rows.length.toLocaleString("en")} of ${counted(count, "blob")}` : counted(count, "blob")}
          {evidence.fields > 0 && <span title={evidenceTitle}>, {grouped(evidence.blobs)} of them evidence</span>}
        </span>
        {work && (
          <span className={styles.progress}>
            <span role="status">
              Judging {work.done.toLocaleString("en")} of {work.of.toLocaleString("en")}
            </span>
            <ProgressBar value={work.done} of={work.of} label="Blobs judged" />
            <Button look="quiet" size="small" onClick={stopTable}>
              Cancel
            </Button>
          </span>
        )}
        {stopped && (
          <Button look="quiet" size="small" onClick={() => judgeAll(true)}>
            Judge the rest
          </Button>
        )}
        <span className={styles.tools}>
          <WriterMenu blobs={rows} several />
          <Tool icon={Download} words="Save as CSV" run={saveTable} />
          <Tool icon={Copy} words="Copy as Markdown" run={() => void copyTable()} />
          <Tool icon={ArrowLeft} words="Back to the blob" run={hideTable} />
        </span>
      </div>
      <div className={styles.bar}>
        <div className={styles.chips} role="toolbar" aria-label="Filter by verdict" ref={group} onKeyDown={onKeyDown}>
          <Chip
            word="All"
            count={count}
            pressed={show.verdict === undefined}
            tabIndex={show.verdict === undefined ? 0 : -1}
            onPress={() => showInTable({ verdict: undefined })}
          />
          {kinds.map((kind) => (
            <Chip
              key={kind}
              word={capital(verdictWord(kind))}
              count={having[kind]}
              pressed={show.verdict === kind}
              tabIndex={show.verdict === kind ? 0 : -1}
              icon={<VerdictIcon kind={kind} />}
              onPress={() => showInTable({ verdict: show.verdict === kind ? undefined : kind })}
            />
          ))}
        </div>
        <Field
          icon={ListFilter}
          label="Name, root or reason"
          className={styles.filter ?? ""}
          quiet
          value={show.text ?? ""}
          onText={(text) => showInTable({ text: text || undefined })}
        />
      </div>
    </>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

interface ToolProps {
  readonly icon: LucideIcon;
  readonly words: string;
  readonly run: () => void;
}

/** A tool of the head: without its words where there is no room for them beside the progress. */
function Tool({ icon, words, run }: ToolProps) {
  const narrow = useNarrow();
  const crowded = useApp((s) => s.tableWork !== undefined || s.tableStopped);
  if (narrow && crowded) return <IconButton icon={icon} label={words} onClick={run} />;
  return (
    <Button look="quiet" icon={icon} onClick={run}>
      {words}
    </Button>
  );
}
