import { expect, test } from "vitest";
import { MOST_BYTES, type Readable, readWhole } from "./read-file.ts";
import { Cancelled, Turns } from "./turns.ts";

/** A file of so many bytes that counts how many were asked for. */
function file(size: number, asked: { bytes: number }): Readable {
  return {
    size,
    arrayBuffer: () => {
      asked.bytes += size;
      return new Blob([new Uint8Array(size).fill(7)]).arrayBuffer();
    },
    slice: (from, to) => {
      asked.bytes += to - from;
      return new Blob([new Uint8Array(to - from).fill(from / (8 << 20))]);
    },
  };
}

test("reads piece by piece, and tells of each", async () => {
  const asked = { bytes: 0 };
  const came: number[] = [];
  const bytes = await readWhole(file(20 << 20, asked), new Turns(undefined), (count) => came.push(count));
  expect(came).toEqual([1 << 18, (8 << 20) - (1 << 18), 8 << 20, 4 << 20]);
  expect([bytes.length, bytes[0], bytes[(8 << 20) - 1], bytes[8 << 20], bytes.at(-1)]).toEqual([20 << 20, 0, 0, 1, 2]);
});

test("a file that is read in one go is not cut", async () => {
  for (const size of [0, 5, 8 << 20]) {
    const came: number[] = [];
    const whole: Readable = {
      ...file(size, { bytes: 0 }),
      slice: () => {
        throw new Error("cut");
      },
    };
    const bytes = await readWhole(whole, new Turns(undefined), (count) => came.push(count));
    expect([bytes.length, bytes.every((byte) => byte === 7), came]).toEqual([size, true, [size]]);
  }
});

test("of a file of several pieces the first bytes come before the rest, and are told of", async () => {
  for (const [size, began] of [
    [8 << 20, []],
    [(8 << 20) + 1, [[(8 << 20) + 1, 1 << 18, 1 << 18]]],
  ] as const) {
    const asked = { bytes: 0 };
    const told: number[][] = [];
    await readWhole(
      file(size, asked),
      new Turns(undefined),
      () => undefined,
      (bytes, filled) => told.push([bytes.length, filled, asked.bytes]),
    );
    expect(told).toEqual(began);
  }
});

test("a file past the limit is refused with its size, and nothing of it is read", async () => {
  const asked = { bytes: 0 };
  const reading = readWhole(file(MOST_BYTES + 1, asked), new Turns(undefined), () => undefined);
  await expect(reading).rejects.toThrow("it has 2,147,483,648 bytes; the most that can be opened is 2,147,483,647 bytes");
  expect(asked.bytes).toBe(0);
});

test("no memory for it: a sentence with the size, and no more is read than was asked for before that was known", async () => {
  const asked = { bytes: 0 };
  const refuse = () => {
    expect(asked.bytes).toBe(1 << 18);
    throw new RangeError("Array buffer allocation failed");
  };
  const reading = readWhole(file(1_500_000_000, asked), new Turns(undefined), () => undefined, undefined, refuse);
  await expect(reading).rejects.toThrow("the browser gives no memory for its 1,500,000,000 bytes; close other blobs or tabs");
  expect(asked.bytes).toBe(1 << 18);
});

test("stops between two pieces when it is cancelled", async () => {
  const asked = { bytes: 0 };
  const abort = new AbortController();
  const reading = readWhole(file(80 << 20, asked), new Turns(abort.signal), () => abort.abort());
  await expect(reading).rejects.toThrow(Cancelled);
  expect(asked.bytes).toBe(1 << 18);
});
