import { Buffer } from "node:buffer";
import fc from "fast-check";
import { gzipSync, strToU8, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { fileOffsetOf, hexOf } from "../base/index.ts";
import { absent, realBlobs } from "../decode/testing/openvmm.ts";
import { encodeText } from "../wire/text.ts";
import { type Unwrapped, unwrap, unwrapAs } from "./unwrap.ts";
import { anyContent } from "./wraps/any-file.ts";
import { containerText, parseContainer } from "./wraps/names.ts";
import { defaultUnwrapLimits } from "./wraps/open.ts";
import { chunksOf, concat, noise, regionOf, zstdOf } from "./wraps/testing.ts";

const seed = 20_260_804;
const knowsType = (name: string) => name === "t.Root";

/** The blobs of a file, in a form that compares well: container and part, or the problem. */
function told(bytes: Uint8Array): string[] {
  return [...unwrap(bytes, { knowsType })].map((one) =>
    "problem" in one
      ? `${one.part}: ${one.problem}`
      : `${containerText(one.steps)}${one.part === "" ? "" : ` ${one.part}`}: ${one.bytes.length}${one.remark ? ` (${one.remark})` : ""}`,
  );
}

/** The only blob of a file. */
function only(bytes: Uint8Array): Unwrapped {
  const all = [...unwrap(bytes, { knowsType })];
  expect(all).toHaveLength(1);
  expect(all[0]).not.toHaveProperty("problem");
  return all[0] as Unwrapped;
}

/** Every byte of the blob stands in the file where its pieces say. */
function standsInFile(one: Unwrapped, file: Uint8Array): boolean {
  return one.bytes.every((byte, offset) => file[fileOffsetOf(one.pieces!, offset)] === byte);
}

const any = (value: Uint8Array, url = "type.googleapis.com/t.Root") => encodeText(`1: "${url}" 2: \`${hexOf(value)}\``);
const hexDump = (bytes: Uint8Array) => {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16)
    lines.push(`${at.toString(16).padStart(8, "0")}: ${hexOf(bytes, at, Math.min(at + 16, bytes.length), " ")}`);
  return strToU8(lines.join("\n"));
};

const wraps: readonly (readonly [name: string, wrap: (blob: Uint8Array) => Uint8Array, contiguous: boolean])[] = [
  ["ohclphdr", (blob) => regionOf(blob), true],
  ["ohclphdr", (blob) => regionOf(blob, "next page"), true],
  ["ohclphdr", (blob) => concat(new Uint8Array(3 * 4096).fill(7), regionOf(blob), new Uint8Array(100)), true],
  ["get-chunks", (blob) => chunksOf(blob, "save"), true],
  ["get-chunks", (blob) => chunksOf(blob, "restore"), true],
  ["get-chunks", (blob) => chunksOf(blob, "restore", 1000), true],
  ["gzip", (blob) => gzipSync(blob, { filename: "a.bin" }), false],
  ["zstd", (blob) => zstdOf(blob), false],
  ["zstd", (blob) => zstdOf(blob, { said: blob.length }), false],
  ["any", (blob) => any(blob), true],
];

test("each container gives back the same bytes, and says where they stand", () => {
  for (const size of [0, 1, 17, 4096, 8192, 8193, 30_000]) {
    const blob = noise(size);
    for (const [name, wrap, contiguous] of wraps) {
      const file = wrap(blob);
      const one = only(file);
      expect([name, size, containerText(one.steps), one.remark]).toEqual([name, size, name, undefined]);
      expect(one.bytes).toEqual(blob);
      expect(one.pieces !== undefined).toBe(contiguous);
      if (contiguous) expect(standsInFile(one, file)).toBe(true);
      expect([...unwrapAs(file, one.steps)]).toMatchObject([{ bytes: blob, steps: one.steps }]);
    }
  }
});

test("a blob as it stands is borrowed, and no container is seen in it", () => {
  const blob = encodeText('1: "vmtime" 2: {1: "type.googleapis.com/t.Root"}');
  expect(only(blob)).toEqual({ bytes: blob, steps: [], pieces: [[0, 0]], part: "" });
  expect(only(blob).bytes).toBe(blob);
  expect(told(new Uint8Array(0))).toEqual(["raw: 0"]);
});

