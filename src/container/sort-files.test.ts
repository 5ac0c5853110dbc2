import fs from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { strToU8, zipSync } from "fflate";
import { expect, test } from "vitest";
import { openBlob, sortFiles } from "./sort-files.ts";
import type { DroppedFile } from "./sorted.ts";

const proto = 'syntax = "proto3";';

function drop(files: Record<string, string | Uint8Array>): DroppedFile[] {
  return Object.entries(files).map(([at, content]) => {
    const bytes = typeof content === "string" ? strToU8(content) : content;
    return { path: at, size: bytes.length, read: () => bytes };
  });
}

async function sort(files: Record<string, string | Uint8Array>) {
  const sorted = await sortFiles(drop(files));
  return {
    releases: sorted.releases.map((r) => `${r.release}: ${r.sources.map((s) => s.path).join(" ")}`),
    blobs: sorted.blobs.map((b) => b.source ?? b.name),
    problems: sorted.problems.map((p) => `${p.path}: ${p.message}`),
    sorted,
  };
}

test("a folder of releases: releases.json gives the order, else natural order", async () => {
  const files = { "s/1.10/a.proto": proto, "s/1.9/sub/b.proto": proto, "s/main/a.proto": proto, "s/README.md": "x", "s/.git/config": "x" };
  expect(await sort(files)).toMatchObject({ releases: ["1.9: sub/b.proto", "1.10: a.proto", "main: a.proto"], blobs: [], problems: [] });
  expect(await sort({ ...files, "s/releases.json": '["main", "1.10", "1.9"]' })).toMatchObject({
    releases: ["main: a.proto", "1.10: a.proto", "1.9: sub/b.proto"],
    problems: [],
  });
});

test("files of one path, as they are dragged out of a list of found files, are all taken", async () => {
  const files = [
    ...drop({ "state.bin": "a", "s/r/a.proto": proto }),
    ...drop({ "state.bin": "b" }),
    ...drop({ "state.bin": "c", "s/r/a.proto": proto }),
  ];
  const { blobs, releases } = await sortFiles(files);
  expect(blobs.map(({ name, path: at, read }) => `${name} ${at} ${Buffer.from(read() as Uint8Array).toString()}`)).toEqual([
    "state.bin state.bin a",
    "state (2).bin state (2).bin b",
    "state (3).bin state (3).bin c",
  ]);
  expect(releases[0]!.sources.map((source) => source.path)).toEqual(["a (2).proto", "a.proto"]);
});

test("a bad releases.json is told, natural order holds", async () => {
  const files = { "s/2/a.proto": proto, "s/1/a.proto": proto };
  const told = async (json: string, order = ["1: a.proto", "2: a.proto"]) => {
    const { releases, problems } = await sort({ ...files, "s/releases.json": json });
    expect(releases).toEqual(order);
    return problems;
  };
  expect(await told('{"a": 1}')).toEqual([
    's/releases.json: the file is not a list of strings as ["one", "two"]; the releases stand in natural order',
  ]);
  expect((await told("["))[0]).toMatch(/^s\/releases\.json: the file is not JSON \(.*\); the releases stand in natural order$/);
  expect(await told('["2", "3"]', ["2: a.proto", "1: a.proto"])).toEqual([
    "s/releases.json: it names 3, of which there is no folder; what it does not name stands last (1)",
  ]);
  expect(await told('["1"]')).toEqual(["s/releases.json: what it does not name stands last (2)"]);
});

test("one release: a folder with .proto in it, loose files, a zip", async () => {
  expect(await sort({ "1.7/a.proto": proto, "1.7/b/c.proto": proto, "1.7/units.json": '["vmtime"]' })).toMatchObject({
    releases: ["1.7: a.proto b/c.proto"],
    sorted: { releases: [{ units: ["vmtime"], path: "1.7" }] },
    problems: [],
  });
  expect(await sort({ "a.proto": proto, "b.proto": proto, "README.md": "x" })).toMatchObject({
    releases: ["dropped: a.proto b.proto"],
    blobs: [],
    problems: [],
  });
  expect(await sort({ "schemas-1.7.zip": zipSync({ "a.proto": strToU8(proto), "g/b.proto": strToU8(proto) }) })).toMatchObject({
    releases: ["schemas-1.7: a.proto g/b.proto"],
    sorted: { releases: [{ path: "schemas-1.7.zip" }] },
  });
});

