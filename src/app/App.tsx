import { lazy, Suspense, useEffect } from "react";
import { assertNever } from "../base/index.ts";
import { CompareWorkspace } from "./compare/CompareWorkspace.tsx";
import { InspectWorkspace } from "./inspect/InspectWorkspace.tsx";
import { ReleasesWorkspace } from "./registry/ReleasesWorkspace.tsx";
import { Banners, WorkInProgress } from "./shell/Banners.tsx";
import { DropAnywhere, FileInputs } from "./shell/DropAnywhere.tsx";
import { Guarded } from "./shell/Guarded.tsx";
import { followKeys } from "./shell/keys.ts";
import { followFocus } from "./shell/panes.ts";
import { StatusBar } from "./shell/StatusBar.tsx";
import { Toasts } from "./shell/Toasts.tsx";
import { WindowBar } from "./shell/WindowBar.tsx";
import styles from "./shell/window.module.css";
import { activeBlob } from "./state/reading.ts";
import { type AppState, useApp } from "./state/store.ts";

/** Dialogs and the library behind them come when the first one is opened: nobody waits for them at start. */
const OpenDialog = lazy(() => import("./shell/OpenDialog.tsx"));

/** The window: its bars, the workspace, and what floats above them. */
export function App() {
  useEffect(() => {
    const stops = [followKeys(), followFocus()];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
  const name = useApp(titleOf);
  const workspace = useApp((s) => s.workspace);
  useEffect(() => {
    document.title = name === undefined ? "Save-State Inspector" : `${name}: Save-State Inspector`;
  }, [name]);
  return (
    <>
      <div className={styles.window}>
        <WindowBar />
        <Banners />
        {workspace === "inspect" ? (
          <Guarded key="inspect" name="Inspect">
            <InspectWorkspace />
          </Guarded>
        ) : workspace === "compare" ? (
          <Guarded key="compare" name="Compare">
            <CompareWorkspace />
          </Guarded>
        ) : (
          <Guarded key="releases" name="Releases">
            <ReleasesWorkspace />
          </Guarded>
        )}
        <StatusBar />
      </div>
      <Dialogs />
      <WorkInProgress />
      <Toasts />
      <DropAnywhere />
      <FileInputs />
    </>
  );
}

/** What the window shows, for its title. */
function titleOf(state: AppState): string | undefined {
  const { a, b } = state.compare;
  switch (state.workspace) {
    case "inspect":
      return activeBlob(state)?.name;
    case "compare":
      return a && b ? `${a.name} and ${b.name}` : "Compare";
    case "releases":
      return state.typeName ?? "Releases";
    default:
      return assertNever(state.workspace);
  }
}

function Dialogs() {
  const dialog = useApp((s) => s.dialog);
  return <Suspense>{dialog && <OpenDialog name={dialog} />}</Suspense>;
}
