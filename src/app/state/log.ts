/** A line of a log that tells of a failed restore: what it says, and which fields of the open blob can have caused it. */
import type { LogAnswer, LogCause } from "../../worker/protocol.ts";
import { ask, reportFailure } from "./session.ts";
import { useApp } from "./store.ts";
import { goToFinding, openAt, verdictAsk } from "./verdict.ts";

let latest = 0;

/** Opens the dialog for a log; with a text, it is read at once. */
export function openLog(text?: string): void {
  useApp.setState({ dialog: "log", ...(text !== undefined && { logText: text, logAnswer: undefined }) });
}

/** Reads the text and looks in the open blob for what can have given its errors. */
export async function readLog(text: string): Promise<void> {
  const mine = ++latest;
  const state = useApp.getState();
  const { active } = state;
  useApp.setState({ logText: text });
  try {
    const blob = active === undefined ? undefined : verdictAsk(state, active);
    const answer = await ask("readLog", { text, ...(blob && { blob }) }, { label: "Looking for the cause" });
    if (mine === latest) useApp.setState({ logAnswer: answer });
  } catch (error) {
    reportFailure("The log cannot be read", error);
  }
}

/** Words that stand in every error of a restore; a text without any is no log. */
const WORDS =
  /decoding failed|saved state is invalid|unit name|unknown entry id|type mismatch, expected|failed to (?:restore|decode)|missing (?:required field|enum variant)|value must be non-zero|^\s*(?:expected a|eof parsing|wrong |invalid |varint too big|unknown wire type)/im;

/** Takes a pasted text that tells of a failed restore, and shows what can have caused it. Gives false when it is none. */
export async function takesLog(text: string): Promise<boolean> {
  if (!WORDS.test(text)) return false;
  try {
    const answer: LogAnswer = await ask("readLog", { text });
    if (answer.kind === "foreign") return false;
  } catch {
    return false;
  }
  openLog(text);
  return true;
}

/** Reads the blob with the release and shows the field that can have caused the error there, in the tree and in the bytes. */
export async function goToCause(release: string, { finding, path, range }: LogCause): Promise<void> {
  useApp.setState({ dialog: undefined });
  if (finding === undefined) {
    await goToFinding({ path, range });
    return;
  }
  await openAt(release, { path, range });
}
