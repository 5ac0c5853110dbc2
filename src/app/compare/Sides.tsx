import { ArrowLeftRight, ChevronDown, File, PanelLeft, X } from "lucide-react";
import { type DragEvent, useState } from "react";
import { useShallow } from "zustand/react/shallow";
import type { ReleaseInfo, SideName } from "../../worker/protocol.ts";
import { collectDrop } from "../blobs/collect.ts";
import { pick } from "../shell/picker.ts";
import { readSideWith, setSide, sideOf, swapSides } from "../state/compare.ts";
import { patchCompare, sideBlob, sideName } from "../state/compare-now.ts";
import { sideVerdict } from "../state/compare-verdict.ts";
import { openFiles } from "../state/open.ts";
import { shownBlobs } from "../state/reading.ts";
import { during } from "../state/session.ts";
import { useApp } from "../state/store.ts";
import { useNarrow } from "../tree/columns.ts";
import { Button, IconButton } from "../widgets/Button.tsx";
import { CutText } from "../widgets/CutText.tsx";
import { bytesText, counted } from "../widgets/format.ts";
import { Menu, type MenuGroup } from "../widgets/Menu.tsx";
import { showUnits } from "./commands.ts";
import { SideVerdict, useSideVerdicts } from "./SideVerdict.tsx";
import styles from "./sides.module.css";

/** The heads of both sides: which blob, read with which release. */
export function Sides() {
  useSideVerdicts();
  const any = useApp((s) => s.compare.a !== undefined || s.compare.b !== undefined);
  const narrow = useNarrow();
  const isOpen = useApp((s) => s.compare.info !== undefined);
  return (
    <div className={narrow && isOpen ? `${styles.sides} ${styles.withUnits}` : styles.sides} data-pane="sides">
      {narrow && isOpen && <IconButton icon={PanelLeft} label="Show the changes by unit" keys="u" onClick={showUnits} />}
      <SideHead side="a" />
      <IconButton icon={ArrowLeftRight} label="Swap the sides" disabled={!any} onClick={() => void swapSides()} />
      <SideHead side="b" />
    </div>
  );
}

function SideHead({ side }: { readonly side: SideName }) {
  const choice = useApp((s) => s.compare[side]);
  const blob = useApp((s) => sideBlob(s, side));
  const [over, setOver] = useState(false);
  const name = side.toUpperCase();
  const onDrop = (event: DragEvent) => {
    setOver(false);
    event.preventDefault();
    // The window takes what is dropped anywhere else.
    event.stopPropagation();
    const { dataTransfer } = event;
    void during(
      collectDrop(dataTransfer).then(({ files, problems }) => {
        patchCompare({ target: side });
        return openFiles(files, problems);
      }),
    );
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings a frame and a legend of its own
    <div
      className={over ? `${styles.side} ${styles.over}` : styles.side}
      role="group"
      aria-label={`Side ${name}`}
      data-side={side}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <span className={styles.letter}>{name}</span>
      <BlobMenu side={side} />
      {choice && !blob && <span className={styles.soft}>is not open: drop it here</span>}
      {blob && (
        <>
          <span className={styles.size}>{bytesText(blob.bytes)}</span>
          <ReleaseMenu side={side} />
        </>
      )}
      <SideWord side={side} />
      <SideVerdict side={side} />
      {choice && (
        <IconButton
          className={styles.clear ?? ""}
          icon={X}
          tight
          label={`Clear side ${name}`}
          onClick={() => void setSide(side, undefined)}
        />
      )}
    </div>
  );
}

