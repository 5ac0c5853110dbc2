/** The table of all blobs as Markdown and as CSV. */
import type { BlobInfo, Origin } from "../../worker/protocol.ts";
import { copyText } from "./copy.ts";
import { download } from "./download.ts";
import { type AppState, useApp } from "./store.ts";
import { pathOf, tableReleases, tableRows, writersOf } from "./table-rows.ts";

/** Rows of the Markdown; a table of thousands is for a file. */
const MOST_ROWS = 200;

const WORDS = { fails: "**fails**", depends: "depends", loses: "loses", restores: "restores", "no-root": "no type" } as const;

/** Copies what the table shows as Markdown, with a list of the reasons. */
export async function copyTable(): Promise<void> {
  const state = useApp.getState();
  const rows = tableRows(state);
  const releases = tableReleases(state);
  const head = `| blob | root | writer | ${releases.map(plain).join(" | ")} |\n|---|---|---|${"---|".repeat(releases.length)}\n`;
  const lines = rows.slice(0, MOST_ROWS).flatMap((blob) => {
    const known = state.verdicts[blob.blobId];
    const cells = releases.map((release) => {
      const cell = known?.cells[release];
      const first = cell?.verdict === "fails" ? cell.findings[0] : undefined;
      return cell ? `${WORDS[cell.verdict]}${first ? `: ${plain(first.message)}` : ""}` : "";
    });
    const { root = "", alike } = known?.origin ?? {};
    const facts = `${plain(root)}${alike === undefined ? "" : `, one of ${alike} that fit`} | ${plain(writersOf(known) ?? "")} | ${cells.join(" | ")}`;
    return namesOf(state, blob).map((name) => `| ${plain(name)} | ${facts} |\n`);
  });
  const more = rows.length > MOST_ROWS ? `\n${(rows.length - MOST_ROWS).toLocaleString("en")} more blobs are not listed.\n` : "";
  await copyText(`${head}${lines.join("")}${more}`, "Copied the table as Markdown");
}

/** Saves what the table shows as CSV: a line for each file, of each release the verdict, the reason and its path. */
export function saveTable(): void {
  const state = useApp.getState();
  const releases = tableReleases(state);
  const head = [
    "blob",
    "bytes",
    "sha256",
    "root",
    "roots that fit",
    "writer",
    ...releases.flatMap((release) => [release, `${release} reason`, `${release} path`]),
  ];
  const lines = tableRows(state).flatMap((blob) => {
    const known = state.verdicts[blob.blobId];
    const cells = releases.flatMap((release) => {
      const cell = known?.cells[release];
      const [first] = cell?.findings ?? [];
      return [cell?.verdict ?? "", first?.message ?? "", first?.path ?? ""];
    });
    const facts = [String(blob.bytes), blob.sha256, ...rootFacts(known?.origin), writersOf(known) ?? "", ...cells];
    return namesOf(state, blob).map((name) => [name, ...facts]);
  });
  const text = [head, ...lines].map((line) => `${line.map(csv).join(",")}\r\n`).join("");
  download("verdicts.csv", new TextEncoder().encode(text), "text/csv");
}

/** The root, and how many types fit as well as it: 1 where it was chosen or no other does. */
function rootFacts(origin: Origin | undefined): readonly string[] {
  return origin?.root === undefined ? ["", ""] : [origin.root, String(origin.alike ?? 1)];
}

/** Every file that has the bytes of a blob: each gets a line. */
function namesOf({ twins }: AppState, blob: BlobInfo): readonly string[] {
  return [pathOf(blob), ...(twins[blob.blobId] ?? [])];
}

function plain(text: string): string {
  return text.replace(/[\\`*_<>|[\]]/g, "\\$&");
}

/** A value of CSV. A text that a spreadsheet would take for a formula is kept from it. */
function csv(text: string): string {
  const safe = /^[=+@\t]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
