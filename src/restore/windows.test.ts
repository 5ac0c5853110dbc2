import { describe, expect, it } from "vitest";
import { absent, realBlobs, releases, setOf } from "../decode/testing/openvmm.ts";
import { findType, loadSchemaSet, type SchemaSet } from "../schema/index.ts";
import { encodeLen, encodeText, joinBytes } from "../wire/text.ts";
import { verdict } from "./verdict.ts";
import { type BlobSource, Windows } from "./windows.ts";

/** The bytes as a source that counts what is asked of it. */
class Counted implements BlobSource {
  readonly #bytes: Uint8Array;
  asked = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get length(): number {
    return this.#bytes.length;
  }

  read(into: Uint8Array, from: number): void {
    this.asked += into.length;
    into.set(this.#bytes.subarray(from, from + into.length));
  }
}

/** Reads a blob in windows as it is read whole. Gives how many bytes were not kept. */
function same(
  name: string,
  blob: Uint8Array,
  root: string,
  reader: SchemaSet,
  writer: SchemaSet | undefined,
  size: number,
  limit: number,
): number {
  const source = new Counted(blob);
  const windows = new Windows(source, size);
  const told = verdict(windows.bytes, root, reader, writer, { limit, windows });
  expect({ name, size, ...told }).toEqual({ name, size, ...verdict(blob, root, reader, writer, { limit }) });
  const gone = windows.bytes.reduce((sum, byte, i) => sum + (byte === blob[i] ? 0 : 1), 0);
  // Windows that were given up are read once more at most.
  expect(source.asked).toBeLessThan(3 * blob.length + 5000);
  return gone;
}

/** A small seeded generator. */
function random(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

const PROTO = `syntax = "proto3"; package t; import "google/protobuf/any.proto";
message R { uint32 head = 1; repeated U units = 2; string tail = 3; repeated S more = 4; }
message U { string name = 1; google.protobuf.Any state = 2; } message S { uint32 a = 1; string text = 2; S inner = 3; }`;

describe("a blob read in windows", () => {
  const set = loadSchemaSet("r", [{ path: "t.proto", text: PROTO }]);
  const other = loadSchemaSet("o", [{ path: "t.proto", text: PROTO.replace("string text = 2;", "").replace("string tail = 3;", "") }]);
  const known = { ...set, units: Array.from({ length: 60 }, (_, i) => `unit ${i}`) };
  const unit = (n: number, below: (limit: number) => number): Uint8Array => {
    const state = `1: ${below(1000)} 2: "${"x".repeat(below(60))}" 3: {1: 5 ${below(40) === 0 ? "9: 1" : ""}}`;
    return encodeText(`2: {1: "unit ${n}" 2: {1: "type.googleapis.com/t.S" 2: {${state}}}}`);
  };

  it("gives the verdict of the whole, whatever stands before and behind the list, and what is odd in it", () => {
    let gone = 0;
    for (let seed = 1; seed <= 150; seed++) {
      const below = random(seed);
      const names = below(2) === 0 ? 1000 : 50;
      const parts = [
        ...(below(2) === 0 ? [encodeText("1: 7")] : []),
        ...Array.from({ length: 100 + below(100) }, (_, i) => unit(i % names, below)),
        ...(below(3) === 0 ? [encodeText('3: "tail" 3: "again"')] : []),
        ...(below(3) === 0 ? [encodeText("1: 8 77: 1 77: 2")] : []),
        ...Array.from({ length: below(2) * 80 }, (_, i) => encodeText(`4: {1: ${i + 1} 2: "${"y".repeat(i)}"}`)),
        ...(below(4) === 0 ? [Uint8Array.of(0x1a, 0x7f)] : []),
      ];
      if (below(5) === 0) parts.splice(below(parts.length), 0, encodeText("77: 3"));
      const blob = joinBytes(parts);
      if (below(3) === 0) blob[below(blob.length)] = below(256);
      for (const reader of [set, other, known])
        for (const limit of [1000, 3, 0])
          gone += same(`seed ${seed} by ${reader.release}`, blob, "t.R", reader, set, 256 + below(1500), limit);
    }
    expect(gone).toBeGreaterThan(100_000);
  });
});

describe.skipIf(absent)("a machine of real blobs read in windows", () => {
  it.each(["schemas", "exact"] as const)("gives the verdict of the whole on every release with its %s", (kind) => {
    let gone = 0;
    for (const writer of releases) {
      const own = [...realBlobs()].filter((blob) => blob.writer === writer && blob.bytes.length < 20_000);
      const units = own.map(({ root, bytes }, i) =>
        encodeLen(
          1,
          joinBytes([
            encodeLen(1, new TextEncoder().encode(`unit ${i}`)),
            encodeLen(2, joinBytes([encodeLen(1, new TextEncoder().encode(`type.googleapis.com/${root}`)), encodeLen(2, bytes)])),
          ]),
        ),
      );
      const blob = joinBytes([...units, ...units, ...units, ...units]);
      const root = "openvmm.SavedState";
      for (const release of releases) {
        // With the names of a release's units, each unit of these is something to tell.
        const { units: _, ...reader } = setOf(kind, release);
        if (!findType(reader, root)) continue;
        for (const limit of [1000, 10]) gone += same(`${writer} by ${release}`, blob, root, reader, setOf(kind, writer), 40_000, limit);
      }
    }
    expect(gone).toBeGreaterThan(100_000);
  });
});