/** Which blob stands on the side: the open ones, or another file. */
function BlobMenu({ side }: { readonly side: SideName }) {
  const choice = useApp((s) => s.compare[side]);
  const blobs = useApp(useShallow(shownBlobs));
  // A link may not tell what the blob is called.
  const called = useApp((s) => sideName(s, side));
  const name = side.toUpperCase();
  const other = {
    label: "Open files",
    icon: File,
    run: () => {
      patchCompare({ target: side });
      pick("files");
    },
  };
  const again = useSameBlob(side);
  const clear = { label: `Clear side ${name}`, icon: X, run: () => void setSide(side, undefined) };
  const items = blobs.map((blob) => ({
    label: blob.name,
    radio: true,
    checked: blob.sha256 === choice?.sha256,
    run: () => void setSide(side, sideOf(blob)),
  }));
  return (
    <Menu
      trigger={
        <Button look="quiet" size="small" className={styles.name ?? ""} aria-label={`Side ${name}: ${called ?? "choose a blob"}`}>
          <span className={styles.long} title={called}>
            <CutText text={called ?? "Choose or drop a blob"} tail={nameTail} />
          </span>
          <ChevronDown size={12} aria-hidden="true" />
        </Button>
      }
      groups={[...again, ...(items.length > 0 ? [{ heading: "Open blobs", items }] : []), { items: choice ? [other, clear] : [other] }]}
    />
  );
}

/** The blob of the other side once more, with each release that does not read it there. */
function useSameBlob(side: SideName): readonly MenuGroup[] {
  const opposite = side === "a" ? "b" : "a";
  const blob = useApp((s) => sideBlob(s, opposite));
  const choice = useApp((s) => s.compare[side]);
  const reader = useApp((s) => s.compare.info?.[opposite].release ?? s.compare[opposite]?.release);
  const releases = useApp((s) => s.releases);
  if (!blob) return [];
  const items = releases
    .filter(({ release }) => release !== reader)
    .map(({ release, origin }) => ({
      label: release,
      radio: true,
      checked: choice?.sha256 === blob.sha256 && choice.release === release,
      aside: originWord(origin),
      run: () => void setSide(side, { sha256: blob.sha256, name: blob.name, release }),
    }));
  return items.length > 0 ? [{ heading: `The blob of ${opposite.toUpperCase()}, read with`, items }] : [];
}

const originWord = (origin: ReleaseInfo["origin"]): string => (origin === "bundled" ? "example" : "yours");

/** Characters at the end of a name that always stay: there names of a kind differ. */
const nameTail = 12;

function ReleaseMenu({ side }: { readonly side: SideName }) {
  const releases = useApp((s) => s.releases);
  const choice = useApp((s) => s.compare[side]);
  const info = useApp((s) => s.compare.info?.[side]);
  const release = choice?.raw ? undefined : (info?.release ?? choice?.release);
  const busy = useApp((s) => s.compare.busy);
  // Until both sides are there, nothing is read and the release not yet found out.
  const shown = release ?? (choice?.raw || info ? "no schema" : busy ? "…" : "likeliest writer");
  const items = releases.map((r) => ({
    label: r.release,
    radio: true,
    checked: r.release === release,
    aside: r.problems.length > 0 ? counted(r.problems.length, "problem") : originWord(r.origin),
    run: () => void readSideWith(side, r.release),
  }));
  const raw = { label: "No schema (raw)", radio: true, checked: choice?.raw === true, run: () => void readSideWith(side, undefined) };
  return (
    <Menu
      trigger={
        <Button
          look="quiet"
          size="small"
          className={styles.release ?? ""}
          aria-label={`Side ${side.toUpperCase()} read with ${shown}: choose a release`}
        >
          <span className={styles.with}>read with</span> <b>{shown}</b>
          <ChevronDown size={12} aria-hidden="true" />
        </Button>
      }
      groups={[...(items.length > 0 ? [{ heading: "Read with, oldest to newest", items }] : []), { items: [raw] }]}
    />
  );
}

/** What is to be known of how a side reads, in a few words. */
function SideWord({ side }: { readonly side: SideName }) {
  const info = useApp((s) => s.compare.info?.[side]);
  const isJudged = useApp((s) => sideVerdict(s, side) !== undefined);
  // The verdict says it better.
  if (!info || isJudged) return null;
  const bad = info.counts.malformed + info.counts.mismatched;
  if (bad > 0) return <span className={styles.bad}>{counted(bad, "problem")}</span>;
  if (info.counts.unknown > 0 && info.release !== undefined)
    return <span className={styles.unknown}>{info.counts.unknown.toLocaleString("en")} unknown</span>;
  return null;
}
