import { describe, expect, it } from "vitest";
import { encodeText } from "../wire/text.ts";
import { resave, verdict } from "./index.ts";
import { again, hex, release, told } from "./testing/release.ts";

const E =
  "message E { oneof variant { google.protobuf.Empty off = 1; S on = 2; uint32 level = 3; } }\nmessage S { uint32 a = 1; uint32 b = 2; }";
const REQ = "[(savestate.required) = true]";

/** Schema, blob, what is told after the verdict, and what is written again (absent: the reason of the first line). */
type Case = readonly [what: string, schema: string, blob: string, told: readonly string[], again?: string];

const CASES: readonly Case[] = [
  ["a number", "message R { uint32 a = 1; }", "1: 5", ["restores"], "1: 5"],
  ["an explicit default goes", "message R { uint32 a = 1; string s = 2; }", '1: 0 2: ""', ["restores"], ""],
  ["an Option keeps an explicit default", "message R { optional uint32 a = 1; }", "1: 0", ["restores"], "1: 0"],
  ["a wrong wire type", "message R { uint32 a = 1; }", '1: "x"', ["fails", "fails a: expected a varint"]],
  ["text as a number", "message R { string a = 1; }", "1: 3", ["fails", "fails a: expected a byte array"]],
  ["a number as a message", "message R { S s = 1; } message S { }", "1: 3", ["fails", "fails s: expected a message"]],
  [
    "fixed numbers",
    "message R { double d = 1; float f = 2; }",
    "1: 3 2: 3",
    ["fails", "fails d: expected a fixed64", "fails f: expected a fixed32"],
  ],
  ["fixed numbers are kept bit by bit", "message R { double d = 1; float f = 2; }", "1: -0.0d 2: 0.0f", ["restores"], "1: -0.0d"],
  ["no UTF-8", "message R { string a = 1; }", "1: `ff`", ["fails", "fails a: invalid UTF-8 string"]],
  ["u8 is cut", "message R { uint32 a = 1 [(savestate.bits) = 8]; }", "1: 300", ["loses", "truncated a: cut to 8 bits"], "1: 44"],
  ["u8 that fits", "message R { uint32 a = 1 [(savestate.bits) = 8]; }", "1: 255", ["restores"], "1: 255"],
  [
    "i8 is cut after zigzag",
    "message R { sint32 a = 1 [(savestate.bits) = 8]; }",
    "1: 200z",
    ["loses", "truncated a: cut to 8 bits"],
    "1: -56z",
  ],
  ["i8 that fits", "message R { sint32 a = 1 [(savestate.bits) = 8]; }", "1: -128z", ["restores"], "1: -128z"],
  ["i32 in two's complement", "message R { int32 a = 1; }", "1: -5", ["restores"], "1: -5"],
  ["i32 of too many bits", "message R { int32 a = 1; }", "1: 0x100000005", ["loses", "truncated a: cut to 32 bits"], "1: 5"],
  ["bool is whether it is 0", "message R { bool a = 1; }", "1: 2", ["loses", "truncated a: cut to true"], "1: 1"],
  ["a NonZero 0", "message R { uint32 a = 1 [(savestate.nonzero) = true]; }", "1: 0", ["fails", "fails a: value must be non-zero"]],
  [
    "a NonZero that is cut to 0",
    "message R { uint32 a = 1 [(savestate.nonzero) = true, (savestate.bits) = 8]; }",
    "1: 256",
    ["fails", "fails a: value must be non-zero", "truncated a: cut to 8 bits"],
  ],
  ["an absent NonZero", "message R { uint32 a = 1 [(savestate.nonzero) = true]; }", "", ["fails", "fails a: value must be non-zero"]],
  ["the last number wins", "message R { uint32 a = 1; }", "1: 5 1: 6", ["loses", "lost a: replaced by a later occurrence"], "1: 6"],
  ["the same number twice loses nothing", "message R { uint32 a = 1; }", "1: 5 1: 5", ["restores"], "1: 5"],
  ["bytes are appended", "message R { bytes a = 1; }", "1: `01` 1: `02`", ["restores"], "1: `0102`"],
  [
    "exact bytes replace",
    "message R { bytes a = 1 [(savestate.size) = 1]; }",
    "1: `01` 1: `02`",
    ["loses", "lost a: replaced by a later occurrence"],
    "1: `02`",
  ],
  [
    "a byte array of another length",
    `message R { bytes a = 1 [(savestate.size) = 2, (savestate.required) = true]; }`,
    "1: `01`",
    ["fails", "fails a: wrong packed array length"],
  ],
  [
    "a layout of another size",
    "message R { bytes a = 1 [(savestate.size) = 2]; }",
    "1: `01`",
    ["fails", "fails a: invalid byte size for type"],
  ],
  ["an absent layout is zeros, and written", "message R { bytes a = 1 [(savestate.size) = 2]; }", "", ["restores"], "1: `0000`"],
  [
    "an absent layout in an absent message",
    "message R { S s = 1; } message S { bytes a = 1 [(savestate.size) = 2]; }",
    "",
    ["restores"],
    "1: {1: `0000`}",
  ],
  [
    "an absent byte array",
    `message R { bytes a = 1 [(savestate.size) = 2, (savestate.required) = true]; }`,
    "",
    ["fails", "fails a: missing required field"],
  ],
  ["a list, packed or not", "message R { repeated uint32 a = 1; }", "1: 5 1: [6 7] 1: 0", ["restores"], "1: [5 6 7 0]"],
  ["a list of another wire type", "message R { repeated uint32 a = 1; }", "1: 5i32", ["fails", "fails a[0]: expected a varint"]],
  ["a list that ends early", "message R { repeated uint32 a = 1; }", "1: `0580`", ["fails", "fails a: eof parsing a varint"]],
  ["fixed numbers that end early", "message R { repeated fixed32 a = 1; }", "1: `0001`", ["fails", "fails a: eof parsing a fixed32"]],
  ["a list of bytes keeps empty ones", "message R { repeated bytes a = 1; }", "1: `` 1: `01`", ["restores"], "1: `` 1: `01`"],
  [
    "an array",
    `message R { repeated uint32 a = 1 [(savestate.count) = 2, (savestate.required) = true]; }`,
    "1: [1 2]",
    ["restores"],
    "1: [1 2]",
  ],
  [
    "an array of another length",
    `message R { repeated uint32 a = 1 [(savestate.count) = 2, (savestate.required) = true]; }`,
    "1: [1]",
    ["fails", "fails a: wrong packed array length"],
  ],
  [
    "an array one by one",
    `message R { repeated uint32 a = 1 [(savestate.count) = 2, (savestate.required) = true]; }`,
    "1: 1 1: 2",
    ["fails", "fails a: expected a byte array", "fails a: expected a byte array", "lost a: replaced by a later occurrence"],
  ],
  [
    "the second array replaces the first",
    `message R { repeated uint32 a = 1 [(savestate.count) = 2, (savestate.required) = true]; }`,
    "1: [1 2] 1: [3 4]",
    ["loses", "lost a: replaced by a later occurrence"],
    "1: [3 4]",
  ],
  [
    "an array in a wrapper",
    `message R { W w = 1 ${REQ}; } message W { repeated S field1 = 1 [(savestate.count) = 2]; } message S { uint32 a = 1; }`,
    "1: {1: {1: 3} 1: {}}",
    ["restores"],
    "1: {1: {1: 3} 1: {}}",
  ],
  [
    "a wrapper of another length",
    `message R { W w = 1 ${REQ}; } message W { repeated S field1 = 1 [(savestate.count) = 2]; } message S { uint32 a = 1; }`,
    "1: {1: {}}",
    ["fails", "fails w: wrong array length"],
  ],
  [
    "the second wrapper replaces the first",
    `message R { W w = 1 ${REQ}; } message W { repeated S field1 = 1 [(savestate.count) = 1]; } message S { uint32 a = 1; }`,
    "1: {1: {1: 3}} 1: {1: {}}",
    ["loses", "lost w: replaced by a later occurrence"],
    "1: {1: {}}",
  ],
  [
    "a bare array",
    "message R { W w = 1 [(savestate.bare) = true, (savestate.nullable) = true]; } message W { repeated uint32 field1 = 1 [(savestate.count) = 2]; }",
    "1: [1 2]",
    ["restores"],
    "1: [1 2]",
  ],
  [
    "a bare array of another length",
    "message R { W w = 1 [(savestate.bare) = true, (savestate.nullable) = true]; } message W { repeated uint32 field1 = 1 [(savestate.count) = 2]; }",
    "1: [1]",
    ["fails", "fails w: wrong packed array length"],
  ],
  [
    "a list of bare arrays",
    "message R { repeated W w = 1 [(savestate.bare) = true]; } message W { repeated uint32 field1 = 1 [(savestate.count) = 2]; }",
    "1: [1 2] 1: [3 4]",
    ["restores"],
    "1: [1 2] 1: [3 4]",
  ],
  [
    "a message is merged",
    "message R { S s = 1; } message S { uint32 a = 1; uint32 b = 2; }",
    "1: {1: 1 2: 2} 1: {2: 3}",
    ["loses", "lost s.b: replaced by a later occurrence"],
    "1: {1: 1 2: 3}",
  ],
  [
    "merged, what was there is not asked for again",
    `message R { S s = 1; } message S { repeated uint32 a = 1 [(savestate.count) = 1, (savestate.required) = true]; uint32 b = 2; }`,
    "1: {1: [1]} 1: {2: 3}",
    ["restores"],
    "1: {1: [1] 2: 3}",
  ],
  [
    "the first occurrence must be whole by itself",
    `message R { S s = 1; } message S { repeated uint32 a = 1 [(savestate.count) = 1, (savestate.required) = true]; }`,
    "1: {} 1: {1: [1]}",
    ["fails", "fails s.a: missing required field"],
  ],
  ["a plain message of defaults goes", "message R { S s = 1; } message S { uint32 a = 1; }", "1: {1: 0}", ["restores"], ""],
  [
    "an Option of a message of defaults stays",
    "message R { S s = 1 [(savestate.nullable) = true]; } message S { uint32 a = 1; }",
    "1: {1: 0}",
    ["restores"],
    "1: {}",
  ],
  [
    "an absent plain message fails with what is in it",
    `message R { S s = 1; } message S { T t = 1; } message T { repeated uint32 a = 1 [(savestate.count) = 1, (savestate.required) = true]; }`,
    "",
    ["fails", "fails s.t.a: missing required field"],
  ],
  [
    "an absent Option does not",
    `message R { S s = 1 [(savestate.nullable) = true]; } message S { repeated uint32 a = 1 [(savestate.count) = 1, (savestate.required) = true]; }`,
    "",
    ["restores"],
    "",
  ],
  ["an enum", `message R { E e = 1 ${REQ}; } ${E}`, "1: {2: {1: 4}}", ["restores"], "1: {2: {1: 4}}"],
  ["an empty variant is written", `message R { E e = 1 ${REQ}; } ${E}`, "1: {1: {}}", ["restores"], "1: {1: {}}"],
  ["a number as a variant is written when 0", `message R { E e = 1 ${REQ}; } ${E}`, "1: {3: 0}", ["restores"], "1: {3: 0}"],
  ["an absent enum", `message R { E e = 1 ${REQ}; } ${E}`, "", ["fails", "fails e: missing enum variant"]],
  ["an empty enum", `message R { E e = 1 ${REQ}; } ${E}`, "1: {}", ["fails", "fails e: missing enum variant"]],
  ["an unknown variant", `message R { E e = 1 ${REQ}; } ${E}`, "1: {9: {}}", ["fails", "fails e: missing enum variant"]],
  [
    "an unknown field clears the variant",
    `message R { E e = 1 ${REQ}; } ${E}`,
    "1: {1: {} 9: 1}",
    ["fails", "fails e: missing enum variant", "lost e.#9: unknown to the reader, and clears the variant"],
  ],
  [
    "a variant after an unknown field",
    `message R { E e = 1 ${REQ}; } ${E}`,
    "1: {9: 1 1: {}}",
    ["loses", "lost e.#9: unknown to the reader"],
    "1: {1: {}}",
  ],
  [
    "the last variant wins",
    `message R { E e = 1 ${REQ}; } ${E}`,
    "1: {1: {} 2: {1: 4}}",
    ["loses", "lost e.off: replaced by a later variant"],
    "1: {2: {1: 4}}",
  ],
  ["one variant twice is merged", `message R { E e = 1 ${REQ}; } ${E}`, "1: {2: {1: 4} 2: {2: 5}}", ["restores"], "1: {2: {1: 4 2: 5}}"],
  ["an enum twice is merged", `message R { E e = 1 ${REQ}; } ${E}`, "1: {2: {1: 4}} 1: {2: {2: 5}}", ["restores"], "1: {2: {1: 4 2: 5}}"],
  [
    "a variant between clears",
    `message R { E e = 1 ${REQ}; } ${E}`,
    "1: {2: {1: 4} 1: {} 2: {2: 5}}",
    ["loses", "lost e.on: replaced by a later variant", "lost e.off: replaced by a later variant"],
    "1: {2: {2: 5}}",
  ],
  [
    "an Option of a list is wrapped",
    "message R { W w = 1 [(savestate.nullable) = true]; } message W { repeated uint32 field1 = 1; }",
    "1: {}",
    ["restores"],
    "1: {}",
  ],
  [
    "a map: the last of a key",
    "message R { map<string, uint32> m = 1; }",
    '1: {1: "a" 2: 1} 1: {1: "b"} 1: {1: "a" 2: 2}',
    ["loses", 'lost m["a"]: replaced by a later occurrence'],
    '1: {1: "a" 2: 2} 1: {1: "b"}',
  ],
  ["order of declaration", "message R { uint32 b = 2; uint32 a = 1; }", "1: 1 2: 2", ["restores"], "2: 2 1: 1"],
  [
    "an unknown field is lost",
    "message R { uint32 a = 1; }",
    "1: 1 7: {1: 1} 7: 2",
    ["loses", "lost #7: unknown to the reader", "lost #7[1]: unknown to the reader"],
    "1: 1",
  ],
  [
    "an unknown field is parsed",
    "message R { uint32 a = 1; }",
    "7: `01` `38`",
    ["fails", "fails : eof parsing a varint", "lost #7: unknown to the reader"],
  ],
  ["a duration", "message R { google.protobuf.Duration d = 1; }", "1: {1: 3 2: 999999999}", ["restores"], "1: {1: 3 2: 999999999}"],
  [
    "a duration of too many nanoseconds",
    "message R { google.protobuf.Duration d = 1; }",
    "1: {2: 1000000000}",
    ["fails", "fails d: duration out of range"],
  ],
  ["a negative duration", "message R { google.protobuf.Duration d = 1; }", "1: {1: -1}", ["fails", "fails d: duration out of range"]],
  ["a group", "message R { uint32 a = 1; }", "7: !{ 1: 1 }", ["fails", "fails : unknown wire type 3"]],
  ["a resource", "message R { uint32 a = 1; }", "7: resource", ["fails", "fails : missing resource"]],
  ["a message with resources", "message R { S s = 1; } message S { }", "1: mesh 1 { }", ["fails", "fails : invalid resource range"]],
  ["a message with none", "message R { S s = 1; } message S { uint32 a = 1; }", "1: mesh 0 { 1: 4 }", ["restores"], "1: {1: 4}"],
  ["bytes with none", "message R { bytes s = 1; }", "1: mesh 0 { 1: 4 }", ["fails", "fails s: expected a byte array"]],
  ["field number 0", "message R { uint32 a = 1; }", "0: 4 1: 1", ["loses", "lost #0: unknown to the reader"], "1: 1"],
  ["a number beyond 32 bits", "message R { uint32 a = 1; }", "4294967297: 6", ["restores"], "1: 6"],
  ["a varint of 11 bytes", "message R { uint32 a = 1; }", "1: 1~11", ["fails", "fails : varint too big"]],
  ["cut off", "message R { bytes a = 1; }", "`0a0501`", ["fails", "fails : eof parsing a byte array"]],
  ["fixed numbers cut off", "message R { uint32 a = 1; }", "`0901`", ["fails", "fails : eof parsing a fixed64"]],
];

