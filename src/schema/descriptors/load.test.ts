import fs from "node:fs";
import path from "node:path";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import {
  Edition,
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
  file_google_protobuf_api,
  file_google_protobuf_source_context,
  file_google_protobuf_type,
  FieldDescriptorProto_Label as Label,
  FieldDescriptorProto_Type as Type,
} from "@bufbuild/protobuf/wkt";
import { describe, expect, test } from "vitest";
import { loadDescriptorSet, looksLikeDescriptorSet } from "../descriptor-set.ts";
import { loadSchemaSet } from "../load.ts";
import type { Field, SchemaSet, SchemaSource } from "../model.ts";
import { fieldOf, typeOf } from "../testing.ts";
import { toProtoSources } from "../to-sources.ts";
import { setOfDescriptors } from "./load.ts";
import { descriptorBytes, descriptorsOf } from "./testing.ts";

const project = path.resolve(import.meta.dirname, "../../..");
const openvmm = path.join(project, "../shared/openvmm");
const hasOpenvmm = fs.existsSync(openvmm);
if (!hasOpenvmm) console.warn("skipped: the schemas of ../shared/openvmm are not here");

function sourcesIn(folder: string): SchemaSource[] {
  const files = fs.readdirSync(folder).filter((file) => file.endsWith(".proto"));
  return files.map((file) => ({ path: file, text: fs.readFileSync(path.join(folder, file), "utf8") }));
}

function named(set: SchemaSet, { type, map }: Field): string {
  if (type.kind === "scalar") return type.scalar;
  if (type.kind === "enum") return set.enums[type.enumId]!.typeName;
  if (type.kind === "unresolved") return `?${type.text}`;
  return `${map ? "map " : ""}${set.types[type.typeId]!.typeName}`;
}

/** All that a set says, by name; its `typeText` by what the names mean. `lines` says whether places count. */
function said(set: SchemaSet, lines: boolean): unknown {
  const types = set.types.filter((type) => !type.builtin);
  const messages = types.map((type) => ({
    ...type,
    id: undefined,
    line: lines ? type.line : undefined,
    outer: type.outer === undefined ? undefined : set.types[type.outer]!.typeName,
    byNumber: [...type.byNumber.keys()],
    fields: type.fields.map((field) => ({
      ...field,
      id: undefined,
      parent: undefined,
      line: lines ? field.line : undefined,
      type: `${field.type.kind} ${named(set, field)}`,
      typeText: /^(?:(?:optional|required|repeated) )?(?:group )?/.exec(field.typeText)![0] + named(set, field),
    })),
  }));
  const enums = set.enums.filter((type) => set.files.includes(type.file)).map((type) => ({ ...type, id: undefined }));
  const byName = (a: { typeName: string }, b: { typeName: string }) => (a.typeName < b.typeName ? -1 : 1);
  return { files: set.files, problems: set.problems, messages: messages.sort(byName), enums: enums.sort(byName) };
}

const rich = `syntax = "proto3"; package p.q;
import "savestate/options.proto";
// The whole.
message M {
  option (savestate.exact) = true;
  message In { E e = 1; In in = 2; }
  enum E { NONE = 0; /* one */ ONE = 1; ALSO = 1; option allow_alias = true; }
  reserved 90, 100 to max; reserved "gone", "lost";
  // Documented.
  repeated uint32 a = 1 [(savestate.count) = 3, (savestate.bits) = 8]; // packed repr only
  optional bool b = 2;
  In c = 3 [(savestate.nullable) = true];
  map<string, In> d = 4; map<int32, E> e = 5; map<bool, bytes> f = 6;
  oneof variant { In g = 7; string h = 8; google.protobuf.Empty i = 9; }
  repeated sint64 j = 10 [packed = false];
  W k = 11; repeated string l = 12; google.protobuf.Any m = 13; Top n = 14; bytes o = 15 [(savestate.size) = 16, (savestate.required) = true];
  int64 p = 16 [(savestate.nonzero) = true];
  message W { repeated uint64 field1 = 1; // packed repr only
  }
}
enum Top { A = 0; B = -1; }
message V { oneof variant { M x = 1; M.In y = 2; } }`;

