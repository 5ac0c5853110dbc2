import fc from "fast-check";
import { expect, test } from "vitest";
import { grouped, hexOf } from "./index.ts";

const SEED = 20261128;

test(`digits stand in groups of three, whatever the number (seed ${SEED})`, () => {
  const byRule = (value: number | bigint): string => value.toString().replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  for (const value of [0, 999, 1000, -999, -1000, 12_345_678, 2 ** 53, 1e21, 1234.5, 10n ** 30n, -(10n ** 6n)])
    expect(grouped(value)).toBe(byRule(value));
  expect([grouped(1204), grouped(-1_000_000n)]).toEqual(["1,204", "-1,000,000"]);
  fc.assert(
    fc.property(fc.oneof(fc.maxSafeInteger(), fc.integer(), fc.bigInt()), (value) => {
      expect(grouped(value)).toBe(byRule(value));
    }),
    { seed: SEED, numRuns: 2000 },
  );
});

test("hex is the same however many bytes it is of, and where they stand", () => {
  const bytes = Uint8Array.from({ length: 20_000 }, (_, i) => (i * 31) ^ (i >> 7));
  for (const count of [0, 1, 7, 8, 9, 4096, 8192, 8193, 19_999])
    expect(hexOf(bytes, 1, 1 + count)).toBe(Buffer.from(bytes.subarray(1, 1 + count)).toString("hex"));
  expect([hexOf(bytes, 5, 5), hexOf(bytes, 1, 3, " ")]).toEqual(["", "1f 3e"]);
});
