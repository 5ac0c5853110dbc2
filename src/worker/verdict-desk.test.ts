import { expect, test } from "vitest";
import { encodeText } from "../wire/text.ts";
import { DocumentStore } from "./store.ts";

const HEAD = 'syntax = "proto3"; package t; import "google/protobuf/any.proto";';
const OLD = `${HEAD} message Root { google.protobuf.Any state = 2; }`;
const NEW = `${HEAD} message Root { string late = 1; google.protobuf.Any state = 2; } message New { uint32 x = 1; }`;

test("the first finding is of the kind that makes the verdict, and is the one that is copied by its place", async () => {
  const store = new DocumentStore();
  const file = (path: string, text: string) => ({ path, kind: "file" as const, file: new Blob([text]) });
  const bytes = encodeText('1: "x" 2: {1: "type.googleapis.com/t.New" 2: {1: 9}}');
  const { blobs } = await store.handle("import", {
    files: [file("s/1/t.proto", OLD), file("s/2/t.proto", NEW), { path: "a.bin", kind: "file", file: new Blob([bytes]) }],
  });
  const ask = { blobId: blobs[0]!.blobId, root: "t.Root", writer: "2" };
  const { verdict, findings } = await store.handle("verdict", { ...ask, reader: "1", limit: 10 });
  expect(verdict).toBe("depends");
  expect(findings.map(({ kind, path }) => `${kind} ${path}`)).toEqual(["depends state.value", "lost #1"]);
  const copied = await store.handle("verdictMarkdown", { ...ask, finding: { reader: "1", at: 0 } });
  expect(copied).toContain("**depends** `state.value`");
  expect(copied).toMatch(/^`a\.bin`, written by 2, on 1:\n/);
  const guessed = await store.handle("verdictMarkdown", { blobId: blobs[0]!.blobId, root: "t.Root", finding: { reader: "1", at: 0 } });
  expect(guessed).toMatch(/^`a\.bin`, written by 2 \(\w[\w ]+\), on 1:\n/);
});

test("the Markdown of a blob names the examples' releases only where they have its root", async () => {
  const store = new DocumentStore();
  await store.handle("bundled", { files: [{ path: "ex/e.proto", text: 'syntax = "proto3"; package e; message Ex { bool on = 9; }' }] });
  const { blobs } = await store.handle("import", {
    files: [
      { path: "own/t.proto", kind: "file", file: new Blob([OLD]) },
      { path: "a.bin", kind: "file", file: new Blob([encodeText('2: {1: "x"}')]) },
      { path: "b.bin", kind: "file", file: new Blob([encodeText("9: 1")]) },
    ],
  });
  const rows = async (i: number, root: string) => {
    const text = await store.handle("verdictMarkdown", { blobId: blobs[i]!.blobId, root });
    return [...text.matchAll(/^\| (\w+) \| (?!verdict)/gm)].map(([, release]) => release);
  };
  expect(await rows(0, "t.Root")).toEqual(["own"]);
  expect(await rows(1, "e.Ex")).toEqual(["ex", "own"]);
});

test("of roots that fit alike the one that the file's name holds is taken, by the tree and by the verdicts", async () => {
  const own = new DocumentStore();
  const text = 'syntax = "proto3"; package t; message A { string s = 1; } message B { string s = 1; }';
  await own.handle("bundled", { files: [{ path: "r1/t.proto", text }] });
  const file = (name: string, bytes: string) => ({ path: name, kind: "file" as const, file: new Blob([encodeText(bytes)]) });
  const { blobs } = await own.handle("import", { files: [file("t.B-1.bin", '1: "x"'), file("some.bin", '1: "y"')] });
  const read = await Promise.all(
    blobs.map(async ({ blobId }) => {
      const { root, alike } = await own.handle("origin", { blobId });
      return [root, alike, (await own.handle("decode", { blobId })).root?.typeName];
    }),
  );
  expect(read).toEqual([
    ["t.B", 2, "t.B"],
    ["t.A", 2, "t.A"],
  ]);
});
