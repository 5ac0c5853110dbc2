/** What a snapshot of a machine holds beside its memory. */
const state = "state.bin";
const manifest = "manifest.bin";
const memory = "memory.bin";

export interface Snapshots {
  /** Path of each `state.bin` and `manifest.bin` of a snapshot -> path of its folder, "" at the top. */
  readonly folderOf: ReadonlyMap<string, string>;
  /** Paths of the `memory.bin` of the snapshots: the guest's memory, which is no blob and may be larger than all limits. */
  readonly memory: ReadonlySet<string>;
}

/** Finds the folders that are OpenVMM snapshots, by a `state.bin` and a `manifest.bin` in one folder. Linear. */
export function findSnapshots(paths: Iterable<string>): Snapshots {
  const all = new Set(paths);
  const folderOf = new Map<string, string>();
  const memories = new Set<string>();
  for (const path of all) {
    const folder = path.slice(0, path.lastIndexOf("/") + 1);
    if (path.slice(folder.length) !== state || !all.has(folder + manifest)) continue;
    for (const name of [state, manifest]) folderOf.set(folder + name, folder.slice(0, -1));
    if (all.has(folder + memory)) memories.add(folder + memory);
  }
  return { folderOf, memory: memories };
}
