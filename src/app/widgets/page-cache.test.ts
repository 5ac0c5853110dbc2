import { describe, expect, it } from "vitest";
import { PageCache } from "./page-cache.ts";

/** A source of the numbers 0, 1, 2, … that writes down what it was asked, and answers when told. */
function source() {
  const asked: [number, number][] = [];
  const answers: (() => void)[] = [];
  const refuse: (() => void)[] = [];
  const fetch = (from: number, to: number) =>
    new Promise<number[]>((done, fail) => {
      asked.push([from, to]);
      answers.push(() => done(Array.from({ length: to - from }, (_, i) => from + i)));
      refuse.push(() => fail(new Error("no")));
    });
  return { asked, answers, refuse, fetch };
}

describe("a cache of pages", () => {
  it("fetches the pages of a window once, and cuts the last one", async () => {
    const { asked, answers, fetch } = source();
    const cache = new PageCache<number>(250, 100, 8, fetch);
    const loads = [cache.load(90, 210), cache.load(100, 120)];
    expect(asked).toEqual([
      [0, 100],
      [100, 200],
      [200, 250],
    ]);
    for (const answer of answers) answer();
    expect(await Promise.all(loads)).toEqual([true, true]);
    expect(cache.has(0, 250)).toBe(true);
    expect([cache.at(0), cache.at(137), cache.at(249)]).toEqual([0, 137, 249]);
    expect(await cache.load(0, 250)).toBe(false);
    expect(asked).toHaveLength(3);
  });

  it("does not fetch a page whose items were there from the beginning", async () => {
    const { asked, answers, fetch } = source();
    const weigh = () => 1;
    const cache = new PageCache<number>(
      250,
      100,
      8,
      fetch,
      weigh,
      Array.from({ length: 100 }, (_, i) => i),
    );
    expect([cache.has(0, 100), cache.at(99), cache.has(0, 101)]).toEqual([true, 99, false]);
    const load = cache.load(0, 110);
    expect(asked).toEqual([[100, 200]]);
    answers[0]!();
    expect(await load).toBe(true);
    // All of a short list, or too few for a page.
    expect(new PageCache<number>(2, 100, 8, fetch, weigh, [0, 1]).has(0, 2)).toBe(true);
    expect(new PageCache<number>(250, 100, 8, fetch, weigh, [0, 1]).has(0, 2)).toBe(false);
  });

  it("forgets the pages that were used longest ago", async () => {
    const { answers, fetch } = source();
    const cache = new PageCache<number>(1000, 10, 2, fetch);
    for (const from of [0, 10, 0, 20]) {
      const load = cache.load(from, from + 10);
      answers.at(-1)!();
      await load;
    }
    expect([cache.has(0, 10), cache.has(10, 20), cache.has(20, 30)]).toEqual([true, false, true]);
  });

  it("weighs its pages, and keeps the last two however heavy", async () => {
    const { answers, fetch } = source();
    const cache = new PageCache<number>(1000, 10, 50, fetch, (items) => (items[0]! >= 100 ? 1000 : 10));
    const load = async (from: number) => {
      const wait = cache.load(from, from + 10);
      answers.at(-1)!();
      await wait;
    };
    for (const from of [0, 10, 20, 30, 40, 50]) await load(from);
    expect([cache.has(0, 10), cache.has(10, 60)]).toEqual([false, true]);
    for (const from of [100, 110, 120]) await load(from);
    expect([cache.has(50, 60), cache.has(100, 110), cache.has(110, 130)]).toEqual([false, false, true]);
  });

  it("asks for no more than it may, and says when there is room again", async () => {
    const { asked, answers, fetch } = source();
    const cache = new PageCache<number>(1000, 10, 9, fetch);
    for (let from = 0; from < 60; from += 10) void cache.load(from, from + 10);
    expect(asked).toHaveLength(4);
    const rest = cache.load(900, 910);
    answers[2]!();
    expect(await rest).toBe(true);
    expect(cache.has(900, 910)).toBe(false);
    void cache.load(900, 910);
    expect(asked.at(-1)).toEqual([900, 910]);
  });

  it("takes a failure as nothing come, and asks again later", async () => {
    const { asked, refuse, fetch } = source();
    const cache = new PageCache<number>(10, 10, 2, fetch);
    const load = cache.load(0, 10);
    refuse[0]!();
    expect(await load).toBe(false);
    void cache.load(0, 10);
    expect(asked).toHaveLength(2);
  });
});
