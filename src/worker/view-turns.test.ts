import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { encodeText } from "../wire/text.ts";
import type { Row, ViewSpec } from "./protocol.ts";
import { DocumentStore } from "./store.ts";
import { slowClock } from "./testing/slow-clock.ts";
import { Cancelled } from "./turns.ts";

const PROTO = `syntax = "proto3"; package t; message Inner { uint32 x = 1; }
message Part { uint32 id = 1; string word = 2; Inner inner = 3; uint32 never = 4; } message Root { repeated Part parts = 1; uint32 last = 2; }`;
const PARTS = 5000;
const TOP: ViewSpec = { level: 0, open: [], closed: [], sort: "offset" };
const ALL = { ...TOP, level: 1_000_000 };

let store: DocumentStore;
let docId: string;
beforeAll(async () => {
  store = new DocumentStore();
  const parts = Array.from({ length: PARTS }, (_, i) => `1: {1: ${i + 1} 2: "${i % 100 === 7 ? "a needle" : "hay"}" 3: {1: ${i}}} `);
  const { blobs } = await store.handle("import", {
    files: [
      { path: "rel/t.proto", kind: "file", file: new Blob([PROTO]) },
      { path: "a.bin", kind: "file", file: new Blob([encodeText(`${parts.join("")} 2: 9`)]) },
    ],
  });
  ({ docId } = await store.handle("decode", { blobId: blobs[0]!.blobId, release: "rel", root: "t.Root" }));
});

const view = (spec: ViewSpec, signal?: AbortSignal, tell?: (share: number) => void) => store.handle("view", { docId, spec }, signal, tell);
const keys = (rows: readonly Row[]): string[] => rows.map(({ key }) => key);

afterEach(() => void vi.restoreAllMocks());

const LONG: readonly (readonly [string, ViewSpec, number])[] = [
  // All that is there, and what is absent from each part.
  ["expand all", ALL, 2 + PARTS * 6],
  ["expand all, by number", { ...ALL, sort: "number" }, 2 + PARTS * 6],
  ["to level 3", { ...TOP, level: 2 }, 2 + PARTS * 5],
  ["a text", { ...TOP, text: "needle" }, 1 + (PARTS / 100) * 2],
  ["a status", { ...TOP, status: "defaulted" }, 1 + PARTS * 2],
  ["a status and a text", { ...TOP, status: "known", text: "needle" }, 1 + (PARTS / 100) * 2],
];

describe.each(LONG)("the view of %s", (_, spec, rows) => {
  test("has all its rows, and tells of a share that only grows", async () => {
    slowClock();
    const shares: number[] = [];
    expect((await view(spec, undefined, (share) => shares.push(share))).rows).toBe(rows);
    expect(shares.length).toBeGreaterThan(1);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
  });

  test("leaves the one before when it is cancelled, whose rows are answered meanwhile", async () => {
    await view(TOP);
    slowClock();
    const abort = new AbortController();
    let meanwhile: Promise<readonly Row[]> | undefined;
    const making = view(spec, abort.signal, () => {
      meanwhile ??= store.handle("rows", { docId, from: 0, to: 100 });
      abort.abort();
    });
    await expect(making).rejects.toBeInstanceOf(Cancelled);
    expect(keys(await meanwhile!)).toEqual(["parts[]", "last"]);
    expect(keys(await store.handle("rows", { docId, from: 0, to: 100 }))).toEqual(["parts[]", "last"]);
    expect((await view(spec)).rows).toBe(rows);
  });
});

test("a view that is asked for later takes the place of one that is being made", async () => {
  await view(TOP);
  slowClock();
  const first = view(ALL);
  const second = view({ ...TOP, text: "need" });
  const third = view({ ...TOP, text: "needle" });
  await expect(first).rejects.toBeInstanceOf(Cancelled);
  await expect(second).rejects.toBeInstanceOf(Cancelled);
  expect((await third).matches).toBe(PARTS / 100);
  expect(keys(await store.handle("rows", { docId, from: 0, to: 3 }))).toEqual(["parts[]", "parts[7]", "parts[7].word"]);
});

test("looking for a row in a view that is yet to be made is cancelled too, and leaves the shown one", async () => {
  const narrow = { ...ALL, text: "needle" };
  await view(narrow);
  const key = "parts[8].id";
  expect(await store.handle("indexOf", { docId, key })).toBeNull();
  expect(await store.handle("indexOf", { docId, key: "parts[7].word" })).toBe(2);
  slowClock();
  const abort = new AbortController();
  const looking = store.handle("reveal", { docId, spec: narrow, key }, abort.signal, () => abort.abort());
  await expect(looking).rejects.toBeInstanceOf(Cancelled);
  expect(keys(await store.handle("rows", { docId, from: 0, to: 3 }))).toEqual(["parts[]", "parts[7]", "parts[7].word"]);
  const found = await store.handle("reveal", { docId, spec: narrow, key });
  expect(found?.spec.text).toBeUndefined();
  expect(keys(await store.handle("rows", { docId, from: 0, to: 1 }))).toEqual(["parts[]"]);
  await view(found!.spec);
  expect(keys(await store.handle("rows", { docId, from: found!.index, to: found!.index + 1 }))).toEqual([key]);
});
