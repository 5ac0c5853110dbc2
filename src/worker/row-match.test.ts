import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Decoded, decode, decodedFrom, displayNode, type Item, itemKey, itemPath, keyEnds, keyOf, walk } from "../decode/index.ts";
import { survey } from "../decode/survey/survey.ts";
import { absent, mutants, realBlobs, setOf } from "../decode/testing/openvmm.ts";
import { encodeText } from "../wire/text.ts";
import { DigitMatch } from "./digit-match.ts";
import { rowsThatHave } from "./row-match.ts";
import { all, bytesOf, LENDER, lent, lists, otherwise, SET } from "./testing/blobs.ts";
import { rowHas, type Wanted } from "./text-match.ts";

const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
console.info(`row-match: seed ${SEED}`);

const BY: readonly Wanted["by"][] = [
  { names: true, values: true, numbers: true, filter: false },
  { names: true, values: false, numbers: false, filter: false },
  { names: false, values: true, numbers: false, filter: false },
  { names: false, values: false, numbers: true, filter: false },
  { names: false, values: false, numbers: false, filter: true },
];

const named = (item: Item): string => (item.kind === "node" ? `${item.node}` : `${item.node} lacks ${item.field.name}`);

/** The rows that have a text are those of which the exact test says so, asked of each row. */
function same(decoded: Decoded, text: string, name: string): void {
  for (let node = 0; node < decoded.nodes.length; node++)
    expect([name, text, node, keyEnds(decoded, node, text)]).toEqual([name, text, node, keyOf(decoded, node).toLowerCase().endsWith(text)]);
  for (const by of BY) {
    const wanted = { text, by };
    const fast = [...rowsThatHave(decoded, wanted)].flatMap((found) => (typeof found === "number" ? [] : [named(found)]));
    const slow = [...walk(decoded)].flatMap(({ item }) => (rowHas(decoded, item, wanted) ? [named(item)] : []));
    expect({ name, text, by, rows: fast }).toEqual({ name, text, by, rows: slow });
  }
}

const FIXED = [
  "unknown",
  "known",
  "raw",
  "varint",
  "repeated",
  "0 bytes",
  "true",
  "a",
  "e",
  "0",
  "-",
  "#9",
  "0x1",
  "…",
  ",",
  "{}",
  "[",
  ".",
  "]",
  "\\",
  "no such thing",
];

/** Texts that are likely to be found: parts of a row's name, path, key, type or value. */
function textsOf(decoded: Decoded, picks: readonly number[]): string[] {
  const rows = [...walk(decoded)];
  if (rows.length === 0) return [];
  return picks.flatMap((pick) => {
    const { item } = rows[pick % rows.length]!;
    const shown = item.kind === "node" ? displayNode(decoded, item.node).text : item.field.typeText;
    const from = [itemPath(decoded, item), itemKey(decoded, item), shown, shown.replaceAll(",", "")][(pick >> 4) % 4]!;
    const start = (pick >> 6) % (from.length + 1);
    const whole = pick & 1 ? from.slice(start) : from.slice(start, start + 1 + ((pick >> 2) % 9));
    return whole.trim() === "" ? [] : [whole.trim().toLowerCase()];
  });
}

const picks = fc.array(fc.nat(), { minLength: 3, maxLength: 6 });

describe("the rows that have a text", () => {
  it("are those that the exact test finds, in any reading of random blobs", () => {
    fc.assert(
      fc.property(lists, picks, fc.nat(3), fc.nat(FIXED.length - 1), (parts, some, how, fixed) => {
        const read = decodedFrom(survey(bytesOf(parts), SET, how === 3 ? undefined : all, 64));
        const decoded = how === 1 ? lent(read, LENDER) : how === 2 ? otherwise(read, fixed) : read;
        for (const text of [FIXED[fixed]!, ...textsOf(decoded, some)]) same(decoded, text, `${JSON.stringify(parts)} how ${how}`);
      }),
      { seed: SEED, numRuns: 50 },
    );
  });

  it("are found by a backslash as the blob has it, and doubled as it is shown", () => {
    const decoded = decode(encodeText('7: "C:\\\\fd" 25: "a\\\\b, c"'), SET, all);
    const found = (text: string) => [...rowsThatHave(decoded, { text, by: BY[2]! })].filter((row) => typeof row !== "number").length;
    expect(["c:\\fd", "c:\\\\fd", "c:fd", "c:\\\\\\fd"].map(found)).toEqual([1, 1, 0, 0]);
    for (const text of ["\\", "\\\\", "\\b", "b, c"]) same(decoded, text, "backslashes");
  });

  it("are told of whole numbers by their digits as by their text", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.nat(60), fc.stringMatching(/^[-\d,]{1,4}$/), (wide, shift, text) => {
        const value = Math.trunc(wide / 2 ** shift);
        const has = (plain: string) => plain.includes(text) || plain.replace(/\B(?=(\d{3})+(?!\d))/g, ",").includes(text);
        expect([value, text, new DigitMatch(text).has(value)]).toEqual([value, text, has(String(value))]);
        const big = BigInt.asUintN(64, BigInt(wide) * 104_729n) >> BigInt(shift);
        const halves = [Number(big & 0xffff_ffffn), Number(big >> 32n)] as const;
        expect([big, text, new DigitMatch(text).hasWide(...halves)]).toEqual([big, text, has(String(big))]);
      }),
      { seed: SEED, numRuns: 20_000 },
    );
  });
});

describe.skipIf(absent)("the rows that have a text in real data", () => {
  it("are those that the exact test finds, in the real blobs with two releases", () => {
    let count = 0;
    for (const { bytes, root, writer, file } of realBlobs()) {
      count++;
      if (bytes.length > 20_000 || count % 3 !== SEED % 3) continue;
      for (const set of [setOf("exact", writer), setOf("schemas", "2411")]) {
        const decoded = lent(decode(bytes, set, set.typeByName.get(root)), setOf("schemas", "main"));
        for (const text of [FIXED[count % FIXED.length]!, ...textsOf(decoded, [count * 7919, count * 104_729])]) same(decoded, text, file);
      }
    }
    expect(count).toBe(946);
  });

  it("are those that the exact test finds, in the damaged blobs", () => {
    let count = 0;
    for (const { bytes, root, writer, mutation } of mutants()) {
      if (bytes.length > 20_000 || ++count % 3 !== SEED % 3) continue;
      const set = setOf("exact", writer);
      const decoded = decode(bytes, set, set.typeByName.get(root));
      for (const text of [FIXED[count % FIXED.length]!, ...textsOf(decoded, [count * 7919])]) same(decoded, text, `${mutation} ${root}`);
    }
    expect(count).toBeGreaterThan(1000);
  });
});
