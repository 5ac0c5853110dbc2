import { describe, expect, it } from "vitest";
import { absent, realBlobs, releases, setOf } from "../decode/testing/openvmm.ts";
import { loadSchemaSet, type SchemaSet } from "../schema/index.ts";
import { encodeText } from "../wire/text.ts";
import { beforeExamples, identify, rankRoots } from "./index.ts";

const release = (name: string, body: string) =>
  loadSchemaSet(name, [{ path: "t.proto", text: `syntax = "proto3"; package t;\nimport "google/protobuf/any.proto";\n${body}` }]);
const sets = [
  release("1", "message Root { uint32 a = 1; google.protobuf.Any any = 5; } message Dev { uint32 x = 1; }"),
  release("2", "message Root { uint32 a = 1; string b = 2; google.protobuf.Any any = 5; } message Dev { uint32 x = 1; }"),
  release(
    "3",
    "message Root { uint32 a = 1; string b = 2; repeated uint32 c = 3; // packed repr only\n google.protobuf.Any any = 5; } message Dev { uint32 x = 1; } message New { uint32 y = 1; }",
  ),
];
const writer = (text: string) => identify(encodeText(text), sets).writer;

describe("a few bytes that a type of an example fits best", () => {
  const example = release("ex", "message Ex { uint32 a = 1; uint32 b = 2; }");
  const own = release("own", "message Own { uint32 a = 1; uint32 b = 2; string c = 3; string d = 4; }");
  const kin = release("kin", "message Own { uint32 a = 1; uint32 b = 2; string c = 3; string d = 4; } message Ex { string a = 1; }");
  const first = (text: string, sets: readonly SchemaSet[]) =>
    beforeExamples(rankRoots(encodeText(text), sets), new Set([example]))[0]!.type.typeName;

  it("are of a release that is no example, where nothing in them speaks against it", () => {
    expect(rankRoots(encodeText("1: 5 2: 6"), [example, own])[0]!.type.typeName).toBe("t.Ex");
    expect(first("1: 5 2: 6", [example, own])).toBe("t.Own");
  });

  it("are of the example where something does, or where the releases are of its product", () => {
    expect(first("1: 5 2: 6 3: 7", [example, own])).toBe("t.Ex");
    expect(first("1: 5 2: 6", [example, kin])).toBe("t.Ex");
    expect(first("1: 5 2: 6", [example])).toBe("t.Ex");
  });
});

