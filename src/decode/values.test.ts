import fc from "fast-check";
import { expect, test } from "vitest";
import type { ScalarType } from "../schema/index.ts";
import { WireType } from "../wire/index.ts";
import { encodeVarint } from "../wire/text.ts";
import { readScalar, unzigzag } from "./values.ts";

const SEED = 20261128;
const SCALARS: readonly ScalarType[] = ["int32", "int64", "uint32", "uint64", "sint32", "sint64", "bool"];

test(`a varint is cut to its type as the whole 64 bits are, small or not (seed ${SEED})`, () => {
  const edges = [0n, 1n, 127n, 128n, 255n, 256n, 65535n, 2n ** 31n - 1n, 2n ** 31n, 2n ** 32n - 1n, 2n ** 32n, 2n ** 63n, 2n ** 64n - 1n];
  fc.assert(
    fc.property(
      fc.oneof(fc.constantFrom(...edges), fc.bigInt(0n, 2n ** 33n), fc.bigInt(0n, 2n ** 64n - 1n)),
      fc.constantFrom(...SCALARS),
      fc.constantFrom(undefined, 8, 16, 32),
      (value, scalar, bits) => {
        const bytes = Uint8Array.from(encodeVarint(value));
        const width = bits ?? (scalar.endsWith("64") ? 64 : 32);
        const signed = scalar.startsWith("s") ? unzigzag(value) : value;
        const whole = scalar.startsWith("u") ? BigInt.asUintN(width, value) : BigInt.asIntN(width, signed);
        const expected = scalar === "bool" ? value !== 0n : scalar.endsWith("64") ? whole.toString() : Number(whole);
        expect(readScalar(bytes, scalar, WireType.VARINT, 0, bytes.length, bits)).toBe(expected);
      },
    ),
    { seed: SEED, numRuns: 4000 },
  );
});
