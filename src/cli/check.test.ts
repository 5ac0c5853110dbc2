import path from "node:path";
import process from "node:process";
import { expect, test, vi } from "vitest";
import { commandFolder, type Told } from "./testing/command.ts";

const OLD = `syntax = "proto3"; package t; message S { uint32 a = 1; bool gone = 3; }`;
const NEW = `syntax = "proto3"; package t; message S { sint32 a = 1; string name = 2; reserved 3; }`;
const BAD = `syntax = "proto3"; package t; message S { repeated uint32 a = 1; bool gone = 3; }`;

interface Place {
  readonly logicalLocations: readonly { readonly fullyQualifiedName: string }[];
  readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region: { readonly startLine: number } };
}

const {
  pathOf,
  put,
  run: runCommand,
  runBare,
} = commandFolder({ "schemas/r1/t.proto": OLD, "schemas/r2/t.proto": NEW, "schemas/r3/t.proto": BAD });
const run = (...words: string[]): Promise<Told> => runCommand("check", ...words);

test("exit codes: 0 nothing breaks, 1 something does, 2 cannot be done", async () => {
  expect((await run("r1", "r2")).exit).toBe(0);
  expect((await run("r1", "r3")).exit).toBe(1);
  expect((await run("r1", "r1")).exit).toBe(0);
  expect(await run("r1", "r9")).toMatchObject({ exit: 2, err: expect.stringContaining("no release is called r9; there are r1, r2, r3") });
  expect(await run("r1")).toMatchObject({ exit: 2, err: expect.stringContaining("check takes two releases") });
  expect(await run("r1", "./nowhere")).toMatchObject({ exit: 2, err: expect.stringContaining("./nowhere: no such folder") });
  expect(await run("r1", pathOf("schemas"))).toMatchObject({
    exit: 2,
    err: expect.stringContaining("holds several releases (r1, r2, r3)"),
  });
  expect(await run("r1", "r2", "--format", "yaml")).toMatchObject({
    exit: 2,
    err: expect.stringContaining("there are text, json, markdown, junit, sarif"),
  });
});

test("the document has every key of a finding, null where it has nothing", async () => {
  const { findings, schemaVersion } = JSON.parse((await run("r1", "r2", "--json")).out);
  expect(schemaVersion).toBe(1);
  expect(findings).toEqual([
    {
      rule: "sign-changed",
      severity: "risk",
      direction: "both",
      typeName: "t.S",
      field: "a",
      number: 1,
      old: "uint32 a = 1",
      new: "sint32 a = 1",
      message: expect.stringContaining("zigzag"),
    },
    expect.objectContaining({ rule: "field-added", direction: "new-to-old", number: 2, old: null, new: "string name = 2" }),
    expect.objectContaining({ rule: "field-removed", direction: "old-to-new", number: 3, new: null }),
  ]);
  expect(JSON.parse((await run("r1", "r1", "--json")).out)).toEqual({ schemaVersion: 1, findings: [] });
});

test("folders stand for releases, two of one name by their paths", async () => {
  const a = path.dirname(put("a/s/t.proto", OLD));
  const b = path.dirname(put("b/s/t.proto", NEW));
  const { exit, out } = await run(a, b);
  expect(exit).toBe(0);
  expect(out).toContain(`${b} on ${a}`);
});

test("for people, and as Markdown", async () => {
  const text = (await run("r1", "r2", "--no-color")).out;
  expect(text).toMatch(/^r1 and r2: 1 risk, 2 lose\n\nt\.S\n {2}risk {4}both ways {2}1 a {2}sign-changed\n/);
  expect(text).toContain("- uint32 a = 1");
  expect((await run("r1", "r2", "--color")).out).toContain("[35m");
  const { out } = await run("r1", "r2", "--format", "markdown");
  expect(out).toContain("### `t.S`");
  expect(out).toContain("| loses | r2 on r1 | 2 `name` |");
  expect((await run("r1", "r2", "--severity", "risk")).out).not.toContain("loses");
});

test("JUnit: a suite for each direction, and what breaks fails", async () => {
  const { exit, out } = await run("r1", "r3", "--format", "junit");
  expect(exit).toBe(1);
  expect(out.match(/<testsuite .*/g)).toEqual([
    '<testsuite name="r3 restores what r1 wrote" tests="1" failures="0" errors="0" skipped="0">',
    '<testsuite name="r1 restores what r3 wrote" tests="1" failures="1" errors="0" skipped="0">',
  ]);
  expect(out).toMatch(
    /<testcase classname="t.S" name="1 a [\w-]+">\n {6}<failure type="breaks" message="[^"]+">- uint32 a = 1\n\+ repeated/,
  );
  expect((await run("r1", "r1", "--format", "junit")).out.match(/<testcase [^>]*\/>/g)).toHaveLength(2);
});

