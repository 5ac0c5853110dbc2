/** What the page and the worker say to each other about opening files and the bytes of blobs: a part of the protocol. Plain data only. */

import type { Pieces } from "../base/index.ts";
import type { Started, ValueReading, ViewSpec } from "./document-protocol.ts";
import type { Clash, ReleaseInfo } from "./releases.ts";

/** A dropped, picked or fetched file: its path inside the drop (`/` separators) and its bytes, or the text of a paste. */
export type InputFile =
  | { readonly path: string; readonly kind: "file"; readonly file: Blob }
  | { readonly path: string; readonly kind: "text"; readonly text: string };

export interface BlobInfo {
  readonly blobId: string;
  /** File name, or `pasted 1`. The page's list makes it unique: `toldApart`. */
  readonly name: string;
  /** The file name where `name` says more, to tell it from others: `vm.bin` of `vm.bin — a`. */
  readonly file?: string;
  /** Where it comes from when that is not the name: `snapshot.zip › state.bin`. */
  readonly source?: string;
  /** Length of the blob in bytes. */
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
  /** What was unwrapped, outermost first: `raw` (nothing), `hex dump`, `gzip > ohclphdr`. */
  readonly container: string;
  /** Where the bytes stand in the file, when they were unwrapped and still stand in it. */
  readonly pieces?: Pieces;
  /** Said when the bytes are surely something else: `starts like a PNG image`. */
  readonly remark?: string;
  /** Set when the same bytes were open already; `blobId` is then the open one. */
  readonly already?: boolean;
  /** Set with `already`: where these bytes come from this time, `b.bin` or `folder/b.bin`. */
  readonly again?: string;
}

/** The start of a file that is still being read: it can be looked at, but is no blob yet. Its id ends with the import. */
export interface StartedBlob extends Started {
  readonly blob: BlobInfo;
}

/** What an import tells before it is done. */
export interface ImportPart {
  /** Blobs opened since. */
  readonly blobs: readonly BlobInfo[];
  readonly start?: StartedBlob;
}

/** A thing that could not be opened: what, and a sentence with the reason and what to do. */
export interface ImportProblem {
  readonly path: string;
  readonly message: string;
}

export interface ImportResult {
  readonly blobs: readonly BlobInfo[];
  /** Releases that this import added or replaced. */
  readonly releases: readonly ReleaseInfo[];
  readonly problems: readonly ImportProblem[];
  /** Releases that were registered already, with the same files. */
  readonly already?: readonly string[];
  /** Releases that wait for `settleImport`, in the order of their coming. */
  readonly clashes?: readonly Clash[];
}

export interface ExampleInfo {
  readonly file: string;
  readonly title: string;
  readonly text: string;
  readonly release: string;
  readonly root: string;
}

/** Requests about the open blobs and their bytes. */
export interface BlobRequests {
  /** Hands over files of an import that is to come, some at a time; those of another import that never came are forgotten. */
  bring: { in: { readonly brought: number; readonly files: readonly InputFile[] }; out: null };
  /**
   * Opens files, those `brought` before them. Told on the way: the blobs opened since, and, when `start` asks for it, the start of a single
   * large file in that view. Cancelled, blobs that were told of stay open.
   */
  import: {
    in: { readonly files: readonly InputFile[]; readonly brought?: number; readonly start?: ViewSpec };
    out: ImportResult;
    part: ImportPart;
  };
  close: { in: { readonly blobId: string }; out: null };
  /** A copy of the bytes `[from, to)`, cut to the blob. */
  bytes: { in: { readonly blobId: string; readonly from: number; readonly to: number }; out: Uint8Array<ArrayBuffer> };
  /** The bytes `[from, to)` as hex, with a blank between two, for the clipboard. */
  hex: { in: { readonly blobId: string; readonly from: number; readonly to: number }; out: string };
  /** All readings of the bytes `[from, to)`, little endian. */
  readings: { in: { readonly blobId: string; readonly from: number; readonly to: number }; out: readonly ValueReading[] };
}
