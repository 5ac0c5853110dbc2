import { cut } from "../base/index.ts";
import { builtinFilesFor, builtinPathOf } from "./builtin.ts";
import { catalogOf } from "./catalog.ts";
import { checkImports } from "./imports.ts";
import { link } from "./link.ts";
import type { SchemaProblem, SchemaSet, SchemaSource } from "./model.ts";
import { type ParsedFile, parseFile } from "./parse-file.ts";

/** Characters of a problem's sentence: a name in it can be as long as a file. */
const LONGEST = 1_000;

/** A source's path as the set names it: `/` between folders, and nothing in front of the first. */
export function sourcePath(path: string): string {
  return path.replaceAll("\\", "/").replace(/^(\.?\/)+/, "");
}

/** Files as they were parsed, for releases that have files in common. Holds their texts. */
export class ParsedFiles {
  readonly #files = new Map<string, ParsedFile>();

  /** The file, parsed when it is met for the first time. */
  of(source: SchemaSource): ParsedFile {
    const key = `${source.path}\0${source.text}`;
    let file = this.#files.get(key);
    if (!file) {
      file = parseFile(source);
      this.#files.set(key, file);
    }
    return file;
  }
}

/**
 * Builds the model of one release from its `.proto` files. Never throws: what is wrong is reported in `problems`, in the order of
 * the files, and everything else still loads. Copies of the built-in files are passed over. Copies nothing of the sources' texts
 * but names and comments. What `parsed` holds is not parsed again. Cost: linear in the texts.
 */
export function loadSchemaSet(release: string, sources: readonly SchemaSource[], parsed?: ParsedFiles): SchemaSet {
  const problems: SchemaProblem[] = [];
  const files: ParsedFile[] = [];
  const textOf = new Map<string, string>();
  for (const source of sources) {
    const path = sourcePath(source.path);
    if (builtinPathOf(path) !== undefined) continue;
    const known = textOf.get(path);
    if (known === undefined) {
      textOf.set(path, source.text);
      const file = { path, text: source.text };
      files.push(parsed ? parsed.of(file) : parseFile(file));
    } else if (known !== source.text) {
      problems.push({
        code: "duplicate-file",
        file: path,
        message: "the release has two different files of this path; the second is left out",
      });
    }
  }
  return setOfFiles(release, files, problems);
}

/**
 * Puts the files of a release together, whatever they were read from. `found` are problems met before. Takes over `files`. Cost:
 * linear.
 */
export function setOfFiles(release: string, files: readonly ParsedFile[], found: readonly SchemaProblem[]): SchemaSet {
  const problems: SchemaProblem[] = [...found];
  for (const file of files) for (const finding of file.findings) problems.push({ ...finding, file: file.path });
  const paths = files.map((file) => file.path);
  const imports = checkImports(files, paths);
  const catalog = catalogOf(files, builtinFilesFor(imports.builtins));
  const { types, fields, enums, problems: linkProblems } = link(catalog, imports.sees);
  problems.push(...imports.problems, ...catalog.problems, ...linkProblems);
  const roots = types.filter((type) => !type.builtin && type.outer === undefined);
  if (roots.length === 0 && problems.length === 0) problems.push(emptySet(release, files.length));
  return {
    release,
    types,
    fields,
    enums,
    typeByName: new Map(types.map((type) => [type.typeName, type])),
    roots,
    files: paths,
    problems: inFileOrder(problems, paths),
  };
}

function emptySet(release: string, files: number): SchemaProblem {
  const message =
    files === 0 ? `the release ${release} has no .proto file` : `the .proto files of the release ${release} declare no message`;
  return { code: "empty-set", file: "", message: `${message}; blobs can only be shown raw with it` };
}

function inFileOrder(problems: readonly SchemaProblem[], paths: readonly string[]): readonly SchemaProblem[] {
  const place = new Map(paths.map((path, index) => [path, index]));
  const of = (problem: SchemaProblem): number => place.get(problem.file) ?? -1;
  const brief = problems.map((problem) =>
    problem.message.length > LONGEST ? { ...problem, message: cut(problem.message, LONGEST) } : problem,
  );
  return brief.sort((a, b) => of(a) - of(b) || (a.line ?? 0) - (b.line ?? 0));
}
