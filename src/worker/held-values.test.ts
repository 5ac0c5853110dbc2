import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { encodeText } from "../wire/text.ts";
import { DocumentStore } from "./store.ts";
import { opened } from "./testing/opened.ts";
import type { HeldValue } from "./verdicts.ts";

/** Keys of all rows of a document. */
async function keysOf(store: DocumentStore, docId: string): Promise<string[]> {
  const { rows } = await store.handle("view", { docId, spec: { level: 100, open: [], closed: [], sort: "offset" } });
  const all = await store.handle("rows", { docId, from: 0, to: rows });
  return all.filter(({ kind }) => kind === "field" || kind === "element" || kind === "defaulted").map(({ key }) => key);
}

describe("what a release holds after reading", () => {
  test("of every row of a machine that it wrote is what was written", async () => {
    const { store, blobId } = await opened("machine-2.0.bin");
    const { docId } = await store.handle("decode", { blobId, release: "2.0" });
    const keys = await keysOf(store, docId);
    expect(keys.length).toBeGreaterThan(300);
    for (const key of keys) {
      const row = await store.handle("held", { blobId, docId, key });
      // What stands below an absent message has no value of its own.
      const own = row?.values.find(({ release }) => release === "2.0");
      if (own?.says.startsWith("has no value for it")) continue;
      expect(own, `${key} ${JSON.stringify(own)}`).toMatchObject({ verdict: "restores", same: true });
    }
  });

  test("is lost where a finding says so, and where it stops nothing is held", async () => {
    const { store, blobId } = await opened("new-fields-lost.bin");
    const { docId } = await store.handle("decode", { blobId, release: "0.9" });
    const judged = await store.handle("verdict", { blobId, reader: "0.9", limit: 100 });
    expect(judged.verdict).toBe("loses");
    for (const { path, range } of judged.findings) {
      const key = await store.handle("place", { docId, path, offset: range[0] });
      expect(key, path).toBe(path);
      const row = await store.handle("held", { blobId, docId, key: key! });
      expect(row!.values.find(({ release }) => release === "0.9")).toMatchObject({ verdict: "loses" });
      expect(row!.finding?.finding.path).toBe(path);
      expect(row!.log).toBeUndefined();
    }
  });
});

describe("what a release makes of a message", () => {
  const proto = (inner: string) =>
    `syntax = "proto3"; package t; message Inner { uint32 a = 1; ${inner} } message Root { Inner inner = 1; uint32 last = 4; }`;
  const files = {
    old: proto(""),
    now: proto("uint32 b = 2; uint32 c = 3;"),
    next: proto("uint32 b = 2; uint32 c = 3; uint32 d = 4; uint32 e = 5;"),
    narrow: proto("bool b = 2; uint32 c = 3;"),
  };

  async function heldOf(key: string): Promise<ReadonlyMap<string, HeldValue>> {
    const store = new DocumentStore();
    const bytes = encodeText("1: {1: 5 2: 6 3: 7} 4: 1");
    const { blobs } = await store.handle("import", {
      files: [
        ...Object.entries(files).map(([release, text]) => ({
          path: `all/${release}/t.proto`,
          kind: "file" as const,
          file: new Blob([text]),
        })),
        { path: "a.bin", kind: "file", file: new Blob([bytes]) },
      ],
    });
    const blobId = blobs[0]!.blobId;
    const { docId } = await store.handle("decode", { blobId, release: "now", root: "t.Root" });
    const row = await store.handle("held", { blobId, root: "t.Root", docId, key });
    return new Map(row!.values.map((value) => [value.release, value]));
  }

  test("a message goes by what was found in it, not by its line", async () => {
    const held = await heldOf("inner");
    expect(held.get("now")).toMatchObject({ verdict: "restores", same: true, says: "holds the same" });
    expect(held.get("next")).toEqual({ release: "next", verdict: "restores", same: true, says: "holds the same" });
    expect(held.get("old")).toEqual({ release: "old", verdict: "loses", says: "loses what is in #2, and in 1 other place" });
    expect(held.get("narrow")).toEqual({ release: "narrow", verdict: "loses", says: "cut to true at b" });
  });
});

describe("every finding of every example", () => {
  const examples = JSON.parse(readFileSync(new URL("../../public/examples/index.json", import.meta.url), "utf8")) as {
    readonly file: string;
    readonly root: string;
  }[];
  test.each(examples.map(({ file, root }) => [file, root]))(
    "%s leads to a row that stands at its bytes or around them",
    async (file, root) => {
      const { store, blobId, releases } = await opened(file);
      for (const { release } of releases) {
        const judged = await store.handle("verdict", { blobId, root, reader: release, limit: 50 });
        if (judged.verdict === "no-root") continue;
        const { docId } = await store.handle("decode", { blobId, root, release });
        for (const { path, range, kind } of judged.findings) {
          const key = await store.handle("place", { docId, path, offset: range[0] });
          if (path === "" || range[1] === range[0]) continue;
          expect(key, `${release} ${path}`).not.toBeNull();
          const spec = { level: 1, open: [], closed: [], sort: "offset" } as const;
          const shown = await store.handle("reveal", { docId, spec, key: key! });
          expect(shown, `${release} ${kind} ${path}: ${key}`).not.toBeNull();
        }
      }
    },
  );
});
