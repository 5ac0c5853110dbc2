import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { DocumentStore } from "./store.ts";

const store = new DocumentStore();
const spec = { open: [], closed: [], equal: false };
let ids: string[];
let compareId: string;
const VCPU = "units[5].state.value.vcpus[0].";

function example(name: string) {
  return { path: name, kind: "file" as const, file: new Blob([readFileSync(`public/examples/${name}`)]) };
}

describe("the compare desk", () => {
  beforeAll(async () => {
    const files = (readdirSync("schemas", { recursive: true }) as string[])
      .filter((path) => /\.(proto|json)$/.test(path))
      .map((path) => ({ path, text: readFileSync(`schemas/${path}`, "utf8") }));
    await store.handle("bundled", { files });
    const { blobs } = await store.handle("import", { files: [example("machine-1.1.bin"), example("machine-2.0.bin")] });
    ids = blobs.map(({ blobId }) => blobId);
    const info = await store.handle("compare", {
      a: { blobId: ids[0]!, release: "1.1" },
      b: { blobId: ids[1]!, release: "2.0" },
      matchBy: {},
    });
    compareId = info.compareId;
  });

  test("every row of a view is found again by its key", async () => {
    const { rows } = await store.handle("compareView", { compareId, spec: { ...spec, equal: true } });
    const all = await store.handle("compareRows", { compareId, from: 0, to: rows });
    expect(all).toHaveLength(rows);
    expect(new Set(all.map(({ key }) => key)).size).toBe(rows);
    for (const row of all) {
      const place = await store.handle("compareReveal", { compareId, spec: { ...spec, equal: true }, key: row.key });
      expect(place?.index, row.key).toBe(row.index);
    }
  });

  test("what neither side has closes its message, as Inspect has it of each side", async () => {
    const { rows } = await store.handle("compareView", { compareId, spec: { ...spec, equal: true } });
    const all = await store.handle("compareRows", { compareId, from: 0, to: rows });
    const parent = all.find(({ key }) => key === "units[5].state.value.vcpus[0]|")!;
    const inside = all.filter((row) => row.parent === parent.index);
    const absent = inside.filter((row) => row.absent);
    expect(absent.length).toBeGreaterThan(0);
    expect(inside.slice(-absent.length)).toEqual(absent);
    const shown = new Set<string>();
    for (const [at, release] of ["1.1", "2.0"].entries()) {
      const { docId } = await store.handle("decode", { blobId: ids[at]!, release });
      const view = { level: 9, open: [], closed: [], sort: "offset", status: "defaulted" } as const;
      const of = await store.handle("view", { docId, spec: view });
      const own = await store.handle("rows", { docId, from: 0, to: of.rows });
      for (const { path, status } of own) if (status === "defaulted" && path.startsWith(VCPU)) shown.add(path.slice(VCPU.length));
    }
    // Those that one side has on its wire are changes.
    const changes = new Set(inside.filter((row) => !row.absent).map(({ label }) => label.replace(/^(\w+).*/, "$1")));
    expect(absent.map(({ label }) => label).sort()).toEqual([...shown].filter((name) => !changes.has(name)).sort());
    for (const { key, label } of absent) {
      const details = await store.handle("compareDetails", { compareId, key });
      expect([details?.path, details?.a?.wire, details?.b?.wire]).toEqual([`${VCPU}${label}`, undefined, undefined]);
      expect(details?.a?.status ?? details?.b?.status).toBe("defaulted");
    }
    const after = await store.handle("compareStep", { compareId, direction: 1, key: absent[0]!.key });
    expect(after?.key).toMatch(/^units\[5\]\.state\.value\.vcpus\[3\]/);
    const before = await store.handle("compareStep", { compareId, direction: -1, key: absent[0]!.key });
    expect(before?.key).toBe(`|${VCPU}pv_clock`);
  });

  test("next goes through every change once, and each has details", async () => {
    await store.handle("compareView", { compareId, spec });
    const seen = new Set<string>();
    let key: string | undefined;
    for (;;) {
      const step = await store.handle("compareStep", { compareId, direction: 1, ...(key !== undefined && { key }) });
      if (!step || seen.has(step.key)) break;
      seen.add(step.key);
      expect(step.at).toBe(seen.size - 1);
      const details = await store.handle("compareDetails", { compareId, key: step.key });
      expect(details?.at).toBe(step.at);
      key = step.key;
    }
    const info = await store.handle("compare", {
      a: { blobId: ids[0]!, release: "1.1" },
      b: { blobId: ids[1]!, release: "2.0" },
      matchBy: {},
    });
    expect(info.changes).toBeGreaterThan(10);
    expect(seen.size).toBe(info.changes);
  });

  test("a filter keeps changes of its kind and their parents", async () => {
    const { rows, matches } = await store.handle("compareView", { compareId, spec: { ...spec, kind: "added" } });
    const all = await store.handle("compareRows", { compareId, from: 0, to: rows });
    expect(matches).toBeGreaterThan(0);
    expect(all.filter(({ kind }) => kind === "added")).toHaveLength(matches);
    expect(all.every(({ kind }) => kind !== "fold")).toBe(true);
  });

  test("every byte of both sides leads to a row that can be shown", async () => {
    const side = { a: 0, b: 1 } as const;
    for (const name of ["a", "b"] as const) {
      const bytes = await store.handle("bytes", { blobId: ids[side[name]]!, from: 0, to: 1e6 });
      for (let offset = 0; offset < bytes.length; offset += 7) {
        const key = await store.handle("compareLocate", { compareId, side: name, offset });
        expect(key, `${name} ${offset}`).not.toBeNull();
        expect(await store.handle("compareReveal", { compareId, spec, key: key! }), key!).not.toBeNull();
      }
    }
  });

  test("what is found is shown, in tree order", async () => {
    const query = { text: "name", names: true, values: true, numbers: false, bytes: false };
    const { findId, hits } = await store.handle("compareFind", { compareId, query });
    expect(hits).toBeGreaterThan(0);
    for (let index = 0; index < hits; index++) {
      const hit = await store.handle("compareHit", { findId, index });
      expect(await store.handle("compareReveal", { compareId, spec, key: hit!.key })).not.toBeNull();
    }
  });

  test("the export is JSON with all changes", async () => {
    const { name, bytes } = await store.handle("compareExport", { compareId });
    const json = JSON.parse(new TextDecoder().decode(bytes));
    expect(name).toBe("machine-1.1-machine-2.0.diff.json");
    expect(json.changes).toHaveLength(Object.values(json.counts as Record<string, number>).reduce((a, b) => a + b));
  });
});
