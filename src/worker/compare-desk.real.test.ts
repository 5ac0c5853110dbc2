import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { DocumentStore } from "./store.ts";

const root = "../shared/openvmm";

describe.skipIf(!existsSync(root))(`the compare desk on real blobs (needs ${root})`, () => {
  test("every row is found by its key, next meets every change, every byte has a row", { timeout: 120_000 }, async () => {
    const store = new DocumentStore();
    const files = (readdirSync(`${root}/schemas`, { recursive: true }) as string[])
      .filter((path) => /\.(proto|json)$/.test(path))
      .map((path) => ({ path: `s/${path}`, kind: "file" as const, file: new Blob([readFileSync(`${root}/schemas/${path}`)]) }));
    await store.handle("import", { files });
    const blobs = (readdirSync(`${root}/blobs`, { recursive: true }) as string[])
      .filter((path) => /ServicingState-\d+\.bin$/.test(path))
      .sort();
    for (let i = 0; i + 1 < blobs.length; i += 7) {
      const names = [blobs[i]!, blobs[i + 1]!];
      const opened = await store.handle("import", {
        files: names.map((path) => ({ path, kind: "file" as const, file: new Blob([readFileSync(`${root}/blobs/${path}`)]) })),
      });
      const [a, b] = opened.blobs;
      const { compareId, changes } = await store.handle("compare", { a: { blobId: a!.blobId }, b: { blobId: b!.blobId }, matchBy: {} });
      for (const equal of [false, true]) {
        const spec = { open: [], closed: [], equal };
        const { rows } = await store.handle("compareView", { compareId, spec });
        const all = await store.handle("compareRows", { compareId, from: 0, to: rows });
        expect(new Set(all.map(({ key }) => key)).size, `${names}`).toBe(rows);
        for (const row of all) {
          const place = await store.handle("compareReveal", { compareId, spec, key: row.key });
          expect([place?.index, place?.key], `${names} ${row.key}`).toEqual([row.index, row.key]);
        }
      }
      const spec = { open: [], closed: [], equal: false };
      await store.handle("compareView", { compareId, spec });
      let key: string | undefined;
      for (let at = 0; at < changes; at++) {
        const step = await store.handle("compareStep", { compareId, direction: 1, ...(key !== undefined && { key }) });
        expect(step?.at, `${names}`).toBe(at);
        key = step!.key;
        expect(await store.handle("compareDetails", { compareId, key }), `${names} ${key}`).not.toBeNull();
      }
      for (let offset = 0; offset < b!.bytes; offset += 97) {
        const found = await store.handle("compareLocate", { compareId, side: "b", offset });
        expect(found, `${names} ${offset}`).not.toBeNull();
        expect(await store.handle("compareReveal", { compareId, spec, key: found! }), `${names} ${found}`).not.toBeNull();
      }
    }
  });
});
