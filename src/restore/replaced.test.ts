import { describe, expect, it } from "vitest";
import { encodeText } from "../wire/text.ts";
import { verdict } from "./index.ts";
import { again, hex, release, told } from "./testing/release.ts";

const NULLABLE = "[(savestate.nullable) = true]";
const BAD = '1: {1: "x/t.B" 2: {1: 5}}';
const GOOD = '1: {1: "x/t.B"}';
const B = "message B { string s = 1; }";

/** Schema, blob, what is told after the verdict, and what is written again (absent: nothing is). */
type Case = readonly [what: string, schema: string, blob: string, told: readonly string[], again?: string];

const MERGED = `message R { S s = 1; } message S { uint32 a = 1; T t = 2; repeated uint32 l = 3; E e = 4 ${NULLABLE}; } message T { string b = 1; }
message E { oneof variant { uint32 n = 1; string w = 2; } }`;
const MAP = "message R { map<string, uint32> m = 1; map<bool, uint32> f = 2; map<fixed32, uint32> x = 3; }";

const CASES: readonly Case[] = [
  [
    "a number of a message that is merged",
    MERGED,
    "1: {1: 5} 1: {1: 6}",
    ["loses", "lost s.a: replaced by a later occurrence"],
    "1: {1: 6}",
  ],
  ["the same number in both", MERGED, "1: {1: 5} 1: {1: 5}", ["restores"], "1: {1: 5}"],
  ["a number that only one of them has, and a list", MERGED, "1: {3: [1]} 1: {1: 6 3: [2]}", ["restores"], "1: {1: 6 3: [1 2]}"],
  [
    "a text two levels down, of the second of three",
    MERGED,
    '1: {} 1: {2: {} 2: {1: "x"}} 1: {2: {1: "y"}}',
    ["loses", "lost s[1].t[1].b: replaced by a later occurrence"],
    '1: {2: {1: "y"}}',
  ],
  [
    "another variant of an enum that comes again",
    MERGED,
    '1: {4: {1: 5} 4: {2: "x"}}',
    ["loses", "lost s.e.n: replaced by a later variant"],
    '1: {4: {2: "x"}}',
  ],
  [
    "one variant, with another value",
    MERGED,
    "1: {4: {1: 5}} 1: {4: {1: 6}}",
    ["loses", "lost s.e.n: replaced by a later variant"],
    "1: {4: {1: 6}}",
  ],
  ["one variant twice in an enum", MERGED, "1: {4: {1: 5 1: 6}}", ["loses", "lost s.e.n: replaced by a later variant"], "1: {4: {1: 6}}"],
  [
    "an entry of a map with the same key",
    MAP,
    '1: {1: "a" 2: 1} 1: {2: 9} 1: {1: "a" 2: 2}',
    ["loses", 'lost m["a"]: replaced by a later occurrence'],
    '1: {1: "a" 2: 2} 1: {2: 9}',
  ],
  ["the same entry again", MAP, '1: {1: "a" 2: 1} 1: {1: "a" 2: 1}', ["restores"], '1: {1: "a" 2: 1}'],
  [
    "a default key, written or not",
    MAP,
    '1: {1: "" 2: 1} 1: {2: 2} 2: {1: 0 2: 1} 2: {2: 2} 3: {1: 0i32 2: 1} 3: {2: 2}',
    ["loses", ...['m[""]', 'f["false"]', 'x["0"]'].map((path) => `lost ${path}: replaced by a later occurrence`)],
    "1: {2: 2} 2: {2: 2} 3: {2: 2}",
  ],
  [
    "keys that are one when they are cut",
    MAP,
    "2: {1: 1 2: 1} 2: {1: 2 2: 2}",
    ["loses", 'truncated f["true"][1].key: cut to true', 'lost f["true"]: replaced by a later occurrence'],
    "2: {1: 1 2: 2}",
  ],
  [
    "an Any that fails, in an array that is replaced",
    `message R { W w = 1; } message W { repeated google.protobuf.Any field1 = 1 [(savestate.count) = 1]; } ${B}`,
    `1: {${BAD}} 1: {${GOOD}}`,
    ["loses", "lost w: replaced by a later occurrence"],
    `1: {${GOOD}}`,
  ],
  [
    "an Any that fails, in a variant that is replaced",
    `message R { E e = 1 ${NULLABLE}; } message E { oneof variant { google.protobuf.Any a = 1; uint32 n = 2; } } ${B}`,
    `1: {${BAD}} 1: {2: 3}`,
    ["loses", "lost e.a: replaced by a later variant"],
    "1: {2: 3}",
  ],
  [
    "an Any that fails, in an entry that is replaced",
    `message R { map<uint32, H> m = 1; } message H { google.protobuf.Any a = 1; } ${B}`,
    `1: {1: 7 2: {${BAD}}} 1: {1: 7 2: {${GOOD}}}`,
    ["loses", 'lost m["7"]: replaced by a later occurrence'],
    `1: {1: 7 2: {${GOOD}}}`,
  ],
  [
    "what does not parse there fails all the same",
    `message R { E e = 1 ${NULLABLE}; } message E { oneof variant { H h = 1; uint32 n = 2; } } message H { string s = 1; } ${B}`,
    "1: {1: {1: 4} 2: 3}",
    ["fails", "fails e.h.s: expected a byte array", "lost e.h: replaced by a later variant"],
  ],
];

