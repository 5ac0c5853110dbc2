import { ArrowUpRight, BookOpen } from "lucide-react";
import type { CompatFinding, CompatReport, Direction, SeverityCounts } from "../../../worker/protocol.ts";
import { CopyButton } from "../../details/CopyButton.tsx";
import { showRules } from "../../state/compat.ts";
import { copySelectedFinding } from "../../state/compat-report.ts";
import { useApp } from "../../state/store.ts";
import { Button } from "../../widgets/Button.tsx";
import { counted } from "../../widgets/format.ts";
import styles from "./compat.module.css";
import { openFinding } from "./FindingGrid.tsx";
import { RuleBody } from "./RuleBody.tsx";
import { GradeWord, severities, wayText } from "./severity.tsx";

/** The selected finding with both declarations and what its rule means; without one, the two releases in a few words. */
export function FindingDetails({ report, finding }: { readonly report: CompatReport; readonly finding: CompatFinding | undefined }) {
  const rule = useApp((s) => s.ruleGroups?.flatMap(({ rules }) => rules).find(({ id }) => id === finding?.rule));
  if (!finding) return <Summary report={report} />;
  const { severity, typeName, number, field, rule: ruleId } = finding;
  return (
    <>
      <section className={styles.part} aria-label="Finding">
        <h2>
          {number !== undefined && <code>{number}</code>} {rule?.title ?? ruleId} <GradeWord grade={severity} badge />
        </h2>
        <p className={styles.where}>
          {typeName ?? "The whole release"}
          {field !== undefined && typeName !== undefined && <span>.{field}</span>}
          {field !== undefined && typeName === undefined && <span> {field}</span>}
        </p>
        <div className={styles.callout}>
          {waysOf(finding).map(([way, text]) => (
            <p key={way}>
              <b>{wayText(way, report.old, report.new)}: </b>
              {text}
            </p>
          ))}
        </div>
        <Sides report={report} finding={finding} />
        <div className={styles.actions}>
          {typeName !== undefined && (
            <Button size="small" icon={ArrowUpRight} onClick={() => openFinding(finding)}>
              {number === undefined ? "Open the type" : "Open the field"}
            </Button>
          )}
          <Button size="small" look="quiet" icon={BookOpen} onClick={() => showRules(ruleId)}>
            {ruleId}
          </Button>
          <span className={styles.end}>
            <CopyButton label="Copy the finding as Markdown" onCopy={() => void copySelectedFinding()} />
          </span>
        </div>
      </section>
      {rule && (
        <section className={styles.part} aria-label="Rule">
          <h2>What it means</h2>
          <RuleBody rule={rule} />
        </section>
      )}
    </>
  );
}

/** What happens each way; one line where it is the same. */
function waysOf({ direction, message }: CompatFinding): readonly (readonly [Direction, string])[] {
  const [there, here] = message.split("; back: ");
  if (here === undefined || there === undefined) return [[direction, message]];
  return [
    ["old-to-new", there],
    ["new-to-old", here],
  ];
}

/** Both declarations, each with its release. */
function Sides({ report, finding }: { readonly report: CompatReport; readonly finding: CompatFinding }) {
  return (
    <dl className={styles.sides}>
      <div data-side="old">
        <dt>{report.old}</dt>
        <dd>{finding.old ?? <span>nothing</span>}</dd>
      </div>
      <div data-side="new">
        <dt>{report.new}</dt>
        <dd>{finding.new ?? <span>nothing</span>}</dd>
      </div>
    </dl>
  );
}

function Summary({ report }: { readonly report: CompatReport }) {
  const { old, new: now, forth, back, exact, total, findings } = report;
  return (
    <section className={styles.part} aria-label="Summary">
      <h2>
        {old} and {now}
      </h2>
      <Way title={`${old} on ${now}`} counts={forth} />
      <Way title={`${now} on ${old}`} counts={back} />
      <p className={styles.note}>
        {exactText(old, exact[0])}, {exactText(now, exact[1])}.{" "}
        {exact.some(([exactly, all]) => exactly < all) &&
          "Where a schema does not state every fact, a risk names the two Rust types that would decide."}
      </p>
      {total > findings.length && (
        <p className={styles.note}>
          Only the first {findings.length.toLocaleString("en")} of {counted(total, "finding")} are shown.
        </p>
      )}
    </section>
  );
}

function exactText(release: string, [exact, all]: readonly [number, number]): string {
  return exact === 0
    ? `${release} is plain`
    : exact === all
      ? `${release} is exact`
      : `${release}: ${exact} of ${counted(all, "type")} exact`;
}

function Way({ title, counts }: { readonly title: string; readonly counts: SeverityCounts }) {
  const there = severities.filter((one) => counts[one] > 0);
  return (
    <dl className={styles.way}>
      <dt>{title}</dt>
      <dd>
        {there.length === 0 && <GradeWord grade="safe">Nothing breaks or is lost</GradeWord>}
        {there.map((one) => (
          <span key={one}>
            <GradeWord grade={one} /> {counts[one]}
          </span>
        ))}
      </dd>
    </dl>
  );
}
