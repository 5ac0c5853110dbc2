import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { DocumentStore } from "./store.ts";
import { opened } from "./testing/opened.ts";

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
