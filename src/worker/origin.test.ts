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
