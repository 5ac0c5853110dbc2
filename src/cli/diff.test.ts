import zlib from "node:zlib";
import { expect, test } from "vitest";
import { encodeText } from "../wire/text.ts";
import { commandFolder, type Told } from "./testing/command.ts";

const COMMON = `syntax = "proto3"; package t; import "google/protobuf/any.proto";
message Unit { string name = 1; google.protobuf.Any state = 2; }
message Dev { uint32 irq = 1; bytes data = 2; }`;
const OLD = `${COMMON} message Root { uint32 id = 1; repeated Unit units = 2; string gone = 3; uint32 width = 4; string label = 5; }`;
const NEW = `${COMMON} message Root { uint32 id = 1; repeated Unit units = 2; uint64 width = 4; string title = 5; }`;

const { pathOf, put, run: runCommand, runBare } = commandFolder({ "schemas/r1/t.proto": OLD, "schemas/r2/t.proto": NEW });
const run = (...words: string[]): Promise<Told> => runCommand("diff", ...words);

function unit(name: string, irq: number, data = ""): string {
  return `2: {1: "${name}" 2: {1: "type.googleapis.com/t.Dev" 2: {1: ${irq}${data === "" ? "" : ` 2: \`${data}\``}}}} `;
}

test("exit codes: 0 the same, 0 or with --strict 1 on the wire only, 1 unlike, 2 cannot be done", async () => {
  const a = put("a", encodeText("1: 5"));
  const wire = put("wire", encodeText("1: 5~3"));
  const b = put("b", encodeText("1: 6"));
  const common = ["--root", "t.Root"];
  expect((await run(a, a, ...common)).exit).toBe(0);
  expect(await run(a, wire, ...common)).toMatchObject({ exit: 0, out: expect.stringContaining("both restore to the same values") });
  expect((await run(a, wire, ...common, "--strict")).exit).toBe(1);
  expect((await run(a, a, ...common, "--strict")).exit).toBe(0);
  expect((await run(a, b, ...common)).exit).toBe(1);
  expect(await run(a, ...common)).toMatchObject({ exit: 2, err: "savestate: diff takes two blobs, A and B, not 1\n" });
  expect(await run(a, pathOf("none"), ...common)).toMatchObject({ exit: 2, err: expect.stringContaining("no such file") });
  expect(await run(a, b, "--root", "t.Nothing")).toMatchObject({ exit: 2, err: expect.stringContaining("no message type t.Nothing") });
  expect(await run(a, b, "--release-a", "r9")).toMatchObject({ exit: 2, err: expect.stringContaining("no release is called r9") });
  expect(await run("-", "-")).toMatchObject({ exit: 2, err: "savestate: standard input can be one side only\n" });
  expect(await run(pathOf("."), a)).toMatchObject({ exit: 2, err: expect.stringContaining("holds several blobs") });
});

test("prints the changes with their parents, keys and both values", async () => {
  const long = "00".repeat(30);
  const a = put("a", encodeText(`1: 5 ${unit("com1", 3)}${unit("com2", 4, `${long}aa`)}${unit("tpm", 1)}`));
  const b = put("b", encodeText(`1: 6 ${unit("com1", 3)}${unit("com2", 9, `${long}bb`)}${unit("uefi", 1)}`));
  const { out: text } = await run(a, b, "--root", "t.Root", "--release-a", "r1", "--release-b", "r1");
  expect(text.split("\n")).toEqual([
    "--- a  157 bytes  t.Root, read with r1",
    "+++ b  158 bytes  t.Root, read with r1",
    "4 changes: 4 changed",
    "",
    expect.stringMatching(/^~ id +changed +5 -> 6$/),
    "  units  3 changes, matched by name",
    '    units[1] (name "com2").state.value  2 changes',
    expect.stringMatching(/^~ {5}irq +changed +4 -> 9$/),
    expect.stringMatching(/^~ {5}data +changed +…aa -> …bb {2}\(1 of 31 bytes differs, at 0x001e\)$/),
    expect.stringMatching(/^~ {3}units\[2\] \(name "tpm"\)\.name +changed +"tpm" -> "uefi"$/),
    "",
  ]);
});

test("one file with two releases: what the other one does not know, retypes and renames", async () => {
  const a = put("a", encodeText('1: 5 3: "x" 4: 7 5: "y"'));
  const { exit, out: text } = await run(a, a, "--root", "t.Root", "--release-a", "r1", "--release-b", "r2");
  expect(exit).toBe(1);
  expect(text).toMatch(/^- gone +removed +"x" {2}\(unknown to r2\)$/m);
  expect(text).toMatch(/^T width +retyped +7 \(uint32\) -> 7 \(uint64\), the same value$/m);
  expect(text).toMatch(/^> label +renamed +-> title {2}"y"$/m);
});

test("--json is one document; containers are unwrapped; one release reads both where it can", async () => {
  const a = encodeText(`1: 5 ${unit("com1", 3)}${unit("com2", 4)} 3: "only r1 has it"`);
  const zipped = put("a.gz", zlib.gzipSync(a));
  const plain = put("b", encodeText(`1: 5 ${unit("com1", 3)}${unit("com2", 5)} 3: "only r1 has it"`));
  const { exit, out: text } = await run(zipped, plain, "--json");
  const doc = JSON.parse(text);
  expect(exit).toBe(1);
  expect(doc).toMatchObject({
    schemaVersion: 1,
    equal: false,
    counts: { changed: 1, added: 0, removed: 0, moved: 0, retyped: 0, renamed: 0, "wire-only": 0 },
    changes: [
      {
        path: "units[1].state.value.irq",
        kind: "changed",
        matchedBy: 'name "com2"',
        a: { value: 4, status: "known" },
        b: { value: 5, status: "known" },
      },
    ],
  });
  expect(doc.coarse).toBeUndefined();
});

test("values that differ look unlike: a newline and a backslash with an n, a name turned around", async () => {
  const a = put("a", encodeText("5: `610a62` 3: `e280ae6576696ce280ac1b22`"));
  const b = put("b", encodeText("5: `615c6e62` 3: `6576696c`"));
  const { exit, out: text } = await run(a, b, "--root", "t.Root", "--release-a", "r1", "--release-b", "r1");
  expect(exit).toBe(1);
  expect(text).toMatch(/^~ label +changed +"a\\nb" -> "a\\\\nb"$/m);
  expect(text).toMatch(/^~ gone +changed +"\\u202eevil\\u202c\\u001b\\"" -> "evil"$/m);
  const json = JSON.parse((await run(a, b, "--root", "t.Root", "--release-a", "r1", "--release-b", "r1", "--json")).out);
  expect(json.changes.map(({ a, b }: { a: { value: string }; b: { value: string } }) => [a.value, b.value]).sort()).toEqual([
    ["a\nb", "a\\nb"],
    ['\u202eevil\u202c\u001b"', "evil"],
  ]);
});

test("read raw", async () => {
  const a = put("a", encodeText("1: 5 2: {1: 1}"));
  const b = put("b", encodeText("1: 5 2: {1: 2}"));
  const told = await runBare("diff", a, b, "--no-schemas");
  expect(told.exit).toBe(1);
  expect(told.out).toMatch(/^~ #2\.#1 +changed +1 -> 2$/m);
});
