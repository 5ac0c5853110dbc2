import { describe, expect, it } from "vitest";
import { decode } from "../decode/index.ts";
import { findType, loadSchemaSet } from "../schema/index.ts";
import { encodeText } from "../wire/text.ts";
import { changeJson, compare } from "./index.ts";

const EXACT = "option (savestate.exact) = true;";
const set = loadSchemaSet("r", [
  {
    path: "t.proto",
    text: `syntax = "proto3"; package t; import "savestate/options.proto"; import "google/protobuf/any.proto";
message Root { ${EXACT} uint32 n = 1; string s = 2; M m = 3; repeated uint32 l = 4; double d = 5; Row row = 6; google.protobuf.Any any = 7; map<uint32, M> map = 8; }
message M { ${EXACT} uint32 a = 1; }
message Row { ${EXACT} repeated float cells = 1 [(savestate.count) = 2, (savestate.required) = true]; }`,
  },
]);

/** Whether the two restore to the same, and what differs. */
function told(a: string, b: string): unknown[] {
  const side = (text: string) => ({ decoded: decode(encodeText(text), set, findType(set, "t.Root")), name: "x.bin" });
  const comparison = compare(side(a), side(b));
  const changes = [...comparison.changes].map((row) => changeJson(comparison, row));
  return [comparison.equal, ...changes.map(({ kind, path }) => `${kind} ${path}`)];
}

describe("what does not read", () => {
  it("is not the default that it looks like", () => {
    expect(told("`12`", "")).toEqual([false, "changed s"]);
    expect(told("1: 5 `1a05`", "1: 5")).toEqual([false, "removed m"]);
    expect(told("1: 5", "1: 5 `22`")).toEqual([false, "changed l"]);
  });
  it("is no difference on the wire alone where something replaces it, or it would be merged", () => {
    expect(told("1: `01` 1: 5", "1: 5")).toEqual([false, "changed n"]);
    expect(told("3: {1: 1}", "3: {1: 1} `1a`")).toEqual([false, "changed m[1]"]);
  });
  it("is the same as itself", () => {
    expect(told("1: `01` 1: 5 3: {1: 1} `1a`", "1: `01` 1: 5 3: {1: 1} `1a`")).toEqual([true]);
  });
});

describe("values that are nearly a default", () => {
  it("minus zero is another value than zero, written or not", () => {
    expect(told("5: -0.0d", "")).toEqual([false, "changed d"]);
    expect(told("5: -0.0d", "5: 0.0d")).toEqual([false, "changed d"]);
    expect(told("5: 0.0d", "")).toEqual([true, "wire-only d"]);
  });
  it("an empty message is the value of a map that has none, as it is resaved", () => {
    expect(told("8: {1: 7 2: {1: 0}}", "8: {1: 7}")).toEqual([true, 'wire-only map["7"].value']);
    expect(told("8: {1: 7 2: {1: 5}}", "8: {1: 7}")).toEqual([false, 'removed map["7"].value']);
  });
});

describe("the content of an Any", () => {
  const URL = '1: "type.googleapis.com/t.M"';
  it("that holds defaults only restores to what none does", () => {
    expect(told(`7: {${URL} 2: {1: 0}}`, `7: {${URL}}`)).toEqual([true, "wire-only any.value"]);
    expect(told(`7: {${URL}}`, `7: {${URL} 2: {1: 5}}`)).toEqual([false, "changed any.value"]);
  });
  it("in two pieces is not none", () => {
    expect(told(`7: {${URL} 2: {1: 5} 2: {1: 6}}`, `7: {${URL}}`)).toEqual([false, "changed any.value"]);
  });
});

describe("a struct with one array", () => {
  it("is merged: it is no wrapper of one", () => {
    expect(told("6: {1: [1.5f 2.5f]}", "6: {1: [1.5f 2.5f]} 6: {}")).toEqual([true, "wire-only row[1]"]);
  });
});
