import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { encodeText } from "../wire/text.ts";
import { DocumentStore } from "./store.ts";
import { slowClock } from "./testing/slow-clock.ts";
import { Cancelled } from "./turns.ts";

const store = new DocumentStore();
const schema = (more: string) => `syntax = "proto3"; package t;
message Keyed { uint32 id = 1; string name = 2; ${more} }
message Root { repeated Keyed keyed = 1; }`;

describe("a verdict that takes long", () => {
  let ids: readonly string[];
  beforeAll(async () => {
    const files = [
      { path: "r1/t.proto", text: schema("repeated uint32 ring = 3;") },
      { path: "r2/t.proto", text: schema("") },
    ];
    await store.handle("bundled", { files });
    const blob = (name: string, count: number) => {
      const elements = Array.from({ length: count }, (_, i) => `1: {1: ${i + 1} 2: "element ${i}" 3: [1 ${i} 3]} `);
      return { path: name, kind: "file" as const, file: new Blob([encodeText(elements.join(""))]) };
    };
    const { blobs } = await store.handle("import", { files: [blob("large", 20_000), blob("small", 3)] });
    ids = blobs.map(({ blobId }) => blobId);
  });
  const ask = (i: number, reader: string) => ({ blobId: ids[i]!, root: "t.Root", writer: "r1", reader, limit: 10 });

  afterEach(() => void vi.restoreAllMocks());

  test("stops within a release when it is cancelled, lets others in, and can be asked for again", async () => {
    slowClock();
    const abort = new AbortController();
    const shares: number[] = [];
    const stopped = store.handle("verdict", ask(0, "r2"), abort.signal, (share) => {
      shares.push(share);
      abort.abort();
    });
    // Who waits for the same reading gets it all the same.
    const waiting = store.handle("verdict", ask(0, "r2"));
    let first = "";
    const small = store.handle("verdict", ask(1, "r2")).then(({ verdict }) => {
      first ||= "small";
      return verdict;
    });
    await expect(stopped.finally(() => (first ||= "large"))).rejects.toBeInstanceOf(Cancelled);
    expect(await small).toBe("loses");
    expect(first).toBe("small");
    expect(shares).toHaveLength(1);
    expect(shares[0]).toBeGreaterThan(0);
    expect(shares[0]).toBeLessThan(1);
    expect(await waiting).toMatchObject({ verdict: "loses", total: 20_000 });
    expect(await store.handle("verdict", ask(0, "r1"))).toMatchObject({ verdict: "restores", total: 0 });
  });

  test("what a release would write stops when it is cancelled, lets others in, and can be asked for again", async () => {
    slowClock();
    const abort = new AbortController();
    const shares: number[] = [];
    const stopped = store.handle("resave", ask(0, "r2"), abort.signal, (share) => {
      shares.push(share);
      if (shares.length === 2) abort.abort();
    });
    let first = "";
    const small = store.handle("resave", ask(1, "r2")).then((written) => {
      first ||= "small";
      return written;
    });
    await expect(stopped.finally(() => (first ||= "large"))).rejects.toBeInstanceOf(Cancelled);
    expect(await small).toMatchObject({ kind: "written", same: false });
    expect(first).toBe("small");
    expect(shares).toHaveLength(2);
    expect(shares[0]).toBeGreaterThan(0);
    expect(shares[1]).toBeGreaterThan(shares[0]!);
    expect(shares[1]).toBeLessThan(1);
    expect(await store.handle("resave", ask(0, "r1"))).toMatchObject({ kind: "written", same: true });
  });
});
