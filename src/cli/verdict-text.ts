import { styleText } from "node:util";
import { counted, visible } from "../base/index.ts";
import { confidenceWord, type Finding, type FindingKind, type ReaderVerdict, type VerdictKind } from "../restore/index.ts";
import { type JudgedBlob, readings } from "./judged.ts";

type Style = Parameters<typeof styleText>[0];

const VERDICTS: Readonly<Record<VerdictKind, { readonly icon: string; readonly word: string; readonly style: Style }>> = {
  restores: { icon: "✓", word: "restores", style: "green" },
  loses: { icon: "!", word: "restores, loses values", style: "yellow" },
  depends: { icon: "?", word: "depends", style: "yellow" },
  fails: { icon: "✗", word: "fails", style: "red" },
  "no-root": { icon: "–", word: "has no such root", style: "dim" },
};

const KINDS: Readonly<Record<FindingKind, Style>> = {
  fails: "red",
  depends: "yellow",
  lost: "yellow",
  truncated: "yellow",
  reinterpreted: "yellow",
  defaulted: "yellow",
};

/** Findings of one reader that are printed. */
const MOST_PRINTED = 20;
/** Notes likewise. */
const MOST_NOTES = 5;

type Paint = (style: Style, text: string) => string;

function findingText({ kind, path, range, message, why }: Finding, paint: Paint): string {
  const [from, to] = range;
  return `    ${paint(KINDS[kind], kind)} ${paint("bold", path === "" ? "(the blob)" : path)} ${paint("dim", `[${from}, ${to})`)} ${visible(message)}\n      ${visible(why)}\n`;
}

/** A verdict for people: a line for each reader, its findings below it. */
export function verdictText(blob: JudgedBlob, color: boolean): string {
  const { file, name, bytes, root, writer, through } = blob;
  const paint: Paint = (style, text) => (color ? styleText(style, text, { validateStream: false }) : text);
  const by =
    writer.release === undefined
      ? "writer unknown"
      : `written by ${writer.release}${writer.given ? "" : ` (${confidenceWord(writer.confidence)})`}`;
  const head = `${paint("bold", visible(file ?? name))}  ${counted(bytes, "byte")}  ${root}  ${by}\n`;
  const all = readings(blob);
  const width = Math.max(...all.map(({ reader }) => reader.release.length));
  const text = all.map(({ reader }) => readerText(reader, width, paint));
  if (!through) return head + text.join("");
  const [there, ...back] = text;
  const doubt = through.inDoubt.length === 0 ? "" : ` (${counted(through.inDoubt.length, "place")} in doubt)`;
  const again =
    back.length > 0 ? `  what ${through.release} writes again${doubt}, read by\n` : `  ${through.release} writes nothing again\n`;
  return `${head}${there}${paint("dim", again)}${back.join("")}`;
}

function readerText(reader: ReaderVerdict, width: number, paint: Paint): string {
  const { icon, word, style } = VERDICTS[reader.verdict];
  const { findings, findingsTotal, notes } = reader;
  const count = findingsTotal === 0 ? "" : `  ${counted(findingsTotal, "finding")}`;
  const doubt = reader.exact || reader.verdict === "no-root" ? "" : paint("dim", "  the schema is not exact in all of it");
  const shown = findings.slice(0, MOST_PRINTED).map((finding) => findingText(finding, paint));
  const more = findingsTotal - shown.length;
  const remarks = notes
    .slice(0, MOST_NOTES)
    .map(({ path, message }) => `    ${paint("dim", `note${path === "" ? "" : ` ${path}`}: ${visible(message)}`)}\n`);
  return [
    `  ${paint(style, icon)} ${reader.release.padEnd(width)}  ${paint(style, word)}${count}${doubt}\n`,
    ...shown,
    ...(more > 0 ? [`    ${counted(more, "more finding")}; --json has them up to --limit\n`] : []),
    ...remarks,
    ...(notes.length > MOST_NOTES ? [`    ${counted(notes.length - MOST_NOTES, "more note")}\n`] : []),
  ].join("");
}
