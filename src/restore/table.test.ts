import { describe, expect, it } from "vitest";
import { encodeText } from "../wire/text.ts";
import { type Finding, resave, roundTrip, verdict } from "./index.ts";
import { again, hex, release, told } from "./testing/release.ts";

/** What one release makes of a blob that the other one wrote. */
interface Way {
  readonly blob: string;
  readonly told: readonly string[];
  /** What it holds of the blob, where that is the point. */
  readonly held?: string;
}

/** A row of mesh-reader, section 4: the two schemas, and what each makes of a blob of the other. */
interface Row {
  readonly change: string;
  readonly old: string;
  readonly now: string;
  readonly oldToNew: Way;
  readonly newToOld: Way;
}

const E = "message E { oneof variant { S off = 1; S on = 2; } } message S { }";
const E3 = "message E { oneof variant { S off = 1; S on = 2; S idle = 3; } } message S { }";
const REQ = "[(savestate.required) = true]";
const ARRAY = (n: number): string => `[(savestate.count) = ${n}, (savestate.required) = true]`;
const lost = (path: string): string[] => ["loses", `lost ${path}: unknown to the reader`];

const ROWS: readonly Row[] = [
  {
    change: "new number, string, Vec, Option field",
    old: "message R { uint32 a = 1; }",
    now: "message R { uint32 a = 1; uint32 n = 2; string s = 3; repeated uint32 v = 4; optional bool o = 5; }",
    oldToNew: { blob: "1: 7", told: ["restores"], held: "1: 7" },
    newToOld: {
      blob: '1: 7 2: 8 3: "x" 4: [1] 5: 0',
      told: ["loses", ...["#2", "#3", "#4", "#5"].map((path) => `lost ${path}: unknown to the reader`)],
      held: "1: 7",
    },
  },
  {
    change: "new plain enum",
    old: `message R { uint32 a = 1; } ${E}`,
    now: `message R { uint32 a = 1; E e = 2 ${REQ}; } ${E}`,
    oldToNew: { blob: "1: 7", told: ["fails", "fails e: missing enum variant"] },
    newToOld: { blob: "1: 7 2: {1: {}}", told: lost("#2") },
  },
  {
    change: "new array",
    old: "message R { uint32 a = 1; }",
    now: `message R { uint32 a = 1; repeated uint32 v = 2 ${ARRAY(2)}; }`,
    oldToNew: { blob: "1: 7", told: ["fails", "fails v: missing required field"] },
    newToOld: { blob: "1: 7 2: [1 2]", told: lost("#2") },
  },
  {
    change: "new NonZero",
    old: "message R { uint32 a = 1; }",
    now: "message R { uint32 a = 1; uint32 n = 2 [(savestate.nonzero) = true]; }",
    oldToNew: { blob: "1: 7", told: ["fails", "fails n: value must be non-zero"] },
    newToOld: { blob: "1: 7 2: 1", told: lost("#2") },
  },
  {
    change: "new struct holding one",
    old: "message R { uint32 a = 1; }",
    now: `message R { uint32 a = 1; P p = 2; } message P { Q q = 1; } message Q { uint32 x = 1; repeated uint32 v = 2 ${ARRAY(2)}; }`,
    oldToNew: { blob: "1: 7", told: ["fails", "fails p.q.v: missing required field"] },
    newToOld: { blob: "1: 7 2: {1: {2: [1 2]}}", told: lost("#2") },
  },
  {
    change: "new variant of an enum, in use in the blob",
    old: `message R { E e = 1 ${REQ}; } ${E}`,
    now: `message R { E e = 1 ${REQ}; } ${E3}`,
    oldToNew: { blob: "1: {2: {}}", told: ["restores"] },
    newToOld: { blob: "1: {3: {}}", told: ["fails", "fails e: missing enum variant"] },
  },
  {
    change: "field removed",
    old: "message R { uint32 a = 1; uint32 b = 2; }",
    now: "message R { uint32 a = 1; }",
    oldToNew: { blob: "1: 7 2: 8", told: lost("#2") },
    newToOld: { blob: "1: 7", told: ["restores"] },
  },
  {
    change: "field removed, an array",
    old: `message R { uint32 a = 1; bytes b = 2 [(savestate.size) = 2, (savestate.required) = true]; }`,
    now: "message R { uint32 a = 1; }",
    oldToNew: { blob: "1: 7 2: `0102`", told: lost("#2") },
    newToOld: { blob: "1: 7", told: ["fails", "fails b: missing required field"] },
  },
  {
    change: "field number reused for another type, another wire type",
    old: "message R { uint32 a = 1; }",
    now: "message R { string a = 1; }",
    oldToNew: { blob: "1: 7", told: ["fails", "fails a: expected a byte array"] },
    newToOld: { blob: '1: "x"', told: ["fails", "fails a: expected a varint"] },
  },
  {
    change: "field number reused for another type of the same wire type",
    old: "message R { uint32 vector = 1; }",
    now: "message R { bool event_index = 1; }",
    oldToNew: { blob: "1: 7", told: ["loses", "truncated event_index: cut to true"], held: "1: 1" },
    newToOld: { blob: "1: 1", told: ["restores"] },
  },
  {
    change: "i32 ↔ u32",
    old: "message R { sint32 a = 1; }",
    now: "message R { uint32 a = 1; }",
    oldToNew: { blob: "1: 7z", told: ["loses", "reinterpreted a: read as another value"] },
    newToOld: { blob: "1: 7", told: ["loses", "reinterpreted a: read as another value"] },
  },
  {
    change: "packed numbers of another coding",
    old: "message R { repeated uint32 a = 1; }",
    now: "message R { repeated fixed32 a = 1; }",
    oldToNew: { blob: "1: [1 2 3 4]", told: ["loses", "reinterpreted a: read as another value"] },
    newToOld: { blob: "1: [255i32]", told: ["loses", "reinterpreted a: read as another value"] },
  },
  {
    change: "u32 → u16",
    old: "message R { uint32 a = 1; }",
    now: "message R { uint32 a = 1 [(savestate.bits) = 16]; }",
    oldToNew: { blob: "1: 70000", told: ["loses", "truncated a: cut to 16 bits"], held: "1: 4464" },
    newToOld: { blob: "1: 65535", told: ["restores"] },
  },
  {
    change: "T → Option<T>, a number",
    old: "message R { uint32 a = 1; }",
    now: "message R { optional uint32 a = 1; }",
    oldToNew: { blob: "1: 7", told: ["restores"] },
    newToOld: { blob: "1: 0", told: ["loses", "defaulted a: an explicit default becomes a plain one"], held: "" },
  },
  {
    change: "T → Option<T>, an omitted default",
    old: "message R { uint32 a = 1; uint32 b = 2; }",
    now: "message R { optional uint32 a = 1; uint32 b = 2; }",
    // None, and not Some(0), which would be written.
    oldToNew: { blob: "2: 5", told: ["restores"], held: "2: 5" },
    newToOld: { blob: "2: 5", told: ["restores"], held: "2: 5" },
  },
  {
    change: "T → Option<T>, an array",
    old: `message R { repeated uint32 v = 1 ${ARRAY(2)}; }`,
    now: "message R { W v = 1 [(savestate.bare) = true, (savestate.nullable) = true]; } message W { repeated uint32 field1 = 1 [(savestate.count) = 2]; }",
    oldToNew: { blob: "1: [1 2]", told: ["restores"], held: "1: [1 2]" },
    newToOld: { blob: "", told: ["fails", "fails v: missing required field"] },
  },
  {
    change: "T → Option<T>, an enum",
    old: `message R { E e = 1 ${REQ}; } ${E}`,
    now: `message R { E e = 1 [(savestate.nullable) = true]; } ${E}`,
    oldToNew: { blob: "1: {1: {}}", told: ["restores"] },
    newToOld: { blob: "", told: ["fails", "fails e: missing enum variant"] },
  },
  {
    change: "Vec<T> → Option<Vec<T>>",
    old: "message R { repeated P v = 1; } message P { uint32 x = 1; string s = 2; }",
    now: "message R { W v = 1 [(savestate.nullable) = true]; } message W { repeated P field1 = 1; } message P { uint32 x = 1; string s = 2; }",
    oldToNew: { blob: "1: {1: 7}", told: ["fails", "fails v.field1[0]: expected a message"] },
    newToOld: { blob: "1: {1: {1: 7}}", told: ["fails", "fails v[0].x: expected a varint"] },
  },
  {
    change: "Vec<T> → Option<Vec<T>>, a wrong value in silence",
    old: "message R { repeated P v = 1; } message P { uint32 x = 2; }",
    now: "message R { W v = 1 [(savestate.nullable) = true]; } message W { repeated P field1 = 1; } message P { uint32 x = 2; }",
    oldToNew: {
      blob: "1: {2: 7} 1: {2: 8}",
      told: ["loses", ...["v.#2", "v[1].#2"].map((path) => `lost ${path}: unknown to the reader`)],
      held: "1: {}",
    },
    newToOld: {
      blob: "1: {1: {2: 7} 1: {2: 8}}",
      told: ["loses", ...["v[0].#1", "v[0].#1[1]"].map((path) => `lost ${path}: unknown to the reader`)],
      held: "1: {}",
    },
  },
  {
    change: "Vec<T> → Option<Vec<T>>, none of them",
    old: "message R { uint32 a = 1; repeated P v = 2; } message P { uint32 x = 1; }",
    now: "message R { uint32 a = 1; W v = 2 [(savestate.nullable) = true]; } message W { repeated P field1 = 1; } message P { uint32 x = 1; }",
    // No entries for the old, None for the new: no byte tells them apart.
    oldToNew: { blob: "1: 7", told: ["restores"], held: "1: 7" },
    newToOld: { blob: "1: 7", told: ["restores"], held: "1: 7" },
  },
  {
    change: "Vec<u8> → Option<Vec<u8>>",
    old: "message R { bytes v = 1; }",
    now: "message R { optional bytes v = 1; }",
    oldToNew: { blob: "1: `01`", told: ["restores"] },
    newToOld: { blob: "1: `02`", told: ["restores"] },
  },
  {
    change: "[T; N] with another N",
    old: `message R { repeated uint32 v = 1 ${ARRAY(2)}; }`,
    now: `message R { repeated uint32 v = 1 ${ARRAY(3)}; }`,
    oldToNew: { blob: "1: [1 2]", told: ["fails", "fails v: wrong packed array length"] },
    newToOld: { blob: "1: [1 2 3]", told: ["fails", "fails v: wrong packed array length"] },
  },
  {
    change: "struct moved under another field",
    old: "message R { uint32 x = 1; uint32 y = 2; }",
    now: "message R { P p = 3; } message P { uint32 x = 1; uint32 y = 2; }",
    oldToNew: { blob: "1: 7 2: 8", told: ["loses", "lost #1: unknown to the reader", "lost #2: unknown to the reader"], held: "" },
    newToOld: { blob: "3: {1: 7}", told: lost("#3") },
  },
  {
    change: "struct split: an array moved under another field",
    old: `message R { uint32 x = 1; repeated uint32 v = 2 ${ARRAY(2)}; }`,
    now: `message R { P p = 3; } message P { uint32 x = 1; repeated uint32 v = 2 ${ARRAY(2)}; }`,
    oldToNew: {
      blob: "1: 7 2: [1 2]",
      told: ["fails", "fails p.v: missing required field", "lost #1: unknown to the reader", "lost #2: unknown to the reader"],
    },
    newToOld: { blob: "3: {1: 7 2: [1 2]}", told: ["fails", "fails v: missing required field", "lost #3: unknown to the reader"] },
  },
  {
    change: "type name of a blob renamed",
    old: "message R { google.protobuf.Any any = 1; } message Old { uint32 a = 1; }",
    now: "message R { google.protobuf.Any any = 1; } message New { uint32 a = 1; }",
    oldToNew: {
      blob: '1: {1: "type.googleapis.com/t.Old" 2: {1: 7}}',
      told: ["depends", "depends any.value: the type t.Old is not known to the reader"],
    },
    newToOld: {
      blob: '1: {1: "type.googleapis.com/t.New" 2: {1: 7}}',
      told: ["depends", "depends any.value: the type t.New is not known to the reader"],
    },
  },
  {
    change: "default changed in meaning",
    old: "message R { uint32 a = 1;\n// Pages written. Empty: none was.\nrepeated uint64 pages = 2; }",
    now: "message R { uint32 a = 1;\n// Pages written. Empty: not tracked.\nrepeated uint64 pages = 2; }",
    // No byte tells of it, so no verdict does; `check` of the two schemas does.
    oldToNew: { blob: "1: 7", told: ["restores"], held: "1: 7" },
    newToOld: { blob: "1: 7", told: ["restores"], held: "1: 7" },
  },
  {
    change: "a mere rename of fields and messages",
    old: "message R { P p = 1; } message P { uint32 a = 1; }",
    now: "message R { Q q = 1; } message Q { uint32 b = 1; }",
    oldToNew: { blob: "1: {1: 7}", told: ["restores"], held: "1: {1: 7}" },
    newToOld: { blob: "1: {1: 7}", told: ["restores"] },
  },
];

