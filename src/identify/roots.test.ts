import { describe, expect, it } from "vitest";
import { absent, realBlobs, setOf } from "../decode/testing/openvmm.ts";
import { loadSchemaSet } from "../schema/index.ts";
import { encodeText } from "../wire/text.ts";
import { bestOf, bestRoots, likelyRoots, rankRoots } from "./index.ts";

const set = loadSchemaSet("r", [
  {
    path: "t.proto",
    text: `syntax = "proto3"; package t;
      message Part { uint32 a = 1; }
      message Kind { oneof variant { Part on = 1; Part off = 2; } }
      message Machine { Part part = 1; Kind kind = 2; string name = 3; }
      message Other { string part = 1; uint32 kind = 2; }`,
  },
]);
const first = (text: string): string | undefined => rankRoots(encodeText(text), [set])[0]?.type.name;

describe("rankRoots", () => {
  it("puts first what makes most of the blob known", () => {
    expect(first('1: {1: 5} 2: {1: {}} 3: "x"')).toBe("Machine");
    expect(first('1: "x" 2: 5')).toBe("Other");
  });

  it("reads as a whole before a part where the bytes say nothing", () => {
    expect(bestOf(rankRoots(encodeText(""), [set]))[0]!.type.name).toBe("Machine");
  });

  it("gives those that fit as well by release, oldest first, and by name; a blob is read as a whole before a part", () => {
    const text = 'syntax = "proto3"; package t; message C { A a = 9; } message B { string s = 1; } message A { string s = 1; }';
    const sets = ["old", "new"].map((release) => loadSchemaSet(release, [{ path: "t.proto", text }]));
    const all = rankRoots(encodeText('1: "x"'), sets).map((root) => `${root.set.release} ${root.type.name}`);
    expect(all.slice(0, 4)).toEqual(["old A", "old B", "new A", "new B"]);
    expect(bestRoots(rankRoots(encodeText('1: "x"'), sets))).toEqual(["B", "A"].map((name) => `t.${name}`));
  });

  it("of those that fit as well the one that the file's name holds comes first", () => {
    const text = `syntax = "proto3"; package t.u; message A { string s = 1; } message AB { string s = 1; } message B { string s = 1; }`;
    const ranked = rankRoots(encodeText('1: "x"'), [loadSchemaSet("one", [{ path: "t.proto", text }])]);
    const first = (name: string): string => bestRoots(ranked, name)[0]!;
    expect(["t.u.AB-1.bin", "main t.u.AB.bin", "t.u.AB_2", "t.u.AB"].map(first)).toEqual(new Array(4).fill("t.u.AB"));
    expect(["t.u.ABC-1.bin", "x.t.u.AB.bin", "AB.bin", "t.u.AB_C", ""].map(first)).toEqual(new Array(5).fill("t.u.A"));
    expect(bestRoots(ranked, "t.u.B.bin").slice(0, 2)).toEqual(["t.u.B", "t.u.A"]);
  });

  it("tells a blob that is cut off in its first field by what is there of it", () => {
    const other = loadSchemaSet("other", [
      {
        path: "t.proto",
        text: 'syntax = "proto3"; package t; message Box { Side side = 1; } message Side { string s = 1; repeated string n = 2; string t = 3; }',
      },
    ]);
    const whole = encodeText('1: {1: "four" 2: "a" 2: "b" 2: "c" 2: "d" 2: "e" 3: "and more"}');
    for (const [length, malformed] of [
      [whole.length - 3, "2 malformed"],
      [whole.length - 10, "1 malformed"],
    ] as const) {
      const [best, next] = rankRoots(whole.subarray(0, length), [set, other]);
      expect(best!.type.name).toBe("Box");
      expect(next!.weight).toBeLessThan(best!.weight);
      expect(best!.clean).toBe(false);
      expect(best!.evidence).toContain(malformed);
    }
  });

  it("gives its evidence", () => {
    expect(rankRoots(encodeText('1: {1: 5} 3: "x" 9: 1'), [set])[0]).toMatchObject({
      evidence: ["3 known", "1 unknown", "1 field absent"],
    });
  });
});

describe("likelyRoots", () => {
  it("keeps the best root of a release that knows next to nothing of the blob's beginning", () => {
    const old = loadSchemaSet("old", [
      { path: "t.proto", text: 'syntax = "proto3"; package t; message Root { Part p = 2; } message Part { uint32 a = 1; }' },
    ]);
    const bytes = encodeText(`${'1: "x" '.repeat(1000)} 2: {1: 5}`);
    for (const roots of [rankRoots(bytes, [old]), likelyRoots(bytes, [old])]) expect(bestRoots(roots)).toEqual(["t.Root"]);
  });
});

describe.skipIf(absent)("the real blobs", () => {
  it("have their root first with their writer's release", () => {
    let seen = 0;
    let count = 0;
    let right = 0;
    for (const blob of realBlobs()) {
      if (blob.bytes.length < 64 || ++seen % 3 !== 0) continue;
      const top = rankRoots(blob.bytes, [setOf("schemas", blob.writer)])[0]!.type;
      count++;
      if (top.typeName === blob.root) right++;
    }
    console.info(`root first: ${right} of ${count}`);
    expect(right / count).toBeGreaterThan(0.9);
  });
});