const old = `syntax = "proto2"; package p;
message M {
  required int32 a = 1 [default = -5];
  optional int64 b = 2 [default = -9223372036854775808];
  optional double c = 3 [default = -inf];
  optional string d = 4 [default = "a\\n\\"b\\\\ é"];
  optional E e = 5 [default = TWO];
  optional group Part = 6 { required string url = 1; optional bool x = 2 [default = true]; }
  repeated int32 f = 7; repeated int32 g = 8 [packed = true];
  oneof o { M m = 9; float h = 10 [default = 1.5]; }
  enum E { ONE = 1; TWO = 2; }
}`;

describe("a descriptor set gives the same model as the texts it was made of", () => {
  const releases = fs.readdirSync(path.join(project, "schemas"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const cases: [string, SchemaSource[], "proto2" | "proto3"][] = [
    ...releases.map(
      (entry) => [entry.name, sourcesIn(path.join(project, "schemas", entry.name)), "proto3"] as [string, SchemaSource[], "proto3"],
    ),
    ["of every kind", [{ path: "a/b.proto", text: rich }], "proto3"],
    ["in proto2", [{ path: "old.proto", text: old }], "proto2"],
  ];
  if (hasOpenvmm)
    for (const release of ["2411", "main"]) cases.push([`OpenVMM ${release}`, sourcesIn(path.join(openvmm, "exact", release)), "proto3"]);

  test.each(cases)("%s", (release, sources, syntax) => {
    const fromText = loadSchemaSet(release, sources);
    expect(fromText.problems).toEqual([]);
    const bytes = descriptorBytes(descriptorsOf(fromText, syntax));
    expect(looksLikeDescriptorSet(bytes)).toBe(true);
    const set = setOfDescriptors(release, bytes);
    expect(said(set, true)).toEqual(said(fromText, true));
    expect(set.release).toBe(release);
    expect(set.roots.map((type) => type.typeName)).toEqual(fromText.roots.map((type) => type.typeName));
  });

  test.each(cases)("%s, printed as texts and read again", (release, sources, syntax) => {
    const fromText = loadSchemaSet(release, sources);
    const set = setOfDescriptors(release, descriptorBytes(descriptorsOf(fromText, syntax)));
    expect(said(loadSchemaSet(release, toProtoSources(set)), false)).toEqual(said(set, false));
    const again = loadSchemaSet(release, toProtoSources(fromText));
    expect(said(again, false)).toEqual(said(fromText, false));
    expect(again.fields.map((field) => field.typeText).sort()).toEqual(fromText.fields.map((field) => field.typeText).sort());
  });
});

test("descriptors of another's making", () => {
  // protobuf-es carries what protoc wrote of these files, protobufjs their texts.
  const files = [file_google_protobuf_source_context, file_google_protobuf_type, file_google_protobuf_api].map(({ proto }) => proto);
  const bytes = toBinary(FileDescriptorSetSchema, create(FileDescriptorSetSchema, { file: files }));
  const set = setOfDescriptors("google", bytes);
  expect(set.problems).toEqual([]);
  const folder = path.join(project, "node_modules/protobufjs/google/protobuf");
  const texts = ["source_context", "type", "api"].map((name) => ({
    path: `google/protobuf/${name}.proto`,
    text: fs.readFileSync(path.join(folder, `${name}.proto`), "utf8"),
  }));
  const fromText = loadSchemaSet("google", texts);
  const lined = (one: SchemaSet): string[] =>
    one.fields
      .filter((field) => !one.types[field.parent]!.builtin)
      .map(
        (field) =>
          `${one.types[field.parent]!.typeName} ${field.name} ${field.number} ${named(one, field)} ${field.repeated} ${field.presence}`,
      );
  const known = new Set(lined(set));
  expect(lined(fromText).length).toBeGreaterThan(20);
  expect(lined(fromText).filter((line) => !known.has(line))).toEqual([]);
});

test("an edition's features, and how it is printed", () => {
  const scalar = { number: 1, label: Label.OPTIONAL, type: Type.INT32 };
  const file = create(FileDescriptorProtoSchema, {
    name: "e.proto",
    syntax: "editions",
    edition: Edition.EDITION_2023,
    messageType: [
      {
        name: "M",
        field: [
          { ...scalar, name: "explicit" },
          { ...scalar, name: "implicit", number: 2, options: { features: { fieldPresence: 2 } } },
          { ...scalar, name: "needed", number: 3, options: { features: { fieldPresence: 3 } } },
          { ...scalar, name: "packed", number: 4, label: Label.REPEATED },
          { ...scalar, name: "loose", number: 5, label: Label.REPEATED, options: { features: { repeatedFieldEncoding: 2 } } },
          {
            name: "group",
            number: 6,
            label: Label.OPTIONAL,
            type: Type.MESSAGE,
            typeName: ".M",
            options: { features: { messageEncoding: 2 } },
          },
          { name: "plain", number: 7, label: Label.OPTIONAL, type: Type.MESSAGE, typeName: ".M" },
          { ...scalar, name: "five", number: 8, defaultValue: "5" },
        ],
      },
    ],
  });
  const set = setOfDescriptors("e", descriptorBytes([file]));
  expect(set.problems).toEqual([]);
  expect(typeOf(set, "M").fields.map((f) => `${f.name} ${f.typeText} ${f.presence} ${f.packed} ${f.type.kind}`)).toEqual([
    "explicit int32 explicit false scalar",
    "implicit int32 implicit false scalar",
    "needed int32 required false scalar",
    "packed repeated int32 implicit true scalar",
    "loose repeated int32 implicit false scalar",
    "group .M implicit false group",
    "plain .M implicit false message",
    "five int32 explicit false scalar",
  ]);
  expect(said(loadSchemaSet("e", toProtoSources(set)), false)).toEqual(said(set, false));
  const asProto3 = create(FileDescriptorProtoSchema, { ...file, edition: Edition.EDITION_PROTO3 });
  expect(fieldOf(setOfDescriptors("e", descriptorBytes([asProto3])), "M", "explicit").presence).toBe("implicit");
  const unknown = create(FileDescriptorProtoSchema, { ...file, edition: 5000 as Edition });
  expect(setOfDescriptors("e", descriptorBytes([unknown])).problems.map((p) => p.message)).toEqual([
    "its edition is not supported; the file is left out",
  ]);
});

test("a nested type that is called like a word of the language is named in full", () => {
  const words = ["int32", "bytes", "message", "optional", "group", "reserved"];
  const text = `syntax = "proto3"; package p;
message M {
  ${words.map((word) => `message ${word} { message In {} }`).join(" ")}
  ${words.map((word, i) => `.p.M.${word} ${word}_ = ${i + 1}; .p.M.${word}.In ${word}_in = ${i + 101};`).join(" ")}
}`;
  const fromText = loadSchemaSet("w", [{ path: "w.proto", text }]);
  expect(fromText.problems).toEqual([]);
  const set = setOfDescriptors("w", descriptorBytes(descriptorsOf(fromText)));
  expect(said(set, true)).toEqual(said(fromText, true));
  expect(said(loadSchemaSet("w", toProtoSources(set)), false)).toEqual(said(set, false));
});

test("a comment's marks that a compiler leaves are gone, as in a text", () => {
  const location = { path: [4, 0], span: [1, 0, 1], leadingComments: "/ Of M,\n/ in two lines.\n" };
  const file = create(FileDescriptorProtoSchema, {
    name: "c.proto",
    syntax: "proto3",
    messageType: [{ name: "M" }],
    sourceCodeInfo: { location: [location] },
  });
  const text = `syntax = "proto3";\n/// Of M,\n/// in two lines.\nmessage M {}`;
  expect(typeOf(setOfDescriptors("c", descriptorBytes([file])), "M").comment).toBe("Of M,\nin two lines.");
  expect(typeOf(loadSchemaSet("c", [{ path: "c.proto", text }]), "M").comment).toBe("Of M,\nin two lines.");
});

describe("what is wrong is a problem", () => {
  const [first, second] = descriptorsOf(
    loadSchemaSet("r", [
      { path: "a.proto", text: 'syntax = "proto3"; package p; message A { uint32 x = 1; }' },
      { path: "b.proto", text: 'syntax = "proto3"; package p; message B { A a = 1; }' },
    ]),
  );

  test("bytes that are no set", async () => {
    for (const bytes of [new Uint8Array(), new Uint8Array([8, 1]), new TextEncoder().encode("no set"), new Uint8Array([0x0a, 0])]) {
      const set = await loadDescriptorSet("r", bytes);
      expect(set.types.filter((type) => !type.builtin)).toEqual([]);
      expect(set.problems[0]).toMatchObject({ code: "not-descriptors", file: "" });
      expect(set.problems[0]!.message).toMatch(/^this is not a FileDescriptorSet: .*protoc writes one by/);
      expect(looksLikeDescriptorSet(bytes)).toBe(false);
    }
  });

  test("a set that is cut keeps the files before the cut", () => {
    const bytes = descriptorBytes([first!, second!]);
    // The length of the first file's part: its tag, its length in one byte, and what they announce.
    const whole = [2 + bytes[1]!, bytes.length];
    for (let length = 0; length <= bytes.length; length++) {
      const set = setOfDescriptors("r", bytes.subarray(0, length));
      expect([length, set.problems.length === 0]).toEqual([length, whole.includes(length)]);
    }
    const cut = setOfDescriptors("r", bytes.subarray(0, bytes.length - 3));
    expect(cut.files).toEqual(["a.proto"]);
    expect(cut.problems.map((p) => p.message)).toEqual(["the set is cut or damaged after 1 file (premature EOF); the rest is left out"]);
  });

  test("a dependency that is not in the set", () => {
    const set = setOfDescriptors("r", descriptorBytes([second!]));
    expect(set.problems.map((p) => `${p.code} ${p.file}: ${p.message}`)).toEqual([
      'missing-import b.proto: the import "a.proto" is no file of this release; types that it would bring are left unresolved; protoc puts imports into the set by --include_imports',
      'unresolved-type b.proto: no file of the release declares the type .p.A; fields such as "a" show their bytes raw',
    ]);
  });

  test("damaged, doubled and clashing declarations", () => {
    const field = { name: "x", number: 1, label: Label.OPTIONAL, type: Type.INT32 };
    const file = create(FileDescriptorProtoSchema, {
      name: "c.proto",
      syntax: "proto3",
      extension: [{ ...field, extendee: ".p.M", number: 200 }],
      messageType: [
        {
          name: "M",
          reservedRange: [{ start: 5, end: 7 }],
          field: [
            field,
            { ...field, number: 2 },
            { ...field, name: "y" },
            { ...field, name: "z", number: 0 },
            { ...field, name: "r", number: 6 },
            { ...field, name: "ok", number: 7 },
            { ...field, name: "no name", number: 8 },
            { name: "untyped", number: 9 },
          ],
        },
        { name: "M" },
      ],
    });
    const set = setOfDescriptors("r", descriptorBytes([file, create(FileDescriptorProtoSchema, { ...file, package: "q" }), file]));
    expect(set.problems.map((p) => p.code).sort()).toEqual([
      "bad-field-number",
      "bad-field-number",
      "duplicate-field",
      "duplicate-field",
      "duplicate-file",
      "duplicate-type",
      "unresolved-type",
      "unsupported",
      "unsupported",
    ]);
    expect(typeOf(set, "M").fields.map((f) => f.name)).toEqual(["x", "ok"]);
    expect(loadSchemaSet("again", toProtoSources(set)).problems).toEqual([]);
  });

  test("options under the same numbers are nobody's without the file that declares them", () => {
    const text =
      'syntax = "proto3"; package p; import "savestate/options.proto"; message A { uint32 x = 1 [(savestate.bits) = 8]; uint32 y = 2; }';
    const [file] = descriptorsOf(loadSchemaSet("r", [{ path: "a.proto", text }]));
    const facts = (bytes: Uint8Array) => typeOf(setOfDescriptors("r", bytes), "p.A").fields.map((f) => f.facts);
    expect(facts(descriptorBytes([file!]))).toEqual([{ bits: 8 }, {}]);
    expect(facts(descriptorBytes([{ ...file!, dependency: [] }]))).toEqual([{}, {}]);
    const odd = fromBinary(FileDescriptorProtoSchema, toBinary(FileDescriptorProtoSchema, create(FileDescriptorProtoSchema, file)));
    odd.messageType[0]!.field[1]!.options!.$unknown = [{ no: 50503, wireType: 0, data: new Uint8Array([9]) }];
    expect(setOfDescriptors("r", descriptorBytes([odd])).problems.map((p) => p.message)).toEqual([
      "(savestate.bits) takes 8, 16 or 32, not 9; the option is left out",
    ]);
  });

  test("random damage never throws", () => {
    const bytes = descriptorBytes([first!, second!]);
    let seed = 7;
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return Math.floor((seed / 2 ** 32) * below);
    };
    for (let round = 0; round < 500; round++) {
      const copy = bytes.slice(0, random(20) === 0 ? random(bytes.length) : bytes.length);
      for (let hit = 0; hit <= random(4); hit++) if (copy.length > 0) copy[random(copy.length)] = random(256);
      const set = setOfDescriptors("r", copy);
      loadSchemaSet("again", toProtoSources(set));
      looksLikeDescriptorSet(copy);
    }
  });
});
