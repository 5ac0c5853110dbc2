import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadSchemaSet } from "../schema/index.ts";
import { encodeText } from "../wire/text.ts";
import {
  absentFields,
  type Decoded,
  decode,
  findItem,
  type Item,
  itemPath,
  type JsonNode,
  jsonNode,
  jsonNodeText,
  keyOf,
  NO_SCHEMA,
  walk,
} from "./index.ts";
import { tilingFault } from "./testing/tiling.ts";
import { defaultValue } from "./values.ts";

const PROTO = `
syntax = "proto3";
package t;
import "savestate/options.proto";
import "google/protobuf/any.proto";
import "google/protobuf/empty.proto";

enum Color { RED = 0; GREEN = 1; }
message Inner { uint32 a = 1; string b = 2; Inner next = 3; }
message Kind { oneof variant { google.protobuf.Empty off = 1; Inner on = 2; uint32 level = 3; } }
message Bare {
  message Regs { repeated uint64 field1 = 1; } // plain
  message Packed {
    repeated uint64 field1 = 1; // packed repr only
  }
  Packed one = 1;
  repeated Packed many = 2;
}
message All {
  uint32 u32 = 1;
  sint32 s32 = 2;
  int32 i32 = 3;
  uint64 u64 = 4;
  sint64 s64 = 5;
  bool flag = 6;
  string text = 7;
  bytes blob = 8;
  double d = 9;
  float f = 10;
  fixed32 x32 = 11;
  sfixed64 x64 = 12;
  Color color = 13;
  optional uint32 maybe = 14;
  repeated uint32 list = 15;
  repeated string names = 16;
  Inner inner = 17;
  repeated Inner inners = 18;
  Kind kind = 19;
  map<string, uint64> map = 20;
  map<int32, Inner> byid = 21;
  google.protobuf.Any any = 22;
  Bare bare = 23;
  repeated sint32 packs = 24; // packed repr only
  Missing lost = 25;
}
message Exact {
  option (savestate.exact) = true;
  uint32 small = 1 [(savestate.bits) = 8];
  bytes guid = 2 [(savestate.size) = 4];
  bytes fixed = 3 [(savestate.size) = 4, (savestate.required) = true];
  Inner some = 4 [(savestate.nullable) = true];
  Plain plain = 5;
  sint32 tiny = 6 [(savestate.bits) = 16];
  uint32 nz = 7 [(savestate.nonzero) = true];
}
message Plain { option (savestate.exact) = true; uint32 a = 1; }
`;
const set = loadSchemaSet("r", [{ path: "t.proto", text: PROTO }]);

/** A row as JSON, of which the text is made without an object where it can. */
function inBothForms(decoded: Decoded, item: Item): JsonNode {
  const node = jsonNode(decoded, item);
  expect(jsonNodeText(decoded, item, node.path)).toBe(JSON.stringify(node));
  return node;
}

function read(type: string, text: string): { decoded: Decoded; nodes: JsonNode[]; at: (path: string) => JsonNode } {
  const decoded = decode(encodeText(text), set, set.typeByName.get(type)!);
  expect(tilingFault(decoded)).toBeUndefined();
  const nodes = [...walk(decoded)].map(({ item }) => inBothForms(decoded, item));
  const at = (path: string): JsonNode => {
    const found = nodes.filter((node) => node.path === path);
    expect(found.map((node) => node.path)).toEqual([path]);
    return found[0]!;
  };
  return { decoded, nodes, at };
}

