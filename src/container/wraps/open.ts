import { naturalOrder } from "../../schema/index.ts";
import { isBlobPath } from "../file-tree.ts";
import { findSnapshots } from "../snapshot.ts";
import { encodingOf, readText } from "../text/read-text.ts";
import { defaultZipLimits, listZip, type ZipLimits } from "../zip.ts";
import { isZip } from "../zip-directory.ts";
import { anyContent } from "./any-file.ts";
import { isChunkStream, openChunks } from "./get-chunks.ts";
import { isGzip, openGzip } from "./gzip.ts";
import { type Broken, type ContainerName, copyOf, isBroken, type Layer } from "./layer.ts";
import { hasRegion, openRegions } from "./region.ts";
import { isZstd, openZstd } from "./zstd.ts";

export interface UnwrapLimits extends ZipLimits {
  /** Wrappings in each other. */
  readonly layers: number;
}

export const defaultUnwrapLimits: UnwrapLimits = { ...defaultZipLimits, layers: 6 };

/** What could not be read of a file that holds several blobs. */
export interface Unreadable {
  /** What tells it from the others of its file: `/state.bin`; "" for the file itself. */
  readonly part: string;
  /** A clause. */
  readonly problem: string;
}

/** What a wrapping is called in a sentence. */
export const titles = {
  ohclphdr: "a persisted-state region",
  "get-chunks": "a stream of GET chunks",
  gzip: "a gzip file",
  zstd: "a zstd file",
  zip: "a zip archive",
  any: "an Any",
} as const;

/** What the bytes start like; text is not told so. An `Any` counts when its type is known. Linear in the 4 KiB pages. */
export function recognise(bytes: Uint8Array, knowsType: ((typeName: string) => boolean) | undefined): keyof typeof titles | undefined {
  if (isGzip(bytes)) return "gzip";
  if (isZstd(bytes)) return "zstd";
  if (isZip(bytes)) return "zip";
  if (isChunkStream(bytes)) return "get-chunks";
  if (hasRegion(bytes)) return "ohclphdr";
  const any = knowsType && anyContent(bytes);
  return any && knowsType?.(any.typeName) ? "any" : undefined;
}

/** Bytes that may still be unpacked, over all layers, so that archives in archives do not multiply. */
export class Budget {
  readonly limits: UnwrapLimits;
  #left: number;

  constructor(limits: UnwrapLimits) {
    this.limits = limits;
    this.#left = limits.totalBytes;
  }

  get left(): number {
    return this.#left;
  }

  /** Counts what was unpacked. */
  spend(bytes: number): void {
    this.#left = Math.max(0, this.#left - bytes);
  }
}

/** Opens one wrapping, or gives a reason. Copies; a zip is unpacked file by file as it is asked for. */
export function open(name: ContainerName, bytes: Uint8Array, budget: Budget): Broken | Iterable<Layer | Unreadable> {
  switch (name) {
    case "ohclphdr":
      return hasRegion(bytes) ? openRegions(bytes) : { reason: "no 4 KiB page starts with the magic OHCLPHDR" };
    case "get-chunks":
      return openChunks(bytes);
    case "gzip":
      return isGzip(bytes) ? spent(openGzip(bytes, mostOf(budget)), budget) : { reason: "it does not start as gzip does" };
    case "zstd":
      return isZstd(bytes) ? spent(openZstd(bytes, mostOf(budget)), budget) : { reason: "it does not start as zstd does" };
    case "zip":
      return openZip(bytes, budget);
    case "any":
      return openAny(bytes);
    default:
      return openSpelled(bytes, name);
  }
}

function mostOf({ limits, left }: Budget): number {
  return Math.min(limits.entryBytes, left);
}

function spent(opened: Broken | readonly Layer[], budget: Budget): Broken | readonly Layer[] {
  if (!isBroken(opened)) for (const { bytes } of opened) budget.spend(bytes.length);
  return opened;
}

function openAny(bytes: Uint8Array): Broken | readonly Layer[] {
  const any = anyContent(bytes);
  if (!any) return { reason: "it is not a type URL and a value, and nothing else" };
  const [from, to] = any.range;
  return [{ bytes: copyOf(bytes, from, to), pieces: [[0, from]], typeName: any.typeName }];
}

function openSpelled(bytes: Uint8Array, form: ContainerName): Broken | readonly Layer[] {
  const text = readText(new TextDecoder(encodingOf(bytes)).decode(bytes));
  if ("problem" in text) return { reason: text.problem };
  return text.form === form ? [text] : { reason: `it is ${text.form}` };
}

/** The blobs of a zip in natural order, with what is no blob left out; one is unpacked when it is asked for. */
function openZip(bytes: Uint8Array, budget: Budget): Broken | Iterable<Layer | Unreadable> {
  const { limits, left } = budget;
  const { files, problems } = listZip(
    bytes,
    { ...limits, totalBytes: Math.min(limits.totalBytes, left) },
    (paths) => findSnapshots(paths).memory,
  );
  const blobs = files.filter(({ path }) => isBlobPath(path)).sort((a, b) => naturalOrder(a.path, b.path));
  if (blobs.length === 0)
    return { reason: problems.map(({ path, message }) => (path === "" ? message : `${path}: ${message}`))[0] ?? "it holds no blob" };
  return (function* () {
    for (const { path, unpack } of blobs) {
      const { bytes: unpacked, trouble } = unpack();
      if (!unpacked) yield { part: `/${path}`, problem: trouble ?? "it cannot be read" };
      else {
        budget.spend(unpacked.length);
        yield { bytes: unpacked, part: `/${path}`, ...(trouble !== undefined && { remark: trouble }) };
      }
    }
    for (const { path, message } of problems) yield { part: path === "" ? "" : `/${path}`, problem: message };
  })();
}
