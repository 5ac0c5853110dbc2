import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { type ParseArgsConfig, parseArgs } from "node:util";
import { type ContainerName, containerNames, parseContainer } from "../container/index.ts";
import { readText, reasonOf } from "./blob-files.ts";
import { configFrom } from "./config.ts";
import { Failure } from "./failure.ts";
import { nearest } from "./nearest.ts";
import { isServing } from "./serving.ts";

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
  /** Where its line of `--list` wants what is made of it. */
  readonly out?: string;
  /** Why its line of `--list` cannot be done. */
  readonly fault?: string;
}

/** How blobs are opened and read. */
export interface ReadOptions {
  readonly schemas: readonly string[];
  /** Names of releases, oldest first, where `savestate.json` orders them. */
  readonly order: readonly string[] | undefined;
  readonly noSchemas: boolean;
  /** What to unwrap, outermost first, none for `raw`; undefined when it is to be found out. */
  readonly container: readonly ContainerName[] | undefined;
}

/** How a result is printed. */
export interface PrintOptions {
  readonly json: boolean;
  readonly color: boolean;
}

/** What every command over blobs takes. */
export interface BlobOptions extends ReadOptions, PrintOptions {
  readonly jobs: readonly BlobJob[];
  /** True when several are named: each document then carries its `file`. */
  readonly several: boolean;
  /** Threads to spread them over; undefined when that is to be seen. */
  readonly threads: number | undefined;
}

/** A whole number, from 0 or another one, that an option gives; undefined when it is not there. Throws `Failure` for anything else. */
export function wholeNumber(option: string, text: string | undefined, what = "", from = 0): number | undefined {
  if (text === undefined) return undefined;
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(number) || number < from)
    throw new Failure("usage", `--${option} ${text}: a whole number${what}, from ${from}`);
  return number;
}

/** The options of `ReadOptions` and `PrintOptions`, as `parseArgs` wants them. */
export const READ_OPTIONS = {
  schemas: { type: "string", multiple: true },
  "no-schemas": { type: "boolean" },
  container: { type: "string" },
  json: { type: "boolean" },
  color: { type: "boolean" },
  "no-color": { type: "boolean" },
} as const;

/** The options that all commands over blobs take. */
export const BLOB_OPTIONS = {
  ...READ_OPTIONS,
  root: { type: "string" },
  list: { type: "string" },
} as const;

/** Those of `BlobOptions` that some of them take. */
export const RELEASE_OPTION = { release: { type: "string" } } as const;
export const WRITER_OPTION = { writer: { type: "string" } } as const;
export const THREADS_OPTION = { threads: { type: "string" } } as const;

type AnyBlobOptions = typeof BLOB_OPTIONS & typeof RELEASE_OPTION & typeof WRITER_OPTION & typeof THREADS_OPTION;

/** The words of a command that are no options, and its options by name. */
export interface Words<Options extends NonNullable<ParseArgsConfig["options"]>> {
  readonly values: ReturnType<typeof parseArgs<{ options: Options; allowPositionals: true; strict: true }>>["values"];
  readonly positionals: readonly string[];
}

/**
 * Cuts a command's words into options and the rest. Throws `Failure` for an option that it does not have, for one without a value, and
 * for two values where one is taken.
 */
export function parseWords<const Options extends NonNullable<ParseArgsConfig["options"]>>(
  words: readonly string[],
  options: Options,
): Words<Options> {
  let parsed: ReturnType<typeof parseArgs<{ options: Options; allowPositionals: true; strict: true; tokens: true }>>;
  try {
    parsed = parseArgs({ args: [...words], options, allowPositionals: true, strict: true, tokens: true });
  } catch (error) {
    throw new Failure("usage", faultOf((error as Error).message, Object.keys(options)));
  }
  const given = new Map<string, string>();
  for (const token of parsed.tokens) {
    if (token.kind === "positional" && token.value === "") throw new Failure("usage", "a name among the words is empty");
    if (token.kind !== "option" || token.value === undefined) continue;
    const { name, value } = token;
    // What a variable of a script holds that was never set.
    if (value === "") throw new Failure("usage", `--${name} needs a value`);
    if (!options[name]?.multiple && (given.get(name) ?? value) !== value)
      throw new Failure("usage", `--${name} is given twice, ${given.get(name)} and ${value}; it takes one value`);
    given.set(name, value);
  }
  return parsed as Words<Options>;
}

