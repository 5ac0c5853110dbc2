import { describe, expect, it } from "vitest";
import { decode } from "../decode/index.ts";
import { loadSchemaSet } from "../schema/index.ts";
import { encodeText } from "../wire/text.ts";
import { type Comparison, compare, compareInSteps, comparisonJson, type Side } from "./index.ts";

const set = loadSchemaSet("r", [
  {
    path: "t.proto",
    text: `syntax = "proto3"; package t;
message Keyed { uint32 id = 1; repeated uint32 ring = 2; }
message Loose { uint32 x = 1; string text = 2; }
message Root { repeated Keyed keyed = 1; repeated Loose loose = 2; repeated uint32 nums = 3; map<uint32, string> map = 4; bytes data = 5; }`,
  },
]);

function side(text: string): Side {
  return { decoded: decode(encodeText(text), set, set.typeByName.get("t.Root")), name: "x" };
}
const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const keyed = (count: number, odd: number): string =>
  range(count)
    .map((i) => `1: {1: ${i} 2: [${i % 7} ${i % odd} 3]} `)
    .join("");
const loose = (count: number, odd: number): string =>
  range(count)
    .map((i) => `2: {1: ${i % 3} 2: "${i % odd}"} `)
    .join("");

/** Every kind of long work. */
const inputs: readonly (readonly [name: string, a: string, b: string])[] = [
  ["elements with a key", keyed(2000, 11), keyed(2000, 13)],
  ["elements of few contents", loose(800, 5), loose(800, 7)],
  ["numbers", `3: [${range(4000).join(" ")}]`, `3: [${range(4000).reverse().join(" ")}]`],
  [
    "a map",
    range(2000)
      .map((i) => `4: {1: ${i} 2: "a"} `)
      .join(""),
    range(2000)
      .map((i) => `4: {1: ${i} 2: "${i % 9}"} `)
      .join(""),
  ],
];

function printed(comparison: Comparison): string {
  return [...comparisonJson(comparison)].join("");
}

describe("in steps", () => {
  it.each(inputs)("%s: many steps, shares that grow from 0 to 1, and the same answer", (_, a, b) => {
    const [left, right] = [side(a), side(b)];
    const steps = compareInSteps(left, right);
    const shares: number[] = [];
    let step = steps.next();
    for (; !step.done; step = steps.next()) shares.push(step.value);
    expect(shares.length).toBeGreaterThan(4);
    expect(shares.every((share, i) => share >= (shares[i - 1] ?? 0) && share <= 1)).toBe(true);
    expect(new Set(shares).size).toBeGreaterThan(2);
    expect(printed(step.value)).toBe(printed(compare(left, right)));
  });

  it("can be left off anywhere, and both sides serve for another comparison", () => {
    const [, a, b] = inputs[0]!;
    const whole = printed(compare(side(a), side(b)));
    const [left, right] = [side(a), side(b)];
    for (let stop = 0; ; stop++) {
      const steps = compareInSteps(left, right);
      let done = false;
      for (let i = 0; i <= stop * 5 && !done; i++) done = steps.next().done ?? false;
      if (done) break;
      steps.return(undefined as never);
      expect(steps.next().done).toBe(true);
      if (stop % 3 === 0) expect(printed(compare(left, right)), `left off at step ${stop * 5}`).toBe(whole);
    }
  });
});
