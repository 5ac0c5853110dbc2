import { Dialog } from "../widgets/Dialog.tsx";
import { commands } from "./commands.ts";
import styles from "./help.module.css";
import { keyText } from "./keys.ts";

/** Keys that belong to a pane and not to the window. */
const paneKeys: readonly (readonly [group: string, rows: readonly (readonly [keys: readonly string[], what: string])[]])[] = [
  [
    "Rows",
    [
      [["↑", "↓", "Home", "End", "PgUp", "PgDn"], "Move the selection"],
      [["→", "←"], "Open and close a row, or go to its parent"],
      [["*"], "Open the row and its siblings; in Compare, everything below the row"],
      [["Enter"], "Go to the details"],
      [["Menu", "Shift F10"], "Menu of the row"],
    ],
  ],
  [
    "Bytes",
    [
      [["←", "→", "↑", "↓"], "Move the cursor; the tree follows"],
      [["Shift", "←", "→"], "Select bytes, and read them as numbers"],
      [[keyText("$mod+c")], "Copy the selected bytes as hex"],
    ],
  ],
  [
    "In the releases",
    [
      [[keyText("$mod+Shift+↑"), keyText("$mod+Shift+↓")], "Move a release"],
      [["[", "]"], "The same"],
      [["F2", "Del"], "Rename and remove a release"],
      [["n", "p"], "Next and previous field with changes"],
      [["Enter"], "Open the type of the field"],
    ],
  ],
  [
    "Anywhere",
    [
      [[keyText("$mod+v")], "Open what is on the clipboard"],
      [["Esc"], "Close the topmost thing"],
    ],
  ],
];

/** All shortcuts, and what the app does with data. */
export function HelpDialog({ onClose }: { readonly onClose: () => void }) {
  const withKeys = commands.filter((command) => command.keys);
  const groups = [...new Set(withKeys.map((command) => command.group))];
  return (
    <Dialog title="Shortcuts and help" wide onClose={onClose}>
      <div className={styles.columns}>
        {groups.map((group) => (
          <section key={group} className={styles.section}>
            <h3>{group}</h3>
            <dl>
              {withKeys
                .filter((command) => command.group === group)
                .map((command) => (
                  <div key={command.id}>
                    <dt>
                      <kbd>{keyText(command.keys?.[0] ?? "")}</kbd>
                    </dt>
                    <dd>{command.title}</dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
        {paneKeys.map(([group, rows]) => (
          <section key={`pane ${group}`} className={styles.section}>
            <h3>{group === "Rows" ? "In the tree" : group === "Bytes" ? "In the bytes" : group}</h3>
            <dl>
              {rows.map(([keys, what]) => (
                <div key={what}>
                  <dt>
                    {keys.map((key) => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p className={styles.privacy}>
        Nothing leaves this machine: files are read in this window only, and the page asks for nothing but its own files. The browser keeps
        the schemas that you register, the theme, the sizes of panes and columns, and for each content hash the chosen release, root type
        and readings of bytes; never a blob. “Forget everything” empties all of it.
      </p>
    </Dialog>
  );
}
