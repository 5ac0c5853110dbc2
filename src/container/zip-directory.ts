/** The central directory of a zip: what the archive says of its entries, before any of them is touched. */
export interface ZipEntry {
  readonly path: string;
  readonly encrypted: boolean;
  /** 0 = stored, 8 = deflate. */
  readonly method: number;
  readonly crc: number;
  readonly packedSize: number;
  /** Size after unpacking, as the archive says. */
  readonly size: number;
  /** Place of the local header in the archive. */
  readonly headerAt: number;
}

export interface ZipDirectory {
  /** In the order of the directory, folders included; at most the limit. */
  readonly entries: readonly ZipEntry[];
  /** What the end record says. */
  readonly count: number;
}

const endMark = 0x06054b50;
const end64Mark = 0x06064b50;
const entryMark = 0x02014b50;

/**
 * Lists a zip's central directory (zip64 too), at most `maxEntries` of it. Gives a reason when the directory is not there or
 * damaged. Borrows nothing. Source: PKWARE APPNOTE 6.3, sections 4.3.12 to 4.3.16.
 */
export function readDirectory(bytes: Uint8Array, maxEntries: number): ZipDirectory | { readonly reason: string } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const endAt = findEnd(view);
  if (endAt < 0)
    return {
      reason: isZip(bytes) ? "the archive is cut off: its directory, which stands at the end, is missing" : "this is not a zip archive",
    };
  if (view.getUint16(endAt + 4, true) !== 0) return { reason: "this is one part of a zip in several files" };
  let count = view.getUint16(endAt + 10, true);
  let length = view.getUint32(endAt + 12, true);
  let start = view.getUint32(endAt + 16, true);
  let endOfDirectory = endAt;
  const end64 = count === 0xffff || start === 0xffffffff || length === 0xffffffff ? findEnd64(view, endAt) : -1;
  if (end64 >= 0) {
    count = Number(view.getBigUint64(end64 + 32, true));
    length = Number(view.getBigUint64(end64 + 40, true));
    start = Number(view.getBigUint64(end64 + 48, true));
    endOfDirectory = end64;
  }
  // Info-ZIP, writing to a pipe, leaves out both the place and the record that would tell it.
  else if (start === 0xffffffff) start = endAt - length;
  // Bytes in front of the archive, as a self-extracting one has, move everything by the same distance.
  const shift = endOfDirectory - length - start;
  if (shift < 0) return { reason: "the archive is damaged: its directory points past its end" };
  const entries: ZipEntry[] = [];
  let at = start + shift;
  for (let i = 0; i < count && i < maxEntries; i++) {
    const entry = readEntry(view, bytes, at, shift);
    if (!entry || entry.next > endOfDirectory) return { reason: `the archive is damaged: entry ${i + 1} of its directory does not parse` };
    entries.push(entry.entry);
    at = entry.next;
  }
  return { entries, count };
}

/** Whether the bytes start as a zip does. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && ((bytes[2] === 3 && bytes[3] === 4) || (bytes[2] === 5 && bytes[3] === 6));
}

/** Where an entry's packed bytes start; undefined when its local header is not there or they run past the archive. */
export function packedBytes(bytes: Uint8Array, entry: ZipEntry): Uint8Array | undefined {
  const at = entry.headerAt;
  if (at + 30 > bytes.length) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(at, true) !== 0x04034b50) return undefined;
  const from = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
  return from + entry.packedSize > bytes.length ? undefined : bytes.subarray(from, from + entry.packedSize);
}

/** Looks for the end record from the back: behind it stands a comment of at most 65,535 bytes. */
function findEnd(view: DataView): number {
  for (let at = view.byteLength - 22; at >= 0 && at >= view.byteLength - 22 - 0xffff; at--) {
    if (view.getUint32(at, true) === endMark && at + 22 + view.getUint16(at + 20, true) <= view.byteLength) return at;
  }
  return -1;
}

function findEnd64(view: DataView, endAt: number): number {
  if (endAt < 20 || view.getUint32(endAt - 20, true) !== 0x07064b50) return -1;
  const said = Number(view.getBigUint64(endAt - 20 + 8, true));
  for (const at of [said, endAt - 20 - 56]) {
    if (at >= 0 && at + 56 <= view.byteLength && view.getUint32(at, true) === end64Mark) return at;
  }
  return -1;
}

function readEntry(
  view: DataView,
  bytes: Uint8Array,
  at: number,
  shift: number,
): { readonly entry: ZipEntry; readonly next: number } | undefined {
  if (at + 46 > bytes.length || view.getUint32(at, true) !== entryMark) return undefined;
  const nameEnd = at + 46 + view.getUint16(at + 28, true);
  const extraEnd = nameEnd + view.getUint16(at + 30, true);
  const next = extraEnd + view.getUint16(at + 32, true);
  if (next > bytes.length) return undefined;
  const flags = view.getUint16(at + 8, true);
  const [size, packedSize, headerAt] = wideSizes(view, nameEnd, extraEnd, [
    view.getUint32(at + 24, true),
    view.getUint32(at + 20, true),
    view.getUint32(at + 42, true),
  ]);
  const entry: ZipEntry = {
    path: decodeName(bytes.subarray(at + 46, nameEnd)),
    encrypted: (flags & 1) !== 0,
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    size,
    packedSize,
    headerAt: headerAt + shift,
  };
  return { entry, next };
}

type Sizes = [size: number, packedSize: number, headerAt: number];

/** Replaces each 0xffffffff by the 64-bit number of the zip64 extra field, where there is one. */
function wideSizes(view: DataView, from: number, to: number, sizes: Sizes): Sizes {
  const wide: Sizes = [...sizes];
  for (let at = from; at + 4 <= to; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    const end = Math.min(to, at + 4 + view.getUint16(at + 2, true));
    let field = at + 4;
    for (let i = 0; i < 3 && field + 8 <= end; i++) {
      if (sizes[i] !== 0xffffffff) continue;
      wide[i] = Number(view.getBigUint64(field, true));
      field += 8;
    }
  }
  return wide;
}

/** UTF-8, which tools write with and without the flag that says so; else each byte as its Latin-1 character. */
function decodeName(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("latin1").decode(bytes);
  }
}
