import { expect, test } from "vitest";
import { encodeText } from "../wire/text.ts";
import { commandFolder, type Told } from "./testing/command.ts";

const { pathOf, put, run, runBare } = commandFolder({
  "schemas/r1/t.proto": 'syntax = "proto3"; package t; message Root { uint32 id = 1; }',
});

test("what cannot be meant is told in one line", async () => {
  const blob = put("a.bin", encodeText("1: 5"));
  const cases: readonly (readonly [words: readonly string[], line: string])[] = [
    [["show", blob, "--depth", "-1"], "--depth needs a value; one that starts with a dash is written --depth=-…"],
    [["show", blob, "--depth=-1"], "--depth -1: a whole number of levels, from 1"],
    [["show", blob, "--nothing"], "Unknown option '--nothing'"],
    [["show", "--list", pathOf("none.jsonl")], `--list ${pathOf("none.jsonl")}: no such file`],
    [["show", "--list", pathOf("schemas")], `--list ${pathOf("schemas")}: is a folder`],
    [["verdict", blob, "--root", "t.Root", "--evidence", pathOf("none.jsonl")], `--evidence ${pathOf("none.jsonl")}: no such file`],
    [["show", "-", "-"], "standard input can be read only once"],
    [["identify", "-", blob, "-"], "standard input can be read only once"],
    [["show", blob, "--schemas", blob], `--schemas ${blob}: is no folder`],
    [["resave", blob, blob, "--reader", "r1", "-o", "-"], "-o - is for the bytes of one blob, not of several"],
    [["resave", blob, "--json", "--reader", "r1", "-o", "-"], "-o - is for the bytes of one blob, not beside --json"],
    [["check", `${blob}/x`, "r1"], `${blob}/x: no such folder, and no release is called so`],
    [["show", `${blob}/x`], `${blob}/x: no such file`],
    [["show", pathOf("none\nof this")], `${pathOf("none\\nof this")}: no such file`],
  ];
  for (const [words, line] of cases)
    expect([words, await run(...words)]).toEqual([words, { exit: 2, out: "", err: `savestate: ${line}\n` }]);
  expect((await runBare("show", blob, "--depth")).err).toBe("savestate: --depth needs a value\n");
  expect((await runBare("resave", blob, "-o")).err).toBe("savestate: --out needs a value\n");
});

test("help on a command is that command's help", async () => {
  expect(await runBare("help", "check")).toEqual(await runBare("check", "--help"));
  expect((await runBare("help")).out).toContain("savestate COMMAND --help");
  const blob = put("a.bin", encodeText("1: 5"));
  for (const words of [["show"], ["identify"], ["verdict"], ["resave", "--reader", "1.1", "-o", pathOf("b.bin")]]) {
    const reads = (await runBare(...words, blob, "--no-schemas")).exit !== 2;
    expect([words[0], (await runBare(words[0]!, "--help")).out.includes("--no-schemas")]).toEqual([words[0], reads]);
  }
  const told = (await run("identify", blob, "--writer", "r1")).out === (await run("identify", blob)).out;
  expect((await runBare("identify", "--help")).out.includes("--writer")).toBe(!told);
});

test("a list may begin with a mark and have lines of Windows", async () => {
  put("a.bin", encodeText("1: 5"));
  const { exit, out } = await run("show", "--list", put("list.jsonl", '\ufeff{"file":"a.bin"}\r\n{"file":"a.bin"}\r\n'), "--json");
  expect([exit, out.split("\n").length]).toEqual([0, 3]);
});

test("a blank line stands between two blobs that are told of, and nowhere else", async () => {
  const blob = put("a.bin", encodeText("1: 5"));
  const none = pathOf("none");
  expect((await run("identify", none, none)).out).toBe("");
  const { out } = await run("identify", none, blob, none, blob, "--no-color");
  expect(out).toMatch(/^\S.*a\.bin(.|\n\S|\n )*\n\n\S.*a\.bin/);
  expect(out.match(/^$/gm)).toHaveLength(2);
});

test("savestate.json names the schemas and their order", async () => {
  put("there/releases/old/t.proto", 'syntax = "proto3"; package t; message Root { uint32 id = 1; }');
  put("there/releases/new/t.proto", 'syntax = "proto3"; package t; message Root { uint32 id = 1; }');
  put("there/savestate.json", '{ "schemas": ["releases"], "order": ["old", "new"] }');
  const blob = put("there/a.bin", encodeText("1: 5"));
  const runThere = async (...words: string[]): Promise<Told> => {
    const back = process.cwd();
    process.chdir(pathOf("there"));
    try {
      return await runBare(...words);
    } finally {
      process.chdir(back);
    }
  };
  const readersIn = async (...words: string[]): Promise<string[]> => {
    const told = await runThere("verdict", blob, "--root", "t.Root", "--json", ...words);
    return told.exit === 2 ? [told.err] : JSON.parse(told.out).readers.map(({ release }: { release: string }) => release);
  };
  expect(await readersIn()).toEqual(["old", "new"]);
  expect(await readersIn("--schemas", "releases")).toEqual(["new", "old"]);
  const raw = await runThere("show", blob, "--no-schemas");
  expect([raw.exit, raw.err]).toEqual([0, ""]);
  put("there/savestate.json", '{ "schemas": ["releases"], "order": "old" }');
  expect((await readersIn())[0]).toContain('"order" is a list of release names, oldest first');
});

test("an absent field is told as defaulted, once", async () => {
  const { out } = await run("show", put("empty.bin", ""), "--root", "t.Root", "--no-color");
  expect(out).toMatch(/^ +id +uint32 +0 {2}\(defaulted\)$/m);
  expect((await runBare("show", "--help")).out).toContain("defaulted (absent: the value is what the reader takes)");
});

test("Markdown says of a writer that is a guess what the text says", async () => {
  put("schemas/r2/t.proto", 'syntax = "proto3"; package t; message Root { uint32 id = 1; }');
  const blob = put("a.bin", encodeText("1: 5"));
  for (const words of [[], ["--format", "markdown"]])
    expect((await run("verdict", blob, "--root", "t.Root", ...words)).out).toContain("written by r2 (not sure)");
});
