import { describe, expect, it } from "vitest";
import { loadSchemaSet } from "../../schema/index.ts";
import { checkSchemas } from "./schema-check.ts";
import { lines, release } from "./testing.ts";

const ENUM = "message Kind { oneof variant { google.protobuf.Empty cold = 1; google.protobuf.Empty warm = 2; } }";

function messages(old: string, now: string, plain = false): string[] {
  return checkSchemas(release("old", old, plain), release("new", now, plain))
    .filter(({ rule }) => rule !== "not-reserved")
    .map(({ message }) => message);
}

describe("real breaks of the public history, in small", () => {
  it("the PCI config space split in two: a device gains the whole of it, which has no default", () => {
    const config =
      "message Cfg { uint32 command = 1; repeated uint32 base_addresses = 2 [(savestate.count) = 6, (savestate.required) = true]; } message Other { Cfg cfg = 1; }";
    const old = `${config} message Pci { uint32 status = 1; }`;
    const now = `${config} message Pci { uint32 status = 1; Cfg cfg_space = 5; }`;
    expect(lines(old, now)).toEqual([
      "breaks old-to-new required-added t.Pci 5 cfg_space",
      "loses new-to-old field-added t.Pci 5 cfg_space",
    ]);
    expect(messages(old, now)[0]).toBe("cfg_space.base_addresses: missing required field: old does not write it");
  });

  it("the fix: an Option of it, which an older blob leaves out", () => {
    const config =
      "message Cfg { uint32 command = 1; repeated uint32 base_addresses = 2 [(savestate.count) = 6, (savestate.required) = true]; } message Other { Cfg cfg = 1; }";
    const old = `${config} message Pci { uint32 status = 1; }`;
    expect(lines(old, `${config} message Pci { uint32 status = 1; Cfg cfg_space = 5 [(savestate.nullable) = true]; }`)).toEqual([
      "loses new-to-old field-added t.Pci 5 cfg_space",
    ]);
  });

  it("config space replaced by another type: the inner field is named", () => {
    const old = "message Cfg { uint32 command = 1; } message Bridge { Cfg cfg = 5; }";
    const now =
      "message Cfg { uint32 command = 1; } message Cfg0 { uint32 command = 1; repeated uint32 bars = 2 [(savestate.count) = 6, (savestate.required) = true]; } message Bridge { Cfg0 cfg = 5; Cfg more = 6; }";
    expect(lines(old, now)).toContain("breaks old-to-new type-changed t.Bridge 5 cfg");
    expect(messages(old, now)).toContain("cfg.bars: missing required field: old does not write it");
  });

  it("vmgs made optional: reads on the newer, fails on the older", () => {
    const inner = "message Keys { bytes datastore_keys = 1 [(savestate.size) = 4, (savestate.required) = true]; }";
    const old = `${inner} message Init { Keys vmgs = 6; }`;
    const now = `${inner} message Init { Keys vmgs = 6 [(savestate.nullable) = true]; }`;
    expect(lines(old, now)).toEqual(["breaks new-to-old option-changed t.Init 6 vmgs"]);
    expect(messages(old, now)).toEqual(["vmgs.datastore_keys: missing required field: new leaves it out for None"]);
    expect(lines(old, now, true), "a plain schema shows no change").toEqual(["breaks new-to-old option-changed t.Init 6 vmgs"].slice(1));
  });

  it("a plain schema does not tell whether its bytes and numbers have a default, and so breaks nothing that an exact one states", () => {
    const exact = release(
      "old",
      "message S { bytes a = 1 [(savestate.size) = 4, (savestate.required) = true]; uint32 n = 2 [(savestate.nonzero) = true]; string s = 3; }",
    );
    const plain = release("new", "message S { bytes a = 1; uint32 n = 2; string s = 3; }", true);
    expect(checkSchemas(exact, plain).filter(({ severity }) => severity === "breaks")).toEqual([]);
    expect(checkSchemas(plain, exact).filter(({ severity }) => severity === "breaks")).toEqual([]);
    const wrapper = (facts: string, bare: string) =>
      `message P { message Regs { repeated uint64 field1 = 1${facts}; // packed repr only\n } Regs regs = 1${bare}; }`;
    const bare = release("old", wrapper(" [(savestate.count) = 5]", " [(savestate.bare) = true, (savestate.nullable) = true]"));
    expect(checkSchemas(bare, release("new", wrapper("", ""), true)).filter(({ severity }) => severity === "breaks")).toEqual([]);
    // Where both are exact it is told.
    expect(lines("message S { bytes a = 1; }", "message S { bytes a = 1 [(savestate.size) = 4, (savestate.required) = true]; }")).toEqual([
      "breaks old-to-new array-length t.S 1 a",
    ]);
  });

  it("NVRAM entries wrapped in an Option", () => {
    const entry = "message Entry { string name = 2; bytes data = 4; }";
    const old = `${entry} message Store { repeated Entry entries = 1; }`;
    const now = `${entry} message Store { message Entries { repeated Entry field1 = 1; } Entries entries = 1; }`;
    for (const plain of [false, true]) expect(lines(old, now, plain)).toEqual(["breaks both sequence-wrapped t.Store 1 entries"]);
  });

  it("NVRAM entries beside the old ones, under a number of their own: the fix", () => {
    const entry = "message Entry { string name = 2; bytes data = 4; }";
    const old = `${entry} message Store { repeated Entry entries = 1; }`;
    const now = `${entry} message Store { message Saved { repeated Entry field1 = 1; } repeated Entry entries = 1; Saved saved = 2 [(savestate.nullable) = true]; }`;
    expect(lines(old, now)).toEqual(["loses new-to-old field-added t.Store 2 saved"]);
  });

  it("an absent list of NVRAM entries that comes to mean another thing", () => {
    const store = (meaning: string) =>
      `message Entry { string name = 2; } message Store {\n// Entries. Empty: ${meaning}.\nrepeated Entry entries = 1; }`;
    expect(lines(store("no entries"), store("not saved"))).toEqual(["risk both default-meaning t.Store 1 entries"]);
    expect(lines(store("not saved"), store("not saved"))).toEqual([]);
  });

  it("the PCI device rename: a field and a held type of another name are no break", () => {
    const now = "message PciDevice { uint32 irq = 1; } message Bus { PciDevice pci_device = 3; }";
    expect(
      lines("message VpciDevice { uint32 irq = 1; } message Bus { VpciDevice vpci_device = 3; }", now).filter(
        (one) => !one.startsWith("info"),
      ),
    ).toEqual([]);
  });

  it("the PCI device rename: a blob's type under another package", () => {
    const files = (pkg: string) => `message ${pkg} { uint32 irq = 1; string label = 7; } message Root { google.protobuf.Any state = 1; }`;
    expect(lines(files("VpciState"), files("PciState"))).toEqual(["breaks both root-renamed t.PciState"]);
  });

  it("vmbus relay state written in its legacy form: older releases need the old fields", () => {
    const old = `${ENUM} message Relay { Kind relay_state = 2 [(savestate.required) = true]; repeated string channels = 4; }`;
    const now = `${ENUM} message Relay { repeated string channels = 5; } message Keep { Kind kind = 1 [(savestate.nullable) = true]; }`;
    expect(lines(old, now)).toEqual([
      "breaks new-to-old required-removed t.Relay 2 relay_state",
      "loses old-to-new field-removed t.Relay 2 relay_state",
      "loses old-to-new field-moved t.Relay 4 channels",
      "loses new-to-old field-moved t.Relay 5 channels",
      "info new-to-old root-added t.Keep",
    ]);
    const legacy = `${ENUM} message Relay { Kind relay_state = 2 [(savestate.required) = true]; repeated string channels = 4; optional bool open = 6; }`;
    expect(lines(old, legacy), "the fix").toEqual(["loses new-to-old field-added t.Relay 6 open"]);
  });
});

