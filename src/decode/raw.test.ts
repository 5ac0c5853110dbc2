import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadSchemaSet } from "../schema/index.ts";
import { kindAt, NodeKind, numberAt, ProblemCode, WireType } from "../wire/index.ts";
import { encodeText, encodeVarint } from "../wire/text.ts";
import { decode, NO_SCHEMA, type Nodes, problemOf } from "./index.ts";
import { tilingFault } from "./testing/tiling.ts";

/** Every byte is in exactly one leaf or one parent's tag and length. */
function expectTiling(bytes: Uint8Array): void {
  expect(tilingFault(decode(bytes, NO_SCHEMA, undefined))).toBeUndefined();
}

/** The bytes put together again from heads and leaves, each once. */
function reemit(nodes: Nodes, bytes: Uint8Array): Uint8Array {
  const out: number[] = [];
  for (let node = 0; node < nodes.length; node++) {
    const leaf = nodes.end(node) === node + 1;
    const to = leaf ? nodes.to(node) : nodes.from(node) + nodes.head(node);
    for (let at = nodes.from(node); at < to; at++) out.push(bytes[at]!);
  }
  return Uint8Array.from(out);
}

const raw = (bytes: Uint8Array): Nodes => decode(bytes, NO_SCHEMA, undefined).nodes;
const facts = (nodes: Nodes, bytes: Uint8Array): string[] =>
  Array.from({ length: nodes.length }, (_, node) => {
    const kind = kindAt(nodes, node);
    const number = kind <= NodeKind.RESOURCE ? numberAt(nodes, bytes, node) : "raw";
    return `${number}/${kind} ${nodes.from(node)}+${nodes.head(node)}..${nodes.to(node)} ${nodes.problem(node)}`;
  });

/** A message with so many in each other, all in field 1. */
function nested(levels: number): Uint8Array {
  let at = 5 * levels;
  const bytes = new Uint8Array(at);
  for (let level = 0; level < levels; level++) {
    const length = encodeVarint(bytes.length - at);
    at -= length.length;
    bytes.set(length, at);
    bytes[--at] = 0x0a;
  }
  return bytes.subarray(at);
}

