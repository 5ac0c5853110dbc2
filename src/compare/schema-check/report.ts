import { counted } from "../../base/index.ts";
import { type Direction, type SchemaFinding, SEVERITIES, type Severity } from "./model.ts";

/** The document of `savestate check --json`; what a finding does not have is null. */
export function checkJson(findings: readonly SchemaFinding[]): string {
  const rows = findings.map(({ rule, severity, direction, typeName, field, number, old, new: now, message }) => ({
    rule,
    severity,
    direction,
    typeName: typeName ?? null,
    field: field ?? null,
    number: number ?? null,
    old: old ?? null,
    new: now ?? null,
    message,
  }));
  return `${JSON.stringify({ schemaVersion: 1, findings: rows }, null, 2)}\n`;
}

/** How many findings there are of each severity. */
export function severityCounts(findings: readonly SchemaFinding[]): Readonly<Record<Severity, number>> {
  const counts = { breaks: 0, risk: 0, loses: 0, info: 0 };
  for (const { severity } of findings) counts[severity]++;
  return counts;
}

/** Those that concern one direction; `both` for all. */
export function inDirection(findings: readonly SchemaFinding[], direction: Direction): readonly SchemaFinding[] {
  return direction === "both" ? findings : findings.filter((one) => one.direction === direction || one.direction === "both");
}

/** `2 breaks, 1 risk, 8 lose, 3 info`; "nothing" for none. */
export function countsText(findings: readonly SchemaFinding[]): string {
  const counts = severityCounts(findings);
  const words: Readonly<Record<Severity, readonly [string, string]>> = {
    breaks: ["breaks", "break"],
    risk: ["risk", "risks"],
    loses: ["loses", "lose"],
    info: ["info", "info"],
  };
  const parts = SEVERITIES.filter((severity) => counts[severity] > 0).map((severity) => counted(counts[severity], ...words[severity]));
  return parts.length > 0 ? parts.join(", ") : "nothing";
}

/** `2411 on 2505`: what the one wrote, restored on the other; `both ways`. */
export function directionText(direction: Direction, old: string, now: string): string {
  return direction === "both" ? "both ways" : direction === "old-to-new" ? `${old} on ${now}` : `${now} on ${old}`;
}

/** The findings as Markdown for a pull request, by type. With `total`, these are some of so many. */
export function checkMarkdown(findings: readonly SchemaFinding[], old: string, now: string, total = findings.length): string {
  const some = findings.length < total ? `, of ${counted(total, "finding")}` : "";
  const lines = [`## Saved state: ${code(old)} and ${code(now)}`, "", `${sentence(countsText(findings))}${some}.`];
  let typeName: string | undefined | null = null;
  for (const finding of findings) {
    if (finding.typeName !== typeName) {
      typeName = finding.typeName;
      lines.push("", `### ${typeName === undefined ? "The whole release" : code(typeName)}`, "");
      lines.push("| | restoring | field | what happens | rule |", "|---|---|---|---|---|");
    }
    const { severity, direction, field, number, rule, message } = finding;
    const place = field === undefined ? "" : `${number === undefined ? "" : `${number} `}${code(field)}`;
    lines.push(`| ${severity} | ${directionText(direction, cell(old), cell(now))} | ${place} | ${cell(message)} | ${rule} |`);
  }
  return `${lines.join("\n")}\n`;
}

/** One finding as Markdown, with both declarations. */
export function findingMarkdown(finding: SchemaFinding, old: string, now: string): string {
  const { severity, direction, typeName, field, number, rule, message } = finding;
  const type = typeName === undefined ? "the whole release" : code(typeName);
  const place = field === undefined ? type : `${type}, ${number === undefined ? "" : `${number} `}${code(field)}`;
  const sides = [...(finding.old === undefined ? [] : [`- ${finding.old}`]), ...(finding.new === undefined ? [] : [`+ ${finding.new}`])];
  const diff = sides.length > 0 ? `\n\`\`\`diff\n${sides.join("\n")}\n\`\`\`\n` : "";
  return `**${severity}**, ${directionText(direction, cell(old), cell(now))}, in ${place} (${rule}): ${cell(message)}\n${diff}`;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function code(text: string): string {
  return `\`${text.replaceAll("`", "")}\``;
}

function cell(text: string): string {
  return text.replace(/[\\|<>*_`]/g, "\\$&").replaceAll("\n", " ");
}