describe("what changes no byte, and other fixes", () => {
  const clean: readonly (readonly [string, string, string, readonly string[]])[] = [
    ["a field renamed", "message S { uint32 a = 1; }", "message S { uint32 b = 1; }", ["info both field-renamed t.S 1 b"]],
    [
      "a type renamed that a field holds, its nested types with it",
      "message In { message Deep { uint32 x = 1; } Deep deep = 1; } message S { In in = 1; }",
      "message Other { message Deep { uint32 x = 1; } Deep deep = 1; } message S { Other in = 1; }",
      ["info both type-renamed t.Other"],
    ],
    [
      "a wider number",
      "message S { uint32 a = 1 [(savestate.bits) = 8]; }",
      "message S { uint64 a = 1; }",
      ["risk new-to-old width-narrowed t.S 1 a"],
    ],
    [
      "an array made an Option: the wrapper is not on the wire",
      "message S { repeated uint64 a = 1 [(savestate.count) = 4, (savestate.required) = true]; }",
      "message S { message A { repeated uint64 field1 = 1 [(savestate.count) = 4]; } A a = 1 [(savestate.bare) = true, (savestate.nullable) = true]; }",
      ["breaks new-to-old option-changed t.S 1 a"],
    ],
    [
      "a map shown as repeated entries",
      "message S { map<uint32, string> m = 1; }",
      "message S { message M { uint32 key = 1; string value = 2; } repeated M m = 1; }",
      [],
    ],
    ["fields in another order", "message S { uint32 a = 1; string b = 2; }", "message S { string b = 2; uint32 a = 1; }", []],
    ["a text read as bytes", "message S { string a = 1; }", "message S { bytes a = 1; }", ["breaks new-to-old text-changed t.S 1 a"]],
    ["a comment that says nothing of defaults", "message S {\n// One.\nuint32 a = 1; }", "message S {\n// Two.\nuint32 a = 1; }", []],
  ];
  it.each(clean)("%s", (_title, old, now, found) => {
    expect(lines(old, now)).toEqual(found);
  });
});

