import { describe, expect, it } from "vitest";
import { borrow, decode } from "../decode/index.ts";
import { findType, loadSchemaSet, type SchemaSet } from "../schema/index.ts";
import { encodeText } from "../wire/text.ts";
import {
  type CompareOptions,
  type Comparison,
  changeJson,
  compare,
  comparisonJson,
  comparisonMarkdown,
  diffBytes,
  matchChoices,
  openAbsent,
  openPlace,
  openRun,
  RowForm,
} from "./index.ts";

const COMMON = `syntax = "proto3"; package t; import "google/protobuf/any.proto"; import "google/protobuf/empty.proto";
message Item { uint32 id = 1; string label = 2; }
message Loose { uint32 x = 1; uint32 y = 2; }
message Unit { string name = 1; google.protobuf.Any state = 2; }
message State { oneof variant { google.protobuf.Empty off = 1; Item on = 2; } }`;
const OLD = `${COMMON}
message Dev { uint32 irq = 1; }
message Gone { uint32 a = 1; }
message Root { uint32 n = 1; string old_name = 2; repeated Item items = 3; repeated uint32 nums = 4; repeated Loose loose = 5;
  repeated Unit units = 6; map<string, uint32> map = 7; uint32 width = 8; uint32 kind = 9; string only_old = 10; State state = 11;
  optional uint32 maybe = 12; google.protobuf.Any any = 13; bytes data = 14; Item item = 15; Dev dev = 16; repeated Item old_list = 17; Gone gone = 18;
  string ten = 110; }`;
const NEW = `${COMMON}
message Device { uint32 irq = 1; }
message Fresh { string b = 1; }
message Root { uint32 n = 1; string new_name = 2; repeated Item items = 3; repeated uint32 nums = 4; repeated Loose loose = 5;
  repeated Unit units = 6; map<string, uint32> map = 7; uint64 width = 8; sint32 kind = 9; string only_new = 20; State state = 11;
  optional uint32 maybe = 12; google.protobuf.Any any = 13; bytes data = 14; Item item = 15; Device dev = 16; repeated Item new_list = 17; Fresh other = 18; }`;

const oldSet = loadSchemaSet("old", [{ path: "t.proto", text: OLD }]);
const newSet = loadSchemaSet("new", [{ path: "t.proto", text: NEW }]);

function diff(a: string, b: string, sets: readonly [SchemaSet, SchemaSet] = [oldSet, oldSet], options: CompareOptions = {}): Comparison {
  const side = (text: string, set: SchemaSet) => ({ decoded: decode(encodeText(text), set, findType(set, "t.Root")), name: "x.bin" });
  return compare(side(a, sets[0]), side(b, sets[1]), options);
}
/** `kind path` or `kind path -> pathB` of each change. */
function told(comparison: Comparison): string[] {
  return [...comparison.changes].map((row) => {
    const { kind, path, pathB } = changeJson(comparison, row);
    return `${kind} ${path}${pathB === undefined ? "" : ` -> ${pathB}`}`;
  });
}
function json(comparison: Comparison): unknown[] {
  return [...comparison.changes].map((row) => changeJson(comparison, row));
}
const both: readonly [SchemaSet, SchemaSet] = [oldSet, newSet];
function unit(name: string, type: string, content: string): string {
  return `6: {1: "${name}" 2: {1: "type.googleapis.com/t.${type}" 2: {${content}}}} `;
}