test.skipIf(absent)("no real blob is taken for a container (skipped: ../shared/openvmm is absent)", () => {
  const real = [...realBlobs()];
  for (const { bytes } of real)
    expect([...unwrap(bytes, { knowsType: () => true, fitsBetter: () => false })]).toMatchObject([{ steps: [] }]);
  for (const { bytes } of real.filter((_, i) => i % 20 === 0))
    for (const [, wrap] of wraps) expect(Buffer.compare(only(wrap(bytes)).bytes, bytes)).toBe(0);
});

describe("persisted-state regions", () => {
  const blob = noise(300);

  test("two in a dump, one header that lies beside them", () => {
    const page = (bytes: Uint8Array) => concat(bytes, new Uint8Array(-bytes.length & 4095));
    const dump = concat(
      page(noise(5000)),
      page(regionOf(blob)),
      page(regionOf(blob, "at once", { payload: 1n << 40n })),
      regionOf(noise(40, 2), "next page"),
    );
    const all = [...unwrap(dump)] as Unwrapped[];
    expect(told(dump)).toEqual([
      "ohclphdr @0x2000: 300 (the header at 0x3000 says a message of 1,099,511,627,776 bytes in a region of 65,536)",
      "ohclphdr @0x4000: 40",
    ]);
    expect(all.map((one) => one.pieces)).toEqual([[[0, 0x2020]], [[0, 0x5000]]]);
  });

  test("a header that lies or is cut off leaves the file as it stands", () => {
    const like = (reason: string, size: number) => [
      `raw: ${size} (looks like a persisted-state region, but ${reason}; it is shown as it stands)`,
    ];
    expect(told(regionOf(blob, "at once", { region: 299n }))).toEqual(
      like("the header at 0x0000 says a message of 300 bytes in a region of 299", 332),
    );
    expect(told(regionOf(blob).subarray(0, 331))).toEqual(
      like("the header at 0x0000 says a message of 300 bytes, but the file ends 299 bytes after its start", 331),
    );
    expect(told(regionOf(blob).subarray(0, 20))).toEqual(like("the header at 0x0000 is cut off after 20 of 32 bytes", 20));
    expect(told(concat(new Uint8Array(4096), strToU8("OHCLPHDR")))).toEqual(
      like("the header at 0x1000 is cut off after 8 of 32 bytes", 4104),
    );
  });
});

describe("chunk streams", () => {
  const blob = noise(20_000);
  const like = (reason: string, size: number) => [
    `raw: ${size} (looks like a stream of GET chunks, but ${reason}; it is shown as it stands)`,
  ];

  test("short save chunks are told by the next header", () => {
    expect(told(chunksOf(blob, "save", 1000))).toEqual([
      "get-chunks: 20000 (chunks of fewer than 8,192 bytes: where one ends was told by the next header)",
    ]);
    expect(only(chunksOf(blob, "save", 1000)).bytes).toEqual(blob);
  });

  test("a broken stream names the place and stays as it stands", () => {
    const save = chunksOf(blob, "save");
    expect(told(save.subarray(0, 2 * 8198))).toEqual(
      like("chunk 2, at 0x2006, is followed by no other within 8,192 bytes, and is not the last", 16396),
    );
    expect(told(concat(save, new Uint8Array(9000)))).toEqual(like("chunk 3, at 0x400c, has 12,616 bytes, more than 8,192", 29018));
    const status = save.slice();
    status[8198 + 4] = 1;
    expect(told(status)).toEqual(like("chunk 2, at 0x2006, has status 1, neither 2 (more) nor 0 (last)", 20018));
    const restore = chunksOf(blob, "restore");
    expect(told(restore.subarray(0, restore.length - 1))).toEqual(
      like("chunk 3, at 0x4014, says 3,616 bytes, but the stream ends after 3,615", 20029),
    );
    expect(told(concat(restore, Uint8Array.of(0)))).toEqual(like("1 bytes follow the last chunk, from 0x4e3e", 20031));
    expect(told(restore.subarray(0, 8202))).toEqual(
      like("the stream ends before the header of chunk 2, at 0x200a, which is to follow", 8202),
    );
    const mixed = restore.slice();
    mixed[8202 + 1] = 2;
    expect(told(mixed)).toEqual(like("chunk 2, at 0x200a, does not start with the header of a restore chunk", 20030));
    const long = restore.slice();
    new DataView(long.buffer).setUint32(4, 0xffffffff, true);
    expect(told(long)).toEqual(like("chunk 1, at 0x0000, has 4,294,967,295 bytes, more than 8,192", 20030));
  });
});