describe("values that change their kind", () => {
  const pairs: readonly (readonly [string, string, readonly string[], string?])[] = [
    ["uint32 a = 1;", "fixed32 a = 1;", ["breaks both wire-type t.S 1 a"], "expected a fixed32; back: expected a varint"],
    ["string a = 1;", "double a = 1;", ["breaks both wire-type t.S 1 a"], "expected a fixed64; back: expected a byte array"],
    ["float a = 1;", "fixed32 a = 1;", ["risk both sign-changed t.S 1 a"]],
    ["bool a = 1;", "uint32 a = 1;", ["risk new-to-old type-changed t.S 1 a"]],
    ["uint32 a = 1;", "int32 a = 1;", ["risk both sign-changed t.S 1 a"]],
    ["uint32 a = 1;", "repeated uint32 a = 1;", ["risk old-to-new list-changed t.S 1 a", "breaks new-to-old wire-type t.S 1 a"]],
    ["repeated string a = 1;", "string a = 1;", ["loses old-to-new list-changed t.S 1 a", "risk new-to-old list-changed t.S 1 a"].sort()],
    ["E a = 1;", "repeated E a = 1;", ["risk both list-changed t.S 1 a"]],
    ["bytes a = 1;", "E a = 1;", ["breaks old-to-new type-changed t.S 1 a", "risk new-to-old type-changed t.S 1 a"]],
    ["bytes a = 1;", "bytes a = 1 [(savestate.size) = 4, (savestate.required) = true];", ["breaks old-to-new array-length t.S 1 a"]],
    ["bytes a = 1;", "bytes a = 1 [(savestate.size) = 4];", ["breaks old-to-new array-length t.S 1 a"]],
    ["uint32 a = 1;", "uint32 a = 1 [(savestate.nonzero) = true];", ["breaks old-to-new default-lost t.S 1 a"]],
    [
      "repeated uint32 a = 1;",
      "repeated uint32 a = 1 [(savestate.count) = 4, (savestate.required) = true];",
      ["breaks old-to-new list-changed t.S 1 a"],
    ],
    [
      "repeated uint32 a = 1;",
      "repeated fixed32 a = 1;",
      ["breaks both type-changed t.S 1 a"],
      "new takes packed varints for fixed32 numbers: it fails (eof parsing a fixed32) or reads wrong values; back: old takes packed fixed32 numbers for varints: it fails (eof parsing a varint) or reads wrong values",
    ],
    [
      "repeated fixed64 a = 1;",
      "repeated fixed32 a = 1;",
      ["breaks new-to-old type-changed t.S 1 a", "risk old-to-new type-changed t.S 1 a"],
    ],
    ["repeated uint32 a = 1 [packed = false];", "repeated fixed32 a = 1 [packed = false];", ["breaks both wire-type t.S 1 a"]],
    ["repeated uint32 a = 1;", "repeated sint32 a = 1;", ["risk both sign-changed t.S 1 a"]],
    [
      "repeated E a = 1;",
      "repeated F a = 1;",
      ["breaks both type-changed t.S 1 a"],
      "a.x: expected a byte array; back: a.x: expected a varint",
    ],
    [
      "uint32 a = 1; uint32 b = 2;",
      "oneof one { uint32 a = 1; uint32 b = 2; }",
      ["risk both oneof-changed t.S 1 a", "risk both oneof-changed t.S 2 b"],
    ],
    [
      "uint32 a = 1; uint32 b = 2; uint32 c = 3; uint32 d = 4; uint32 e = 5;",
      "uint32 b = 1; uint32 c = 2; uint32 d = 3; uint32 f = 4; uint32 e = 5;",
      ["b", "c", "d", "f"].map((name, i) => `risk both number-reused t.S ${i + 1} ${name}`),
    ],
    ["uint32 a = 1;", "uint32 b = 1;", ["info both field-renamed t.S 1 b"], "a is now b; no byte changes, so what was a is read as b"],
    ["uint32 a = 1; uint32 b = 2;", "uint32 b = 1; uint32 a = 2;", ["risk both number-reused t.S 1 b", "risk both number-reused t.S 2 a"]],
  ];
  const extra = "message E { uint32 x = 1; } message F { string x = 1; } message Uses { E e = 1; F f = 2; }";
  for (const [old, now, found, message] of pairs) {
    it(`${old} to ${now}`, () => {
      const bodies = [`${extra} message S { ${old} }`, `${extra} message S { ${now} }`] as const;
      expect(lines(...bodies).sort()).toEqual([...found].sort());
      if (message !== undefined) expect(messages(...bodies)).toEqual([message]);
    });
  }

  it("a struct that became an enum", () => {
    expect(lines("message K { uint32 a = 1; }", "message K { oneof variant { uint32 a = 1; } }")).toEqual([
      "breaks old-to-new enum-changed t.K",
    ]);
  });

  it("values of a proto enum", () => {
    const set = (values: string) => `enum Mode { ${values} } message S { Mode mode = 1; }`;
    expect(lines(set("OFF = 0; ON = 1; AUTO = 2;"), set("OFF = 0; LIT = 1; OLD = 3;"))).toEqual([
      "info both enum-value-renamed t.Mode 1 LIT",
      "risk old-to-new enum-value-removed t.Mode 2 AUTO",
      "risk new-to-old enum-value-added t.Mode 3 OLD",
    ]);
  });

  it("types that hold themselves, on both sides and replaced", () => {
    const old = "message T { T t = 1; uint32 a = 2; } message S { T a = 1; }";
    const now = "message U { U t = 1; string a = 2; } message S { U b = 1; } message T { T t = 1; }";
    expect(lines(old, now)).toContain("breaks both number-reused t.S 1 b");
  });
});

