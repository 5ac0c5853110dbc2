import { FileDown, MoreHorizontal, NotebookText, PanelRightClose } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { CompareDetails, Details, SideName } from "../../worker/protocol.ts";
import { CopyButton } from "../details/CopyButton.tsx";
import details from "../details/details-pane.module.css";
import { type KeyLine, KeyList } from "../details/KeyList.tsx";
import panes from "../panes/panes.module.css";
import { AcrossReleases } from "../registry/AcrossReleases.tsx";
import { showDetails } from "../shell/settings.ts";
import { matchList } from "../state/compare.ts";
import { copySummary, exportComparison } from "../state/compare-view.ts";
import { copyText } from "../state/copy.ts";
import { useApp } from "../state/store.ts";
import { ownerOf } from "../state/types.ts";
import { Button, IconButton } from "../widgets/Button.tsx";
import { ChangeWord } from "../widgets/change.tsx";
import { middleCut, rangeText } from "../widgets/format.ts";
import { Menu } from "../widgets/Menu.tsx";
import { StatusBadge } from "../widgets/status.tsx";
import { Bits, BytesOfBoth } from "./BytesOfBoth.tsx";
import styles from "./compare-details.module.css";
import { Differing } from "./Differing.tsx";
import { changeMenu } from "./row-menu.ts";
import { SelectedBytes } from "./SelectedBytes.tsx";
import { marksOfNumbers, marksOfTexts } from "./text-marks.ts";

/** All that is known of the selected row on both sides. */
export function CompareDetailsPane() {
  const found = useApp((s) => s.compare.details);
  const whole = [
    { label: "Copy summary as Markdown", icon: NotebookText, run: () => void copySummary() },
    { label: "Export the comparison as JSON", icon: FileDown, run: () => void exportComparison() },
  ];
  return (
    <div className={`${panes.part} ${panes.side}`} data-pane="details">
      <section className={details.pane} aria-label="Details">
        <div className={details.head}>
          <h2>Details</h2>
          <span className={details.tools}>
            <Menu
              align="end"
              trigger={<IconButton icon={MoreHorizontal} label="Copy or export" />}
              groups={[...(found ? changeMenu(found, false) : []), { items: whole }]}
            />
            <IconButton icon={PanelRightClose} label="Hide the details" keys="d" onClick={() => showDetails(false)} />
          </span>
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys */}
        {/* biome-ignore lint/a11y/useSemanticElements: a section in a section would be one landmark too many */}
        <div className={details.scroll} tabIndex={0} role="group" aria-label="Details of the selected row" data-details="">
          <SelectedBytes />
          {found ? <Facts found={found} /> : <Nothing />}
        </div>
      </section>
    </div>
  );
}

function Facts({ found }: { readonly found: CompareDetails }) {
  const { label, path, pathB, kind, says, matchedBy, match, cells, differs, bits, a, b } = found;
  const isChange = kind !== "parent" && kind !== "equal" && kind !== "fold";
  // Their bytes are shown below, all that fit and not only the first ones.
  const isPlainBytes = differs !== undefined && cells.a.kind === "bytes" && cells.b.kind === "bytes";
  const owner = (b && ownerOf(b)) ?? (a && ownerOf(a));
  const number = b?.number ?? a?.number;
  return (
    <>
      <div className={details.section}>
        <div className={details.titleLine}>
          <h3 className={details.title}>{label}</h3>
          {isChange && <ChangeWord kind={kind} badge />}
          <span className={details.end}>
            <CopyButton label="Copy path" onCopy={() => void copyText(path, `Copied ${path}`)} />
          </span>
        </div>
        <p className={details.path}>{middleCut(path, 240)}</p>
        {pathB !== undefined && <p className={details.path}>in B: {middleCut(pathB, 240)}</p>}
        <p className={details.says}>{says}</p>
        {matchedBy !== undefined && !match && <p className={styles.soft}>In the element matched by {middleCut(matchedBy, 80)}.</p>}
        {match && <MatchMenu match={match} />}
      </div>
      {kind !== "fold" && !isPlainBytes && (cells.a.text !== "" || cells.b.text !== "") && (
        <Section title="Value">
          <SidePair of={(side) => <Value found={found} side={side} />} />
        </Section>
      )}
      {bits && (
        <Section title="Bits">
          <Bits bits={bits} />
        </Section>
      )}
      {differs && a?.wire && b?.wire && !bits && (
        <Section title="Bytes">
          <p className={styles.soft}>{differs.says}</p>
          <BytesOfBoth a={a.wire} b={b.wire} differs={differs} />
        </Section>
      )}
      {a && b && kind === "changed" && !bits && <ReadAs a={a} b={b} />}
      {(["a", "b"] as const).map((side) => {
        const own = found[side];
        return own && <SideFacts key={side} side={side} own={own} />;
      })}
      {owner !== undefined && number !== undefined && <AcrossReleases typeName={owner} number={number} />}
    </>
  );
}

