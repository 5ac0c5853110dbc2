import { ChevronDown, ChevronUp, Equal, FileDown, MoreHorizontal, NotebookText, PanelRight } from "lucide-react";
import type { DiffKind } from "../../worker/protocol.ts";
import { showDetails } from "../shell/settings.ts";
import { copySummary, exportComparison, filterChanges, filterKind, stepChange, toggleEqual } from "../state/compare-view.ts";
import { useApp } from "../state/store.ts";
import { useNarrow } from "../tree/columns.ts";
import { IconButton } from "../widgets/Button.tsx";
import { Chip } from "../widgets/Chip.tsx";
import { ChangeIcon, changeWord } from "../widgets/change.tsx";
import { FilterBar, TextFilter } from "../widgets/FilterBar.tsx";
import { grouped } from "../widgets/format.ts";
import { Menu } from "../widgets/Menu.tsx";
import styles from "./kind-bar.module.css";

/** All kinds of change, in the order of the summary. */
export const diffKinds: readonly DiffKind[] = ["changed", "added", "removed", "moved", "retyped", "renamed", "wire-only"];

/** Counts by kind that filter, the text filter, and the way from change to change. */
export function KindBar() {
  const narrow = useNarrow();
  const equal = useApp((s) => s.compare.spec.equal);
  const detailsShown = useApp((s) => s.detailsShown);
  return (
    <FilterBar label="Filter by kind of change" chips={<Chips />} tight>
      <span className={styles.end}>
        <ChangeFilter narrow={narrow} />
        {!narrow && (
          <IconButton
            icon={Equal}
            label={equal ? "Show changes only" : "Show all fields"}
            keys="e"
            aria-pressed={equal}
            onClick={toggleEqual}
          />
        )}
        {!narrow && <Where />}
        <IconButton icon={ChevronUp} label="Previous change" keys="p" tight onClick={() => void stepChange(-1)} />
        <IconButton icon={ChevronDown} label="Next change" keys="n" tight onClick={() => void stepChange(1)} />
        <Menu
          align="end"
          trigger={<IconButton icon={MoreHorizontal} label="Copy or export the comparison" />}
          groups={[
            {
              items: [
                { label: "Show all fields", icon: Equal, checked: equal, keys: "e", run: toggleEqual },
                { label: "Copy summary as Markdown", icon: NotebookText, run: () => void copySummary() },
                { label: "Export the comparison as JSON", icon: FileDown, run: () => void exportComparison() },
              ],
            },
          ]}
        />
        {!detailsShown && <IconButton icon={PanelRight} label="Show the details" keys="d" onClick={() => showDetails(true)} />}
      </span>
    </FilterBar>
  );
}

function Chips() {
  const info = useApp((s) => s.compare.info);
  const kind = useApp((s) => s.compare.spec.kind);
  const chip = (of: DiffKind | undefined, word: string, count: number) => (
    <Chip
      key={word}
      word={word}
      count={count}
      pressed={kind === of}
      tabIndex={kind === of ? 0 : -1}
      onPress={() => filterKind(of)}
      icon={of && <ChangeIcon kind={of} silent />}
    />
  );
  return (
    <>
      {chip(undefined, "All", info?.changes ?? 0)}
      {diffKinds
        .filter((each) => each === kind || (info?.counts[each] ?? 0) > 0)
        .map((each) => chip(each, changeWord(each), info?.counts[each] ?? 0))}
    </>
  );
}

/** `Change 12 of 34`. */
function Where() {
  const at = useApp((s) => s.compare.details?.at);
  const changes = useApp((s) => s.compare.info?.changes ?? 0);
  const text = at === undefined ? "" : `${grouped(at + 1)} of ${grouped(changes)}`;
  return <span className={styles.where}>{text}</span>;
}

/** In narrow windows the input lies over the chips while it is used. */
function ChangeFilter({ narrow }: { readonly narrow: boolean }) {
  const text = useApp((s) => s.compare.spec.text ?? "");
  const className = narrow ? `${styles.filter} ${styles.lying}` : styles.filter;
  return <TextFilter label="Filter changes" text={text} onFilter={filterChanges} folds className={className} />;
}