describe("values and the wire", () => {
  it.each([
    ["a changed value", "1: 5", "1: 7", ["changed n"], false],
    ["a default on one side", "1: 5", "", ["changed n"], false],
    ["an explicit default", "1: 0", "", ["wire-only n"], true],
    ["an overlong varint", "1: 5", "1: 5~3", ["wire-only n"], true],
    ["an overlong length", '2: "x"', '2: ~3"x"', ["wire-only old_name"], true],
    ["an optional zero against none", "12: 0", "", ["changed maybe"], false],
    ["a superseded duplicate", "1: 5", "1: 9 1: 5", ["wire-only n"], true],
    ["the order of fields", '1: 5 2: "x"', '2: "x" 1: 5', ["wire-only n"], true],
    ["packed and not", "4: [1 2]", "4: 1 4: 2", ["wire-only nums"], true],
    ["two chunks", "4: [1 2]", "4: [1] 4: [2]", ["wire-only nums"], true],
    ["bytes in two pieces", "14: `0102`", "14: `01` 14: `02`", ["wire-only data"], true],
    ["a message in two pieces", '15: {1: 1 2: "x"}', '15: {1: 1} 15: {2: "x"}', ["wire-only item[1]"], true],
    ["a field between elements", "3: {1: 1} 1: 5 3: {1: 2}", "1: 5 3: {1: 1} 3: {1: 2}", ["wire-only n"], true],
    ["a removed message", '15: {1: 1 2: "x"}', "", ["removed item"], false],
    ["another variant", "11: {2: {1: 1}}", "11: {1: {}}", ["changed state"], false],
    ["the content of a variant", "11: {2: {1: 1}}", "11: {2: {1: 2}}", ["changed state.on.id"], false],
    ["an unknown field", "", "99: 5", ["added #99"], false],
    ["all numbers of a list", "4: [1 2]", "", ["changed nums"], false],
    ["an empty packed list", "4: []", "", ["wire-only nums"], true],
  ] as const)("%s", (_, a, b, expected, equal) => {
    const there = diff(a, b);
    expect(told(there)).toEqual(expected);
    expect(there.equal).toBe(equal);
    expect(diff(b, a).equal).toBe(equal);
    expect(diff(b, a).changes.length).toBe(there.changes.length);
  });

  it("gives values, ranges and statuses of both sides", () => {
    expect(json(diff("1: 5", ""))).toEqual([
      { path: "n", kind: "changed", a: { value: 5, range: [0, 2], status: "known" }, b: { value: 0, status: "defaulted" } },
    ]);
    expect(json(diff("4: [1 2]", ""))).toMatchObject([{ a: { value: [1, 2], range: [0, 4] }, b: { value: [], status: "defaulted" } }]);
    expect(json(diff("99: 5", "99: 6"))).toMatchObject([
      { path: "#99", a: { value: "5", status: "unknown" }, b: { value: "6", status: "unknown" } },
    ]);
  });
});

describe("exact schemas", () => {
  const exact = loadSchemaSet("exact", [
    {
      path: "t.proto",
      text: `syntax = "proto3"; package t; import "savestate/options.proto";
message Inner { option (savestate.exact) = true; uint32 a = 1; optional uint32 b = 2 [(savestate.nullable) = true]; }
message Root { option (savestate.exact) = true; Inner plain = 1; Inner nullable = 2 [(savestate.nullable) = true]; }`,
    },
  ]);
  it.each([
    ["a plain message of defaults is as good as none", "1: {1: 0}", ["wire-only plain"], true],
    ["one that may be None is not", "2: {1: 0}", ["added nullable"], false],
    ["nor is one that holds a value", "1: {1: 1}", ["added plain"], false],
    ["nor one that holds a Some", "1: {2: 0}", ["added plain"], false],
  ] as const)("%s", (_, b, expected, equal) => {
    const comparison = diff("", b, [exact, exact]);
    expect(told(comparison)).toEqual(expected);
    expect(comparison.equal).toBe(equal);
  });
});

