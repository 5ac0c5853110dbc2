import { Lock } from "lucide-react";
import { useMemo } from "react";
import { useShallow } from "zustand/react/shallow";
import type { ReleaseInfo } from "../../worker/protocol.ts";
import { useJudged } from "../folder/FolderView.tsx";
import { rangeOf } from "../hex/parts.ts";
import { useApp } from "../state/store.ts";
import { tableReleases } from "../state/table-rows.ts";
import { bytesText, counted, grouped, rangeText } from "../widgets/format.ts";
import styles from "./window.module.css";

/** The bottom of the window: privacy, the row, its bytes, the decode and the schemas. */
export function StatusBar() {
  const doc = useApp((s) => (s.workspace === "inspect" && !s.tableOpen ? s.doc : undefined));
  const table = useApp((s) => s.workspace === "inspect" && s.tableOpen && s.blobs.length > 0);
  const inReleases = useApp((s) => s.workspace === "releases");
  const rows = useApp((s) => s.rows);
  const index = useApp((s) => s.selectedIndex);
  const range = useApp((s) => s.bytes ?? rangeOf(s.details));
  const releases = useApp((s) => s.releases);
  const compared = useApp((s) => (s.workspace === "compare" ? s.compare.info : undefined));
  return (
    <footer className={styles.status}>
      <span>
        <Lock size={12} strokeWidth={1.6} aria-hidden="true" />
        Nothing leaves this machine
      </span>
      {compared ? (
        <span>
          {counted(compared.changes, "change")}
          {compared.equalUnits > 0 && `, ${counted(compared.equalUnits, "unit or field", "units or fields")} equal`}
        </span>
      ) : doc ? (
        <>
          <span>
            {index === undefined ? counted(rows, "row") : `Row ${grouped(index + 1)} of ${grouped(rows)}`}
            {doc.soFar !== undefined && " so far"}
          </span>
          {range && (
            <span className={styles.range}>
              {rangeText(range)}, {bytesText(range[1] - range[0])}
            </span>
          )}
        </>
      ) : table ? (
        <Judged />
      ) : (
        <span>The page asks for nothing but its own files</span>
      )}
      <span className={styles.end}>
        {compared && <span className={styles.wide}>Compared in {compared.ms < 1 ? "under 1" : grouped(Math.round(compared.ms))} ms</span>}
        {doc && (
          <span className={styles.wide}>
            {doc.soFar === undefined
              ? `Decoded in ${doc.ms < 1 ? "under 1" : grouped(Math.round(doc.ms))} ms`
              : `The first ${bytesText(doc.soFar)} are read`}
          </span>
        )}
        <span>
          {inReleases
            ? keptText(releases)
            : compared
              ? restoreText(compared.equal)
              : schemasText(doc?.release, releases.length, doc !== undefined)}
        </span>
      </span>
    </footer>
  );
}

function restoreText(equal: boolean): string {
  return equal ? "Both sides restore to the same values" : "The sides restore to different values";
}

/** How much of the table is filled in. */
function Judged() {
  const { done, of } = useJudged();
  const parts = useApp(useShallow((s) => ({ releases: s.releases, verdicts: s.verdicts })));
  const columns = useMemo(() => tableReleases(parts).length, [parts]);
  const all = parts.releases.length;
  return (
    <span>
      {grouped(done)} of {counted(of, "blob")} judged
      {columns < all ? `; ${columns} of ${counted(all, "release")} have their types` : ` on ${counted(all, "release")}`}
    </span>
  );
}

function schemasText(release: string | undefined, count: number, isOpen: boolean): string {
  if (release !== undefined) return `Read with ${release}, ${counted(count, "release")}`;
  return isOpen ? "Read without a schema" : `Schemas of ${counted(count, "release")}`;
}

/** How much of the user's the browser keeps. */
function keptText(releases: readonly ReleaseInfo[]): string {
  const kept = releases.filter((release) => release.kept);
  if (kept.length === 0) return `Schemas of ${counted(releases.length, "release")}, none of them yours`;
  const size = kept.reduce((sum, release) => sum + (release.bytes ?? 0), 0);
  return `Your schemas: ${counted(kept.length, "release")}, ${bytesText(size)} in this browser`;
}
