import { beforeEach, describe, expect, test } from "vitest";
import { encodeText } from "../wire/text.ts";
import type { DocInfo, ImportPart, Row, StartedBlob, ViewSpec } from "./protocol.ts";
import { DocumentStore } from "./store.ts";
import { Cancelled } from "./turns.ts";

const PROTO = `syntax = "proto3"; package t;
message Part { uint32 id = 1; string word = 2; uint32 left = 3; }
message Root { repeated Part parts = 1; uint32 end = 2; }`;
const PLAIN: ViewSpec = { level: 0, open: [], closed: [], sort: "offset" };
const MEBI = 1 << 20;

/** A blob of so many mebibytes: the same parts again and again, and a last field. */
function large(mebibytes: number): Uint8Array<ArrayBuffer> {
  const block = encodeText(Array.from({ length: 2000 }, (_, i) => `1: {1: ${i + 1} 2: "word ${i}"} `).join(""));
  const times = Math.ceil((mebibytes * MEBI) / block.length);
  const bytes = new Uint8Array(times * block.length + 2);
  for (let i = 0; i < times; i++) bytes.set(block, i * block.length);
  bytes.set([0x10, 0x07], times * block.length);
  return bytes;
}

/** A file that gives its first piece, and the others once it is let go. */
class SlowFile {
  readonly file: Blob;
  letGo: () => void = () => {};

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    const rest = new Promise<void>((done) => {
      this.letGo = done;
    });
    this.file = new Blob([bytes]);
    const slice = (from: number, to: number) => {
      const piece = new Blob([bytes.subarray(from, to)]);
      return { arrayBuffer: () => (from > 0 ? rest : Promise.resolve()).then(() => piece.arrayBuffer()) };
    };
    Object.defineProperty(this.file, "slice", { value: slice });
  }
}

let store: DocumentStore;
beforeEach(async () => {
  store = new DocumentStore();
  await store.handle("bundled", { files: [{ path: "rel/t.proto", text: PROTO }] });
});

/** Begins to open a file; gives what was told of its start, the promise of the rest, and a way to stop. */
async function begin(file: Blob, start = true) {
  const abort = new AbortController();
  let told: (start: StartedBlob) => void = () => {};
  const started = new Promise<StartedBlob>((done) => {
    told = done;
  });
  const hear = (_: number, part?: ImportPart) => part?.start && told(part.start);
  const opening = store.handle(
    "import",
    { files: [{ path: "big/a.bin", kind: "file", file }], ...(start && { start: PLAIN }) },
    abort.signal,
    hear,
  );
  return { started, opening, abort };
}

async function rowsOf(docId: string, from: number, to: number): Promise<readonly Row[]> {
  await store.handle("view", { docId, spec: { ...PLAIN, open: ["parts[]", "parts[1]"] } });
  return store.handle("rows", { docId, from, to });
}

