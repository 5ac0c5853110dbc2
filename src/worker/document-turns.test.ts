import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { encodeText } from "../wire/text.ts";
import { DocumentStore } from "./store.ts";
import { slowClock } from "./testing/slow-clock.ts";
import { Cancelled } from "./turns.ts";

const OLD = `syntax = "proto3"; package t; message Part { uint32 id = 1; } message Root { repeated Part parts = 1; bytes inside = 2; }`;
const NEW = `syntax = "proto3"; package t; message Extra { uint32 a = 1; string b = 2; }
message Part { uint32 id = 1; Extra extra = 2; repeated Extra more = 3; } message Root { repeated Part parts = 1; bytes inside = 2; }`;
const PARTS = 4000;

let store: DocumentStore;
let blobId: string;
beforeAll(async () => {
  store = new DocumentStore();
  await store.handle("bundled", {
    files: [
      { path: "1/t.proto", text: OLD },
      { path: "2/t.proto", text: NEW },
      { path: "releases.json", text: '["1", "2"]' },
    ],
  });
  const parts = Array.from({ length: PARTS }, (_, i) => `1: {1: ${i + 1} 2: {1: ${i + 1} 2: "x"} 3: {1: 5} 3: {2: "y"}} `);
  const { blobs } = await store.handle("import", {
    files: [{ path: "a.bin", kind: "file", file: new Blob([encodeText(parts.join(""))]) }],
  });
  blobId = blobs[0]!.blobId;
});

afterEach(() => void vi.restoreAllMocks());

const reading = (release?: string) => ({ blobId, root: "t.Root", ...(release && { release }) });

test("a share is told while it is found out how to read a blob, while it is read, and while fields are borrowed", async () => {
  slowClock();
  const shares: number[] = [];
  const { writer, counts } = await store.handle("decode", reading("1"), undefined, (share) => shares.push(share));
  expect(writer).toMatchObject({ release: "2", confidence: "sure" });
  expect(counts.unknown).toBe(3 * PARTS);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
  // Three of four fields are unknown to the reader: borrowing is nearly all of the work.
  for (const least of [0, 0.2, 0.4, 0.6, 0.8]) expect(shares.some((share) => share >= least && share < least + 0.2)).toBe(true);
});

test("borrowing stops in the middle when it is cancelled, lets others in, and can be asked for again", async () => {
  slowClock();
  const abort = new AbortController();
  let first = "";
  let small: Promise<void> | undefined;
  const stopped = store.handle("decode", { ...reading("1"), writer: "2" }, abort.signal, (share) => {
    if (share < 0.5) return;
    small ??= store.handle("bytes", { blobId, from: 0, to: 1 }).then(() => {
      first ||= "bytes";
    });
    abort.abort();
  });
  await expect(stopped.finally(() => (first ||= "decode"))).rejects.toBeInstanceOf(Cancelled);
  await small;
  expect(first).toBe("bytes");
  vi.restoreAllMocks();
  const { docId } = await store.handle("decode", { ...reading("1"), writer: "2" });
  const key = `parts[${PARTS - 1}].#2`;
  expect(await store.handle("details", { docId, key })).toMatchObject({ status: "unknown", schema: { release: "2" } });
});

test("root and writer are found out by turns, and once", async () => {
  slowClock();
  const abort = new AbortController();
  const origin = store.handle("origin", { blobId }, abort.signal);
  abort.abort();
  await expect(origin).rejects.toBeInstanceOf(Cancelled);
  expect(await store.handle("origin", { blobId })).toMatchObject({ root: "t.Root", writer: { release: "2" } });
});
