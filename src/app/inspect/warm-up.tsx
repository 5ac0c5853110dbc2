/** Runs the code between a file and its first rows before the user waits for it: what runs for the first time takes twice as long. */
import { startTransition } from "react";
import { createRoot } from "react-dom/client";
import type { Row } from "../../worker/protocol.ts";
import { fetchOwn } from "../state/open.ts";
import { ask, during } from "../state/session.ts";
import { startSpec } from "../state/spec.ts";
import { useApp } from "../state/store.ts";
import { TreeTable } from "../tree/TreeTable.tsx";

const doNothing = () => {};
const quiet = () => new Promise<void>((done) => requestIdleCallback(() => done()));

/** Warms up whenever the releases become others: what is read with a new one is new too. */
export function keepWarm(): void {
  useApp.subscribe((now, before) => {
    if (now.releases !== before.releases && now.releases.length > 0) void during(warmUp());
  });
}

/** Lets the worker read the first example and draws its rows, both where nobody sees them. Not while a blob is open: the user was faster. */
async function warmUp(): Promise<void> {
  const [example] = useApp.getState().examples;
  const isOpen = () => useApp.getState().active !== undefined;
  await quiet();
  if (!example || isOpen()) return;
  try {
    const bytes = await fetchOwn(`examples/${example.file}`).then((answer) => answer.bytes());
    const rows = await ask("warmUp", { bytes, start: startSpec() });
    await quiet();
    if (!isOpen()) await rehearse(rows);
  } catch {
    // Nobody asked for it: the first blob takes longer then, and what is wrong is said when it is opened.
  }
}

/** Draws a tree that is no part of the page, in pieces, and takes it away in the next quiet moment. */
async function rehearse(rows: readonly Row[]): Promise<void> {
  const root = createRoot(document.createElement("div"));
  const tree = (
    <TreeTable
      label=""
      docId=""
      version={0}
      rows={rows.length}
      firstRows={rows}
      fetchRows={(from, to) => Promise.resolve(rows.slice(from, to))}
      selectedKey={undefined}
      selectedIndex={undefined}
      onSelect={doNothing}
      onToggle={doNothing}
      onOpenSiblings={doNothing}
      onActivate={doNothing}
      onContextMenu={doNothing}
      sort="offset"
      onSort={doNothing}
      columns={useApp.getState().columns}
      onColumns={doNothing}
    />
  );
  startTransition(() => root.render(tree));
  await quiet();
  root.unmount();
}