describe("gzip and zstd", () => {
  const blob = noise(50_000);
  const packed = gzipSync(blob);
  const small = { ...defaultUnwrapLimits, entryBytes: 10_000 };

  test("several members and frames, all flags of the header, what may be skipped", () => {
    expect(only(concat(packed, gzipSync(strToU8("more")))).bytes).toEqual(concat(blob, strToU8("more")));
    expect(only(concat(...Array.from({ length: 300 }, (_, i) => gzipSync(Uint8Array.of(i & 0xff))))).bytes).toHaveLength(300);
    const skip = concat(Uint8Array.of(0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3));
    expect(only(concat(skip, zstdOf(blob), skip, zstdOf(strToU8("more")))).bytes).toEqual(concat(blob, strToU8("more")));
  });

  test("damage: what came out is shown, with a remark", () => {
    const crc = packed.slice();
    crc[crc.length - 8]! ^= 1;
    expect(told(crc)).toEqual(["gzip: 50000 (its checksum is wrong: the bytes were damaged on the way)"]);
    const size = packed.slice();
    size[size.length - 4]! ^= 1;
    expect(told(size)).toEqual(["gzip: 50000 (its size is not the one that it says: bytes are missing or were added)"]);
    expect(told(concat(packed, strToU8("rest")))).toEqual(["gzip: 50000 (bytes that are not gzip follow its end)"]);
    expect(told(packed.subarray(0, 30_000))[0]).toMatch(/^gzip: \d+ \(its packed data is damaged or cut off after [\d,]+ bytes\)$/);
    expect(told(packed.subarray(0, 12))).toEqual([
      "raw: 12 (looks like a gzip file, but its packed data is damaged or cut off after 0 bytes; it is shown as it stands)",
    ]);
    expect(told(zstdOf(blob, { said: 50_001 }))).toEqual(["zstd: 50000 (it holds 50,000 bytes where its header says 50,001)"]);
    expect(told(zstdOf(noise(150_000)).subarray(0, 100_000))).toEqual(["zstd: 65536 (its packed data is cut off)"]);
    expect(told(concat(zstdOf(blob), strToU8("rest")))).toEqual(["zstd: 50000 (no whole header of a frame stands at 0xc359)"]);
    expect(told(Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0))).toEqual([
      "raw: 5 (looks like a zstd file, but no whole header of a frame stands at 0x0000; it is shown as it stands)",
    ]);
  });

  test("a bomb is refused, and the limit is named", () => {
    const bombs = [
      gzipSync(new Uint8Array(5_000_000)),
      zstdOf(new Uint8Array(0), { rle: 20_000 }),
      zstdOf(new Uint8Array(0), { rle: 9, said: 2_000_000_000 }),
    ];
    for (const bomb of bombs) {
      const [one] = [...unwrap(bomb, { limits: small })] as Unwrapped[];
      expect(one).toMatchObject({ bytes: bomb, steps: [] });
      expect(one!.remark).toMatch(
        /^looks like a (gzip|zstd) file, but it unpacks to more than 10,000 bytes, the limit; it is shown as it stands$/,
      );
    }
    const window = zstdOf(blob);
    window[5] = 31 << 3;
    expect(told(window)[0]).toContain("it needs a window of 2,199,023,255,552 bytes, past the limit of 134,217,728");
  });

  test("archives in archives share one limit", () => {
    const inner = zipSync({ "a.bin": [new Uint8Array(6000), { level: 0 }], "b.bin": [new Uint8Array(6000), { level: 0 }] });
    const limits = { ...defaultUnwrapLimits, totalBytes: 20_000 };
    const all = [...unwrap(zipSync({ "x.zip": inner, "y.zip": inner }, { level: 0 }), { limits })];
    expect(all.reduce((sum, one) => sum + ("bytes" in one ? one.bytes.length : 0), 0)).toBeLessThanOrEqual(20_000);
    expect(JSON.stringify(all.map((one) => ("problem" in one ? one.problem : one.remark)))).toContain("the limit");
  });
});

