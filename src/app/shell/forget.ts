import { startAgain } from "../state/open.ts";
import { forgetAll } from "../state/remember.ts";
import { ask, reportFailure } from "../state/session.ts";
import { useApp } from "../state/store.ts";
import { toast } from "../state/toasts.ts";
import { applySettings } from "./settings.ts";

/** Empties what the browser keeps for this page, releases and settings alike, and begins anew with nothing open. */
export async function forgetEverything(): Promise<void> {
  useApp.setState({ dialog: undefined });
  try {
    const { trouble } = await ask("forget", null);
    forgetAll();
    useApp.setState({ columns: { sizing: {}, visibility: {}, order: [] }, openTypes: [], typeText: "", onlyChanges: false });
    useApp.setState({ typeName: undefined, fieldNumber: undefined });
    applySettings();
    await startAgain();
    if (trouble && trouble.code !== "refused") useApp.setState({ failure: `Not all could be forgotten. ${trouble.message}` });
    else toast("The browser keeps nothing of this page any more");
  } catch (error) {
    reportFailure("Not all could be forgotten", error);
  }
}
