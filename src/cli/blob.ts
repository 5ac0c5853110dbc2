import process from "node:process";
import type { Pieces } from "../base/index.ts";
import type { BlobReading } from "../identify/index.ts";
import type { ReadOptions } from "./args.ts";
import type { OpenedBlob } from "./open-blobs.ts";
import { readAs } from "./reading.ts";
import type { Registry } from "./schemas.ts";

/** Nodes whose facts are kept at once, 36 bytes each: rows are told in their order, and few of them need one that is far away. */
const HELD = 1 << 19;

/** A blob that was read, and how. */
export interface ShownBlob extends BlobReading {
  readonly file: string | undefined;
  readonly name: string;
  readonly sha256: string;
  readonly container: string;
  readonly pieces?: Pieces;
}

/** Decodes one blob; damaged bytes can always. Throws `Failure` for a release or root that there is not. */
export function showBlob(blob: OpenedBlob, options: ReadOptions, registry: Registry): ShownBlob {
  const { job, bytes, typeName, pieces } = blob;
  const isNamed = job.root === undefined && typeName !== undefined;
  const reading = readAs(bytes, isNamed ? { ...job, root: typeName } : job, options.noSchemas ? undefined : registry, HELD);
  return {
    ...reading,
    // A root that the blob's wrapping names was found, not given.
    detected: reading.detected || (isNamed && reading.decoded.root !== undefined),
    file: blob.file,
    name: blob.name,
    // Loaded here, as most commands never ask for it.
    sha256: process.getBuiltinModule("node:crypto").createHash("sha256").update(bytes).digest("hex"),
    container: blob.container,
    ...(pieces && { pieces }),
  };
}
