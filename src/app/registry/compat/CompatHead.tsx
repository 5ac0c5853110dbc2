import { ArrowRightLeft, BookOpen, ChevronDown, Copy, Link } from "lucide-react";
import type { CompatReport, Direction } from "../../../worker/protocol.ts";
import { comparePair, inDirection, pairOf, showDirection, showRules, showSeverity } from "../../state/compat.ts";
import { copyFindings } from "../../state/compat-report.ts";
import { copyText } from "../../state/copy.ts";
import { useApp } from "../../state/store.ts";
import { Button, IconButton } from "../../widgets/Button.tsx";
import { Chip } from "../../widgets/Chip.tsx";
import { Menu } from "../../widgets/Menu.tsx";
import styles from "./compat.module.css";
import { GradeIcon, gradeWord, severities, wayText } from "./severity.tsx";

/** Which two releases are compared, which way, and which findings are shown. */
export function CompatHead({ report }: { readonly report: CompatReport | undefined }) {
  const old = useApp((s) => pairOf(s)?.[0]);
  const now = useApp((s) => pairOf(s)?.[1]);
  return (
    <>
      <div className={styles.head}>
        <h1>Compatibility</h1>
        {old !== undefined && now !== undefined && (
          <>
            <Picker label="Older release" value={old} other={now} />
            <span className={styles.soft}>and</span>
            <Picker label="Newer release" value={now} other={old} />
          </>
        )}
        <span className={styles.tools}>
          <Button look="quiet" size="small" icon={BookOpen} onClick={() => showRules()}>
            The rules
          </Button>
          {report && <IconButton icon={Copy} label="Copy all findings shown as Markdown" onClick={() => void copyFindings()} />}
          <IconButton icon={Link} label="Copy a link to this comparison" onClick={() => void copyText(location.href, "Copied the link")} />
        </span>
      </div>
      {report && <Filters report={report} />}
    </>
  );
}

function Picker({ label, value, other }: { readonly label: string; readonly value: string; readonly other: string }) {
  const releases = useApp((s) => s.releases);
  const items = releases.map(({ release, origin }) => ({
    label: release,
    ...(origin === "bundled" && { aside: "example" }),
    checked: release === value,
    radio: true,
    // The same release twice says nothing: the two change places.
    run: () => (release === other ? undefined : comparePair(release, other, false)),
  }));
  return (
    <Menu
      groups={[{ items: items.filter((item) => item.label !== other) }]}
      trigger={
        <Button size="small" aria-label={`${label}: ${value}`} className={styles.picker ?? ""}>
          {value}
          <ChevronDown size={12} strokeWidth={1.8} aria-hidden="true" />
        </Button>
      }
    />
  );
}

function Filters({ report }: { readonly report: CompatReport }) {
  const direction = useApp((s) => s.compatDirection);
  const show = useApp((s) => s.compatShow);
  const { old, new: now, findings } = report;
  const ways: readonly Direction[] = ["both", "old-to-new", "new-to-old"];
  const inWay = inDirection(findings, direction);
  const count = (one: string) => inWay.filter(({ severity }) => severity === one).length;
  return (
    <div className={styles.filters}>
      {/* biome-ignore lint/a11y/useSemanticElements: a toolbar of toggles is no form */}
      <div role="group" aria-label="Which way" className={styles.group}>
        <ArrowRightLeft size={13} strokeWidth={1.6} aria-hidden="true" />
        {ways.map((way) => (
          <Chip
            key={way}
            word={way === "both" ? "Both ways" : wayText(way, old, now)}
            count={inDirection(findings, way).length}
            pressed={direction === way}
            onPress={() => showDirection(way)}
            tabIndex={0}
          />
        ))}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a toolbar of toggles is no form */}
      <div role="group" aria-label="Which findings" className={`${styles.group} ${styles.end}`}>
        <Chip word="All" count={inWay.length} pressed={show === undefined} onPress={() => showSeverity(undefined)} tabIndex={0} />
        {severities.map((one) => (
          <Chip
            key={one}
            icon={<GradeIcon grade={one} />}
            word={gradeWord(one)}
            count={count(one)}
            pressed={show === one}
            onPress={() => showSeverity(show === one ? undefined : one)}
            tabIndex={0}
          />
        ))}
      </div>
    </div>
  );
}