describe("what a later occurrence replaces", () => {
  for (const [what, schema, blob, findings, written] of CASES)
    it(what, () => {
      const set = release("R1", schema);
      expect(told(set, blob)).toEqual(findings);
      if (written !== undefined) expect(again(set, blob)).toBe(hex(written));
    });

  it("is told where it stands", () => {
    const set = release("R1", MERGED);
    const ranges = (text: string) => verdict(encodeText(text), "t.R", set, set).findings.map(({ range }) => range);
    expect(ranges("1: {1: 5} 1: {1: 6}")).toEqual([[2, 4]]);
    expect(ranges('1: {4: {1: 5} 4: {2: "x"}}')).toEqual([[4, 6]]);
    const map = release("R1", MAP);
    expect(verdict(encodeText('1: {1: "a" 2: 1} 1: {1: "a" 2: 2}'), "t.R", map, map).findings[0]!.range).toEqual([0, 7]);
  });
});

describe("the entries of a map", () => {
  it("have their keys in paths", () => {
    const set = release("R1", `message R { map<string, S> m = 1; } message S { bytes b = 1 [(savestate.size) = 2]; } ${B}`);
    expect(told(set, '1: {1: "a\\"b" 2: {1: "x"}} 1: {1: "c" 2: {1: "xy"}} 1: {1: "c" 2: {1: "z"}} 1: 5').slice(1, 4)).toEqual([
      'fails m["a\\"b"].value.b: invalid byte size for type',
      'fails m["c"][1].value.b: invalid byte size for type',
      'fails m[""]: expected a message',
    ]);
  });
});

describe("contents that merge", () => {
  it("are looked at after the message around them has been read", () => {
    const set = release("R1", `message R { google.protobuf.Any a = 1; uint32 n = 2; } ${B}`);
    expect(told(set, '1: {1: "x/t.B" 2: {1: 5}} 1: {2: {}} 2: "x"').slice(1)).toEqual([
      "fails n: expected a varint",
      "fails a[1].value.s: expected a byte array",
    ]);
  });

  it("are those of all messages around them that merge, at whatever level", () => {
    const set = release("R1", `message R { H h = 1; } message H { G g = 1; } message G { google.protobuf.Any a = 1; uint32 n = 2; } ${B}`);
    const h = (...anys: readonly string[]) => anys.map((any) => `1: {1: {1: {${any}}}}`).join(" ");
    // The last URL says what the values joined are: none that R knows, so that none of them is looked at.
    const strange = h('1: "x/t.B" 2: {1: 5}', '1: "x/t.No" 2: {1: "y"}');
    expect(told(set, strange)).toEqual([
      "depends",
      "lost h.g.a.type_url: replaced by a later occurrence",
      "depends h[1].g.a.value: the type t.No is not known to the reader",
    ]);
    expect(again(set, strange)).toBe(hex(h('1: "x/t.No" 2: {1: 5 1: "y"}')));
    // Bytes that are cut in two are whole again.
    const halves = h('1: "x/t.B" 2: `0a02`', "2: `6869`");
    expect(told(set, halves)).toEqual(["restores"]);
    expect(again(set, halves)).toBe(hex(h('1: "x/t.B" 2: {1: "hi"}')));
    // One that does not come again is judged where it stands.
    expect(told(set, `${h('1: "x/t.B" 2: {1: 5}')} 1: {1: {2: 3}}`)).toEqual(["fails", "fails h.g.a.value.s: expected a byte array"]);
  });
});
