import { ChevronDown, ChevronUp, List, LocateFixed, MoreHorizontal } from "lucide-react";
import { showRules } from "../state/compat.ts";
import { useApp } from "../state/store.ts";
import { activeFindings, showFinding, stepFinding, toggleFindings } from "../state/verdict.ts";
import { copyFinding, copyVerdict, openResaved, saveResaved } from "../state/verdict-report.ts";
import { useNarrow } from "../tree/columns.ts";
import { Button, IconButton } from "../widgets/Button.tsx";
import { CutText } from "../widgets/CutText.tsx";
import { counted, middleCut } from "../widgets/format.ts";
import { Menu } from "../widgets/Menu.tsx";
import { VerdictIcon, verdictOf } from "../widgets/verdict.tsx";
import styles from "./finding-bar.module.css";
import { findingTitle } from "./words.ts";

const longPath = 160;
/** Characters of the last step of a path that stay when it is cut. */
const longStep = 32;

/** The length of the last step of a path: which field it is. */
function lastStep(path: string): number {
  return Math.min(longStep, path.length - path.lastIndexOf(".") - 1);
}

/** What stops the reading release, or what it loses: one finding at a time. */
export function FindingBar() {
  const findings = useApp(activeFindings);
  const at = useApp((s) => s.findingAt);
  const total = useApp((s) => (s.doc?.release === undefined ? 0 : (s.findings[s.doc.release]?.total ?? 0)));
  const release = useApp((s) => s.doc?.release);
  const open = useApp((s) => s.findingsOpen);
  const narrow = useNarrow();
  const finding = findings[at] ?? findings[0];
  if (!finding || release === undefined) return null;
  const kind = verdictOf(finding.kind);
  return (
    <div className={styles.bar} data-verdict={kind}>
      <VerdictIcon kind={kind} size={14} />
      <div className={styles.text} role="status">
        <p className={styles.line}>
          <b>{findingTitle(finding.kind, release)}:</b> <code>{finding.message}</code>
          {finding.path !== "" && (
            <>
              <span className={styles.at}> at </span>
              <code title={finding.path}>
                <CutText text={middleCut(finding.path, longPath)} tail={lastStep(finding.path)} />
              </code>
            </>
          )}
        </p>
        <p className={styles.why} title={finding.why}>
          {finding.why}
        </p>
      </div>
      <div className={styles.acts}>
        {narrow ? (
          <IconButton icon={LocateFixed} tight label="Show the field" onClick={() => void showFinding(at)} />
        ) : (
          <Button onClick={() => void showFinding(at)}>Show the field</Button>
        )}
        <span className={styles.count} title={`All that ${release} makes of the blob: what stops it, and what it loses`}>
          {at + 1} of {counted(total, "finding")}
        </span>
        <IconButton icon={ChevronUp} tight label="Previous finding" keys="Shift+V" onClick={() => stepFinding(-1)} />
        <IconButton icon={ChevronDown} tight label="Next finding" keys="v" onClick={() => stepFinding(1)} />
        <IconButton
          icon={List}
          tight
          label={open ? "Hide the list of findings" : "List all findings"}
          aria-pressed={open}
          onClick={toggleFindings}
        />
        <Menu
          align="end"
          trigger={<IconButton icon={MoreHorizontal} tight label="More about this finding" />}
          groups={[
            {
              items: [
                { label: "Copy the finding as Markdown", run: () => void copyFinding() },
                { label: "Copy the whole verdict as Markdown", run: () => void copyVerdict() },
                { label: "What this rule means", run: () => showRules(finding.rule) },
              ],
            },
            {
              items: [
                { label: `Save as ${release} would`, run: () => void saveResaved(release) },
                { label: `Open what ${release} would write`, run: () => void openResaved(release) },
              ],
            },
          ]}
        />
      </div>
    </div>
  );
}
