import type { BlobInfo, ExampleInfo, FieldStatus, ImportProblem, ReadChoice, ReleaseInfo, ViewSpec } from "../../worker/protocol.ts";
import type { Place } from "./place.ts";

/** How a blob is to be read; what is absent is found out. */
export interface Choice {
  readonly release?: string;
  readonly root?: string;
  readonly raw?: boolean;
  /** The release that wrote it, when the user overrules what was found. */
  readonly writer?: string;
  /** The release comes from an example or a link: the user did not choose it, so that new schemas may take its place. */
  readonly suggested?: boolean;
  /** Release that was asked for and is not registered: it is taken when its schemas come. */
  readonly missing?: string;
  /** Bytes that the user reads otherwise than the schema says. */
  readonly readAs?: readonly ReadChoice[];
}

/** What the list says of a blob that was decoded at least once. */
export type BlobSummary = Readonly<Record<FieldStatus, number>> & { readonly trouble: boolean };

/** Where a blob was left. */
export interface Visit {
  readonly spec: ViewSpec;
  readonly selectedKey: string | undefined;
}

/** The open blobs and the registered releases. */
export interface BlobsSlice {
  readonly blobs: readonly BlobInfo[];
  /** Of a blob whose bytes came more than once: what its other files are called. */
  readonly twins: Readonly<Record<string, readonly string[]>>;
  /** Closed on the screen, kept by the worker until the undo toast has gone. */
  readonly closing: readonly string[];
  readonly active?: string | undefined;
  /** A file that is still being read, while its start can be looked at; the active blob, unless the user went elsewhere. */
  readonly starting?: { readonly blob: BlobInfo; readonly before: string | undefined } | undefined;
  readonly summaries: Readonly<Record<string, BlobSummary>>;
  readonly choices: Readonly<Record<string, Choice>>;
  readonly visits: Readonly<Record<string, Visit>>;
  /** Oldest to newest. */
  readonly releases: readonly ReleaseInfo[];
  /** Files that could not be opened, newest import first, until dismissed. */
  readonly importProblems: readonly ImportProblem[];
  /** Releases of the last import whose files have problems, until dismissed. */
  readonly troubledReleases: readonly string[];
  /** What a link asks for and nobody has opened yet. */
  readonly wanted?: Place | undefined;
  /** What a link asked for when another file was opened in its place; until that one is opened, or the user leaves it. */
  readonly missed?: Place | undefined;
  readonly examples: readonly ExampleInfo[];
}

/** The slice as it stands at start. */
export function blobsSlice(): BlobsSlice {
  return {
    blobs: [],
    twins: {},
    closing: [],
    summaries: {},
    choices: {},
    visits: {},
    releases: [],
    importProblems: [],
    troubledReleases: [],
    examples: [],
  };
}