test("zips: sorted like a drop, with their name in front", async () => {
  const zip = zipSync({
    "snap/state.bin": strToU8("x"),
    "snap/inner.zip": zipSync({}),
    "../evil": strToU8("x"),
    "schemas/1/a.proto": strToU8(proto),
    "schemas/2/a.proto": strToU8(proto),
    "schemas/releases.json": strToU8("7"),
    "__MACOSX/._x": strToU8("x"),
  });
  const { sorted, ...rest } = await sort({ "snapshot.zip": zip, "broken.zip": "PK\x03\x04rest" });
  expect(rest).toEqual({
    releases: ["1: a.proto", "2: a.proto"],
    blobs: ["snapshot.zip › snap/state.bin", "snapshot.zip › snap/inner.zip"],
    problems: [
      "snapshot.zip › ../evil: its path leads out of the archive by `..`, so it was left out",
      'snapshot.zip › schemas/releases.json: the file is not a list of strings as ["one", "two"]; the releases stand in natural order',
      "broken.zip: the archive is cut off: its directory, which stands at the end, is missing",
    ],
  });
  expect(sorted.blobs[0]).toMatchObject({ name: "state.bin", path: "snapshot.zip/snap/state.bin", size: 1 });
  expect(sorted.releases[0]!.path).toBe("snapshot.zip/schemas/1");
});

test("schemas and blobs in one folder, with a folder between", async () => {
  expect(
    await sort({
      "work/schemas/1.7/vm.proto": proto,
      "work/schemas/1.8/vm.proto": proto,
      "work/blobs/a.bin": "x",
      "work/blobs/empty": "",
      "work/LICENSE": "x",
      "work/.DS_Store": "x",
    }),
  ).toMatchObject({ releases: ["1.7: vm.proto", "1.8: vm.proto"], blobs: ["work/blobs/a.bin", "work/blobs/empty"], problems: [] });
});

test("two releases of one name, a folder of nothing, an empty drop", async () => {
  expect(await sort({ "a/1/x.proto": proto, "a/2/x.proto": proto, "b/1/x.proto": proto, "b/3/x.proto": proto })).toMatchObject({
    releases: ["1: x.proto", "2: x.proto", "3: x.proto"],
    problems: ['b/1: a second release is named "1"; the one from a/1 was taken'],
  });
  const nothing = "it holds no .proto file and no blob; drop the folder that has the .proto files, one folder for each release";
  expect((await sort({ "f/README.md": "x", "g/a.bin": "x" })).problems).toEqual([`f: ${nothing}`]);
  expect((await sort({ "e.zip": zipSync({}) })).problems).toEqual([`e.zip: ${nothing}`]);
  expect((await sort({})).problems).toEqual([": the drop holds no files"]);
});

test("snapshots: the state and its manifest belong together, the memory is left alone", async () => {
  const snapshot = { "state.bin": strToU8("x"), "manifest.bin": strToU8("x"), "memory.bin": strToU8("x") };
  const files: DroppedFile[] = drop({
    "vm/snap/state.bin": "x",
    "vm/snap/manifest.bin": "x",
    "vm/memory.bin": "x",
    "s.zip": zipSync(snapshot),
    ...snapshot,
  });
  const never = () => Promise.reject(new Error("it was read"));
  const sorted = await sortFiles([
    ...files.filter((file) => file.path !== "memory.bin"),
    { path: "memory.bin", size: 2 ** 40, read: never },
  ]);
  expect(sorted.problems).toEqual([]);
  expect(sorted.blobs.map((blob) => [blob.path, blob.snapshot])).toEqual([
    ["state.bin", ""],
    ["manifest.bin", ""],
    ["vm/memory.bin", undefined],
    ["vm/snap/state.bin", "vm/snap"],
    ["vm/snap/manifest.bin", "vm/snap"],
    ["s.zip/state.bin", "s.zip"],
    ["s.zip/manifest.bin", "s.zip"],
  ]);
  // A memory larger than a zip's limits is passed over before they are looked at.
  const zip = await sortFiles(drop({ "s.zip": zipSync({ ...snapshot, "memory.bin": new Uint8Array(9000) }) }), {
    entries: 9,
    entryBytes: 100,
    totalBytes: 100,
  });
  expect(zip.problems).toEqual([]);
  expect(zip.blobs).toHaveLength(2);
});

