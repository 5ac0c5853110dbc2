import fc from "fast-check";
import { strToU8, type Zippable, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { crc32 } from "./crc32.ts";
import { defaultZipLimits, readZip } from "./zip.ts";

const seed = 20_260_802;
const small = { entries: 100, entryBytes: 1 << 20, totalBytes: 1 << 21 };

function zip(files: Zippable): Uint8Array<ArrayBuffer> {
  return new Uint8Array(zipSync(files));
}

/** Place of the first central directory record. */
function directoryAt(bytes: Uint8Array): number {
  for (let i = bytes.length - 46; i >= 0; i--)
    if (bytes[i] === 0x50 && bytes[i + 1] === 0x4b && bytes[i + 2] === 1 && bytes[i + 3] === 2) return i;
  throw new Error("no directory");
}

test("crc32 of the standard text", () => {
  expect(crc32(strToU8("123456789"))).toBe(0xcbf43926);
});

test("good archives give back their files; folders are skipped, inner archives stay files", () => {
  const inner = zip({ x: strToU8("x") });
  const read = readZip(
    zip({ "a.bin": new Uint8Array(0), "f/": new Uint8Array(0), "f/b.proto": [strToU8("syntax"), { level: 0 }], "f/i.zip": inner }),
  );
  expect(read.problems).toEqual([]);
  expect(read.entries.map((e) => e.path)).toEqual(["a.bin", "f/b.proto", "f/i.zip"]);
  expect(read.entries[2]!.bytes).toEqual(inner);
  fc.assert(
    fc.property(
      fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.uint8Array({ maxLength: 3000 }), { maxKeys: 5 }),
      fc.constantFrom(0, 6),
      (files, level) => {
        const back = readZip(new Uint8Array(zipSync(files, { level: level as 0 | 6 })));
        expect(back.problems).toEqual([]);
        expect(Object.fromEntries(back.entries.map((e) => [e.path, e.bytes]))).toEqual({ ...files });
      },
    ),
    { seed, numRuns: 100 },
  );
});

test("large entries pass in pieces, bytes in front of the archive do no harm", () => {
  const large = Uint8Array.from({ length: 3_000_000 }, (_, i) => (i * i) >> 7);
  const bytes = zip({ a: large, b: [large, { level: 0 }] });
  const shifted = new Uint8Array(bytes.length + 100);
  shifted.set(bytes, 100);
  for (const archive of [bytes, shifted]) {
    const read = readZip(archive);
    expect(read.problems).toEqual([]);
    expect(read.entries.map((e) => crc32(e.bytes))).toEqual([crc32(large), crc32(large)]);
  }
});

test("a directory whose place is left out, as Info-ZIP does with -fz into a pipe, stands before the end record", () => {
  const bytes = zip({ a: strToU8("a") });
  bytes.fill(0xff, bytes.length - 6, bytes.length - 2);
  expect(readZip(bytes)).toMatchObject({ entries: [{ path: "a", bytes: strToU8("a") }], problems: [] });
});

describe("damage", () => {
  const good = zip({ "state.bin": strToU8("state ".repeat(100)) });
  const messages = (bytes: Uint8Array, limits = defaultZipLimits) => readZip(bytes, limits).problems.map((p) => p.message);

  test("no archive, cut off, directory elsewhere", () => {
    expect(messages(strToU8("hello"))).toEqual(["this is not a zip archive"]);
    expect(messages(good.slice(0, good.length - 10))).toEqual([
      "the archive is cut off: its directory, which stands at the end, is missing",
    ]);
    expect(messages(good.slice(10))).toEqual(["the archive is damaged: its directory points past its end"]);
  });

  test("checksum, packed data and a header that is gone", () => {
    const crc = good.slice();
    crc[directoryAt(crc) + 16]! ^= 1;
    const read = readZip(crc);
    expect(read.entries[0]!.bytes.length).toBe(600);
    expect(read.problems).toEqual([{ path: "state.bin", message: "its checksum is wrong: the bytes were damaged on the way" }]);
    const data = good.slice();
    data.fill(0xff, 30 + 9, 30 + 9 + 6);
    expect(messages(data)).toEqual(["its packed data is damaged after 0 of 600 bytes"]);
    const header = good.slice();
    header[0] = 0;
    expect(messages(header)).toEqual(["its data is not where the directory says: the archive is damaged or cut off"]);
  });

  test("a lying size is cut, or told", () => {
    const less = good.slice();
    new DataView(less.buffer).setUint32(directoryAt(less) + 24, 100, true);
    const read = readZip(less);
    expect(read.entries[0]!.bytes).toEqual(strToU8("state ".repeat(100)).slice(0, 100));
    expect(read.problems[0]!.message).toBe("it holds more than the 100 bytes that the directory says; the rest was cut");
    const more = good.slice();
    new DataView(more.buffer).setUint32(directoryAt(more) + 24, 700, true);
    expect(messages(more)).toEqual(["it holds 600 bytes where the directory says 700"]);
  });

  test("encrypted, and a method that nobody reads here", () => {
    const locked = good.slice();
    locked[directoryAt(locked) + 8]! |= 1;
    expect(messages(locked)).toEqual(["it is encrypted, so it was left out; unpack the archive first"]);
    const method = good.slice();
    method[directoryAt(method) + 10] = 93;
    expect(messages(method)).toEqual(["it is packed by method 93, only stored and deflate can be read"]);
  });
});

