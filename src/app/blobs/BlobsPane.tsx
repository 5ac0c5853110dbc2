import { File, Folder, MoreHorizontal, PanelLeftClose, Clipboard as PasteIcon, Plus, ScrollText, Table2 } from "lucide-react";
import { type ReactNode, useLayoutEffect, useRef } from "react";
import { useShallow } from "zustand/react/shallow";
import { keyText } from "../shell/keys.ts";
import { pick } from "../shell/picker.ts";
import { openLog } from "../state/log.ts";
import { openExample } from "../state/open.ts";
import { shownBlobs } from "../state/reading.ts";
import { useApp } from "../state/store.ts";
import { showTable } from "../state/table.ts";
import { Button, IconButton } from "../widgets/Button.tsx";
import { grouped } from "../widgets/format.ts";
import { Menu, type Trigger } from "../widgets/Menu.tsx";
import { BlobList } from "./BlobList.tsx";
import styles from "./blobs.module.css";
import { ImportProblems } from "./ImportProblems.tsx";

/** The pane of open blobs: list, problems of imports, and where to drop. `onClose` = it lies over the rest and can be put away. */
export function BlobsPane({ onClose }: { readonly onClose?: () => void }) {
  const count = useApp((s) => shownBlobs(s).length);
  const starting = useApp((s) => s.starting?.blob.name);
  const open = useRef<HTMLButtonElement>(null);
  const before = useRef(count);
  // With the last blob all that could have the focus is gone.
  useLayoutEffect(() => {
    if (count === 0 && before.current > 0 && document.activeElement === document.body) open.current?.focus();
    before.current = count;
  }, [count]);
  return (
    <aside className={styles.pane} aria-label="Blobs" data-pane="blobs">
      <div className={styles.head}>
        <h2>Blobs</h2>
        <span>{count === 0 ? "none open" : grouped(count)}</span>
        <div className={styles.tools}>
          {count > 1 && <IconButton icon={Table2} label="Show all blobs as a table" keys="b" onClick={showTable} />}
          <IconButton ref={open} icon={Plus} label="Open files" keys={keyText("$mod+o")} onClick={() => pick("files")} />
          <OpenMenu trigger={<IconButton icon={MoreHorizontal} label="More ways to open" />} />
          {onClose && <IconButton icon={PanelLeftClose} label="Hide the list of blobs" onClick={onClose} />}
        </div>
      </div>
      {count > 0 && <BlobList />}
      {starting !== undefined && <p className={styles.hint}>{starting} is being opened.</p>}
      {count === 0 && starting === undefined && <p className={styles.hint}>Open blobs are listed here, each with what is wrong in it.</p>}
      <ImportProblems />
      <DropBox />
    </aside>
  );
}

/** Pickers, paste, schemas and every example. */
export function OpenMenu({ trigger }: { readonly trigger: Trigger }) {
  const examples = useApp(useShallow((s) => s.examples));
  const opening = [
    { label: "Open files", icon: File, run: () => pick("files") },
    { label: "Open a folder", icon: Folder, run: () => pick("folder") },
    { label: "Paste text", icon: PasteIcon, run: () => useApp.setState({ dialog: "paste" as const }) },
    { label: "Find the cause in a log", icon: ScrollText, run: () => openLog() },
  ];
  const list = examples.map((example) => ({ label: example.title, aside: example.release, run: () => void openExample(example) }));
  return <Menu trigger={trigger} groups={[{ items: opening }, ...(list.length > 0 ? [{ heading: "Examples", items: list }] : [])]} />;
}

function DropBox(): ReactNode {
  return (
    <div className={styles.drop}>
      <span>Drop files, folders or zips here, or paste hex or base64.</span>
      <div className={styles.acts}>
        <Button icon={File} size="small" onClick={() => pick("files")}>
          Files
        </Button>
        <Button icon={Folder} size="small" onClick={() => pick("folder")}>
          Folder
        </Button>
        <Button icon={PasteIcon} size="small" onClick={() => useApp.setState({ dialog: "paste" })}>
          Paste
        </Button>
      </div>
    </div>
  );
}
