/** What the page and the store say of releases; part of the protocol. Plain data only. */

import type { ImportResult } from "./protocol.ts";

export interface ReleaseInfo {
  readonly release: string;
  /** `bundled` = the example schemas of the product. */
  readonly origin: "bundled" | "user";
  readonly files: number;
  readonly types: number;
  readonly problems: readonly { readonly file: string; readonly line?: number; readonly column?: number; readonly message: string }[];
  /** Of the user's: whether the browser keeps it across reloads. */
  readonly kept?: boolean;
  /** Of the user's: size of its files. */
  readonly bytes?: number;
  /** An older release with the very same files. */
  readonly sameAs?: string;
}

/** The registered releases, and what the browser keeps of them. */
export interface RegistryInfo {
  /** Old to new. */
  readonly releases: readonly ReleaseInfo[];
  /** Bundled releases that the user removed. */
  readonly hidden: readonly string[];
  /**
   * Why the browser does not keep all of them: `refused` = it has no storage for this page; `full` = its quota; `outdated` = a newer
   * version of the app was opened. The message is a sentence for the screen.
   */
  readonly trouble?: { readonly code: "refused" | "full" | "outdated" | "failed"; readonly message: string };
}

/** A release that comes under a name which another one has: it waits for an answer. */
export interface Clash {
  readonly release: string;
  readonly origin: ReleaseInfo["origin"];
  readonly before: { readonly files: number };
  readonly after: { readonly files: number };
  /** The name that it gets when both are kept. */
  readonly free: string;
}

export interface ClashAnswer {
  readonly release: string;
  readonly how: "replace" | "both" | "leave";
}

/** Requests about the registered releases; see `Requests`. */
export interface ReleaseRequests {
  /** Reads the bundled example schemas, once, when first needed. */
  bundled: { in: { readonly files: readonly { readonly path: string; readonly text: string }[] }; out: readonly ReleaseInfo[] };
  releases: { in: null; out: readonly ReleaseInfo[] };
  registry: { in: null; out: RegistryInfo };
  /** Answers for the releases of `ImportResult.clashes`; one that is not named goes on waiting. */
  settleImport: { in: { readonly answers: readonly ClashAnswer[] }; out: ImportResult };
  /** `refused`: why the release cannot be called so, the end of a sentence. */
  renameRelease: { in: { readonly release: string; readonly name: string }; out: RegistryInfo & { readonly refused?: string } };
  /** Names old to new. */
  orderReleases: { in: { readonly names: readonly string[] }; out: RegistryInfo };
  removeRelease: { in: { readonly release: string }; out: RegistryInfo };
  /** Takes the removal of a release back. */
  restoreRelease: { in: { readonly release: string }; out: RegistryInfo };
  /** Takes it back that releases were put in the place of others. */
  restoreReplaced: { in: { readonly releases: readonly string[] }; out: RegistryInfo };
  /** Brings the bundled releases back that were removed. */
  restoreBundled: { in: null; out: RegistryInfo };
  /** A zip of the named releases. */
  exportReleases: {
    in: { readonly releases: readonly string[] };
    out: { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> };
  };
  /** Empties what the browser keeps of the registry, and the registry of the user's releases. */
  forget: { in: null; out: RegistryInfo };
}
