import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { encodeText } from "../wire/text.ts";
import { DocumentStore } from "./store.ts";
import { slowClock } from "./testing/slow-clock.ts";
import { Cancelled } from "./turns.ts";

const store = new DocumentStore();
const schema = `syntax = "proto3"; package t;
message Keyed { uint32 id = 1; repeated uint32 ring = 2; }
message Root { repeated Keyed keyed = 1; }`;

function blob(name: string, odd: number, count = 2000) {
  const elements = Array.from({ length: count }, (_, i) => `1: {1: ${i} 2: [${i % 7} ${i % odd} 3]} `);
  return { path: name, kind: "file" as const, file: new Blob([encodeText(elements.join(""))]) };
}

describe("a comparison that takes long", () => {
  let ids: readonly string[];
  beforeAll(async () => {
    await store.handle("bundled", { files: [{ path: "r1/t.proto", text: schema }] });
    const { blobs } = await store.handle("import", { files: [blob("a", 11), blob("b", 13), blob("c", 17, 3)] });
    ids = blobs.map(({ blobId }) => blobId);
  });
  const input = (a: number, b: number) => {
    const reading = (i: number) => ({ blobId: ids[i]!, release: "r1", root: "t.Root" });
    return { a: reading(a), b: reading(b), matchBy: {} };
  };

  afterEach(() => void vi.restoreAllMocks());

  test("stops in the middle when it is cancelled, lets another in, and can be asked for again", async () => {
    slowClock();
    const abort = new AbortController();
    const shares: number[] = [];
    const stopped = store.handle("compare", input(0, 1), abort.signal, (share) => {
      shares.push(share);
      abort.abort();
    });
    // It gives way: what is asked after it is answered before it.
    let first = "";
    const small = store.handle("compare", input(2, 2)).then(({ equal }) => {
      first ||= "small";
      return equal;
    });
    await expect(stopped.finally(() => (first ||= "big"))).rejects.toBeInstanceOf(Cancelled);
    expect(await small).toBe(true);
    expect(first).toBe("small");
    expect(shares).toHaveLength(1);
    expect(shares[0]).toBeGreaterThan(0);
    expect(shares[0]).toBeLessThan(1);
    const { changes, equal } = await store.handle("compare", input(0, 1));
    expect([changes > 100, equal]).toEqual([true, false]);
  });

  test("tells the share of its view, which is built by turns too, with a filter and without", async () => {
    const { compareId } = await store.handle("compare", input(0, 1));
    let clock = 0;
    vi.spyOn(Date, "now").mockImplementation(() => {
      clock += 20;
      return clock;
    });
    const whole = { open: [], closed: [], equal: true };
    for (const spec of [whole, { ...whole, text: "ring" }]) {
      const shares: number[] = [];
      const built = await store.handle("compareView", { compareId, spec }, undefined, (share) => shares.push(share));
      expect(built.rows).toBeGreaterThan(100);
      expect(shares.length).toBeGreaterThan(10);
      expect(shares).toEqual(shares.toSorted((a, b) => a - b));
      expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
    }
    const abort = new AbortController();
    const stopped = store.handle("compareView", { compareId, spec: { ...whole, text: "id" } }, abort.signal, () => abort.abort());
    await expect(stopped).rejects.toBeInstanceOf(Cancelled);
  });

  test("is not begun when it was cancelled before", async () => {
    const abort = new AbortController();
    abort.abort();
    await expect(store.handle("compare", input(1, 0), abort.signal)).rejects.toBeInstanceOf(Cancelled);
  });
});
