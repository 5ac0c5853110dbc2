import { expect, test } from "vitest";
import { fieldOf, proto3, setOf, typeOf } from "./testing.ts";

test("proto3: presence, packing, oneofs, maps and the text of types", () => {
  const set = proto3(`package p;
message M {
  uint32 plain = 1;
  optional uint32 maybe = 2;
  repeated uint32 list = 3;
  repeated uint32 loose = 4 [packed = false];
  repeated string names = 5;
  .p.M self = 6;
  map<string, M> by_name = 7;
  oneof choice { string text = 8; M other = 9; }
}
message Variant { oneof variant { M a = 1; uint32 b = 2; } }
message Mixed { oneof variant { M a = 1; } uint32 b = 2; }
message None {}`);
  expect(set.problems).toEqual([]);
  const facts = typeOf(set, "p.M").fields.map(
    (f) => `${f.order} ${f.number} ${f.typeText} ${f.name} ${f.presence} ${f.packed} ${f.oneof ?? ""}`,
  );
  expect(facts).toEqual([
    "0 1 uint32 plain implicit false ",
    "1 2 optional uint32 maybe explicit false ",
    "2 3 repeated uint32 list implicit true ",
    "3 4 repeated uint32 loose implicit false ",
    "4 5 repeated string names implicit false ",
    "5 6 .p.M self implicit false ",
    "6 7 map<string, M> by_name implicit false ",
    "7 8 string text explicit false choice",
    "8 9 M other explicit false choice",
  ]);
  expect(typeOf(set, "p.M").oneofs).toEqual(["choice"]);
  const entry = typeOf(set, "p.M.ByNameEntry");
  expect([entry.mapEntry, entry.outer, entry.fields.map((f) => `${f.number} ${f.typeText} ${f.name}`)]).toEqual([
    true,
    typeOf(set, "p.M").id,
    ["1 string key", "2 M value"],
  ]);
  expect(fieldOf(set, "p.M", "by_name")).toMatchObject({ map: true, repeated: true, type: { kind: "message", typeId: entry.id } });
  expect(entry.byNumber.get(2)!.type).toEqual({ kind: "message", typeId: typeOf(set, "p.M").id });
  expect(["p.Variant", "p.Mixed", "p.None", "p.M"].map((name) => typeOf(set, name).isEnum)).toEqual([true, false, false, false]);
  expect(set.roots.map((type) => type.typeName)).toEqual(["p.M", "p.Variant", "p.Mixed", "p.None"]);
});