describe("lists", () => {
  const items = (...ids: number[]): string => ids.map((id) => `3: {1: ${id} 2: "l${id}"} `).join("");

  it("elements with a key are matched by it", () => {
    expect(told(diff(items(1, 2, 3), items(1, 3)))).toEqual(["removed items[1]"]);
    expect(told(diff(items(1, 2, 3), items(2, 3, 1)))).toEqual(["moved items[0] -> items[2]"]);
    expect(json(diff(items(1, 2), `3: {1: 1 2: "l1"} 3: {1: 2 2: "new"}`))).toMatchObject([
      { path: "items[1].label", kind: "changed", matchedBy: "id 2" },
    ]);
    const moved = diff(items(1, 2, 3), `3: {1: 2 2: "l2"} 3: {1: 3 2: "l3"} 3: {1: 1 2: "other"}`);
    expect(told(moved)).toEqual(["moved items[0] -> items[2]", "changed items[0].label -> items[2].label"]);
    expect(moved.equal).toBe(false);
  });

  it("a changed key is one change at that field", () => {
    expect(told(diff(items(1, 2, 3), `3: {1: 1 2: "l1"} 3: {1: 9 2: "l2"} 3: {1: 3 2: "l3"}`))).toEqual(["changed items[1].id"]);
  });

  it("without a key they are matched by content", () => {
    const loose = (...xs: number[]): string => xs.map((x) => `5: {1: 1 2: ${x}} `).join("");
    expect(told(diff(loose(1, 1, 2, 1), loose(1, 2, 1)))).toEqual(["removed loose[1]"]);
    expect(told(diff(loose(1, 1, 2, 1), loose(1, 1, 1)))).toEqual(["removed loose[2]"]);
    expect(told(diff(loose(1, 1, 2), loose(1, 1, 3)))).toEqual(["changed loose[2].y"]);
  });

  it("of unequal leftovers the most alike are paired, in order", () => {
    const loose = (...pairs: (readonly [number, number])[]): string => pairs.map(([x, y]) => `5: {1: ${x} 2: ${y}} `).join("");
    expect(told(diff(loose([1, 1], [2, 2], [3, 3]), loose([1, 1], [3, 9])))).toEqual([
      "removed loose[1]",
      "changed loose[2].y -> loose[1].y",
    ]);
    expect(told(diff(loose([1, 1], [3, 9]), loose([1, 1], [2, 2], [3, 3])))).toEqual([
      "added loose[1]",
      "changed loose[1].y -> loose[2].y",
    ]);
    expect(told(diff(loose([1, 1], [2, 2]), loose([7, 7])))).toEqual(["changed loose[0].x", "changed loose[0].y", "removed loose[1]"]);
  });

  it("numbers by an edit script, or by place when that says less", () => {
    expect(told(diff("4: [1 2 3 4]", "4: [1 3 4]"))).toEqual(["removed nums[1]"]);
    expect(told(diff("4: [1 2 3 4]", "4: [1 9 3 4]"))).toEqual(["changed nums[1]"]);
    expect(told(diff("4: [1 2 3 4]", "4: [1 2 9 3 4]"))).toEqual(["added nums[2]"]);
    expect(told(diff("4: [0 0 5 0]", "4: [0 7 0 0]"))).toEqual(["changed nums[1]", "changed nums[2]"]);
  });

  it("the order of state units means nothing, that of others does", () => {
    const a = unit("x", "Dev", "1: 1") + unit("y", "Dev", "1: 2");
    const b = unit("y", "Dev", "1: 2") + unit("x", "Dev", "1: 1");
    const units = diff(a, b);
    expect([told(units).length, units.counts.moved, units.equal]).toEqual([1, 1, true]);
    expect(diff(items(1, 2), items(2, 1)).equal).toBe(false);
  });

  it("a unit that went and one that came are not one that changed", () => {
    const comparison = diff(unit("com1", "Dev", "1: 1") + unit("z", "Dev", "1: 3"), unit("tpm", "Item", "1: 1") + unit("z", "Dev", "1: 3"));
    expect(told(comparison).sort()).toEqual(["added units[0]", "removed units[0]"]);
    expect(comparison.units.map(({ label, total, inA, inB }) => [label, total, inA, inB])).toEqual([
      ["tpm", 1, false, true],
      ["com1", 1, true, false],
      ["z", 0, true, true],
    ]);
    expect(comparison.equalUnits).toBe(1);
  });

  it("map entries are matched by key, in any order; of one key the last wins", () => {
    const map = diff('7: {1: "a" 2: 1} 7: {1: "b" 2: 2}', '7: {1: "b" 2: 3} 7: {1: "a" 2: 1}');
    expect(told(map).filter((line) => !line.startsWith("moved"))).toEqual(['changed map["b"].value']);
    expect(diff('7: {1: "a" 2: 1} 7: {1: "b" 2: 2}', '7: {1: "b" 2: 2} 7: {1: "a" 2: 1}').equal).toBe(true);
    expect(told(diff('7: {1: "a" 2: 1}', '7: {1: "a" 2: 9} 7: {1: "a" 2: 1}'))).toEqual(['wire-only map["a"]']);
  });

  it("can be matched otherwise, by path", () => {
    const a = '3: {1: 1 2: "p"} 3: {1: 2 2: "q"}';
    const b = '3: {1: 2 2: "p"} 3: {1: 1 2: "q"}';
    const byId = diff(a, b);
    const list = byId.lists[0]!;
    expect([list.by, list.label]).toEqual(["field:1", "id"]);
    expect(matchChoices(byId, list.row).map(({ by }) => by)).toEqual(["field:1", "field:2", "content", "index"]);
    expect(told(diff(a, b, [oldSet, oldSet], { matchBy: { items: "field:2" } }))).toEqual(["changed items[0].id", "changed items[1].id"]);
    expect(told(diff(a, b, [oldSet, oldSet], { matchBy: { items: "index" } }))).toEqual(["changed items[0].id", "changed items[1].id"]);
    expect(diff(a, b, [oldSet, oldSet], { matchBy: { nowhere: "index" } }).lists[0]!.by).toBe("field:1");
  });
});

