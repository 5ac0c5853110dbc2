import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { encodeText } from "../wire/text.ts";
import type { Row, StatusFilter, VerdictFinding, ViewSpec } from "./protocol.ts";
import { DocumentStore } from "./store.ts";
import { opened } from "./testing/opened.ts";

const START: ViewSpec = { level: 1, open: [], closed: [], sort: "offset" };

async function rowsOf(store: DocumentStore, docId: string, spec: ViewSpec): Promise<readonly Row[]> {
  const { rows } = await store.handle("view", { docId, spec });
  return store.handle("rows", { docId, from: 0, to: rows });
}

const KINDS = { fails: ["fails"], depends: ["depends"], loses: ["lost", "truncated", "reinterpreted", "defaulted"] } as const;

describe("rows are marked with the findings of the reading release", () => {
  const examples = JSON.parse(readFileSync(new URL("../../public/examples/index.json", import.meta.url), "utf8")) as {
    readonly file: string;
    readonly root: string;
  }[];
  test.each(examples.map(({ file, root }) => [file, root]))(
    "%s: a filter keeps the rows of the findings, and what is closed counts them",
    async (file, root) => {
      const { store, blobId, releases } = await opened(file);
      for (const { release } of releases) {
        const judged = await store.handle("verdict", { blobId, root, reader: release, limit: 1000 });
        if (judged.verdict === "no-root") continue;
        const { docId } = await store.handle("decode", { blobId, root, release });
        for (const kind of ["fails", "depends", "loses"] as const) {
          const isOf = (one: { readonly kind: string }): boolean => KINDS[kind].some((word) => word === one.kind);
          const rows = await rowsOf(store, docId, { ...START, status: kind });
          const own = rows.filter(({ context }) => !context);
          // A finding marks the row of its bytes, or the absent field that it names.
          const rowOf = ({ path, range }: VerdictFinding): Row | undefined =>
            own.find((row) => row.path === path) ??
            own.find((row) => row.range?.[0] === range[0] && (row.path.startsWith(path) || path.startsWith(row.path)));
          const marked = judged.findings.flatMap((one) => rowOf(one) ?? []);
          const missed = judged.findings.filter((one) => one.path !== "" && isOf(one) && !rowOf(one));
          expect(missed, `${release} ${kind}`).toEqual([]);
          expect(
            own.filter((row) => !marked.includes(row)),
            `${release} ${kind}`,
          ).toEqual([]);
          expect(own.every(({ finding }) => finding !== undefined)).toBe(true);
          // Each top row counts what is below it, whether it is open or not, but for losses of unknown fields.
          const counted = own.filter(({ status, kind: form }) => kind !== "loses" || status !== "unknown" || form === "defaulted");
          const top = rows.filter(({ depth }) => depth === 0);
          const told = top.reduce((sum, row) => sum + (row.found?.[kind] ?? 0) + (counted.includes(row) ? 1 : 0), 0);
          expect(told, `${release} ${kind}`).toBe(counted.length);
        }
      }
    },
  );

  test("nothing is judged to show rows, and a judged release marks them", async () => {
    const { store, blobId } = await opened("machine-1.1.bin");
    const { docId } = await store.handle("decode", { blobId, release: "1.0" });
    const spec: ViewSpec = { ...START, status: "fails" };
    expect(await rowsOf(store, docId, spec)).toEqual([]);
    await store.handle("verdict", { blobId, reader: "1.0", limit: 10 });
    const rows = await rowsOf(store, docId, spec);
    const failing = rows.filter(({ finding }) => finding);
    expect(failing.map(({ path, finding }) => [path, finding!.message])).toEqual([
      ["init_state.firmware", "missing enum variant"],
      ["units[1].name", "unknown unit name"],
      ["units[4].state.value.rx_trigger", "expected a varint"],
    ]);
    expect(rows.find(({ label }) => label === "units[9]")?.found).toEqual({ fails: 2, depends: 0, loses: 0 });
    const narrowed = await rowsOf(store, docId, { ...spec, text: "trigger" });
    expect(narrowed.filter(({ context }) => !context).map(({ path }) => path)).toEqual(["units[4].state.value.rx_trigger"]);
  });

  test("a field of a message that is absent is shown below it, and can be closed", async () => {
    const { store, blobId } = await opened("new-struct-with-enum.bin");
    const { root } = examples.find(({ file }) => file === "new-struct-with-enum.bin")!;
    const judged = await store.handle("verdict", { blobId, root, reader: "2.0", limit: 10 });
    const path = judged.findings.find(({ kind }) => kind === "fails")!.path;
    const { docId } = await store.handle("decode", { blobId, root, release: "2.0" });
    const spec: ViewSpec = { ...START, status: "fails" };
    const rows = await rowsOf(store, docId, spec);
    const at = rows.findIndex((row) => row.path === path);
    expect(rows[at]).toMatchObject({ status: "defaulted", aside: "missing enum variant", finding: { kind: "fails" } });
    const around = rows[rows[at]!.parent]!;
    expect(around).toMatchObject({ status: "defaulted", expanded: true, context: true, found: { fails: 1 } });
    const closed = await rowsOf(store, docId, { ...spec, closed: [around.key] });
    expect(closed.map((row) => row.path)).not.toContain(path);
  });
});

