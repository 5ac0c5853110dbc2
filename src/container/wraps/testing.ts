/** Makes each container around a blob, as its writer would. */

/** A persisted-state region: header, then the message at once or on the page behind; `lies` overrides what the header says. */
export function regionOf(
  blob: Uint8Array,
  layout: "at once" | "next page" = "at once",
  lies: { readonly region?: bigint; readonly payload?: bigint } = {},
): Uint8Array<ArrayBuffer> {
  const start = layout === "at once" ? 32 : 4096;
  const bytes = new Uint8Array(start + blob.length);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode("OHCLPHDR"));
  view.setBigUint64(8, 0x1_0000_1000n, true);
  view.setBigUint64(16, lies.region ?? 65536n, true);
  view.setBigUint64(24, lies.payload ?? BigInt(blob.length), true);
  bytes.set(blob, start);
  return bytes;
}

/** A chunk stream of chunks of `size` bytes. */
export function chunksOf(blob: Uint8Array, kind: "save" | "restore", size = 8192): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < blob.length || at === 0; at += size) {
    const chunk = blob.subarray(at, at + size);
    const header = new DataView(new ArrayBuffer(kind === "save" ? 6 : 10));
    header.setUint8(0, 1);
    header.setUint8(1, kind === "save" ? 2 : 3);
    header.setUint16(2, kind === "save" ? 20 : 21, true);
    if (kind === "restore") header.setUint32(4, chunk.length, true);
    header.setUint16(header.byteLength - 2, at + size < blob.length ? 2 : 0, true);
    parts.push(new Uint8Array(header.buffer), chunk);
  }
  return concat(...parts);
}

/** The bytes one behind the other. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Bytes that look like nothing, never start like a container and do not repeat. */
export function noise(length: number, seed = 1): Uint8Array<ArrayBuffer> {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  };
  return Uint8Array.from({ length }, (_, i) => (i === 0 ? 0x0a : next()));
}

/** A zstd file of raw blocks, or of one RLE block that stands for `rle` bytes; with the size in the header when `said` is given. */
export function zstdOf(blob: Uint8Array, options: { readonly said?: number; readonly rle?: number } = {}): Uint8Array<ArrayBuffer> {
  const { said, rle } = options;
  const header = new DataView(new ArrayBuffer(said === undefined ? 6 : 10));
  header.setUint32(0, 0xfd2fb528, true);
  header.setUint8(4, said === undefined ? 0 : 0x80);
  header.setUint8(5, 7 << 3);
  if (said !== undefined) header.setUint32(6, said, true);
  const parts: Uint8Array[] = [new Uint8Array(header.buffer)];
  const block = (size: number, type: number, last: boolean): Uint8Array => {
    const head = (size << 3) | (type << 1) | (last ? 1 : 0);
    return Uint8Array.of(head & 0xff, (head >>> 8) & 0xff, head >>> 16);
  };
  if (rle !== undefined) parts.push(block(rle, 1, true), Uint8Array.of(0));
  else
    for (let at = 0; at < blob.length || at === 0; at += 65536) {
      const piece = blob.subarray(at, at + 65536);
      parts.push(block(piece.length, 0, at + 65536 >= blob.length), piece);
    }
  return concat(...parts);
}
