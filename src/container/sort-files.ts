import { findDescriptorSets } from "./descriptor-sets.ts";
import { type Folder, filesIn, folderOf, isAside, isHidden, isProto, join } from "./file-tree.ts";
import { findReleases, readOr, readRelease, type TopKind } from "./releases.ts";
import { remarkOf } from "./remark.ts";
import { findSnapshots, type Snapshots } from "./snapshot.ts";
import type { DroppedFile, InputProblem, ReleaseSources, SortedBlob, SortedInput } from "./sorted.ts";
import { defaultZipLimits, readZip, type ZipLimits } from "./zip.ts";

/**
 * Decides what a drop is: releases of `.proto` files or compiled sets, blobs, zips of all. Only schemas, zips and the JSON beside them are
 * read; a blob is read when it is opened. Files that are neither (README, LICENSE, JSON, hidden ones) are passed over in
 * folders, in zips and beside schemas; dropped alone each is a blob. So is the `memory.bin` of a snapshot, wherever it stands.
 * Whatever goes wrong is a problem, the rest goes on.
 */
export async function sortFiles(files: readonly DroppedFile[], limits: ZipLimits = defaultZipLimits): Promise<SortedInput> {
  const sorter = new Sorter(limits);
  if (files.length === 0) sorter.problems.push({ path: "", message: "the drop holds no files" });
  await sorter.sort(folderOf("dropped", "", files), "drop");
  return { blobs: sorter.blobs, releases: sorter.releases, problems: sorter.problems };
}

/** A blob's bytes, with a remark when they are surely something else; or why they cannot be read. */
export async function openBlob(blob: SortedBlob): Promise<{ readonly bytes: Uint8Array; readonly remark?: string } | InputProblem> {
  const problems: InputProblem[] = [];
  const bytes = await readOr(blob, problems);
  if (!bytes) return problems[0]!;
  const remark = remarkOf(bytes);
  return remark === undefined ? { bytes } : { bytes, remark };
}

class Sorter {
  readonly blobs: SortedBlob[] = [];
  readonly releases: ReleaseSources[] = [];
  readonly problems: InputProblem[] = [];
  readonly #limits: ZipLimits;
  #sets: ReadonlySet<DroppedFile> = new Set();

  constructor(limits: ZipLimits) {
    this.#limits = limits;
  }

  async sort(top: Folder, kind: TopKind): Promise<void> {
    const plans = await findReleases(top, kind, this.problems);
    for (const plan of plans) if (this.#isNew(plan.name, plan.path)) this.releases.push(await readRelease(plan, this.problems));
    const sets = await findDescriptorSets(top, this.problems);
    for (const release of sets.releases) if (this.#isNew(release.release, release.path)) this.releases.push(release);
    this.#sets = sets.files;
    const zips: DroppedFile[] = [];
    // Beside schemas a README is no blob; alone the user means it.
    const asideToo = kind === "drop" && plans.length === 0 && sets.files.size === 0;
    const snapshots = findSnapshots([...filesIn(top)].map(({ path }) => path));
    for (const [name, file] of top.files) this.#sortFile(name, file, asideToo, kind, zips, snapshots);
    for (const folder of top.folders.values()) {
      if (isHidden(folder.name)) continue;
      const found = [...filesIn(folder)];
      let used = 0;
      for (const { path, file } of found) if (this.#sortFile(join(folder.name, path), file, false, kind, zips, snapshots)) used++;
      if (used === 0 && kind === "drop") this.problems.push(nothingIn(folder.path));
    }
    if (kind === "zip" && this.#isEmpty(top)) this.problems.push(nothingIn(top.path));
    for (const zip of zips) await this.#openZip(zip);
  }

  #isNew(release: string, path: string): boolean {
    const twin = this.releases.find((other) => other.release === release);
    if (!twin) return true;
    const message = `a second release is named "${release}"; the one from ${twin.path || "the loose files"} was taken`;
    this.problems.push({ path, message });
    return false;
  }

  /** Takes the file as a blob or a zip; says whether it is of any use, a schema included. The path is relative to the top. */
  #sortFile(path: string, file: DroppedFile, asideToo: boolean, kind: TopKind, zips: DroppedFile[], snapshots: Snapshots): boolean {
    const name = path.slice(path.lastIndexOf("/") + 1);
    if (isProto(name) || this.#sets.has(file) || snapshots.memory.has(path)) return true;
    if (!asideToo && isAside(name)) return false;
    if (kind === "drop" && /\.zip$/i.test(name)) zips.push(file);
    else this.blobs.push(blobOf(name, file, snapshots.folderOf.get(path)));
    return true;
  }

  #isEmpty(top: Folder): boolean {
    for (const { path } of filesIn(top)) if (!isAside(path.slice(path.lastIndexOf("/") + 1))) return false;
    return true;
  }

  async #openZip(file: DroppedFile): Promise<void> {
    const bytes = await readOr(file, this.problems);
    if (!bytes) return;
    const { entries, problems } = readZip(bytes, this.#limits, (paths) => findSnapshots(paths).memory);
    for (const { path, message } of problems) this.problems.push({ path: path === "" ? file.path : `${file.path} › ${path}`, message });
    if (entries.length === 0 && problems.length > 0) return;
    const name = file.path.slice(file.path.lastIndexOf("/") + 1);
    const inside = entries.map((entry): DroppedFile => ({ path: entry.path, size: entry.bytes.length, read: () => entry.bytes }));
    const inner = new Sorter(this.#limits);
    inner.releases.push(...this.releases);
    await inner.sort(folderOf(name.replace(/\.zip$/i, "") || name, "", inside), "zip");
    for (const { path, message } of inner.problems)
      this.problems.push({ path: path === "" ? file.path : `${file.path} › ${path}`, message });
    for (const blob of inner.blobs) {
      const snapshot = blob.snapshot === undefined ? {} : { snapshot: blob.snapshot === "" ? file.path : join(file.path, blob.snapshot) };
      this.blobs.push({ ...blob, ...snapshot, path: join(file.path, blob.path), source: `${file.path} › ${blob.path}` });
    }
    for (const release of inner.releases.slice(this.releases.length)) {
      this.releases.push({ ...release, path: release.path === "" ? file.path : join(file.path, release.path) });
    }
  }
}

function blobOf(name: string, file: DroppedFile, snapshot: string | undefined): SortedBlob {
  return {
    name,
    path: file.path,
    size: file.size,
    read: file.read,
    ...(file.path !== name && { source: file.path }),
    ...(snapshot !== undefined && { snapshot }),
  };
}

function nothingIn(path: string): InputProblem {
  return { path, message: "it holds no .proto file and no blob; drop the folder that has the .proto files, one folder for each release" };
}
