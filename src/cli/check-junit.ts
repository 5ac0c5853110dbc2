import { type Direction, inDirection, type SchemaFinding } from "../compare/index.ts";
import { type JunitCase, junitText } from "./junit.ts";

function testCase(finding: SchemaFinding): JunitCase {
  const { typeName, number, field, rule, severity, message } = finding;
  const name = [number, field, rule].filter((part) => part !== undefined).join(" ");
  const declared = [finding.old && `- ${finding.old}`, finding.new && `+ ${finding.new}`].filter((line) => line !== undefined);
  const place = { classname: typeName ?? "the whole release", name };
  if (severity !== "breaks") return { ...place, lines: [`${severity}: ${message}`, ...declared] };
  return { ...place, result: { kind: "failure", type: severity, message }, lines: declared };
}

/** Findings as JUnit XML: a suite for each direction, a test for each finding, which fails where it breaks. Without one, a test that passes. */
export function checkJunit(findings: readonly SchemaFinding[], old: string, now: string): string {
  const suite = (direction: Direction, writer: string, reader: string) => {
    const name = `${reader} restores what ${writer} wrote`;
    const cases = inDirection(findings, direction).map(testCase);
    return { name, cases: cases.length > 0 ? cases : [{ classname: "savestate check", name }] };
  };
  return junitText("savestate check", [suite("old-to-new", old, now), suite("new-to-old", now, old)]);
}
