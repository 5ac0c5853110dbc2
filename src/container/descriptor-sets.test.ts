import { strToU8, zipSync } from "fflate";
import { expect, test } from "vitest";
import { descriptorBytes, descriptorsOf } from "../schema/descriptors/testing.ts";
import { loadSchemaSet } from "../schema/index.ts";
import { type DroppedFile, sortFiles } from "./index.ts";

const set = loadSchemaSet("r", [
  { path: "p.proto", text: 'syntax = "proto3"; package p; import "q.proto";\n// Documented.\nmessage M { q.N n = 1; }' },
  { path: "q.proto", text: 'syntax = "proto3"; package q; message N { uint32 a = 1; }' },
]);
const bytes = descriptorBytes(descriptorsOf(set));

function dropped(path: string, content: Uint8Array): DroppedFile {
  return { path, size: content.length, read: () => content };
}

test("compiled sets are releases, whatever else has their ending is a blob", async () => {
  const blob = new Uint8Array([8, 1]);
  const sorted = await sortFiles([
    dropped("1.10.binpb", bytes),
    dropped("1.9.desc", bytes),
    dropped("state.pb", blob),
    dropped("state.bin", bytes),
  ]);
  expect(sorted.problems).toEqual([]);
  expect(sorted.releases.map(({ release, path }) => [release, path])).toEqual([
    ["1.9", "1.9.desc"],
    ["1.10", "1.10.binpb"],
  ]);
  expect(sorted.blobs.map(({ name }) => name)).toEqual(["state.pb", "state.bin"]);
  const again = loadSchemaSet("again", sorted.releases[0]!.sources);
  expect(again.problems).toEqual([]);
  expect(again.typeByName.get("p.M")).toMatchObject({ comment: "Documented.", file: "p.proto" });
});

test("folders and zips hold them too; what is wrong with one is said", async () => {
  const part = descriptorBytes(descriptorsOf(set).slice(0, 1));
  const zip = zipSync({ "b/image.binpb": bytes, "README.md": strToU8("read me") });
  const sorted = await sortFiles([dropped("sets/a/a.pb", part), dropped("sets/c/a.pb", bytes), dropped("b.zip", zip)]);
  expect(sorted.releases.map(({ release, path }) => [release, path])).toEqual([
    ["a", "sets/a/a.pb"],
    ["b", "b.zip/b/image.binpb"],
  ]);
  expect(sorted.blobs).toEqual([]);
  expect(sorted.problems.map(({ path, message }) => `${path}: ${message.slice(0, 50)}`)).toEqual([
    'sets/a/a.pb › p.proto: the import "q.proto" is no file of this release; t',
    'sets/c/a.pb: a second release is named "a"; the one from sets/a',
  ]);
});