describe("two releases", () => {
  it.each([
    ["a renamed field", '2: "x"', ["renamed old_name -> new_name"], true],
    ["a wider number of the same value", "8: 5", ["retyped width"], true],
    ["a number read otherwise", "9: 5", ["retyped kind"], false],
    ["zero is zero in either", "9: 0", ["retyped kind"], true],
    ["a field that B does not know", '10: "x"', ["removed only_old -> #10"], false],
    ["a field that A does not know", '20: "x"', ["added #20 -> only_new"], false],
    ["a renamed type is followed", "16: {1: 3}", [], true],
    ["a renamed list is told once", "17: {1: 1} 17: {1: 2}", ["renamed old_list -> new_list"], true],
    ["a number given to another message", "18: {1: 1}", ["retyped gone -> other"], false],
    ["an unknown unknown", "99: 1", [], true],
  ] as const)("%s", (_, blob, expected, equal) => {
    const comparison = diff(blob, blob, both);
    expect(told(comparison)).toEqual(expected);
    expect(comparison.equal).toBe(equal);
  });

  it("says unknown, and both types of what is retyped", () => {
    expect(json(diff('10: "x"', '10: "x"', both))).toMatchObject([{ kind: "removed", a: { status: "known" }, b: { status: "unknown" } }]);
    expect(json(diff("9: 5", "9: 5", both))).toMatchObject([{ a: { value: 5, type: "uint32" }, b: { value: -3, type: "sint32" } }]);
  });

  it("follows the type that an Any names, and knows one that B lacks", () => {
    const any = (type: string): string => `13: {1: "type.googleapis.com/t.${type}" 2: {1: 3}}`;
    expect(told(diff(any("Dev"), any("Device"), both))).toEqual(["renamed any.type_url"]);
    expect(diff(any("Dev"), any("Device"), both).equal).toBe(true);
    expect(told(diff(any("Gone"), any("Gone"), both))).toEqual(["removed any.value"]);
    expect(told(diff(any("Item"), any("Loose"), both))).toEqual(["retyped any"]);
  });

  it("values that changed under another name are changed, once", () => {
    expect(told(diff('2: "x"', '2: "y"', both))).toEqual(["changed old_name -> new_name"]);
  });
});

