import { describe, expect, it } from "vitest";
import { absentFields, decode, findItem, keyOf, NOTABLE, walk } from "../decode/index.ts";
import { absent, realBlobs, setOf } from "../decode/testing/openvmm.ts";
import { encodeText } from "../wire/text.ts";
import type { DocInfo, Row, ViewSpec } from "./protocol.ts";
import { DocumentStore } from "./store.ts";
import { viewOf } from "./view.ts";

const PROTO = `syntax = "proto3"; package t;
import "google/protobuf/any.proto";
message Unit { string name = 1; google.protobuf.Any state = 2; }
message Root { uint32 id = 1; repeated Unit units = 2; Extra extra = 3; bytes data = 4; }
message Extra { uint32 x = 1; Extra more = 2; }
message Dev { uint32 irq = 1; repeated uint32 ring = 2; google.protobuf.Any inner = 3; }`;
const BLOB = `1: 7
2: {1: "clock" 2: {1: "type.googleapis.com/t.Dev" 2: {1: 5 2: [10 20 30] 9: {1: 2}}}}
2: {1: "pci" 2: {1: "type.googleapis.com/t.Dev" 2: {1: 6 3: {1: "type.googleapis.com/t.Dev" 2: {1: 9}}}}}
4: \`c0ffee\``;

const PLAIN: ViewSpec = { level: 1, open: [], closed: [], sort: "offset" };

async function open(text = BLOB): Promise<{ store: DocumentStore; doc: DocInfo; blobId: string }> {
  const store = new DocumentStore();
  const { blobs, releases, problems } = await store.handle("import", {
    files: [
      { path: "rel/t.proto", kind: "file", file: new Blob([PROTO]) },
      { path: "a.bin", kind: "file", file: new Blob([encodeText(text)]) },
    ],
  });
  expect(problems).toEqual([]);
  expect(releases.map((release) => release.release)).toEqual(["rel"]);
  const blobId = blobs[0]!.blobId;
  return { store, doc: await store.handle("decode", { blobId, root: "t.Root" }), blobId };
}

async function rows(store: DocumentStore, docId: string, spec: ViewSpec): Promise<readonly Row[]> {
  const info = await store.handle("view", { docId, spec });
  return store.handle("rows", { docId, from: 0, to: info.rows });
}

const labels = (list: readonly Row[]): string[] =>
  list.map(
    (row) => `${"  ".repeat(row.depth)}${row.label}${row.hint ? ` ${row.hint}` : ""}${row.expanded ? " v" : row.expandable ? " >" : ""}`,
  );

describe("the tree", () => {
  it("opens one level, draws runs together and ends with what is absent", async () => {
    const { store, doc } = await open();
    expect(labels(await rows(store, doc.docId, PLAIN))).toEqual(["id", "units[2] v", "  [0] clock >", "  [1] pci >", "data", "extra >"]);
  });

  it("opens and closes by key, absent messages too", async () => {
    const { store, doc } = await open();
    const spec: ViewSpec = { ...PLAIN, open: ["units[1]", "units[1].state", "extra", "extra.more"], closed: ["gone"] };
    const list = await rows(store, doc.docId, spec);
    expect(labels(list)).toEqual([
      "id",
      "units[2] v",
      "  [0] clock >",
      "  [1] pci v",
      "    name",
      "    state v",
      "      type_url",
      "      value >",
      "data",
      "extra v",
      "  x",
      "  more v",
      "    x",
      "    more >",
    ]);
    expect(list.at(-1)).toMatchObject({ key: "extra.more.more", status: "defaulted", posInSet: 2, setSize: 2, parent: 11 });
    expect(labels(await rows(store, doc.docId, { ...PLAIN, closed: ["units[]"] }))).toContain("units[2] >");
  });

  it("sorts by number", async () => {
    const { store, doc } = await open();
    const top = (await rows(store, doc.docId, { ...PLAIN, sort: "number" })).filter((row) => row.depth === 0);
    expect(top.map((row) => row.label)).toEqual(["id", "units[2]", "extra", "data"]);
  });

  it("shows with a filter the rows that match, with their parents", async () => {
    const { store, doc } = await open();
    const unknown = await rows(store, doc.docId, { ...PLAIN, status: "unknown" });
    expect(labels(unknown)).toEqual(["units[2] v", "  [0] clock v", "    state v", "      value v", "        #9 >"]);
    expect(unknown.map((row) => row.context === true)).toEqual([true, true, true, true, false]);
    const text = await rows(store, doc.docId, { ...PLAIN, text: "IRQ" });
    expect(text.filter((row) => !row.context).map((row) => row.path)).toEqual([
      "units[0].state.value.irq",
      "units[1].state.value.irq",
      "units[1].state.value.inner.value.irq",
    ]);
    const { matches } = await store.handle("view", { docId: doc.docId, spec: { ...PLAIN, status: "defaulted" } });
    expect(matches).toBe(doc.counts.defaulted);
  });

  it("says what a closed row hides", async () => {
    const { store, doc } = await open();
    const list = await rows(store, doc.docId, PLAIN);
    expect(list.find((row) => row.hint === "clock")?.rollup).toEqual({ malformed: 0, mismatched: 0, unknown: 1, notes: 0 });
  });
});

