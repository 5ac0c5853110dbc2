import type { CompatFinding } from "../../../worker/protocol.ts";

/** A row of the list of findings: the name of a type, or a finding in it. */
export type FindingLine =
  | {
      readonly kind: "type";
      readonly key: string;
      /** Absent for units and packages. */
      readonly typeName: string | undefined;
      readonly oldTypeName: string | undefined;
      readonly count: number;
    }
  | { readonly kind: "finding"; readonly key: string; readonly finding: CompatFinding };

/** Findings with the name of each type before its own. They come grouped by type. */
export function findingLines(findings: readonly CompatFinding[]): readonly FindingLine[] {
  const lines: FindingLine[] = [];
  for (let from = 0, to = 0; from < findings.length; from = to) {
    const { typeName, oldTypeName } = findings[from]!;
    while (to < findings.length && findings[to]!.typeName === typeName) to++;
    lines.push({ kind: "type", key: `type ${typeName ?? ""}`, typeName, oldTypeName, count: to - from });
    for (const finding of findings.slice(from, to)) lines.push({ kind: "finding", key: finding.id, finding });
  }
  return lines;
}

/** The next finding from a row, in a direction, over names of types; the row itself when there is none. */
export function stepFinding(lines: readonly FindingLine[], at: number, by: number): number {
  const step = by < 0 ? -1 : 1;
  let left = Math.abs(by);
  let found = at;
  for (let next = at + step; next >= 0 && next < lines.length && left > 0; next += step) {
    if (lines[next]!.kind !== "finding") continue;
    found = next;
    left--;
  }
  return found;
}
