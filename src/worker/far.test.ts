import { describe, expect, it } from "vitest";
import type { ViewSpec } from "./protocol.ts";
import { DocumentStore } from "./store.ts";

const START: ViewSpec = { level: 1, open: [], closed: [], sort: "offset" };
const PROTO = `syntax = "proto3"; package t; message Node { Node next = 1; uint32 id = 2; repeated uint32 list = 3; repeated Node many = 4; }`;

async function decoded(bytes: Uint8Array<ArrayBuffer>) {
  const store = new DocumentStore();
  const { blobs } = await store.handle("import", {
    files: [
      { path: "rel/t.proto", kind: "file", file: new Blob([PROTO]) },
      { path: "a.bin", kind: "file", file: new Blob([bytes]) },
    ],
  });
  return { store, doc: await store.handle("decode", { blobId: blobs[0]!.blobId, release: "rel", root: "t.Node" }) };
}

/** `levels` messages, each in field 1 of the one before, the innermost with field 2. */
function nested(levels: number): Uint8Array<ArrayBuffer> {
  const out: number[] = [0x07, 0x10];
  let size = 2;
  for (let level = 0; level < levels; level++) {
    const length: number[] = [];
    for (let rest = size; ; rest >>>= 7) {
      length.push(rest > 127 ? (rest & 127) | 128 : rest);
      if (rest <= 127) break;
    }
    for (const byte of length.reverse()) out.push(byte);
    out.push(0x0a);
    size += length.length + 1;
  }
  return Uint8Array.from(out.reverse());
}

describe("far away", () => {
  it("a row 100,000 levels down is reached with one key, and closed and opened again", async () => {
    const levels = 100_000;
    const bytes = nested(levels);
    const { store, doc } = await decoded(bytes);
    const key = (await store.handle("locate", { docId: doc.docId, offset: bytes.length - 1 }))!;
    expect(key.length).toBe(levels * 5 + 2);
    const place = (await store.handle("reveal", { docId: doc.docId, spec: START, key }))!;
    expect(place.spec).toEqual({ ...START, to: [key] });
    // Below the innermost level its absent fields follow; the row itself stands at its depth.
    expect(place.index).toBe(levels);
    const view = await store.handle("view", { docId: doc.docId, spec: place.spec });
    expect(view.rows).toBeGreaterThan(levels);
    const [row] = await store.handle("rows", { docId: doc.docId, from: place.index, to: place.index + 1 });
    expect(row).toMatchObject({ label: "id", depth: levels, value: "7" });
    expect((await store.handle("details", { docId: doc.docId, key }))?.label).toBe("id");

    const top = "next.next";
    const closed = await store.handle("view", { docId: doc.docId, spec: { ...place.spec, closed: [top] } });
    expect(closed.rows).toBeLessThan(20);
    const again = (await store.handle("reveal", { docId: doc.docId, spec: { ...place.spec, closed: [top] }, key }))!;
    expect(again).toEqual({ spec: place.spec, index: levels });
  }, 60_000);

  it("a second jump keeps what the first opened, and one on the way takes its place", async () => {
    const text = Uint8Array.from([0x22, 4, 0x0a, 2, 0x10, 1, 0x22, 4, 0x0a, 2, 0x10, 2, 0x22, 2, 0x10, 3]);
    const { store, doc } = await decoded(text);
    const go = async (spec: ViewSpec, key: string) => (await store.handle("reveal", { docId: doc.docId, spec, key }))!.spec;
    const first = await go(START, "many[0].next");
    expect(first.to).toEqual(["many[0].next"]);
    const deeper = await go(first, "many[0].next.id");
    expect(deeper.to).toEqual(["many[0].next.id"]);
    const both = await go(deeper, "many[1].next.id");
    expect(both.to).toEqual(["many[0].next.id", "many[1].next.id"]);
    expect(await go(both, "many[0].next")).toEqual(both);
  });

  it.each([
    ["packed", (n: number) => [0x1a, ...varint(n), ...new Array<number>(n).fill(1)], (n: number) => `list[${n - 1}]`],
    ["unpacked", (n: number) => new Array<number[]>(n).fill([0x18, 1]).flat(), (n: number) => `list[${n - 1}]`],
    ["unknown", (n: number) => new Array<number[]>(n).fill([0x48, 1]).flat(), (n: number) => `#9[${n - 1}]`],
    ["messages", (n: number) => new Array<number[]>(n).fill([0x22, 2, 0x10, 5]).flat(), (n: number) => `many[${n - 1}].id`],
  ] as const)("the last of many (%s) is found from its key", async (_, make, last) => {
    const n = 50_000;
    const { store, doc } = await decoded(Uint8Array.from(make(n)));
    const details = await store.handle("details", { docId: doc.docId, key: last(n) });
    expect(details?.path).toBe(last(n));
    expect(await store.handle("details", { docId: doc.docId, key: last(n + 1) })).toBeNull();
  });
});

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)];
}
