import { CircleX } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { LogCause, LogErrorInfo, LogRelease } from "../../worker/protocol.ts";
import { goToCause, readLog } from "../state/log.ts";
import { activeBlob } from "../state/reading.ts";
import { type AppState, useApp } from "../state/store.ts";
import { Button } from "../widgets/Button.tsx";
import { Dialog } from "../widgets/Dialog.tsx";
import { counted, middleCut, offsetText } from "../widgets/format.ts";
import { VerdictIcon } from "../widgets/verdict.tsx";
import styles from "./log-dialog.module.css";
import { linesOfLog, rankWord } from "./log-lines.ts";

const longPath = 90;
/** Causes of a release that are shown before a press shows the rest. */
const FIRST = 3;

/** A place for a line of a log; the fields that can have caused it are listed below, and a press goes there. */
export function LogDialog({ onClose }: { readonly onClose: () => void }) {
  const area = useRef<HTMLTextAreaElement>(null);
  const start = useRef(useApp.getState().logText);
  const answer = useApp((s) => s.logAnswer);
  const lookedIn = useApp(lookedInText);
  const [empty, setEmpty] = useState(false);
  const read = () => {
    const text = area.current?.value ?? "";
    setEmpty(!text.trim());
    if (text.trim()) void readLog(text);
  };
  const active = useApp((s) => s.active);
  const version = useApp((s) => s.registryVersion);
  // A blob that is dropped now is the one that was asked for, and schemas that are dropped tell more.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is open and registered is what the causes are looked for in
  useEffect(() => {
    const text = area.current?.value ?? start.current;
    if (text.trim() !== "") void readLog(text);
  }, [active, version]);
  return (
    <Dialog
      title="Find the cause of a failed restore"
      wide
      initialFocus={area}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button look="primary" onClick={read}>
            Find the cause
          </Button>
        </>
      }
    >
      <p className={styles.lead}>
        Paste the line of the log: the wrapped error with its units, or only <code>decoding failed: missing required field</code>.
      </p>
      <textarea
        ref={area}
        className={styles.area}
        aria-label="Text of the log"
        spellCheck={false}
        defaultValue={start.current}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey) return;
          event.preventDefault();
          read();
        }}
      />
      <div role="alert">
        {(empty || answer?.kind === "foreign") && (
          <p className={styles.foreign}>
            <CircleX size={14} aria-hidden="true" />
            <span>
              {empty ? "There is no text yet." : answer?.kind === "foreign" && `This is no restore error that I know. ${answer.why}`}
            </span>
          </p>
        )}
      </div>
      {!empty && answer?.kind === "errors" && (
        <section aria-label="What can have caused it">
          <p role="status" className={styles.summary}>
            {counted(answer.total, "error")} in this text
            {answer.total > answer.errors.length && `, the first ${answer.errors.length} below`}. {lookedIn}
          </p>
          {answer.errors.map((error, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the errors of an answer never move
            <ErrorCauses key={at} error={error} />
          ))}
        </section>
      )}
    </Dialog>
  );
}

/** Where the causes are looked for, and what that rests on. */
function lookedInText(state: AppState): string {
  const name = activeBlob(state)?.name;
  if (name === undefined) return "Open the blob that was restored, and the fields that can have caused it are listed here.";
  const origin = state.active === undefined ? undefined : state.verdicts[state.active]?.origin;
  if (origin && origin.root === undefined) return `No root type fits ${name}, so nothing in it can be a cause: choose its root type first.`;
  return origin?.alike === undefined
    ? `Looked for in ${name}.`
    : `Looked for in ${name}, read as ${origin.root}; that is a guess, ${origin.alike.toLocaleString("en")} types fit as well.`;
}

function ErrorCauses({ error }: { readonly error: LogErrorInfo }) {
  const { unit, devices, servicing, message, rustType, known, ofAnother, releases } = error;
  const registered = useApp((s) => s.releases);
  const examples = new Set(registered.filter(({ origin }) => origin === "bundled").map(({ release }) => release));
  const lines = linesOfLog(releases, examples, ofAnother);
  const where = [servicing ? "the servicing state" : (unit ?? "no unit named"), ...devices].join(" › ");
  return (
    <div className={styles.error}>
      <h3>
        <code>{message}</code>
        {rustType !== undefined && (
          <>
            {" "}
            in the Rust type <code>{middleCut(rustType, 80)}</code>
          </>
        )}
        <span className={styles.where}>{where}</span>
      </h3>
      {!known && <p className={styles.says}>These are not words of mesh’s decoder, so no schema can explain them.</p>}
      {ofAnother && <p className={styles.says}>This blob has no unit {unit}: the log is of another one.</p>}
      {lines.length > 0 && (
        <ul>
          {lines.map((release) => (
            <ReleaseLine key={release.release} error={error} release={release} />
          ))}
        </ul>
      )}
    </div>
  );
}

interface ReleaseLineProps {
  readonly error: LogErrorInfo;
  readonly release: LogRelease;
}

function ReleaseLine({ error, release: { release, can, says, causes, total } }: ReleaseLineProps) {
  const [all, setAll] = useState(false);
  const shown = all ? causes : causes.slice(0, FIRST);
  return (
    <li className={styles.release} data-can={can}>
      <VerdictIcon kind={can === "yes" ? "fails" : can === "open" ? "depends" : "no-root"} />
      <div>
        <p className={styles.says}>{says}</p>
        {shown.map((cause) => (
          <Cause key={`${cause.rank} ${cause.finding ?? cause.path}`} error={error} release={release} cause={cause} />
        ))}
        {!all && causes.length > FIRST && (
          <Button look="quiet" size="small" onClick={() => setAll(true)}>
            {causes.length - FIRST} more
          </Button>
        )}
        {all && total > causes.length && (
          <p className={styles.says}>
            The first {causes.length} of {total.toLocaleString("en")}.
          </p>
        )}
      </div>
    </li>
  );
}

interface CauseProps {
  readonly error: LogErrorInfo;
  readonly release: string;
  readonly cause: LogCause;
}

function Cause({ error, release, cause }: CauseProps) {
  const { rank, path, range, why, names } = cause;
  return (
    <button type="button" className={styles.cause} onClick={() => void goToCause(release, cause)}>
      <span className={styles.path} title={path}>
        {path === "" ? "the blob itself" : middleCut(path, longPath)}
      </span>
      <span className={styles.facts}>
        <span className={styles.rank} data-rank={rank}>
          {rankWord(error, cause)}
        </span>
        {names.length > 0 && <span>{names.join(" › ")}</span>}
        <span className={styles.byte}>
          {offsetText(range[0])} – {offsetText(range[1])}
        </span>
      </span>
      <span className={styles.why}>{why}</span>
    </button>
  );
}