describe("the start of a file", () => {
  test("can be looked at before the rest is read, and has the rows that the whole has", async () => {
    const bytes = large(9);
    const slow = new SlowFile(bytes);
    const { started, opening } = await begin(slow.file);
    const { blob, doc, view, rows } = await started;
    expect(blob).toMatchObject({ name: "a.bin", bytes: bytes.length, container: "raw" });
    expect(doc).toMatchObject({ blobId: blob.blobId, release: "rel", root: { typeName: "t.Root", detected: true } });
    expect(doc.soFar).toBeGreaterThan(10_000);
    expect(doc.soFar).toBeLessThan(70_000);
    expect(view).toEqual({ rows: 1, matches: 1 });
    expect(rows.map(({ key }) => key)).toEqual(["parts[]"]);
    expect(await store.handle("rows", { docId: doc.docId, from: 0, to: 1 })).toEqual(rows);
    const early = await rowsOf(doc.docId, 0, 8);
    // No more of it than is there, and no absent field of what is open.
    expect((await store.handle("bytes", { blobId: blob.blobId, from: 0, to: bytes.length })).length).toBe(1 << 18);
    await store.handle("view", { docId: doc.docId, spec: PLAIN });
    expect((await store.handle("rows", { docId: doc.docId, from: 0, to: 9 })).map(({ status }) => status)).toEqual(["known"]);

    slow.letGo();
    const { blobs } = await opening;
    const { blobId } = blobs[0]!;
    await expect(store.handle("bytes", { blobId: blob.blobId, from: 0, to: 1 })).rejects.toMatchObject({ code: "unknown-blob" });
    // Rows of it that are on their way are still answered.
    expect(await rowsOf(doc.docId, 0, 8)).toEqual(early);
    const whole = await store.handle("decode", { blobId });
    expect(whole.soFar).toBeUndefined();
    const late = await rowsOf(whole.docId, 0, 8);
    const telling = ({ key, path, value, range, status, depth, index }: Row) => ({ key, path, value, range, status, depth, index });
    expect(late.slice(1).map(telling)).toEqual(early.slice(1).map(telling));
    expect([early[0]!.key, late[0]!.key]).toEqual(["parts[]", "parts[]"]);
    await store.handle("close", { blobId });
    await expect(rowsOf(doc.docId, 0, 1)).rejects.toMatchObject({ code: "unknown-blob" });
  });

  test("goes when the opening is cancelled", async () => {
    const slow = new SlowFile(large(9));
    const { started, opening, abort } = await begin(slow.file);
    const { blob, doc } = await started;
    abort.abort();
    slow.letGo();
    await expect(opening).rejects.toThrow(Cancelled);
    await expect(store.handle("bytes", { blobId: blob.blobId, from: 0, to: 1 })).rejects.toMatchObject({ code: "unknown-blob" });
    await expect(rowsOf(doc.docId, 0, 1)).rejects.toMatchObject({ code: "unknown-blob" });
  });

  test("of a blob that is open already goes when that is found out", async () => {
    const bytes = large(9);
    const { opening } = await begin(new Blob([bytes]), false);
    await opening;
    const again = await begin(new Blob([bytes]));
    const { doc } = await again.started;
    expect((await again.opening).blobs[0]!.already).toBe(true);
    await expect(rowsOf(doc.docId, 0, 1)).rejects.toMatchObject({ code: "unknown-blob" });
  });

  test.each([
    ["nobody asks for it", large(9), false],
    ["the file is small", large(1), true],
    ["no root fits", new Uint8Array(9 * MEBI), true],
    ["it is wrapped", Uint8Array.from({ length: 9 * MEBI }, (_, i) => [0x1f, 0x8b, 8][i] ?? 1), true],
    ["its first field is longer", encodeText(`1: {2: "${"x".repeat(9 * MEBI)}"}`) as Uint8Array<ArrayBuffer>, true],
  ])("is not told of where %s", async (_, bytes, start) => {
    const { started, opening } = await begin(new Blob([bytes]), start);
    expect(await Promise.race([started, opening.then(({ blobs }) => blobs.length)])).toBe(1);
  });
});

describe("reading a large blob", () => {
  async function opened(mebibytes: number): Promise<string> {
    const { opening } = await begin(new Blob([large(mebibytes)]), false);
    return (await opening).blobs[0]!.blobId;
  }

  test("tells of its start first, and of how far it is; others are answered in between", async () => {
    const blobId = await opened(24);
    const shares: number[] = [];
    const order: string[] = [];
    let start: DocInfo | undefined;
    const decoding = store.handle("decode", { blobId, start: PLAIN }, undefined, (share, part) => {
      shares.push(share);
      start ??= part?.doc;
    });
    const meanwhile = store.handle("bytes", { blobId, from: 0, to: 1 }).then(() => order.push("bytes"));
    const whole = await decoding.finally(() => order.push("decoded"));
    await meanwhile;
    expect(order).toEqual(["bytes", "decoded"]);
    expect(start?.soFar).toBeGreaterThan(10_000);
    expect(start!.docId).not.toBe(whole.docId);
    expect(start!.counts.known).toBeLessThan(whole.counts.known);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect((await rowsOf(start!.docId, 1, 3)).map(({ key }) => key)).toEqual(["parts[0]", "parts[1]"]);
    // What was read is kept.
    expect(await store.handle("decode", { blobId, start: PLAIN }, undefined, () => expect.unreachable())).toEqual(whole);
  });

  test("stops when it is cancelled, and when the blob is closed", async () => {
    const blobId = await opened(24);
    const abort = new AbortController();
    const cancelled = store.handle("decode", { blobId, start: PLAIN }, abort.signal, () => abort.abort());
    await expect(cancelled).rejects.toThrow(Cancelled);
    const closed = store.handle("decode", { blobId, start: PLAIN }, undefined, () => void store.handle("close", { blobId }));
    await expect(closed).rejects.toMatchObject({ code: "unknown-blob" });
  });
});
