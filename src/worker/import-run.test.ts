import { afterEach, expect, test, vi } from "vitest";
import type { SortedBlob } from "../container/index.ts";
import { readAhead } from "./import-run.ts";
import type { BlobInfo, InputFile } from "./protocol.ts";
import { DocumentStore } from "./store.ts";
import { Cancelled } from "./turns.ts";

const file = (name: string, content: Uint8Array<ArrayBuffer> | Blob = Uint8Array.of(8, name.length)): InputFile => ({
  path: `many/${name}`,
  kind: "file",
  file: content instanceof Blob ? content : new Blob([content]),
});
const files = (count: number) => Array.from({ length: count }, (_, i) => file(`${i}.bin`, Uint8Array.of(8, i & 127, 16, i >> 7)));

afterEach(() => void vi.restoreAllMocks());

/** Each look at the clock is so many milliseconds after the last. */
function slowClock(ms: number): void {
  let clock = 0;
  vi.spyOn(Date, "now").mockImplementation(() => {
    clock += ms;
    return clock;
  });
}

test("tells of the blobs as they are opened, each once, and how far it is", async () => {
  slowClock(30);
  const told: BlobInfo[] = [];
  const shares: number[] = [];
  const { blobs } = await new DocumentStore().handle("import", { files: files(50) }, undefined, (share, part) => {
    shares.push(share);
    told.push(...(part?.blobs ?? []));
  });
  expect(blobs.map(({ name }) => name)).toEqual(Array.from({ length: 50 }, (_, i) => `${i}.bin`));
  expect(told.map(({ blobId }) => blobId)).toEqual(blobs.slice(0, told.length).map(({ blobId }) => blobId));
  expect(told.length).toBeGreaterThan(20);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(shares.at(-1)).toBeLessThanOrEqual(1);
});

test("cancelled, it keeps the blobs that were told of and closes the others", async () => {
  slowClock(30);
  const store = new DocumentStore();
  const abort = new AbortController();
  const told: BlobInfo[] = [];
  const importing = store.handle("import", { files: files(50) }, abort.signal, (_, part) => {
    told.push(...(part?.blobs ?? []));
    if (told.length >= 10) abort.abort();
  });
  await expect(importing).rejects.toThrow(Cancelled);
  expect(told.length).toBeGreaterThanOrEqual(10);
  expect(told.length).toBeLessThan(50);
  for (const { blobId } of told) expect(await store.handle("bytes", { blobId, from: 0, to: 1 })).toEqual(Uint8Array.of(8));
  const all = await store.handle("import", { files: files(50) });
  expect(all.blobs.filter(({ already }) => already).length).toBe(told.length);
});

test("files that were brought before are opened with the rest; those of another import are not", async () => {
  const store = new DocumentStore();
  await store.handle("bring", { brought: 1, files: [file("left.bin", Uint8Array.of(8, 99))] });
  await store.handle("bring", { brought: 2, files: [file("a.bin", Uint8Array.of(8, 1))] });
  await store.handle("bring", { brought: 2, files: [file("b.bin", Uint8Array.of(8, 2))] });
  const { blobs } = await store.handle("import", { files: [file("c.bin", Uint8Array.of(8, 3))], brought: 2 });
  expect(blobs.map(({ name }) => name)).toEqual(["a.bin", "b.bin", "c.bin"]);
  expect((await store.handle("import", { files: [], brought: 2 })).blobs).toEqual([]);
});

test("a file too long is a problem with its size; the others are opened", async () => {
  const long = Object.defineProperty(new Blob([Uint8Array.of(8, 1)]), "size", { value: 2 ** 31 });
  const { blobs, problems } = await new DocumentStore().handle("import", { files: [file("long.bin", long), file("a.bin")] });
  expect(blobs.map(({ name }) => name)).toEqual(["a.bin"]);
  expect(problems).toEqual([
    {
      path: "many/long.bin",
      message: "the file cannot be read: it has 2,147,483,648 bytes; the most that can be opened is 2,147,483,647 bytes",
    },
  ]);
});

test("small files are read ahead, some at once; a read that fails waits until it is its turn", async () => {
  let open = 0;
  let most = 0;
  const blob = (name: string, size: number): SortedBlob => ({
    name,
    path: name,
    size,
    read: () => {
      most = Math.max(most, ++open);
      return name === "3" ? Promise.reject(new Error("gone")) : Promise.resolve(Uint8Array.of(Number(name)));
    },
  });
  const seen: (number | string)[] = [];
  const blobs = Array.from({ length: 40 }, (_, i) => blob(String(i), i === 7 ? 5e6 : 10));
  for (const one of readAhead(blobs)) {
    seen.push(
      await Promise.resolve(one.read()).then(
        (bytes) => bytes[0]!,
        (error: Error) => error.message,
      ),
    );
    open--;
  }
  expect(seen).toEqual(Array.from({ length: 40 }, (_, i) => (i === 3 ? "gone" : i)));
  expect(most).toBeGreaterThan(8);
  expect(most).toBeLessThanOrEqual(16);
});
