import process from "node:process";
import v8 from "node:v8";
import vm from "node:vm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { straight } from "../base/index.ts";
import { loadSchemaSet } from "../schema/index.ts";
import { kindAt, NodeKind } from "../wire/index.ts";
import { encodeText } from "../wire/text.ts";
import { decodeSteps } from "./decode.ts";
import { borrow, type Decoded, decode, findItem, type JsonNode, jsonNode, keyOf, walk } from "./index.ts";
import { tilingFault } from "./testing/tiling.ts";

const release = (name: string, body: string) =>
  loadSchemaSet(name, [{ path: "t.proto", text: `syntax = "proto3"; package t;\nimport "google/protobuf/any.proto";\n${body}` }]);

const OLD = release("old", "message Root { uint32 a = 1; google.protobuf.Any any = 2; Deep deep = 3; } message Deep { uint32 x = 1; }");
const NEW = release(
  "new",
  `enum Color { RED = 0; GREEN = 1; }
message Packed {
  repeated uint64 field1 = 1; // packed repr only
}
message Part { sint32 s = 1; string name = 2; repeated Part parts = 3; map<string, uint64> counts = 4; google.protobuf.Any any = 5; }
message Dev { uint32 y = 1; Part part = 2; }
message Deep { uint32 x = 1; Color color = 2; }
message Root {
  uint32 a = 1; google.protobuf.Any any = 2; Deep deep = 3;
  sint32 s = 10; bool b = 11; Color color = 12; string text = 13; repeated sint32 packs = 14; Packed bare = 15; Part part = 16;
  repeated Part list = 17; map<string, Part> map = 18; bytes blob = 19; fixed32 x = 20; double d = 21;
}`,
);
/** Has other types at some of the numbers. */
const ODD = release(
  "odd",
  "message Other { uint32 z = 2; } message Root { uint32 s = 10; string part = 16; Other list = 17; uint32 lost = 30; } message Dev { string y = 1; }",
);

const read = (text: string, lenders = [NEW]): Decoded => borrow(decode(encodeText(text), OLD, OLD.typeByName.get("t.Root")), lenders);
const nodes = (decoded: Decoded): JsonNode[] =>
  [...walk(decoded)].filter(({ item }) => item.kind === "node").map(({ item }) => jsonNode(decoded, item));
const brief = (decoded: Decoded): unknown[] => nodes(decoded).map(({ path, value, notes }) => [path, value, notes.join()]);

