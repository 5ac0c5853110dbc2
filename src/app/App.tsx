import { CSPProvider } from "@base-ui/react/csp-provider";
import { useEffect } from "react";
import { InspectWorkspace } from "./inspect/InspectWorkspace.tsx";
import { Banners, WorkInProgress } from "./shell/Banners.tsx";
import { DropAnywhere, FileInputs } from "./shell/DropAnywhere.tsx";
import { HelpDialog } from "./shell/HelpDialog.tsx";
import { followKeys } from "./shell/keys.ts";
import { Palette } from "./shell/Palette.tsx";
import { PasteDialog } from "./shell/PasteDialog.tsx";
import { followFocus } from "./shell/panes.ts";
import { SchemasDialog } from "./shell/SchemasDialog.tsx";
import { StatusBar } from "./shell/StatusBar.tsx";
import { Toasts } from "./shell/Toasts.tsx";
import { WindowBar } from "./shell/WindowBar.tsx";
import styles from "./shell/window.module.css";
import { activeBlob } from "./state/reading.ts";
import { useApp } from "./state/store.ts";

/** The window: its bars, the workspace, and what floats above them. */
export function App() {
  useEffect(() => {
    const stops = [followKeys(), followFocus()];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
  const name = useApp((s) => activeBlob(s)?.name);
  return (
    <CSPProvider disableStyleElements>
      <title>{name === undefined ? "Save-State Inspector" : `${name}: Save-State Inspector`}</title>
      <div className={styles.window}>
        <WindowBar />
        <Banners />
        <InspectWorkspace />
        <StatusBar />
      </div>
      <Dialogs />
      <WorkInProgress />
      <Toasts />
      <DropAnywhere />
      <FileInputs />
    </CSPProvider>
  );
}

function Dialogs() {
  const dialog = useApp((s) => s.dialog);
  const close = () => useApp.setState({ dialog: undefined });
  switch (dialog) {
    case "help":
      return <HelpDialog onClose={close} />;
    case "palette":
      return <Palette onClose={close} />;
    case "paste":
      return <PasteDialog onClose={close} />;
    case "schemas":
      return <SchemasDialog onClose={close} />;
    case undefined:
      return null;
  }
}
