import type { SchemaSource } from "../schema/index.ts";
import type { ReleaseInfo } from "./protocol.ts";

/** A release of the user's as it is kept: plain data, copied into and out of the browser's storage. */
export interface KeptRelease {
  /** Unique among the kept ones. */
  readonly release: string;
  readonly sources: readonly SchemaSource[];
  /** State units that the release knows, from its `units.json`. */
  readonly units?: readonly string[];
  /** SHA-256 of its content, lower-case hex: equal content has an equal hash. */
  readonly hash: string;
  /** What a parse found, so that a list of releases can be shown without parsing them. */
  readonly facts?: ReleaseFacts;
}

export type ReleaseFacts = Pick<ReleaseInfo, "files" | "types" | "problems">;

/** All that is kept of the registry. */
export interface KeptRegistry {
  readonly releases: readonly KeptRelease[];
  /** Names old to new, bundled ones included. Only a wish: names that do not exist are passed over. */
  readonly order: readonly string[];
  /** Bundled releases that the user removed. */
  readonly hidden: readonly string[];
}

/** What one change writes, all of it or nothing. */
export interface KeptChange {
  readonly put?: readonly KeptRelease[];
  readonly remove?: readonly string[];
  readonly order?: readonly string[];
  readonly hidden?: readonly string[];
}

/**
 * Why the browser does not keep: `refused` = it has no storage for this page; `full` = its quota; `outdated` = a newer version of
 * the app has written there. The message is a sentence for the screen.
 */
export interface KeepTrouble {
  readonly code: "refused" | "full" | "outdated" | "failed";
  readonly message: string;
}

/** Where the registry is kept; IndexedDB in the browser, nothing in tests and without a browser. Never rejects. */
export interface RegistryKeeper {
  read(): Promise<KeptRegistry | KeepTrouble>;
  write(change: KeptChange): Promise<KeepTrouble | undefined>;
  /** Empties it. */
  clear(): Promise<KeepTrouble | undefined>;
  /** Calls back when another tab has written, or when keeping came to an end. */
  listen(listener: (trouble: KeepTrouble | undefined) => void): void;
}
