import fs from "node:fs";
import path from "node:path";
import { describe, expect, it, test } from "vitest";
import { absent, isTwofold, openvmm, realBlobs } from "../decode/testing/openvmm.ts";
import { encodeText, encodeVarint } from "../wire/text.ts";
import { commandFolder, documentsIn } from "./testing/command.ts";

const HEAD = `syntax = "proto3"; package t; import "savestate/options.proto"; import "google/protobuf/any.proto";`;
const EXACT = "option (savestate.exact) = true;";
const OLD = `${HEAD} message Root { ${EXACT} uint32 id = 1; string gone = 2; repeated Unit units = 4; } message Unit { ${EXACT} string name = 1; google.protobuf.Any state = 2; }`;
const NEW = `${HEAD} message Root { ${EXACT} uint32 id = 1 [(savestate.bits) = 8]; bytes mac = 3 [(savestate.size) = 2, (savestate.required) = true]; repeated Unit units = 4; } message Unit { ${EXACT} string name = 1; google.protobuf.Any state = 2; }`;

const { pathOf, put, run, runBare } = commandFolder({
  "schemas/r1/t.proto": OLD,
  "schemas/r2/t.proto": NEW,
  "schemas/r2/units.json": '["clock"]',
});

describe("verdict", () => {
  const root = ["--root", "t.Root"];

  test("JSON: every release, the writer, the first failure with its place and reason", async () => {
    const file = put("a.bin", encodeText('1: 300 2: "x"'));
    const told = await run("verdict", file, ...root, "--json");
    expect(told.exit).toBe(1);
    const { readers, ...rest } = JSON.parse(told.out);
    expect(rest).toEqual({ schemaVersion: 1, root: "t.Root", writer: { release: "r1", given: false, confidence: "sure" } });
    expect(
      readers.map((reader: { release: string; verdict: string; findingsTotal: number }) => [
        reader.release,
        reader.verdict,
        reader.findingsTotal,
      ]),
    ).toEqual([
      ["r1", "restores", 0],
      ["r2", "fails", 3],
    ]);
    expect(readers[1].findings[0]).toMatchObject({
      kind: "fails",
      path: "mac",
      number: 3,
      typeName: "t.Root",
      range: [0, 6],
      message: "missing required field",
    });
  });

  test("a large file is judged as it is read, a window at a time, as when it is in memory", async () => {
    const held = (number: number, ...parts: readonly (Uint8Array | string)[]): Buffer => {
      const payload = Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : part)));
      return Buffer.concat([Uint8Array.of(number * 8 + 2), Uint8Array.from(encodeVarint(payload.length)), payload]);
    };
    const unit = (name: string, more = ""): Buffer => {
      const state = held(2, held(1, "y".repeat(4000)), encodeText(more));
      return held(4, held(1, name), held(2, held(1, "x/t.Unit"), state));
    };
    const list = Array.from({ length: 1200 }, (_, i) => unit(`unit ${i}`, i === 700 ? "9: 1" : ""));
    const file = put("large.bin", Buffer.concat([encodeText("1: 300"), ...list]));
    for (const reader of ["r1", "r2"]) {
      const words = ["verdict", file, ...root, "--writer", "r1", "--json", "--threads", "1"];
      const inWindows = JSON.parse((await run(...words, "--reader", reader)).out);
      const inMemory = JSON.parse((await run(...words, "--reader", reader, "--reader", reader)).out);
      expect(inWindows.readers[0].findingsTotal).toBeGreaterThan(0);
      expect(inWindows).toEqual({ ...inMemory, readers: [inMemory.readers[0]] });
    }
  });

  test("exit codes: 0 restores, 0 or with --strict 1 loses, 1 fails, 2 cannot be done", async () => {
    const good = put("good.bin", encodeText("1: 5 3: `0102`"));
    const loses = put("loses.bin", encodeText("1: 300 3: `0102`"));
    const exits = async (...words: string[]): Promise<number> => (await run("verdict", ...words)).exit;
    expect(await exits(good, ...root, "--reader", "r2")).toBe(0);
    expect(await exits(loses, ...root, "--reader", "r2")).toBe(0);
    expect(await exits(loses, ...root, "--reader", "r2", "--strict")).toBe(1);
    expect(await exits(put("fails.bin", encodeText("1: 5")), ...root, "--reader", "r2")).toBe(1);
    expect(await exits(good, ...root, "--reader", "r9")).toBe(2);
    expect(await exits(good, "--root", "t.None")).toBe(2);
    expect(await exits(good, "--no-schemas")).toBe(2);
    expect(await exits(good, "--limit", "x")).toBe(2);
    expect(await exits(good, "--format", "x")).toBe(2);
    expect(await exits(pathOf("none.bin"))).toBe(2);
  });

  test("several: one document each, what cannot be done in its place", async () => {
    const list = put("list.jsonl", '{"file":"a.bin","root":"t.Root"}\n{"file":"none.bin","root":"t.Root"}\n');
    const told = await run("verdict", "--list", list, "--json");
    const docs = documentsIn<{ file: string; error?: { code: string } }>(told.out);
    expect([told.exit, docs.map(({ file, error }) => [file, error?.code])]).toEqual([
      2,
      [
        ["a.bin", undefined],
        ["none.bin", "unreadable"],
      ],
    ]);
  });

  test("unit names are judged by the release that lists them", async () => {
    const file = put("units.bin", encodeText('3: `0102` 4: {1: "clock"} 4: {1: "rtc"}'));
    const told = await run("verdict", file, ...root, "--reader", "r2", "--reader", "r1");
    expect(told.out).toContain("fails units[1].name");
    expect(told.out).toContain("unknown unit name");
    expect(told.out.match(/ r1 .*/)![0]).toContain("restores");
  });

  test("text is plain without colour, and coloured with --color", async () => {
    const file = put("a.bin", encodeText('1: 300 2: "x"'));
    const plain = await run("verdict", file, ...root);
    expect(plain.out).toContain("✗ r2  fails  3 findings\n    fails mac [0, 6) missing required field\n");
    expect(plain.out.includes("\u001b")).toBe(false);
    expect((await run("verdict", file, ...root, "--color")).out).toContain("\u001b[31mfails");
  });

  test("--format: JUnit has a failing test, SARIF a result at the bytes, Markdown a table", async () => {
    const file = put("a&b.bin", encodeText('1: 300 2: "x"'));
    const junit = await run("verdict", file, ...root, "--format", "junit");
    expect(junit.out).toContain('<testsuite name="a&#38;b.bin" tests="2" failures="1" errors="0" skipped="0">');
    expect(junit.out.match(/<failure/g)).toHaveLength(1);
    expect(junit.exit).toBe(1);
    const sarif = JSON.parse((await run("verdict", file, ...root, "--format", "sarif")).out);
    const { results, tool } = sarif.runs[0];
    expect(sarif.version).toBe("2.1.0");
    expect(sarif.runs[0].invocations).toEqual([{ executionSuccessful: true }]);
    expect(results[0]).toMatchObject({
      ruleId: "required-absent",
      level: "error",
      locations: [{ physicalLocation: { artifactLocation: { uri: "a%26b.bin" }, region: { byteOffset: 0, byteLength: 6 } } }],
    });
    expect(results.every((result: { ruleId: string; ruleIndex: number }) => tool.driver.rules[result.ruleIndex].id === result.ruleId)).toBe(
      true,
    );
    const markdown = await run("verdict", file, ...root, "--format", "markdown");
    expect(markdown.out).toContain("| r2 | **fails** | 3 |");
    expect(markdown.out).toContain("- **fails** `mac`, bytes 0 to 6: missing required field.");
  });

  test("--format over several blobs is one document, in which a blob that cannot be judged is an error", async () => {
    const list = put("ci.jsonl", '{"file":"a.bin","root":"t.Root"}\n{"file":"none.bin"}\n{"file":"good.bin","root":"t.Root"}\nno JSON\n');
    put("a.bin", encodeText('1: 300 2: "x"'));
    put("good.bin", encodeText("1: 5 3: `0102`"));
    const junit = await run("verdict", "--list", list, "--format", "junit");
    expect(junit.exit).toBe(2);
    expect(junit.out).toMatch(/^<\?xml /);
    expect(junit.out.match(/<testsuite .*/g)).toEqual([
      '<testsuite name="a.bin" tests="2" failures="1" errors="0" skipped="0">',
      '<testsuite name="none.bin" tests="1" failures="0" errors="1" skipped="0">',
      '<testsuite name="good.bin" tests="2" failures="0" errors="0" skipped="0">',
      '<testsuite name="" tests="1" failures="0" errors="1" skipped="0">',
    ]);
    expect(junit.out).toMatch(/<error type="unreadable" message="none.bin: [^"]+"\/>/);
    expect(junit.out).toMatch(/<error type="usage" message="--list [^"]+, line 4: not JSON[^"]*"\/>/);
    const [sarif] = JSON.parse((await run("verdict", "--list", list, "--format", "sarif")).out).runs;
    const [{ executionSuccessful, toolExecutionNotifications: told }] = sarif.invocations;
    expect([executionSuccessful, told.map((one: { level: string }) => one.level)]).toEqual([false, ["error", "error"]]);
    expect(told[0]).toMatchObject({
      descriptor: { id: "unreadable" },
      locations: [{ physicalLocation: { artifactLocation: { uri: "none.bin" } } }],
    });
    expect(sarif.results.some(({ ruleId }: { ruleId: string }) => ruleId === "required-absent")).toBe(true);
  });

  test("--through: what is gone after A > B > A, in all formats", async () => {
    const file = put("there.bin", encodeText('1: 300 2: "x" 3: `0102`'));
    const words = ["verdict", file, ...root, "--writer", "r1"];
    // What r1 does not know it skips, and r2 then misses it.
    const told = await run(...words, "--through", "r2", "--json");
    const { through, readers, ...rest } = JSON.parse(told.out);
    expect(told.exit).toBe(0);
    expect(rest).toMatchObject({ schemaVersion: 1, root: "t.Root", writer: { release: "r1", given: true } });
    expect([through.release, through.verdict, through.inDoubt]).toEqual(["r2", "loses", []]);
    expect(through.findings.map(({ kind, path }: { kind: string; path: string }) => `${kind} ${path}`)).toEqual([
      "truncated id",
      "lost #2",
    ]);
    expect(readers.map((reader: { release: string; verdict: string }) => [reader.release, reader.verdict])).toEqual([["r1", "loses"]]);
    const on = await run(...words, "--through", "r1", "--reader", "r2", "--json");
    expect([on.exit, JSON.parse(on.out).readers[0]]).toMatchObject([1, { release: "r2", verdict: "fails", findingsTotal: 3 }]);
    expect(JSON.parse(on.out).readers[0].findings[0].path).toBe("mac");
    expect((await run(...words, "--through", "r1", "--reader", "r2")).out).toContain("what r1 writes again, read by\n  ✗ r2  fails");
    expect((await run(...words, "--through", "r1", "--reader", "r2", "--format", "markdown")).out).toContain(
      "| r2, reading what r1 wrote | **fails** | 3 |",
    );
    const junit = await run(...words, "--through", "r1", "--reader", "r2", "--format", "junit");
    expect(junit.out).toContain('name="restores on r2 after r1">\n      <failure');
    const [{ results }] = JSON.parse((await run(...words, "--through", "r1", "--reader", "r2", "--format", "sarif")).out).runs;
    const after = results.find(({ properties }: { properties: { after?: string } }) => properties.after === "r1");
    expect(after).toMatchObject({ ruleId: "required-absent", message: { text: expect.stringMatching(/^r2 after r1: mac: /) } });
    expect(after.locations[0].physicalLocation.region).toBeUndefined();
  });

  test("--through a release that does not read the blob, and one without a known writer", async () => {
    const file = put("fails.bin", encodeText("1: 5"));
    const told = await run("verdict", file, ...root, "--writer", "r1", "--through", "r2");
    expect([told.exit, told.out.includes("r2 writes nothing again")]).toEqual([1, true]);
    expect((await run("verdict", file, ...root, "--through", "r9")).err).toContain("no release is called r9");
  });
});

