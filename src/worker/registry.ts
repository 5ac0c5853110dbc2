import { findType, loadSchemaSet, type SchemaSet } from "../schema/index.ts";
import type { ReleaseInfo } from "./protocol.ts";
import { StoreError } from "./store-error.ts";

/** The schemas of one release as they came: its name and its files. */
export interface ReleaseSource {
  readonly release: string;
  readonly sources: Parameters<typeof loadSchemaSet>[1];
}

interface Entry {
  readonly info: ReleaseInfo;
  readonly set: SchemaSet;
}

/** The registered releases, from old to new. */
export class Registry {
  readonly #entries = new Map<string, Entry>();

  /** Facts about every release, old to new. */
  infos(): readonly ReleaseInfo[] {
    return [...this.#entries.values()].map(({ info }) => info);
  }

  /** Names, old to new. */
  names(): readonly string[] {
    return [...this.#entries.keys()];
  }

  /** The schemas of a release; refuses a name that nobody registered. */
  set(release: string): SchemaSet {
    const entry = this.#entries.get(release);
    if (!entry) throw new StoreError("unknown-release", `no release is called ${release}`);
    return entry.set;
  }

  /** The schemas of every release, old to new. */
  sets(): readonly SchemaSet[] {
    return [...this.#entries.values()].map(({ set }) => set);
  }

  /** The newest release that has the root type; the newest of all when none has it or no root is named. */
  newest(root: string | undefined): string | undefined {
    const names = this.names();
    return (root === undefined ? undefined : names.findLast((name) => findType(this.set(name), root))) ?? names.at(-1);
  }

  /** Registers a release as the newest; one of the same name is replaced. */
  add({ release, sources }: ReleaseSource, origin: ReleaseInfo["origin"]): ReleaseInfo {
    const set = loadSchemaSet(release, sources);
    const problems = set.problems.map(({ file, line, column, message }) => ({
      file,
      message,
      ...(line !== undefined && { line }),
      ...(column !== undefined && { column }),
    }));
    const types = set.types.filter((type) => !type.builtin && !type.mapEntry).length;
    const info: ReleaseInfo = { release, origin, files: set.files.length, types, problems };
    this.#entries.delete(release);
    this.#entries.set(release, { info, set });
    return info;
  }
}
