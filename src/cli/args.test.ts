import fs from "node:fs";
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
    [["show", blob, "--nothing"], "this command has no option --nothing; --help lists them"],
    [["verdict", blob, "--raeder=r1"], "this command has no option --raeder; did you mean --reader?"],
    [["show", blob, "--relaese=r1"], "this command has no option --relaese; did you mean --release?"],
    [["show", blob, "-x"], "this command has no option -x; behind -- a name may start with a dash"],
    [["show", blob, "--threads=0"], "--threads 0: a whole number, from 1"],
    [["show", blob, "--root="], "--root needs a value"],
    [["show", ""], "a name among the words is empty"],
    [["show", blob, "--release", "r1", "--release", "r2"], "--release is given twice, r1 and r2; it takes one value"],
    [["verdict", blob, "--limit", "1e3"], "--limit 1e3: a whole number of findings, from 0"],
    [["verdict", blob, "--limit="], "--limit needs a value"],
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
  expect(await runBare("help", "nothing")).toMatchObject({ exit: 2, err: "savestate: no command nothing; --help lists them\n" });
  expect((await runBare("shwo", blob)).err).toBe("savestate: no command shwo; did you mean show?\n");
  expect((await runBare("--json", "show", blob)).err).toBe("savestate: a command stands before --json; --help lists them\n");
});

test("a command takes the options that its help lists, and refuses those of others", async () => {
  const blob = put("a.bin", encodeText("1: 5"));
  const values = {
    release: "r1",
    writer: "r1",
    reader: "r1",
    threads: "1",
    through: "r1",
    limit: "1",
    depth: "1",
    "release-a": "r1",
    out: "-",
  };
  for (const command of ["show", "diff", "verdict", "resave", "check", "identify"]) {
    const { out: help } = await runBare(command, "--help");
    for (const [name, value] of Object.entries(values)) {
      const { err } = await run(command, blob, `--${name}`, value);
      expect([command, name, err.includes(`this command has no option --${name}`)]).toEqual([command, name, !help.includes(`--${name} `)]);
    }
  }
});

test("one option may say twice the same, and one that is repeatable anything", async () => {
  const blob = put("a.bin", encodeText("1: 5"));
  expect((await run("show", blob, "--root", "t.Root", "--root=t.Root")).exit).toBe(0);
  expect((await run("verdict", blob, "--root", "t.Root", "--writer", "r1", "--reader", "r1", "--reader", "r2")).err).toContain("called r2");
});

test("a line of evidence that cannot be meant is named", async () => {
  const blob = put("a.bin", encodeText("1: 5"));
  for (const [line, fault] of [
    ['{"file":"a.bin","writer":"r9"}', "no release is called r9; there are r1"],
    ['{"file":"none.bin","writer":"r1"}', "none.bin: no such file"],
    ['{"file":"a.bin","writer":"r1","root":"t.Rot"}', "r1 has no message type t.Rot"],
    ['{"file":"a.bin","writer":"r1","root":5}', '"root" is no text'],
    ['{"file":"a.bin","writer":"r1","root":".t.Root"}', undefined],
  ] as const) {
    const list = put("evidence.jsonl", `\ufeff\r\n${line}\r\n`);
    const { exit, err } = await run("verdict", blob, "--root", ".t.Root", "--reader", "r1", "--evidence", list, "--json");
    expect([exit, err]).toEqual(fault === undefined ? [0, ""] : [2, `savestate: --evidence ${list}, line 2: ${fault}\n`]);
  }
});

test("a root is named with or without the dot before it, files of JSON with or without a mark", async () => {
  put("marked/b/t.proto", '\ufeffsyntax = "proto3"; package t; message Root { uint32 id = 1; }');
  put("marked/a/t.proto", 'syntax = "proto3"; package t; message Root { uint32 id = 1; }');
  put("marked/a/units.json", '\ufeff["x"]');
  put("marked/releases.json", '\ufeff["b", "a"]');
  const words = ["verdict", put("a.bin", encodeText("1: 5")), "--root", ".t.Root", "--schemas", pathOf("marked"), "--json"];
  const { err, out } = await runBare(...words);
  expect([err, JSON.parse(out).root]).toEqual(["", "t.Root"]);
  expect(JSON.parse(out).readers.map(({ release }: { release: string }) => release)).toEqual(["b", "a"]);
  put("marked/releases.json", '["b", ');
  expect((await runBare(...words)).err).toMatch(/releases\.json: not JSON: /);
});

test("links to releases and to their files are followed", async () => {
  fs.mkdirSync(pathOf("linked/r3"), { recursive: true });
  fs.symlinkSync(pathOf("schemas/r1"), pathOf("linked/latest"));
  fs.symlinkSync(pathOf("schemas/r1/t.proto"), pathOf("linked/r3/t.proto"));
  fs.symlinkSync(pathOf("linked"), pathOf("linked/r3/round"));
  fs.symlinkSync(pathOf("none"), pathOf("linked/gone"));
  const { out } = await runBare("verdict", put("a.bin", encodeText("1: 5")), "--root", "t.Root", "--schemas", pathOf("linked"), "--json");
  expect(JSON.parse(out).readers.map(({ release }: { release: string }) => release)).toEqual(["latest", "r3"]);
  const circle = pathOf("circle");
  fs.symlinkSync(circle, circle);
  expect((await run("show", circle)).err).toBe(`savestate: ${circle}: its links lead in a circle\n`);
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
  put("there/savestate.json", '\ufeff{ "schemas": ["releases"], "order": ["old", "new"] }\r\n');
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
  for (const [config, fault] of [
    ['{ "schemas": ["releases"], "order": "old" }', '"order" is a list of release names, oldest first'],
    ['{ "schema": ["releases"] }', 'savestate.json: there is no setting "schema"; did you mean schemas?'],
    ['{ "schemas": ["releases"], "ordr": ["old"] }', 'there is no setting "ordr"; did you mean order?'],
    ['{ "schemas": [] }', '"schemas" is a folder name or a list of them'],
    ['["releases"]', 'savestate.json: an object is expected, as {"schemas": ["DIR"]}'],
  ] as const) {
    put("there/savestate.json", config);
    expect((await readersIn())[0]).toContain(fault);
  }
  put("there/savestate.json", '{ "schemas": ["releases"], "order": ["old", "new"], "rules": {} }');
  expect(await readersIn()).toEqual(["old", "new"]);
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
