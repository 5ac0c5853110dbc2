import { expect, test } from "vitest";
import { fieldOf, placed, proto3, setOf, typeOf } from "./testing.ts";

const good = `syntax = "proto3"; package good; message Kept { uint32 a = 1; }`;

/** [text, line, column, sentence] */
const syntaxErrors: readonly (readonly [string, number, number, string])[] = [
  [`syntax = "proto3";\nmessage A {\n  int32 a = 1\n  int32 b = 2;\n}`, 4, 3, `";" expected, but "int32" found`],
  [`syntax = "proto3";\nmessage A {\n  int32 a = 1; int32 b 2; int32 c = 3;\n}`, 3, 24, `"=" expected, but "2" found`],
  [`syntax = "proto3";\nmessage A { int32 a = 1; } }`, 2, 28, `"}" was not expected here`],
  [`syntax = "proto3";\nmessage A { int32 a = 1;\n`, 2, 25, "the file ends in the middle of a declaration"],
  [`syntax = "proto3";\nmessage A { string a = "1; }`, 2, 24, "this string is not closed on its line"],
  [`message A {\n\n  /* open`, 3, 3, "this comment is never closed"],
  [`syntax = "proto3";\nmessage A { int32 1a = 1; }`, 2, 19, `"1a" is not a valid name`],
  [`syntax = "proto3";\nmessage A { int32 a = x; }`, 2, 23, `"x" is not a valid number`],
  [`syntax = "proto3";\nmessage A { required int32 a = 1; }`, 2, 13, `"required" was not expected here`],
  [`just some text, not a schema`, 1, 1, `"just" was not expected here`],
  [`syntax = "proto3";\nmessage A { ;;; ;; int32 a = 1;; ] }`, 2, 34, `"]" was not expected here`],
];

test.each(syntaxErrors)("a syntax error has its place and reason: %j", (text, line, column, sentence) => {
  const set = setOf({ "dir/bad.proto": text, "good.proto": good });
  expect(set.problems).toEqual([{ code: "syntax", file: "dir/bad.proto", line, column, message: `${sentence}; the file is left out` }]);
  expect(typeOf(set, "good.Kept").fields.length).toBe(1);
  expect(set.files).toEqual(["dir/bad.proto", "good.proto"]);
});

test("what nests too deep is refused with its place", () => {
  const problems = setOf({ "a.proto": `syntax = "proto3";\n${"message A {\n".repeat(100_000)}` }).problems;
  expect(problems).toMatchObject([{ code: "syntax", file: "a.proto", message: "declarations are nested too deep; the file is left out" }]);
  expect(problems[0]!.line).toBeGreaterThan(10);
  expect(problems[0]!.line).toBeLessThan(2_000);
});

test("unknown syntax and editions", () => {
  const set = setOf({ "a.proto": `syntax = "proto9"; message A {}`, "b.proto": `edition = "2099"; message B {}`, "c.proto": good });
  expect(placed(set.problems)).toEqual(["unsupported a.proto:1:10", "unsupported b.proto:1:11"]);
  expect(set.roots.length).toBe(1);
});

test("a missing import leaves its types unresolved and the rest of the file loaded", () => {
  const set = proto3(`package p;
import "nope/gone.proto";
message A {
  gone.Type a = 1;
  gone.Type again = 2;
  uint32 b = 3;
  map<string, gone.Type> m = 4;
}`);
  expect(placed(set.problems)).toEqual(["missing-import a.proto:3:8", "unresolved-type a.proto:5:13"]);
  expect(set.problems[0]!.message).toContain(`"nope/gone.proto" is no file of this release`);
  expect(fieldOf(set, "p.A", "a").type).toEqual({ kind: "unresolved", text: "gone.Type" });
  expect(fieldOf(set, "p.A.MEntry", "value").type.kind).toBe("unresolved");
  expect(fieldOf(set, "p.A", "b").type.kind).toBe("scalar");
});

test("imports resolve a folder level off, and are ambiguous only when two files fit", () => {
  const off = setOf({
    "protos/x/b.proto": `syntax = "proto3"; package b; message B {}`,
    "protos/a.proto": `syntax = "proto3"; import "x/b.proto"; import "deep/down/protos/c.proto"; message A { b.B b = 1; }`,
    "protos/c.proto": `syntax = "proto3"; import "elsewhere/b.proto"; message C {}`,
  });
  expect(off.problems).toEqual([]);
  const two = setOf({
    "x/b.proto": `syntax = "proto3"; package b1; message B {}`,
    "y/b.proto": `syntax = "proto3"; package b2; message B {}`,
    "a.proto": `syntax = "proto3"; import "b.proto"; message A { b1.B b = 1; }`,
  });
  expect(placed(two.problems)).toEqual(["missing-import a.proto:1:27"]);
  expect(two.problems[0]!.message).toContain("x/b.proto, y/b.proto");
  expect(fieldOf(two, "A", "b").type.kind).toBe("message");
});

