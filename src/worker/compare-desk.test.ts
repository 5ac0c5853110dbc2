import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import type { CompareRow, CompareSpec, Row } from "./protocol.ts";
import { DocumentStore } from "./store.ts";

const store = new DocumentStore();
const spec = { open: [], closed: [], equal: false };
let ids: string[];
let compareId: string;
/** A further chunk of a packed list: Compare has one row for all of them, that of the list. */
const CHUNK = /(watchpoints)\[1\]$/;
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

  test("a list is all its occurrences on each side: their bytes, and what is copied by its key", async () => {
    const { rows } = await store.handle("compareView", { compareId, spec });
    const all = await store.handle("compareRows", { compareId, from: 0, to: rows });
    const list = all.find(({ key }) => key.startsWith("*units["))!;
    const details = (await store.handle("compareDetails", { compareId, key: list.key }))!;
    for (const [at, side] of (["a", "b"] as const).entries()) {
      const { key, range, wire } = details[side]!;
      expect([key, wire]).toEqual(["units[]", undefined]);
      const { docId } = await store.handle("decode", { blobId: ids[at]!, release: ["1.1", "2.0"][at]! });
      const units = JSON.parse(await store.handle("copy", { docId, key, what: "json" })) as unknown[];
      expect(`${units.length} elements`).toBe(list[side]!.text);
      expect((await store.handle("copy", { docId, key, what: "hex" })).length).toBe(2 * (range![1] - range![0]));
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

  test("all below a row is opened, but for what is closed again", async () => {
    const rowsOf = async (of: CompareSpec) => {
      const { rows } = await store.handle("compareView", { compareId, spec: of });
      return store.handle("compareRows", { compareId, from: 0, to: rows });
    };
    const before = await rowsOf(spec);
    const key = "units[8]|";
    const opened = await store.handle("compareOpenAll", { compareId, spec: { ...spec, closed: [key] }, key });
    const after = await rowsOf(opened);
    const isOf = (row: CompareRow) => row.key.replace(/^[-*=]?\|?/, "").startsWith("units[8]");
    expect(after.filter((row) => !isOf(row)).map((row) => [row.key, row.expanded])).toEqual(
      before.filter((row) => !isOf(row)).map((row) => [row.key, row.expanded]),
    );
    const inside = after.filter(isOf);
    expect(inside.length).toBeGreaterThan(before.filter(isOf).length);
    expect(inside.filter((row) => row.expandable && !row.expanded)).toEqual([]);
    for (const row of inside) {
      const place = await store.handle("compareReveal", { compareId, spec: opened, key: row.key });
      expect([place?.index, place?.spec.all], row.key).toEqual([row.index, [key]]);
    }
    const config = inside.find((row) => row.label === "config")!;
    expect(config.startsOpen).toBe(true);
    const closed = await rowsOf({ ...opened, closed: [config.key] });
    expect(closed.find((row) => row.key === config.key)?.expanded).toBe(false);
    expect(closed).toHaveLength(
      after.length - after.filter((row) => row.key.replace(/^[-*=]/, "").startsWith(config.key.replace("|", "."))).length,
    );
  });

  test("the whole tree is opened: both sides' rows as Inspect has them", async () => {
    const all = await store.handle("compareOpenAll", { compareId, spec: { ...spec, equal: true, open: ["x|"] }, key: "" });
    expect(all).toEqual({ open: [], closed: [], equal: true, all: [""] });
    const { rows } = await store.handle("compareView", { compareId, spec: all });
    const lines = await store.handle("compareRows", { compareId, from: 0, to: rows });
    expect(lines.filter((row) => row.expandable && !row.expanded)).toEqual([]);
    expect(new Set(lines.map((row) => row.key)).size).toBe(rows);
    for (const [at, release] of ["1.1", "2.0"].entries()) {
      const { docId } = await store.handle("decode", { blobId: ids[at]!, release });
      const { rows: own } = await store.handle("view", { docId, spec: { level: 99, open: [], closed: [], sort: "offset" } });
      const shown = await store.handle("rows", { docId, from: 0, to: own });
      // Chunks of packed lists are rows in Inspect only, as what an absent message would hold.
      const isRow = ({ kind, notes }: Row) => (kind === "field" && !notes.includes("bare")) || kind === "element";
      const keys = shown.filter(isRow).map((row) => row.key);
      const here = new Set(
        lines
          .filter((row) => !row.absent)
          .map((row) => row.key.replace(/^\*/, "").split("|")[at] || row.key.replace(/^\*/, "").split("|")[0]),
      );
      expect(keys.filter((one) => !here.has(one))).toEqual([]);
    }
  });

  test("equal elements are called by their keys, units by their names", async () => {
    const { rows } = await store.handle("compareView", { compareId, spec: { ...spec, equal: true } });
    const all = await store.handle("compareRows", { compareId, from: 0, to: rows });
    expect(all.find(({ key }) => key === "units[0]|")).toMatchObject({ kind: "equal", label: "clock", hint: "units[0]" });
    expect(all.find(({ key }) => key === "units[5].state.value.vcpus[1]|")).toMatchObject({ label: "vcpus[1]", hint: "index 1" });
  });

  test("a unit is called by its name, whatever the units are matched by", async () => {
    const [a, b] = [
      { blobId: ids[0]!, release: "1.1" },
      { blobId: ids[1]!, release: "2.0" },
    ];
    const { compareId: other } = await store.handle("compare", { a, b, matchBy: { units: "content" } });
    const { rows } = await store.handle("compareView", { compareId: other, spec: { ...spec, equal: true } });
    const all = await store.handle("compareRows", { compareId: other, from: 0, to: rows });
    const units = all.filter(({ key }) => /^(units\[\d+\])?\|(units\[\d+\])?$/.test(key));
    expect(units.length).toBeGreaterThan(9);
    expect(units.filter(({ label, hint }) => /\W/.test(label.replaceAll("-", "")) || !/^units\[\d+\]$/.test(hint ?? ""))).toEqual([]);
    expect(units.filter(({ label }) => label === "clock")[0]).toMatchObject({ hint: "units[0]" });
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
    const docIds: string[] = [];
    for (const [at, release] of ["1.1", "2.0"].entries()) docIds.push((await store.handle("decode", { blobId: ids[at]!, release })).docId);
    for (const name of ["a", "b"] as const) {
      const bytes = await store.handle("bytes", { blobId: ids[side[name]]!, from: 0, to: 1e6 });
      for (let offset = 0; offset < bytes.length; offset += 3) {
        const key = await store.handle("compareLocate", { compareId, side: name, offset });
        expect(key, `${name} ${offset}`).not.toBeNull();
        const [keyA, keyB] = key!.replace(/^\*/, "").split("|");
        const own = await store.handle("locate", { docId: docIds[side[name]]!, offset });
        expect(name === "a" ? keyA : keyB || keyA, `${name} ${offset}`).toBe(own!.replace(CHUNK, "$1[0]"));
        expect(await store.handle("compareReveal", { compareId, spec, key: key! }), key!).not.toBeNull();
      }
    }
  });

  test("what is found is shown, in tree order", async () => {
    const query = { text: "e", names: true, values: true, numbers: false, bytes: false };
    const all = await store.handle("compareOpenAll", { compareId, spec: { ...spec, equal: true }, key: "" });
    for (const absent of [false, true]) {
      const { findId, hits } = await store.handle("compareFind", { compareId, query, absent });
      expect(hits).toBeGreaterThan(0);
      const places: number[] = [];
      const keys = new Set<string>();
      for (let index = 0; index < hits; index++) {
        const hit = await store.handle("compareHit", { findId, index });
        keys.add(hit!.key);
        places.push((await store.handle("compareReveal", { compareId, spec: all, key: hit!.key }))!.index);
        expect(await store.handle("compareHitNear", { findId, key: hit!.key }), hit!.key).toBe(index);
      }
      expect(keys.size).toBe(hits);
      expect([...keys].some((key) => key.startsWith("-"))).toBe(absent);
      expect(places).toEqual(places.toSorted((x, y) => x - y));
    }
  });

  test("bytes are found where either side has them, once where both have", async () => {
    // `cmos-rtc` stands in both, the watchdog in B only.
    for (const [text, expected] of [
      ['"cmos-rtc"', ["a", "b"]],
      ['"watchdog.WatchdogState"', ["b"]],
      ['"alarm"', []],
    ] as const) {
      const query = { text, names: false, values: false, numbers: false, bytes: true };
      const { findId, hits } = await store.handle("compareFind", { compareId, query, absent: false });
      expect(hits, text).toBe(expected.length > 0 ? 1 : 0);
      const hit = await store.handle("compareHit", { findId, index: 0 });
      for (const [at, side] of (["a", "b"] as const).entries()) {
        const range = hit?.[side];
        expect(range !== undefined, `${text} ${side}`).toBe((expected as readonly string[]).includes(side));
        if (!range) continue;
        const bytes = await store.handle("bytes", { blobId: ids[at]!, from: range[0], to: range[1] });
        expect(`"${new TextDecoder().decode(bytes)}"`).toBe(text);
      }
    }
  });

  test("a path leads to its row on either side, that of a list to the list", async () => {
    const paths = { "init_state.build.version": true, units: true, "init_state.host_features": false, "units[5].nope": false };
    for (const [path, inA] of Object.entries(paths)) {
      const key = await store.handle("comparePath", { compareId, side: "a", path });
      expect(key !== null, path).toBe(inA);
      if (key !== null) expect((await store.handle("compareDetails", { compareId, key }))?.path).toBe(path);
    }
    expect(await store.handle("comparePath", { compareId, side: "b", path: "init_state.host_features" })).toBe(
      "*|init_state.host_features[0]",
    );
    expect(await store.handle("comparePath", { compareId, side: "a", path: "units[3].state.value.index" })).not.toBeNull();
  });

  test("the export is JSON with all changes", async () => {
    const { name, bytes } = await store.handle("compareExport", { compareId });
    const json = JSON.parse(new TextDecoder().decode(bytes));
    expect(name).toBe("machine-1.1-machine-2.0.diff.json");
    expect(json.changes).toHaveLength(Object.values(json.counts as Record<string, number>).reduce((a, b) => a + b));
  });
});