describe("values", () => {
  it.each([
    ["1: 5", "u32", 5],
    ["2: -3z", "s32", -3],
    ["3: -7", "i32", -7],
    ["4: 18446744073709551615", "u64", "18446744073709551615"],
    ["5: -9223372036854775808z", "s64", "-9223372036854775808"],
    ["6: 1", "flag", true],
    ['7: "grüß"', "text", "grüß"],
    ["8: `0a1b`", "blob", "0a1b"],
    ["9: 1.5d", "d", 1.5],
    ["10: nanf", "f", "NaN"],
    ["10: -inff", "f", "-Infinity"],
    ["11: 7i32", "x32", 7],
    ["12: -1i64", "x64", "-1"],
    ["13: 1", "color", "GREEN"],
    ["13: 9", "color", 9],
    ["14: 0", "maybe", 0],
  ])("%s is %s = %j", (text, path, value) => {
    expect(read("t.All", text).at(path)).toMatchObject({ status: "known", value });
  });

  it("takes default rows' values from the type", () => {
    const { at, nodes } = read("t.All", "");
    const values = Object.fromEntries(nodes.map((node) => [node.path, node.value]));
    expect(values).toMatchObject({ u32: 0, u64: "0", flag: false, text: "", blob: "", d: 0, color: "RED", maybe: null, list: [], map: {} });
    expect(at("inner")).toEqual({ path: "inner", number: 17, name: "inner", type: "Inner", status: "defaulted", notes: [] });
    expect(nodes.every((node) => node.status === "defaulted")).toBe(true);
    expect(nodes.map((node) => node.number)).toEqual(Array.from({ length: 25 }, (_, i) => i + 1));
  });

  it("cuts to the width that the schema states", () => {
    expect(read("t.Exact", "1: 300").at("small")).toMatchObject({ value: 44, notes: ["truncated-value"] });
    expect(read("t.Exact", "6: -40000z").at("tiny")).toMatchObject({ value: 25536, notes: ["truncated-value"] });
    expect(read("t.All", "1: 4294967297").at("u32")).toMatchObject({ value: 1, notes: ["truncated-value"] });
    expect(read("t.All", "3: 4294967295").at("i32")).toMatchObject({ value: -1, notes: ["truncated-value"] });
    expect(read("t.All", "6: 2").at("flag")).toMatchObject({ value: true, notes: ["truncated-value"] });
  });

  it("knows what the exact facts say of absence", () => {
    const { at } = read("t.Exact", "");
    expect(at("guid").value).toBe("00000000");
    expect(at("fixed").value).toBeUndefined();
    expect(at("some").value).toBeNull();
    expect(at("plain").value).toBeUndefined();
    expect(at("nz").value).toBeUndefined();
  });
});

describe("paths", () => {
  it("count repeated fields by their place on the wire, packed or not", () => {
    const { nodes } = read("t.All", '15: [1 2] 15: 3 15: [4] 16: "a" 16: "b"');
    expect(nodes.slice(0, 8).map((node) => [node.path, node.value, node.notes.join()])).toEqual([
      ["list", undefined, "packed"],
      ["list[0]", 1, ""],
      ["list[1]", 2, ""],
      ["list[2]", 3, "unpacked"],
      ["list", undefined, "packed,appended"],
      ["list[3]", 4, ""],
      ["names[0]", "a", ""],
      ["names[1]", "b", ""],
    ]);
  });

  it("name further occurrences, unknown fields and raw bytes", () => {
    const { nodes } = read("t.Inner", "1: 5 1: 6 17: 1 17: 2 `80`");
    expect(nodes.map((node) => `${node.path} ${node.status} ${node.notes}`)).toEqual([
      "a known superseded",
      "a[1] known ",
      "#17 unknown ",
      "#17[1] unknown ",
      "#raw malformed ",
      "b defaulted ",
      "next defaulted ",
    ]);
  });

  it("name map entries by their key", () => {
    const { nodes, at } = read("t.All", '20: {1: "a.b" 2: 5} 20: {1: "q\\"" 2: 1} 20: {1: "a.b" 2: 6} 21: {1: -4} 20: {2: 1}');
    expect(at('map["a.b"]').notes).toEqual(["superseded"]);
    expect(at('map["a.b"][1].value').value).toBe("6");
    expect(at('byid["-4"].key').value).toBe(-4);
    expect(at('map[""].value').value).toBe("1");
    expect(nodes.filter((node) => node.status === "known").map((node) => node.path)).toContain('map["q\\""].key');
  });

  it("follow an Any into its content", () => {
    const { at, decoded } = read(
      "t.All",
      '22: {1: "type.googleapis.com/t.All" 2: {22: {1: "https://type.googleapis.com/t.Inner" 2: {1: 5}}}}',
    );
    expect(at("any.value.any.value.a")).toMatchObject({ value: 5, status: "known", type: "uint32" });
    expect(at("any.value").value).toBeUndefined();
    expect(decoded.counts.known).toBe(7);
  });

  it("find every row again by its key", () => {
    const { decoded } = read(
      "t.All",
      '1: 5 15: [1 2] 15: [3] 18: {1: 1} 18: {3: {2: "x"}} 20: {1: "a.b[0]" 2: 5} 22: {1: "x/t.Inner" 2: {1: 5}} 23: {1: [7 8] 1: [9] 2: [1 2] 2: [3]} 99: {1: {2: 3}} 99: 5',
    );
    const keys = new Set<string>();
    for (const { item } of walk(decoded)) {
      const key = item.kind === "node" ? keyOf(decoded, item.node) : itemPath(decoded, item);
      expect(keys.has(key)).toBe(false);
      keys.add(key);
      expect(findItem(decoded, key, (node) => absentFields(decoded, node))).toEqual(item);
    }
  });
});

