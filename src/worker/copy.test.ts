import { afterEach, describe, expect, it, vi } from "vitest";
import { encodeText } from "../wire/text.ts";
import type { CopyWhat, ViewSpec } from "./protocol.ts";
import { DocumentStore } from "./store.ts";
import { slowClock } from "./testing/slow-clock.ts";
import { Cancelled } from "./turns.ts";

const PROTO = `syntax = "proto3"; package t;
message Part { uint32 id = 1; string word = 2; repeated uint32 ring = 3; }
message Far { uint32 x = 1; Far more = 2; }
message Root { uint32 id = 1; repeated Part parts = 2; bytes data = 3; Far far = 4; map<string, Part> named = 5; repeated string words = 6; }`;
const PLAIN: ViewSpec = { level: 1, open: ["far"], closed: [], sort: "offset" };

async function open(text: string) {
  const store = new DocumentStore();
  const { blobs } = await store.handle("import", {
    files: [
      { path: "rel/t.proto", kind: "file", file: new Blob([PROTO]) },
      { path: "a.bin", kind: "file", file: new Blob([encodeText(text)]) },
    ],
  });
  const { blobId } = blobs[0]!;
  const { docId } = await store.handle("decode", { blobId, root: "t.Root" });
  await store.handle("view", { docId, spec: PLAIN });
  const copy = (key: string, what: CopyWhat) => store.handle("copy", { docId, key, what });
  const save = async (key: string, what: "bytes" | "json") => {
    const { name, file } = await store.handle("save", { docId, key, what });
    return { name, bytes: new Uint8Array(await file.arrayBuffer()) };
  };
  return { store, blobId, docId, copy, save };
}

const PARTS = '2: {1: 1 2: "a" 3: [1 2]} 2: {1: 2}';

describe("copy and save", () => {
  it("take all occurrences of a row that stands for several", async () => {
    const { copy, save, store, docId } = await open(`1: 7 ${PARTS} 6: "x" 6: "y"`);
    const parts = [{ id: 1, word: "a", ring: [1, 2] }, { id: 2 }];
    expect(JSON.parse(await copy("parts[]", "json"))).toEqual(parts);
    expect(JSON.parse(await copy("parts[]", "value"))).toEqual(parts);
    expect(JSON.parse(await copy("words[]", "json"))).toEqual(["x", "y"]);
    expect(await copy("parts[]", "path")).toBe("parts");
    expect(encodeText(await copy("parts[]", "text"))).toEqual(encodeText(PARTS));
    expect(await copy("parts[]", "hex")).toBe(Buffer.from(encodeText(PARTS)).toString("hex"));
    expect(await save("parts[]", "bytes")).toEqual({ name: "a.parts_.bin", bytes: encodeText(PARTS) });
    const nodes = JSON.parse(new TextDecoder().decode((await save("parts[]", "json")).bytes)) as { path: string; status: string }[];
    expect(nodes.filter(({ status }) => status === "known").map(({ path }) => path)).toContain("parts[1].id");
    expect(nodes[0]!.path).toBe("parts[0]");
    // Its bytes are lit as one.
    const { range, wire } = (await store.handle("details", { docId, key: "parts[]" }))!;
    expect({ range, wire }).toEqual({ range: [2, 2 + encodeText(PARTS).length], wire: undefined });
  });

  it("take what a field of an absent message would hold", async () => {
    const { copy, save } = await open("1: 7");
    expect(await copy("far.x", "value")).toBe("0");
    expect(await copy("far.x", "path")).toBe("far.x");
    expect(JSON.parse(new TextDecoder().decode((await save("far.x", "json")).bytes))).toMatchObject([
      { path: "far.x", status: "defaulted" },
    ]);
  });

  it("spell messages, lists and maps as JSON does", async () => {
    const { copy } = await open(`4: {2: {1: 5 9: "z"} 2: {}} 5: {1: "k" 2: {1: 1}} 5: {1: "a\\"b"} 3: \`c0ff\``);
    expect(await copy("far", "json")).toBe('{\n  "more": {\n    "x": 5,\n    "#9": "7a"\n  },\n  "more[1]": {}\n}');
    expect(JSON.parse(await copy("named[]", "json"))).toEqual([{ key: "k", value: { id: 1 } }, { key: 'a"b' }]);
    expect(await copy("data", "json")).toBe('"c0ff"');
    expect(await copy("data", "value")).toBe("c0ff");
  });

  it("save the bytes of a value, without its tag", async () => {
    const { save } = await open("3: `c0ffee`");
    expect(await save("data", "bytes")).toEqual({ name: "a.data.bin", bytes: Uint8Array.of(0xc0, 0xff, 0xee) });
  });

  it("refuse what no clipboard takes, and say what to do", async () => {
    const { copy, save, store, blobId } = await open("1: 1");
    const large = new Uint8Array(40 * 1024 * 1024);
    large.set([0x1a, 0xfb, 0xff, 0xff, 0x13]);
    const { blobs } = await store.handle("import", { files: [{ path: "large.bin", kind: "file", file: new Blob([large]) }] });
    const { docId } = await store.handle("decode", { blobId: blobs[0]!.blobId, root: "t.Root" });
    const reason = /^it has more than 67,108,864 characters, too many for the clipboard; save it as a file instead$/;
    for (const what of ["value", "json", "hex", "text"] as const)
      await expect(store.handle("copy", { docId, key: "data", what })).rejects.toThrow(reason);
    await expect(store.handle("hex", { blobId: blobs[0]!.blobId, from: 0, to: large.length })).rejects.toThrow(reason);
    expect(await store.handle("hex", { blobId, from: 0, to: 9 })).toBe("08 01");
    expect(await copy("id", "value")).toBe("1");
    expect((await save("id", "bytes")).bytes).toEqual(Uint8Array.of(1));
  });
});

describe("a copy that takes long", () => {
  afterEach(() => void vi.restoreAllMocks());
  const many = Array.from({ length: 5000 }, (_, i) => `2: {1: ${i + 1} 2: "word ${i}"} `).join("");

  for (const what of ["json", "text", "hex", "save"] as const) {
    it(`${what}: tells how far it is, lets others in, and stops when it is cancelled`, async () => {
      const { store, docId, blobId } = await open(`${many} 3: "${"x".repeat(100_000)}"`);
      slowClock();
      const run = (signal?: AbortSignal, tell?: (share: number) => void): Promise<unknown> =>
        what === "save"
          ? store.handle("save", { docId, key: "parts[]", what: "json" }, signal, tell)
          : store.handle("copy", { docId, key: "parts[]", what }, signal, tell);
      const shares: number[] = [];
      await run(undefined, (share) => shares.push(share));
      expect(shares.length).toBeGreaterThan(1);
      expect(shares).toEqual(shares.toSorted((a, b) => a - b));
      expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
      const abort = new AbortController();
      let first = "";
      let other: Promise<void> | undefined;
      const stopped = run(abort.signal, () => {
        other ??= store.handle("bytes", { blobId, from: 0, to: 1 }).then(() => {
          first ||= "bytes";
        });
        abort.abort();
      });
      await expect(stopped.finally(() => (first ||= what))).rejects.toBeInstanceOf(Cancelled);
      await other;
      expect(first).toBe("bytes");
    });
  }
});
