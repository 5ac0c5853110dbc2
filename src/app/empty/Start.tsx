import { ChevronDown, Copy, File, Folder, Clipboard as PasteIcon, Play, ScrollText } from "lucide-react";
import { keyText } from "../shell/keys.ts";
import { pick } from "../shell/picker.ts";
import { copyText } from "../state/copy.ts";
import { openLog } from "../state/log.ts";
import { openExample } from "../state/open.ts";
import { useApp } from "../state/store.ts";
import { Button, IconButton } from "../widgets/Button.tsx";
import { Menu } from "../widgets/Menu.tsx";
import { StatusWord } from "../widgets/status.tsx";
import styles from "./empty.module.css";

const fieldWords = [
  ["known", "The release you read with has it, with this type."],
  ["unknown", "On the wire, but not in this release. Skipped on restore."],
  ["defaulted", "Not on the wire. The reader fills in a default."],
  ["mismatched", "The wire type is not the one this release expects."],
  ["malformed", "The bytes cannot be parsed. Shown raw from there on."],
  ["note", "The wire says more than the value: a default written out, an overlong number."],
] as const;

const keys: readonly (readonly [keys: readonly string[], what: string])[] = [
  [["$mod+o"], "open"],
  [["$mod+k"], "all commands"],
  [["$mod+f"], "find in the tree"],
  [["n", "p"], "next and previous problem"],
  [["F6"], "next pane"],
  [["?"], "all shortcuts"],
];

/** The first screen: what goes here, how to get it, and what the words mean. */
export function Start() {
  return (
    <section className={styles.stage} aria-label="Start" data-pane="start">
      <div>
        <h1>Open a saved state</h1>
        <p className={styles.lead}>
          See every field of an OpenVMM or OpenHCL saved state, down to the byte, as a release of your choice reads it.
        </p>
        <BigDrop />
        <div className={styles.two}>
          <div>
            <h2>Where a blob comes from</h2>
            <ul>
              <li className={styles.source}>
                <b>OpenHCL servicing state</b>
                <span>From a running VM, before an update.</span>
                <Shell command="ohcldiag-dev VM dump-saved-state -o servicing.bin" />
              </li>
              <li className={styles.source}>
                <b>OpenVMM snapshot</b>
                <span>
                  <code>state.bin</code> and <code>manifest.bin</code>, beside <code>memory.bin</code>. Drop the first two.
                </span>
              </li>
              <li className={styles.source}>
                <b>A test or a pull request</b>
                <span>The fixture as a file, or its hex or base64 text pasted.</span>
              </li>
            </ul>
          </div>
          <div>
            <h2>Where the schemas come from</h2>
            <ul>
              <li className={styles.source}>
                <b>Your own build</b>
                <span>
                  Write its <code>.proto</code> files, then drop that folder here.
                </span>
                <Shell command="openvmm --write-saved-state-proto schemas/" />
              </li>
              <li className={styles.source}>
                <b>Several releases</b>
                <span>A folder or zip that holds one folder of .proto files a release, or one FileDescriptorSet (.binpb) each.</span>
              </li>
              <li className={styles.source}>
                <b>None at hand</b>
                <span>Without a schema the wire is shown raw. The examples bring their own four releases.</span>
              </li>
            </ul>
          </div>
        </div>
        <div className={styles.learn}>
          <h2>What a field can be</h2>
          <ul>
            {fieldWords.map(([kind, says]) => (
              <li key={kind} className={styles.word}>
                <StatusWord kind={kind} />
                <span>{says}</span>
              </li>
            ))}
          </ul>
        </div>
        <div className={styles.keyRow}>
          {keys.map(([bindings, what]) => (
            <span key={what} className={styles.key}>
              {bindings.map((binding) => (
                <kbd key={binding}>{keyText(binding)}</kbd>
              ))}
              {what}
            </span>
          ))}
        </div>
      </div>
    </section>
  );
}

function BigDrop() {
  const examples = useApp((s) => s.examples);
  const first = examples[0];
  return (
    <div className={styles.bigdrop}>
      <div>
        <h2>Drop files, folders, zips or schemas here</h2>
        <p className={styles.soft}>Text works too: paste hex, a hex dump, base64 or a byte array anywhere.</p>
        <div className={styles.acts}>
          <Button look="primary" size="large" icon={File} onClick={() => pick("files")}>
            Choose files
          </Button>
          <Button size="large" icon={Folder} onClick={() => pick("folder")}>
            Choose a folder
          </Button>
          <Button size="large" icon={PasteIcon} onClick={() => useApp.setState({ dialog: "paste" })}>
            Paste <kbd>{keyText("$mod+v")}</kbd>
          </Button>
          <Button size="large" icon={ScrollText} onClick={() => openLog()}>
            Paste a log line
          </Button>
        </div>
      </div>
      {first && (
        <div className={styles.or}>
          <b>No blob at hand?</b>
          <p className={styles.soft}>{first.text}</p>
          <div className={styles.acts}>
            <Button size="large" icon={Play} onClick={() => void openExample(first)}>
              Try the example
            </Button>
            <Menu
              trigger={
                <Button look="quiet" size="large">
                  All {examples.length}
                  <ChevronDown size={12} aria-hidden="true" />
                </Button>
              }
              groups={[
                {
                  heading: "Examples",
                  items: examples.map((example) => ({
                    label: example.title,
                    aside: example.release,
                    run: () => void openExample(example),
                  })),
                },
              ]}
            />
          </div>
        </div>
      )}
    </div>
  );
}

function Shell({ command }: { readonly command: string }) {
  return (
    <span className={styles.cmd}>
      <code>{command}</code>
      <IconButton
        icon={Copy}
        tight
        label={`Copy the command ${command.split(" ")[0]}`}
        onClick={() => void copyText(command, "Copied the command")}
      />
    </span>
  );
}