describe("bare arrays", () => {
  it("hold their elements without the wrapper", () => {
    const { nodes } = read("t.Bare", "1: [7 8] 2: [1 2] 2: [3]");
    expect(nodes.map((node) => [node.path, node.value, node.type, node.notes.join()])).toEqual([
      ["one", undefined, "Packed", "packed,bare".replace("packed,", "")],
      ["one[0]", "7", "uint64", ""],
      ["one[1]", "8", "uint64", ""],
      ["many[0]", undefined, "repeated Packed", "bare"],
      ["many[0][0]", "1", "uint64", ""],
      ["many[0][1]", "2", "uint64", ""],
      ["many[1]", undefined, "repeated Packed", "bare"],
      ["many[1][0]", "3", "uint64", ""],
    ]);
  });

  it("accept LEN alone", () => {
    expect(read("t.Bare", "1: 5").at("one")).toMatchObject({ status: "mismatched", problem: { code: "wire-type", offset: 0 } });
    expect(read("t.All", "24: 5").at("packs")).toMatchObject({ status: "mismatched" });
    expect(read("t.Bare", "1: [1 2]").decoded.counts).toMatchObject({ known: 1, mismatched: 0 });
  });
});

describe("status", () => {
  it.each([
    ["1: `00`", "u32", "mismatched", "wire-type", 0],
    ["6: 1 17: 5", "inner", "mismatched", "wire-type", 2],
    ["7: `ff`", "text", "malformed", "utf8", 2],
    ["15: `0180`", "list", "malformed", "packed", 3],
    ["1: !{2: 5}", "u32", "malformed", "group", 0],
    ["17: mesh 0 {1: 5}", "inner", "malformed", "mesh-message", 0],
    ["1: resource", "u32", "malformed", "resource", 0],
    ["`08 80`", "u32", "malformed", "eof-varint", 1],
    ["6: 1 `8a01 05 01`", "inner", "malformed", "eof-bytes", 4],
    ["99: !{}", "#99", "malformed", "group", 0],
  ])("of %s: %s is %s (%s at %i)", (text, path, status, code, offset) => {
    expect(read("t.All", text).at(path)).toMatchObject({ status, problem: { code, offset } });
  });

  it("counts neither packed elements nor what is below an unknown field", () => {
    expect(read("t.All", "15: [1 2 3] 99: {1: {2: 3}}").decoded.counts).toEqual({
      known: 1,
      unknown: 1,
      defaulted: 24,
      mismatched: 0,
      malformed: 0,
    });
  });

  it("shows what is below an unknown field as a guess", () => {
    const { at } = read("t.All", "99: {1: {2: 3}}");
    expect(at("#99.#1.#2")).toMatchObject({ status: "unknown", notes: ["guess"], value: "3" });
    expect(at("#99").notes).toEqual([]);
  });

  it("shows the content of an Any of a type that is not known as a guess", () => {
    const { at, decoded } = read("t.All", '22: {1: "type.googleapis.com/other.Type" 2: {5: 7}}');
    expect(at("any.value")).toMatchObject({ status: "known", type: "bytes" });
    expect(at("any.value.#5")).toMatchObject({ status: "unknown", notes: ["guess"], value: "7" });
    expect(decoded.counts.unknown).toBe(0);
  });

  it("keeps a field whose type no file declares", () => {
    expect(read("t.All", "25: {1: 5}").at("lost")).toMatchObject({ status: "known" });
    expect(set.problems.map((problem) => problem.code)).toContain("unresolved-type");
  });
});