test("paths that lead outside are refused by name, the rest is read", () => {
  const one = strToU8("1");
  const read = readZip(
    zip({ "../a": one, "b/../../c": one, "/abs": one, "C:x": one, "d\\e": one, "./ok//f": one, "g\n": one, "..x/h": one }),
  );
  expect(read.entries.map((e) => e.path)).toEqual(["ok/f", "..x/h"]);
  expect(read.problems).toEqual([
    { path: "../a", message: "its path leads out of the archive by `..`, so it was left out" },
    { path: "b/../../c", message: "its path leads out of the archive by `..`, so it was left out" },
    { path: "/abs", message: "its path is absolute, so it was left out" },
    { path: "C:x", message: "its path names a drive, so it was left out" },
    { path: "d\\e", message: "its path holds a backslash, so it was left out" },
    { path: "g\n", message: "its path holds a control character, so it was left out" },
  ]);
});

test("a second entry of one name is told", () => {
  const read = readZip(zip({ "a/b": strToU8("1"), "a//b": strToU8("2") }));
  expect(read.entries).toHaveLength(1);
  expect(read.problems).toEqual([{ path: "a//b", message: "stands in the archive twice; the first was opened" }]);
});

describe("limits", () => {
  test("number of entries", () => {
    const many = Object.fromEntries(Array.from({ length: 7 }, (_, i) => [`f${i}`, strToU8("x")]));
    const read = readZip(zip(many), { ...small, entries: 5 });
    expect(read.entries).toHaveLength(5);
    expect(read.problems).toEqual([{ path: "", message: "the archive holds 7 entries; only the first 5 were opened, the limit" }]);
  });

  test("a bomb is not inflated past the limit, honest or lying", () => {
    const bomb = zip({ bomb: new Uint8Array(40_000_000), "small.bin": strToU8("x") });
    const read = readZip(bomb, small);
    expect(read.entries.map((e) => e.path)).toEqual(["small.bin"]);
    expect(read.problems).toEqual([{ path: "bomb", message: "it unpacks to 40,000,000 bytes, past the limit of 1,048,576" }]);
    const lying = bomb.slice();
    const view = new DataView(lying.buffer);
    const second = directoryAt(lying);
    view.setUint32(second - 46 - 4 + 24, 10, true);
    const cut = readZip(lying, small);
    expect(cut.entries[0]!.bytes.length).toBe(10);
    expect(cut.problems[0]).toEqual({ path: "bomb", message: "it holds more than the 10 bytes that the directory says; the rest was cut" });
  });

  test("all entries together", () => {
    const read = readZip(zip({ a: new Uint8Array(60), b: new Uint8Array(60), c: new Uint8Array(60) }), { ...small, totalBytes: 100 });
    expect(read.entries.map((e) => e.path)).toEqual(["a"]);
    expect(read.problems).toEqual([
      { path: "", message: "2 entries were left out: the archive unpacks to more than 100 bytes in all, the limit" },
    ]);
  });
});

test("garbage and damaged archives never throw", () => {
  const good = zip({ "a/b.proto": strToU8("syntax = ".repeat(30)), c: [strToU8("stored"), { level: 0 }] });
  const damaged = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }).map((changes) => {
    const bytes = good.slice();
    for (const [at, value] of changes) bytes[at] = value;
    return bytes;
  });
  const cut = fc.nat(good.length).map((length) => good.slice(0, length));
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), damaged, cut), (bytes) => {
      for (const entry of readZip(bytes, small).entries) expect(entry.bytes.length).toBeLessThanOrEqual(small.entryBytes);
    }),
    { seed, numRuns: 5000 },
  );
});
