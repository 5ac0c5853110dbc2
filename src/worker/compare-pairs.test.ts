import { beforeAll, describe, expect, test } from "vitest";
import { encodeText } from "../wire/text.ts";
import type { CompareRow, CompareSpec } from "./protocol.ts";
import { DocumentStore } from "./store.ts";

const PROTO = `syntax = "proto3"; package t; message Root { repeated Part many = 1; } message Part { uint32 a = 1; string b = 2; }`;
/** Elements, of which one in the middle differs. */
const N = 60_000;

const store = new DocumentStore();
const plain: CompareSpec = { open: [], closed: [], equal: false };
let compareId: string;
let compared: number;

const view = (spec: CompareSpec) => store.handle("compareView", { compareId, spec });
const rowsOf = (from: number, to: number) => store.handle("compareRows", { compareId, from, to });

describe("folds of very many equal elements", () => {
  let folds: readonly CompareRow[];

  beforeAll(async () => {
    const part = (n: number) => encodeText(`1: {1: ${n} 2: "xyz"}`);
    const a = Array.from({ length: N }, (_, n) => part(n + 1));
    const b = a.with(N / 2, part(7));
    const file = (path: string, parts: readonly (string | Uint8Array<ArrayBuffer>)[]) => ({
      path,
      kind: "file" as const,
      file: new Blob([...parts]),
    });
    const { blobs } = await store.handle("import", {
      files: [
        file("set/r1/t.proto", [PROTO]),
        file("a.bin", a as Uint8Array<ArrayBuffer>[]),
        file("b.bin", b as Uint8Array<ArrayBuffer>[]),
      ],
    });
    const [sideA, sideB] = blobs.map(({ blobId }) => ({ blobId, release: "r1", root: "t.Root" }));
    const began = performance.now();
    compareId = (await store.handle("compare", { a: sideA!, b: sideB!, matchBy: {} })).compareId;
    compared = performance.now() - began;
    const { rows } = await view(plain);
    folds = (await rowsOf(0, rows)).filter(({ kind }) => kind === "fold");
  });

  test("an open one shows them all, each at its place and found there again", async () => {
    expect(folds.map(({ folded }) => folded)).toEqual([N / 2, 1, N / 2 - 1]);
    const open = [folds[0]!.key];
    const { rows } = await view({ ...plain, open });
    const inFold = (await rowsOf(folds[0]!.index + 1, folds[0]!.index + 1 + N / 2)).filter(({ depth }) => depth === folds[0]!.depth);
    expect(inFold).toHaveLength(N / 2);
    expect(inFold.map(({ label }) => label)).toEqual(Array.from({ length: N / 2 }, (_, n) => `many[${n}]`));
    const some = [3, 70, 71, 20_000].map((n) => inFold[n]!);
    const opened: CompareSpec = { ...plain, open: [...open, ...some.map(({ key }) => key)] };
    expect((await view(opened)).rows).toBe(rows + 2 * some.length);
    const all = await rowsOf(0, rows + 2 * some.length);
    expect(all.map(({ index }) => index)).toEqual(all.map((_, n) => n));
    expect(all.filter(({ expanded, kind }) => expanded && kind === "equal").map(({ key }) => key)).toEqual(some.map(({ key }) => key));
    for (const { key, index } of [...some, all[2]!, all[500]!, all[25_000]!, all.at(-1)!]) {
      const at = all.findIndex((row) => row.key === key);
      expect(at - index).toBeLessThanOrEqual(2 * some.length);
      expect(await store.handle("compareReveal", { compareId, spec: opened, key })).toMatchObject({ index: at, key });
      expect(await rowsOf(at, at + 1)).toEqual([all[at]]);
    }
    for (const row of some) {
      const at = all.findIndex(({ key }) => key === row.key);
      expect(all.slice(at + 1, at + 3).map(({ label, parent, posInSet, setSize }) => [label, parent, posInSet, setSize])).toEqual([
        ["a", at, 1, 2],
        ["b", at, 2, 2],
      ]);
    }
    // Those of the list: the changed one and the folds among them.
    const list = all.find(({ label }) => label === "many")!;
    const siblings = all.filter(({ parent }) => parent === list.index);
    expect(siblings.map(({ posInSet }) => posInSet)).toEqual(siblings.map((_, n) => n + 1));
    expect(siblings.every(({ setSize }) => setSize === siblings.length)).toBe(true);
  });

  test("opening one costs no look at each element", async () => {
    const [fold] = folds;
    const open = [fold!.key];
    await view({ ...plain, open });
    const rows = await rowsOf(fold!.index + 1, fold!.index + 30);
    let least = Number.POSITIVE_INFINITY;
    for (const { key } of rows.slice(0, 5)) {
      const began = performance.now();
      await view({ ...plain, open: [...open, key] });
      least = Math.min(least, performance.now() - began);
    }
    expect(least).toBeLessThan(compared / 15);
  });
});
