import { expect, it } from "vitest";
import type { FieldLine, TypePage } from "./protocol.ts";
import { DocumentStore } from "./store.ts";

const OPTIONS = 'import "savestate/options.proto";';
const file = (body: string) => `syntax = "proto3"; package t; ${OPTIONS}\n${body}`;
const RELEASES: Readonly<Record<string, string>> = {
  r0: file("message Root { Part part = 1; uint32 a = 2; uint32 b = 3; uint32 c = 4; } message Part { uint32 x = 1; } message Old {}"),
  r1: file(
    "message Root { Part part = 1; uint64 a = 2; uint32 c = 3; bytes fresh = 5; } message Part { uint32 x = 1 [(savestate.bits) = 8]; }",
  ),
  r2: file(
    "// The root.\nmessage Root {\n Part part = 1; uint64 one = 2; uint32 c = 3; oneof way { bytes fresh = 5; } message In { uint32 y = 1; } In in = 6; }\nmessage Part {\n // Wide.\n uint32 x = 1 [(savestate.bits) = 16, (savestate.nonzero) = true];\n}",
  ),
};

async function store(): Promise<DocumentStore> {
  const opened = new DocumentStore();
  await opened.handle("bundled", {
    files: [{ path: "0.9/l.proto", text: 'syntax = "proto3"; package l; message Larch { t.Root r = 1; }' }],
  });
  const files = Object.entries(RELEASES).map(([release, text]) => ({
    path: `all/${release}/t.proto`,
    kind: "file" as const,
    file: new Blob([text]),
  }));
  await opened.handle("import", { files });
  return opened;
}

const told = ({ cells }: FieldLine): string[] =>
  cells.map(({ state, changes }) => [state, ...changes.map(({ kind, says }) => `${kind}: ${says}`)].join(", "));
const fieldsOf = ({ fields }: TypePage): Record<string, string[]> => Object.fromEntries(fields.map((line) => [line.name, told(line)]));

it("lists the types of all releases, and which have them", async () => {
  const { types, packages, lines } = await (await store()).handle("types", { text: "" });
  expect({ types, packages }).toEqual({ types: 5, packages: 2 });
  expect(lines.map(({ typeName, span, root, gone, outer }) => [typeName, span, root, gone, outer])).toEqual([
    ["l.Larch", undefined, true, false, undefined],
    ["t.Old", "only r0", true, true, undefined],
    ["t.Part", undefined, false, false, undefined],
    ["t.Root", undefined, true, false, undefined],
    ["t.Root.In", "new in r2", false, false, "t.Root"],
  ]);
});

it("finds types by name and by the name of a field in any release", async () => {
  const opened = await store();
  const found = async (text: string) =>
    (await opened.handle("types", { text })).lines.map(({ typeName, hits }) => [typeName, ...(hits ?? []).map(({ number }) => number)]);
  expect(await found(" PART ")).toEqual([["t.Part"], ["t.Root", 1]]);
  expect(await found("fresh")).toEqual([["t.Root", 5]]);
  expect(await found("nothing so")).toEqual([]);
});

it("shows a type over the releases of its kind, with a sentence for each change", async () => {
  const opened = await store();
  const page = await opened.handle("type", { typeName: "t.Root" });
  expect(page).toMatchObject({ releases: ["r0", "r1", "r2"], comment: "The root.", root: true, place: "t.proto:3", usedBy: [] });
  expect(page?.states.map(({ fields }) => fields)).toEqual([4, 4, 5]);
  expect(fieldsOf(page!)).toEqual({
    part: ["stated", "same", "same"],
    one: ["stated", "stated, retyped: uint32 became uint64", "stated, renamed: a became one"],
    c: expect.anything(),
    fresh: ["absent", "stated, added: fresh", "stated, moved: into the oneof way"],
    in: ["absent", "absent", "stated, added: in"],
  });
  const [three, four] = page!.fields.filter(({ number }) => number === 3 || number === 4);
  expect(told(three!)).toEqual(["stated", "stated, reused: number 3 was b, which is gone", "same"]);
  expect(three).toMatchObject({ name: "c", was: ["b"], kinds: ["reused"], gone: false });
  expect(told(four!)).toEqual(["stated", "absent, removed: c has number 3 now", "absent"]);
  expect(four).toMatchObject({ name: "c", gone: true, kinds: ["removed"] });
  expect(page!.fields[1]).toMatchObject({ name: "one", was: ["a"], kinds: ["retyped", "renamed"] });
  expect(await opened.handle("type", { typeName: "t.Nothing" })).toBeNull();
});

it("tells the story of one field, exact facts and place with it", async () => {
  const opened = await store();
  const story = await opened.handle("fieldStory", { typeName: "t.Part", number: 1 });
  expect(told(story!.line)).toEqual(["stated", "same", "stated, facts: bits 8 became 16"]);
  expect(story!.line.cells[2]).toMatchObject({
    text: "uint32 x = 1 [(savestate.bits) = 16, (savestate.nonzero) = true];",
    place: "t.proto:7",
  });
  expect(await opened.handle("fieldStory", { typeName: "t.Part", number: 9 })).toBeNull();
  expect((await opened.handle("type", { typeName: "t.Part" }))?.usedBy).toEqual([{ typeName: "t.Root", field: "part", number: 1 }]);
});

it("says where a type begins, ends or stands alone after a change of order", async () => {
  const opened = await store();
  await opened.handle("orderReleases", { names: ["0.9", "r2", "r1", "r0"] });
  const { lines } = await opened.handle("types", { text: "" });
  expect(lines.map(({ typeName, span }) => `${typeName} ${span ?? ""}`)).toEqual([
    "l.Larch ",
    "t.Old new in r0",
    "t.Part ",
    "t.Root ",
    "t.Root.In only r2",
  ]);
});

it("goes by the releases of one product: newer ones of another say nothing of a type", async () => {
  const opened = await store();
  const files = ["s1", "s2"].map((release) => ({
    path: `more/${release}/o.proto`,
    kind: "file" as const,
    file: new Blob(['syntax = "proto3"; package o; message Other { uint32 x = 1; }']),
  }));
  await opened.handle("import", { files });
  const { lines } = await opened.handle("types", { text: "" });
  expect(lines.filter(({ root }) => root).map(({ typeName, span, gone }) => [typeName, span, gone])).toEqual([
    ["l.Larch", undefined, false],
    ["o.Other", undefined, false],
    ["t.Old", "only r0", true],
    ["t.Root", undefined, false],
  ]);
  expect((await opened.handle("type", { typeName: "t.Root" }))?.releases).toEqual(["r0", "r1", "r2"]);
});