test("a field that is absent, which a plain schema leaves open, is called absent once", async () => {
  const store = new DocumentStore();
  const proto = (fields: string) =>
    new Blob([
      `syntax = "proto3"; package t; message Root { uint32 id = 1; ${fields} } message Kind { oneof variant { uint32 one = 1; uint32 two = 2; } }`,
    ]);
  const { blobs } = await store.handle("import", {
    files: [
      { path: "set/r1/t.proto", kind: "file", file: proto("") },
      { path: "set/r2/t.proto", kind: "file", file: proto("Kind kind = 2;") },
      { path: "a.bin", kind: "file", file: new Blob([Uint8Array.from([8, 5])]) },
    ],
  });
  const { blobId } = blobs[0]!;
  const ask = { blobId, root: "t.Root", writer: "r1" };
  const { findings } = await store.handle("verdict", { ...ask, reader: "r2", limit: 10 });
  expect(findings).toMatchObject([{ kind: "depends" }]);
  const { docId } = await store.handle("decode", { ...ask, release: "r2" });
  const rows = await rowsOf(store, docId, { ...START, status: "depends" });
  const told = rows.filter(({ finding }) => finding).map(({ value, aside }) => [value, aside]);
  expect(told).toEqual([["absent", "the schema does not say whether it has a default"]]);
});

test("where more is found than is listed, what may be more below a row is told as such, and what is before the last listed is not", async () => {
  const store = new DocumentStore();
  const proto = (type: string) =>
    new Blob([
      `syntax = "proto3"; package t; message Root { Part first = 1; repeated Part many = 2; Part last = 3; } message Part { ${type} n = 1; ${type} m = 2; }`,
    ]);
  const part = "{1: 4294967297 2: 4294967298}";
  const bytes = encodeText(`1: ${part} ${`2: ${part} `.repeat(700)} 3: ${part}`);
  const { blobs } = await store.handle("import", {
    files: [
      { path: "set/r1/t.proto", kind: "file", file: proto("uint64") },
      { path: "set/r2/t.proto", kind: "file", file: proto("uint32") },
      { path: "a.bin", kind: "file", file: new Blob([bytes]) },
    ],
  });
  const ask = { blobId: blobs[0]!.blobId, root: "t.Root", writer: "r1" };
  const { total, counts } = await store.handle("verdict", { ...ask, reader: "r2", limit: 1000 });
  expect([total, counts.truncated]).toEqual([2 * 702, 1000]);
  const { docId } = await store.handle("decode", { ...ask, release: "r2" });
  const rows = await rowsOf(store, docId, START);
  const top = rows.filter(({ depth }) => depth === 0);
  expect(top.map(({ label, found }) => [label, found])).toEqual([
    ["first", { fails: 0, depends: 0, loses: 2 }],
    ["many[700]", { fails: 0, depends: 0, loses: 998, atLeast: ["loses"] }],
    ["last", undefined],
  ]);
});

test("looking for a row that a filter hides leaves the rows as they are", async () => {
  const { store, blobId } = await opened("machine-2.0.bin");
  const { docId } = await store.handle("decode", { blobId, release: "1.1" });
  const spec = { ...START, status: "unknown" satisfies StatusFilter as StatusFilter };
  const { rows: count } = await store.handle("view", { docId, spec });
  const before = await store.handle("rows", { docId, from: 0, to: count });
  const place = await store.handle("reveal", { docId, spec, key: "init_state.machine_id" });
  expect(place?.spec.status).toBeUndefined();
  expect(await store.handle("rows", { docId, from: 0, to: count })).toEqual(before);
});