describe("the links", () => {
  it("go from a byte to a row and open what hides it", async () => {
    const { store, doc } = await open();
    const size = encodeText(BLOB).length;
    for (let offset = 0; offset < size; offset++) {
      const key = (await store.handle("locate", { docId: doc.docId, offset }))!;
      const found = (await store.handle("reveal", { docId: doc.docId, spec: PLAIN, key }))!;
      await store.handle("view", { docId: doc.docId, spec: found.spec });
      const [row] = await store.handle("rows", { docId: doc.docId, from: found.index, to: found.index + 1 });
      expect(row?.key).toBe(key);
      expect(row!.range![0] <= offset && offset < row!.range![1]).toBe(true);
    }
    expect(await store.handle("locate", { docId: doc.docId, offset: size })).toBeNull();
  });

  it("drop the filter when it hides the row", async () => {
    const { store, doc } = await open();
    const found = await store.handle("reveal", { docId: doc.docId, spec: { ...PLAIN, status: "malformed" }, key: "units[1].name" });
    expect(found?.spec.status).toBeUndefined();
    expect(await store.handle("reveal", { docId: doc.docId, spec: PLAIN, key: "units[7].name" })).toBeNull();
  });

  it("go through the problems, round the end", async () => {
    const { store, doc } = await open("1: 5 3: {1: `00`} 4: 5 2: {1: `ff`}");
    const next = (key: string | undefined, direction: 1 | -1): Promise<string | null> =>
      store.handle("problem", { docId: doc.docId, direction, ...(key !== undefined && { key }) });
    expect(await next(undefined, 1)).toBe("extra.x");
    expect(await next("extra.x", 1)).toBe("data");
    expect(await next("extra.more", 1)).toBe("data");
    expect(await next("extra.more", -1)).toBe("extra.x");
    expect(await next("units[0].name", 1)).toBe("extra.x");
    expect(await next(undefined, -1)).toBe("units[0].name");
  });
});

describe("find", () => {
  const query = (text: string, on: Partial<Record<"names" | "values" | "numbers" | "bytes", boolean>>) => ({
    text,
    names: false,
    values: false,
    numbers: false,
    bytes: false,
    ...on,
  });
  it.each([
    ["irq", { names: true }, 3],
    ["state.value.irq", { names: true }, 2],
    ["clock", { values: true }, 1],
    ["t.dev", { values: true }, 3],
    ["30", { values: true }, 1],
    ["#9", { numbers: true }, 1],
    ["0x0000", { numbers: true }, 1],
    ["c0 ff ee", { bytes: true }, 1],
    ["'pci'", { bytes: true }, 1],
    ["unknown", { names: true }, 1],
    ["nothing", { names: true, values: true, numbers: true }, 0],
  ])("%s in %j: %i hits", async (text, on, hits) => {
    const { store, doc } = await open();
    const result = await store.handle("find", { docId: doc.docId, query: query(text, on) });
    expect(result).toMatchObject({ hits, complete: true });
    for (let index = 0; index < hits; index++) {
      const hit = (await store.handle("hit", { findId: result.findId, index }))!;
      expect(await store.handle("hitNear", { findId: result.findId, key: hit.key })).toBe(index);
    }
  });

  it("says why bytes cannot be looked for", async () => {
    const { store, doc } = await open();
    expect((await store.handle("find", { docId: doc.docId, query: query("0g", { bytes: true }) })).trouble).toMatch(
      /“g” is not a hex digit/,
    );
    expect((await store.handle("find", { docId: doc.docId, query: query("0ab", { bytes: true }) })).trouble).toMatch(/two digits/);
  });
});

