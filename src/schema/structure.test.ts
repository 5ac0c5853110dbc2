import { expect, test } from "vitest";
import { components } from "./components.ts";
import { contentHash } from "./content-hash.ts";
import { structureHash } from "./structure.ts";
import { fieldOf, proto3, typeOf } from "./testing.ts";
import { typeIndex, usedBy } from "./type-index.ts";

test("structure is what the wire shows: names, comments and order do not count", () => {
  const set = proto3(`package p;
message A { uint32 a = 1; N n = 2; repeated uint32 list = 3; map<string, N> m = 4; }
message B { repeated uint32 z = 3; O y = 2; /* other */ uint32 x = 1; repeated Pair m = 4; }
message N { string s = 1; } message O { string t = 1; } message Pair { string k = 1; O v = 2; }
message C { uint32 a = 2; N n = 2000; } message D { uint64 a = 2; N n = 2000; } message E { uint32 a = 2; C n = 2000; }
message Any { string type_url = 1; bytes value = 2; } message HasAny { google.protobuf.Any any = 1; } message HasOwn { Any any = 1; }
message Bare { W w = 1; message W { repeated uint64 field1 = 1; // packed repr only
} } message Plain { repeated uint64 w = 1; // packed repr only
}`);
  const hash = (name: string): string => structureHash(set, typeOf(set, `p.${name}`));
  expect(hash("A")).toBe(hash("B"));
  expect(hash("Bare")).toBe(hash("Plain"));
  expect(new Set(["A", "C", "D", "E", "HasAny", "HasOwn", "Plain"].map(hash)).size).toBe(7);
});

test("types that hold themselves or each other have a structure too", () => {
  const set = proto3(`package p;
message A { A next = 1; uint32 x = 2; } message B { B next = 1; uint32 y = 2; } message C { C next = 1; uint64 x = 2; }
message D { E e = 1; uint32 x = 2; } message E { D d = 1; string x = 2; }
message F { G g = 1; uint32 x = 2; } message G { F f = 1; string x = 2; }`);
  const hash = (name: string): string => structureHash(set, typeOf(set, `p.${name}`));
  expect(hash("A")).toBe(hash("B"));
  expect(hash("D")).toBe(hash("F"));
  expect(hash("E")).toBe(hash("G"));
  expect(new Set(["A", "C", "D", "E"].map(hash)).size).toBe(4);
});

test("a chain of thousands of types is walked without recursion", () => {
  const count = 5_000;
  const set = proto3(
    `${Array.from({ length: count }, (_, i) => `message M${i} { M${(i + 1) % (count + 1)} next = 1; }`).join("\n")}message M${count} {}`,
  );
  expect(structureHash(set, typeOf(set, "M0"))).not.toBe(structureHash(set, typeOf(set, "M1")));
});

test("the parts of a graph come after what they lead to", () => {
  expect(components([[1], [2], [0, 3], [4], []]).map((part) => [...part].sort())).toEqual([[4], [3], [0, 1, 2]]);
});

test("the index says where a type is, and who has it", () => {
  const old = proto3("package p.b; message Gone { Part part = 1; } message Part { uint32 a = 1; }");
  const now = proto3(`package p.b; message Part { uint32 a = 1; uint32 b = 2; Part more = 3; }
message Whole { Part part = 1; map<string, Part> parts = 2; message In { repeated Part parts = 1; } oneof variant { In in = 3; } }`);
  const index = typeIndex([old, now]);
  expect(index.map(({ name }) => name)).toEqual(["p.b"]);
  const lines = index[0]!.types.map((t) => `${t.typeName} ${t.outer ?? "-"} [${t.releases}] ${t.fields} ${t.root} ${t.isEnum}`);
  expect(lines).toEqual([
    "p.b.Gone - [0] 1 true false",
    "p.b.Part - [0,1] 3 false false",
    "p.b.Whole - [1] 3 true false",
    "p.b.Whole.In p.b.Whole [1] 1 false false",
  ]);
  expect(usedBy(now, "p.b.Part")).toEqual([
    fieldOf(now, "p.b.Whole", "part"),
    fieldOf(now, "p.b.Whole", "parts"),
    fieldOf(now, "p.b.Whole.In", "parts"),
  ]);
  expect(usedBy(now, "p.b.Nothing")).toEqual([]);
});

test("the content of a release does not depend on the order of its files", () => {
  const [a, b] = [
    { path: "a.proto", text: "message A {}" },
    { path: "x/b.proto", text: "message B {}" },
  ];
  const hash = contentHash([a, b]);
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(contentHash([b, { ...a, path: "./a.proto" }])).toBe(hash);
  expect(contentHash([{ ...b, path: "x\\b.proto" }, a, { path: "savestate/options.proto", text: "any copy" }])).toBe(hash);
  expect(contentHash([a, { ...b, path: "b.proto" }])).not.toBe(hash);
  expect(contentHash([a, { ...b, text: "message B {} " }])).not.toBe(hash);
  expect(contentHash([])).not.toBe(hash);
});