describe("conventions", () => {
  it("numbers that were removed and not reserved, and reserved ones used again", () => {
    const found = (old: string, now: string): string[] =>
      checkSchemas(release("old", old), release("new", now)).map(({ severity, rule, number }) => `${severity} ${rule} ${number}`);
    expect(found("message S { uint32 a = 1; uint32 b = 2; }", "message S { uint32 a = 1; }")).toEqual([
      "loses field-removed 2",
      "info not-reserved 2",
    ]);
    expect(found("message S { uint32 a = 1; uint32 b = 2; }", "message S { uint32 a = 1; reserved 2; }")).toEqual([
      "loses field-removed 2",
    ]);
    expect(found("message S { uint32 a = 1; reserved 2; }", "message S { uint32 a = 1; uint32 b = 2; }")).toEqual([
      "risk reserved-reused 2",
      "loses field-added 2",
    ]);
  });
});

describe("what a verdict of the writer's blobs meets, too", () => {
  const NZ = "[(savestate.nonzero) = true]";
  const old = "message S { map<uint32, fixed64> m = 1; map<string, string> k = 2; map<string, In> i = 3; } message In { uint32 a = 1; }";
  it("of a map its keys and values, which stand in no message that a file declares", () => {
    const now = old.replace("fixed64", "sint32").replace("<string, string>", "<uint32, string>");
    expect(lines(old, now)).toEqual(["breaks both type-changed t.S 1 m", "breaks both type-changed t.S 2 k"]);
    expect(messages(old, now)[0]).toBe("m.value: expected a varint; back: m.value: expected a fixed64");
    expect(lines(old, old.replace("uint32 a", "uint64 a"))).toEqual(["risk new-to-old width-narrowed t.In 1 a"]);
  });

  it("a zero that an Option, a list or a variant holds, where a NonZero is read", () => {
    const fields = (facts: string) =>
      `message S { optional uint32 o = 1 ${facts}; repeated uint32 l = 2 ${facts}; } message E { oneof variant { uint32 v = 1 ${facts}; } }`;
    const found = [
      "breaks old-to-new type-changed t.E 1 v",
      "breaks old-to-new type-changed t.S 1 o",
      "breaks old-to-new type-changed t.S 2 l",
    ];
    expect(lines(fields(""), fields(NZ))).toEqual(found);
    expect(messages(fields(""), fields(NZ))[0]).toBe("value must be non-zero: old writes 0");
    expect(lines(fields(NZ), fields(NZ))).toEqual([]);
  });

  it("a number that is cut to 0, where a NonZero is read", () => {
    const field = (facts: string) => `message S { uint32 a = 1 [(savestate.nonzero) = true${facts}]; }`;
    expect(lines(field(""), field(", (savestate.bits) = 8"))).toEqual(["breaks old-to-new width-narrowed t.S 1 a"]);
    expect(lines("message S { sint64 a = 1; }", field("").replace("uint32", "optional uint32"))).toContain(
      "breaks old-to-new sign-changed t.S 1 a",
    );
  });

  it("a list that is empty, where one message is read that has no default", () => {
    const field = (text: string) => `${ENUM} message In { Kind kind = 1 [(savestate.required) = true]; } message S { ${text} }`;
    const now = field("Kind k = 1 [(savestate.required) = true]; In i = 2; In o = 3 [(savestate.nullable) = true];");
    expect(lines(field("repeated Kind k = 1; repeated In i = 2; repeated In o = 3;"), now)).toEqual([
      "breaks old-to-new default-lost t.S 1 k",
      "risk both list-changed t.S 1 k",
      "breaks old-to-new default-lost t.S 2 i",
      "risk both list-changed t.S 2 i",
      "risk both list-changed t.S 3 o",
    ]);
  });

  it("and what none meets: a fixed layout is written, zero or not, and a variant without payload has no bytes", () => {
    const field = (size: number, required: boolean) =>
      `message S { bytes b = 1 [(savestate.size) = ${size}${required ? ", (savestate.required) = true" : ""}]; }`;
    expect(lines(field(4, false), field(4, true))).toEqual([]);
    expect(lines(field(16, false), field(16, true))).toEqual(["breaks old-to-new default-lost t.S 1 b"]);
    const text = ENUM.replace("google.protobuf.Empty warm", "string warm");
    expect(lines(ENUM, text)).toEqual(["breaks new-to-old type-changed t.Kind 2 warm"]);
  });
});