describe("what the reader does not know", () => {
  it("has its value as another release reads it, and stays unknown", () => {
    const decoded = read("10: 3 11: 1 12: 1 20: 5i32");
    expect(nodes(decoded).map(({ path, value, status, name, type, notes }) => [path, value, status, name, type, notes])).toEqual([
      ["#10", -2, "unknown", undefined, undefined, []],
      ["#11", true, "unknown", undefined, undefined, []],
      ["#12", "GREEN", "unknown", undefined, undefined, []],
      ["#20", 5, "unknown", undefined, undefined, []],
    ]);
    expect(nodes(decoded)[0]!.borrowed).toEqual({ release: "new", name: "s", type: "sint32" });
    expect(decoded.counts).toMatchObject({ known: 0, unknown: 4 });
  });

  it("opens to the lender's names below, marked as borrowed", () => {
    expect(brief(read('16: {1: 1 2: "x" 3: {1: 2}}'))).toEqual([
      ["#16", undefined, ""],
      ["#16.s", -1, "borrowed"],
      ["#16.name", "x", "borrowed"],
      ["#16.parts[0]", undefined, "borrowed"],
      ["#16.parts[0].s", 1, "borrowed"],
    ]);
    expect(brief(read('18: {1: "k" 2: {1: 4}}'))).toEqual([
      ["#18", undefined, ""],
      ["#18.key", "k", "borrowed"],
      ["#18.value", undefined, "borrowed"],
      ["#18.value.s", 2, "borrowed"],
    ]);
  });

  it("is found by where its fields begin, as all else is", () => {
    const { nodes: all } = read('1: 7 16: {1: 1 2: "x" 3: {1: 2}} 3: {1: 4} 18: {1: "k" 2: {1: 4}} 14: [1 2] 1: 8');
    const fields = Array.from({ length: all.length }, (_, node) => node).filter((node) => kindAt(all, node) <= NodeKind.RESOURCE);
    expect(fields.length).toBeGreaterThan(10);
    expect(fields.map((node) => all.fieldAt(all.from(node)))).toEqual(fields);
    expect([...fields].reverse().map((node) => all.fieldAt(all.from(node)))).toEqual([...fields].reverse());
  });

  it("is text, packed numbers, a bare array or bytes where the lender has these", () => {
    expect(brief(read('13: "hi" 14: [1 2] 15: [7 300] 19: {1: 1}'))).toEqual([
      ["#13", "hi", ""],
      ["#14", undefined, ""],
      ["#14[0]", -1, "borrowed"],
      ["#14[1]", 1, "borrowed"],
      ["#15", undefined, ""],
      ["#15[0]", "7", "borrowed"],
      ["#15[1]", "300", "borrowed"],
      ["#19", "0801", ""],
    ]);
  });

  it("is the content of an Any of another release's type", () => {
    const decoded = read('2: {1: "type.googleapis.com/t.Dev" 2: {1: 5 2: {1: 1}}} 3: {1: 1 2: 1}');
    expect(brief(decoded)).toEqual([
      ["any", undefined, ""],
      ["any.type_url", "type.googleapis.com/t.Dev", ""],
      ["any.value", undefined, ""],
      ["any.value.y", 5, "borrowed"],
      ["any.value.part", undefined, "borrowed"],
      ["any.value.part.s", -1, "borrowed"],
      ["deep", undefined, ""],
      ["deep.x", 1, ""],
      ["deep.#2", "GREEN", ""],
    ]);
    expect(nodes(decoded)[2]).toMatchObject({ status: "known", borrowed: { release: "new", type: ".t.Dev" } });
    expect(decoded.counts).toMatchObject({ known: 5, unknown: 1 });
  });

  it("has no rows for what is absent below it, and keeps those of the known part", () => {
    const absent = (decoded: Decoded): string[] =>
      [...walk(decoded)].flatMap(({ item }) => (item.kind === "absent" ? [jsonNode(decoded, item).path] : []));
    const text = '2: {1: "type.googleapis.com/t.Dev" 2: {1: 5}} 16: {1: 1}';
    expect(absent(read(text))).toEqual(absent(decode(encodeText(text), OLD, OLD.typeByName.get("t.Root"))));
    expect(absent(read(text))).toEqual(["a", "deep"]);
  });

  it("is lent by the next release where the first one's type does not fit, and stays a guess where nobody's does", () => {
    // ODD has a string at 16 and a message without number 1 at 17.
    expect(nodes(read("16: {1: 200}", [ODD, NEW]))[0]!.borrowed?.release).toBe("new");
    expect(nodes(read("17: {1: 1}", [ODD, NEW]))[0]!.borrowed?.release).toBe("new");
    expect(nodes(read("17: {2: 1}", [ODD]))[0]!.borrowed?.release).toBe("odd");
    expect(nodes(read("10: 1", [ODD, NEW]))[0]!.borrowed?.release).toBe("odd");
    expect(brief(read("30: {1: 1} 99: {1: 7}", [ODD, NEW]))).toEqual([
      ["#30", undefined, ""],
      ["#30.#1", "1", "guess"],
      ["#99", undefined, ""],
      ["#99.#1", "7", "guess"],
    ]);
    expect(nodes(read('2: {1: "t.Dev" 2: {1: 1}}', [ODD, NEW]))[2]!.borrowed?.release).toBe("new");
  });

  it("keeps a guess below what the lender itself does not know", () => {
    expect(brief(read("16: {1: 1 99: {1: 2}}"))).toEqual([
      ["#16", undefined, ""],
      ["#16.s", -1, "borrowed"],
      ["#16.#99", undefined, "guess"],
      ["#16.#99.#1", "2", "guess"],
    ]);
  });

  it("is nothing to lend in a blob that the reader knows, or that is read raw", () => {
    const known = decode(encodeText("1: 5 3: {1: 1}"), OLD, OLD.typeByName.get("t.Root"));
    expect(borrow(known, [NEW])).toBe(known);
    const raw = decode(encodeText("1: 5"), OLD, undefined);
    expect(borrow(raw, [NEW])).toBe(raw);
  });
});

