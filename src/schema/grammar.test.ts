import { expect, test } from "vitest";
import { describeField } from "./describe.ts";
import type { SchemaSet } from "./model.ts";
import { fieldOf, proto3, setOf, typeOf } from "./testing.ts";

function proto2(body: string): SchemaSet {
  return setOf({ "a.proto": `syntax = "proto2";\n${body}` });
}

function shown(set: SchemaSet, typeName: string): string[] {
  return typeOf(set, typeName).fields.map(
    ({ number, typeText, name, oneof }) => `${number} ${typeText} ${name}${oneof ? ` in ${oneof}` : ""}`,
  );
}

function defaultsOf(set: SchemaSet, typeName: string): unknown[] {
  return typeOf(set, typeName).fields.map((field) => field.declaredDefault);
}

test("a group can stand in a oneof, and in an extend it declares a message", () => {
  const set = proto2(`message M {
  oneof o { int32 a = 1; group Part = 2 [deprecated = true] { optional int32 x = 1; } string c = 3; }
  extensions 100 to max;
}
extend M { optional group Added = 100 { optional M m = 1; } }`);
  expect(set.problems.map(({ code, line }) => `${code} ${line}`)).toEqual(["unsupported 6"]);
  expect(shown(set, "M")).toEqual(["1 int32 a in o", "2 group Part part in o", "3 string c in o"]);
  expect(fieldOf(set, "M", "part").type).toEqual({ kind: "group", typeId: typeOf(set, "M.Part").id });
  expect(shown(set, "Added")).toEqual(["1 optional M m"]);
});

test("the package may be named behind what it holds, imports and options anywhere", () => {
  const set = proto3(
    `message M { .p . q . M m = 1; }\noption java_package = "a" 'b';\npackage p.q;\nimport "google/" "protobuf/any.proto";`,
  );
  expect(set.problems).toEqual([]);
  expect(set.roots.map(({ typeName, packageName }) => `${typeName} ${packageName}`)).toEqual(["p.q.M p.q"]);
});

test("aggregates of every shape are gone over", () => {
  const set = proto3(`option (a.b).c.(.d . e) = { b < a: 1 > c: [1, -2, { x: "}" }] [d.e/f.G] { } h: 'x' "y"; i: .5, j: -inf };
message M {
  option (o) = {};
  int32 a = 1 [(o) = { b < a: 1 > }, (savestate.bits) = 8, json_name = "x" "y", (p).q = -1.5e+3];
}`);
  expect(set.problems).toEqual([]);
  expect(fieldOf(set, "M", "a").facts).toEqual({ bits: 8 });
});

test("blanks, line ends and comments stand anywhere, also against a word", () => {
  const set = setOf({
    "a.proto": `\ufeffsyntax/**/=/**/"pro"/* in two */"to3"// so
;package a/**/./**/
b;message/**/M{.a // the package
.
b.M m=1;b . M/**/n/**/=/**/2;repeated/**/M/**/l=0X3[json_name="x"]; map<string/**/,a.b . M>k=017;optional int32 o\f=\v16;}`,
  });
  expect(set.problems).toEqual([]);
  expect(shown(set, "a.b.M")).toEqual(["1 .a.b.M m", "2 b.M n", "3 repeated M l", "15 map<string, a.b.M> k", "16 optional int32 o"]);
  const types = typeOf(set, "a.b.M").fields.map(({ type }) => type.kind);
  expect(types).toEqual(["message", "message", "message", "message", "scalar"]);
});

test("defaults: every escape, strings in a row, every spelling of a number", () => {
  const set = proto2(`message M {
  optional string a = 1 [default = "\\u00e9\\uD83D\\uDE00" '\\U0001F600' "\\xe2\\x82" "\\254\\a\\b\\f\\n\\r\\t\\v\\\\\\?\\'\\"" "\\x4" "1"];
  optional bytes b = 2 [default = "\\xff\\0\\1"];
  optional double c = 3 [default = 017];
  optional float d = 4 [default = -0X1f];
  optional double e = 5 [default = 1.];
  optional double f = 6 [default = .5e-1];
  optional double g = 7 [default = - nan];
  optional int64 h = 8 [default = -01777];
  optional uint32 i = 9 [default = 0];
  optional bytes j = 10 [default = '\\303\\251é'];
  optional float k = 11 [default = 0.1];
}`);
  expect(set.problems).toEqual([]);
  expect(defaultsOf(set, "M")).toEqual([
    "é😀😀€\x07\b\f\n\r\t\v\\?'\"\x041",
    "ÿ\0\x01",
    15,
    -31,
    1,
    0.05,
    Number.NaN,
    "-1023",
    0,
    "Ã©Ã©",
    Math.fround(0.1),
  ]);
  const lines = typeOf(set, "M").fields.map(describeField);
  expect(lines[1]).toBe('optional bytes b = 2 [default = "\\377\\000\\001"];');
  expect(lines[10]).toBe("optional float k = 11 [default = 0.1];");
  expect(defaultsOf(proto2(`message M {\n${lines.join("\n")}\n}`), "M")).toEqual(defaultsOf(set, "M"));
});

