import { describe, expect, it } from "vitest";
import { checkSchemas } from "./schema-check.ts";
import { line, lines, release } from "./testing.ts";

const ENUM = "message Kind { oneof variant { google.protobuf.Empty cold = 1; google.protobuf.Empty warm = 2; } }";

/** Each row: what it is, OLD, NEW, what `check OLD NEW` finds, and what `check NEW OLD` finds. */
const rows: readonly (readonly [string, string, string, readonly string[], readonly string[]])[] = [
  [
    "new number, string, Vec, Option field",
    "message S { uint32 a = 1; }",
    "message S { uint32 a = 1; uint32 b = 2; string c = 3; repeated uint32 d = 4; optional uint32 e = 5; repeated string f = 6; }",
    [2, 3, 4, 5, 6].map((number, i) => `loses new-to-old field-added t.S ${number} ${"bcdef"[i]}`),
    [2, 3, 4, 5, 6].map((number, i) => `loses old-to-new field-removed t.S ${number} ${"bcdef"[i]}`),
  ],
  [
    "new plain enum field",
    `${ENUM} message S { uint32 a = 1; }`,
    `${ENUM} message S { uint32 a = 1; Kind kind = 2 [(savestate.required) = true]; }`,
    ["breaks old-to-new required-added t.S 2 kind", "loses new-to-old field-added t.S 2 kind"],
    ["breaks new-to-old required-removed t.S 2 kind", "loses old-to-new field-removed t.S 2 kind"],
  ],
  [
    "new array field",
    "message S { uint32 a = 1; }",
    "message S { uint32 a = 1; repeated uint32 r = 2 [(savestate.count) = 4, (savestate.required) = true]; bytes m = 3 [(savestate.size) = 6, (savestate.required) = true]; }",
    [
      "breaks old-to-new required-added t.S 2 r",
      "loses new-to-old field-added t.S 2 r",
      "breaks old-to-new required-added t.S 3 m",
      "loses new-to-old field-added t.S 3 m",
    ],
    [
      "breaks new-to-old required-removed t.S 2 r",
      "loses old-to-new field-removed t.S 2 r",
      "breaks new-to-old required-removed t.S 3 m",
      "loses old-to-new field-removed t.S 3 m",
    ],
  ],
  [
    "new NonZero field; an Option of it has a default",
    "message S { uint32 a = 1; }",
    "message S { uint32 a = 1; uint32 n = 2 [(savestate.nonzero) = true]; optional uint32 o = 3 [(savestate.nonzero) = true]; }",
    ["breaks old-to-new required-added t.S 2 n", "loses new-to-old field-added t.S 2 n", "loses new-to-old field-added t.S 3 o"],
    ["breaks new-to-old required-removed t.S 2 n", "loses old-to-new field-removed t.S 2 n", "loses old-to-new field-removed t.S 3 o"],
  ],
  [
    "new struct that holds an enum, at depth; as an Option it has a default",
    `${ENUM} message In { Kind kind = 1 [(savestate.required) = true]; } message Mid { In in = 3; } message S { uint32 a = 1; Mid used = 9; }`,
    `${ENUM} message In { Kind kind = 1 [(savestate.required) = true]; } message Mid { In in = 3; } message S { uint32 a = 1; Mid used = 9; Mid mid = 2; Mid opt = 3 [(savestate.nullable) = true]; }`,
    ["breaks old-to-new required-added t.S 2 mid", "loses new-to-old field-added t.S 2 mid", "loses new-to-old field-added t.S 3 opt"],
    [
      "breaks new-to-old required-removed t.S 2 mid",
      "loses old-to-new field-removed t.S 2 mid",
      "loses old-to-new field-removed t.S 3 opt",
    ],
  ],
  [
    "new variant of an enum",
    `${ENUM} message S { Kind kind = 1 [(savestate.required) = true]; }`,
    `${ENUM.replace("warm = 2;", "warm = 2; google.protobuf.Empty hot = 3;")} message S { Kind kind = 1 [(savestate.required) = true]; }`,
    ["breaks new-to-old variant-added t.Kind 3 hot"],
    ["breaks old-to-new variant-removed t.Kind 3 hot"],
  ],
  [
    "field number reused for another type",
    "message S { uint32 vector = 7; uint32 trigger = 6; }",
    "message S { bool event_index = 7; bytes tx = 6; }",
    ["breaks both number-reused t.S 6 tx", "risk both number-reused t.S 7 event_index"],
    ["breaks both number-reused t.S 6 trigger", "risk both number-reused t.S 7 vector"],
  ],
  [
    "i32 and u32",
    "message S { sint32 d = 1; sint64 e = 2; }",
    "message S { uint32 d = 1; uint64 e = 2; }",
    ["risk both sign-changed t.S 1 d", "risk both sign-changed t.S 2 e"],
    ["risk both sign-changed t.S 1 d", "risk both sign-changed t.S 2 e"],
  ],
  [
    "u32 to u16, u64 to u32, i32 to i8",
    "message S { uint32 a = 1; uint64 b = 2; sint32 c = 3; }",
    "message S { uint32 a = 1 [(savestate.bits) = 16]; uint32 b = 2; sint32 c = 3 [(savestate.bits) = 8]; }",
    [1, 2, 3].map((number, i) => `risk old-to-new width-narrowed t.S ${number} ${"abc"[i]}`),
    [1, 2, 3].map((number, i) => `risk new-to-old width-narrowed t.S ${number} ${"abc"[i]}`),
  ],
  [
    "T to Option<T>",
    "message In { uint32 x = 1; } message S { uint32 a = 1; In in = 2; bytes b = 3; }",
    "message In { uint32 x = 1; } message S { optional uint32 a = 1; In in = 2 [(savestate.nullable) = true]; optional bytes b = 3; }",
    ["risk both option-changed t.S 1 a", "risk both option-changed t.S 2 in", "risk both option-changed t.S 3 b"],
    ["risk both option-changed t.S 1 a", "risk both option-changed t.S 2 in", "risk both option-changed t.S 3 b"],
  ],
  [
    "T to Option<T> where T has no default",
    `${ENUM} message In { Kind kind = 1 [(savestate.required) = true]; } message S { Kind k = 1 [(savestate.required) = true]; In in = 2; uint32 n = 3 [(savestate.nonzero) = true]; }`,
    `${ENUM} message In { Kind kind = 1 [(savestate.required) = true]; } message S { Kind k = 1 [(savestate.nullable) = true]; In in = 2 [(savestate.nullable) = true]; optional uint32 n = 3 [(savestate.nonzero) = true]; }`,
    ["breaks new-to-old option-changed t.S 1 k", "breaks new-to-old option-changed t.S 2 in", "breaks new-to-old option-changed t.S 3 n"],
    ["breaks old-to-new option-changed t.S 1 k", "breaks old-to-new option-changed t.S 2 in", "breaks old-to-new option-changed t.S 3 n"],
  ],
  [
    "Vec<T> to Option<Vec<T>>",
    "message E { string n = 1; } message S { repeated E es = 1; repeated uint32 ns = 2; }",
    "message E { string n = 1; } message S { message Es { repeated E field1 = 1; } message Ns { repeated uint32 field1 = 1; } Es es = 1 [(savestate.nullable) = true]; Ns ns = 2 [(savestate.nullable) = true]; }",
    ["breaks both sequence-wrapped t.S 1 es", "breaks both sequence-wrapped t.S 2 ns"],
    ["breaks both sequence-wrapped t.S 1 es", "breaks both sequence-wrapped t.S 2 ns"],
  ],
  [
    "[T; N] with another N",
    "message E { uint32 x = 1; } message S { message Es { repeated E field1 = 1 [(savestate.count) = 4]; } repeated uint64 a = 1 [(savestate.count) = 8, (savestate.required) = true]; bytes b = 2 [(savestate.size) = 4]; Es es = 3 [(savestate.required) = true]; }",
    "message E { uint32 x = 1; } message S { message Es { repeated E field1 = 1 [(savestate.count) = 1]; } repeated uint64 a = 1 [(savestate.count) = 11, (savestate.required) = true]; bytes b = 2 [(savestate.size) = 8]; Es es = 3 [(savestate.required) = true]; }",
    ["breaks both array-length t.S 1 a", "breaks both array-length t.S 2 b", "breaks both array-length t.S.Es 1 field1"],
    ["breaks both array-length t.S 1 a", "breaks both array-length t.S 2 b", "breaks both array-length t.S.Es 1 field1"],
  ],
  [
    "struct moved under another field",
    "message S { uint32 a = 1; uint32 b = 2; }",
    "message In { uint32 b = 1; } message S { uint32 a = 1; In in = 3; }",
    ["loses old-to-new field-moved t.S 2 b", "loses new-to-old field-added t.S 3 in"],
    ["loses new-to-old field-moved t.S 2 b", "loses old-to-new field-removed t.S 3 in"],
  ],
  [
    "struct moved under another field where it has no default",
    "message S { uint32 a = 1; bytes b = 2 [(savestate.size) = 4, (savestate.required) = true]; }",
    "message In { bytes b = 1 [(savestate.size) = 4, (savestate.required) = true]; } message S { uint32 a = 1; In in = 3; }",
    [
      "breaks new-to-old required-removed t.S 2 b",
      "loses old-to-new field-moved t.S 2 b",
      "breaks old-to-new required-added t.S 3 in",
      "loses new-to-old field-added t.S 3 in",
    ],
    [
      "breaks old-to-new required-added t.S 2 b",
      "loses new-to-old field-moved t.S 2 b",
      "breaks new-to-old required-removed t.S 3 in",
      "loses old-to-new field-removed t.S 3 in",
    ],
  ],
  [
    "root or blob renamed",
    "message SavedState { uint32 a = 1; string b = 2; }",
    "message State { uint32 a = 1; string b = 2; }",
    ["breaks both root-renamed t.State"],
    ["breaks both root-renamed t.SavedState"],
  ],
  [
    "default changed in meaning",
    "message S {\n// Pages written. Empty: none was.\nrepeated uint64 pages = 2; }",
    "message S {\n// Pages written. Empty: not tracked.\nrepeated uint64 pages = 2; }",
    ["risk both default-meaning t.S 2 pages"],
    ["risk both default-meaning t.S 2 pages"],
  ],
];

describe("the table of what breaks, in both directions", () => {
  it.each(rows)("%s", (_title, old, now, forth, back) => {
    expect(lines(old, now)).toEqual(forth);
    expect(lines(now, old)).toEqual(back);
    const [before, after] = [release("old", old), release("old", old)];
    expect(checkSchemas(before, after)).toEqual([]);
  });

  it("state units by name, where both releases list theirs", () => {
    const body = "message S { uint32 a = 1; }";
    const units = (name: string, list: readonly string[]) => ({ ...release(name, body), units: list });
    expect(checkSchemas(units("old", ["rtc", "pit"]), units("new", ["cmos-rtc", "pit"])).map(line)).toEqual([
      "breaks old-to-new unit-removed rtc",
      "breaks new-to-old unit-added cmos-rtc",
    ]);
    expect(checkSchemas(units("old", ["rtc"]), release("new", body))).toEqual([]);
  });
});