test("an import cycle is reported once and loads", () => {
  const set = setOf({
    "a.proto": `syntax = "proto3";\nimport "b.proto";\nmessage A { B b = 1; }`,
    "b.proto": `syntax = "proto3";\nimport "c.proto";\nmessage B { C c = 1; }`,
    "c.proto": `syntax = "proto3";\nimport "a.proto";\nimport "c.proto";\nmessage C { A a = 1; }`,
  });
  expect(placed(set.problems)).toEqual(["import-cycle c.proto:2:8", "import-cycle c.proto:3:8"]);
  expect(set.problems[0]!.message).toContain("a.proto → b.proto → c.proto → a.proto");
  expect(set.roots.map((type) => type.fields[0]!.type.kind)).toEqual(["message", "message", "message"]);
});

test("of two files that define one type the first wins", () => {
  const set = setOf({
    "a.proto": `syntax = "proto3";\npackage p;\nmessage A { uint32 first = 1; }`,
    "b.proto": `syntax = "proto3";\npackage p;\nenum A { NULL = 0; }\nmessage B { A a = 1; }`,
    "c.proto": `syntax = "proto3";\npackage p;\nmessage A { message In { A a = 1; } In second = 1; }`,
  });
  expect(placed(set.problems)).toEqual(["duplicate-type b.proto:3:6", "duplicate-type c.proto:3:9"]);
  for (const problem of set.problems) expect(problem.message).toContain("p.A is declared in a.proto, line 3 too");
  expect(typeOf(set, "p.A").fields.map((f) => f.name)).toEqual(["first"]);
  expect(set.typeByName.has("p.A.In")).toBe(false);
  expect(fieldOf(set, "p.B", "a").type).toEqual({ kind: "message", typeId: typeOf(set, "p.A").id });
});

test("duplicates, bad numbers and reserved ones cost one declaration each, not the file", () => {
  const set = proto3(`message A {
  int32 a = 1;
  int32 b = 1;
  int32 a = 3;
  int32 z = 0;
  int32 y = 19500;
  int32 x = 536870912;
  int32 __proto__ = 7;
  int32 w = 10;
  int32 foo = 44;
  oneof o { string ok = 12; string a = 13; }
  message In { int32 one = 1; }
  message In { int32 two = 1; }
  optional int32 p = 15;
  int32 _p = 16;
  int32 last = 0x11;
  reserved 9 to 11, 8;
  reserved "foo";
}
message A { int32 second = 1; }
enum E { E_A = 0; E_B = 0; E_A = 2; E_C = 3; }`);
  expect(placed(set.problems)).toEqual([
    "duplicate-field a.proto:4:9",
    "duplicate-field a.proto:5:9",
    "bad-field-number a.proto:6:9",
    "bad-field-number a.proto:7:9",
    "bad-field-number a.proto:8:9",
    "unsupported a.proto:9:9",
    "bad-field-number a.proto:10:9",
    "bad-field-number a.proto:11:9",
    "duplicate-field a.proto:12:36",
    "duplicate-type a.proto:14:11",
    "duplicate-field a.proto:16:9",
    "duplicate-type a.proto:21:9",
    "duplicate-field a.proto:22:19",
    "duplicate-field a.proto:22:28",
  ]);
  expect(set.problems[0]!.message).toBe(`field "b" has the number 1 of "a" in line 3; it is left out`);
  expect(typeOf(set, "A").fields.map((f) => `${f.name} ${f.number}`)).toEqual(["a 1", "y 19500", "ok 12", "p 15", "last 17"]);
  expect(set.enums[0]!.values.map((value) => value.name)).toEqual(["E_A", "E_C"]);
});

test("wrong options are reported where they stand, and their facts left out", () => {
  const set = proto3(`package p;
import "savestate/options.proto";
message M {
  option (savestate.exact) = "true";
  uint32 a = 1 [(savestate.bits) = 9];
  uint32 b = 2 [
    (savestate.nonzero) = true,
    (.savestate.bits) = 64];
  string c = 3 [(savestate.bits) = 8];
  bytes d = 4 [(savestate.size) = -1];
  M e = 5 [(savestate.nullabel) = true];
  M f = 6 [(savestate.bare) = true];
  repeated M g = 7 [(savestate.nullable) = true];
  uint32 h = 8 [(savestate.count) = 4, deprecated = true, (other.option) = "x"];
  bool i = 9 [(savestate.required) = 1];
  M j = 10 [(savestate.constructor) = true];
}`);
  expect(placed(set.problems)).toEqual([
    "bad-option a.proto:5:10",
    "bad-option a.proto:6:17",
    "bad-option a.proto:9:5",
    "bad-option a.proto:10:17",
    "bad-option a.proto:11:16",
    "bad-option a.proto:12:12",
    "bad-option a.proto:13:12",
    "bad-option a.proto:14:21",
    "bad-option a.proto:15:17",
    "bad-option a.proto:16:15",
    "bad-option a.proto:17:13",
  ]);
  expect(set.problems[1]!.message).toBe("(savestate.bits) takes 8, 16 or 32, not 9; the option is left out");
  expect(typeOf(set, "p.M").exact).toBe(false);
  expect(typeOf(set, "p.M").fields.map((f) => f.facts)).toEqual([{}, { nonzero: true }, {}, {}, {}, {}, {}, {}, {}, {}]);
});

