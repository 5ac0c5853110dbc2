import { Buffer } from "node:buffer";
import { gzipSync, zipSync } from "fflate";
import { expect, test } from "vitest";
import { hexOf } from "../base/index.ts";
import { chunksOf, concat, regionOf } from "../container/wraps/testing.ts";
import { encodeText } from "../wire/text.ts";
import type { ImportResult, InputFile } from "./protocol.ts";
import { DocumentStore } from "./store.ts";

const PROTO = `syntax = "proto3"; package t;
message Root { uint32 id = 1; string name = 2; Root more = 3; }
message Twin { uint32 id = 1; string name = 2; Twin more = 3; }`;
const blob = encodeText('1: 7 2: "a machine" 3: {1: 8 2: "inside"}');
const other = encodeText('1: 9 2: "another machine"');

async function open(...files: InputFile[]): Promise<{ store: DocumentStore; opened: ImportResult }> {
  const store = new DocumentStore();
  await store.handle("import", { files: [{ path: "rel/t.proto", kind: "file", file: new Blob([PROTO]) }] });
  return { store, opened: await store.handle("import", { files }) };
}

const file = (path: string, bytes: Uint8Array): InputFile => ({ path, kind: "file", file: new Blob([new Uint8Array(bytes)]) });

/** What the list of blobs says: name, source, container, first offset in the file. */
const told = ({ blobs }: ImportResult) => blobs.map(({ name, source, container, pieces }) => [name, source, container, pieces?.[0]?.[1]]);

test("dropped files are unwrapped, and say what from and where they stand", async () => {
  const big = encodeText(`2: "${"x".repeat(9000)}"`);
  const { opened } = await open(
    file("f/region.bin", regionOf(blob)),
    file("f/chunks.bin", chunksOf(big, "save")),
    file("f/a.gz", gzipSync(other)),
    file("f/plain.bin", encodeText("1: 5")),
  );
  expect(opened.problems).toEqual([]);
  expect(told(opened)).toEqual([
    ["region.bin", "f/region.bin", "ohclphdr", 32],
    ["chunks.bin", "f/chunks.bin", "get-chunks", 6],
    ["a.gz", "f/a.gz", "gzip", undefined],
    ["plain.bin", "f/plain.bin", "raw", undefined],
  ]);
  expect(opened.blobs[1]!.pieces).toEqual([
    [0, 6],
    [8192, 8204],
  ]);
});

test("several in one file: a dump, a zip by another name, zips in zips", async () => {
  const dump = concat(regionOf(blob), new Uint8Array(4096 - 32 - blob.length), regionOf(other));
  const inner = zipSync({ "deep/x.bin": gzipSync(encodeText("1: 1")), "../y.bin": blob });
  const { opened } = await open(
    file("mem.dmp", dump),
    file("a.backup", zipSync({ "x.bin": encodeText("1: 2") })),
    file("o.zip", zipSync({ "i.zip": inner })),
  );
  expect(told(opened)).toEqual([
    ["mem.dmp@0x0000", undefined, "ohclphdr", 32],
    ["mem.dmp@0x1000", undefined, "ohclphdr", 4128],
    ["x.bin", "a.backup › x.bin", "zip", undefined],
    ["x.bin", "o.zip › i.zip › deep/x.bin", "zip > zip > gzip", undefined],
  ]);
  expect(opened.problems).toEqual([
    { path: "o.zip/i.zip/../y.bin", message: "its path leads out of the archive by `..`, so it was left out" },
  ]);
});

test("what cannot be seen in a name, or turns it around, is spelled", async () => {
  const turned = "a\u202egnp.bin";
  const zip = zipSync({ [`in/${turned}`]: other, "\u200bx.bin": encodeText("1: 4") });
  const { opened } = await open(file(turned, blob), file("o.zip", zip), file(`again/${turned}`, other), {
    path: "1\u202e.0/t.proto",
    kind: "file",
    file: new Blob([PROTO]),
  });
  expect(told(opened)).toEqual([
    ["a\\u202egnp.bin", undefined, "raw", undefined],
    ["a\\u202egnp.bin", "again/a\\u202egnp.bin", "raw", undefined],
    ["\\u200bx.bin", "o.zip › \\u200bx.bin", "zip", undefined],
    ["a\\u202egnp.bin", "again/a\\u202egnp.bin", "raw", undefined],
  ]);
  expect(opened.blobs.map(({ again }) => again)).toContain("o.zip › in/a\\u202egnp.bin");
  expect(opened.releases.map(({ release }) => release)).toEqual(["1\\u202e.0"]);
});

test("an Any is read as the type that it names, until the user says another", async () => {
  for (const [name, twin] of [
    ["t.Root", "t.Twin"],
    ["t.Twin", "t.Root"],
  ] as const) {
    const { store, opened } = await open(file("any.bin", encodeText(`1: "type.googleapis.com/${name}" 2: \`${hexOf(blob)}\``)));
    expect(opened.blobs).toMatchObject([{ container: "any", bytes: blob.length }]);
    const { blobId } = opened.blobs[0]!;
    expect((await store.handle("decode", { blobId })).root).toEqual({ typeName: name, detected: true });
    expect((await store.handle("decode", { blobId, root: twin })).root).toEqual({ typeName: twin, detected: false });
    expect((await store.handle("decode", { blobId, raw: true })).root).toBeUndefined();
  }
});

test("what a paste spells is unwrapped too; broken files are shown as they stand, with a remark", async () => {
  const cut = regionOf(blob).subarray(0, 40);
  const { opened } = await open({ path: "", kind: "text", text: Buffer.from(gzipSync(blob)).toString("base64") }, file("cut.bin", cut));
  expect(told(opened)).toEqual([
    ["pasted 1", undefined, "base64 > gzip", undefined],
    ["cut.bin", undefined, "raw", undefined],
  ]);
  expect(opened.blobs[1]!.remark).toMatch(/^looks like a persisted-state region, but .*; it is shown as it stands$/);
});

test("a dump of a blob that is cut in its first field is opened all the same, since its text fits even worse", async () => {
  const cut = encodeText(`3: {1: 8 2: "${"inside ".repeat(40)}"}`).subarray(0, 100);
  const { opened } = await open(file("cut.hex", Buffer.from(hexOf(cut))));
  expect(opened.blobs).toMatchObject([{ container: "hex", bytes: 100 }]);
});

test("of a damaged blob the document counts the roots that fit alike as the verdict does", async () => {
  const store = new DocumentStore();
  const fits = ["Alpha", "Beta"].map((name) => `message ${name} { Inner open = 1; }`);
  const others = ["C", "D", "E", "F", "G"].map((name, i) => `message ${name} { fixed64 at = ${i + 2}; }`);
  const proto = `syntax = "proto3"; package t; message Inner { bytes x = 1; }\n${[...fits, ...others].join("\n")}`;
  await store.handle("import", { files: [{ path: "rel/t.proto", kind: "file", file: new Blob([proto]) }] });
  const bytes = Uint8Array.from([0x0a, 2, 0x0a, 0, 0xeb, 4, 0xec, 4]);
  const { blobs } = await store.handle("import", { files: [file("hurt.bin", bytes)] });
  const { blobId } = blobs[0]!;
  const { alike, candidates } = await store.handle("decode", { blobId });
  expect(alike).toBe((await store.handle("origin", { blobId })).alike);
  expect(alike).toBeGreaterThan(1);
  // The scores that are shown are cut off at 0: they do not tell the roots apart.
  expect(candidates.filter(({ score }) => score === candidates[0]!.score).length).toBeGreaterThan(alike);
});