function Section({ title, children }: { readonly title: ReactNode; readonly children: ReactNode }) {
  return (
    <div className={details.section}>
      <h4>{title}</h4>
      {children}
    </div>
  );
}

/** A line for each side, with its letter. */
function SidePair({ of }: { readonly of: (side: SideName) => ReactNode }) {
  return (
    <dl className={styles.pair}>
      {(["a", "b"] as const).map((side) => (
        <div key={side}>
          <dt>{side.toUpperCase()}</dt>
          <dd>{of(side)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Value({ found, side }: { readonly found: CompareDetails; readonly side: SideName }) {
  const cell = found.cells[side];
  if (cell.gone) return <span className={styles.soft}>{cell.text}</span>;
  return (
    <>
      <Differing text={cell.text} marks={cell.marks} whole />
      {cell.aside !== undefined && <span className={styles.aside}> · {cell.aside}</span>}
      {cell.status && !found[side] && (
        <span className={styles.status}>
          <StatusBadge kind={cell.status} />
        </span>
      )}
    </>
  );
}

function MatchMenu({ match }: { readonly match: NonNullable<CompareDetails["match"]> }) {
  const now = match.choices.find(({ by }) => by === match.by)?.label ?? match.by;
  const items = match.choices.map(({ by, label }) => ({
    label,
    radio: true,
    checked: by === match.by,
    run: () => void matchList(match.path, by),
  }));
  return (
    <div className={styles.match}>
      Elements are matched by
      <Menu
        trigger={
          <Button size="small" aria-label={`Matched by ${now}: choose another way`}>
            {now}
          </Button>
        }
        groups={[{ heading: "Match the elements by", items }]}
      />
    </div>
  );
}

/** One reading of both values, of the user's choosing. */
function ReadAs({ a, b }: { readonly a: Details; readonly b: Details }) {
  const common = a.readings.filter(
    ({ label, unfit }) => unfit === undefined && b.readings.some((one) => one.label === label && one.unfit === undefined),
  );
  const [chosen, choose] = useState<string>();
  const shown =
    common.find(({ label }) => label === chosen) ??
    common.find(({ label }) => label === "GUID") ??
    common.find(({ current, guess }) => !current && !guess) ??
    common[0];
  const other = shown && b.readings.find(({ label }) => label === shown.label);
  if (!shown || !other || common.length < 2) return null;
  const isNumber = /^-?[\d,]*\.?\d*(e[+-]?\d+)?$/.test(shown.value);
  const marks = (isNumber ? marksOfNumbers : marksOfTexts)(shown.value, other.value);
  const items = common.map(({ label }) => ({ label, radio: true, checked: label === shown.label, run: () => choose(label) }));
  return (
    <Section
      title={
        <>
          Read as
          <span className={details.end}>
            <Menu
              align="end"
              trigger={
                <Button look="quiet" size="small" aria-label={`Read as ${shown.label}: choose another reading`}>
                  {shown.label}
                </Button>
              }
              groups={[{ items }]}
            />
          </span>
        </>
      }
    >
      <SidePair of={(side) => <Differing text={side === "a" ? shown.value : other.value} marks={marks[side]} whole />} />
    </Section>
  );
}

/** How one side has the field: its status, its declaration and where it stands. */
function SideFacts({ side, own }: { readonly side: SideName; readonly own: Details }) {
  const release = useApp((s) => s.compare.info?.[side].release);
  return (
    <Section title={`${side.toUpperCase()}, ${release === undefined ? "without a schema" : `read with ${release}`}`}>
      {own.status !== "known" && (
        <p className={styles.line}>
          <StatusBadge kind={own.status} />
        </p>
      )}
      {own.says !== "" && <p>{own.says}</p>}
      {own.schema && (
        <>
          <div className={details.code}>
            <p>{own.schema.text}</p>
          </div>
          <p className={details.place}>
            {own.schema.file}
            {own.schema.line !== undefined && `:${own.schema.line}`}
          </p>
        </>
      )}
      {own.wire && (
        <p className={styles.soft}>
          {own.wire.wire} at <span className={details.mono}>{rangeText(own.wire.range)}</span>
        </p>
      )}
      {own.notes.map(({ note, says }) => (
        <p key={note} className={styles.soft}>
          {says}
        </p>
      ))}
    </Section>
  );
}

const keys: readonly KeyLine[] = [
  { keys: ["n", "p"], does: "next and previous change" },
  { keys: ["e"], does: "show all fields, or changes only" },
  { keys: ["↑", "↓"], does: "go from row to row" },
  { keys: ["→", "←"], does: "open and close" },
  { keys: ["*"], does: "open everything below" },
  { keys: ["/"], does: "find on both sides" },
  { keys: ["g"], does: "go to a path or an offset" },
];

function Nothing() {
  const equal = useApp((s) => s.compare.info?.equal);
  return (
    <div className={details.section}>
      <p>{equal ? "Both sides restore to the same values." : "The sides do not restore to the same values."}</p>
      <p className={styles.soft}>Select a row to see both values, their bytes and how each release declares the field.</p>
      <KeyList lines={keys} />
    </div>
  );
}