describe("notes", () => {
  it.each([
    ["t.All", "1: 0", "u32", "explicit-default"],
    ["t.All", "6: 0", "flag", "explicit-default"],
    ["t.All", '7: ""', "text", "explicit-default"],
    ["t.All", "9: 0d", "d", "explicit-default"],
    ["t.Exact", "5: {}", "plain", "explicit-default"],
    ["t.All", "1: 5~3", "u32", "overlong"],
    ["t.All", "1~2: 5", "u32", "overlong"],
    ["t.All", "17: ~2{1: 5}", "inner", "overlong"],
    ["t.All", "8: `00` 8: `01`", "blob[1]", "appended"],
    ["t.All", "17: {1: 5} 17: {1: 6}", "inner[1]", "merged"],
    ["t.Kind", "3: 1 2: {1: 5}", "level", "superseded"],
    ["t.Kind", "3: 1 9: 1", "level", "superseded"],
    ["t.Exact", "3: `00000000` 3: `00000001`", "fixed", "superseded"],
    ["t.All", "2: 1z 1: 5", "u32", "out-of-order"],
    ["t.All", "15: 5", "list[0]", "unpacked"],
  ])("%s { %s }: %s is %s", (type, text, path, note) => {
    expect(read(type, text).at(path).notes).toContain(note);
  });

  it.each([
    ["t.All", "14: 0", "maybe"],
    ["t.Kind", "3: 0", "level"],
    ["t.All", "17: {}", "inner"],
    ["t.Exact", "4: {}", "some"],
    ["t.Kind", "1: {}", "off"],
    ["t.Exact", "2: `00000000`", "guid"],
  ])("%s { %s }: %s carries none", (type, text, path) => {
    expect(read(type, text).at(path).notes).toEqual([]);
  });
});

describe("any bytes", () => {
  it("tile, give every row a path and a value, and never throw", () => {
    const roots = [...set.roots, undefined];
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), fc.nat(roots.length - 1), (bytes, which) => {
        const decoded = decode(bytes, roots[which] ? set : NO_SCHEMA, roots[which]);
        expect(tilingFault(decoded)).toBeUndefined();
        for (const { item } of walk(decoded)) {
          const node = inBothForms(decoded, item);
          if (node.problem) expect(["mismatched", "malformed"]).toContain(node.status);
          if (node.status === "mismatched" || node.status === "malformed") expect(node.problem).toBeDefined();
          if (node.range) expect(node.range[0]).toBeLessThan(node.range[1]);
        }
      }),
      { seed: 20261124, numRuns: 3000 },
    );
  });
});

it("what a reader holds for absent NonZero numbers: nothing for one, None for an Option, an empty list", () => {
  const field = (text: string) => `${text} [(savestate.nonzero) = true];`;
  const fields = [field("uint32 a = 1"), field("optional uint32 b = 2"), field("repeated uint32 c = 3")].join(" ");
  const text = `syntax = "proto3"; package t; import "savestate/options.proto"; message R { ${fields} }`;
  const set = loadSchemaSet("r", [{ path: "t.proto", text }]);
  const decoded = decode(encodeText(""), set, set.typeByName.get("t.R"));
  expect(set.typeByName.get("t.R")!.fields.map((one) => defaultValue(decoded, one))).toEqual([undefined, null, []]);
});

describe("map keys that differ only on the wire", () => {
  it.each([
    ["an absent and an empty text", '20: {2: 1} 20: {1: "" 2: 2} 20: {1: "a" 2: 3}', ['map[""]', 'map[""][1]', 'map["a"]']],
    ["an absent and an explicit zero", "21: {2: {}} 21: {1: 0 2: {}} 21: {1: 5 2: {}}", ['byid["0"]', 'byid["0"][1]', 'byid["5"]']],
    ["a key twice in one entry: the last is the key", '20: {1: "a" 1: "b" 2: 1} 20: {1: "b" 2: 2}', ['map["b"]', 'map["b"][1]']],
    ["a plain and an overlong number", "21: {1: 5 2: {}} 21: `08 85 00 12 00`", ['byid["5"]', 'byid["5"][1]']],
  ])("%s are one key: the last wins, and each has a path of its own", (_, text, paths) => {
    const set = loadSchemaSet("r", [{ path: "t.proto", text: PROTO }]);
    const decoded = decode(encodeText(text), set, set.typeByName.get("t.All"));
    const nodes = [...walk(decoded, 1)].map(({ item }) => item).filter((item) => item.kind === "node");
    expect(nodes.map((item) => itemPath(decoded, item))).toEqual(paths);
    expect(nodes.map((item) => findItem(decoded, itemPath(decoded, item), () => []))).toEqual(nodes);
  });
});
