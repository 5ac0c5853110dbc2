import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomMessage, SURVEY_PROTO } from "../decode/survey/testing.ts";
import { absent, mutants, realBlobs, releases, setOf } from "../decode/testing/openvmm.ts";
import { findType, loadSchemaSet, type MessageType, type SchemaSet } from "../schema/index.ts";
import { encodeLen, encodeText, joinBytes } from "../wire/text.ts";
import { Findings } from "./findings.ts";
import { plansFor } from "./plans-for.ts";
import { Reading } from "./reader.ts";

const SEED = 20261127;

function readingOf(bytes: Uint8Array, type: MessageType, reader: SchemaSet, writer: SchemaSet | undefined, limit: number): Reading {
  const plans = plansFor(reader, writer, undefined);
  const plan = plans.of(type, writer && findType(writer, type.typeName));
  return new Reading(bytes, plans, plan, new Findings(limit, writer?.release), false);
}

function told({ findings, exact, needsModel }: Reading): object {
  // A reading that is given up is done again; what it told so far counts for nothing.
  if (needsModel) return { needsModel };
  return { exact, verdict: findings.verdict, total: findings.total, list: findings.list(), notes: findings.notes };
}

/** The blob with a long unknown field after it: the fast loop leaves a blob's last bytes to the exact path. */
function withTail(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length + 64);
  out.set(bytes);
  out.set([0x82, 0x7d, 61], bytes.length);
  return out;
}

/** Reads by the fast loop, whole and in slices, as by exact steps alone. */
function same(
  name: string,
  bytes: Uint8Array,
  type: MessageType,
  reader: SchemaSet,
  writer: SchemaSet | undefined,
  limit = 1000,
  slice = 50,
): void {
  for (const blob of [bytes, withTail(bytes)]) {
    const exact = readingOf(blob, type, reader, writer, limit);
    while (exact.stack.at >= 0 && !exact.needsModel) exact.step();
    const expected = { name, ...told(exact) };
    expect({ name, ...told(readingOf(blob, type, reader, writer, limit).run()) }).toEqual(expected);
    if (blob === bytes) continue;
    const sliced = readingOf(blob, type, reader, writer, limit);
    for (let mark = slice; !sliced.advance(mark); mark += slice);
    expect({ name, ...told(sliced) }).toEqual(expected);
  }
}

