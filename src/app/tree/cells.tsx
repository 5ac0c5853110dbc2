import { ChevronDown, ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import type { FieldStatus, FindingKind, Row } from "../../worker/protocol.ts";
import { grouped, middleCut, offsetText, shortType, summaryValuesAt } from "../widgets/format.ts";
import { Marked } from "../widgets/Marked.tsx";
import { NoteTag, StatusIcon, type StatusKind, StatusWord, statusWord } from "../widgets/status.tsx";
import { VerdictIcon, VerdictMark, verdictOf, verdictWord } from "../widgets/verdict.tsx";
import styles from "./cells.module.css";
import type { ColumnId } from "./types.ts";

/** What is to be marked in the cells of a row: the text looked for, empty where it is not. */
export interface CellMarks {
  readonly name: string;
  readonly value: string;
  readonly number: string;
  readonly now: boolean;
}

/** Characters from which on a name is cut in its middle, and those of its end that always stay. */
const longName = 30;
const longTail = 14;
/** Characters up to which a value is never cut for the reason behind it. */
const shortValue = 12;
/** Characters of a path in a tooltip; that of a deeply nested row may have a million. */
const longPath = 400;
/** Levels that indentation alone tells; deeper rows also say their level. */
const plainLevels = 8;

/** The content of one cell; `home` is the package whose types are named without it, `reader` the release that reads. */
export function cellOf(column: ColumnId, row: Row, marks: CellMarks, home: string, reader: string): ReactNode {
  switch (column) {
    case "field":
      return <FieldCell row={row} marks={marks} />;
    case "no":
      return row.number === undefined ? "" : <Marked text={String(row.number)} query={marks.number} now={marks.now} />;
    case "type":
      return row.type === undefined ? "" : <Marked text={shortType(row.type, home)} query={marks.name} now={marks.now} />;
    case "wire":
      return row.wire ?? "";
    case "value":
      return <ValueCell row={row} marks={marks} />;
    case "held":
      return <HeldCell row={row} />;
    case "status":
      return <StatusCell row={row} reader={reader} />;
    case "offset":
      return row.range ? offsetText(row.range[0]) : "—";
    case "bytes":
      return row.range ? grouped(row.range[1] - row.range[0]) : "—";
  }
}

/** What the tooltip of a cell says, where the cell may be cut. */
export function cellTitle(column: ColumnId, row: Row): string | undefined {
  if (column === "status") return row.finding?.message;
  if (column === "held") return heldTitle(row.held);
  if (column === "type") return row.type;
  if (column === "field") return middleCut(row.path, longPath);
  if (column === "value") return [row.value, row.aside].filter(Boolean).join(" · ");
  return undefined;
}

function heldTitle(held: Row["held"]): string | undefined {
  if (!held) return undefined;
  const { written, value, says } = held;
  return [written !== undefined && `written: ${written}`, value, says].filter(Boolean).join(" · ");
}

function FieldCell({ row, marks }: { readonly row: Row; readonly marks: CellMarks }) {
  const Chevron = row.expanded ? ChevronDown : ChevronRight;
  return (
    <>
      <span className={styles.twisty} data-twisty={row.expandable || undefined}>
        {row.expandable && <Chevron size={12} strokeWidth={2.6} aria-hidden="true" />}
      </span>
      <span className={styles.gutter}>
        <RowIcon row={row} />
      </span>
      {row.depth >= plainLevels && (
        <span className={styles.level} title={`Level ${grouped(row.depth + 1)}`}>
          L{row.depth + 1}
        </span>
      )}
      <NameText row={row} marks={marks} />
      {(row.rollup || row.found) && <Rollup row={row} />}
    </>
  );
}

/** What the reading release holds after reading, beside what is written. */
function HeldCell({ row: { held, valueKind, finding } }: { readonly row: Row }) {
  if (!held) return null;
  const { value, same, says, written } = held;
  if (same) return <span className={styles.prose}>same</span>;
  if (value === undefined && valueKind === "summary" && !finding) return null;
  if (value === undefined || value === "") return <span className={styles.prose}>{finding?.kind === "lost" ? "lost" : says}</span>;
  const text = written === undefined ? value : `${written} → ${value}`;
  return <span className={`${valueKind === "text" ? styles.quoted : styles.value} ${styles.other}`}>{text}</span>;
}

/** What is wrong with the bytes comes first, then what the reading release makes of them. */
function RowIcon({ row: { status, finding } }: { readonly row: Row }) {
  if (finding && status !== "malformed" && status !== "mismatched" && status !== "unknown")
    return <VerdictIcon kind={verdictOf(finding.kind)} />;
  return status === "known" ? null : <StatusIcon kind={status} />;
}

const findingWords: Readonly<Record<FindingKind, (reader: string) => string>> = {
  fails: (reader) => `Fails ${reader}`,
  depends: () => "Depends",
  lost: () => "Lost",
  truncated: () => "Cut",
  reinterpreted: () => "Other value",
  defaulted: () => "Default",
};

/** What stops the release goes before what the field is; that an unknown one is lost is no news. */
function StatusCell({ row: { status, finding }, reader }: { readonly row: Row; readonly reader: string }) {
  if (finding && (finding.kind === "fails" || status === "known" || status === "defaulted"))
    return <VerdictMark kind={verdictOf(finding.kind)} text={findingWords[finding.kind](reader)} />;
  return status === "known" ? null : <StatusWord kind={status} />;
}

function NameText({ row, marks }: { readonly row: Row; readonly marks: CellMarks }) {
  if (row.label.length > longName && row.hint === undefined) return <LongName text={row.label} marks={marks} />;
  const label = <Marked text={row.label} query={marks.name} now={marks.now} />;
  const hint = row.hint !== undefined && <Marked text={row.hint} query={marks.name} now={marks.now} />;
  if (row.label.startsWith("[")) {
    return (
      <span className={styles.name}>
        <span className={styles.place}>{label}</span>
        {hint && <> {hint}</>}
      </span>
    );
  }
  return (
    <span className={styles.name}>
      {label}
      {hint && (
        <span className={styles.as}>
          {row.label.startsWith("#") ? " as " : " "}
          {hint}
        </span>
      )}
    </span>
  );
}

/** A long name, as of a map entry, is cut in its middle: what differs stands at the end. */
function LongName({ text, marks }: { readonly text: string; readonly marks: CellMarks }) {
  return (
    <span className={styles.long}>
      <span className={styles.name}>
        <Marked text={text.slice(0, -longTail)} query={marks.name} now={marks.now} />
      </span>
      <span className={styles.tail}>
        <Marked text={text.slice(-longTail)} query={marks.name} now={marks.now} />
      </span>
    </span>
  );
}

const rolled: readonly { readonly status: Exclude<FieldStatus, "known" | "defaulted"> | "notes"; readonly kind: StatusKind }[] = [
  { status: "malformed", kind: "malformed" },
  { status: "mismatched", kind: "mismatched" },
  { status: "unknown", kind: "unknown" },
  { status: "notes", kind: "note" },
];

const foundKinds = ["fails", "depends", "loses"] as const;

/** What stands inside a row, open or closed: an icon and a count for each kind. */
function Rollup({ row: { rollup, found } }: { readonly row: Row }) {
  const judged = foundKinds.flatMap((kind) =>
    found && found[kind] > 0
      ? [
          {
            key: kind,
            count: found[kind],
            more: found.atLeast?.includes(kind) ? "+" : "",
            word: verdictWord(kind),
            icon: <VerdictIcon kind={kind} size={11} />,
            look: styles[kind],
          },
        ]
      : [],
  );
  const read = rolled.flatMap(({ status, kind }) =>
    rollup && rollup[status] > 0
      ? [
          {
            key: status,
            count: rollup[status],
            more: "",
            word: statusWord(kind).toLowerCase(),
            icon: <StatusIcon kind={kind} size={11} />,
            look: styles[kind],
          },
        ]
      : [],
  );
  const inside = [...judged, ...read].map((one) => ({
    ...one,
    says: `${grouped(one.count)}${one.more} ${one.key === "notes" && one.count === 1 ? "note" : one.word} inside`,
  }));
  return (
    <span className={styles.rolls} title={inside.map(({ says }) => says).join("\n")}>
      {inside.map(({ key, count, more, icon, look, says }) => (
        <span key={key} className={`${styles.roll} ${look}`}>
          {icon}
          <span aria-hidden="true">
            {grouped(count)}
            {more}
          </span>
          <span className={styles.heard}>{says}</span>
        </span>
      ))}
    </span>
  );
}

function ValueCell({ row, marks }: { readonly row: Row; readonly marks: CellMarks }) {
  const mark = (text: string) => <Marked text={text} query={marks.value} now={marks.now} />;
  return (
    <>
      {(row.value !== "" || row.valueKind === "text") &&
        valueParts(row).map(([look, text]) => (
          <span key={look} className={text.length <= shortValue ? `${styles[look]} ${styles.short}` : styles[look]}>
            {mark(text)}
          </span>
        ))}
      {row.aside !== undefined && <span className={asideClass(row)}>{mark(row.aside)}</span>}
      {row.notes.map((note) => note !== "packed" && <NoteTag key={note} note={note} />)}
    </>
  );
}

/** What stands behind a value; how bytes are read otherwise must be seen, whatever the value. */
function asideClass({ value, valueKind, rereads }: Row): string | undefined {
  if (value === "" && valueKind !== "text") return styles.asideAlone;
  return rereads === "chosen" || rereads === "found" ? `${styles.aside} ${styles.firm}` : styles.aside;
}

/** The value in the parts that look different: counts are prose, what stands in the blob is set as code. */
function valueParts(row: Row): readonly (readonly [look: "value" | "quoted" | "prose", text: string])[] {
  switch (row.valueKind) {
    case "number":
      return [["value", groupedNumber(row.value)]];
    case "text":
      return [["quoted", row.value]];
    case "bytes":
    case "enum":
      return [["value", row.value]];
    case "none":
      return [["prose", row.value]];
    case "summary": {
      const text = row.value;
      const at = summaryValuesAt(text);
      if (at < 0) return [["prose", text]];
      return at === 0
        ? [["value", text]]
        : [
            ["prose", text.slice(0, at)],
            ["value", text.slice(at)],
          ];
    }
  }
}

/** A decimal integer with grouped digits and a true minus; anything else as it is. */
export function groupedNumber(text: string): string {
  const parts = /^(-?)(\d+)$/.exec(text);
  return parts ? `${parts[1] === "" ? "" : "−"}${grouped(BigInt(parts[2]!))}` : text;
}
