import type { FindingKind } from "../restore/index.ts";
import { type JudgedBlob, readings } from "./judged.ts";
import type { UnopenedBlob } from "./open-blobs.ts";
import { type SarifLevel, type SarifResult, sarifText } from "./sarif.ts";

const LEVELS: Readonly<Record<FindingKind, SarifLevel>> = {
  fails: "error",
  depends: "warning",
  lost: "note",
  truncated: "warning",
  reinterpreted: "warning",
  defaulted: "note",
};

function resultsOf(blob: JudgedBlob): readonly SarifResult[] {
  const { file, name } = blob;
  return readings(blob).flatMap(({ reader: { release, findings }, after }) =>
    findings.map(({ kind, rule, path, range, message, why }) => ({
      rule,
      level: LEVELS[kind],
      message: `${release}${after === undefined ? "" : ` after ${after}`}: ${path === "" ? "the blob" : path}: ${message}. ${why}`,
      // Its bytes stand in no file once another release has written the blob again.
      file: { name: file ?? name, ...(after === undefined && { bytes: range }) },
      place: path,
      properties: { kind, release, after },
    })),
  );
}

/** Verdicts as a SARIF log: a result for each finding, at its bytes, with the path as logical location. */
export function verdictSarif(blobs: readonly (JudgedBlob | UnopenedBlob)[]): string {
  const results = blobs.flatMap((blob) => ("failure" in blob ? [] : resultsOf(blob)));
  const errors = blobs.flatMap((blob) =>
    "failure" in blob ? [{ file: blob.file, code: blob.failure.code, message: blob.failure.message }] : [],
  );
  return sarifText("savestate verdict", results, errors);
}