const set = loadSchemaSet("r", [{ path: "t.proto", text: SURVEY_PROTO }]);
/** Another release: numbers are narrower, fields gone, retyped or exact. */
const other = loadSchemaSet("o", [
  {
    path: "t.proto",
    text: SURVEY_PROTO.replace(/uint32 u32 = 1;/, "uint32 u32 = 1 [(savestate.bits) = 16];")
      .replace("optional uint32 maybe", "uint32 maybe")
      .replace("sint32 s32", "int32 s32")
      .replace("bytes blob = 8;", "")
      .replace("double d = 9", "fixed64 d = 9")
      .replace("Inner on = 2;", "")
      .replace(/message (Inner|All|Kind|Mixed) \{/g, "message $1 { option (savestate.exact) = true;"),
  },
]);
const pairs: readonly (readonly [SchemaSet, SchemaSet | undefined])[] = [
  [set, set],
  [set, undefined],
  [set, other],
  [other, set],
  [other, undefined],
];

describe(`the fast reading (seed ${SEED})`, () => {
  it("tells of random messages, in and out of order, edited and cut, what the exact one tells", () => {
    // The type of one field is missing on purpose.
    expect(other.problems.map(({ code }) => code)).toEqual(["unresolved-type"]);
    fc.assert(
      fc.property(
        fc.nat(),
        fc.nat(set.roots.length - 1),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 2 }),
        fc.nat(60),
        fc.constantFrom(1000, 1, 0),
        (seed, which, edits, cut, limit) => {
          const root = set.roots[which]!;
          const whole = randomMessage(set, root, seed);
          const bytes = whole.slice(0, Math.max(0, whole.length - (cut > 20 ? 0 : cut)));
          for (const [at, value] of edits) if (bytes.length > 0) bytes[at % bytes.length] = value;
          for (const [reader, writer] of pairs)
            same(
              `${root.typeName} ${seed} by ${reader.release} of ${writer?.release}`,
              bytes,
              findType(reader, root.typeName)!,
              reader,
              writer,
              limit,
            );
        },
      ),
      { seed: SEED, numRuns: 1500 },
    );
  });

  it("tells of random bytes what the exact one tells", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(set.roots.length - 1), (bytes, which) => {
        same(set.roots[which]!.typeName, bytes, set.roots[which]!, set, undefined);
      }),
      { seed: SEED, numRuns: 1000 },
    );
  });

  it("goes on where it was when readings take turns", () => {
    const root = set.roots[0]!;
    const blobs = Array.from({ length: 6 }, (_, seed) =>
      joinBytes(Array.from({ length: 20 }, (_, i) => randomMessage(set, root, 100 * seed + i))),
    );
    const of = (i: number): Reading => {
      const [reader, writer] = pairs[i % pairs.length]!;
      return readingOf(blobs[i]!, findType(reader, root.typeName)!, reader, writer, 1000);
    };
    const turns = blobs.map((_, i) => ({ reading: of(i), isOver: false }));
    for (let mark = 40; turns.some(({ isOver }) => !isOver); mark += 40)
      for (const turn of turns) turn.isOver ||= turn.reading.advance(mark);
    for (const [i, { reading }] of turns.entries()) expect({ i, ...told(reading) }).toEqual({ i, ...told(of(i).run()) });
  });

  it("reads what is longer than its window, and deeper than it has room for at first", () => {
    const long = loadSchemaSet("l", [{ path: "l.proto", text: LONG }]);
    const type = long.typeByName.get("t.L")!;
    const text = (length: number, odd: string): Uint8Array => encodeLen(1, new TextEncoder().encode("x".repeat(length) + odd));
    const packed = (length: number): Uint8Array =>
      encodeLen(
        2,
        Uint8Array.from({ length }, (_, i) => 1 + (i % 100)),
      );
    const nested = (levels: number): Uint8Array => {
      let inner: Uint8Array = encodeText("4: 7");
      for (let i = 0; i < levels; i++) inner = joinBytes([encodeLen(3, inner), encodeText("4: 7")]);
      return inner;
    };
    for (const length of [100, 70_000, 300_000, 600_000, 2_000_000])
      for (const odd of ["", "é"])
        same(
          `${length} ${odd}`,
          joinBytes([text(length, odd), packed(length), encodeText("4: 7 9: 1")]),
          type,
          long,
          long,
          1000,
          length / 7,
        );
    for (const levels of [10, 100, 1000, 5000]) same(`${levels} levels`, nested(levels), type, long, long, 1000, 500);
  });

  it("goes back to the content of an Any that has ended, wherever its window is by then", () => {
    const any = loadSchemaSet("a", [{ path: "a.proto", text: ANYS }]);
    const content = (length: number, last: string): Uint8Array =>
      joinBytes([encodeLen(1, new Uint8Array(length).fill(97)), encodeText(last)]);
    const of = (length: number, last: string, behind: string): Uint8Array =>
      encodeLen(1, joinBytes([encodeText('1: "type.googleapis.com/t.C"'), encodeLen(2, content(length, last)), encodeText(behind)]));
    for (const length of [10, 300, 3000, 70_000, 600_000])
      for (const behind of ["", "9: 1", '9: "some words more, so that it is a longer way" 10: 7']) {
        const blob = joinBytes(Array.from({ length: 6 }, (_, i) => of(length, i % 2 === 0 ? "2: 7" : "2: 7 77: 1", behind)));
        for (const limit of [1000, 0]) same(`${length} ${behind}`, blob, any.typeByName.get("t.R")!, any, any, limit, 1000);
      }
  });

  it("looks at the names of units", () => {
    const units = { ...loadSchemaSet("u", [{ path: "u.proto", text: UNITS }]), units: ["a", "b", "äöü"] };
    const free = loadSchemaSet("f", [{ path: "u.proto", text: UNITS }]);
    const unit = (name: string): number[] => {
      const text = [...new TextEncoder().encode(name)];
      return [10, text.length + 2, ...(name === "" ? [] : [10, text.length, ...text])].map((byte, i) =>
        i === 1 && name === "" ? 0 : byte,
      );
    };
    const names = fc.array(fc.constantFrom("a", "b", "äöü", "c", "", "a much longer name of a unit that is not known"), { maxLength: 12 });
    fc.assert(
      fc.property(names, fc.constantFrom(1000, 1, 0), (list, limit) => {
        for (const reader of [units, free])
          same(list.join(), Uint8Array.from(list.flatMap(unit)), reader.typeByName.get("t.R")!, reader, reader, limit);
      }),
      { seed: SEED, numRuns: 500 },
    );
  });
});

const LONG = `syntax = "proto3"; package t; message L { string text = 1; repeated uint32 list = 2; L inner = 3; uint32 n = 4; }`;

const ANYS = `syntax = "proto3"; package t; import "google/protobuf/any.proto";
message R { repeated google.protobuf.Any list = 1; } message C { bytes pages = 1; uint32 n = 2; }`;

const UNITS = `syntax = "proto3"; package t; import "google/protobuf/any.proto";
message R { repeated U units = 1; } message U { string name = 1; google.protobuf.Any state = 2; }`;

describe.skipIf(absent)("the fast reading of the real data", () => {
  it.each(["schemas", "exact"] as const)("tells of every blob what the exact one tells, by every release with its %s", (kind) => {
    let count = 0;
    for (const { bytes, root, file, writer } of realBlobs())
      for (const release of releases) {
        const reader = setOf(kind, release);
        const type = findType(reader, root);
        if (!type) continue;
        for (const by of [setOf(kind, writer), undefined]) same(file, bytes, type, reader, by, count % 3 === 0 ? 3 : 1000);
        count++;
      }
    expect(count).toBeGreaterThan(3000);
  });

  it("tells of every damaged blob what the exact one tells", () => {
    for (const { bytes, root, writer, mutation } of mutants()) {
      const reader = setOf("exact", writer);
      same(`${mutation} ${root}`, bytes, findType(reader, root)!, reader, reader);
    }
  });
});
