import { CircleSlash } from "lucide-react";
import { useEffect, useState } from "react";
import type { RowVerdict, VerdictFinding } from "../../worker/protocol.ts";
import { CopyButton } from "../details/CopyButton.tsx";
import details from "../details/details-pane.module.css";
import { copyText } from "../state/copy.ts";
import { ask, isCancelled, reportFailure } from "../state/session.ts";
import { useApp } from "../state/store.ts";
import { openFinding, verdictAsk, verdictKey } from "../state/verdict.ts";
import { copyFinding } from "../state/verdict-report.ts";
import { VerdictIcon, VerdictMark, verdictOf } from "../widgets/verdict.tsx";
import styles from "./on-each-release.module.css";
import { findingTitle } from "./words.ts";

/** What each release makes of the selected field: whether it stops there, and the value that it holds after reading. */
export function OnEachRelease() {
  const docId = useApp((s) => s.doc?.docId);
  const blobId = useApp((s) => s.active);
  const key = useApp((s) => s.details?.key);
  const path = useApp((s) => s.details?.path);
  const release = useApp((s) => s.doc?.release);
  const stamp = useApp((s) => (s.active === undefined ? "" : verdictKey(s, s.active)));
  const judged = useApp((s) => s.active !== undefined && Object.keys(s.verdicts[s.active]?.cells ?? {}).length >= s.releases.length);
  const [told, setTold] = useState<{ readonly key: string; readonly row: RowVerdict | null }>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the stamp says that releases or choices are others
  useEffect(() => {
    // What is asked before all releases are judged would judge them in one go, and nothing else could go in between.
    if (!judged || docId === undefined || key === undefined || blobId === undefined) return;
    const mine = new AbortController();
    ask("held", { ...verdictAsk(useApp.getState(), blobId), docId, key }, { signal: mine.signal }).then(
      (row) => mine.signal.aborted || setTold({ key, row }),
      (error: unknown) => isCancelled(error) || reportFailure("What the releases make of the field cannot be read", error),
    );
    return () => mine.abort();
  }, [docId, key, blobId, stamp, judged]);
  if (!told?.row?.values.length || told.key !== key) return null;
  const { finding, log } = told.row;
  // Releases of another product are no news, unless all are.
  const having = told.row.values.filter(({ verdict }) => verdict !== "no-root");
  const values = having.length > 0 ? having : told.row.values;
  return (
    <>
      {finding && release !== undefined && <FindingHere finding={finding.finding} release={release} log={log} />}
      <div className={details.section}>
        <h4>On each release</h4>
        <ul className={styles.list}>
          {values.map(({ release: one, verdict, value, same, says }) => (
            <li key={one}>
              {verdict === "skipped" ? (
                <CircleSlash className={styles.skipped} size={13} strokeWidth={2} aria-hidden="true" />
              ) : (
                <VerdictIcon kind={verdict} />
              )}
              <button type="button" className={styles.release} title={`Read with ${one}`} onClick={() => void openFinding(one, path)}>
                {one}
              </button>
              <span className={styles.says}>
                {says}{" "}
                {value !== undefined && value !== "" && !same && (
                  <code className={value.length > 24 ? styles.long : undefined}>{value}</code>
                )}
              </span>
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}

interface FindingHereProps {
  readonly finding: VerdictFinding;
  readonly release: string;
  readonly log: string | undefined;
}

/** What the reading release finds at the selected field, why, and what a log has of it. */
function FindingHere({ finding, release, log }: FindingHereProps) {
  const kind = verdictOf(finding.kind);
  return (
    <div className={details.section}>
      <h4>
        <VerdictMark kind={kind} badge text={findingTitle(finding.kind, release)} />
        <span className={details.end}>
          <CopyButton label="Copy the finding as Markdown" onCopy={() => void copyFinding()} />
        </span>
      </h4>
      <div className={styles.callout} data-verdict={kind}>
        <p className={details.message}>{finding.message}</p>
        <p>{finding.why}</p>
      </div>
      {log !== undefined && (
        <div className={styles.log}>
          <p>
            In the log
            <span className={details.end}>
              <CopyButton label="Copy the log line" onCopy={() => void copyText(log, "Copied the log line")} />
            </span>
          </p>
          <p className={details.code}>{log}</p>
        </div>
      )}
    </div>
  );
}
