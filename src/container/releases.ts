import { orderReleases, type SchemaSource } from "../schema/index.ts";
import { type Folder, filesIn, isHidden, isProto } from "./file-tree.ts";
import { readStringList } from "./json-list.ts";
import type { DroppedFile, InputProblem, ReleaseSources } from "./sorted.ts";

/** Largest `.proto` file that is read; real ones have some kilobytes. */
const largestProto = 16 * 1024 * 1024;

/** A release found in a drop, before its files are read. */
export interface ReleasePlan {
  readonly name: string;
  readonly path: string;
  readonly files: readonly { readonly path: string; readonly file: DroppedFile }[];
  readonly units?: DroppedFile;
}

/** How a drop's top level is read: as the drop itself, or as the inside of a zip, which may be a release's folder. */
export type TopKind = "drop" | "zip";

/**
 * Finds the releases of a drop or zip. Loose `.proto` files are one release (in a zip with all below them); a folder with
 * `.proto` files directly in it is one release; else its folders that hold any are releases, in the order of `releases.json` or
 * natural order. A folder between (`drop/schemas/1.7/…`) is passed through when it has a `releases.json` or two of its folders
 * hold a `.proto` of the same path, since then they are releases and not parts of one.
 */
export async function findReleases(top: Folder, kind: TopKind, problems: InputProblem[]): Promise<ReleasePlan[]> {
  const loose = [...top.files].filter(([name]) => isProto(name)).map(([path, file]) => ({ path, file }));
  if (loose.length > 0 && kind === "zip") return [planOf(top)];
  const plans: ReleasePlan[] = loose.length > 0 ? [{ name: top.name, path: top.path, files: loose, ...unitsOf(top) }] : [];
  if (setKind(top) === "set") return [...plans, ...(await inOrder(top, schemaFolders(top), problems))];
  for (const folder of schemaFolders(top)) plans.push(...(await releasesOf(folder, problems)));
  return plans;
}

async function releasesOf(folder: Folder, problems: InputProblem[]): Promise<ReleasePlan[]> {
  if (hasProto(folder)) return [planOf(folder)];
  const inner = schemaFolders(folder);
  if (setKind(folder) !== "holds") return inOrder(folder, inner, problems);
  const plans: ReleasePlan[] = [];
  for (const one of inner) plans.push(...(!hasProto(one) && setKind(one) ? await releasesOf(one, problems) : [planOf(one)]));
  return plans;
}

/** Reads a release's files. What cannot be read is a problem and is left out. */
export async function readRelease(plan: ReleasePlan, problems: InputProblem[]): Promise<ReleaseSources> {
  const sources: SchemaSource[] = [];
  for (const { path, file } of plan.files) {
    if (file.size > largestProto) {
      problems.push({
        path: file.path,
        message: `the file has ${file.size.toLocaleString("en")} bytes, too many for a schema; it was left out`,
      });
      continue;
    }
    const bytes = await readOr(file, problems);
    // What is not UTF-8 becomes U+FFFD; the parser reports it when it stands outside a comment.
    if (bytes) sources.push({ path, text: new TextDecoder().decode(bytes) });
  }
  const units = plan.units ? await readList(plan.units, "the names of its units are not known", problems) : undefined;
  return { release: plan.name, path: plan.path, sources, ...(units && { units }) };
}

/** The file's bytes, or a problem when the surroundings do not give them. */
export async function readOr(file: DroppedFile, problems: InputProblem[]): Promise<Uint8Array | undefined> {
  try {
    return await file.read();
  } catch (error) {
    problems.push({ path: file.path, message: `the file cannot be read: ${error instanceof Error ? error.message : String(error)}` });
    return undefined;
  }
}

async function inOrder(set: Folder, folders: readonly Folder[], problems: InputProblem[]): Promise<ReleasePlan[]> {
  const listFile = set.files.get("releases.json");
  const list = listFile && (await readList(listFile, "the releases stand in natural order", problems));
  const { order, problem } = orderReleases(
    folders.map((folder) => folder.name),
    list,
  );
  if (listFile && problem) problems.push({ path: listFile.path, message: problem });
  return order.map((name) => planOf(folders.find((folder) => folder.name === name)!));
}

async function readList(file: DroppedFile, otherwise: string, problems: InputProblem[]): Promise<readonly string[] | undefined> {
  const bytes = await readOr(file, problems);
  if (!bytes) return undefined;
  const list = readStringList(bytes);
  if (!("reason" in list)) return list;
  problems.push({ path: file.path, message: `the file ${list.reason}; ${otherwise}` });
  return undefined;
}

function planOf(folder: Folder): ReleasePlan {
  const files = [...filesIn(folder)].filter(({ path }) => isProto(path.slice(path.lastIndexOf("/") + 1)));
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { name: folder.name, path: folder.path, files, ...unitsOf(folder) };
}

function unitsOf(folder: Folder): { units?: DroppedFile } {
  const units = folder.files.get("units.json");
  return units ? { units } : {};
}

function hasProto(folder: Folder): boolean {
  return [...folder.files.keys()].some(isProto);
}

/** Its folders that hold a `.proto` at any depth. */
function schemaFolders(folder: Folder): Folder[] {
  const holds = (inner: Folder) => {
    for (const { path } of filesIn(inner)) if (isProto(path.slice(path.lastIndexOf("/") + 1))) return true;
    return false;
  };
  return [...folder.folders.values()].filter((inner) => !isHidden(inner.name) && holds(inner));
}

/**
 * `set`: the folder's folders are certainly releases; `holds`: one below it is a set. Two folders with a `.proto` of the same path
 * are releases and not parts of one, unless they are sets themselves. Looks 8 levels deep.
 */
function setKind(folder: Folder, levels = 8): "set" | "holds" | undefined {
  if (levels === 0) return undefined;
  if (folder.files.has("releases.json")) return "set";
  const inner = schemaFolders(folder);
  if (inner.some((one) => !hasProto(one) && setKind(one, levels - 1))) return "holds";
  const seen = new Set<string>();
  for (const one of inner) {
    const own = new Set([...filesIn(one)].map(({ path }) => path).filter((path) => isProto(path)));
    for (const path of own) if (seen.has(path)) return "set";
    for (const path of own) seen.add(path);
  }
  return undefined;
}
