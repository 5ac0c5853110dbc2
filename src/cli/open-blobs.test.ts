import { Buffer } from "node:buffer";
import fs from "node:fs";
import path from "node:path";
import zlib from "node:zlib";
import { strToU8, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { chunksOf, concat, regionOf, zstdOf } from "../container/wraps/testing.ts";
import { encodeText } from "../wire/text.ts";
import { commandFolder, documentsIn } from "./testing/command.ts";

const PROTO = `syntax = "proto3"; package t;
import "google/protobuf/any.proto";
message Unit { string name = 1; google.protobuf.Any state = 2; }
message Root { uint32 id = 1; repeated Unit units = 2; bytes data = 4; }
message Dev { uint32 irq = 1; string label = 2; }`;
const blob = encodeText(`1: 7 2: {1: "clock" 2: {1: "type.googleapis.com/t.Dev" 2: {1: 5 2: "rtc"}}} 4: \`${"c0ffee".repeat(40)}\``);
const large = encodeText(`1: 7 ${'2: {1: "clock"} '.repeat(3000)}`);
const broken = concat(blob, Uint8Array.of(0x22, 0xff));

interface Doc {
  readonly file?: string;
  readonly blob: {
    readonly name: string;
    readonly bytes: number;
    readonly sha256: string;
    readonly fileOffset?: number;
    readonly pieces?: unknown;
  };
  readonly container: string;
  readonly root?: { readonly typeName: string; readonly detected: boolean };
  readonly nodes: unknown;
  readonly error?: { readonly code: string; readonly message: string };
}

const { pathOf, put, run } = commandFolder({ "schemas/r1/t.proto": PROTO });

async function docs(...words: string[]): Promise<{ exit: number; list: readonly Doc[]; err: string }> {
  const { exit, out, err } = await run("show", ...words, "--json");
  return { exit, list: documentsIn(out), err };
}

const anyOf = (value: Uint8Array) => encodeText(`1: "type.googleapis.com/t.Root" 2: \`${Buffer.from(value).toString("hex")}\``);

describe("one file", () => {
  test("each container gives the same document as the blob alone", async () => {
    const [plain] = (await docs(put("plain.bin", blob))).list;
    const dump = concat(new Uint8Array(4096).fill(9), regionOf(blob));
    const files: readonly (readonly [name: string, bytes: string | Uint8Array, container: string, fileOffset?: number])[] = [
      ["region.bin", regionOf(blob), "ohclphdr", 32],
      ["dump.bin", dump, "ohclphdr", 4128],
      ["save.bin", chunksOf(blob, "save"), "get-chunks", 6],
      ["restore.bin", chunksOf(blob, "restore"), "get-chunks", 10],
      ["a.gz", zlib.gzipSync(blob), "gzip"],
      ["a.zst", zstdOf(blob), "zstd"],
      ["any.bin", anyOf(blob), "any", anyOf(blob).length - blob.length],
      ["hex.txt", Buffer.from(blob).toString("hex"), "hex"],
      ["base64.txt", Buffer.from(blob).toString("base64"), "base64"],
      ["array.txt", `{ ${[...blob].join(", ")} }`, "byte array"],
      ["hex.gz", zlib.gzipSync(Buffer.from(chunksOf(blob, "save")).toString("hex")), "gzip > hex > get-chunks"],
    ];
    for (const [name, bytes, container, fileOffset] of files) {
      const at = put(name, bytes);
      const { exit, list } = await docs(at);
      const expected = { ...plain!, container, blob: { ...plain!.blob, name, ...(fileOffset !== undefined && { fileOffset }) } };
      expect([name, exit, list]).toEqual([name, 0, [expected]]);
      const told = await docs(at, "--container", container, "--root", "t.Root");
      expect([name, told.exit, told.list[0]!.nodes]).toEqual([name, 0, plain!.nodes]);
    }
  });

  test("a stream of chunks says where its pieces stand, in text beside each offset", async () => {
    const at = put("large.bin", chunksOf(large, "save"));
    expect((await docs(at)).list[0]!.blob).toMatchObject({
      fileOffset: 6,
      pieces: Array.from({ length: Math.ceil(large.length / 8192) }, (_, i) => [i * 8192, i * 8198 + 6]),
    });
    const { out } = await run("show", at, "--no-color");
    expect(out).toContain("unwrapped from get-chunks at 0x0006 of the file, in ");
    expect(out).toMatch(/^ {2}0x0000 {5}0x0006 {2}id /m);
  });

  test("with a root, or raw, the bytes are the blob as they stand", async () => {
    const at = put("a.gz", zlib.gzipSync(blob));
    for (const words of [
      ["--root", "t.Root"],
      ["--container", "raw"],
    ]) {
      const { list, exit } = await docs(at, ...words);
      expect(list).toMatchObject([{ container: "raw", blob: { bytes: fs.statSync(at).size } }]);
      expect(exit).toBe(1);
    }
    expect((await docs(at, "--root", "t.Root")).err).toContain("a.gz: starts like a gzip file");
  });

  test("text is remarked on where it is no message, and only there", async () => {
    const notes = put("notes.txt", "what the machine did before it stopped, line by line\n");
    expect((await run("show", notes)).err).toBe(`savestate: ${notes}: is text, not binary; read as raw bytes all the same\n`);
    const texts = put("texts.bin", encodeText(`4: \`${"61".repeat(32)}\` 4: \`${"62".repeat(33)}\``));
    expect(fs.readFileSync(texts).every((byte) => byte >= 0x20 && byte < 0x7f)).toBe(true);
    for (const command of ["show", "verdict", "identify"]) expect([command, (await run(command, texts)).err]).toEqual([command, ""]);
  });

  test("two regions in a dump are two documents", async () => {
    const at = put("two.bin", concat(regionOf(blob), new Uint8Array(8192 - 32 - blob.length), regionOf(broken)));
    const { list, exit } = await docs(at);
    expect(list).toMatchObject([
      { file: `${at}@0x0000`, blob: { name: "two.bin@0x0000", fileOffset: 32 }, container: "ohclphdr" },
      { file: `${at}@0x2000`, blob: { name: "two.bin@0x2000", fileOffset: 8224 }, container: "ohclphdr" },
    ]);
    expect(exit).toBe(1);
  });

  test("what is no such container, or none at all, ends with 2", async () => {
    const at = put("plain.bin", blob);
    expect(await run("show", at, "--container", "gzip")).toMatchObject({
      exit: 2,
      err: `savestate: ${at}: not readable as gzip: it does not start as gzip does\n`,
    });
    expect(await run("show", at, "--container", "tar")).toMatchObject({
      exit: 2,
      err: expect.stringContaining('no container is called "tar"; there are raw, ohclphdr, get-chunks'),
    });
    const zip = put("cut.zip", zipSync({ "a.bin": blob }).subarray(0, 80));
    expect(await run("show", zip)).toMatchObject({
      exit: 2,
      err: `savestate: ${zip}: looks like a zip archive, but the archive is cut off: its directory, which stands at the end, is missing\n`,
    });
    const gzip = put("cut.gz", zlib.gzipSync(large).subarray(0, 60));
    expect((await docs(gzip)).err).toMatch(/cut\.gz: its packed data is damaged or cut off after [\d,]+ bytes/);
  });

  test("identify says the container, and what an Any names comes first", async () => {
    const { exit, out } = await run("identify", put("any.gz", zlib.gzipSync(anyOf(blob))), "--json");
    expect(exit).toBe(0);
    const { container, roots } = JSON.parse(out);
    expect(container).toBe("gzip > any");
    expect(roots[0].typeName).toBe("t.Root");
    expect(roots[0].evidence[0]).toBe("named by the type URL around it");
  });
});

describe("many", () => {
  test("a folder: every blob in natural order, each with its file", async () => {
    const dir = path.dirname(put("many/b10.bin", blob));
    put("many/b9.bin", blob);
    put("many/README.md", "no blob");
    put("many/x.proto", PROTO);
    put("many/.git/config", "no blob");
    put("many/sub/c.gz", zlib.gzipSync(blob));
    put("many/z.zip", zipSync({ "in/a.bin": blob, LICENSE: strToU8("x") }));
    fs.symlinkSync(pathOf("gone"), path.join(dir, "link"));
    fs.symlinkSync(dir, path.join(dir, "circle"));
    const { list, exit, err: said } = await docs(`${dir}/`);
    expect(list.map((doc) => [doc.file!.slice(dir.length), doc.container, doc.blob.name])).toEqual([
      ["/b9.bin", "raw", "b9.bin"],
      ["/b10.bin", "raw", "b10.bin"],
      ["/sub/c.gz", "gzip", "c.gz"],
      ["/z.zip/in/a.bin", "zip", "a.bin"],
    ]);
    expect([exit, said]).toEqual([0, ""]);
    expect(list.every((doc) => doc.root?.typeName === "t.Root")).toBe(true);
    const rooted = await docs(dir, "--root", "t.Root");
    expect(rooted.list.map((doc) => doc.container)).toEqual(["raw", "raw", "raw", "zip"]);
  });

  test("the exit code is the highest, 2 where one could not be done, and the rest goes on", async () => {
    const zip = zipSync({ "1.bin": blob, "../2.bin": blob, "3.bin": broken });
    const at = put("some.zip", zip);
    const { list, exit } = await docs(at);
    expect(list.map((doc) => [doc.file!.slice(at.length), doc.error?.message.slice(at.length)])).toEqual([
      ["/1.bin", undefined],
      ["/3.bin", undefined],
      ["/../2.bin", "/../2.bin: its path leads out of the archive by `..`, so it was left out"],
    ]);
    expect(list[2]).toEqual({ schemaVersion: 1, file: `${at}/../2.bin`, error: { code: "unreadable", message: list[2]!.error!.message } });
    expect(exit).toBe(2);
    expect((await docs(put("two.zip", zipSync({ "1.bin": blob, "3.bin": broken })))).exit).toBe(1);
    expect((await docs(put("one.zip", zipSync({ "1.bin": blob })))).list).toMatchObject([
      { file: pathOf("one.zip/1.bin"), container: "zip" },
    ]);
  });

  test("a snapshot shows its state and its manifest, and leaves the memory alone", async () => {
    const dir = path.dirname(put("snap/state.bin", blob));
    put("snap/manifest.bin", encodeText('1: 3 4: "a machine"'));
    put("snap/memory.bin", new Uint8Array(100_000));
    const { list } = await docs(dir);
    expect(list.map((doc) => doc.blob.name)).toEqual(["manifest.bin", "state.bin"]);
    const list2 = put(
      "list.jsonl",
      `${JSON.stringify({ file: "snap" })}\n${JSON.stringify({ file: "gone" })}\n${JSON.stringify({ file: "plain.bin" })}\n`,
    );
    const both = await docs("--list", list2);
    expect(both.list.map((doc) => doc.file)).toEqual(["snap/manifest.bin", "snap/state.bin", "gone", "plain.bin"]);
    expect(both.exit).toBe(2);
  });

  test("a folder without a blob cannot be shown", async () => {
    const dir = path.dirname(put("empty/README.md", "x"));
    expect(await run("show", dir)).toMatchObject({ exit: 2, err: `savestate: ${dir}: the folder holds no blob\n` });
    expect((await docs(dir, put("plain.bin", blob))).list).toMatchObject([
      { file: dir, error: { code: "unreadable" } },
      { container: "raw" },
    ]);
  });

  test("text names each file", async () => {
    const at = put("two.zip", zipSync({ "1.bin": blob, "2.bin": blob }));
    const { exit, out } = await run("show", at, "--no-color");
    expect(exit).toBe(0);
    expect(out.match(/^\S*two\.zip\/\d\.bin .*unwrapped from zip/gm)).toHaveLength(2);
  });
});

describe("--list", () => {
  test("a line that cannot be meant gives its error in its place, and the rest goes on", async () => {
    const at = put("good.bin", blob);
    const lines = [
      JSON.stringify({ file: at }),
      "{nonsense",
      JSON.stringify({ root: "t.Root" }),
      "",
      JSON.stringify({ file: at, root: 5 }),
    ];
    const list = put("list.jsonl", [...lines, JSON.stringify({ file: pathOf("none.bin") }), JSON.stringify({ file: at })].join("\n"));
    const { exit, list: given } = await docs("--list", list);
    expect(exit).toBe(2);
    expect(given).toHaveLength(6);
    expect(given[0]).toMatchObject({ file: at, container: "raw" });
    expect(given[1]).toMatchObject({ error: { code: "usage", message: expect.stringContaining("line 2: not JSON") } });
    expect(given[1]).not.toHaveProperty("file");
    expect(given[2]).toMatchObject({ error: { message: expect.stringContaining('line 3: no "file"') } });
    expect(given[3]).toMatchObject({ file: at, error: { message: expect.stringContaining('line 5: "root" is no text') } });
    expect(given[4]).toMatchObject({ error: { code: "unreadable" } });
    expect(given[5]).toEqual(given[0]);
  });
});