describe("a blob that is read raw", () => {
  it("puts a nested message into nodes as drawn", () => {
    const bytes = encodeText("1: {1: 5} 2: 7");
    const nodes = raw(bytes);
    expect(facts(nodes, bytes)).toEqual(["1/2 0+2..4 0", "1/0 2+1..4 0", "2/0 4+1..6 0"]);
    expect([0, 1, 2].map((node) => nodes.end(node))).toEqual([2, 2, 3]);
    expect([0, 1, 2].map((node) => nodes.parent(node))).toEqual([-1, 0, -1]);
  });

  it("makes no node of an empty blob", () => {
    expect(raw(new Uint8Array()).length).toBe(0);
  });

  it.each([
    ["a tag without an end", "`80 80`", ["raw/11 0+0..2 1"]],
    ["a tag of 11 bytes", "`80*10 01`", ["raw/11 0+0..11 2"]],
    ["a varint without an end", "1: 5 `10 80`", ["1/0 0+1..2 0", "2/0 2+1..4 1"]],
    ["a varint of 11 bytes", "`08 ff*10 01` 3: 1", ["1/0 0+1..11 2", "raw/11 11+0..14 11"]],
    ["an I64 of 3 bytes", "`09 010203`", ["1/1 0+1..4 3"]],
    ["an I32 of no bytes", "`0d`", ["1/5 0+1..1 4"]],
    ["a length past the end", "`0a 05 0102`", ["1/2 0+2..4 5"]],
    ["a length of 2 GB", "`0a 80808080 08 00`", ["1/2 0+6..7 5"]],
    ["a length of 2^64 - 1", "`0a ff*9 01`", ["1/2 0+11..11 5"]],
    ["a length of 11 bytes", "`0a ff*11 00`", ["1/2 0+11..11 2", "raw/11 11+0..13 11"]],
    ["a field number 0", "0: 5", ["0/0 0+1..2 0"]],
    ["a resource", "3: resource 1: 5", ["3/7 0+1..1 10", "1/0 1+1..3 0"]],
    ["a stray end of a group", "`0c` 2: 7", ["1/4 0+1..1 8", "2/0 1+1..3 0"]],
  ])("keeps %s as a node", (_, text, expected) => {
    const bytes = encodeText(text);
    const nodes = raw(bytes);
    expect(facts(nodes, bytes)).toEqual(expected);
    expectTiling(bytes);
  });

  it("shows the content of a group and its end", () => {
    const bytes = encodeText("1: !{2: 5 3: {4: 1}} 5: 6");
    const nodes = raw(bytes);
    expect(facts(nodes, bytes)).toEqual(["1/3 0+1..8 6", "2/0 1+1..3 0", "3/2 3+2..7 0", "4/0 5+1..7 0", "1/4 7+1..8 6", "5/0 8+1..10 0"]);
    expectTiling(bytes);
  });

  it("ends a group that nothing ends with its message", () => {
    const bytes = encodeText("1: {`0a 03 0b 08 05`} 2: 7");
    expectTiling(bytes);
    const bare = encodeText("`0b 08 05`");
    expect(facts(raw(bare), bare)).toEqual(["1/3 0+1..3 7", "1/0 1+1..3 0"]);
  });

  it("opens a message with resources", () => {
    const bytes = encodeText("1: mesh 0 {2: 5}");
    const nodes = raw(bytes);
    expect(kindAt(nodes, 0)).toBe(WireType.MESH);
    expect(nodes.problem(0)).toBe(ProblemCode.MESH);
    expect(facts(nodes, bytes)[1]).toBe("2/0 3+1..5 0");
  });

  it("truncates a field number to 32 bits", () => {
    const bytes = encodeVarint((((1n << 33n) + 7n) << 3n) | 7n);
    expect(numberAt(raw(bytes), bytes, 0)).toBe(7);
  });

  it("reads 100,000 levels of groups and of messages without a stack", () => {
    const groups = new Uint8Array(100_000).fill(0x0b);
    expect(raw(groups).depth).toBe(100_000);
    expectTiling(groups);
    const bytes = nested(100_000);
    expect(raw(bytes).depth).toBe(100_000);
    expectTiling(bytes);
  });

  it("reads no more than 262,144 levels, and says where what it left begins", () => {
    const groups = new Uint8Array(300_000).fill(0x0b);
    const nodes = raw(groups);
    const last = nodes.length - 1;
    expect([nodes.length, nodes.depth]).toEqual([262_144, 262_144]);
    expect([nodes.from(last), nodes.to(last), nodes.problem(last)]).toEqual([262_143, 300_000, ProblemCode.TOO_DEEP]);
    expectTiling(groups);
    // What looks like a message and is none that a schema knows is bytes.
    const bytes = nested(300_000);
    const inner = raw(bytes);
    expect([inner.length, inner.depth, inner.problem(inner.length - 1)]).toEqual([262_144, 262_144, ProblemCode.NONE]);
    expectTiling(bytes);
    // A schema does know it.
    const set = loadSchemaSet("r", [{ path: "t.proto", text: 'syntax = "proto3"; package t; message Node { Node next = 1; }' }]);
    const decoded = decode(bytes, set, set.typeByName.get("t.Node")!);
    expect(decoded.nodes.length).toBe(262_144);
    expect(decoded.counts).toMatchObject({ known: 262_143, malformed: 1 });
    expect(problemOf(decoded, 262_143)?.detail).toBe("not read: it stands below 262,144 levels, and no more are read");
  });

  it("tiles and gives back any bytes, and never throws", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const nodes = raw(bytes);
        expectTiling(bytes);
        expect(reemit(nodes, bytes)).toEqual(bytes);
        for (let at = 0; at < bytes.length; at++) {
          const node = nodes.atOffset(at)!;
          expect(nodes.from(node) <= at && at < nodes.to(node)).toBe(true);
        }
      }),
      { seed: 20261124, numRuns: 2000 },
    );
  });

  it("tiles and gives back any valid message", () => {
    const { message } = fc.letrec<{ message: string }>((tie) => ({
      message: fc
        .array(
          fc.tuple(
            fc.integer({ min: 1, max: 3000 }),
            fc.oneof(
              { depthSize: "small" },
              fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }).map(String),
              fc.integer().map((n) => `${n}i32`),
              fc.integer().map((n) => `${n}i64`),
              fc.uint8Array({ maxLength: 20 }).map((b) => `\`${[...b].map((x) => x.toString(16).padStart(2, "0")).join(" ")}\``),
              tie("message").map((text) => `{${text}}`),
              tie("message").map((text) => `!{${text}}`),
            ),
          ),
          { maxLength: 6 },
        )
        .map((fields) => fields.map(([number, value]) => `${number}: ${value}`).join(" ")),
    }));
    fc.assert(
      fc.property(message, (text) => {
        const bytes = encodeText(text);
        const nodes = raw(bytes);
        expectTiling(bytes);
        expect(reemit(nodes, bytes)).toEqual(bytes);
        for (let node = 0; node < nodes.length; node++) expect([0, ProblemCode.GROUP]).toContain(nodes.problem(node));
      }),
      { seed: 7, numRuns: 1000 },
    );
  });
});
