import { useMemo, useState } from "react";
import type { BlobInfo } from "../../worker/protocol.ts";
import { copyText } from "../state/copy.ts";
import { useApp } from "../state/store.ts";
import { pathOf } from "../state/table-rows.ts";
import { Button } from "../widgets/Button.tsx";
import { counted } from "../widgets/format.ts";
import { Notice } from "../widgets/Notice.tsx";
import styles from "./twins.module.css";

/** Says which files are not rows of their own, since a blob with the same bytes is one. */
export function Twins({ blobs }: { readonly blobs: readonly BlobInfo[] }) {
  const twins = useApp((s) => s.twins);
  const [open, setOpen] = useState(false);
  const lines = useMemo(
    () => blobs.flatMap((blob) => (twins[blob.blobId] ?? []).map((name) => [name, pathOf(blob)] as const)),
    [blobs, twins],
  );
  if (lines.length === 0) return null;
  const one = lines.length === 1;
  const copy = () => {
    const text = lines.map(([name, as]) => `${name}\t${as}\n`).join("");
    void copyText(text, `Copied ${counted(lines.length, "name")}, each with the one that is shown`);
  };
  return (
    <>
      <Notice
        kind="remark"
        action={
          <>
            <Button aria-expanded={open} onClick={() => setOpen(!open)}>
              {open ? "Hide them" : one ? "Show it" : "Show them"}
            </Button>
            {open && <Button onClick={copy}>Copy the names</Button>}
          </>
        }
      >
        {counted(lines.length, "file")} {one ? "has" : "have"} the same bytes as another one, and {one ? "is" : "are"} shown as one.
      </Notice>
      {open && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
        <ul className={styles.list} aria-label="Files with the same bytes as another one" tabIndex={0}>
          {lines.map(([name, as]) => (
            <li key={`${name} ${as}`}>
              {name} <span>as {as}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