test("a default that does not fit is left out", () => {
  const set = setOf({
    "a.proto": `message M { optional E e = 1 [default = NO]; optional bool b = 2 [default = 5]; }
enum E { YES = 0; }
message N {
  optional int32 a = 1 [default = 2147483648];
  optional sint64 c = 3 [default = 0x8000000000000000];
  optional fixed64 d = 4 [default = 18446744073709551616];
  optional M f = 6 [default = 1];
  optional float h = 8 [default = "1"];
  optional sfixed32 i = 9 [default = -2147483648];
  repeated int32 j = 10 [default = 1];
}`,
    "b.proto": `syntax = "proto3"; message O { int32 a = 1 [default = 2]; }`,
  });
  expect(placed(set.problems)).toEqual([
    "bad-option a.proto:1:24",
    "bad-option a.proto:1:60",
    "bad-option a.proto:4:18",
    "bad-option a.proto:5:19",
    "bad-option a.proto:6:20",
    "bad-option a.proto:7:14",
    "bad-option a.proto:8:18",
    "bad-option a.proto:10:18",
    "bad-option b.proto:1:38",
  ]);
  expect(set.problems.at(-1)!.message).toBe(`the default 2 of "a" stands on a field whose default is zero; the option is left out`);
  expect(fieldOf(set, "O", "a").declaredDefault).toBeUndefined();
  expect(typeOf(set, "M").fields.map((f) => f.declaredDefault)).toEqual([undefined, undefined]);
  expect(typeOf(set, "N").fields.flatMap((f) => f.declaredDefault ?? [])).toEqual([-2147483648]);
});

test("extension fields are not read, and say so", () => {
  const set = setOf({
    "a.proto": `message M { extensions 100 to max; }\nextend M { optional int32 x = 100; optional int32 y = 100; }\nmessage After {}`,
  });
  expect(placed(set.problems)).toEqual(["unsupported a.proto:2:8"]);
  expect(set.roots.map((type) => type.typeName)).toEqual(["M", "After"]);
});

test("a message of thousands of fields is left out in good time", () => {
  const fields = Array.from({ length: 20_000 }, (_, i) => `int32 f${i} = ${20_000 + i};`).join("\n");
  const set = proto3(`message Huge {\n${fields}\n}\nmessage Small { Huge h = 1; }`);
  expect(placed(set.problems)).toEqual(["unsupported a.proto:2:9", `unresolved-type a.proto:20004:22`]);
  expect(set.roots.map((type) => type.typeName)).toEqual(["Small"]);
});

test("not text, the same file twice, nothing at all", () => {
  const binary = setOf({ "a.proto": "syntax\0", "b.proto": good });
  expect(placed(binary.problems)).toEqual(["not-text a.proto:1:7"]);
  expect(placed(setOf({}).problems)).toEqual(["empty-set ::"]);
  expect(placed(setOf({ "a.proto": "// nothing" }).problems)).toEqual(["empty-set ::"]);
  const twice = setOf({ "x/a.proto": good, "./x/a.proto": good, "x\\a.proto": `${good} ` });
  expect(placed(twice.problems)).toEqual(["duplicate-file x/a.proto::"]);
  expect(twice.files).toEqual(["x/a.proto"]);
});

test("entry messages of thousands of maps that would have one name are named in good time", () => {
  const fields = Array.from({ length: 4_000 }, (_, i) => `map<int32, int32> m${"_".repeat(i)} = ${i + 1};`).join("\n");
  const set = proto3(`message M {\n${fields}\n}`);
  expect(set.problems).toEqual([]);
  const names = set.types.filter((type) => type.mapEntry && type.outer === typeOf(set, "M").id).map((type) => type.name);
  expect([names[0], names[1], names[3_999], new Set(names).size]).toEqual(["MEntry", "MEntry_2", "MEntry_4000", 4_000]);
}, 10_000);

test("a sentence is cut where a name in it is as long as a file", () => {
  const { problems } = proto3(`message M { ${"a.".repeat(100_000)}b c = 1; }`);
  expect(problems.map(({ message }) => message.length)).toEqual([1_001]);
});
