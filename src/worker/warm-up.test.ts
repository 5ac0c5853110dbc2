import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { ExampleInfo, ViewSpec } from "./protocol.ts";
import { DocumentStore } from "./store.ts";

const PLAIN: ViewSpec = { level: 0, open: [], closed: [], sort: "offset" };
const examples = JSON.parse(readFileSync("public/examples/index.json", "utf8")) as ExampleInfo[];
/** What the page warms the worker up with. */
const bytes = new Uint8Array(readFileSync(`public/examples/${examples[0]!.file}`));
const files = (readdirSync("schemas", { recursive: true }) as string[])
  .filter((path) => /\.(proto|json)$/.test(path))
  .map((path) => ({ path, text: readFileSync(`schemas/${path}`, "utf8") }));

test("the first example is read to its rows, and nothing of it stays", async () => {
  const store = new DocumentStore();
  await store.handle("bundled", { files });
  const rows = await store.handle("warmUp", { bytes, start: PLAIN });
  expect(rows.length).toBeGreaterThan(1);
  expect(rows.every(({ status }) => status === "known")).toBe(true);
  await expect(store.handle("rows", { docId: "start 1", from: 0, to: 1 })).rejects.toMatchObject({ code: "unknown-blob" });
  await expect(store.handle("bytes", { blobId: "warming up", from: 0, to: 1 })).rejects.toMatchObject({ code: "unknown-blob" });
});

test("without a release it reads nothing", async () => {
  expect(await new DocumentStore().handle("warmUp", { bytes, start: PLAIN })).toEqual([]);
});
