import { CornerDownRight } from "lucide-react";
import type { ReactNode } from "react";
import type { CopyWhat, Details, ValueKind } from "../../worker/protocol.ts";
import { middleCut, offsetText, summaryValuesAt } from "../widgets/format.ts";
import { NoteTag, StatusBadge, statusWord } from "../widgets/status.tsx";
import { CopyButton } from "./CopyButton.tsx";
import styles from "./details-pane.module.css";
import { type KeyLine, KeyList } from "./KeyList.tsx";
import { ReadingList } from "./ReadingList.tsx";
import type { DetailsPaneProps } from "./types.ts";
import { WireFacts } from "./WireFacts.tsx";

/** All that is known of the selected row: what it is, what is wrong with it, its value in every reading, its schema, its bytes. */
export function DetailsPane({ details, release, onCopy, onCopyText, onGoTo, readAs, verdicts, history, tools }: DetailsPaneProps) {
  return (
    <section className={styles.pane} aria-label="Details">
      <div className={styles.head}>
        <h2>Details</h2>
        <span className={styles.tools}>{tools}</span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys */}
      {/* biome-ignore lint/a11y/useSemanticElements: a section in a section would be one landmark too many */}
      <div className={styles.scroll} tabIndex={0} role="group" aria-label="Details of the selected row" data-details="">
        {details ? (
          <Facts
            details={details}
            release={release}
            onCopy={onCopy}
            onCopyText={onCopyText}
            onGoTo={onGoTo}
            readAs={readAs}
            verdicts={verdicts}
            history={history}
          />
        ) : (
          <Nothing gone={details === null} />
        )}
      </div>
    </section>
  );
}

/** Characters of a path that are shown; that of a deeply nested row may have a million. Copying gives all. */
const longPath = 240;

interface FactsProps {
  readonly details: Details;
  readonly release: string | undefined;
  readonly onCopy: (what: CopyWhat) => void;
  readonly onCopyText: (text: string) => void;
  readonly onGoTo: (offset: number) => void;
  readonly readAs: ReactNode;
  readonly verdicts: ReactNode;
  readonly history: ReactNode;
}

function Facts({ details, release, onCopy, onCopyText, onGoTo, readAs, verdicts, history }: FactsProps) {
  const { label, path, status, says, problem, notes, value, valueKind, readings, schema, comment, wire } = details;
  return (
    <>
      <div className={styles.section}>
        <div className={styles.titleLine}>
          <h3 className={styles.title}>{label}</h3>
          <StatusBadge kind={status}>
            {status === "unknown" && release !== undefined ? `Unknown to ${release}` : statusWord(status)}
          </StatusBadge>
          <span className={styles.end}>
            <CopyButton label="Copy path" onCopy={() => onCopy("path")} />
          </span>
        </div>
        <p className={styles.path}>{middleCut(path, longPath)}</p>
        {says !== "" && <p className={styles.says}>{says}</p>}
        {problem && (
          <div className={status === "malformed" ? `${styles.callout} ${styles.malformed}` : styles.callout}>
            <p className={styles.message}>{problem.message}</p>
            <button type="button" className={styles.link} onClick={() => onGoTo(problem.offset)}>
              <CornerDownRight size={12} strokeWidth={1.6} aria-hidden="true" />
              Go to byte <span className={styles.mono}>{offsetText(problem.offset)}</span>
            </button>
          </div>
        )}
      </div>
      {verdicts}
      {notes.length > 0 && (
        <div className={styles.section}>
          <h4>Notes</h4>
          <ul className={styles.notes}>
            {notes.map(({ note, says: why }) => (
              <li key={note}>
                <NoteTag note={note} /> {why}
              </li>
            ))}
          </ul>
        </div>
      )}
      {(value !== "" || readings.length > 0 || readAs) && (
        <div className={styles.section}>
          <h4>
            Value
            <span className={styles.end}>
              <CopyButton label="Copy value" onCopy={() => onCopy("value")} />
            </span>
          </h4>
          {value !== "" && <p className={valueClass(valueKind, value)}>{value}</p>}
          {readAs}
          {readings.length > 0 && <ReadingList readings={readings} onCopyText={onCopyText} chosen={details.readAs?.now !== undefined} />}
        </div>
      )}
      {schema && (
        <div className={styles.section}>
          <h4>{release === undefined ? "Schema" : `Schema of ${schema.release ?? release}`}</h4>
          <div className={styles.code}>
            {comment !== "" && <p className={styles.comment}>{commentText(comment)}</p>}
            <p>{schema.text}</p>
          </div>
          <p className={styles.place}>
            {schema.file}
            {schema.line !== undefined && `:${schema.line}`}
          </p>
        </div>
      )}
      {history}
      {wire && (
        <div className={styles.section}>
          <h4>
            On the wire
            <span className={styles.end}>
              <CopyButton label="Copy bytes as hex" onCopy={() => onCopy("hex")} />
            </span>
          </h4>
          <WireFacts wire={wire} number={details.number} onGoTo={onGoTo} />
        </div>
      )}
    </>
  );
}

function valueClass(kind: ValueKind, value: string): string {
  if (kind === "text") return `${styles.value} ${styles.quoted}`;
  // A summary of counts is prose; one that shows values is set like them.
  const prose = (kind === "summary" && summaryValuesAt(value) < 0) || kind === "none";
  return prose ? `${styles.value} ${styles.prose}` : `${styles.value}`;
}

/** The doc comment as it stands in the `.proto`, a `//` before each line. */
function commentText(comment: string): string {
  return comment
    .trimEnd()
    .split("\n")
    .map((line) => `// ${line.trim()}`.trimEnd())
    .join("\n");
}

const keys: readonly KeyLine[] = [
  { keys: ["↑", "↓"], does: "go from row to row" },
  { keys: ["→", "←"], does: "open and close" },
  { keys: ["n", "p"], does: "next and previous problem" },
  { keys: ["/"], does: "find" },
  { keys: ["g"], does: "go to an offset" },
];

function Nothing({ gone }: { readonly gone: boolean }) {
  return (
    <div className={styles.section}>
      <p className={styles.soft}>
        {gone
          ? "The selected row is not in this reading of the blob. Select another one."
          : "Select a row to see its value in every reading, its schema and its bytes."}
      </p>
      <KeyList lines={keys} />
    </div>
  );
}