/** What Node says of wrong words, in one line. */
function faultOf(message: string, names: readonly string[]): string {
  const lacking = /^Option '(?:-\w, )?(--?[\w-]+)[^']*' argument (missing|is ambiguous)/.exec(message);
  if (lacking)
    return `${lacking[1]} needs a value${lacking[2] === "missing" ? "" : `; one that starts with a dash is written ${lacking[1]}=-…`}`;
  const unknown = /^Unknown option '(--?)(.*?)'(?:\.|$)/s.exec(message);
  if (!unknown) return message.split("\n")[0]!;
  const [, dashes, name] = unknown;
  if (dashes === "-") return `this command has no option -${name}; behind -- a name may start with a dash`;
  const meant = nearest(name!, names);
  return `this command has no option --${name}; ${meant === undefined ? "--help lists them" : `did you mean --${meant}?`}`;
}

/** The project's own example schemas, beside the built command. */
const OWN_SCHEMAS = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../schemas");

/** The schema folders: as named, else as the config says, else the project's own. */
export function schemaFolders(named: readonly string[] | undefined): readonly string[] {
  return named ?? configFrom(".").schemas ?? [OWN_SCHEMAS];
}

/** Throws `Failure` when `--no-schemas` stands beside what needs a schema. */
export function readOptions(values: Words<typeof READ_OPTIONS>["values"]): ReadOptions & PrintOptions {
  if (values["no-schemas"] && values.schemas) throw new Failure("usage", "--no-schemas does not go with --schemas");
  return {
    schemas: schemaFolders(values.schemas),
    order: values.schemas || values["no-schemas"] ? undefined : configFrom(".").order,
    noSchemas: values["no-schemas"] ?? false,
    container: containerOf(values.container),
    json: values.json ?? false,
    color: values["no-color"] ? false : (values.color ?? (process.stdout.isTTY === true && !process.env.NO_COLOR)),
  };
}

/** What the words say of blobs: named ones or those of `--list`. Throws `Failure` for what cannot be meant. */
export function blobOptions({ values, positionals }: Words<AnyBlobOptions>): BlobOptions {
  const { root, release, writer, list } = values;
  const threads = wholeNumber("threads", values.threads, "", 1);
  // A thread gets its blobs one by one.
  if (isServing()) return { ...readOptions(values), jobs: [], several: true, threads };
  if (list !== undefined && positionals.length > 0) throw new Failure("usage", "either --list or blobs, not both");
  if (list === undefined && positionals.length === 0) throw new Failure("usage", "no blob named; `-` reads standard input");
  if (positionals.filter((file) => file === "-").length > 1) throw new Failure("usage", "standard input can be read only once");
  if (values["no-schemas"] && (values.schemas || root !== undefined || release !== undefined || writer !== undefined))
    throw new Failure("usage", "--no-schemas goes with none of --schemas, --root, --release and --writer");
  const jobs =
    list === undefined
      ? positionals.map((file) => ({ file, path: file, root, release, writer }))
      : listJobs(list, { root, release, writer });
  return { ...readOptions(values), jobs, several: list !== undefined || jobs.length > 1, threads };
}

function listJobs(list: string, otherwise: Pick<BlobJob, "root" | "release" | "writer">): BlobJob[] {
  let text: string;
  try {
    text = readText(list === "-" ? 0 : list);
  } catch (error) {
    throw new Failure("usage", `--list ${list}: ${reasonOf(error as NodeJS.ErrnoException)}`);
  }
  const base = list === "-" ? "." : path.dirname(list);
  return text.split("\n").flatMap((line, i) => (line.trim() === "" ? [] : [jobOf(line, `--list ${list}, line ${i + 1}`, base, otherwise)]));
}

/** The job of one line; one that cannot be meant is a job with a `fault`, so that the lines after it go on. */
function jobOf(line: string, at: string, base: string, otherwise: Pick<BlobJob, "root" | "release" | "writer">): BlobJob {
  let entry: { file?: unknown; root?: unknown; release?: unknown; writer?: unknown; out?: unknown } | null = null;
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
  const out = entry?.out ?? undefined;
  if (out !== undefined && typeof out !== "string") fault ??= `${at}: "out" is no text`;
  const job = {
    file,
    path: path.resolve(base, file),
    root: word("root"),
    release: word("release"),
    writer: word("writer"),
    ...(typeof out === "string" && { out: path.resolve(base, out) }),
  };
  return fault === undefined ? job : { ...job, fault };
}

function containerOf(text: string | undefined): readonly ContainerName[] | undefined {
  if (text === undefined) return undefined;
  const steps = parseContainer(text);
  if (!("unknown" in steps)) return steps;
  throw new Failure("usage", `--container ${text}: no container is called "${steps.unknown}"; there are raw, ${containerNames.join(", ")}`);
}