test("words of the language are names like others", () => {
  const words =
    "syntax edition import weak public package option message enum service rpc returns stream extend extensions to max reserved oneof map group optional required repeated export local inf nan true".split(
      " ",
    );
  const two = proto2(`${words.map((word) => `message ${word} {}`).join("\n")}
message M { ${words.map((word, i) => `optional .${word} ${word} = ${i + 1};`).join("\n")} }
enum E { ${words.map((word, i) => (word === "option" || word === "reserved" ? "" : `${word} = ${i};`)).join("\n")} }`);
  expect(two.problems).toEqual([]);
  expect(shown(two, "M")).toEqual(words.map((word, i) => `${i + 1} optional .${word} ${word}`));
  expect(two.enums[0]!.values.length).toBe(words.length - 2);
  const taken = new Set([
    "message",
    "enum",
    "option",
    "extend",
    "extensions",
    "reserved",
    "oneof",
    "group",
    "optional",
    "required",
    "repeated",
  ]);
  const free = words.filter((word) => !taken.has(word));
  const three = proto3(`${free.map((word) => `message ${word} {}`).join("\n")}
message M { ${free.map((word, i) => `${word} ${word} = ${i + 1}; oneof x${i} { ${word} y${i} = ${i + 100}; }`).join("\n")} }
message Map { map map = 1; map<string, map> map_map = 2; repeated map maps = 3; }`);
  expect(three.problems).toEqual([]);
  expect(typeOf(three, "M").fields.every(({ type }) => type.kind === "message")).toBe(true);
  expect(shown(three, "Map")).toEqual(["1 map map", "2 map<string, map> map_map", "3 repeated map maps"]);
});

test("services, reserved ranges of enums, marks of an edition", () => {
  const set = setOf({
    "a.proto": `edition = "2024";
import option "other.proto";
service S { option deprecated = true; ; rpc A (stream .M) returns (stream M); rpc B(M)returns(M) { option (x) = { y: 1 }; ; } }
export message M { local enum E { Z = 0; reserved -5 to -1, 7 to max, "OLD" "ER"; reserved GONE; N = -6; } local local = 1; export export = 2; }
message local {} message export {}`,
  });
  expect(set.problems).toEqual([]);
  expect(shown(set, "M")).toEqual(["1 local local", "2 export export"]);
  expect(set.enums[0]!.values.map(({ number }) => number)).toEqual([0, -6]);
});

test("features as an aggregate, at every level", () => {
  const set = setOf({
    "a.proto": `edition = "2023";
message M {
  option features = { repeated_field_encoding: EXPANDED, utf8_validation: NONE };
  int32 a = 1 [features = { field_presence: LEGACY_REQUIRED }];
  repeated int32 b = 2;
  M c = 3 [features = { message_encoding: DELIMITED }];
  oneof o { option features.message_encoding = DELIMITED; M d = 4; }
}
option features = { field_presence : IMPLICIT };`,
  });
  expect(set.problems).toEqual([]);
  const kinds = typeOf(set, "M").fields.map(({ presence, packed, type }) => `${presence} ${packed} ${type.kind}`);
  expect(kinds).toEqual(["required false scalar", "implicit false scalar", "implicit false group", "explicit false group"]);
});

test("five megabytes in one line, with comments all over, is read in good time", () => {
  const fields = Array.from({ length: 100_000 }, (_, i) => `/* of ${i} */ int32 f${i} /**/ = ${i + 20_000}; /* behind */`);
  const set = proto3(`message M { ${fields.join(" ")} }`);
  expect(set.problems).toEqual([]);
  expect(fieldOf(set, "M", "f7").comment).toBe("of 7");
}, 10_000);
