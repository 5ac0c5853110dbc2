import { Eye, Pencil } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { judgeAll } from "../state/judge-all.ts";
import { useApp } from "../state/store.ts";
import { judgeActive, readWith, stopJudging, verdictKey } from "../state/verdict.ts";
import type { VerdictCell } from "../state/verdict-slice.ts";
import { Button } from "../widgets/Button.tsx";
import { ProgressBar } from "../widgets/ProgressBar.tsx";
import { StatusIcon } from "../widgets/status.tsx";
import { VerdictIcon, verdictWord } from "../widgets/verdict.tsx";
import styles from "./verdict-strip.module.css";

/** On which releases the open blob restores, one segment a release; pressing one reads the blob with it. */
export function VerdictStrip() {
  const key = useApp((s) => (s.doc && s.active !== undefined ? verdictKey(s, s.active) : undefined));
  const registered = useApp((s) => s.releases);
  const reader = useApp((s) => s.doc?.release);
  const verdict = useApp((s) => (s.active === undefined ? undefined : s.verdicts[s.active]));
  const stopped = useApp((s) => s.judgingStopped);
  const group = useRef<HTMLDivElement>(null);
  // Verdicts are of the whole blob.
  const whole = useApp((s) => s.doc?.soFar === undefined);
  useEffect(() => (key === undefined || !whole ? undefined : judgeActive()), [key, whole]);
  const judged = useApp((s) => s.active !== undefined && s.verdicts[s.active]?.key === key && !s.judging);
  const count = useApp((s) => s.blobs.length);
  // The other blobs of the list after the open one.
  // biome-ignore lint/correctness/useExhaustiveDependencies: blobs, releases or choices are others
  useEffect(() => (judged && count > 1 ? judgeAll(false) : undefined), [judged, count, key]);
  // Many releases do not fit: the one that reads is brought into sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever another release reads
  useEffect(() => {
    group.current?.querySelector('[aria-pressed="true"]')?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [reader]);
  if (key === undefined || registered.length === 0) return null;
  const current = verdict?.key === key ? verdict : undefined;
  // The examples' releases are no news to who opens a blob of another product: beside the user's they are shown once they have the root.
  const hasOwn = registered.some(({ origin }) => origin === "user");
  const has = (release: string) => (current?.cells[release]?.verdict ?? "no-root") !== "no-root";
  const releases = registered.filter(({ release, origin }) => !hasOwn || origin === "user" || release === reader || has(release));
  const writers = current?.origin?.writer.candidates ?? [];
  const sure = writers.length === 1;
  const lacksRoot = current?.origin !== undefined && current.origin.root === undefined;
  // Arrow keys go along the segments: the strip is one tab stop.
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const all = Array.from(group.current?.querySelectorAll("button") ?? []);
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    all[(at + step + all.length) % all.length]?.focus();
    event.preventDefault();
  };
  const stop = releases.some(({ release }) => release === reader) ? reader : releases[0]?.release;
  return (
    <div className={styles.strip}>
      <span className={styles.label}>Restores on</span>
      <div className={styles.releases} role="toolbar" aria-label="Restores on: read with a release" ref={group} onKeyDown={onKeyDown}>
        {releases.map(({ release }) => (
          <Segment
            key={release}
            release={release}
            cell={current?.cells[release]}
            waits={!stopped && !lacksRoot}
            reading={release === reader}
            wrote={writers.includes(release) && writers.length <= 3}
            sure={sure}
            tabIndex={release === stop ? 0 : -1}
          />
        ))}
      </div>
      <Progress />
    </div>
  );
}

/** What the count beside a verdict counts; the bar below goes through all findings. */
const countWords = { fails: "stop it", depends: "leave it open", loses: "are losses", restores: "", "no-root": "" } as const;

interface SegmentProps {
  readonly release: string;
  readonly cell: VerdictCell | undefined;
  readonly waits: boolean;
  readonly reading: boolean;
  readonly wrote: boolean;
  readonly sure: boolean;
  readonly tabIndex: number;
}

function Segment({ release, cell, waits, reading, wrote, sure, tabIndex }: SegmentProps) {
  const count = cell?.count ? ` ${cell.count}` : "";
  const word = cell ? `${verdictWord(cell.verdict)}${count}` : waits ? "…" : "not judged";
  const first = cell?.findings[0];
  const says = [
    `${release} ${cell ? word : "not judged yet"}`,
    cell?.count && `${cell.count} of its findings ${countWords[cell.verdict]}`,
    first && `${first.message}${first.path ? ` at ${first.path}` : ""}`,
    cell?.notes?.map((note) => `note: ${note}`).join(", "),
    cell && !cell.exact && cell.verdict !== "no-root" && "by a schema that is not exact",
    reading && "reads the blob",
    wrote && (sure ? "wrote the blob" : "may have written the blob"),
  ].filter(Boolean);
  return (
    <button
      type="button"
      className={styles.release}
      aria-pressed={reading}
      aria-label={says.join(", ")}
      title={says.join("\n")}
      tabIndex={tabIndex}
      data-verdict={cell?.verdict}
      onClick={() => void readWith(release)}
    >
      {cell && <VerdictIcon kind={cell.verdict} />}
      <span className={styles.name}>{release}</span>
      <span className={styles.word}>{word}</span>
      {cell?.notes && (cell.verdict === "restores" || cell.verdict === "loses") && <StatusIcon kind="note" size={12} />}
      {(reading || wrote) && (
        <span className={styles.roles}>
          {reading && <Eye size={12} strokeWidth={1.8} aria-hidden="true" />}
          {reading && !wrote && <span className={styles.role}>reading</span>}
          {wrote && <Pencil size={12} strokeWidth={1.8} aria-hidden="true" />}
          {wrote && sure && !reading && <span className={styles.role}>writer</span>}
        </span>
      )}
    </button>
  );
}

/** How far the judging is, once it takes long, and a way to end it. */
function Progress() {
  const judging = useApp((s) => s.judging);
  const stopped = useApp((s) => s.judgingStopped);
  if (stopped)
    return (
      <Button look="quiet" size="small" onClick={() => judgeActive()}>
        Judge the rest
      </Button>
    );
  if (!judging) return null;
  return (
    <span className={styles.progress}>
      <span role="status">
        Judging {judging.done} of {judging.of}
      </span>
      <ProgressBar value={judging.done + judging.share} of={judging.of} label="Releases judged" />
      <Button look="quiet" size="small" onClick={stopJudging}>
        Cancel
      </Button>
    </span>
  );
}
