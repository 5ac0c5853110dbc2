import { afterEach, expect, test, vi } from "vitest";
import { encodeText } from "../wire/text.ts";
import type { FindHit, FindResult } from "./protocol.ts";
import { DocumentStore } from "./store.ts";
import { slowClock } from "./testing/slow-clock.ts";
import { Cancelled } from "./turns.ts";

const PROTO = `syntax = "proto3"; package t; message Part { uint32 id = 1; string word = 2; } message Root { repeated Part parts = 1; }`;
const QUERY = { text: "needle", names: false, values: true, numbers: false, bytes: false };

/** A document of many parts, every hundredth with the word that is looked for. */
async function opened(count: number) {
  const store = new DocumentStore();
  const parts = Array.from({ length: count }, (_, i) => `1: {1: ${i + 1} 2: "${i % 100 === 7 ? "a needle" : "hay"}"} `);
  const { blobs } = await store.handle("import", {
    files: [
      { path: "rel/t.proto", kind: "file", file: new Blob([PROTO]) },
      { path: "a.bin", kind: "file", file: new Blob([encodeText(parts.join(""))]) },
    ],
  });
  const { docId } = await store.handle("decode", { blobId: blobs[0]!.blobId, release: "rel", root: "t.Root" });
  return { store, docId };
}

afterEach(() => void vi.restoreAllMocks());

test("hits are told of and can be asked for while it looks for more", async () => {
  const { store, docId } = await opened(5000);
  slowClock();
  const told: FindResult[] = [];
  const shares: number[] = [];
  let early: Promise<FindHit | null> | undefined;
  const done = await store.handle("find", { docId, query: QUERY }, undefined, (share, part) => {
    shares.push(share);
    if (!part) return;
    told.push(part);
    if (part.hits > 0) early ??= store.handle("hit", { findId: part.findId, index: 0 });
  });
  expect(done).toMatchObject({ hits: 50, complete: true });
  expect(done.searching).toBeUndefined();
  expect(told.length).toBeGreaterThan(3);
  expect(new Set(told.map(({ findId }) => findId))).toEqual(new Set([done.findId]));
  expect(told.every(({ searching, complete }) => searching && !complete)).toBe(true);
  expect(told.map(({ hits }) => hits)).toEqual(told.map(({ hits }) => hits).toSorted((a, b) => a - b));
  expect(told.some(({ hits }) => hits > 0 && hits < 50)).toBe(true);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(await early).toEqual({ key: "parts[7].word" });
});

test("stopped in the middle, what was found so far stays", async () => {
  const { store, docId } = await opened(5000);
  slowClock();
  const abort = new AbortController();
  let last: FindResult | undefined;
  const finding = store.handle("find", { docId, query: QUERY }, abort.signal, (_, part) => {
    last = part;
    if (part && part.hits > 0) abort.abort();
  });
  await expect(finding).rejects.toThrow(Cancelled);
  expect(last?.hits).toBeLessThan(50);
  expect(await store.handle("hit", { findId: last!.findId, index: 0 })).toEqual({ key: "parts[7].word" });
});
