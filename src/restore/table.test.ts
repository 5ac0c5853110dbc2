import { describe, expect, it } from "vitest";
import { encodeText } from "../wire/text.ts";
import { type Finding, resave, roundTrip, verdict } from "./index.ts";
import { again, hex, release, told } from "./testing/release.ts";

/** A row of mesh-reader, section 4: the two schemas, a blob of each, and what the other release makes of it. */
interface Row {
  readonly change: string;
  readonly old: string;
  readonly now: string;
  readonly oldBlob: string;
  readonly oldToNew: readonly string[];
  readonly newBlob: string;
  readonly newToOld: readonly string[];
  /** What the new release holds of the old blob, and the old one of the new blob, where that is the point. */
  readonly heldByNew?: string;
  readonly heldByOld?: string;
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
    oldBlob: "1: 7",
    oldToNew: ["restores"],
    newBlob: '1: 7 2: 8 3: "x" 4: [1] 5: 0',
    newToOld: ["loses", ...["#2", "#3", "#4", "#5"].map((path) => `lost ${path}: unknown to the reader`)],
    heldByNew: "1: 7",
    heldByOld: "1: 7",
  },
  {
    change: "new plain enum",
    old: `message R { uint32 a = 1; } ${E}`,
    now: `message R { uint32 a = 1; E e = 2 ${REQ}; } ${E}`,
    oldBlob: "1: 7",
    oldToNew: ["fails", "fails e: missing enum variant"],
    newBlob: "1: 7 2: {1: {}}",
    newToOld: lost("#2"),
  },
  {
    change: "new array",
    old: "message R { uint32 a = 1; }",
    now: `message R { uint32 a = 1; repeated uint32 v = 2 ${ARRAY(2)}; }`,
    oldBlob: "1: 7",
    oldToNew: ["fails", "fails v: missing required field"],
    newBlob: "1: 7 2: [1 2]",
    newToOld: lost("#2"),
  },
  {
    change: "new NonZero",
    old: "message R { uint32 a = 1; }",
    now: "message R { uint32 a = 1; uint32 n = 2 [(savestate.nonzero) = true]; }",
    oldBlob: "1: 7",
    oldToNew: ["fails", "fails n: value must be non-zero"],
    newBlob: "1: 7 2: 1",
    newToOld: lost("#2"),
  },
  {
    change: "new struct holding one",
    old: "message R { uint32 a = 1; }",
    now: `message R { uint32 a = 1; P p = 2; } message P { Q q = 1; } message Q { uint32 x = 1; repeated uint32 v = 2 ${ARRAY(2)}; }`,
    oldBlob: "1: 7",
    oldToNew: ["fails", "fails p.q.v: missing required field"],
    newBlob: "1: 7 2: {1: {2: [1 2]}}",
    newToOld: lost("#2"),
  },
  {
    change: "new variant of an enum, in use in the blob",
    old: `message R { E e = 1 ${REQ}; } ${E}`,
    now: `message R { E e = 1 ${REQ}; } ${E3}`,
    oldBlob: "1: {2: {}}",
    oldToNew: ["restores"],
    newBlob: "1: {3: {}}",
    newToOld: ["fails", "fails e: missing enum variant"],
  },
  {
    change: "field removed",
    old: "message R { uint32 a = 1; uint32 b = 2; }",
    now: "message R { uint32 a = 1; }",
    oldBlob: "1: 7 2: 8",
    oldToNew: lost("#2"),
    newBlob: "1: 7",
    newToOld: ["restores"],
  },
  {
    change: "field removed, an array",
    old: `message R { uint32 a = 1; bytes b = 2 [(savestate.size) = 2, (savestate.required) = true]; }`,
    now: "message R { uint32 a = 1; }",
    oldBlob: "1: 7 2: `0102`",
    oldToNew: lost("#2"),
    newBlob: "1: 7",
    newToOld: ["fails", "fails b: missing required field"],
  },
  {
    change: "field number reused for another type, another wire type",
    old: "message R { uint32 a = 1; }",
    now: "message R { string a = 1; }",
    oldBlob: "1: 7",
    oldToNew: ["fails", "fails a: expected a byte array"],
    newBlob: '1: "x"',
    newToOld: ["fails", "fails a: expected a varint"],
  },
  {
    change: "field number reused for another type of the same wire type",
    old: "message R { uint32 vector = 1; }",
    now: "message R { bool event_index = 1; }",
    oldBlob: "1: 7",
    oldToNew: ["loses", "truncated event_index: cut to true"],
    newBlob: "1: 1",
    newToOld: ["restores"],
    heldByNew: "1: 1",
  },
  {
    change: "i32 ↔ u32",
    old: "message R { sint32 a = 1; }",
    now: "message R { uint32 a = 1; }",
    oldBlob: "1: 7z",
    oldToNew: ["loses", "reinterpreted a: read as another value"],
    newBlob: "1: 7",
    newToOld: ["loses", "reinterpreted a: read as another value"],
  },
  {
    change: "u32 → u16",
    old: "message R { uint32 a = 1; }",
    now: "message R { uint32 a = 1 [(savestate.bits) = 16]; }",
    oldBlob: "1: 70000",
    oldToNew: ["loses", "truncated a: cut to 16 bits"],
    newBlob: "1: 65535",
    newToOld: ["restores"],
    heldByNew: "1: 4464",
  },
  {
    change: "T → Option<T>, a number",
    old: "message R { uint32 a = 1; }",
    now: "message R { optional uint32 a = 1; }",
    oldBlob: "1: 7",
    oldToNew: ["restores"],
    newBlob: "1: 0",
    newToOld: ["loses", "defaulted a: an explicit default becomes a plain one"],
    heldByOld: "",
  },
  {
    change: "T → Option<T>, an enum",
    old: `message R { E e = 1 ${REQ}; } ${E}`,
    now: `message R { E e = 1 [(savestate.nullable) = true]; } ${E}`,
    oldBlob: "1: {1: {}}",
    oldToNew: ["restores"],
    newBlob: "",
    newToOld: ["fails", "fails e: missing enum variant"],
  },
  {
    change: "Vec<T> → Option<Vec<T>>",
    old: "message R { repeated P v = 1; } message P { uint32 x = 1; string s = 2; }",
    now: "message R { W v = 1 [(savestate.nullable) = true]; } message W { repeated P field1 = 1; } message P { uint32 x = 1; string s = 2; }",
    oldBlob: "1: {1: 7}",
    oldToNew: ["fails", "fails v.field1[0]: expected a message"],
    newBlob: "1: {1: {1: 7}}",
    newToOld: ["fails", "fails v[0].x: expected a varint"],
  },
  {
    change: "Vec<u8> → Option<Vec<u8>>",
    old: "message R { bytes v = 1; }",
    now: "message R { optional bytes v = 1; }",
    oldBlob: "1: `01`",
    oldToNew: ["restores"],
    newBlob: "1: `02`",
    newToOld: ["restores"],
  },
  {
    change: "[T; N] with another N",
    old: `message R { repeated uint32 v = 1 ${ARRAY(2)}; }`,
    now: `message R { repeated uint32 v = 1 ${ARRAY(3)}; }`,
    oldBlob: "1: [1 2]",
    oldToNew: ["fails", "fails v: wrong packed array length"],
    newBlob: "1: [1 2 3]",
    newToOld: ["fails", "fails v: wrong packed array length"],
  },
  {
    change: "struct moved under another field",
    old: "message R { uint32 x = 1; uint32 y = 2; }",
    now: "message R { P p = 3; } message P { uint32 x = 1; uint32 y = 2; }",
    oldBlob: "1: 7 2: 8",
    oldToNew: ["loses", "lost #1: unknown to the reader", "lost #2: unknown to the reader"],
    newBlob: "3: {1: 7}",
    newToOld: lost("#3"),
    heldByNew: "",
  },
  {
    change: "struct split: an array moved under another field",
    old: `message R { uint32 x = 1; repeated uint32 v = 2 ${ARRAY(2)}; }`,
    now: `message R { P p = 3; } message P { uint32 x = 1; repeated uint32 v = 2 ${ARRAY(2)}; }`,
    oldBlob: "1: 7 2: [1 2]",
    oldToNew: ["fails", "fails p.v: missing required field", "lost #1: unknown to the reader", "lost #2: unknown to the reader"],
    newBlob: "3: {1: 7 2: [1 2]}",
    newToOld: ["fails", "fails v: missing required field", "lost #3: unknown to the reader"],
  },
  {
    change: "type name of a blob renamed",
    old: "message R { google.protobuf.Any any = 1; } message Old { uint32 a = 1; }",
    now: "message R { google.protobuf.Any any = 1; } message New { uint32 a = 1; }",
    oldBlob: '1: {1: "type.googleapis.com/t.Old" 2: {1: 7}}',
    oldToNew: ["depends", "depends any.value: the type t.Old is not known to the reader"],
    newBlob: '1: {1: "type.googleapis.com/t.New" 2: {1: 7}}',
    newToOld: ["depends", "depends any.value: the type t.New is not known to the reader"],
  },
  {
    change: "a mere rename of fields and messages",
    old: "message R { P p = 1; } message P { uint32 a = 1; }",
    now: "message R { Q q = 1; } message Q { uint32 b = 1; }",
    oldBlob: "1: {1: 7}",
    oldToNew: ["restores"],
    newBlob: "1: {1: 7}",
    newToOld: ["restores"],
    heldByNew: "1: {1: 7}",
  },
];

