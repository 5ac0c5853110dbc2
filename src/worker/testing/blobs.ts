/** For tests: blobs with long runs of everything, as several readings have them. */
import fc from "fast-check";
import { borrow, canReread, type Decoded, keyOf, reread } from "../../decode/index.ts";
import { randomMessage, SURVEY_PROTO } from "../../decode/survey/testing.ts";
import { loadSchemaSet, type SchemaSet } from "../../schema/index.ts";
import { encodeText, encodeVarint } from "../../wire/text.ts";

export const SET = loadSchemaSet("r", [{ path: "t.proto", text: SURVEY_PROTO }]);
/** Knows of numbers that `SET` does not. */
export const LENDER = loadSchemaSet("lends", [
  {
    path: "t.proto",
    text: `syntax = "proto3"; package t; message Part { uint32 n = 1; repeated Part parts = 2; }
message All { repeated Part a = 90; repeated uint32 b = 91; Part c = 92; uint32 d = 93; }`,
  },
]);

const tagged = (number: number, payload: ArrayLike<number>): number[] => [
  ...encodeVarint((number << 3) | 2),
  ...encodeVarint(payload.length),
  ...Array.from(payload),
];

const inner = SET.typeByName.get("t.Inner")!;
export const all = SET.typeByName.get("t.All")!;

/** A run of `count` of something at the root, told by `kind`. */
function run(kind: number, count: number, seed: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < count; i++) {
    if (kind === 0) out.push(...tagged(16, randomMessage(SET, inner, seed + i)));
    else if (kind === 1) out.push(...tagged(18, encodeText(`1: "k${(seed + i) % (count + 3)}" 2: ${i}`)));
    else if (kind === 2) out.push(...encodeText(`${90 + (seed % 2 === 0 ? 1 : (seed + i) % 4)}: ${i}`));
    else if (kind === 3) out.push(...tagged(90, encodeText(`1: ${i} 2: {1: 5} 2: {1: 6}`)));
    else if (kind === 4) out.push(...encodeText(`1: ${i}`));
    else if (kind === 5) out.push(...tagged(8, encodeText(`1: {1: ${i}}`)));
    else if (kind === 6) out.push(...tagged(16, []));
    else if (kind === 7) out.push(...tagged(24, encodeText("2: {1: 5}")));
    else
      return tagged(
        21,
        tagged(
          1 + (seed % 3),
          Array.from({ length: count }, (_, at) => (seed + at) & 0x7f),
        ),
      );
  }
  return out;
}

export const lists = fc.array(fc.tuple(fc.nat(9), fc.constantFrom(1, 2, 3, 7, 40, 150), fc.nat(1000)), { minLength: 1, maxLength: 4 });
export const bytesOf = (parts: readonly (readonly [number, number, number])[]): Uint8Array =>
  Uint8Array.from(parts.flatMap(([kind, count, seed]) => (kind === 9 ? [...randomMessage(SET, all, seed)] : run(kind, count, seed))));

export const lent = (decoded: Decoded, by: SchemaSet): Decoded => borrow(decoded, [by]);

/** Some bytes read as numbers or as a message. */
export function otherwise(decoded: Decoded, seed: number): Decoded {
  const able = Array.from({ length: decoded.nodes.length }, (_, node) => node).filter((node) => canReread(decoded, node));
  const choices = able
    .filter((_, i) => (i + seed) % 3 === 0)
    .slice(0, 5)
    .map((node, i) => ({ key: keyOf(decoded, node), as: ["u8", "message", "varints"][(i + seed) % 3]! }));
  return reread(decoded, choices, [SET], true).decoded;
}
