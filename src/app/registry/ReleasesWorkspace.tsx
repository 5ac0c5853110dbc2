import { useEffect } from "react";
import { Group, Panel } from "react-resizable-panels";
import panes from "../panes/panes.module.css";
import { Side } from "../panes/Side.tsx";
import { usePaneSize } from "../panes/use-pane-size.ts";
import { useApp } from "../state/store.ts";
import { loadTypePage, loadTypes } from "../state/types.ts";
import { useNarrow } from "../tree/columns.ts";
import { CompatPane } from "./compat/CompatPane.tsx";
import { RulesPane } from "./compat/RulesPane.tsx";
import { ReleasesPane } from "./ReleasesPane.tsx";
import { TypePane } from "./TypePane.tsx";

/** The workspace of the registered releases: they and their types on the left, one type over all of them beside it. */
export function ReleasesWorkspace() {
  const narrow = useNarrow();
  const version = useApp((s) => s.registryVersion);
  const typeName = useApp((s) => s.typeName);
  useEffect(() => {
    if (version > 0) void loadTypes();
  }, [version]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version says that the releases are others
  useEffect(() => {
    if (useApp.getState().registryVersion > 0) void loadTypePage();
  }, [version, typeName]);
  // The sizes of narrow and wide windows are remembered apart, so each has panes of its own.
  return <Panes key={narrow ? "narrow" : "wide"} narrow={narrow} />;
}

function Panes({ narrow }: { readonly narrow: boolean }) {
  const left = usePaneSize(narrow ? "releases-narrow" : "releases", narrow ? 220 : 248);
  return (
    <main className={panes.work}>
      <Group className={panes.panes} onLayoutChanged={(_, { isUserInteraction }) => isUserInteraction && left.keep()}>
        <Side id="releases" size={left} min={200} max={480} at="left" splits="Width of the releases">
          <ReleasesPane />
        </Side>
        <Panel id="type" minSize={narrow ? 400 : 560}>
          <Middle />
        </Panel>
      </Group>
    </main>
  );
}

function Middle() {
  const view = useApp((s) => s.releasesView);
  switch (view) {
    case "type":
      return <TypePane />;
    case "compat":
      return <CompatPane />;
    case "rules":
      return <RulesPane />;
  }
}
