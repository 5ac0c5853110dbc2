import { loadDescriptorSet, looksLikeDescriptorSet, naturalOrder, toProtoSources } from "../schema/index.ts";
import { type Folder, filesIn, isDescriptorSet } from "./file-tree.ts";
import { readOr } from "./releases.ts";
import type { DroppedFile, InputProblem, ReleaseSources } from "./sorted.ts";

/** Largest file that is looked into; real sets have some hundred kilobytes, and a blob can have the same ending. */
const largestSet = 64 * 1024 * 1024;

/** Names that say nothing of the release, so that the folder's does. */
const ANY_SET = /^(?:descriptors?|descriptor[-_]?set|image|protos?|schemas?)$/i;

export interface FoundSets {
  /** In natural order of their names. */
  readonly releases: readonly ReleaseSources[];
  /** The files that they were made of, which are no blobs. */
  readonly files: ReadonlySet<DroppedFile>;
}

/**
 * Finds the compiled schemas of a drop, by name and content, and prints each as the `.proto` files of a release, named after its
 * file. What is wrong with one is a problem; a type that is missing is not said here, since the texts say it again.
 */
export async function findDescriptorSets(top: Folder, problems: InputProblem[]): Promise<FoundSets> {
  const releases: ReleaseSources[] = [];
  const files = new Set<DroppedFile>();
  for (const { path, file } of filesIn(top)) {
    if (!isDescriptorSet(path) || file.size > largestSet) continue;
    const bytes = await readOr(file, problems);
    if (!bytes || !looksLikeDescriptorSet(bytes)) continue;
    files.add(file);
    const release = releaseName(path, top.name);
    const set = await loadDescriptorSet(release, bytes);
    for (const { code, file: inner, line, message } of set.problems) {
      if (code === "unresolved-type" || code === "empty-set") continue;
      const place = line === undefined ? inner : `${inner}:${line}`;
      problems.push({ path: inner === "" ? file.path : `${file.path} › ${place}`, message });
    }
    if (set.files.length > 0) releases.push({ release, path: file.path, sources: toProtoSources(set) });
  }
  return { releases: releases.sort((a, b) => naturalOrder(a.release, b.release)), files };
}

function releaseName(path: string, top: string): string {
  const parts = path.split("/");
  const name = parts.pop()!.replace(/\.[^.]*$/, "");
  return ANY_SET.test(name) ? (parts.pop() ?? (top || name)) : name;
}
