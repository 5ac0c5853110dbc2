import { describe, expect, it } from "vitest";
import { Splits } from "./splits.ts";

describe("the ends of messages that a checkpoint stands inside of", () => {
  it("are found by node, whatever the order in which they close", () => {
    const splits = new Splits();
    expect([splits.has(0), splits.get(0)]).toEqual([false, undefined]);
    // Far more than there is room for at first: three of ten nodes.
    const nodes = Array.from({ length: 500 }, (_, i) => [10 * i + 1, 10 * i + 4, 10 * i + 5]);
    for (const three of nodes) {
      for (const node of three) splits.add(node);
      const [outer, inner, group] = three as [number, number, number];
      splits.close(group, { end: group + 2, group: { to: 7 * group, open: group % 2 === 0 } });
      splits.close(inner, { end: inner + 5, group: undefined });
      splits.close(outer, { end: outer + 8, group: undefined });
    }
    for (const [outer, inner, group] of nodes as [number, number, number][]) {
      expect(splits.get(outer)).toEqual({ end: outer + 8, group: undefined });
      expect(splits.get(inner)).toEqual({ end: inner + 5, group: undefined });
      expect(splits.get(group)).toEqual({ end: group + 2, group: { to: 7 * group, open: group % 2 === 0 } });
      expect([outer - 1, outer + 1, group + 1].map((node) => [splits.has(node), splits.get(node)])).toEqual(
        new Array(3).fill([false, undefined]),
      );
    }
  });
});
