import { Folder } from "lucide-react";
import { useMemo } from "react";
import { pick } from "../shell/picker.ts";
import { useApp } from "../state/store.ts";
import { openType } from "../state/types.ts";
import { Button } from "../widgets/Button.tsx";
import styles from "./no-type.module.css";

const shownRoots = 40;

/** The middle before a type is chosen: what can be seen here, the roots to start from, and how to get schemas. */
export function NoType({ gone }: { readonly gone: string | undefined }) {
  const list = useApp((s) => s.typeList);
  const onlyExamples = useApp((s) => s.releases.every(({ origin }) => origin === "bundled"));
  const roots = useMemo(() => list?.lines.filter((line) => line.root && !line.gone) ?? [], [list]);
  return (
    <section className={styles.box} aria-label="Type" data-pane="fields">
      <h1>{gone === undefined ? "Types over the releases" : `No release has a type ${gone}`}</h1>
      <p>Choose a type on the left to see each of its fields in every release: added, removed, renamed, retyped, or its number reused.</p>
      {roots.length > 0 && (
        <>
          <h2>Roots</h2>
          <ul>
            {roots.slice(0, shownRoots).map(({ typeName }) => (
              <li key={typeName}>
                <button type="button" onClick={() => openType(typeName)}>
                  {typeName}
                </button>
              </li>
            ))}
            {roots.length > shownRoots && <li>… {roots.length - shownRoots} more, marked in the list</li>}
          </ul>
        </>
      )}
      {onlyExamples && (
        <>
          <h2>Your own releases</h2>
          <p>
            <code>openvmm --write-saved-state-proto DIR</code> writes the schemas of a build. Name the folder after the release, and drop it
            here, or a folder of such folders. They stay in this browser, and nothing leaves this machine.
          </p>
          <Button icon={Folder} onClick={() => pick("folder")}>
            Add a folder
          </Button>
        </>
      )}
    </section>
  );
}