describe("identify", () => {
  it("is sure only where the evidence excludes all others", () => {
    expect(writer('1: 5 2: "x" 3: [1]')).toMatchObject({ release: "3", candidates: ["3"], confidence: "sure" });
    expect(writer('1: 5 2: "x"')).toMatchObject({ candidates: ["2"], confidence: "sure" });
    expect(writer("1: 5 5: {}")).toMatchObject({ confidence: "likely" });
    expect([...writer("1: 5 5: {}").candidates].sort()).toEqual(["1", "2"]);
  });

  it("says what excludes a release", () => {
    expect(writer('1: 5 2: "x"').evidence).toEqual([
      "everything in it fits 2",
      "1 has no field 2 in t.Root",
      "3 always writes t.Root.c, which is absent",
    ]);
    expect(writer('3: [1] 5: {1: "type.googleapis.com/t.New" 2: {1: 7}}').evidence).toContain("2 has no field 3 in t.Root");
    expect(writer('1: 0 2: "x"').evidence.join()).toMatch(/2 would not write a so: explicit-default/);
  });

  it("gives no release where none fits, but the nearest", () => {
    expect(writer('1: 5 2: "x" 9: 1')).toMatchObject({ candidates: [], confidence: "unknown", release: "2" });
    expect(writer("")).toMatchObject({ release: undefined, candidates: ["3", "2", "1"], confidence: "unknown" });
  });

  it("goes by the sizes that an exact schema states", () => {
    const sized = (name: string, size: number) =>
      loadSchemaSet(name, [
        {
          path: "t.proto",
          text: `syntax = "proto3"; package t;\nimport "savestate/options.proto";\nmessage Key { option (savestate.exact) = true; bytes id = 1 [(savestate.size) = ${size}]; }`,
        },
      ]);
    const two = [sized("old", 4), sized("new", 8)];
    const found = identify(encodeText("1: {`0102030405060708`}"), two);
    expect(found.writer).toMatchObject({ candidates: ["new"], confidence: "sure" });
    expect(found.writer.evidence).toContain("id has 8 bytes, in old 4");
    expect(found.roots.map(({ set, score }) => [set.release, score > 0])).toEqual([
      ["new", true],
      ["old", false],
    ]);
  });

  it("takes bytes that no release can parse for damage, which excludes none", () => {
    const damaged = (text: string, ...bytes: number[]) => identify(Uint8Array.from([...encodeText(text), ...bytes]), sets).writer;
    const found = damaged('1: 5 2: "x"', 0xff, 0xff, 0xff);
    expect(found).toMatchObject({ release: "2", candidates: ["2"], confidence: "likely" });
    expect(found.evidence.slice(0, 2)).toEqual(["damaged: #raw does not fit 2: unreadable", "what else is in it fits 2"]);
    expect(damaged("1: 5 5: {}", 0xff)).toMatchObject({ candidates: ["1", "2"], confidence: "likely" });
    // What nobody knows is no damage.
    expect(damaged('1: 5 2: "x" 9: 1')).toMatchObject({ candidates: [] });
  });

  it("does not count releases of another product", () => {
    const other = release("other", "message Wing { string a = 1; }");
    const both = identify(encodeText("1: 5 5: {}"), [...sets.slice(0, 2), other]).writer;
    expect(both).toMatchObject({ candidates: ["1", "2"], confidence: "unknown", evidence: ["everything in it fits 1, 2"] });
    expect(identify(encodeText("1: 5 5: {}"), [sets[1]!, other]).writer).toMatchObject({ candidates: ["2"], confidence: "sure" });
  });

  it("is not sure while another root of another release fits too", () => {
    const two = [
      release("old", "message Port { uint32 a = 1; uint32 b = 2; uint32 c = 3; }"),
      release("new", "message Cap { bool a = 1; uint32 b = 2; }"),
    ];
    const found = identify(encodeText("1: 1 2: 7"), two);
    expect(found.roots[0]!.type.name).toBe("Cap");
    expect(found.writer).toMatchObject({ release: "new", confidence: "likely" });
    expect(found.writer.evidence).toContain("as t.Port it also fits old");
  });

  it("gives roots that read alike one score, oldest release first", () => {
    const { roots } = identify(encodeText("1: 5"), sets);
    const alike = roots.filter((root) => root.type.name === "Dev");
    expect(new Set(alike.map((root) => root.score)).size).toBe(1);
    expect(alike.map((root) => root.set.release)).toEqual(["1", "2", "3"]);
  });
});

describe.skipIf(absent)("the real blobs", () => {
  it("have their root within the first three, and their writer is never excluded", () => {
    const all = releases.map((name) => setOf("schemas", name));
    let count = 0;
    let sure = 0;
    for (const blob of realBlobs()) {
      if (blob.bytes.length < 64 || ++count % 4 !== 0) continue;
      const found = identify(blob.bytes, all);
      const names = [...new Set(found.roots.map((root) => root.type.typeName))];
      const roots = blob.root === "openvmm.SavedState" ? ["openvmm.SavedState", "hvlite.SavedState"] : [blob.root];
      expect([blob.file, names.slice(0, 3).some((name) => roots.includes(name))]).toEqual([blob.file, true]);
      if (roots.includes(names[0]!)) expect([blob.file, found.writer.candidates.includes(blob.writer)]).toEqual([blob.file, true]);
      if (found.writer.confidence !== "sure") continue;
      sure++;
      expect([blob.file, found.writer.release]).toEqual([blob.file, blob.writer]);
    }
    expect(sure).toBeGreaterThan(0);
  });
});
