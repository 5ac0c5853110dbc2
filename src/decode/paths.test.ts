import { expect, it } from "vitest";
import { loadSchemaSet } from "../schema/index.ts";
import { encodeText } from "../wire/text.ts";
import { type Decoded, decode, findItem } from "./index.ts";

const set = loadSchemaSet("p", [
  {
    path: "p.proto",
    text: `syntax = "proto3"; package p; message Item { uint32 id = 1; } message Root { repeated Item items = 1; map<uint32, uint32> map = 2; }`,
  },
]);

/** The same reading, and how often a step was taken from a node to the one past it. */
function counting(decoded: Decoded): { readonly decoded: Decoded; steps(): number } {
  let steps = 0;
  const nodes = new Proxy(decoded.nodes, {
    get(target, name) {
      const value = Reflect.get(target, name) as unknown;
      if (typeof value !== "function") return value;
      return (...args: number[]): unknown => {
        if (name === "end") steps++;
        return (value as (...given: number[]) => unknown).apply(target, args);
      };
    },
  });
  return { decoded: { ...decoded, nodes }, steps: () => steps };
}

it("a key that is not there costs no step to each element of a long list", () => {
  const items = Uint8Array.from(Array.from({ length: 600_000 }, (_, i) => [0x0a, 2, 8, 1 + (i % 100)]).flat());
  const { decoded, steps } = counting(decode(items, set, set.typeByName.get("p.Root")));
  const find = (key: string) => findItem(decoded, key, () => []);
  expect(find("items[599999].id")).toEqual({ kind: "node", node: 1_199_999 });
  for (const key of ["items[]", "items", "items[600000]", "items[3].no", "nothing[4]"]) expect(find(key), key).toBeUndefined();
  expect(steps()).toBeLessThan(60_000);
});

it("the entry of a map with a number for its key is found by its key", () => {
  const decoded = decode(encodeText("2: {1: 7 2: 1} 2: {1: 5 2: 2} 2: {1: 7 2: 3}"), set, set.typeByName.get("p.Root"));
  const find = (key: string) => findItem(decoded, key, () => []);
  expect(find('map["5"].value')).toEqual({ kind: "node", node: 5 });
  expect(find('map["6"]')).toBeUndefined();
});