describe("resave", () => {
  test("writes what the release would, and nothing when it does not read the blob", async () => {
    const file = put("a.bin", encodeText("1: 300 3: `0102`"));
    const to = pathOf("out.bin");
    const told = await run("resave", file, "--root", "t.Root", "--reader", "r2", "-o", to, "--json");
    expect(told.exit).toBe(0);
    expect(JSON.parse(told.out)).toEqual({ schemaVersion: 1, reader: "r2", out: to, bytes: 6, same: false, exact: true, inDoubt: [] });
    expect(new Uint8Array(fs.readFileSync(to))).toEqual(encodeText("1: 44 3: `0102`"));
    const refused = await run("resave", put("b.bin", encodeText("1: 5")), "--root", "t.Root", "--reader", "r2", "-o", pathOf("none.out"));
    expect([refused.exit, refused.err.includes("missing required field at mac")]).toEqual([2, true]);
    expect(fs.existsSync(pathOf("none.out"))).toBe(false);
    const json = await run("resave", pathOf("b.bin"), "--root", "t.Root", "--reader", "r2", "-o", pathOf("none.out"), "--json");
    expect([json.exit, json.err]).toEqual([2, refused.err]);
    expect(JSON.parse(json.out)).toEqual({
      schemaVersion: 1,
      reader: "r2",
      error: { code: "refused", message: refused.err.slice("savestate: ".length, -1) },
    });
  });

  test("several go to a folder or to where their lines say", async () => {
    put("x/one.bin", encodeText("1: 1"));
    put("y/one.bin", encodeText("1: 2"));
    const list = put(
      "two.jsonl",
      '{"file":"x/one.bin","root":"t.Root"}\n{"file":"y/one.bin","root":"t.Root"}\n{"file":"x/one.bin","root":"t.Root","out":"named.out"}\n',
    );
    const told = await run("resave", "--list", list, "--reader", "r1", "-o", pathOf("outs"), "--json");
    expect(told.exit).toBe(0);
    const outs = documentsIn<{ out: string }>(told.out).map((doc) => path.relative(pathOf("."), doc.out));
    expect(outs).toEqual([path.join("outs", "one.bin"), path.join("outs", "one-2.bin"), "named.out"]);
    expect(new Uint8Array(fs.readFileSync(pathOf(outs[1]!)))).toEqual(encodeText("1: 2"));
  });

  test("two lines of a list do not write to one file", async () => {
    put("a.bin", encodeText("1: 1"));
    put("b.bin", encodeText("1: 2"));
    const list = put("one-out.jsonl", '{"file":"a.bin","out":"both.out"}\n{"file":"b.bin","out":"./both.out"}\n');
    const { exit, err } = await run("resave", "--list", list, "--root", "t.Root", "--reader", "r1");
    expect([exit, err]).toEqual([2, `savestate: b.bin: another blob was written to ${pathOf("both.out")}\n`]);
    expect(new Uint8Array(fs.readFileSync(pathOf("both.out")))).toEqual(encodeText("1: 1"));
  });

  test("a folder that is not there is not made for one file", async () => {
    const one = ["resave", put("a.bin", encodeText("1: 5")), "--root", "t.Root", "--reader", "r1", "-o"];
    expect(await run(...one, pathOf("nowhere/x"))).toMatchObject({
      exit: 2,
      err: `savestate: ${pathOf("nowhere/x")}: there is no folder ${pathOf("nowhere")} to write it to\n`,
    });
    expect(fs.existsSync(pathOf("nowhere"))).toBe(false);
    expect((await run(...one, pathOf("a.bin/x"))).err).toBe(`savestate: ${pathOf("a.bin/x")}: a file stands where a folder is wanted\n`);
  });

  test("needs a reader and a place", async () => {
    const file = put("a.bin", encodeText("1: 5"));
    expect((await run("resave", file, "--root", "t.Root", "-o", "x")).exit).toBe(2);
    expect((await run("resave", file, "--root", "t.Root", "--reader", "r1")).exit).toBe(2);
  });
});

describe.skipIf(absent)("real blobs, plain schemas, the writer found out", () => {
  it("never contradict the decoders, and at most a fifth depends", async () => {
    const rows = [...realBlobs()].filter((blob) => !isTwofold(blob));
    const list = put("real.jsonl", rows.map(({ file, root }) => JSON.stringify({ file: path.join(openvmm, file), root })).join("\n"));
    const told = await runBare("verdict", "--list", list, "--json", "--schemas", path.join(openvmm, "schemas"));
    const docs = documentsIn<{ readers: readonly { release: string; verdict: string }[] }>(told.out);
    let [all, depends] = [0, 0];
    const wrong: string[] = [];
    docs.forEach((doc, i) => {
      for (const said of rows[i]!.readers) {
        if (said.knowsRoot === false || said.ambiguous) continue;
        const found = doc.readers.find(({ release }) => release === said.release)!;
        all++;
        if (found.verdict === "depends") depends += said.unknownTypes ? 0 : 1;
        else if ((found.verdict === "fails") === said.ok) wrong.push(`${rows[i]!.file} by ${said.release}: ${found.verdict}`);
      }
    });
    expect(wrong).toEqual([]);
    expect(depends / all).toBeLessThan(0.2);
  });
});
