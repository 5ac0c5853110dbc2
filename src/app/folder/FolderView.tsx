import { useEffect, useMemo } from "react";
import { useShallow } from "zustand/react/shallow";
import { ImportProblems } from "../blobs/ImportProblems.tsx";
import { judgeAll, judgeNew } from "../state/judge-all.ts";
import { shownBlobs } from "../state/reading.ts";
import { useApp } from "../state/store.ts";
import { factsOf, isJudged, tableReleases, tableRows } from "../state/table-rows.ts";
import { useNarrow } from "../tree/columns.ts";
import { CauseList } from "./CauseList.tsx";
import { FolderDetails } from "./FolderDetails.tsx";
import { FolderHead } from "./FolderHead.tsx";
import type { FactColumn } from "./facts.ts";
import styles from "./folder.module.css";
import { Twins } from "./Twins.tsx";
import { VerdictTable } from "./VerdictTable.tsx";

/** All open blobs: what each release makes of them, and why. */
export function FolderView() {
  const narrow = useNarrow();
  const version = useApp((s) => s.registryVersion);
  const count = useApp((s) => s.blobs.length);
  const choices = useApp((s) => s.choices);
  const parts = useApp(
    useShallow((s) => ({
      blobs: s.blobs,
      closing: s.closing,
      twins: s.twins,
      verdicts: s.verdicts,
      tableShow: s.tableShow,
      releases: s.releases,
    })),
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: releases or choices are others
  useEffect(() => judgeAll(true), [version, choices]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: more blobs came
  useEffect(judgeNew, [count]);
  const rows = useMemo(() => tableRows(parts), [parts]);
  // The same array as long as it holds the same: else every result would draw every row anew.
  const names = useMemo(() => JSON.stringify(tableReleases(parts)), [parts]);
  const releases = useMemo((): readonly string[] => JSON.parse(names), [names]);
  const { blobs } = parts;
  const troubled = useMemo(() => Object.values(parts.verdicts).some(({ problems = 0 }) => problems > 0), [parts]);
  const facts = useMemo((): readonly FactColumn[] => {
    // A column that says the same of all, or has no room, tells nothing.
    const wrapped = blobs.some(({ container }) => container !== "raw");
    return [
      ...(wrapped ? ["container" as const] : []),
      ...(narrow ? [] : ["root" as const]),
      "writer",
      "bytes",
      ...(troubled ? ["problems" as const] : []),
    ];
  }, [blobs, narrow, troubled]);
  const known = useMemo(() => factsOf(parts.verdicts), [parts]);
  return (
    <main className={styles.work}>
      {!narrow && <CauseList facts={known} />}
      <section className={styles.middle} aria-label="All blobs" data-pane="table">
        <FolderHead rows={rows} having={known.verdicts} />
        <ImportProblems />
        <Twins blobs={blobs} />
        <VerdictTable rows={rows} releases={releases} facts={facts} />
      </section>
      <FolderDetails />
    </main>
  );
}

/** How many blobs are judged; for the status bar. */
export function useJudged(): { readonly done: number; readonly of: number } {
  const parts = useApp(
    useShallow((s) => ({
      blobs: s.blobs,
      closing: s.closing,
      verdicts: s.verdicts,
      choices: s.choices,
      registryVersion: s.registryVersion,
      releases: s.releases,
    })),
  );
  const work = useApp((s) => s.tableWork);
  return useMemo(() => {
    if (work) return work;
    const shown = shownBlobs(parts);
    return { done: shown.filter((blob) => isJudged(parts, blob)).length, of: shown.length };
  }, [parts, work]);
}
