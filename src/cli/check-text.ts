import { styleText } from "node:util";
import { countsText, directionText, type SchemaFinding, type Severity } from "../compare/index.ts";

type Color = Parameters<typeof styleText>[0];

const COLORS: Readonly<Record<Severity, Color>> = { breaks: "red", risk: "magenta", loses: "yellow", info: "dim" };

/** Prints findings for people, by type: what, in which direction, where, and both declarations. */
export function checkText(findings: readonly SchemaFinding[], old: string, now: string, color: boolean): string {
  const paint = (style: Color, text: string): string => (color && text !== "" ? styleText(style, text, { validateStream: false }) : text);
  const lines = [`${old} and ${now}: ${countsText(findings)}`];
  const width = Math.max(...findings.map(({ direction }) => directionText(direction, old, now).length), 0);
  let typeName: string | undefined | null = null;
  for (const finding of findings) {
    const { severity, direction, field, number, rule, message, oldField, oldTypeName } = finding;
    if (finding.typeName !== typeName) {
      typeName = finding.typeName;
      const before = oldTypeName === undefined ? "" : paint("dim", ` (${old}: ${oldTypeName})`);
      lines.push("", `${paint("bold", typeName ?? "the whole release")}${before}`);
    }
    const before = oldField === undefined ? "" : `${oldField} / `;
    const place = field === undefined ? "" : `${number === undefined ? "" : `${number} `}${before}${field}`;
    const head = [paint(COLORS[severity], severity.padEnd(6)), directionText(direction, old, now).padEnd(width), place].join("  ");
    lines.push(`  ${head.trimEnd()}  ${paint("dim", rule)}`, `          ${message}`);
    if (finding.old !== undefined && finding.old !== finding.oldTypeName && field !== undefined && number !== undefined)
      lines.push(paint("red", `          - ${finding.old}`));
    if (finding.new !== undefined && field !== undefined && number !== undefined) lines.push(paint("green", `          + ${finding.new}`));
  }
  return `${lines.join("\n")}\n`;
}
