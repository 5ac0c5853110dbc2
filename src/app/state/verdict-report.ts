/** What leaves the app of a verdict: Markdown for an incident, and the bytes that a release would write. */
import type { Rewritten } from "../../worker/protocol.ts";
import { copyText } from "./copy.ts";
import { download } from "./download.ts";
import { openFiles } from "./open.ts";
import { ask, reportFailure } from "./session.ts";
import { useApp } from "./store.ts";
import { toast } from "./toasts.ts";
import { verdictAsk } from "./verdict.ts";

/** Copies the finding that the bar shows as Markdown. */
export async function copyFinding(): Promise<void> {
  const { doc, findingAt } = useApp.getState();
  if (doc?.release !== undefined) await copyMarkdown({ reader: doc.release, at: findingAt }, "Copied the finding as Markdown");
}

/** Copies what every release makes of the open blob as Markdown. */
export async function copyVerdict(): Promise<void> {
  await copyMarkdown(undefined, "Copied the verdict as Markdown");
}

async function copyMarkdown(finding: { readonly reader: string; readonly at: number } | undefined, says: string): Promise<void> {
  const state = useApp.getState();
  if (state.active === undefined) return;
  try {
    const what = { ...verdictAsk(state, state.active), ...(finding && { finding }) };
    await copyText(await ask("verdictMarkdown", what, { label: "Writing the verdict" }), says);
  } catch (error) {
    reportFailure("The verdict cannot be copied", error);
  }
}

/** Asks what a release would write after reading the open blob; says why when it would write nothing. */
async function rewritten(release: string): Promise<Extract<Rewritten, { kind: "written" }> | undefined> {
  const state = useApp.getState();
  if (state.active === undefined) return undefined;
  const label = `Writing as ${release} would`;
  const out = await ask("resave", { ...verdictAsk(state, state.active), reader: release }, { label });
  if (out.kind === "written") return out;
  const reason =
    out.kind === "no-root"
      ? "it has no such root type"
      : `it stops at ${out.path || "the blob"}: ${out.message}. ${out.why}`.replace(/\.$/, "");
  useApp.setState({ failure: `${release} would write nothing: ${reason}.` });
  return undefined;
}

/** Saves what a release would write after reading the open blob. */
export async function saveResaved(release: string): Promise<void> {
  try {
    const out = await rewritten(release);
    if (!out) return;
    download(out.name, out.bytes);
    toast(out.same ? `${release} writes the same bytes` : `Saved as ${release} would${doubtText(out.inDoubt.length)}`);
  } catch (error) {
    reportFailure(`What ${release} would write cannot be saved`, error);
  }
}

/** Opens what a release would write as a further blob, read with that release: the values that it holds after reading. */
export async function openResaved(release: string): Promise<void> {
  try {
    const out = await rewritten(release);
    if (!out) return;
    const file = new Blob([out.bytes]);
    await openFiles([{ path: out.name, kind: "file", file }], [], { release, suggested: true });
    if (out.inDoubt.length > 0) toast(`As ${release} would write it${doubtText(out.inDoubt.length)}`);
  } catch (error) {
    reportFailure(`What ${release} would write cannot be shown`, error);
  }
}

function doubtText(places: number): string {
  return places === 0 ? "" : `, ${places.toLocaleString("en")} ${places === 1 ? "place" : "places"} in doubt`;
}