it("declared defaults of a text are quoted, so that a line stays a line", () => {
  const release2 = (name: string, text: string) =>
    loadSchemaSet(name, [
      { path: "t.proto", text: `syntax = "proto2"; package t; message S { optional string s = 1 [default = "${text}"]; }` },
    ]);
  const found = checkSchemas(release2("old", "a\\n"), release2("new", ""));
  expect(found.map(({ message }) => message)).toEqual(['an absent value is read as ""; back: an absent value is read as "a\\n"']);
});

describe("plain schemas", () => {
  const state = "message Fine { uint32 a = 1; } message Uses { Fine f = 1; Kind k = 2; }";
  it("say what cannot be told, with the two types that would decide", () => {
    const old = `${ENUM} ${state} message S { uint32 a = 1; }`;
    const now = `${ENUM} ${state} message S { uint32 a = 1; bytes b = 2; Kind kind = 3; Fine fine = 4; repeated uint32 r = 5; // packed repr only\n }`;
    expect(lines(old, now, true).filter((text) => text.includes("old-to-new"))).toEqual([
      "risk old-to-new required-added t.S 2 b",
      "risk old-to-new required-added t.S 3 kind",
      "breaks old-to-new required-added t.S 5 r",
    ]);
    expect(messages(old, now, true)[0]).toBe(
      "old does not write it; it reads if the Rust type is Vec<u8> and fails with “missing required field” if it is [u8; N]",
    );
  });

  it("and exact ones of the same fields: what only the one states is no change", () => {
    const body = `${ENUM} message In { bytes b = 1; } message S { In in = 1; Kind k = 2 [(savestate.required) = true]; bytes b = 3; uint32 n = 4 [(savestate.bits) = 8]; }`;
    const bare = body.replace(/ \[[^\]]*\]/g, "");
    const [exact, plain] = [release("old", body), release("new", bare, true)];
    // What the plain one hides is said once, as a remark; it is no change.
    for (const findings of [checkSchemas(exact, plain), checkSchemas(plain, exact)])
      expect(findings.map(({ rule, severity, message }) => [rule, severity, message])).toEqual([
        ["option-unseen", "info", expect.stringMatching(/^whether 2 message fields .*\(t\.S\.k, t\.S\.in\)$/)],
      ]);
  });
});