describe("what the table does not hold", () => {
  it("opens runs, equal content in step, and one-sided content", () => {
    const comparison = diff('1: 5 3: {1: 1 2: "l"} 3: {1: 2} 15: {1: 3}', '1: 5 3: {1: 1 2: "l"} 3: {1: 2} 15: {1: 4}');
    const { rows } = comparison;
    expect([rows.form[0], rows.form[1]]).toEqual([RowForm.RUN, RowForm.FIELD]);
    const run = openRun(comparison, 0);
    expect([...run.form]).toEqual([RowForm.FIELD, RowForm.LIST]);
    expect(openRun(comparison, 0, 1).length).toBe(1);
    const elements = openPlace(comparison, RowForm.LIST, run.a[1]!, run.b[1]!);
    expect([...elements.form]).toEqual([RowForm.ELEMENT, RowForm.ELEMENT]);
    const inside = openPlace(comparison, RowForm.ELEMENT, elements.a[1]!, elements.b[1]!);
    expect([...inside.form]).toEqual([RowForm.FIELD, RowForm.ABSENT]);
    expect(oldSet.fields[inside.a[1]!]!.name).toBe("label");
    const absent = openAbsent(diff("1: 5", "1: 6 12: 1"), -1);
    const names = [...absent.a].map((id) => oldSet.fields[id]!.name);
    expect(names).toContain("old_name");
    expect(names).not.toContain("n");
    expect(names).not.toContain("maybe");
    const gone = diff('15: {1: 3 2: "x"}', "");
    const content = openPlace(gone, RowForm.FIELD, gone.rows.a.at(0), -1);
    expect([[...content.a], [...content.b]]).toEqual([
      [1, 2],
      [-1, -1],
    ]);
  });

  describe("what neither release knows, read with another's types", () => {
    const message = (fields: string) => `syntax = "proto3"; package t; message Root { uint32 n = 1; ${fields} }`;
    const bare = loadSchemaSet("bare", [{ path: "t.proto", text: message("") }]);
    const full = loadSchemaSet("full", [
      { path: "t.proto", text: message("Lent lent = 50;").concat(" message Lent { uint32 id = 1; string label = 2; bytes data = 3; }") },
    ]);
    const between = (a: string, b: string): Comparison => {
      const side = (text: string) => ({ decoded: borrow(decode(encodeText(text), bare, findType(bare, "t.Root")), [full]), name: "x.bin" });
      return compare(side(a), side(b));
    };

    it("has no default for what one side lacks", () => {
      expect(json(between('50: {1: 5 2: "a"}', '50: {2: "a"}'))).toEqual([
        { path: "#50.id", kind: "removed", a: { value: 5, range: [3, 5], status: "unknown" } },
      ]);
      expect(json(between('50: {2: "a"}', '50: {1: 5 2: "a"}'))).toEqual([
        { path: "#50.id", kind: "added", b: { value: 5, range: [3, 5], status: "unknown" } },
      ]);
    });
    it("is compared inside, by the lent names", () => {
      expect(told(between('50: {1: 5 2: "a"}', '50: {1: 6 2: "a"}'))).toEqual(["changed #50.id"]);
      expect(between('50: {1: 5 2: "a"}', '50: {1: 5 2: "a"}').equal).toBe(true);
    });
    it("aligns by number where only one side fits the lent type", () => {
      expect(told(between('50: {1: 5 2: "a"}', '50: {1: 6 2: "a" 3: 7}'))).toEqual(["changed #50.id -> #50.#1", "added #50.#3"]);
    });
    it("is one change against a release that knows it", () => {
      const bytes = encodeText('50: {1: 5 2: "a"}');
      const known = { decoded: decode(bytes, full, findType(full, "t.Root")), name: "x.bin" };
      const lent = { decoded: borrow(decode(bytes, bare, findType(bare, "t.Root")), [full]), name: "x.bin" };
      expect(json(compare(known, lent))).toMatchObject([
        { path: "lent", pathB: "#50", kind: "removed", a: { status: "known" }, b: { status: "unknown" } },
      ]);
      expect(json(compare(lent, known))).toMatchObject([
        { path: "#50", pathB: "lent", kind: "added", a: { status: "unknown" }, b: { status: "known" } },
      ]);
    });
  });

  it("prints the contract's document and a Markdown table that holds", () => {
    const comparison = diff('1: 5 2: "a|b`c"', '1: 7 2: "x"');
    const doc = JSON.parse([...comparisonJson(comparison)].join(""));
    expect(doc).toMatchObject({ schemaVersion: 1, equal: false, counts: { changed: 2, "wire-only": 0 } });
    expect(doc.changes).toHaveLength(2);
    const markdown = comparisonMarkdown(comparison, { most: 1 });
    expect(markdown).toContain("**2 changes** (2 changed). The sides do not restore to the same values.");
    expect(markdown).toContain("| changed | `n` | `5` | `7` |");
    expect(markdown).toContain("1 of 2 changes is listed.");
    expect(comparisonMarkdown(comparison)).toContain('| changed | `old_name` | ``"a\\|b`c"`` | `"x"` |');
  });

  it("a reviewer who never saw the tool can read the Markdown", () => {
    const data = (byte: string): string => `14: \`${"00".repeat(20)}${byte}${"00".repeat(20)}\``;
    const a = `3: {1: 1} 3: {1: 2} 1: 5 ${data("aa")} ${unit("com1", "Dev", "1: 1")}${unit("tpm", "Dev", "1: 1")}`;
    const b = `3: {1: 1} 1: 5~3 ${data("bb")} ${unit("com1", "Dev", "1: 2")}${unit("uefi", "Item", "1: 1")}`;
    const markdown = comparisonMarkdown(diff(a, b));
    // No cell of a table is blank.
    expect(markdown.split("\n").filter((line) => /\|\s*\|/.test(line))).toEqual([]);
    expect(markdown).toContain("| removed | `items[1]` (id 2) | `{ id: 2 }` | absent |");
    // A part of long bytes does not look like the whole.
    expect(markdown).toContain("| `…aa…` | `…bb…` (1 of 41 bytes differs, at 0x0014) |");
    // A unit that one side lacks is told once, with what it is.
    expect(markdown).toMatch(/^\| `tpm` \| 1 \| only in A: .+ \|$/m);
    expect(markdown).toMatch(/^\| `uefi` \| 1 \| only in B: .+ \|$/m);
    expect(markdown).not.toContain("<summary>tpm");
    expect(markdown).toContain("<summary>com1: 1 change</summary>");
    // Kinds whose word alone does not tell are explained, others not.
    expect(markdown).toContain("*wire-only*: restores to the same value from other bytes.");
    expect(markdown).not.toContain("*moved*");
  });

  it("tells which bytes differ", () => {
    const of = (text: string): Uint8Array => new TextEncoder().encode(text);
    expect(diffBytes(of("abcdef"), of("abXdeY")).edits).toEqual([
      { fromA: 2, toA: 3, fromB: 2, toB: 3 },
      { fromA: 5, toA: 6, fromB: 5, toB: 6 },
    ]);
    expect(diffBytes(of("abcdef"), of("abdef"))).toEqual({ edits: [{ fromA: 2, toA: 3, fromB: 2, toB: 2 }], coarse: false });
    expect(diffBytes(of("abcabc"), of("xcabcabcx")).edits).toEqual([
      { fromA: 0, toA: 0, fromB: 0, toB: 2 },
      { fromA: 6, toA: 6, fromB: 8, toB: 9 },
    ]);
    expect(diffBytes(of("a1b2c3d4"), of("x9y8z7"), 2)).toEqual({ edits: [{ fromA: 0, toA: 8, fromB: 0, toB: 6 }], coarse: true });
  });
});
