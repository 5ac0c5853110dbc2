import path from "node:path";
import pkg from "../../package.json" with { type: "json" };
import { type AnyRuleId, rule as explained } from "../compare/index.ts";

export type SarifLevel = "error" | "warning" | "note";

/** One result: what a rule says of a place. */
export interface SarifResult {
  readonly rule: AnyRuleId;
  readonly level: SarifLevel;
  readonly message: string;
  /** The file, and where in it: bytes of a blob, or a line of a schema. */
  readonly file?: { readonly name: string; readonly bytes?: readonly [from: number, to: number]; readonly line?: number };
  /** A field's path, or its name in full. */
  readonly place?: string;
  readonly properties: Readonly<Record<string, string | undefined>>;
}

/** A file that nothing could be said of, and why. */
export interface SarifError {
  readonly file: string | undefined;
  readonly code: string;
  readonly message: string;
}

/** Half of a pair, which a list in JSON can hold, becomes U+FFFD: it has no place in a URI. */
function toWellFormed(text: string): string {
  return text.replace(/[\ud800-\udfff]/gu, "\ufffd");
}

/** A path as the URI of an artifact. */
function uriOf(file: string): string {
  return toWellFormed(file).split(path.sep).map(encodeURIComponent).join("/").replaceAll("%2F", "/");
}

function locationOf({ file, place }: SarifResult): object {
  const region =
    file?.bytes !== undefined
      ? { byteOffset: file.bytes[0], byteLength: file.bytes[1] - file.bytes[0] }
      : file?.line === undefined
        ? undefined
        : { startLine: file.line };
  return {
    ...(file && { physicalLocation: { artifactLocation: { uri: uriOf(file.name) }, ...(region && { region }) } }),
    ...(place !== undefined && place !== "" && { logicalLocations: [{ fullyQualifiedName: place }] }),
  };
}

/** A SARIF 2.1.0 log of one run. What could not be done stands among the notifications of the run, which then was no success. */
export function sarifText(tool: string, results: readonly SarifResult[], errors: readonly SarifError[]): string {
  const ids = [...new Set(results.map(({ rule }) => rule))].sort();
  const rules = ids.map((id) => {
    const { title, what, safe } = explained(id);
    return { id, shortDescription: { text: title }, fullDescription: { text: what }, help: { text: safe } };
  });
  const notifications = errors.map(({ file, code, message }) => ({
    descriptor: { id: code },
    level: "error",
    message: { text: message },
    ...(file !== undefined && { locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(file) } } }] }),
  }));
  const run = {
    tool: { driver: { name: tool, version: pkg.version, rules } },
    invocations: [
      {
        executionSuccessful: errors.length === 0,
        ...(notifications.length > 0 && { toolExecutionNotifications: notifications }),
      },
    ],
    results: results.map((result) => ({
      ruleId: result.rule,
      ruleIndex: ids.indexOf(result.rule),
      level: result.level,
      message: { text: result.message },
      locations: [locationOf(result)],
      properties: result.properties,
    })),
  };
  return `${JSON.stringify({ $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] }, null, 2)}\n`;
}