describe("the table of what breaks", () => {
  it.each(ROWS)("$change", ({ old, now, oldToNew, newToOld }) => {
    const [a, b] = [release("old", old), release("new", now)];
    for (const [{ blob, told: said, held }, writer, reader] of [[oldToNew, a, b] as const, [newToOld, b, a] as const]) {
      expect(told(writer, blob)).toEqual(["restores"]);
      expect(told(reader, blob, writer)).toEqual(said);
      if (held !== undefined) expect(again(reader, blob, writer)).toBe(hex(held));
    }
    // Who wrote it decides nothing where the schemas are exact but what is said of losses.
    expect(told(b, oldToNew.blob, [])[0] === "fails").toBe(oldToNew.told[0] === "fails");
  });

  it("a root renamed: the reader has none of that name", () => {
    const [old, now] = [release("old", "message Old { uint32 a = 1; }"), release("new", "message New { uint32 a = 1; }")];
    for (const [root, writer, reader] of [
      ["t.Old", old, now],
      ["t.New", now, old],
    ] as const) {
      expect(verdict(encodeText("1: 1"), root, writer, writer).verdict).toBe("restores");
      expect(verdict(encodeText("1: 1"), root, reader, writer).verdict).toBe("no-root");
      expect(resave(encodeText("1: 1"), root, reader, writer).kind).toBe("no-root");
    }
  });

  it("a state unit renamed: the name of each is unknown to the other", () => {
    const body = "message R { repeated Unit units = 1; } message Unit { string name = 1; google.protobuf.Any state = 2; }";
    const old = { ...release("old", body), units: ["pit", "rtc"] };
    const now = { ...release("new", body), units: ["pit", "cmos-rtc"] };
    for (const [name, writer, reader] of [
      ["rtc", old, now],
      ["cmos-rtc", now, old],
    ] as const) {
      const blob = `1: {1: "pit"} 1: {1: "${name}"}`;
      expect(told(writer, blob)).toEqual(["restores"]);
      expect(told(reader, blob, writer)).toEqual(["fails", "fails units[1].name: unknown unit name"]);
    }
  });

  it("names the field, its message, the bytes around and the reason", () => {
    const row = ROWS.find(({ change }) => change === "new struct holding one")!;
    const found = verdict(encodeText("1: 7"), "t.R", release("2.0", row.now), release("1.0", row.old)).findings[0];
    expect(found).toEqual({
      kind: "fails",
      rule: "required-absent",
      path: "p.q.v",
      number: 2,
      typeName: "t.Q",
      range: [0, 2],
      message: "missing required field",
      why: "The writer, 1.0, does not know p (number 2); in 2.0 it is a plain message, and q.v in it is an array, which has no default.",
    } satisfies Finding);
  });
});

describe("there and back", () => {
  it("tells what is gone, and where the writer then fails", () => {
    const a = release("A", `message R { uint32 a = 1; uint32 b = 2; repeated uint32 v = 3 ${ARRAY(1)}; }`);
    const b = release("B", "message R { uint32 a = 1; }");
    const { there, back, inDoubt } = roundTrip(encodeText("1: 1 2: 2 3: [3]"), "t.R", [a], b, [a, b]);
    expect(there.findings.map(({ path }) => path)).toEqual(["#2", "#3"]);
    expect(back.map(({ verdict: kind, findings }) => [kind, findings[0]?.path])).toEqual([
      ["fails", "v"],
      ["restores", undefined],
    ]);
    expect(inDoubt).toEqual([]);
    const c = release("C", `message R { uint32 a = 1; E e = 4 ${REQ}; } ${E}`);
    expect(roundTrip(encodeText("1: 1"), "t.R", [b], c, [b])).toMatchObject({ there: { verdict: "fails" }, back: [] });
  });
});