describe("the table of what breaks", () => {
  it.each(ROWS)("$change", ({ old, now, oldBlob, oldToNew, newBlob, newToOld, heldByNew, heldByOld }) => {
    const [a, b] = [release("old", old), release("new", now)];
    expect([told(a, oldBlob), told(b, newBlob)]).toEqual([["restores"], ["restores"]]);
    expect(told(b, oldBlob, a)).toEqual(oldToNew);
    expect(told(a, newBlob, b)).toEqual(newToOld);
    // Who wrote it decides nothing where the schemas are exact but what is said of losses.
    expect(told(b, oldBlob, [])[0] === "fails").toBe(oldToNew[0] === "fails");
    if (heldByNew !== undefined) expect(again(b, oldBlob, a)).toBe(hex(heldByNew));
    if (heldByOld !== undefined) expect(again(a, newBlob, b)).toBe(hex(heldByOld));
  });

  it("a root renamed: the reader has none of that name", () => {
    const now = release("new", "message R { }");
    expect(verdict(encodeText("1: 1"), "t.Old", now, undefined).verdict).toBe("no-root");
    expect(resave(encodeText("1: 1"), "t.Old", now).kind).toBe("no-root");
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
    const { there, back } = roundTrip(encodeText("1: 1 2: 2 3: [3]"), "t.R", a, b);
    expect(there.findings.map(({ path }) => path)).toEqual(["#2", "#3"]);
    expect([back?.verdict, back?.findings[0]?.path]).toEqual(["fails", "v"]);
    const c = release("C", `message R { uint32 a = 1; E e = 4 ${REQ}; } ${E}`);
    expect(roundTrip(encodeText("1: 1"), "t.R", b, c).back).toBeUndefined();
  });
});
