import type { CompatFinding, Severity } from "../../../worker/protocol.ts";

/** A row of the list of findings: the name of a type, or a finding in it. */
export type FindingLine =
  | {
      readonly kind: "type";
      readonly key: string;
      /** Absent for units and packages. */
      readonly typeName: string | undefined;
      readonly oldTypeName: string | undefined;
      readonly worst: Severity;
      readonly count: number;
    }
  | { readonly kind: "finding"; readonly key: string; readonly finding: CompatFinding };

const ranks: Readonly<Record<Severity, number>> = { breaks: 0, risk: 1, loses: 2, info: 3 };

/** Findings with the name of each type before its own. They come grouped by type. */
export function findingLines(findings: readonly CompatFinding[]): readonly FindingLine[] {
  const lines: FindingLine[] = [];
  for (let from = 0, to = 0; from < findings.length; from = to) {
    const { typeName, oldTypeName } = findings[from]!;
    let worst: Severity = "info";
    for (to = from; to < findings.length && findings[to]!.typeName === typeName; to++) {
      const { severity } = findings[to]!;
      if (ranks[severity] < ranks[worst]) worst = severity;
    }
    lines.push({ kind: "type", key: `type ${typeName ?? ""}`, typeName, oldTypeName, worst, count: to - from });
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
