import fs from "node:fs";
import path from "node:path";
import { findType, loadSchemaSet, orderReleases, ParsedFiles, type SchemaSet, type SchemaSource } from "../schema/index.ts";
import { kindAt, readJson, reasonOf } from "./blob-files.ts";
import { Failure } from "./failure.ts";

/** A release on disk; its files are parsed when it is first needed, because most commands need few of many. */
interface Entry {
  readonly name: string;
  readonly folder: string;
  set: SchemaSet | undefined;
}

function entriesOf(folder: string): fs.Dirent[] {
  return fs.readdirSync(folder, { withFileTypes: true });
}

/** Whether an entry is a file, itself or by a link. */
function isFile(folder: string, entry: fs.Dirent): boolean {
  return entry.isFile() || (entry.isSymbolicLink() && kindAt(path.join(folder, entry.name))?.isFile() === true);
}

/** Paths of the `.proto` files at any depth, relative to the folder, with `/`, as they are met. Links to folders could lead in a circle. */
function* protosIn(folder: string, within = ""): Generator<string> {
  for (const entry of entriesOf(path.join(folder, within))) {
    const at = within === "" ? entry.name : `${within}/${entry.name}`;
    if (entry.isDirectory()) yield* protosIn(folder, at);
    else if (entry.name.endsWith(".proto") && isFile(path.join(folder, within), entry)) yield at;
  }
}

function textOf(file: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    throw new Failure("schemas", `${file}: ${reasonOf(error as NodeJS.ErrnoException)}`);
  }
}

/** Whether a folder, itself or by a link, is a release; of most of them no file is ever asked for. */
function isReleaseFolder(folder: string): boolean {
  return kindAt(folder)?.isDirectory() === true && protosIn(folder).next().done !== true;
}

function foldersOf(dir: string): { names: string[]; listed: unknown } {
  let entries: fs.Dirent[];
  try {
    entries = entriesOf(dir);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === "ENOENT" ? "no such folder" : code === "ENOTDIR" ? "is no folder" : message;
    throw new Failure("schemas", `--schemas ${dir}: ${why}`);
  }
  if (entries.some((entry) => entry.name.endsWith(".proto") && isFile(dir, entry))) return { names: [], listed: undefined };
  const names = entries.map((entry) => entry.name).filter((name) => isReleaseFolder(path.join(dir, name)));
  if (names.length === 0) throw new Failure("schemas", `--schemas ${dir}: holds no .proto file, neither itself nor in a folder of it`);
  const list = path.join(dir, "releases.json");
  if (!fs.existsSync(list)) return { names, listed: undefined };
  const read = readJson(list);
  if ("fault" in read) throw new Failure("schemas", `${list}: ${read.fault}`);
  return { names, listed: read.value };
}

/** The unit names that a release carries; undefined when it has no list of them, or one that cannot be read, which is warned of. */
function unitsOf(folder: string, warn: (message: string) => void): readonly string[] | undefined {
  const file = path.join(folder, "units.json");
  if (!fs.existsSync(file)) return undefined;
  const read = readJson(file);
  const units = "value" in read ? read.value : undefined;
  if (Array.isArray(units) && units.every((unit) => typeof unit === "string")) return units;
  warn(`${file}: ${"fault" in read ? read.fault : "a list of unit names is expected"}; unit names are not judged`);
  return undefined;
}

function hasControl(name: string): boolean {
  return Array.from(name).some((char) => char < " " || (char >= "\x7f" && char < "\xa0"));
}

/** The registered releases of one run of the command, old to new. */
export class Registry {
  readonly #entries = new Map<string, Entry>();
  readonly #parsed = new ParsedFiles();
  /** Says what is wrong with schemas. */
  readonly warn: (message: string) => void;

  /** Lists the releases of the folders, in an order when one is given; reads no `.proto` yet. Throws `Failure` for a folder that cannot serve. */
  constructor(dirs: readonly string[], warn: (message: string) => void, order?: readonly string[]) {
    this.warn = warn;
    for (const dir of dirs) {
      const { names, listed } = foldersOf(dir);
      if (names.length === 0) this.#add(path.basename(path.resolve(dir)), dir);
      const { order: ordered, problem } = orderReleases(names, listed);
      if (problem) warn(`${path.join(dir, "releases.json")}: ${problem}`);
      for (const name of ordered) this.#add(name, path.join(dir, name));
    }
    if (order) this.#sort(order);
  }

  #sort(wanted: readonly string[]): void {
    const entries = [...this.#entries.values()];
    const names = entries.map(({ name }) => name);
    const { order, problem } = orderReleases(names, wanted);
    if (problem) this.warn(`"order" of savestate.json: ${problem}`);
    this.#entries.clear();
    for (const name of order) this.#entries.set(name, entries[names.indexOf(name)]!);
  }

  #add(name: string, folder: string): void {
    // It is printed wherever the release is, and no format has a place for it.
    if (hasControl(name)) throw new Failure("schemas", `${folder}: a release whose name holds a control character; rename the folder`);
    const before = this.#entries.get(name);
    if (before) throw new Failure("schemas", `two releases are called ${name}: ${before.folder} and ${folder}`);
    this.#entries.set(name, { name, folder, set: undefined });
  }

  /** Names, old to new. */
  get names(): readonly string[] {
    return [...this.#entries.keys()];
  }

  /** The folder of a release's `.proto` files, within the one that was named. Throws `Failure` for an unknown name. */
  folder(name: string): string {
    return this.#entry(name).folder;
  }

  #entry(name: string): Entry {
    const entry = this.#entries.get(name);
    if (!entry) throw new Failure("unknown-release", `no release is called ${name}; there are ${this.names.join(", ") || "none"}`);
    return entry;
  }

  /** The schema set of a release, parsed at the first call; its problems are warned of once. Throws `Failure` for an unknown name. */
  set(name: string): SchemaSet {
    const entry = this.#entry(name);
    if (!entry.set) {
      const files = [...protosIn(entry.folder)].sort();
      const sources: SchemaSource[] = files.map((file) => ({
        path: file,
        text: textOf(path.join(entry.folder, file)),
      }));
      const units = unitsOf(entry.folder, this.warn);
      entry.set = { ...loadSchemaSet(name, sources, this.#parsed), ...(units && { units }) };
      for (const { file, line, column, message } of entry.set.problems)
        this.warn(
          `${path.join(entry.folder, file)}${line === undefined ? "" : `:${line}${column === undefined ? "" : `:${column}`}`}: ${message}`,
        );
    }
    return entry.set;
  }

  /** The schema sets of releases; of all, old to new, when none are named. */
  all(names: readonly string[] = this.names): readonly SchemaSet[] {
    return names.map((name) => this.set(name));
  }

  /** The newest release; of those that have the root, if one is named and any has it. Undefined when there is none at all. */
  newest(root: string | undefined): SchemaSet | undefined {
    const names = [...this.names].reverse();
    const having = root === undefined ? undefined : names.find((name) => findType(this.set(name), root));
    const name = having ?? names[0];
    return name === undefined ? undefined : this.set(name);
  }
}