describe("zips", () => {
  test("all blobs in natural order, one at a time, what is none left out", () => {
    const files = {
      "b10.bin": strToU8("x"),
      "b9.bin": gzipSync(noise(20)),
      "README.md": strToU8("x"),
      "s/a.proto": strToU8("x"),
      ".git/x": strToU8("x"),
    };
    const snapshot = { "snap/state.bin": strToU8("x"), "snap/manifest.bin": strToU8("x"), "snap/memory.bin": strToU8("x") };
    const zip = zipSync({ ...files, ...snapshot, "memory.bin": strToU8("x") });
    expect(told(zip)).toEqual([
      "zip > gzip /b9.bin: 20",
      "zip /b10.bin: 1",
      "zip /memory.bin: 1",
      "zip /snap/manifest.bin: 1",
      "zip /snap/state.bin: 1",
    ]);
    const blobs = unwrap(zip);
    expect(blobs.next().value).toMatchObject({ part: "/b9.bin" });
    expect(blobs.return(undefined).done).toBe(true);
  });

  test("an entry that cannot be read is told, the rest goes on", () => {
    const zip = zipSync({ "a.bin": strToU8("x"), "../b": strToU8("y") });
    expect(told(zip)).toEqual(["zip /a.bin: 1", "/../b: its path leads out of the archive by `..`, so it was left out"]);
    expect(told(zipSync({ "README.md": strToU8("x") }))[0]).toContain(
      "looks like a zip archive, but it holds no blob; it is shown as it stands",
    );
    expect(told(zip.subarray(0, 60))[0]).toContain("the archive is cut off");
  });
});

describe("nesting", () => {
  const blob = noise(9000);

  test("a gzip of a hex dump of a chunk stream, and others", () => {
    expect(told(gzipSync(hexDump(chunksOf(blob, "save"))))).toEqual(["gzip > hex dump > get-chunks: 9000"]);
    const file = chunksOf(regionOf(any(blob)), "restore");
    const one = only(file);
    expect(one).toMatchObject({ steps: ["get-chunks", "ohclphdr", "any"], typeName: "t.Root" });
    expect(one.bytes).toEqual(blob);
    expect(one.pieces!.length).toBeGreaterThan(1);
    expect(standsInFile(one, file)).toBe(true);
    expect(told(zipSync({ "d.gz": gzipSync(concat(regionOf(blob), new Uint8Array(12288 - 9032), regionOf(blob))) }))).toEqual([
      "zip > gzip > ohclphdr /d.gz@0x0000: 9000",
      "zip > gzip > ohclphdr /d.gz@0x3000: 9000",
    ]);
  });

  test("past the depth limit it is shown as it stands", () => {
    let file: Uint8Array = blob;
    for (let i = 0; i < 8; i++) file = gzipSync(file);
    expect(told(file)[0]).toMatch(/^gzip( > gzip){5}: \d+ \(looks like a gzip file, but 6 wrappings were opened already, the limit\)$/);
  });

  test("text is taken when the caller says that it fits better, or when it spells a container", () => {
    const hex = strToU8(hexOf(encodeText('1: "a name" 2: {1: 2 3: 4} 7: 12345678')));
    const never = { fitsBetter: () => false };
    expect([...unwrap(hex, never)]).toMatchObject([{ steps: [], bytes: hex }]);
    expect([...unwrap(hex, { fitsBetter: () => true })]).toMatchObject([{ steps: ["hex"] }]);
    expect([...unwrap(strToU8(Buffer.from(gzipSync(blob)).toString("base64")), never)]).toMatchObject([
      { steps: ["base64", "gzip"], bytes: blob },
    ]);
    expect([...unwrap(strToU8(Buffer.from(gzipSync(blob)).toString("base64")), never)][0]).not.toHaveProperty("pieces");
  });
});

test("an Any is one only from the first to the last byte, and of a known type", () => {
  const value = encodeText("1: 5");
  expect(anyContent(any(value))).toEqual({ typeName: "t.Root", range: [30, 32] });
  expect(anyContent(any(value, "https://type.googleapis.com/t.Root"))?.typeName).toBe("t.Root");
  expect(anyContent(encodeText('2: `0805` 1: "x/t.Root"'))).toEqual({ typeName: "t.Root", range: [2, 4] });
  expect(anyContent(encodeText('1: "x/t.Root"'))).toEqual({ typeName: "t.Root", range: [10, 10] });
  for (const text of [
    '1: "vmtime" 2: {1: 5}',
    '1: "x/" 2: {}',
    '1: "x/t.Root" 2: {} 3: 1',
    '1: "x/t.Root" 1: "x/t.Root"',
    "2: {1: 5}",
    '1: "x/t Root"',
    "",
  ])
    expect(anyContent(encodeText(text))).toBeUndefined();
  expect(anyContent(any(value).subarray(0, 31))).toBeUndefined();
  expect(told(any(value, "type.googleapis.com/t.Other"))).toEqual(["raw: 33"]);
});