describe("each rule of the reader", () => {
  for (const [what, schema, blob, findings, written] of CASES)
    it(what, () => {
      const set = release("R1", schema);
      expect(told(set, blob)).toEqual(findings);
      expect(again(set, blob)).toBe(
        written === undefined
          ? findings
              .find((line) => line.startsWith("fails "))!
              .split(": ")
              .at(-1)
          : hex(written),
      );
      if (written !== undefined) expect(again(set, written)).toBe(hex(written));
    });
});

const ANY =
  "message R { google.protobuf.Any any = 1; repeated google.protobuf.Any more = 2; } message S { uint32 a = 1 [(savestate.bits) = 8]; E e = 2; bytes b = 3; }\nmessage E { oneof variant { google.protobuf.Empty off = 1; google.protobuf.Empty on = 2; } }".replace(
    "E e = 2;",
    `E e = 2 [(savestate.nullable) = true];`,
  );

describe("Any", () => {
  const set = release("R1", ANY);
  const S = "type.googleapis.com/t.S";

  it("is judged and written again with the type of its URL", () => {
    expect(told(set, `1: {1: "${S}" 2: {1: 300 9: 1}}`)).toEqual([
      "loses",
      "truncated any.value.a: cut to 8 bits",
      "lost any.value.#9: unknown to the reader",
    ]);
    expect(again(set, `1: {1: "${S}" 2: {1: 300 9: 1}}`)).toBe(hex(`1: {1: "${S}" 2: {1: 44}}`));
    expect(told(set, `1: {1: "https://${S}" 2: {2: {9: {}}}}`)).toEqual(["fails", "fails any.value.e: missing enum variant"]);
  });
  it("is not judged without a URL, and not known by another", () => {
    expect(told(set, "1: {2: `ff`}")).toEqual(["restores"]);
    expect(told(set, "1: {1: `782f742ee280ae4e6f6e65`}")[1]).toBe("depends any.value: the type t.\\u202eNone is not known to the reader");
    expect(told(set, '1: {1: "x/t.None" 2: `ff`}')).toEqual(["depends", "depends any.value: the type t.None is not known to the reader"]);
    expect(again(set, '1: {1: "x/t.None" 2: `ff`}')).toBe(hex('1: {1: "x/t.None" 2: `ff`}'));
  });
  it("may have its value before its URL", () => {
    expect(told(set, `2: {2: {2: {}} 1: "${S}"}`)).toEqual(["fails", "fails more[0].value.e: missing enum variant"]);
  });
  it("is merged: the last URL, the values one after the other", () => {
    const blob = `1: {1: "x" 2: {3: \`01\`}} 1: {1: "${S}" 2: {3: \`02\`}}`;
    expect(told(set, blob)).toEqual(["loses", "lost any.type_url: replaced by a later occurrence"]);
    expect(again(set, blob)).toBe(hex(`1: {1: "${S}" 2: {3: \`0102\`}}`));
    expect(told(set, `1: {1: "${S}" 2: {2: {1: {}}}} 1: {2: {2: {9: {}}}}`)[1]).toBe("fails any[1].value.e[1]: missing enum variant");
  });
  it("is looked at after the message around it has been read", () => {
    expect(told(set, `1: {1: "${S}" 2: {2: {}}} 2: 5`)).toEqual([
      "fails",
      "fails more[0]: expected a message",
      "fails any.value.e: missing enum variant",
    ]);
  });
});

