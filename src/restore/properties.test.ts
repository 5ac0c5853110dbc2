import { describe, expect, it } from "vitest";
import { encodeVarint } from "../wire/text.ts";
import { type ReaderVerdict, resave, verdict } from "./index.ts";
import { release } from "./testing/release.ts";

const OLD = release(
  "old",
  `message R { uint32 u = 1 [(savestate.bits) = 16]; sint64 s = 2; optional uint64 o = 3; bool b = 4; double d = 5; float f = 6; string text = 7; bytes data = 8;
  S inner = 9; repeated S items = 10; repeated uint32 nums = 11; E e = 12 [(savestate.nullable) = true]; repeated E es = 13; google.protobuf.Any any = 14; map<uint32, S> m = 15;
  bytes four = 16 [(savestate.size) = 4]; S maybe = 17 [(savestate.nullable) = true]; R again = 18 [(savestate.nullable) = true]; }
  message S { uint32 a = 1; string s = 2; E e = 3 [(savestate.nullable) = true]; S deep = 4 [(savestate.nullable) = true]; }
  message E { oneof variant { S off = 1; S on = 2; uint32 level = 3; } }`,
);
const NEW = release(
  "new",
  `message R { uint32 u = 1 [(savestate.bits) = 8]; sint64 s = 2; uint64 o = 3; bool b = 4; double d = 5; string text = 7; bytes data = 8;
  S inner = 9; repeated S items = 10; repeated uint32 nums = 11; E e = 12 [(savestate.nullable) = true]; repeated E es = 13; google.protobuf.Any any = 14; map<uint32, S> m = 15;
  bytes four = 16 [(savestate.size) = 4]; S maybe = 17 [(savestate.nullable) = true]; R again = 18 [(savestate.nullable) = true]; }
  message S { uint32 a = 1; E e = 3 [(savestate.nullable) = true]; S deep = 4 [(savestate.nullable) = true]; }
  message E { oneof variant { S off = 1; S on = 2; } }`,
);

function rngOf(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % most;
  };
}

type Rng = (most: number) => number;

function len(number: number, body: Uint8Array): number[] {
  return [...encodeVarint((number << 3) | 2), ...encodeVarint(body.length), ...body];
}

/** Random bytes of a message that mostly fits `t.R`, `t.S` or `t.E`: in any order, with duplicates, unknown fields and padding. */
function message(rng: Rng, type: "R" | "S" | "E", depth: number): Uint8Array {
  const out: number[] = [];
  const number = (): number[] => [...encodeVarint([0, 1, 200, 70000, 2 ** 40][rng(5)]!, rng(8) === 0 ? 10 : 1)];
  const text = (): Uint8Array => new TextEncoder().encode("äbc".slice(0, rng(4)));
  const nested = (inner: "R" | "S" | "E"): Uint8Array => (depth > 3 ? new Uint8Array() : message(rng, inner, depth + 1));
  for (let n = rng(type === "E" ? 3 : 6); n > 0; n--) {
    const at = 1 + rng(type === "R" ? 19 : type === "S" ? 5 : 4);
    const kind = rng(30) === 0 ? rng(20) : at;
    if (type === "E") out.push(...(at === 3 ? [3 << 3, ...number()] : at > 3 ? [at << 3, ...number()] : len(at, nested("S"))));
    else if (type === "S") {
      if (kind === 1) out.push(at << 3, ...number());
      else if (kind === 2) out.push(...len(at, text()));
      else out.push(...len(at, kind === 3 ? nested("E") : kind === 4 ? nested("S") : text()));
    } else if (kind <= 4) out.push(...encodeVarint(at << 3), ...number());
    else if (kind === 5) out.push(...encodeVarint((at << 3) | 1), 0, 0, 0, 0, 0, 0, rng(256), 64);
    else if (kind === 6) out.push(...encodeVarint((at << 3) | 5), 0, 0, rng(256), 64);
    else if (kind === 7 || kind === 8) out.push(...len(at, text()));
    else if (kind === 11) out.push(...len(at, new Uint8Array([...number(), ...number()])));
    else if (kind === 12 || kind === 13) out.push(...len(at, nested("E")));
    else if (kind === 14)
      out.push(...len(at, new Uint8Array([...len(1, new TextEncoder().encode(rng(5) ? "x/t.S" : "x/t.None")), ...len(2, nested("S"))])));
    else if (kind === 15) out.push(...len(at, new Uint8Array([8, rng(3), ...len(2, nested("S"))])));
    else if (kind === 16) out.push(...len(at, new Uint8Array(rng(20) ? 4 : 3)));
    else if (kind === 18) out.push(...len(at, nested("R")));
    else out.push(...len(at, nested("S")));
  }
  const bytes = new Uint8Array(out);
  return rng(60) === 0 ? bytes.subarray(0, rng(bytes.length + 1)) : bytes;
}

const seed = Number(process.env.SEED ?? 20260);

describe(`random blobs, seed ${seed}`, () => {
  const rng = rngOf(seed);
  const blobs = Array.from({ length: 3000 }, () => message(rng, "R", 0));
  const judge = (bytes: Uint8Array, set = OLD, writer = OLD): ReaderVerdict => verdict(bytes, "t.R", set, writer);

  it("verdict and resave agree on what is read, and what is written back differs where values are lost", () => {
    let [read, refused, lost] = [0, 0, 0];
    for (const bytes of blobs) {
      const found = judge(bytes, NEW);
      const resaved = resave(bytes, "t.R", NEW, OLD);
      expect(resaved.kind).toBe(found.verdict === "fails" ? "refused" : "written");
      if (resaved.kind !== "written") {
        refused++;
        continue;
      }
      read++;
      if (found.verdict !== "loses") continue;
      lost++;
      expect(resaved.same).toBe(false);
    }
    expect(Math.min(read, refused, lost)).toBeGreaterThan(100);
  });

  it("what R writes R reads without loss and writes again the same", () => {
    for (const bytes of blobs) {
      for (const set of [OLD, NEW]) {
        const once = resave(bytes, "t.R", set, OLD);
        if (once.kind !== "written") continue;
        expect(["restores", "depends"]).toContain(judge(once.bytes, set, set).verdict);
        const twice = resave(once.bytes, "t.R", set, set);
        expect(twice.kind === "written" && twice.same).toBe(true);
      }
    }
  });

  it("findings lie within the blob, and their paths begin at the root", () => {
    for (const bytes of blobs) {
      const { findings, findingsTotal } = judge(bytes, NEW);
      expect(findings.length).toBe(Math.min(findingsTotal, 1000));
      for (const { range, path, why } of findings) {
        expect(range[0] >= 0 && range[0] <= range[1] && range[1] <= bytes.length, `${path} [${range}] of ${bytes.length}`).toBe(true);
        expect(why.endsWith(".")).toBe(true);
      }
    }
  });

  it("any bytes at all give an answer", () => {
    for (let n = 0; n < 3000; n++) {
      const bytes = Uint8Array.from({ length: rng(40) }, () => rng(256));
      expect(judge(bytes).verdict).toMatch(/fails|loses|depends|restores/);
      resave(bytes, "t.R", OLD, OLD);
    }
  });
});
