import type { ReaderVerdict } from "../restore/index.ts";
import { isBad, type JudgedBlob, readings } from "./judged.ts";
import { type JunitCase, junitText } from "./junit.ts";
import type { UnopenedBlob } from "./open-blobs.ts";

/** Findings that a test lists. */
const MOST_LISTED = 50;

function listed({ findings, findingsTotal }: ReaderVerdict): readonly string[] {
  const lines = findings
    .slice(0, MOST_LISTED)
    .map(
      ({ kind, path, range, message, why }) => `${kind} ${path === "" ? "(the blob)" : path} [${range[0]}, ${range[1]}) ${message}. ${why}`,
    );
  const more = findingsTotal - lines.length;
  return more > 0 ? [...lines, `and ${more} more`] : lines;
}

function testCase(classname: string, name: string, reader: ReaderVerdict, strict: boolean): JunitCase {
  const { verdict, findings } = reader;
  if (verdict === "no-root") return { classname, name, result: { kind: "skipped", message: "the release has no such root" } };
  const lines = listed(reader);
  if (!isBad(reader, strict)) return { classname, name, lines };
  const [first] = findings;
  const message = `${first?.path || "(the blob)"}: ${first?.message ?? verdict}`;
  return { classname, name, result: { kind: "failure", type: verdict, message }, lines };
}

/**
 * Verdicts as JUnit XML: a suite for each blob, a test for each release, which fails where the exit code would be 1. A blob that could not
 * be judged has one test, with an error.
 */
export function verdictJunit(blobs: readonly (JudgedBlob | UnopenedBlob)[], strict: boolean): string {
  const suites = blobs.map((blob) => {
    if ("failure" in blob) {
      const { code: type, message } = blob.failure;
      const result = { kind: "error", type, message } as const;
      return { name: blob.file ?? "", cases: [{ classname: "savestate", name: "is judged", result }] };
    }
    const cases = readings(blob).map(({ reader, after }) =>
      testCase(blob.root, `restores on ${reader.release}${after === undefined ? "" : ` after ${after}`}`, reader, strict),
    );
    return { name: blob.file ?? blob.name, cases };
  });
  return junitText("savestate verdict", suites);
}
