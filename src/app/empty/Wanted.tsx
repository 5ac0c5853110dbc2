import { File, Folder, Play } from "lucide-react";
import { pick } from "../shell/picker.ts";
import { openExample } from "../state/open.ts";
import type { Place } from "../state/place.ts";
import { useApp } from "../state/store.ts";
import { Button } from "../widgets/Button.tsx";
import { offsetText } from "../widgets/format.ts";
import styles from "./empty.module.css";

/** A link or a reload asks for a blob that is not open: blobs are never kept, so the file itself is needed. */
export function Wanted({ wanted }: { readonly wanted: Place }) {
  const examples = useApp((s) => s.examples);
  const example = examples.find((e) => e.file === wanted.name || e.file.endsWith(`/${wanted.name}`));
  const others = useApp((s) => s.blobs.length > 0);
  return (
    <section className={styles.stage} aria-label="Blob needed" data-pane="start">
      <div>
        <h1>This link needs a file</h1>
        <p className={styles.lead}>
          It shows a place in {wanted.name ? <b>{wanted.name}</b> : "a blob"} that is not open in this window. The app never keeps a blob,
          so open the file again; it is known by its content, whatever it is called now.
        </p>
        <dl className={styles.facts}>
          {wanted.name && (
            <>
              <dt>Name</dt>
              <dd>{wanted.name}</dd>
            </>
          )}
          <dt>SHA-256</dt>
          <dd>{wanted.blob}</dd>
          {wanted.release && (
            <>
              <dt>Read with</dt>
              <dd>{wanted.release}</dd>
            </>
          )}
          {wanted.at !== undefined && (
            <>
              <dt>Byte</dt>
              <dd>{offsetText(wanted.at)}</dd>
            </>
          )}
          {wanted.path && (
            <>
              <dt>Field</dt>
              <dd>{wanted.path}</dd>
            </>
          )}
        </dl>
        <div className={styles.acts}>
          {example && (
            <Button look="primary" size="large" icon={Play} onClick={() => void openExample(example)}>
              Open the example again
            </Button>
          )}
          <Button look={example ? "plain" : "primary"} size="large" icon={File} onClick={() => pick("files")}>
            Choose files
          </Button>
          <Button size="large" icon={Folder} onClick={() => pick("folder")}>
            Choose a folder
          </Button>
          <Button look="quiet" size="large" onClick={() => useApp.setState({ wanted: undefined })}>
            {others ? "Show the start page" : "Start without it"}
          </Button>
        </div>
      </div>
    </section>
  );
}