test("SARIF: a result for each finding, where NEW declares the field, or OLD where it is gone", async () => {
  const { out } = await run("r1", "r2", "--format", "sarif");
  const [{ tool, results }] = JSON.parse(out).runs;
  const places = results.map((result: { level: string; locations: readonly Place[] }) => [
    result.level,
    result.locations[0]!.logicalLocations[0]!.fullyQualifiedName,
    result.locations[0]!.physicalLocation.artifactLocation.uri.replace(/.*schemas/, ""),
    result.locations[0]!.physicalLocation.region.startLine,
  ]);
  expect(places).toEqual([
    ["warning", "t.S.a", "/r2/t.proto", 1],
    ["note", "t.S.name", "/r2/t.proto", 1],
    ["note", "t.S.gone", "/r1/t.proto", 1],
  ]);
  for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex].id).toBe(ruleId);
});

test("a config switches rules off, and is told when it cannot be meant", async () => {
  const cwd = vi.spyOn(process, "cwd").mockReturnValue(pathOf("here"));
  put("here/savestate.json", `{"check": {"except": ["sign-changed"], "ignore": {"field-added": ["t.*"]}}}`);
  expect((await run("r1", "r2")).out).toMatch(/^r1 and r2: 1 loses\n/);
  put("here/savestate.json", `{"check": {"except": ["wire"]}}`);
  expect(await run("r1", "r2")).toMatchObject({ exit: 2, err: expect.stringContaining('there is no rule "wire"') });
  cwd.mockRestore();
});

test("a file that does not parse, in both releases too, is not said to break nothing", async () => {
  for (const release of ["r5", "r6"]) {
    put(`part/${release}/t.proto`, OLD);
    put(`part/${release}/u.proto`, 'syntax = "proto3"; package u; message Q { uint32 a = ; }');
  }
  const told = await runBare("check", "r5", "r6", "--schemas", pathOf("part"));
  expect(told).toMatchObject({ exit: 2, out: expect.stringContaining("nothing"), err: expect.stringContaining("u.proto:1:") });
  const [{ invocations }] = JSON.parse((await runBare("check", "r5", "r6", "--schemas", pathOf("part"), "--format", "sarif")).out).runs;
  expect(invocations[0]).toMatchObject({ executionSuccessful: false, toolExecutionNotifications: [{}, {}] });
});

test("a release of which nothing can be read is not said to break nothing", async () => {
  const broken = path.dirname(put("broken/x.proto", 'syntax = "proto3"; message {'));
  const told = await run("r1", broken);
  expect([told.exit, told.out]).toEqual([2, ""]);
  expect(told.err).toContain(`savestate: ${broken}: no message type can be read in it\n`);
});

test.skipIf(path.sep === "\\")("names as a file system allows them: a backslash is no folder, a control character is refused", async () => {
  const [old, now] = ["b\\1", "b 2"];
  put(`odd/${old}/t.proto`, OLD);
  put(`odd/${now}/t.proto`, NEW);
  const words = ["check", old, now, "--schemas", pathOf("odd")];
  expect((await runBare(...words)).out).toContain("b\\1 and b 2");
  const { runs } = JSON.parse((await runBare(...words, "--format", "sarif")).out);
  expect(runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri).toMatch(/\/odd\/b%202\/t\.proto$/);
  const list = put("list.jsonl", '{"file":"\\ud800"}\n');
  const { exit, out } = await runBare("verdict", "--list", list, "--schemas", pathOf("odd"), "--format", "sarif");
  expect([exit, JSON.parse(out).runs[0].invocations[0].toolExecutionNotifications[0].locations[0].physicalLocation]).toEqual([
    2,
    { artifactLocation: { uri: "%EF%BF%BD" } },
  ]);
  put("worse/a\nb/t.proto", OLD);
  const told = await runBare("check", "r1", "r2", "--schemas", pathOf("worse"));
  expect(told).toMatchObject({ exit: 2, err: expect.stringContaining("a\\nb: a release whose name holds a control character") });
});
