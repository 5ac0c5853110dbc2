import { Inflate } from "fflate";
import { crc32 } from "./crc32.ts";
import { packedBytes, readDirectory, type ZipEntry } from "./zip-directory.ts";

export interface ZipLimits {
  readonly entries: number;
  /** Bytes that one entry may unpack to. */
  readonly entryBytes: number;
  /** Bytes that all entries together may unpack to. */
  readonly totalBytes: number;
}

export const defaultZipLimits: ZipLimits = { entries: 20_000, entryBytes: 1024 ** 3, totalBytes: 1024 ** 3 };

export interface UnzippedFile {
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface ZipProblem {
  /** Of the entry; "" for the archive itself. */
  readonly path: string;
  /** A sentence with the reason. */
  readonly message: string;
}

export interface Unzipped {
  readonly entries: readonly UnzippedFile[];
  readonly problems: readonly ZipProblem[];
}

/** Deflate gives at most 1,032 bytes for one; so 16 KiB in are at most 16 MiB out between two looks at the limit. */
const pushBytes = 16 * 1024;
const mostRatio = 1032;

/** A file that stands in a zip, not yet unpacked. */
export interface ZippedFile {
  readonly path: string;
  /** As the directory says; never more than this comes out. */
  readonly size: number;
  /** Unpacks it, anew at each call. Without bytes when nothing can be read; both when they are damaged. */
  readonly unpack: () => Unpacked;
}

export interface Unpacked {
  readonly bytes?: Uint8Array<ArrayBuffer>;
  /** A sentence. */
  readonly trouble?: string;
}

export interface ZipListing {
  readonly files: readonly ZippedFile[];
  readonly problems: readonly ZipProblem[];
}

/**
 * Lists the files of a zip that are within the limits by its directory, in its order; nothing is unpacked. Folders are skipped,
 * archives in the archive stay files. Refused with a problem: paths that lead outside, encrypted entries, methods other than
 * stored and deflate. What `passOver` names, given all paths, is left out in silence. Borrows the bytes. Never throws on bad bytes.
 */
export function listZip(
  bytes: Uint8Array,
  limits: ZipLimits = defaultZipLimits,
  passOver?: (paths: readonly string[]) => ReadonlySet<string>,
): ZipListing {
  const directory = readDirectory(bytes, limits.entries);
  if ("reason" in directory) return { files: [], problems: [{ path: "", message: directory.reason }] };
  const files: ZippedFile[] = [];
  const problems: ZipProblem[] = [];
  if (directory.count > limits.entries) {
    problems.push({
      path: "",
      message: `the archive holds ${count(directory.count)} entries; only the first ${count(limits.entries)} were opened, the limit`,
    });
  }
  const over = passOver?.(directory.entries.map((entry) => plainPath(entry.path)));
  const seen = new Set<string>();
  let total = 0;
  let past = 0;
  for (const entry of directory.entries) {
    if (entry.path.endsWith("/") && badPath(entry.path) === undefined) continue;
    const path = plainPath(entry.path);
    if (over?.has(path)) continue;
    const refusal = badPath(entry.path) ?? (seen.has(path) ? "stands in the archive twice; the first was opened" : refuse(entry, limits));
    if (refusal !== undefined) {
      problems.push({ path: entry.path, message: refusal });
      continue;
    }
    seen.add(path);
    if (total + entry.size > limits.totalBytes) {
      past++;
      continue;
    }
    total += Math.min(entry.size, entry.packedSize * mostRatio);
    files.push({ path, size: entry.size, unpack: () => unpack(bytes, entry) });
  }
  if (past > 0) {
    problems.push({
      path: "",
      message: `${count(past)} ${past === 1 ? "entry was" : "entries were"} left out: the archive unpacks to more than ${count(limits.totalBytes)} bytes in all, the limit`,
    });
  }
  return { files, problems };
}

/**
 * Unpacks a zip, all of it that `listZip` lists. An entry that gives more than it says is cut there. A wrong checksum or size is a
 * problem, the bytes are given all the same. Copies. Never throws on bad bytes.
 */
export function readZip(...args: Parameters<typeof listZip>): Unzipped {
  const { files, problems } = listZip(...args);
  const entries: UnzippedFile[] = [];
  const troubles: ZipProblem[] = [];
  for (const { path, unpack } of files) {
    const { bytes, trouble } = unpack();
    if (trouble !== undefined) troubles.push({ path, message: trouble });
    if (bytes) entries.push({ path, bytes });
  }
  return { entries, problems: [...troubles, ...problems] };
}

/** The path without empty parts and `.`. */
function plainPath(path: string): string {
  return path
    .split("/")
    .filter((part) => part !== "" && part !== ".")
    .join("/");
}

/** Why a path is refused: only relative paths with `/` that stay inside are taken. */
function badPath(path: string): string | undefined {
  if (path === "" || /^[./]*$/.test(path)) return "an entry without a name was left out";
  if (path.startsWith("/")) return "its path is absolute, so it was left out";
  if (/^[A-Za-z]:/.test(path)) return "its path names a drive, so it was left out";
  if (path.includes("\\")) return "its path holds a backslash, so it was left out";
  if (path.split("/").includes("..")) return "its path leads out of the archive by `..`, so it was left out";
  for (const c of path) if (c < " ") return "its path holds a control character, so it was left out";
  return undefined;
}

function refuse(entry: ZipEntry, limits: ZipLimits): string | undefined {
  if (entry.encrypted) return "it is encrypted, so it was left out; unpack the archive first";
  if (entry.method !== 0 && entry.method !== 8) return `it is packed by method ${entry.method}, only stored and deflate can be read`;
  if (entry.size > limits.entryBytes) return `it unpacks to ${count(entry.size)} bytes, past the limit of ${count(limits.entryBytes)}`;
  return undefined;
}

function unpack(archive: Uint8Array, entry: ZipEntry): Unpacked {
  const packed = packedBytes(archive, entry);
  if (!packed) return { trouble: "its data is not where the directory says: the archive is damaged or cut off" };
  const { bytes, over, broken } = entry.method === 0 ? stored(packed, entry.size) : inflate(packed, entry.size);
  if (over) return { bytes, trouble: `it holds more than the ${count(entry.size)} bytes that the directory says; the rest was cut` };
  if (broken) return { bytes, trouble: `its packed data is damaged after ${count(bytes.length)} of ${count(entry.size)} bytes` };
  if (bytes.length < entry.size)
    return { bytes, trouble: `it holds ${count(bytes.length)} bytes where the directory says ${count(entry.size)}` };
  if (crc32(bytes) !== entry.crc) return { bytes, trouble: "its checksum is wrong: the bytes were damaged on the way" };
  return { bytes };
}

interface Inflated {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** There is more than the size asked for. */
  readonly over: boolean;
  readonly broken: boolean;
}

function stored(packed: Uint8Array, size: number): Inflated {
  return { bytes: packed.slice(0, size), over: packed.length > size, broken: false };
}

/** Inflates at most `size` bytes, in pieces, so that what lies beyond costs no more than one piece. */
function inflate(packed: Uint8Array, size: number): Inflated {
  const out = new Uint8Array(Math.min(size, packed.length * mostRatio));
  let length = 0;
  let over = false;
  let broken = false;
  const stream = new Inflate((piece) => {
    const room = out.length - length;
    if (piece.length > room) over = true;
    out.set(piece.length > room ? piece.subarray(0, room) : piece, length);
    length += Math.min(room, piece.length);
  });
  try {
    for (let at = 0; at < packed.length && !over; at += pushBytes) {
      stream.push(packed.subarray(at, at + pushBytes), at + pushBytes >= packed.length);
    }
  } catch {
    // fflate throws on bytes that are no deflate stream.
    broken = true;
  }
  return { bytes: length === out.length ? out : out.slice(0, length), over, broken };
}

function count(n: number): string {
  return n.toLocaleString("en");
}
