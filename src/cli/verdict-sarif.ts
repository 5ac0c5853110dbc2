import pkg from "../../package.json" with { type: "json" };
import { rule as explained } from "../compare/index.ts";
import type { FindingKind, RuleId } from "../restore/index.ts";
import type { JudgedBlob } from "./verdict.ts";

const LEVELS: Readonly<Record<FindingKind, "error" | "warning" | "note">> = {
  fails: "error",
  depends: "warning",
  lost: "note",
  truncated: "warning",
  reinterpreted: "warning",
  defaulted: "note",
};

/** A path as the URI of an artifact. */
function uriOf(file: string): string {
  return file.split(/[\\/]/).map(encodeURIComponent).join("/");
}

/** Verdicts as a SARIF 2.1.0 log: a result for each finding, at its bytes, with the path as logical location. */
export function verdictSarif(blobs: readonly JudgedBlob[]): string {
  const used = new Set<RuleId>(blobs.flatMap(({ readers }) => readers.flatMap(({ findings }) => findings.map(({ rule }) => rule))));
  const ids = [...used].sort();
  const results = blobs.flatMap(({ file, name, readers }) =>
    readers.flatMap(({ release, findings }) =>
      findings.map(({ kind, rule, path, range: [from, to], message, why }) => ({
        ruleId: rule,
        ruleIndex: ids.indexOf(rule),
        level: LEVELS[kind],
        message: { text: `${release}: ${path === "" ? "the blob" : path}: ${message}. ${why}` },
        locations: [
          {
            physicalLocation: { artifactLocation: { uri: uriOf(file ?? name) }, region: { byteOffset: from, byteLength: to - from } },
            ...(path !== "" && { logicalLocations: [{ fullyQualifiedName: path }] }),
          },
        ],
        properties: { kind, release },
      })),
    ),
  );
  const rules = ids.map((id) => {
    const { title, what, safe } = explained(id);
    return { id, shortDescription: { text: title }, fullDescription: { text: what }, help: { text: safe } };
  });
  const driver = { name: "savestate verdict", version: pkg.version, rules };
  return `${JSON.stringify({ $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [{ tool: { driver }, results }] }, null, 2)}\n`;
}
