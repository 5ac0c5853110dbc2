import { useEffect, useMemo } from "react";
import panes from "../../panes/panes.module.css";
import { loadMatrix, loadReport, loadRules, pairOf, showDirection, shownFindings, showSeverity } from "../../state/compat.ts";
import { useApp } from "../../state/store.ts";
import { Button } from "../../widgets/Button.tsx";
import { Notice } from "../../widgets/Notice.tsx";
import { CompatHead } from "./CompatHead.tsx";
import styles from "./compat.module.css";
import { FindingDetails } from "./FindingDetails.tsx";
import { FindingGrid } from "./FindingGrid.tsx";
import { Matrix } from "./Matrix.tsx";
import { GradeWord } from "./severity.tsx";

/** How the releases stand to each other: two of them rule by rule, the matrix of all, and what a finding means. */
export function CompatPane() {
  const version = useApp((s) => s.registryVersion);
  const pair = useApp((s) => pairOf(s)?.join("\n"));
  const report = useApp((s) => s.compatReport);
  const direction = useApp((s) => s.compatDirection);
  const show = useApp((s) => s.compatShow);
  const selected = useApp((s) => s.compatFinding);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version says that the releases are others
  useEffect(() => {
    if (useApp.getState().registryVersion > 0) void loadReport();
  }, [version, pair]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version says that the releases are others
  useEffect(() => (useApp.getState().registryVersion > 0 ? loadMatrix() : undefined), [version]);
  useEffect(() => void loadRules(), []);
  const isCurrent = report && `${report.old}\n${report.new}` === pair;
  const findings = useMemo(() => (report ? shownFindings(report.findings, direction, show) : []), [report, direction, show]);
  const finding = isCurrent ? report.findings.find(({ id }) => id === selected) : undefined;
  return (
    <section className={panes.mid} aria-label="Compatibility">
      <CompatHead report={isCurrent ? report : undefined} />
      <Gone />
      <div className={styles.body}>
        <div className={styles.list} data-pane="findings">
          {isCurrent && findings.length > 0 && <FindingGrid report={report} findings={findings} />}
          {isCurrent && findings.length === 0 && <Nothing all={report.findings.length} />}
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
        <aside className={styles.aside} aria-label="Matrix and finding" tabIndex={0}>
          <p className={styles.question}>Can a column restore what a row wrote?</p>
          <Matrix />
          <ul className={styles.legend} aria-label="Legend">
            <li>
              <GradeWord grade="breaks">Break: some state fails to restore</GradeWord>
            </li>
            <li>
              <GradeWord grade="risk">Risk: reads something else, or may fail</GradeWord>
            </li>
            <li>
              <GradeWord grade="loses">Loss: restores, values are dropped</GradeWord>
            </li>
            <li>
              <GradeWord grade="safe">Safe: nothing breaks or is lost</GradeWord>
            </li>
          </ul>
          {isCurrent && <FindingDetails report={report} finding={finding} />}
        </aside>
      </div>
    </section>
  );
}

/** A link names releases that are not registered here: what is shown is another pair. */
function Gone() {
  const asked = useApp((s) => s.compatPair);
  const releases = useApp((s) => s.releases);
  const shown = useApp((s) => pairOf(s)?.join(" and "));
  const gone = asked?.filter((name) => !releases.some(({ release }) => release === name)) ?? [];
  if (gone.length === 0 || releases.length === 0) return null;
  const instead = shown === undefined ? "" : ` Shown instead: ${shown}.`;
  return (
    <Notice kind="warning">
      {gone.length === 1 ? `Release ${gone[0]} is` : `Releases ${gone.join(" and ")} are`} not registered in this window.{instead}
    </Notice>
  );
}

function Nothing({ all }: { readonly all: number }) {
  return (
    <p className={styles.nothing}>
      {all === 0 ? (
        "No change between the two matters on the wire."
      ) : (
        <>
          No finding of this kind.{" "}
          <Button
            size="small"
            onClick={() => {
              showDirection("both");
              showSeverity(undefined);
            }}
          >
            Show all {all}
          </Button>
        </>
      )}
    </p>
  );
}
