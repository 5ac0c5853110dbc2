import { useApp } from "../state/store.ts";
import { openFromTable, showInTable } from "../state/table.ts";
import { pathOf, tableReleases, writersText } from "../state/table-rows.ts";
import { Button } from "../widgets/Button.tsx";
import { bytesText, counted } from "../widgets/format.ts";
import { VerdictIcon, verdictOf, verdictWord } from "../widgets/verdict.tsx";
import styles from "./folder.module.css";
import { WriterMenu } from "./WriterMenu.tsx";

/** The selected blob of the table: who wrote it, what each release makes of it, and the first finding of the selected cell. */
export function FolderDetails() {
  const at = useApp((s) => s.tableAt);
  const blob = useApp((s) => s.blobs.find(({ blobId }) => blobId === s.tableAt.blobId));
  const known = useApp((s) => (s.tableAt.blobId === undefined ? undefined : s.verdicts[s.tableAt.blobId]));
  const twins = useApp((s) => (s.tableAt.blobId === undefined ? undefined : s.twins[s.tableAt.blobId]));
  const verdicts = useApp((s) => s.verdicts);
  const releases = useApp((s) => s.releases);
  if (!blob)
    return (
      <aside className={styles.details} aria-label="Details" data-pane="details">
        <p className={styles.dim}>Select a blob to see what each release makes of it. Enter opens it.</p>
      </aside>
    );
  const cells = known?.cells ?? {};
  const names = tableReleases({ releases, verdicts }).filter((release) => cells[release]);
  const release =
    at.release !== undefined && cells[at.release]
      ? at.release
      : (names.find((name) => cells[name]?.verdict === "fails") ??
        names.find((name) => cells[name]!.findings.length > 0) ??
        names.find((name) => cells[name]!.notes));
  const cell = release === undefined ? undefined : cells[release];
  const cause = cell?.cause;
  const others =
    cause === undefined
      ? 0
      : Object.values(verdicts).reduce((sum, one) => sum + Object.values(one.cells).filter((other) => other.cause === cause).length, 0) - 1;
  return (
    <aside className={styles.details} aria-label="Details" data-pane="details">
      <section>
        <h2>{pathOf(blob)}</h2>
        <p className={styles.dim}>
          {bytesText(blob.bytes)}
          {blob.container !== "raw" && ` from ${blob.container}`}, sha256 {blob.sha256.slice(0, 12)}…
        </p>
        {twins && (
          <p>
            The same bytes: <span className={styles.mono}>{twins.join(", ")}</span>
          </p>
        )}
        {known?.origin?.root !== undefined && <p className={styles.mono}>{known.origin.root}</p>}
        {known?.origin?.alike !== undefined && (
          <p className={styles.dim}>one of {known.origin.alike.toLocaleString("en")} types that fit these bytes alike, so a guess</p>
        )}
        <Button look="primary" onClick={() => void openFromTable(blob.blobId, at.release)}>
          Open in Inspect
        </Button>
      </section>
      {known?.origin && (
        <section>
          <h3>Written by</h3>
          <div className={styles.said}>
            <WriterMenu blobs={[blob]} several={false} />
          </div>
          <p>
            <b>{writersText(known.origin.writer.candidates, 4)}</b>
            {known.origin.writer.given
              ? ", as you say"
              : known.origin.writer.candidates.length > 0 &&
                `, ${known.origin.writer.confidence === "unknown" ? "not sure" : known.origin.writer.confidence}`}
          </p>
          {known.origin.writer.evidence.slice(0, 3).map((line) => (
            <p key={line} className={styles.dim}>
              {line}
            </p>
          ))}
        </section>
      )}
      {names.length > 0 && (
        <section>
          <h3>On each release</h3>
          <ul className={styles.releases}>
            {names.map((name) => (
              <li key={name}>
                <VerdictIcon kind={cells[name]!.verdict} />
                <button type="button" onClick={() => void openFromTable(blob.blobId, name)}>
                  {name}
                </button>
                <span>{cells[name]!.findings[0]?.message ?? verdictWord(cells[name]!.verdict)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {cell && cell.findings.length > 0 && (
        <section>
          <h3>Findings on {release}</h3>
          {cell.findings.map(({ kind, path, message, why, range }) => (
            <div key={`${path} ${range[0]} ${message}`} className={styles.finding} data-verdict={verdictOf(kind)}>
              <p>
                <code>{message}</code>
              </p>
              <p className={styles.mono}>{path || "the blob"}</p>
              <p className={styles.dim}>{why}</p>
            </div>
          ))}
        </section>
      )}
      {cell?.notes && (
        <section>
          <h3>Notes on {release}</h3>
          {cell.notes.map((note) => (
            <p key={note}>{note}</p>
          ))}
        </section>
      )}
      {others > 0 && (
        <section>
          <h3>Same cause</h3>
          <p>{counted(others, "other reading")} of the same cause.</p>
          <Button onClick={() => showInTable({ cause })}>Show them</Button>
        </section>
      )}
    </aside>
  );
}
