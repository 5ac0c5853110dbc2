import {
  ChevronDown,
  ClipboardCheck,
  Copy,
  File,
  GitCompareArrows,
  Library,
  Link,
  MoreHorizontal,
  PanelRight,
  ScrollText,
  X,
} from "lucide-react";
import { useShallow } from "zustand/react/shallow";
import { tellingTail } from "../../base/index.ts";
import type { BlobInfo } from "../../worker/protocol.ts";
import { compareWith } from "../shell/compare-with.ts";
import { showDetails } from "../shell/settings.ts";
import { compareSides, sideOf } from "../state/compare.ts";
import { copyText } from "../state/copy.ts";
import { openLog } from "../state/log.ts";
import { closeBlob } from "../state/open.ts";
import { activeBlob, chooseRaw, chooseRelease, chooseWriter, isStarting } from "../state/reading.ts";
import { useApp } from "../state/store.ts";
import { copyVerdict } from "../state/verdict-report.ts";
import { Button, IconButton } from "../widgets/Button.tsx";
import { CutText } from "../widgets/CutText.tsx";
import { bytesText, counted, offsetText } from "../widgets/format.ts";
import { Menu } from "../widgets/Menu.tsx";
import styles from "./inspect.module.css";
import { RootPicker } from "./RootPicker.tsx";

/** Characters at the end of a name that always stay. */
const NAME_TAIL = 6;
/** Or what tells it from others of its name, as far as it has room. */
const MOST_TELLING = 16;

/** The head of the open blob: its name, how it is read, its size. */
export function BlobHead() {
  const blob = useApp(activeBlob);
  const detailsShown = useApp((s) => s.detailsShown);
  const starting = useApp(isStarting);
  if (!blob) return null;
  const copyLink = () => void copyText(location.href, "Copied the link");
  return (
    <div className={styles.head}>
      <h1 title={blob.source ?? blob.name} aria-label={blob.name}>
        <CutText text={blob.name} tail={Math.max(NAME_TAIL, Math.min(MOST_TELLING, tellingTail(blob)))} />
      </h1>
      <span className={styles.line} />
      <ReleasePicker />
      <RootPicker />
      <WriterPicker />
      <span className={`${styles.facts} ${styles.wide}`}>
        <span>{bytesText(blob.bytes)}</span>
        {blob.container !== "raw" && (
          <span title={`Unwrapped from ${blob.container}; offsets are those of the blob`}>
            from {blob.container}
            {blob.pieces && ` at ${offsetText(blob.pieces[0]![1])}`}
          </span>
        )}
      </span>
      <span className={styles.tools}>
        {!starting && <CompareMenu blob={blob} />}
        <IconButton icon={Link} label="Copy a link to this place" disabled={starting} onClick={copyLink} />
        <Menu
          align="end"
          trigger={<IconButton icon={MoreHorizontal} label="More about this blob" disabled={starting} />}
          groups={[
            {
              items: [
                { label: "Copy SHA-256", icon: Copy, run: () => void copyText(blob.sha256, "Copied the SHA-256") },
                { label: "Copy the verdict as Markdown", icon: ClipboardCheck, run: () => void copyVerdict() },
                { label: "Find the cause in a log", icon: ScrollText, run: () => openLog() },
                { label: "Releases and their problems", icon: Library, run: () => useApp.setState({ dialog: "schemas" }) },
              ],
            },
            { items: [{ label: "Close", icon: X, run: () => closeBlob(blob.blobId) }] },
          ]}
        />
        {!detailsShown && <IconButton icon={PanelRight} label="Show the details" keys="d" onClick={() => showDetails(true)} />}
      </span>
    </div>
  );
}

