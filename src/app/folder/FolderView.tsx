import { useEffect, useMemo } from "react";
import { useShallow } from "zustand/react/shallow";
import { useApp } from "../state/store.ts";
import { isJudged, judgeAll, tableReleases, tableRows } from "../state/table.ts";
import { useNarrow } from "../tree/columns.ts";
import { CauseList } from "./CauseList.tsx";
import { FolderDetails } from "./FolderDetails.tsx";
import { FolderHead } from "./FolderHead.tsx";
import styles from "./folder.module.css";
import { VerdictTable } from "./VerdictTable.tsx";

/** All open blobs: what each release makes of them, and why. */
export function FolderView() {
  const narrow = useNarrow();
  const version = useApp((s) => s.registryVersion);
  const count = useApp((s) => s.blobs.length);
  const choices = useApp((s) => s.choices);
  const parts = useApp(
    useShallow((s) => ({ blobs: s.blobs, closing: s.closing, verdicts: s.verdicts, tableShow: s.tableShow, releases: s.releases })),
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: blobs, releases or choices are others
  useEffect(() => judgeAll(true), [version, count, choices]);
  const rows = useMemo(() => tableRows(parts), [parts]);
  const releases = useMemo(() => tableReleases(parts), [parts]);
  return (
    <main className={styles.work}>
      {!narrow && <CauseList />}
      <section className={styles.middle} aria-label="All blobs" data-pane="table">
        <FolderHead rows={rows} />
        <VerdictTable rows={rows} releases={releases} />
      </section>
      <FolderDetails />
    </main>
  );
}

/** How many blobs are judged; for the head and the status bar. */
export function useJudged(): { readonly done: number; readonly of: number } {
  return useApp(
    useShallow((s) => {
      const shown = s.blobs.filter(({ blobId }) => !s.closing.includes(blobId));
      return { done: shown.filter((blob) => isJudged(s, blob)).length, of: shown.length };
    }),
  );
}
