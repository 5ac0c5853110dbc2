import { useState } from "react";
import type { ClashAnswer } from "../../worker/protocol.ts";
import { settleClashes } from "../state/registry.ts";
import { useApp } from "../state/store.ts";
import { Button } from "../widgets/Button.tsx";
import { Dialog } from "../widgets/Dialog.tsx";
import { counted } from "../widgets/format.ts";
import styles from "./dialogs.module.css";

const words = { replace: "Replace", both: "Keep both", leave: "Leave as it is" } as const;
type How = ClashAnswer["how"];

/** Releases that came under names which others have: replace them, keep both, or leave them out. */
export function ClashDialog() {
  const clashes = useApp((s) => s.clashes);
  const [chosen, setChosen] = useState<Readonly<Record<string, How>>>({});
  const howOf = (release: string): How => chosen[release] ?? "replace";
  const settle = (how?: How) => void settleClashes(clashes.map(({ release }) => ({ release, how: how ?? howOf(release) })));
  const all = (how: How) => setChosen(Object.fromEntries(clashes.map(({ release }) => [release, how])));
  const one = clashes.length === 1 ? clashes[0] : undefined;
  return (
    <Dialog
      title={one ? `A release is called ${one.release} already` : `${clashes.length} releases have names that are taken`}
      wide
      onClose={() => settle("leave")}
      foot={
        <>
          <Button onClick={() => settle("leave")}>Cancel</Button>
          <Button look="primary" onClick={() => settle()}>
            {one ? words[howOf(one.release)] : "Apply"}
          </Button>
        </>
      }
    >
      <p>The files differ from those that are registered. Nothing is changed until you choose.</p>
      {!one && (
        <div className={styles.all}>
          For all:
          <Button size="small" onClick={() => all("replace")}>
            Replace
          </Button>
          <Button size="small" onClick={() => all("both")}>
            Keep both
          </Button>
        </div>
      )}
      {clashes.map(({ release, origin, before, after, free }) => (
        <fieldset key={release} className={styles.clash}>
          <legend>
            {release}{" "}
            <span>
              {counted(before.files, "file")} {origin === "bundled" ? "in the example" : "registered"}, {counted(after.files, "file")} now
            </span>
          </legend>
          {(["replace", "both", "leave"] as const).map((how) => (
            <label key={how}>
              <input
                type="radio"
                name={`clash ${release}`}
                checked={howOf(release) === how}
                onChange={() => setChosen((old) => ({ ...old, [release]: how }))}
              />
              {words[how]}
              {how === "both" && <span>the new one as {free}</span>}
            </label>
          ))}
        </fieldset>
      ))}
    </Dialog>
  );
}