test("proto2: required, defaults, groups, packing and reserved", () => {
  const set = setOf({
    "a.proto": `syntax = "proto2"; package p;
message M {
  required int32 a = 1 [default = -5];
  optional int64 low = 2 [default = -9223372036854775808];
  optional uint64 high = 3 [default = 0xffffffffffffffff];
  optional double f = 4 [default = -inf];
  optional bool b = 5 [default = true];
  optional string s = 6 [default = "x\\ny"];
  optional E e = 7 [default = TWO];
  optional group Part = 8 { required string url = 1; }
  repeated int32 loose = 9;
  repeated int32 tight = 10 [packed = true];
  optional M sub = 11;
  reserved 20, 22 to 24, 100 to max;
  reserved "old", "older";
  enum E { ONE = 1; TWO = 2; }
}`,
  });
  expect(set.problems).toEqual([]);
  const type = typeOf(set, "p.M");
  expect(type.fields.map((f) => f.declaredDefault)).toEqual([
    -5,
    "-9223372036854775808",
    "18446744073709551615",
    Number.NEGATIVE_INFINITY,
    true,
    "x\ny",
    "TWO",
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  expect(type.fields.map((f) => f.presence[0]).join("")).toBe("reeeeeeeiie");
  expect(fieldOf(set, "p.M", "part")).toMatchObject({ typeText: "optional group Part", line: 10, type: { kind: "group" } });
  expect(typeOf(set, "p.M.Part").fields.map((f) => f.line)).toEqual([10]);
  expect([fieldOf(set, "p.M", "loose").packed, fieldOf(set, "p.M", "tight").packed]).toEqual([false, true]);
  expect(type.reserved).toEqual([
    { from: 20, to: 20 },
    { from: 22, to: 24 },
    { from: 100, to: 536_870_911 },
  ]);
  expect(type.reservedNames).toEqual(["old", "older"]);
  expect(set.enums[0]).toMatchObject({ typeName: "p.M.E", values: [{ name: "ONE" }, { name: "TWO" }] });
});

test("an edition: features of file, message and field", () => {
  const set = setOf({
    "a.proto": `edition = "2023";
option features.field_presence = IMPLICIT;
message Q {}
message A {
  int32 a = 1;
  int32 b = 2 [features.field_presence = EXPLICIT];
  repeated int32 c = 3 [features.repeated_field_encoding = EXPANDED];
  repeated int32 d = 4;
  Q e = 5 [features.message_encoding = DELIMITED];
  int32 f = 6 [features.field_presence = LEGACY_REQUIRED];
}`,
  });
  const fields = typeOf(set, "A").fields;
  expect(fields.map((f) => `${f.presence} ${f.packed} ${f.type.kind}`)).toEqual([
    "implicit false scalar",
    "explicit false scalar",
    "implicit false scalar",
    "implicit true scalar",
    "implicit false group",
    "required false scalar",
  ]);
});

test("enums: aliases keep the first name, comments stay with their value", () => {
  const set = proto3(`// The state.
enum E {
  option allow_alias = true;
  // Nothing yet.
  NONE = 0;
  ON = 1; // running
  RUNNING = 1;
}
message M { E e = 1; repeated E es = 2; }`);
  expect(set.problems).toEqual([]);
  expect(set.enums[0]!.comment).toBe("The state.");
  expect(set.enums[0]!.values.map((value) => value.comment)).toEqual(["Nothing yet.", "running", ""]);
  expect(set.enums[0]!.byNumber.get(1)).toBe("ON");
  expect(fieldOf(set, "M", "es")).toMatchObject({ packed: true, type: { kind: "enum", enumId: 0 } });
});

test("comments: leading ones, else trailing ones, without marks", () => {
  const set = proto3(`// A detached one.

/// Of M,
/// in two lines.
message M {
  // leading
  uint32 a = 1; // not used
  uint32 b = 2; // trailing
  /* block */
  optional uint32 c = 3;
  uint32 d = 4;
}`);
  expect(typeOf(set, "M").comment).toBe("Of M,\nin two lines.");
  expect(typeOf(set, "M").fields.map((f) => f.comment)).toEqual(["leading", "trailing", "block", ""]);
  expect(typeOf(set, "M").line).toBe(6);
  expect(typeOf(set, "M").fields.map((f) => f.line)).toEqual([8, 9, 11, 12]);
});

test("exact facts, in both spellings", () => {
  const set = proto3(`package p;
import "savestate/options.proto";
message M {
  option (savestate.exact) = true;
  uint32 a = 1 [(savestate.bits) = 8, (.savestate.nonzero) = true];
  bytes b = 2 [(savestate.size) = 16, (savestate.required) = true];
  N c = 3 [(savestate.nullable) = true];
  repeated uint32 d = 4 [(savestate.count) = 3];
  W e = 5 [(savestate.bare) = true];
  W f = 6;
}
message N { N n = 1; W w = 2; repeated W ws = 3; oneof variant { W in_oneof = 4; } }
message W { repeated uint32 field1 = 1; } // no mark here
message X { repeated Marked list = 1; Marked one = 2; Strings no = 3; map<string, Marked> m = 4; }
message Marked { repeated uint64 field1 = 1; // packed repr only
}
message Strings { repeated string field1 = 1; // packed repr only
}`);
  expect(set.problems).toEqual([]);
  expect(typeOf(set, "p.M").exact).toBe(true);
  expect(typeOf(set, "p.M").fields.map((f) => f.facts)).toEqual([
    { bits: 8, nonzero: true },
    { size: 16, required: true },
    { nullable: true },
    { count: 3 },
    { bare: true },
    {},
  ]);
  expect(typeOf(set, "p.M").fields.map((f) => f.bare)).toEqual([false, false, false, false, true, false]);
  expect(fieldOf(set, "p.M", "d").packedOnly).toBe(true);
  expect(typeOf(set, "p.N").fields.map((f) => f.bare)).toEqual([false, false, false, false]);
  expect(typeOf(set, "p.X").fields.map((f) => f.bare)).toEqual([true, true, false, false]);
  // A list as a map's value is written as `repeated` of pairs, so a message there is one.
  expect(fieldOf(set, "p.X.MEntry", "value").bare).toBe(false);
  expect(fieldOf(set, "p.Marked", "field1").packedOnly).toBe(true);
});

test("the remark behind a field counts beside the doc comment before it", () => {
  const set = proto3(`message M {
  // All of them.
  repeated uint64 a = 1; // packed repr only
  // Some.
  repeated uint64 b = 2; // as they come
  // None.
  W c = 3;
  message W {
    /* In a row. */
    repeated uint64 field1 = 1; // packed repr only
  }
}`);
  expect(typeOf(set, "M").fields.map((f) => [f.comment, f.packedOnly, f.bare])).toEqual([
    ["All of them.\npacked repr only", true, false],
    ["Some.", false, false],
    ["None.", false, true],
  ]);
});

test("a name means what the innermost scope gives it", () => {
  const set = setOf({
    "a.proto": `syntax = "proto3"; package a.b;
message T { message T { T t = 1; } T t = 1; .a.b.T top = 2; b.U u = 3; google.protobuf.Any any = 4; }
message U { T t = 1; T.T inner = 2; }`,
  });
  expect(set.problems).toEqual([]);
  const named = (type: string, field: string): string | undefined => {
    const of = fieldOf(set, type, field).type;
    return of.kind === "message" ? set.types[of.typeId]!.typeName : undefined;
  };
  expect(named("a.b.T", "t")).toBe("a.b.T.T");
  expect(named("a.b.T", "top")).toBe("a.b.T");
  expect(named("a.b.T", "u")).toBe("a.b.U");
  expect(named("a.b.T", "any")).toBe("google.protobuf.Any");
  expect(named("a.b.U", "t")).toBe("a.b.T");
  expect(named("a.b.U", "inner")).toBe("a.b.T.T");
});

test("a name means what the file imports before what stands nearer and is not imported", () => {
  const set = setOf({
    "near.proto": `syntax = "proto3"; package a.b; message X {} message Y {}`,
    "far.proto": `syntax = "proto3"; package a; import public "more.proto"; message X {}`,
    "more.proto": `syntax = "proto3"; package a; import "near.proto"; message Z { b.X x = 1; }`,
    "m.proto": `syntax = "proto3"; package a.b; import "far.proto"; message M { X x = 1; Y y = 2; Z z = 3; }`,
  });
  expect(set.problems).toEqual([]);
  const types = typeOf(set, "a.b.M").fields.map(({ type }) => (type.kind === "message" ? set.types[type.typeId]!.typeName : type.kind));
  expect(types).toEqual(["a.X", "a.b.Y", "a.Z"]);
});

test("the well-known types are part of every set, the descriptors of those that import them", () => {
  const plain = proto3("message M {}");
  for (const name of ["Any", "Duration", "Timestamp", "Empty", "Struct", "Value", "ListValue", "BytesValue", "FieldMask"])
    expect(typeOf(plain, `google.protobuf.${name}`)).toMatchObject({ builtin: true });
  expect(typeOf(plain, "google.protobuf.Value").fields.map((f) => f.name)).toContain("null_value");
  expect(plain.typeByName.has("google.protobuf.FieldOptions")).toBe(false);
  const full = proto3(`import "google/protobuf/descriptor.proto"; message M { google.protobuf.FileDescriptorProto f = 1; }`);
  expect(full.problems).toEqual([]);
  expect(fieldOf(full, "google.protobuf.FileDescriptorProto", "message_type").typeText).toBe("repeated DescriptorProto");
});

test("a set's own copies of the built-in files are passed over in silence", () => {
  const set = setOf({
    "google/protobuf/any.proto": `syntax = "proto3"; package google.protobuf; message Any { string other = 1; }`,
    "vendor/savestate/options.proto": "this is not a proto file",
    "wkt.proto": `syntax = "proto3"; package google.protobuf; message Empty { int32 x = 1; } message Mine {}`,
    "a.proto": `syntax = "proto3"; import "google/protobuf/any.proto"; import "savestate/options.proto"; message M { google.protobuf.Any a = 1; }`,
  });
  expect(set.problems).toEqual([]);
  expect(set.files).toEqual(["wkt.proto", "a.proto"]);
  expect(fieldOf(set, "google.protobuf.Any", "type_url").number).toBe(1);
  expect(typeOf(set, "google.protobuf.Empty").fields).toEqual([]);
  expect(set.roots.map((type) => type.typeName)).toEqual(["google.protobuf.Mine", "M"]);
});

test("names of Object's own methods are names like others", () => {
  const set = proto3(`package toString.constructor;
message hasOwnProperty { constructor valueOf = 1; oneof constructor_ { int32 constructor = 2; } map<string, int32> toString = 3; }
message constructor { enum valueOf { isPrototypeOf = 0; toString = 1; } valueOf v = 1; }`);
  expect(set.problems.map((p) => p.message)).toEqual([]);
  expect(typeOf(set, "toString.constructor.hasOwnProperty").fields.map((f) => f.name)).toEqual(["valueOf", "constructor", "toString"]);
});

test("spellings that protobuf allows and the parser does not: options of a group, a sign apart from its number", () => {
  const set = setOf({
    "a.proto": `syntax = "proto2";
message M {
  repeated group Row = 1 [deprecated = true,
    lazy = false] { optional int32 x = 1 [default = - 5]; optional double y = 2 [default =-
      inf]; }
  optional group Cell = 2 [deprecated = true] { optional E e = 1; }
  optional string last = 3 [default = "- 5"];
  optional int64 least = 4 [default = - 9223372036854775808];
}
enum E { Z = 0; N = - 0x10; }`,
  });
  expect(set.problems).toEqual([]);
  expect(fieldOf(set, "M.Row", "x").declaredDefault).toBe(-5);
  expect(fieldOf(set, "M.Row", "y").declaredDefault).toBe(Number.NEGATIVE_INFINITY);
  expect(typeOf(set, "M").fields.map(({ name, line, type }) => `${name} ${line} ${type.kind}`)).toEqual([
    "row 3 group",
    "cell 6 group",
    "last 7 scalar",
    "least 8 scalar",
  ]);
  expect(fieldOf(set, "M", "least").declaredDefault).toBe("-9223372036854775808");
  expect(fieldOf(set, "M", "last").declaredDefault).toBe("- 5");
  expect(set.enums[0]!.values.map(({ number }) => number)).toEqual([0, -16]);
});

test("spellings that protobuf allows and the parser does not: strings in a row, names in pieces, comments at words", () => {
  const set = setOf({
    "a.proto": `\ufeffsyntax = "pro" // in two
  'to3';
package a . /* between */ b.
  c;
import "google/" "protobuf" '/any.proto';
option (x) = { b < a: 1 c < > > d: "<" };
message M/* it's */{// it's
  .a . b . c . M m = 0X1; optional .a.b.c.M n = 2 [(y) = { p < q: 1 > }]; b.
  c /* no dot */ .M o = 3; map<string, a.b . c.M> p = 4; google . protobuf.Any any = 5;
  string// it's
    bad = 5;
}`,
    "b.proto": `syntax = "proto2"; message N { optional string s = 1 [default = "a" 'b' /* no */ "c"]; optional double d = 2 [default = .5]; }`,
  });
  expect(set.problems.map(({ code, line, column }) => `${code} ${line}:${column}`)).toEqual(["duplicate-field 11:5"]);
  expect(typeOf(set, "a.b.c.M").fields.map(({ name, number, typeText, line }) => `${number} ${typeText} ${name} in ${line}`)).toEqual([
    "1 .a.b.c.M m in 8",
    "2 optional .a.b.c.M n in 8",
    "3 b.c.M o in 9",
    "4 map<string, a.b.c.M> p in 9",
    "5 google.protobuf.Any any in 9",
  ]);
  expect(typeOf(set, "N").fields.map((field) => field.declaredDefault)).toEqual(["abc", 0.5]);
});
