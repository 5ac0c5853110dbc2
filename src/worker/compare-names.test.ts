import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { DocumentStore } from "./store.ts";

const store = new DocumentStore();
const spec = { open: [], closed: [], equal: false };
let ids: string[];

beforeAll(async () => {
  const files = (readdirSync("schemas", { recursive: true }) as string[])
    .filter((path) => /\.(proto|json)$/.test(path))
    .map((path) => ({ path, text: readFileSync(`schemas/${path}`, "utf8") }));
  await store.handle("bundled", { files });
  const { blobs } = await store.handle("import", {
    files: ["machine-1.0.bin", "machine-2.0.bin"].map((path) => ({
      path,
      kind: "file" as const,
      file: new Blob([readFileSync(`public/examples/${path}`)]),
    })),
  });
  ids = blobs.map(({ blobId }) => blobId);
});

type Side = readonly [blob: number, release: string];

/** Label and hint of the rows that two sides have. */
async function named(a: Side, b: Side): Promise<string[]> {
  const reading = ([blob, release]: Side) => ({ blobId: ids[blob]!, release });
  const info = await store.handle("compare", { a: reading(a), b: reading(b), matchBy: {} });
  const { rows } = await store.handle("compareView", { compareId: info.compareId, spec });
  const all = await store.handle("compareRows", { compareId: info.compareId, from: 0, to: rows });
  return all.map(({ label, hint = "" }) => `${label} ${hint}`.trim());
}

const numbers = (labels: readonly string[]) => labels.filter((label) => label.startsWith("#"));

test("a row has the name that one release alone has for its field, whichever side that is, and the number that the other has", async () => {
  const inB = await named([1, "1.0"], [1, "2.0"]);
  expect(inB).toEqual(expect.arrayContaining(["correlation #8 in A", "host_features #9 in A", "host_features[0]", "tsc_khz #4 in A"]));
  expect(numbers(inB)).toEqual([]);
  const inA = await named([1, "2.0"], [1, "1.0"]);
  expect(inA).toEqual(expect.arrayContaining(["correlation", "host_features", "host_features[0]", "tsc_khz"]));
  expect(numbers(inA)).toEqual([]);
});

test("so it does where the side that has the name has no such field on its wire", async () => {
  expect(await named([1, "1.0"], [0, "2.0"])).toEqual(expect.arrayContaining(["correlation #8 in A", "tsc_khz #4 in A"]));
  expect(await named([0, "2.0"], [1, "1.0"])).toEqual(expect.arrayContaining(["correlation #8 in B", "tsc_khz #4 in B"]));
});