describe("units", () => {
  const body = "message R { repeated Unit units = 1; } message Unit { string name = 1; google.protobuf.Any state = 2; }";
  const listed = { ...release("R1", body), units: ["a", "b"] };

  it("are known by name where the release lists them", () => {
    expect(told(listed, '1: {1: "a"} 1: {1: "b"}')).toEqual(["restores"]);
    expect(told(listed, '1: {1: "c"}')).toEqual(["fails", "fails units[0].name: unknown unit name"]);
    expect(told(listed, '1: {1: "a"} 1: {1: "a"}')).toEqual(["fails", "fails units[1].name: duplicate unit name"]);
  });
  it("that are missing are a note, and so are duplicates where no list is", () => {
    const missing = verdict(encodeText('1: {1: "a"}'), "t.R", listed, listed);
    expect([missing.verdict, missing.notes.map(({ message }) => message)]).toEqual([
      "restores",
      ["units that are not in the blob, and stay as they are at power-on: b"],
    ]);
    const set = release("R1", body);
    const twice = verdict(encodeText('1: {1: "a"} 1: {1: "a"}'), "t.R", set, set);
    expect([twice.verdict, twice.notes.length]).toEqual(["restores", 1]);
  });
  it("fail after what the root itself fails with, before what is in them", () => {
    const S = `${body} message S { bytes b = 1 [(savestate.size) = 2]; }`;
    const set = { ...release("R1", S), units: ["a"] };
    expect(told(set, '1: {1: "c" 2: {1: "x/t.S" 2: {1: "1"}}} 1: 4').slice(1)).toEqual([
      "fails units[1]: expected a message",
      "fails units[0].name: unknown unit name",
      "fails units[0].state.value.b: invalid byte size for type",
    ]);
  });
});