test("dropped alone anything is a blob, with a remark when it is surely something else", async () => {
  const { sorted, blobs } = await sort({
    "README.md": "# A page of words, longer than a line.",
    "x.json": "{}",
    ".hidden": "",
    "a.png": Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10),
    b: "\x0a\x01x",
    "a.tar": `state.bin${"\0".repeat(248)}ustar`,
    "a.bz2": "BZh61AY&SY",
  });
  expect(blobs).toEqual(["README.md", "x.json", ".hidden", "a.png", "b", "a.tar", "a.bz2"]);
  const remarks = await Promise.all(
    sorted.blobs.map(async (blob) => ("remark" in (await openBlob(blob)) ? ((await openBlob(blob)) as { remark: string }).remark : "")),
  );
  expect(remarks).toEqual([
    "is text, not binary",
    "",
    "",
    "starts like a PNG image",
    "",
    "starts like a tar archive; unpack it first",
    "starts like a bzip2 file; unpack it first",
  ]);
});

test("a file that cannot be read is a problem; blobs are not read while sorting", async () => {
  const gone = () => Promise.reject(new Error("it is gone"));
  const files: DroppedFile[] = ["s/a.proto", "s/b.proto", "s/x.bin", "z.zip"].map((at) => ({ path: at, size: 9, read: gone }));
  files[1] = { path: "s/b.proto", size: 9, read: () => strToU8(proto) };
  const sorted = await sortFiles(files);
  expect(sorted.releases[0]!.sources.map((s) => s.path)).toEqual(["b.proto"]);
  expect(sorted.problems.map((p) => p.path)).toEqual(["s/a.proto", "z.zip"]);
  expect(await openBlob(sorted.blobs[0]!)).toEqual({ path: "s/x.bin", message: "the file cannot be read: it is gone" });
});

const shared = path.resolve(import.meta.dirname, "../../../shared/openvmm");
test.skipIf(!fs.existsSync(shared))("the real schemas and blobs (skipped: ../shared/openvmm is absent)", async () => {
  const files = fs
    .readdirSync(shared, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/^(?:exact)/.test(path.relative(shared, entry.parentPath)))
    .map((entry): DroppedFile => {
      const at = path.join(entry.parentPath, entry.name);
      return { path: `openvmm/${path.relative(shared, at)}`, size: fs.statSync(at).size, read: () => fs.readFileSync(at) };
    });
  const sorted = await sortFiles(files);
  expect(sorted.problems).toEqual([]);
  expect(sorted.releases.map((r) => r.release)).toEqual(["2411", "2505", "1.7.2511", "1.8.2607", "main"]);
  expect(sorted.releases.every((r) => r.sources.length > 20)).toBe(true);
  expect(sorted.blobs.filter((b) => b.name.endsWith(".bin"))).toHaveLength(946);
});

test("no drop throws", async () => {
  const part = fc.constantFrom(
    "a",
    "b",
    "1.7",
    "..",
    ".",
    "",
    ".git",
    "x.proto",
    "y.proto",
    "releases.json",
    "units.json",
    "a.zip",
    "b.bin",
    "__proto__",
    "README.md",
  );
  const name = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));
  const content = fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.constantFrom('["a", "b"]', "{}", proto).map((text) => strToU8(text)),
    fc.constant(zipSync({ "a/x.proto": strToU8(proto), "b.bin": strToU8("x"), "releases.json": strToU8('["a"]') })),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(name, content), { maxLength: 12 }), async (list) => {
      const files = list.map(([at, bytes]): DroppedFile => ({ path: at, size: bytes.length, read: () => bytes }));
      const sorted = await sortFiles(files);
      const names = sorted.releases.map((r) => r.release);
      expect(new Set(names).size).toBe(names.length);
    }),
    { seed: 20_260_803, numRuns: 2000 },
  );
});
