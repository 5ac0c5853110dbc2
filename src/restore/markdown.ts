import { counted, visible } from "../base/index.ts";
import type { Finding, ReaderVerdict, VerdictKind } from "./model.ts";

/** A blob with what its readers make of it. */
export interface BlobVerdicts {
  readonly name: string;
  readonly bytes: number;
  readonly root: string;
  /** `confidence` is of use when the writer was not given. */
  readonly writer: { readonly release: string | undefined; readonly given: boolean; readonly confidence: string };
  /** The release that the blob went through before these readers read what it wrote; absent when they read the blob itself. */
  readonly through?: ReaderVerdict;
  readonly readers: readonly ReaderVerdict[];
}

/** Findings of a reader that a report lists. */
const MOST_LISTED = 50;

const WORDS: Readonly<Record<VerdictKind, string>> = {
  restores: "restores",
  loses: "restores, loses values",
  depends: "depends",
  fails: "**fails**",
  "no-root": "has no such root",
};

/** Text within Markdown that must not be taken for markup. */
function code(name: string): string {
  const text = visible(name);
  const fence = "`".repeat(1 + Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)));
  return fence.length > 1 ? `${fence} ${text} ${fence}` : `\`${text}\``;
}

function plain(text: string): string {
  return visible(text).replace(/[\\`*_<>|[\]]/g, "\\$&");
}

/** A finding as one item of a Markdown list. */
function findingMarkdown({ kind, path, range, message, why }: Finding): string {
  const at = path === "" ? "the blob" : code(path);
  return `- **${kind}** ${at}, bytes ${range[0]} to ${range[1]}: ${plain(message)}. ${plain(why)}\n`;
}

function readerMarkdown({ release, findings, findingsTotal, notes, exact }: ReaderVerdict, after?: string): string {
  if (findingsTotal === 0 && notes.length === 0) return "";
  const more = findingsTotal - Math.min(findings.length, MOST_LISTED);
  const remark = exact ? "" : "By a schema that is not exact.\n\n";
  const items = findings.slice(0, MOST_LISTED).map(findingMarkdown);
  const rest = [
    ...(more > 0 ? [`- ${counted(more, "more finding")}\n`] : []),
    ...notes.map(({ path, message }) => `- note ${path === "" ? "" : code(path)}: ${plain(message)}\n`),
  ];
  return `\n### ${plain(release)}${afterText(after)}\n\n${remark}${[...items, ...rest].join("")}`;
}

/** How sure a guess of the writer is, in a word for people. */
export function confidenceWord(confidence: string): string {
  return confidence === "unknown" ? "not sure" : confidence;
}

function afterText(after: string | undefined): string {
  return after === undefined ? "" : `, reading what ${plain(after)} wrote`;
}

/** Who wrote the blob, and how sure that is; empty when nothing is known of it. */
function writerText({ release, given, confidence }: BlobVerdicts["writer"]): string {
  return release === undefined ? "" : `written by ${plain(release)}${given ? "" : ` (${confidenceWord(confidence)})`}`;
}

/** One finding of a reader as Markdown, to paste into an incident. */
export function findingReport({ name, writer }: Pick<BlobVerdicts, "name" | "writer">, reader: string, finding: Finding): string {
  const by = writerText(writer);
  return `${code(name)}${by && `, ${by}`}, on ${plain(reader)}:\n\n${findingMarkdown(finding)}`;
}

/** A whole verdict as Markdown: the blob, a table of the releases, and the findings of each. */
export function verdictMarkdown({ name, bytes, root, writer, through, readers }: BlobVerdicts): string {
  const by = writerText(writer) || "writer not known";
  const all = [
    ...(through ? [{ reader: through, after: undefined }] : []),
    ...readers.map((reader) => ({ reader, after: through?.release })),
  ];
  const rows = all.map(
    ({ reader: { release, verdict, findingsTotal }, after }) =>
      `| ${plain(release)}${afterText(after)} | ${WORDS[verdict]} | ${findingsTotal || ""} |\n`,
  );
  const parts = all.map(({ reader, after }) => readerMarkdown(reader, after));
  return `## ${code(name)}\n\n${counted(bytes, "byte")} of ${code(root)}, ${by}.\n\n| release | verdict | findings |\n|---|---|---|\n${rows.join("")}${parts.join("")}`;
}