test("told what it is: only that, or a reason", () => {
  const problem = (bytes: Uint8Array, name: string) => {
    const steps = parseContainer(name);
    return "unknown" in steps ? steps.unknown : ([...unwrapAs(bytes, steps)][0] as { problem: string }).problem;
  };
  const blob = noise(100);
  expect(problem(blob, "gzip")).toBe("not readable as gzip: it does not start as gzip does");
  expect(problem(blob, "zstd")).toBe("not readable as zstd: it does not start as zstd does");
  expect(problem(blob, "zip")).toBe("not readable as zip: this is not a zip archive");
  expect(problem(blob, "OHCLPHDR")).toBe("not readable as ohclphdr: no 4 KiB page starts with the magic OHCLPHDR");
  expect(problem(blob, "get-chunks")).toBe("not readable as get-chunks: it does not start with the header of a chunk");
  expect(problem(blob, "any")).toBe("not readable as any: it is not a type URL and a value, and nothing else");
  expect(problem(strToU8(hexOf(blob)), "base64")).toBe("not readable as base64: it is hex");
  expect(problem(gzipSync(blob), "gzip > zstd")).toBe("not readable as zstd: it does not start as zstd does");
  expect(problem(blob, "tar")).toBe("tar");
  expect(parseContainer("Gzip>Hex-Dump > byte array")).toEqual(["gzip", "hex dump", "byte array"]);
  const wide = Uint8Array.from(Buffer.from(`\ufeff${"0a1b2c3d".repeat(8)}\r\n`, "utf16le"));
  expect([...unwrapAs(wide, ["hex"])]).toMatchObject([{ bytes: Uint8Array.from(Buffer.from("0a1b2c3d".repeat(8), "hex")) }]);
  expect([...unwrapAs(gzipSync(gzipSync(blob)), ["gzip"])]).toMatchObject([{ bytes: gzipSync(blob), steps: ["gzip"] }]);
  expect([...unwrapAs(blob, parseContainer("raw") as [])]).toMatchObject([{ bytes: blob, steps: [] }]);
});

test("no bytes throw: garbage behind each magic, and each container with a byte changed or cut off", () => {
  const magics = [
    [],
    [0x1f, 0x8b, 8],
    [0x28, 0xb5, 0x2f, 0xfd],
    [0x50, 0x2a, 0x4d, 0x18],
    [0x50, 0x4b, 3, 4],
    [1, 2, 20, 0],
    [1, 3, 21, 0],
    [...strToU8("OHCLPHDR")],
    [0x0a],
  ];
  const run = (file: Uint8Array) => {
    for (const one of unwrap(file, {
      knowsType: () => true,
      limits: { ...defaultUnwrapLimits, entryBytes: 1 << 20, totalBytes: 1 << 20 },
    })) {
      if ("problem" in one) expect(one.problem).not.toBe("");
      else if (one.pieces) expect(standsInFile(one, file)).toBe(true);
    }
  };
  fc.assert(
    fc.property(fc.constantFrom(...magics), fc.uint8Array({ maxLength: 200 }), (magic, rest) => run(concat(Uint8Array.from(magic), rest))),
    { seed, numRuns: 5000 },
  );
  const files = [...wraps.map(([, wrap]) => wrap(noise(600))), zipSync({ "a.bin": noise(300), "b.bin": gzipSync(noise(9)) })];
  fc.assert(
    fc.property(fc.constantFrom(...files), fc.nat(), fc.nat(255), fc.nat(), (file, at, xor, cut) => {
      const damaged = file.slice(0, file.length - (cut % 3 === 0 ? cut % file.length : 0));
      if (damaged.length > 0) damaged[at % Math.min(damaged.length, 700)]! ^= xor;
      run(damaged);
    }),
    { seed, numRuns: 5000 },
  );
});
