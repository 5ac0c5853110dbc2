import fc from "fast-check";
import { expect, test } from "vitest";
import { loadSchemaSet } from "./load.ts";
import { describeType, setOf } from "./testing.ts";

const words =
  `message enum oneof map group extend extensions reserved option optional repeated required import package syntax edition service rpc
returns stream to max public weak default packed savestate.bits (savestate.exact) features.field_presence __proto__ constructor A B A.B .A a b int32
uint64 bytes string bool true -1 0 1 2 19500 536870912 0x1f 017 1e9 inf "x" 'y' " ' "proto2" "proto3" "2023" "b.proto" { } { } ( ) [ ] < > ; ; = = , . / // /* */ \\`
    .split(/\s+/)
    .concat(["\n", "\0", "é", "\u{1f4a9}"]);

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.array(fc.constantFrom(...words), { maxLength: 60 }).map((parts) => parts.join(" ")),
  fc.array(fc.constantFrom(...words), { maxLength: 40 }).map((parts) => `syntax = "proto3"; message A { ${parts.join(" ")}`),
);

test("no text makes the loader throw, and every problem names a file of the set", () => {
  fc.assert(
    fc.property(text, text, (a, b) => {
      const set = loadSchemaSet("fuzz", [
        { path: "a.proto", text: a },
        { path: "b.proto", text: b },
      ]);
      for (const { file, message } of set.problems) expect([file, message !== ""]).toEqual([file === "" ? "" : `${file[0]}.proto`, true]);
      for (const type of set.types) expect(set.typeByName.get(type.typeName)).toBe(type);
      for (const [index, field] of set.fields.entries()) expect(field.id).toBe(index);
    }),
    { seed: 20260801, numRuns: 3_000 },
  );
});

const scalars = ["double", "int32", "int64", "uint32", "sint64", "fixed32", "bool", "string", "bytes"];
const field = fc.record({
  label: fc.constantFrom("", "optional ", "repeated "),
  type: fc.constantFrom(...scalars, "M0", "M1", "E"),
  map: fc.boolean(),
});

test("what a random valid set says, printed and read again, says the same", () => {
  fc.assert(
    fc.property(fc.array(fc.array(field, { maxLength: 8 }), { minLength: 2, maxLength: 4 }), (messages) => {
      const bodies = messages.map((fields, m) => {
        const lines = fields.map(({ label, type, map }, i) => `${map ? `map<string, ${type}>` : label + type} f_${i} = ${i + 1};`);
        return `message M${m} {\n${lines.join("\n")}\n}`;
      });
      const head = `syntax = "proto3";\nenum E { ZERO = 0; }\n`;
      const set = setOf({ "a.proto": head + bodies.join("\n") });
      expect(set.problems).toEqual([]);
      const again = setOf({ "a.proto": head + set.roots.map((type) => describeType(set, type)).join("\n") });
      const plain = (one: typeof set) => one.fields.map(({ line: _, ...rest }) => rest);
      expect(plain(again)).toEqual(plain(set));
    }),
    { seed: 20260801, numRuns: 300 },
  );
});