/** What to hold the blob against: another open one, or itself as another release reads it. */
function CompareMenu({ blob }: { readonly blob: BlobInfo }) {
  // What the choices are made of; the menu is drawn anew when one of them changes, not with every row that is selected.
  useApp(useShallow(({ blobs, closing, releases, doc }) => [blobs, closing, releases, doc]));
  const ways = compareWith(useApp.getState(), blob);
  const of = (kind: "blob" | "release", heading: string) => {
    const items = ways.filter((way) => way.kind === kind).map(({ label, run }) => ({ label, run }));
    return items.length > 0 ? [{ heading, items }] : [];
  };
  const other = { label: "Another file", icon: File, run: () => void compareSides(sideOf(blob), undefined) };
  return (
    <Menu
      align="end"
      trigger={<IconButton icon={GitCompareArrows} label="Compare with…" />}
      groups={[...of("blob", "Compare with"), ...of("release", "Compare with, to see what another build reads"), { items: [other] }]}
    />
  );
}

/** Which release reads the blob: all of them from old to new, or none. */
function ReleasePicker() {
  const releases = useApp((s) => s.releases);
  const doc = useApp((s) => s.doc);
  const starting = useApp(isStarting);
  const release = doc?.release;
  const choices = releases.map((r) => ({
    label: r.release,
    radio: true,
    checked: r.release === release,
    aside: r.problems.length > 0 ? counted(r.problems.length, "problem") : r.origin === "bundled" ? "example" : "yours",
    run: () => void chooseRelease(r.release),
  }));
  const raw = { label: "No schema (raw)", radio: true, checked: doc !== undefined && release === undefined, run: () => void chooseRaw() };
  const more = { label: "Releases and their problems", run: () => useApp.setState({ dialog: "schemas" as const }) };
  return (
    <Menu
      trigger={
        <Button look="quiet" aria-label={`Read with ${release ?? "no schema"}: choose a release`} disabled={!doc || starting}>
          <span className={styles.dim}>read with</span> <b>{release ?? (doc ? "no schema" : "…")}</b>
          <ChevronDown size={12} aria-hidden="true" />
        </Button>
      }
      groups={[
        ...(choices.length > 0 ? [{ heading: "Read with, oldest to newest", items: choices }] : []),
        { items: [raw] },
        { items: [more] },
      ]}
    />
  );
}

const confidenceWords = { sure: "sure", likely: "likely", unknown: "not sure" } as const;

/** Which release wrote the blob, as the blob shows it or the user says. */
function WriterPicker() {
  const releases = useApp((s) => s.releases);
  const writer = useApp((s) => (s.doc?.release === undefined ? undefined : s.doc.writer));
  const starting = useApp(isStarting);
  // The start alone makes nothing sure.
  const soFar = useApp((s) => s.doc?.soFar !== undefined);
  if (!writer) return null;
  const { candidates, confidence, given, evidence } = writer;

  const shown =
    candidates.length === 0
      ? "unknown"
      : candidates.length > 2
        ? `${candidates[0]} or ${candidates.length - 1} others`
        : candidates.join(" or ");
  const choices = releases.map((r) => ({
    label: r.release,
    radio: true,
    checked: given && candidates[0] === r.release,
    aside: given ? "" : candidates.includes(r.release) ? "fits" : "excluded",
    run: () => void chooseWriter(r.release),
  }));
  const find = { label: "As the blob shows", radio: true, checked: !given, run: () => void chooseWriter(undefined) };
  return (
    <Menu
      trigger={
        <Button look="quiet" title={evidence.join("\n")} disabled={starting} aria-label={`Written by ${shown}: choose another release`}>
          <span className={styles.dim}>written by</span> <b>{shown}</b>
          <span className={`${styles.dim} ${styles.wide}`}>
            {given ? "chosen" : candidates.length === 0 || soFar ? "" : confidenceWords[confidence]}
          </span>
          <ChevronDown size={12} aria-hidden="true" />
        </Button>
      }
      groups={[{ items: [find] }, { heading: "Written by, oldest to newest", items: choices }]}
    />
  );
}
