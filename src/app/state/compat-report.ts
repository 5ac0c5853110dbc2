/** What leaves the app of a comparison of two releases: Markdown for a pull request. */
import type { Requests } from "../../worker/protocol.ts";
import { copyText } from "./copy.ts";
import { ask, reportFailure } from "./session.ts";
import { useApp } from "./store.ts";

/** Copies the findings that are shown, of the chosen way and severity. */
export async function copyFindings(): Promise<void> {
  const { compatDirection: direction, compatShow: severity } = useApp.getState();
  await copyMarkdown({ direction, severity }, "Copied the findings as Markdown");
}

/** Copies the selected finding with both declarations. */
export async function copySelectedFinding(): Promise<void> {
  const { compatFinding: id } = useApp.getState();
  if (id !== undefined) await copyMarkdown({ id }, "Copied the finding as Markdown");
}

async function copyMarkdown(what: Requests["compatMarkdown"]["in"]["what"], says: string): Promise<void> {
  const report = useApp.getState().compatReport;
  if (!report) return;
  const { old, new: now } = report;
  try {
    await copyText(await ask("compatMarkdown", { old, new: now, what }, { label: "Writing the findings" }), says);
  } catch (error) {
    reportFailure("The findings cannot be copied", error);
  }
}
