import { counted, cut, grouped, inQuotes } from "../base/index.ts";
import { bytesChange } from "./byte-change.ts";
import { CHANGE_KINDS, type ChangeKind, type Comparison, Flag, RowForm, type Side } from "./model.ts";
import { changeFrom, changeKind, rowPath } from "./rows.ts";
import { nearestKey, rowDisplay, rowType } from "./values.ts";

export interface MarkdownOptions {
  /** Changes that are listed, over all units; 100 by default. The rest is counted. */
  readonly most?: number;
}

const MOST = 100;
const VALUE_LIMIT = 48;
/** Units and fields of the root that are named in the table. */
const MOST_UNITS = 60;

/** What the kinds mean whose word alone does not tell. */
const MEANINGS: Partial<Readonly<Record<ChangeKind, string>>> = {
  moved: "the same element at another place of its list",
  retyped: "the two releases give the field different types",
  renamed: "the two releases call the field differently",
  "wire-only": "restores to the same value from other bytes",
};

/** Text that stands for itself in a cell of a table. */
function plain(text: string): string {
  return text.replace(/[\\`*_[\]<>|~]/g, "\\$&").replace(/\s+/g, " ");
}

/** Text in a code span that also holds in a cell: with backticks around that it does not contain. */
function code(text: string): string {
  if (text === "") return "";
  const fence = "`".repeat(Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length)) + 1);
  const pad = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return `${fence}${pad}${text.replaceAll("|", "\\|").replace(/\s+/g, " ")}${pad}${fence}`;
}

function sideLine(mark: string, { decoded, name }: Side): string {
  const { root, set, bytes } = decoded;
  return `- **${mark}** ${code(name)}, ${counted(bytes.length, "byte")}${root ? `, ${code(root.typeName)} read with ${plain(set.release)}` : ", read raw"}`;
}

function kindsText(counts: Readonly<Record<ChangeKind, number>>): string {
  return CHANGE_KINDS.filter((kind) => counts[kind] > 0)
    .map((kind) => `${grouped(counts[kind])} ${kind}`)
    .join(", ");
}

/** One side of a change in a cell. */
function cell(comparison: Comparison, row: number, side: "a" | "b"): string {
  const { rows } = comparison;
  const value = rowDisplay(comparison, row, side);
  const release = plain(comparison[side].decoded.set.release);
  const kind = changeKind(comparison, row);
  if (!value) return rows.form[row] === RowForm.ELEMENT || kind === "wire-only" ? "absent" : `not in ${release}`;
  if (value.kind === "none") return "absent";
  const text = value.kind === "text" ? code(inQuotes(cut(value.text, VALUE_LIMIT))) : code(cut(value.text, VALUE_LIMIT));
  const isForeign = rows.a.has(row) && rows.b.has(row) && ((kind === "removed" && side === "b") || (kind === "added" && side === "a"));
  if (isForeign) return `unknown to ${release}`;
  if (kind === "retyped") return `${text} (${plain(rowType(comparison, row, side))})`;
  const bytes = kind === "changed" ? bytesChange(comparison, row) : undefined;
  if (bytes) return side === "a" ? code(bytes.a) : `${code(bytes.b)} (${bytes.remark})`;
  return !rows[side].has(row) && value.aside ? `${text} (${plain(value.aside)})` : text;
}

/** B's path without what it has in common with A's up to the last whole step: `…disks[2].id`. */
function otherPath(path: string, pathB: string): string {
  let at = 0;
  while (at < path.length && path[at] === pathB[at]) at++;
  const step = pathB.lastIndexOf(".", at - 1) + 1;
  return step > 0 ? `…${pathB.slice(step)}` : pathB;
}

function changeLine(comparison: Comparison, row: number): string {
  const { path, pathB } = rowPath(comparison, row);
  const key = nearestKey(comparison, row);
  const place = `${code(path)}${pathB === undefined ? "" : ` → ${code(otherPath(path, pathB))}`}${key === undefined ? "" : ` (${plain(key)})`}`;
  const same = changeKind(comparison, row) === "retyped" && !(comparison.rows.flags[row]! & Flag.UNLIKE) ? ", the same value" : "";
  return `| ${changeKind(comparison, row)}${same} | ${place} | ${cell(comparison, row, "a")} | ${cell(comparison, row, "b")} |`;
}

/**
 * A summary to paste into a pull request or an incident: both sides, what restores alike, counts by unit, and the first changes of
 * each unit in a table. Names and values are escaped. Cost: what is listed.
 */
export function comparisonMarkdown(comparison: Comparison, options: MarkdownOptions = {}): string {
  const { changes, counts, equal, coarse, units, equalUnits, rows } = comparison;
  const most = options.most ?? MOST;
  const lines = ["### Saved state compared", "", sideLine("A", comparison.a), sideLine("B", comparison.b), ""];
  if (changes.length === 0) lines.push("**No change.**");
  else
    lines.push(
      `**${counted(changes.length, "change")}** (${kindsText(counts)}). ${equal ? "Both sides restore to the same values." : "The sides do not restore to the same values."}`,
    );
  const meant = Object.entries(MEANINGS).filter(([kind]) => counts[kind as ChangeKind] > 0);
  if (meant.length > 0) lines.push("", meant.map(([kind, meaning]) => `*${kind}*: ${meaning}.`).join(" "));
  for (const { path, reason } of coarse) lines.push("", `> Coarse${path === "" ? "" : ` at ${code(path)}`}: ${plain(reason)}`);
  const changed = units.filter(({ total }) => total > 0);
  if (changed.length > 0) {
    lines.push("", "| Unit or field | Changes | Of which kind |", "|---|---:|---|");
    for (const unit of changed.slice(0, MOST_UNITS)) {
      const { label, total, counts: own, row, inA, inB } = unit;
      const only = inB ? "b" : "a";
      const what = inA && inB ? kindsText(own) : `only in ${only.toUpperCase()}: ${cell(comparison, row, only)}`;
      lines.push(`| ${code(label)} | ${grouped(total)} | ${what} |`);
    }
    if (changed.length > MOST_UNITS) lines.push(`| … ${grouped(changed.length - MOST_UNITS)} more | | |`);
    if (equalUnits > 0) lines.push(`| ${grouped(equalUnits)} more | 0 | equal |`);
  }
  let left = most;
  for (const [at, { label, row, total, inA, inB }] of changed.entries()) {
    if (left <= 0) break;
    if (total === 1 && !(inA && inB) && at < MOST_UNITS) {
      // The table of units has said it.
      left--;
      continue;
    }
    const first = changeFrom(comparison, row);
    const shown = Math.min(total, left);
    left -= shown;
    lines.push(
      "",
      `<details><summary>${plainHtml(label)}: ${counted(total, "change")}</summary>`,
      "",
      "| Kind | Field | A | B |",
      "|---|---|---|---|",
    );
    for (let i = first; i < first + shown; i++) lines.push(changeLine(comparison, changes[i]!));
    if (shown < total) lines.push(`| … | ${grouped(total - shown)} more | | |`);
    lines.push("", "</details>");
  }
  const listed = most - Math.max(0, left);
  if (listed < changes.length && rows.length > 0)
    lines.push("", `${grouped(listed)} of ${counted(changes.length, "change")} ${listed === 1 ? "is" : "are"} listed.`);
  return `${lines.join("\n")}\n`;
}

function plainHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replace(/\s+/g, " ");
}