describe("limits", () => {
  it("100,000 levels are read, judged and written", () => {
    const set = release("R1", "message R { R r = 1 [(savestate.nullable) = true]; uint32 a = 2; }");
    let bytes = encodeText("2: 7 9: 1");
    const parts: Uint8Array[] = [bytes];
    let length = bytes.length;
    const levels = 100_000;
    for (let level = 0; level < levels; level++) {
      const head: number[] = [0x0a];
      for (let rest = length; ; rest >>>= 7) {
        head.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
        if (rest <= 0x7f) break;
      }
      parts.push(Uint8Array.from(head));
      length += head.length;
    }
    bytes = new Uint8Array(Buffer.concat(parts.reverse()));
    const found = verdict(bytes, "t.R", set, set);
    expect([found.verdict, found.findingsTotal]).toEqual(["loses", 1]);
    expect(found.findings[0]!.path.length).toBe(levels * 2 + 2);
    const resaved = resave(bytes, "t.R", set, set);
    if (resaved.kind !== "written") throw new Error(resaved.kind);
    expect(resaved.bytes.length).toBeLessThan(bytes.length);
    expect(verdict(resaved.bytes, "t.R", set, set).verdict).toBe("restores");
  });
  it("findings beyond the limit are counted, failures are kept first", () => {
    const set = release("R1", "message R { repeated uint32 a = 1 [(savestate.bits) = 8]; string s = 2; }");
    const found = verdict(encodeText("1: [300 301 302 303] 2: 1"), "t.R", set, set, { limit: 2 });
    expect([found.findingsTotal, found.findings.map(({ kind }) => kind)]).toEqual([5, ["fails", "truncated"]]);
  });
});
