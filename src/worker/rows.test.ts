import { expect, test } from "vitest";
import { encodeText } from "../wire/text.ts";
import { DocumentStore } from "./store.ts";

const PROTO = `syntax = "proto3"; package t; message Part { uint32 n = 1; }
message Root { map<string, uint32> words = 1; map<uint32, Part> parts = 2; }`;

test("the row of a map tells the keys of its entries, also of one that comes again", async () => {
  const store = new DocumentStore();
  const bytes = encodeText('1: {1: "k1" 2: 1} 1: {1: "k1" 2: 2} 1: {1: "a]\\"b" 2: 3} 2: {1: 5 2: {1: 1}} 2: {1: 16 2: {}}');
  const { blobs } = await store.handle("import", {
    files: [
      { path: "rel/t.proto", kind: "file", file: new Blob([PROTO]) },
      { path: "a.bin", kind: "file", file: new Blob([bytes]) },
    ],
  });
  const { docId } = await store.handle("decode", { blobId: blobs[0]!.blobId, release: "rel", root: "t.Root" });
  const { rows } = await store.handle("view", { docId, spec: { level: 0, open: [], closed: [], sort: "offset" } });
  const shown = await store.handle("rows", { docId, from: 0, to: rows });
  expect(shown.map(({ label, value }) => `${label}: ${value}`)).toEqual(['words[3]: k1, k1[1], a]\\"b', "parts[2]: 5, 16"]);
});
