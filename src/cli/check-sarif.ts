import path from "node:path";
import { directionText, type SchemaFinding, type Severity } from "../compare/index.ts";
import type { SchemaSet } from "../schema/index.ts";
import { type SarifError, type SarifLevel, type SarifResult, sarifText } from "./sarif.ts";

/** A release, and the folder of its `.proto` files. */
export interface ReleaseInFolder {
  readonly set: SchemaSet;
  readonly folder: string;
}

const LEVELS: Readonly<Record<Severity, SarifLevel>> = { breaks: "error", risk: "warning", loses: "note", info: "note" };

/** Where a release declares what a finding is of; undefined where it does not. */
function declared({ set, folder }: ReleaseInFolder, typeName: string | undefined, finding: SchemaFinding): SarifResult["file"] {
  if (typeName === undefined) return undefined;
  const type = set.typeByName.get(typeName);
  const file = type?.file ?? set.enums.find((one) => one.typeName === typeName)?.file;
  if (file === undefined) return undefined;
  const field = finding.number === undefined ? undefined : type?.byNumber.get(finding.number);
  if (finding.number !== undefined && type && !field) return undefined;
  const line = field ? field.line : type?.line;
  return { name: path.join(folder, file), ...(line !== undefined && { line }) };
}

/** The `.proto` files of a release that do not parse, of which nothing is judged. */
export function unreadIn({ set, folder }: ReleaseInFolder): readonly SarifError[] {
  return set.problems
    .filter(({ code }) => code === "syntax" || code === "not-text")
    .map(({ code, file, message }) => ({ file: path.join(folder, file), code, message: `${path.join(folder, file)}: ${message}` }));
}

/** Findings as a SARIF log: a result for each, where NEW declares the field, or OLD where NEW has dropped it. */
export function checkSarif(findings: readonly SchemaFinding[], old: ReleaseInFolder, now: ReleaseInFolder): string {
  const results = findings.map((finding): SarifResult => {
    const { rule, severity, direction, typeName, oldTypeName, field, message } = finding;
    const file = declared(now, typeName, finding) ?? declared(old, oldTypeName ?? typeName, finding);
    const place = [typeName, field].filter((part) => part !== undefined).join(".");
    return {
      rule,
      level: LEVELS[severity],
      message: `${directionText(direction, old.set.release, now.set.release)}: ${place === "" ? "" : `${place}: `}${message}`,
      ...(file && { file }),
      place,
      properties: { severity, direction, old: finding.old, new: finding.new },
    };
  });
  return sarifText("savestate check", results, [...unreadIn(old), ...(old.set === now.set ? [] : unreadIn(now))]);
}