describe("copy and save", () => {
  it("give path, value, JSON, hex and text", async () => {
    const { store, doc } = await open();
    const copy = (key: string, what: "path" | "value" | "json" | "hex" | "text"): Promise<string> =>
      store.handle("copy", { docId: doc.docId, key, what });
    expect(await copy("units[0].name", "path")).toBe("units[0].name");
    expect(await copy("units[0].name", "value")).toBe("clock");
    expect(await copy("data", "hex")).toBe("2203c0ffee");
    expect(JSON.parse(await copy("units[0].state.value", "json"))).toEqual({ irq: 5, ring: [10, 20, 30], "#9": { "#1": "2" } });
    expect(encodeText(await copy("units[1]", "text"))).toEqual(encodeText(BLOB.split("\n")[2]!));
    expect(await copy("extra", "value")).toBe("null");
  });
});

describe("opening", () => {
  it("keeps what was open when a paste cannot be read", async () => {
    const { store, blobId } = await open();
    const result = await store.handle("import", { files: [{ path: "", kind: "text", text: "0a 0g" }] });
    expect(result.blobs).toEqual([]);
    expect(result.problems[0]?.message).toMatch(/line 1, column \d+/);
    expect((await store.handle("decode", { blobId })).counts.known).toBeGreaterThan(0);
  });

  it("tells that bytes are open already, and reads pasted hex", async () => {
    const { store, blobId } = await open();
    const hex = [...encodeText(BLOB)].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    const { blobs } = await store.handle("import", { files: [{ path: "", kind: "text", text: hex }] });
    expect(blobs[0]).toMatchObject({ blobId, already: true });
  });

  it("reads raw without a schema, and says that a release lacks the root", async () => {
    const { store, blobId } = await open();
    const raw = await store.handle("decode", { blobId, raw: true });
    expect(raw.release).toBeUndefined();
    expect(raw.counts).toMatchObject({ known: 0, unknown: 4 });
    const lacking = await store.handle("decode", { blobId, release: "rel", root: "t.Nothing" });
    expect(lacking.trouble).toMatch(/rel has no type t.Nothing/);
  });

  it("takes an empty file as a message of defaults", async () => {
    const { store, doc } = await open("");
    expect(doc.counts).toEqual({ known: 0, unknown: 0, defaulted: 4, mismatched: 0, malformed: 0 });
    expect((await rows(store, doc.docId, PLAIN)).every((row) => row.status === "defaulted")).toBe(true);
  });

  it("refuses what is not open with a sentence", async () => {
    await expect(new DocumentStore().handle("decode", { blobId: "x" })).rejects.toMatchObject({ code: "unknown-blob" });
    const { store, blobId } = await open();
    await expect(store.handle("decode", { blobId, release: "no" })).rejects.toMatchObject({ code: "unknown-release" });
  });
});

describe.skipIf(absent)("the real blobs", () => {
  it("show every row once when all is open, each with a key that finds it", () => {
    for (const blob of realBlobs()) {
      if (blob.bytes.length < 2000) continue;
      const set = setOf("schemas", blob.writer);
      const decoded = decode(blob.bytes, set, set.typeByName.get(blob.root));
      const view = viewOf(decoded, { level: Number.POSITIVE_INFINITY, open: [], closed: [], sort: "offset" });
      const all = view.rows(0, view.info.rows);
      expect(all.filter((row) => row.kind !== "group").length).toBe([...walk(decoded)].length);
      expect(new Set(all.map((row) => row.key)).size).toBe(all.length);
      for (let node = 0; node < decoded.nodes.length; node += 97) {
        const key = keyOf(decoded, node);
        expect(findItem(decoded, key, (at) => absentFields(decoded, at))).toEqual({ kind: "node", node });
        expect(view.rows(view.indexOf(key), view.indexOf(key) + 1)[0]?.key).toBe(key);
      }
      let notable = 0;
      for (let node = 0; node < decoded.nodes.length; node++) if (decoded.nodes.notes(node) & NOTABLE) notable++;
      expect(notable).toBe(decoded.notable);
    }
  });
});
