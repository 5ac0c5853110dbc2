import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { type ContainerName, containerNames, parseContainer } from "../container/index.ts";
import { Failure } from "./failure.ts";

/** One blob to look at, with what its line of `--list` or the command line says of it. */
export interface BlobJob {
  /** As given. */
  readonly file: string;
  /** Path to open, or `-` for standard input. */
  readonly path: string;
  readonly root: string | undefined;
  readonly release: string | undefined;
  /** The release that wrote it, when that is known. */
  readonly writer: string | undefined;
  /** Why its line of `--list` cannot be done. */
  readonly fault?: string;
}

export interface ShowOptions {
  readonly jobs: readonly BlobJob[];
  /** True when several are named: each document then carries its `file`. */
  readonly several: boolean;
  readonly schemas: readonly string[];
  readonly noSchemas: boolean;
  /** What to unwrap, outermost first, none for `raw`; undefined when it is to be found out. */
  readonly container: readonly ContainerName[] | undefined;
  readonly json: boolean;
  readonly color: boolean | undefined;
  readonly offsets: boolean;
  readonly absent: boolean;
  /** Levels that are printed. */
  readonly depth: number;
}

/** Levels that are printed unless `--depth` says otherwise: a path is as long as its level, and printing them all is quadratic. */
export const DEFAULT_DEPTH = 1000;

const OPTIONS = {
  schemas: { type: "string", multiple: true },
  "no-schemas": { type: "boolean" },
  root: { type: "string" },
  release: { type: "string" },
  writer: { type: "string" },
  container: { type: "string" },
  list: { type: "string" },
  json: { type: "boolean" },
  color: { type: "boolean" },
  "no-color": { type: "boolean" },
  "no-offsets": { type: "boolean" },
  "no-absent": { type: "boolean" },
  depth: { type: "string" },
} as const;

/** What a `savestate.json` may hold; the folder names in it are relative to the file. */
interface Config {
  readonly schemas?: readonly string[];
}

/** The nearest `savestate.json` from the folder upward; its schema folders as absolute paths. */
function configFrom(folder: string): Config {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    const file = path.join(at, "savestate.json");
    if (fs.existsSync(file)) {
      let config: unknown;
      try {
        config = JSON.parse(fs.readFileSync(file, "utf8"));
      } catch (error) {
        throw new Failure("usage", `${file}: not JSON: ${(error as Error).message}`);
      }
      const listed = (config as { schemas?: unknown } | null)?.schemas;
      const schemas = typeof listed === "string" ? [listed] : listed;
      if (schemas === undefined) return {};
      if (!Array.isArray(schemas) || schemas.some((entry) => typeof entry !== "string"))
        throw new Failure("usage", `${file}: "schemas" is a folder name or a list of them`);
      return { schemas: schemas.map((entry: string) => path.resolve(at, entry)) };
    }
    if (path.dirname(at) === at) return {};
  }
}

function listJobs(list: string, otherwise: Pick<BlobJob, "root" | "release" | "writer">): BlobJob[] {
  let text: string;
  try {
    text = fs.readFileSync(list === "-" ? 0 : list, "utf8");
  } catch (error) {
    throw new Failure("usage", `--list ${list}: ${(error as Error).message}`);
  }
  const base = list === "-" ? "." : path.dirname(list);
  return text.split("\n").flatMap((line, i) => (line.trim() === "" ? [] : [jobOf(line, `--list ${list}, line ${i + 1}`, base, otherwise)]));
}

/** The job of one line; one that cannot be meant is a job with a `fault`, so that the lines after it go on. */
function jobOf(line: string, at: string, base: string, otherwise: Pick<BlobJob, "root" | "release" | "writer">): BlobJob {
  let entry: { file?: unknown; root?: unknown; release?: unknown; writer?: unknown } | null = null;
  let fault: string | undefined;
  try {
    entry = JSON.parse(line);
  } catch (error) {
    fault = `${at}: not JSON: ${(error as Error).message}`;
  }
  const file = typeof entry?.file === "string" ? entry.file : "";
  if (file === "") fault ??= `${at}: no "file"`;
  const word = (key: "root" | "release" | "writer"): string | undefined => {
    const value = entry?.[key];
    if (value === undefined || value === null) return otherwise[key];
    if (typeof value === "string") return value;
    fault ??= `${at}: "${key}" is no text`;
    return undefined;
  };
  const job = { file, path: path.resolve(base, file), root: word("root"), release: word("release"), writer: word("writer") };
  return fault === undefined ? job : { ...job, fault };
}

function depthOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_DEPTH;
  const depth = Number(text);
  if (!Number.isInteger(depth) || depth < 1) throw new Failure("usage", `--depth ${text}: a whole number of levels, from 1`);
  return depth;
}

function containerOf(text: string | undefined): readonly ContainerName[] | undefined {
  if (text === undefined) return undefined;
  const steps = parseContainer(text);
  if (!("unknown" in steps)) return steps;
  throw new Failure("usage", `--container ${text}: no container is called "${steps.unknown}"; there are raw, ${containerNames.join(", ")}`);
}

/** Reads the words after `show`. `ownSchemas` is the folder used when none is named. Throws `Failure` for what cannot be meant. */
export function showOptions(words: readonly string[], ownSchemas: string): ShowOptions {
  let parsed: ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true; strict: true }>>;
  try {
    parsed = parseArgs({ args: [...words], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    throw new Failure("usage", (error as Error).message.split(". To specify")[0]!);
  }
  const { values, positionals } = parsed;
  const { root, release, writer, list } = values;
  if (list !== undefined && positionals.length > 0) throw new Failure("usage", "either --list or blobs, not both");
  if (list === undefined && positionals.length === 0) throw new Failure("usage", "no blob named; `-` reads standard input");
  if (values["no-schemas"] && (values.schemas || root !== undefined || release !== undefined || writer !== undefined))
    throw new Failure("usage", "--no-schemas goes with none of --schemas, --root, --release and --writer");
  const jobs =
    list === undefined
      ? positionals.map((file) => ({ file, path: file, root, release, writer }))
      : listJobs(list, { root, release, writer });
  return {
    jobs,
    several: list !== undefined || jobs.length > 1,
    schemas: values.schemas ?? configFrom(".").schemas ?? [ownSchemas],
    noSchemas: values["no-schemas"] ?? false,
    container: containerOf(values.container),
    json: values.json ?? false,
    color: values["no-color"] ? false : values.color,
    offsets: !values["no-offsets"],
    absent: !values["no-absent"],
    depth: depthOf(values.depth),
  };
}
