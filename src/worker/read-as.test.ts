import { describe, expect, it } from "vitest";
import { encodeText } from "../wire/text.ts";
import type { DocInfo, ReadChoice, Row, ViewSpec } from "./protocol.ts";
import { DocumentStore } from "./store.ts";

const PROTO = `syntax = "proto3"; package t;
message Root { uint32 id = 1; bytes data = 2; repeated bytes chunks = 3; bytes hidden = 4; }
message Dev { uint32 irq = 1; string name = 2; bytes inner = 3; }`;
const URL = "type.googleapis.com/t.Dev";
const BLOB = `1: 7 2: \`0100020003000000\` 3: {1: 5} 3: {1: 6} 3: {1: 8} 4: {1: "${URL}" 2: {1: 9 2: "deep"}} 17: {1: 4}`;
const ALL: ViewSpec = { level: 9, open: [], closed: [], sort: "offset" };

async function open(): Promise<{ store: DocumentStore; read: (readAs?: ReadChoice[]) => Promise<DocInfo> }> {
  const store = new DocumentStore();
  const { blobs } = await store.handle("import", {
    files: [
      { path: "rel/t.proto", kind: "file", file: new Blob([PROTO]) },
      { path: "a.bin", kind: "file", file: new Blob([encodeText(BLOB)]) },
    ],
  });
  const { blobId } = blobs[0]!;
  return { store, read: (readAs) => store.handle("decode", { blobId, root: "t.Root", ...(readAs && { readAs }) }) };
}

async function rows(store: DocumentStore, docId: string, spec: Partial<ViewSpec> = {}): Promise<readonly Row[]> {
  const info = await store.handle("view", { docId, spec: { ...ALL, ...spec } });
  return store.handle("rows", { docId, from: 0, to: info.rows });
}

