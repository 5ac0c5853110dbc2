import type { ReaderVerdict } from "../restore/index.ts";
import type { JudgedBlob } from "./verdict.ts";

/** Findings that a failure lists. */
const MOST_LISTED = 50;

/** True for a character that XML 1.0 has a place for. */
function isXml(char: string): boolean {
  const point = char.codePointAt(0)!;
  if (point < 0x20) return point === 9 || point === 10 || point === 13;
  return (point < 0xd800 || point > 0xdfff) && point !== 0xfffe && point !== 0xffff;
}

/** Text for an element or attribute; a character that cannot be in one becomes U+FFFD. */
function xml(text: string): string {
  const allowed = Array.from(text, (char) => (isXml(char) ? char : "\ufffd")).join("");
  return allowed.replace(/[&<>"\n]/g, (char) => `&#${char.charCodeAt(0)};`);
}

function isBad({ verdict }: ReaderVerdict, strict: boolean): boolean {
  return verdict === "fails" || (strict && (verdict === "loses" || verdict === "depends"));
}

function listed({ findings, findingsTotal }: ReaderVerdict): string {
  const lines = findings
    .slice(0, MOST_LISTED)
    .map(
      ({ kind, path, range, message, why }) => `${kind} ${path === "" ? "(the blob)" : path} [${range[0]}, ${range[1]}) ${message}. ${why}`,
    );
  const more = findingsTotal - lines.length;
  return [...lines, ...(more > 0 ? [`and ${more} more`] : [])].map(xml).join("\n");
}

function testCase(root: string, reader: ReaderVerdict, strict: boolean): string {
  const open = `    <testcase classname="${xml(root)}" name="restores on ${xml(reader.release)}"`;
  const first = reader.findings[0];
  if (reader.verdict === "no-root") return `${open}>\n      <skipped message="the release has no such root"/>\n    </testcase>\n`;
  if (isBad(reader, strict))
    return `${open}>\n      <failure type="${reader.verdict}" message="${xml(`${first?.path || "(the blob)"}: ${first?.message ?? reader.verdict}`)}">${listed(reader)}</failure>\n    </testcase>\n`;
  if (reader.findingsTotal > 0) return `${open}>\n      <system-out>${listed(reader)}</system-out>\n    </testcase>\n`;
  return `${open}/>\n`;
}

/** Verdicts as JUnit XML: a suite for each blob, a test for each release, which fails where the exit code would be 1. */
export function verdictJunit(blobs: readonly JudgedBlob[], strict: boolean): string {
  const suites = blobs.map(({ file, name, root, readers }) => {
    const count = (has: (reader: ReaderVerdict) => boolean): number => readers.filter(has).length;
    const failures = count((reader) => isBad(reader, strict));
    const skipped = count(({ verdict }) => verdict === "no-root");
    const cases = readers.map((reader) => testCase(root, reader, strict)).join("");
    return `  <testsuite name="${xml(file ?? name)}" tests="${readers.length}" failures="${failures}" skipped="${skipped}">\n${cases}  </testsuite>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="savestate verdict">\n${suites.join("")}</testsuites>\n`;
}
