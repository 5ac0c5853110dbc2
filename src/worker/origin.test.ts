import { expect, test } from "vitest";
import { encodeText } from "../wire/text.ts";
import { DocumentStore } from "./store.ts";

const PROTO = `syntax = "proto3"; package t; message One { uint32 a = 1; string b = 2; } message Two { uint32 a = 1; string b = 2; }
message Other { string a = 1; }`;

test("a root that was found out says how many fit alike, one that was chosen does not", async () => {
  const store = new DocumentStore();
  const { blobs } = await store.handle("import", {
    files: [
      { path: "rel/t.proto", kind: "file", file: new Blob([PROTO]) },
      { path: "a.bin", kind: "file", file: new Blob([encodeText('1: 5 2: "x"')]) },
      { path: "b.bin", kind: "file", file: new Blob([encodeText('1: "only one"')]) },
      { path: "c.bin", kind: "file", file: new Blob([encodeText('1: 5 2: "x"')]) },
    ],
  });
  const [tied, single, again] = blobs;
  expect(await store.handle("origin", { blobId: tied!.blobId })).toMatchObject({ alike: 2 });
  expect((await store.handle("origin", { blobId: tied!.blobId, root: "t.Two" })).alike).toBeUndefined();
  expect((await store.handle("origin", { blobId: single!.blobId })).alike).toBeUndefined();
  // The same bytes under another name.
  expect(again).toMatchObject({ blobId: tied!.blobId, name: "a.bin", already: true, again: "c.bin" });
});

test("a few bytes are of the user's release that they fit, for verdicts as for the rows, though an example's type fits better", async () => {
  const store = new DocumentStore();
  await store.handle("bundled", { files: [{ path: "ex/t.proto", text: 'syntax = "proto3"; package e; message Ex { uint32 a = 1; }' }] });
  const own = new Blob(['syntax = "proto3"; package o; message Own { uint32 a = 1; string b = 2; }']);
  const blob = new Blob([new Uint8Array([8, 5])]);
  const { blobs } = await store.handle("import", {
    files: [
      { path: "own/o.proto", kind: "file", file: own },
      { path: "a.bin", kind: "file", file: blob },
    ],
  });
  const { blobId } = blobs[0]!;
  expect(await store.handle("origin", { blobId })).toMatchObject({ root: "o.Own", writer: { candidates: ["own"] } });
  expect((await store.handle("decode", { blobId })).root).toEqual({ typeName: "o.Own", detected: true });
  expect((await store.handle("decode", { blobId, root: "e.Ex" })).root).toEqual({ typeName: "e.Ex", detected: false });
});