describe("bytes that the user reads otherwise", () => {
  it("have rows below, offered to every row of bytes and no other, and the choice is said", async () => {
    const { store, read } = await open();
    const { docId } = await read([{ key: "data", as: "u16" }]);
    const all = await rows(store, docId);
    const of = (key: string) => all.find((row) => row.key === key);
    expect(of("data")).toMatchObject({ rereads: "chosen", status: "known", type: "bytes", aside: "read as 16-bit integers, your choice" });
    expect(of("data@[2]")).toMatchObject({
      path: "data[2]",
      kind: "element",
      value: "3",
      type: "u16",
      notes: ["guess"],
      status: "unknown",
    });
    expect(of("hidden")).toMatchObject({ rereads: "found" });
    expect(of("#17")).toMatchObject({ rereads: "not" });
    expect(of("id")?.rereads).toBeUndefined();
    expect(of("hidden.value")?.rereads).toBeUndefined();
  });

  it("leave a run of a repeated field together", async () => {
    const { store, read } = await open();
    const { docId } = await read([{ key: "chunks[1]", as: "u8" }]);
    const keys = (await rows(store, docId)).map(({ key }) => key).filter((key) => key.startsWith("chunks"));
    const together = ["chunks[]", "chunks[0]", "chunks[1]", "chunks[1]@[0]", "chunks[1]@[1]", "chunks[2]"];
    expect(keys).toEqual(together);
    const sorted = await rows(store, docId, { sort: "number" });
    expect(sorted.map(({ key }) => key).filter((key) => key.startsWith("chunks"))).toEqual(together);
  });

  it("count as before, in all chips, and hold no problem of the blob", async () => {
    const { store, read } = await open();
    const before = await read();
    const after = await read([
      { key: "data", as: "t.Dev@rel" },
      { key: "chunks[0]", as: "google.protobuf.Any@rel" },
    ]);
    expect(after.docId).not.toBe(before.docId);
    expect(after.counts).toEqual(before.counts);
    expect(after.notes).toBe(before.notes);
    expect((await rows(store, after.docId)).some(({ status }) => status === "mismatched")).toBe(true);
    expect(await store.handle("problem", { docId: after.docId, direction: 1 })).toBeNull();
    for (const status of ["known", "unknown", "mismatched", "notes"] as const) {
      const matches = async (docId: string) => (await store.handle("view", { docId, spec: { ...ALL, status } })).matches;
      expect(await matches(after.docId)).toBe(await matches(before.docId));
    }
  });

  it("are found, filtered, located and copied like any others", async () => {
    const { store, read } = await open();
    const { docId } = await read([
      { key: "#17", as: "t.Dev@rel" },
      { key: "data", as: "u32" },
    ]);
    const query = { text: "deep", names: true, values: true, numbers: false, bytes: false };
    const { findId, hits } = await store.handle("find", { docId, query });
    expect(hits).toBe(1);
    expect(await store.handle("hit", { findId, index: 0 })).toEqual({ key: "hidden.value.name" });
    expect((await rows(store, docId, { text: "131,073" })).map(({ key }) => key)).toEqual(["data", "data@[0]"]);
    const copy = (key: string, what: "json" | "value" | "hex" | "text" | "path") => store.handle("copy", { docId, key, what });
    expect(JSON.parse(await copy("#17", "json"))).toEqual({ irq: 4 });
    expect(JSON.parse(await copy("data", "json"))).toEqual([131073, 3]);
    expect(await copy("data", "text")).toBe("2: `0100020003000000`  # data");
    expect(await copy("data@[1]", "hex")).toBe("03000000");
    expect(await copy("data@[1]", "path")).toBe("data[1]");
    expect(await copy("hidden.value.name", "value")).toBe("deep");
    const key = await store.handle("locate", { docId, offset: 8 });
    expect(key).toBe("data@[1]");
    const place = await store.handle("reveal", { docId, spec: { ...ALL, level: 0 }, key: "hidden.value.name" });
    expect(place?.index).toBeGreaterThan(0);
    const text = await read([{ key: "chunks[0]", as: "utf-8" }]);
    expect(await store.handle("copy", { docId: text.docId, key: "chunks[0]", what: "value" })).toBe("\u0008\u0005");
  });

  it("say in the details what they are and whose types stand there", async () => {
    const { store, read } = await open();
    const { docId } = await read([
      { key: "data", as: "varints" },
      { key: "chunks[2]", as: "t.Dev@rel" },
    ]);
    const details = (key: string) => store.handle("details", { docId, key });
    expect(await details("data")).toMatchObject({
      says: "Shown as packed varints, as you chose.",
      readAs: { reset: "As the schema says", now: { as: "varints", words: "packed varints", chosen: true } },
    });
    expect((await details("data"))?.readings.find(({ current }) => current)?.label).toBe("packed varints");
    const element = await details("data@[0]");
    expect(element).toMatchObject({ says: "Part of the bytes of data, which are read as packed varints, as you chose." });
    expect(element?.schema).toBeUndefined();
    expect(element?.declaredIn).toBeUndefined();
    expect(await details("chunks[2].irq")).toMatchObject({
      says: "Part of the bytes of chunks[2], which are read as t.Dev of rel, as you chose. Names and types are those of rel.",
      declaredIn: "t.Dev",
      schema: { release: "rel" },
    });
    expect((await details("hidden"))?.readAs?.now).toEqual({
      as: "google.protobuf.Any@rel",
      words: "google.protobuf.Any of rel",
      chosen: false,
    });
    expect((await details("#17"))?.readAs).toEqual({ reset: "As found" });
    expect((await details("id"))?.readAs).toBeUndefined();
  });

  it("offer what fits first, with why the rest does not, and the types of all releases", async () => {
    const { store, read } = await open();
    const { docId } = await read();
    const offer = (key: string) => store.handle("readAs", { docId, key });
    const data = await offer("data");
    expect(data).toMatchObject({ bytes: 8, reset: "As the schema says", plain: "bytes" });
    expect(data?.readings.find(({ as }) => as === "guid")).toEqual({ as: "guid", label: "GUID", unfit: "needs 16 bytes, has 8" });
    expect(data?.readings.find(({ as }) => as === "u32")?.value).toBe("131,073, 3");
    expect(data?.types.map(({ release, names }) => [release, names.includes("t.Dev"), names.includes("google.protobuf.Any")])).toEqual([
      ["rel", true, true],
    ]);
    expect((await offer("hidden"))?.likely[0]).toMatchObject({ as: "google.protobuf.Any@rel" });
    expect((await offer("hidden"))?.plain).toBe("a saved-state blob by its type URL, a guess");
    expect((await offer("#17"))?.plain).toBe("a message, a guess");
    expect(await offer("id")).toBeNull();
    expect(await offer("gone")).toBeNull();
  });

  it("tell which choices are not followed, and never change what a comparison or a verdict goes by", async () => {
    const { store, read } = await open();
    const { docId, blobId, lost } = await read([
      { key: "data", as: "guid" },
      { key: "hidden", as: "message" },
    ]);
    expect(lost).toEqual([{ choice: { key: "data", as: "guid" }, why: "needs 16 bytes, has 8" }]);
    const side = { blobId, root: "t.Root", release: "rel" };
    const info = await store.handle("compare", { a: { ...side, readAs: [{ key: "data", as: "u8" }] }, b: side, matchBy: {} });
    expect(info).toMatchObject({ equal: true });
    // Inside bytes that are read otherwise a release holds the bytes: what it makes of them is said.
    const plain = await store.handle("decode", { blobId, root: "t.Root", readAs: [{ key: "hidden", as: "bytes" }] });
    const held = await store.handle("held", { docId, key: "hidden.#1", blobId });
    expect(held?.values).toHaveLength(1);
    expect(held).toEqual(await store.handle("held", { docId: plain.docId, key: "hidden", blobId }));
  });

  it("are read without a schema too", async () => {
    const { store, read } = await open();
    const { blobId } = await read();
    const raw = await store.handle("decode", { blobId, raw: true, readAs: [{ key: "#4", as: "google.protobuf.Any@rel" }] });
    expect((await rows(store, raw.docId)).map(({ key }) => key)).toContain("#4.value.irq");
  });
});

describe("blobs that were found in bytes", () => {
  it("are opened up to a limit, which is said", async () => {
    const one = encodeText(`3: {1: "${URL}" 2: {1: 9}}`);
    const reading = async (count: number) => {
      const store = new DocumentStore();
      const bytes = new Uint8Array(one.length * count);
      for (let i = 0; i < count; i++) bytes.set(one, i * one.length);
      const { blobs } = await store.handle("import", {
        files: [
          { path: "rel/t.proto", kind: "file", file: new Blob([PROTO]) },
          { path: "a.bin", kind: "file", file: new Blob([bytes]) },
        ],
      });
      return store.handle("decode", { blobId: blobs[0]!.blobId, root: "t.Root" });
    };
    expect((await reading(10_001)).hiddenCut).toBe(10_000);
    expect((await reading(9_999)).hiddenCut).toBeUndefined();
  });
});