describe("random blobs of a newer release", () => {
  const part = fc.letrec((tie) => ({
    part: fc
      .array(
        fc.oneof(
          { maxDepth: 3 },
          fc.nat(300).map((n) => `1: ${n}`),
          fc.constantFrom('2: "x"', '2: ""', "9: 5", '4: {1: "k" 2: 7}', '5: {1: "t.Dev" 2: {1: 3}}', "3: {}"),
          tie("part").map((inner) => `3: {${inner}}`),
        ),
        { maxLength: 4 },
      )
      .map((fields) => fields.join(" ")),
  })).part;
  const root = fc
    .array(
      fc.oneof(
        fc.constantFrom(
          "1: 5",
          "3: {1: 1 2: 1}",
          '13: "hi"',
          "14: [1 2 3]",
          "14: 5",
          "15: [1]",
          "15: [2 2]",
          "19: `0801`",
          "11: {1: 1}",
          "77: {1: 1}",
        ),
        fc.tuple(fc.constantFrom(16, 17), part).map(([n, inner]) => `${n}: {${inner}}`),
        part.map((inner) => `2: {1: "t.Dev" 2: {1: 1 2: {${inner}}}}`),
      ),
      { maxLength: 8 },
    )
    .map((fields) => fields.join(" "));

  it("tile, keep every key apart and findable, and the counts of the plain reading", () => {
    fc.assert(
      fc.property(root, (text) => {
        const plain = decode(encodeText(text), OLD, OLD.typeByName.get("t.Root"));
        const decoded = borrow(plain, [ODD, NEW]);
        expect(tilingFault(decoded)).toBeUndefined();
        expect(decoded.counts).toEqual(plain.counts);
        const keys: string[] = [];
        for (const { item } of walk(decoded)) {
          if (item.kind !== "node") continue;
          const { status, notes } = jsonNode(decoded, item);
          const below = notes.includes("borrowed") || notes.includes("guess");
          if (below) expect(["unknown", "malformed"]).toContain(status);
          keys.push(keyOf(decoded, item.node));
          expect(findItem(decoded, keys.at(-1)!, () => [])).toEqual(item);
        }
        expect(new Set(keys).size).toBe(keys.length);
      }),
      { numRuns: 400 },
    );
  });
});

/** Bytes in use, behind a collection. */
function taken(): number {
  v8.setFlagsFromString("--expose-gc");
  (vm.runInNewContext("gc") as () => void)();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

it("costs little memory for each of many small contents that nobody looks at", () => {
  const COUNT = 4000;
  const one = encodeText('2: {1: "type.googleapis.com/t.Dev" 2: {1: 150 2: {2: "a"}}}');
  const blob = new Uint8Array(COUNT * one.length);
  for (let i = 0; i < COUNT; i++) blob.set(one, i * one.length);
  const old = release("old", "message Root { repeated google.protobuf.Any any = 2; }");
  const own = decode(blob, old, old.typeByName.get("t.Root"));
  borrow(decode(one, old, old.typeByName.get("t.Root")), [NEW]);
  own.nodes.parent(0);
  const before = taken();
  const lent = borrow(own, [NEW]);
  const each = (taken() - before) / COUNT;
  expect(lent.loans.size).toBe(COUNT);
  expect(each).toBeLessThan(8000);
});

it("keeps the facts of few nodes where few are enough", () => {
  const one = encodeText("1: 5");
  const blob = new Uint8Array(4_000_000);
  for (let at = 0; at < blob.length; at += one.length) blob.set(one, at);
  const root = NEW.typeByName.get("t.Root");
  const keptBy = (held?: number): number => {
    const decoded = straight(decodeSteps(blob, NEW, root, held));
    const before = taken();
    let ends = 0;
    for (let node = 0; node < decoded.nodes.length; node++) ends += decoded.nodes.to(node);
    const kept = taken() - before;
    expect(ends).toBe((decoded.nodes.length + 1) * decoded.nodes.length);
    return kept;
  };
  expect(keptBy()).toBeGreaterThan(40_000_000);
  expect(keptBy(1 << 16)).toBeLessThan(10_000_000);
});
