import { CSPProvider } from "@base-ui/react/csp-provider";
import { ReadAsDialog } from "../inspect/ReadAsDialog.tsx";
import { ClashDialog } from "../registry/ClashDialog.tsx";
import { ForgetDialog } from "../registry/ForgetDialog.tsx";
import { useApp } from "../state/store.ts";
import type { DialogName } from "../state/ui-slice.ts";
import { LogDialog } from "../verdict/LogDialog.tsx";
import { HelpDialog } from "./HelpDialog.tsx";
import { Palette } from "./Palette.tsx";
import { PasteDialog } from "./PasteDialog.tsx";
import { SchemasDialog } from "./SchemasDialog.tsx";

const close = () => useApp.setState({ dialog: undefined });
const dialogs = {
  help: HelpDialog,
  palette: Palette,
  paste: PasteDialog,
  schemas: SchemasDialog,
  clashes: ClashDialog,
  forget: ForgetDialog,
  log: LogDialog,
  readAs: ReadAsDialog,
} as const;

/** The dialog of that name. The page's policy allows no style elements, so the library is told to write none. */
export default function OpenDialog({ name }: { readonly name: DialogName }) {
  const Dialog = dialogs[name];
  return (
    <CSPProvider disableStyleElements>
      <Dialog onClose={close} />
    </CSPProvider>
  );
}
