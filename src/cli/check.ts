import path from "node:path";
import {
  checkJson,
  checkMarkdown,
  checkSchemas,
  NO_EXCEPTIONS,
  rankOf,
  type SchemaFinding,
  SEVERITIES,
  type Severity,
  withoutExcepted,
} from "../compare/index.ts";
import { parseWords, READ_OPTIONS, readOptions } from "./args.ts";
import { kindAt } from "./blob-files.ts";
import { checkJunit } from "./check-junit.ts";
import { checkSarif, type ReleaseInFolder, unreadIn } from "./check-sarif.ts";
import { checkText } from "./check-text.ts";
import { type Command, PRINT_HELP, say } from "./command.ts";
import { configFrom } from "./config.ts";
import { Failure } from "./failure.ts";
import { StandardOutput } from "./output.ts";
import { Registry } from "./schemas.ts";

const OPTIONS = {
  schemas: READ_OPTIONS.schemas,
  json: READ_OPTIONS.json,
  color: READ_OPTIONS.color,
  "no-color": READ_OPTIONS["no-color"],
  format: { type: "string" },
  severity: { type: "string" },
} as const;

const FORMATS = ["text", "json", "markdown", "junit", "sarif"] as const;
type Format = (typeof FORMATS)[number];

function isFolder(name: string): boolean {
  return kindAt(name)?.isDirectory() ?? false;
}

/** A release by its name, or a folder that holds one. Throws `Failure` when it is neither. */
function releaseOf(name: string, registry: () => Registry): ReleaseInFolder {
  // A path is never a name; a plain word is a name first, so that a folder beside it does not hide a release.
  const isPath = name.includes("/") || name.includes(path.sep) || name === "." || name === "..";
  if (!isPath && (registry().names.includes(name) || !isFolder(name)))
    return { set: registry().set(name), folder: registry().folder(name) };
  if (!isFolder(name)) throw new Failure("unknown-release", `${name}: no such folder, and no release is called so`);
  const inside = new Registry([name], say);
  const [only, ...more] = inside.names;
  if (more.length > 0) throw new Failure("schemas", `${name}: holds several releases (${inside.names.join(", ")}); name one of them`);
  return { set: inside.set(only!), folder: inside.folder(only!) };
}

/** Two folders of one name are told apart by their paths. */
function toldApart(
  old: ReleaseInFolder,
  now: ReleaseInFolder,
  names: readonly [string, string],
): readonly [ReleaseInFolder, ReleaseInFolder] {
  if (old.set === now.set || old.set.release !== now.set.release || names[0] === names[1]) return [old, now];
  const named = ({ set, folder }: ReleaseInFolder, release: string): ReleaseInFolder => ({ set: { ...set, release }, folder });
  return [named(old, names[0]), named(now, names[1])];
}

function formatOf(format: string | undefined, json: boolean): Format {
  if (format === undefined) return json ? "json" : "text";
  if (json && format !== "json") throw new Failure("usage", "either --json or --format, not both");
  const found = FORMATS.find((one) => one === format);
  if (!found) throw new Failure("usage", `--format ${format}: there are ${FORMATS.join(", ")}`);
  return found;
}

function severityOf(text: string | undefined): Severity {
  const found = SEVERITIES.find((one) => one === (text ?? "info"));
  if (!found) throw new Failure("usage", `--severity ${text}: there are ${SEVERITIES.join(", ")}`);
  return found;
}

function print(format: Format, findings: readonly SchemaFinding[], from: ReleaseInFolder, to: ReleaseInFolder, color: boolean): string {
  const old = from.set.release;
  const now = to.set.release;
  switch (format) {
    case "json":
      return checkJson(findings);
    case "markdown":
      return checkMarkdown(findings, old, now);
    case "text":
      return checkText(findings, old, now, color);
    case "junit":
      return checkJunit(findings, old, now);
    case "sarif":
      return checkSarif(findings, from, to);
  }
}

/** `savestate check`: what the changes between two releases do to a restore. */
export const check: Command = {
  usage: "OLD NEW",
  summary: "what the changes between two releases do to a restore, in both directions",
  help: `  --schemas DIR      a folder of release folders with .proto files; repeatable (default: the example schemas)
  --severity S       only findings as bad as S: breaks, risk, loses or info (default: info, all)
  --format F         text, json (as --json), markdown for a pull request, junit or sarif for CI
${PRINT_HELP}
OLD and NEW are names of releases, or folders of .proto files.
A savestate.json, looked for upward from the working folder, can switch rules off:
  {"check": {"except": ["not-reserved"], "ignore": {"field-removed": ["pkg.Type", "pkg.*"]}}}
docs/rules.md explains each rule.
Exit: 0 nothing breaks, 1 some state that the one writes fails on the other, 2 could not do it, or only without a file that does not
parse.
`,
  async run(words) {
    const { values, positionals } = parseWords(words, OPTIONS);
    const { schemas, order, color } = readOptions(values);
    const format = formatOf(values.format, values.json ?? false);
    const least = rankOf(severityOf(values.severity));
    const [oldName, newName, ...more] = positionals;
    if (oldName === undefined || newName === undefined || more.length > 0)
      throw new Failure("usage", `check takes two releases, OLD and NEW, not ${positionals.length}`);
    const exceptions = configFrom(".").check ?? NO_EXCEPTIONS;
    let made: Registry | undefined;
    const registry = (): Registry => {
      made ??= new Registry(schemas, say, order);
      return made;
    };
    const [old, now] = toldApart(releaseOf(oldName, registry), releaseOf(newName, registry), [oldName, newName]);
    // Of nothing at all it could only be said that nothing breaks.
    for (const { set, folder } of [old, now])
      if (set.types.every(({ builtin }) => builtin)) throw new Failure("schemas", `${folder}: no message type can be read in it`);
    const findings = withoutExcepted(checkSchemas(old.set, now.set), exceptions).filter(({ severity }) => rankOf(severity) <= least);
    const out = new StandardOutput();
    await out.write(print(format, findings, old, now, color));
    await out.flush();
    // What a file declares that was left out can break unseen.
    if (unreadIn(old).length + unreadIn(now).length > 0) return 2;
    return findings.some(({ severity }) => severity === "breaks") ? 1 : 0;
  },
};
