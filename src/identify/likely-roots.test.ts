import { describe, expect, it } from "vitest";
import { absent, realBlobs, releases, setOf } from "../decode/testing/openvmm.ts";
import { encodeLen, joinBytes } from "../wire/text.ts";
import { likelyRoots, rankRoots, TRY_BYTES } from "./roots.ts";
import { bestRoots, inferWriter } from "./writer.ts";

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

describe.skipIf(absent)("likelyRoots", () => {
  const sets = releases.map((release) => setOf("schemas", release));
  /** What is made of a blob by all roots, and by those that are left. */
  const same = (name: string, bytes: Uint8Array): number => {
    const all = rankRoots(bytes, sets);
    const left = likelyRoots(bytes, sets);
    const roots = bestRoots(all);
    expect({ name, roots: bestRoots(left) }).toEqual({ name, roots });
    expect(inferWriter(bytes, sets, roots, left)).toEqual(inferWriter(bytes, sets, roots, all));
    return all.length - left.length;
  };

  it("finds in the larger real blobs what all roots find, with fewer of them", () => {
    let fewer = 0;
    for (const { bytes, file } of realBlobs()) if (bytes.length > 2 * 1024) fewer += same(file, bytes);
    expect(fewer).toBeGreaterThan(100);
  });

  it("finds in damaged blobs what all roots find", () => {
    let seed = 20261127;
    const below = (limit: number): number => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return seed % limit;
    };
    let count = 0;
    for (const { bytes, file } of realBlobs()) {
      for (let round = 0; round < 4 && bytes.length > 2 * 1024; round++) {
        const damaged = bytes.slice(0, bytes.length - below(bytes.length / 4));
        for (let edits = 1 + below(8); edits > 0; edits--) damaged[below(damaged.length)] = below(256);
        same(`${file}, damaged for the ${round + 1}. time`, damaged);
        count++;
      }
    }
    expect(count).toBeGreaterThan(100);
  });

  it("finds in machines made of many real blobs what all roots find", () => {
    for (const writer of releases) {
      const own = [...realBlobs()].filter((blob) => blob.writer === writer);
      const units = own.map(({ root, bytes }, i) =>
        encodeLen(
          1,
          joinBytes([
            encodeLen(1, text(`unit ${i}`)),
            encodeLen(2, joinBytes([encodeLen(1, text(`type.googleapis.com/${root}`)), encodeLen(2, bytes)])),
          ]),
        ),
      );
      const blob = joinBytes(units);
      expect(blob.length).toBeGreaterThan(TRY_BYTES / 2);
      same(`units of ${writer}`, blob);
    }
  });
});
