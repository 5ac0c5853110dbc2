import { expect, test } from "vitest";
import type { Row } from "./protocol.ts";
import type { DocumentStore } from "./store.ts";
import { opened } from "./testing/opened.ts";

async function rowsOf(store: DocumentStore, docId: string, held: boolean): Promise<readonly Row[]> {
  const { rows } = await store.handle("view", { docId, spec: { level: 100, open: [], closed: [], sort: "offset" } });
  return store.handle("rows", { docId, from: 0, to: rows, held });
}

test("nothing is told before the release was judged, nor when it is not asked for", async () => {
  const { store, blobId } = await opened("machine-2.0.bin");
  const { docId } = await store.handle("decode", { blobId, release: "2.0" });
  expect((await rowsOf(store, docId, true)).some(({ held }) => held)).toBe(false);
  await store.handle("verdict", { blobId, reader: "2.0", limit: 10 });
  expect((await rowsOf(store, docId, false)).some(({ held }) => held)).toBe(false);
  const rows = (await rowsOf(store, docId, true)).filter(({ held }) => held);
  expect(rows.length).toBeGreaterThan(300);
  // Messages whose bytes would be written otherwise, by a zero in a map, leave it to what is in them.
  const others = rows.filter(({ held }) => !held!.same);
  expect(others.every(({ held, expandable }) => expandable && held!.value === undefined && held!.says === "holds a message")).toBe(true);
  expect(others.length).toBeLessThan(6);
});

test("beside what was written stands what is cut, lost, or kept", async () => {
  const { store, blobId } = await opened("integer-narrowed.bin");
  const root = "larch.virtio.net.NetState";
  await store.handle("verdict", { blobId, root, reader: "2.0", limit: 10 });
  const { docId } = await store.handle("decode", { blobId, root, release: "2.0" });
  const rows = new Map((await rowsOf(store, docId, true)).map((row) => [row.path, row]));
  const cut = [...rows.values()].find(({ finding }) => finding?.kind === "truncated")!;
  expect([cut.path, cut.value, cut.held]).toEqual([
    "tx_limit",
    "59,464",
    { value: "59,464", written: "125,000", same: false, says: "cut to 16 bits" },
  ]);
  expect(rows.get("rx_dropped")!.held).toEqual({ value: "37", same: true, says: "holds the same" });
  await store.handle("verdict", { blobId, root, reader: "1.0", limit: 10 });
  const { docId: older } = await store.handle("decode", { blobId, root, release: "1.0" });
  const lost = (await rowsOf(store, older, true)).find(({ path }) => path === "#2")!;
  expect(lost.held).toEqual({ same: false, says: "unknown to the reader" });
});

test("a release that fails holds nothing, and says so at every row", async () => {
  const { store, blobId } = await opened("machine-1.1.bin");
  await store.handle("verdict", { blobId, reader: "1.0", limit: 10 });
  const { docId } = await store.handle("decode", { blobId, release: "1.0" });
  const rows = (await rowsOf(store, docId, true)).filter(({ held }) => held);
  expect(rows.some(({ held }) => held!.value !== undefined || held!.same)).toBe(false);
  expect(rows.find(({ path }) => path === "init_state.boot_count")!.held!.says).toBe("1.0 stops elsewhere and holds nothing");
  expect(rows.find(({ path }) => path === "init_state.firmware")!.held!.says).toBe("missing enum variant");
});
