import type { SchemaSource } from "../schema/index.ts";

/**
 * A file of a drop. It is read only when it must be: `.proto` files, zips and the small JSON files beside them while sorting, a
 * blob when it is opened. `read` may fail (rejects or throws) when the file is gone or closed to us; that becomes a problem.
 */
export interface DroppedFile {
  /** Path in the drop, `/` separators; a loose file has its name only. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly read: () => Uint8Array | Promise<Uint8Array>;
}

/** A blob that a drop holds, not yet read (those of a zip are in memory). */
export interface SortedBlob {
  /** Base name; not unique. */
  readonly name: string;
  /** Path in the drop, for a file in a zip `snapshot.zip/state.bin`. */
  readonly path: string;
  /** Where it comes from when that is not the name: `snapshot.zip › state.bin`, `folder/state.bin`. */
  readonly source?: string;
  /** The folder or zip of the snapshot that it is a part of: a `state.bin` or the `manifest.bin` beside it. */
  readonly snapshot?: string;
  readonly size: number;
  readonly read: () => Uint8Array | Promise<Uint8Array>;
}

/** The schema sources of one release. */
export interface ReleaseSources {
  readonly release: string;
  /** Folder or zip that it comes from, as a path in the drop; "" for loose files. */
  readonly path: string;
  /** Paths are relative to the release's folder; in the order of the paths. */
  readonly sources: readonly SchemaSource[];
  /** The state units that the release knows, from `units.json` in its folder. */
  readonly units?: readonly string[];
}

/** What could not be used: the file or folder, and a sentence that starts without it. */
export interface InputProblem {
  readonly path: string;
  readonly message: string;
}

export interface SortedInput {
  readonly blobs: readonly SortedBlob[];
  /** Old to new within one folder of releases; folders in the order of the drop. */
  readonly releases: readonly ReleaseSources[];
  readonly problems: readonly InputProblem[];
}
