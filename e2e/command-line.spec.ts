import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";

const root = path.resolve(import.meta.dirname, "..");

/** The lines of the README's shell blocks that call `savestate` or git, as they stand there. */
const LINES = [...fs.readFileSync(path.join(root, "README.md"), "utf8").matchAll(/^```sh\n(.*?)^```$/gms)]
  .flatMap(([, block]) => block!.trimEnd().split("\n"))
  .filter((line) => !/^npm (start|test|link)\b/.test(line));

let folder: string;

/** Runs a line in the shell, in the folder, with `savestate` on the PATH. */
function shell(line: string) {
  const env = { ...process.env, PATH: `${path.join(folder, "path")}:${process.env.PATH}`, GIT_CONFIG_NOSYSTEM: "1", HOME: folder };
  return spawnSync("sh", ["-c", line], { cwd: path.join(folder, "clone"), env, encoding: "utf8" });
}

test.beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "savestate-readme-"));
  fs.mkdirSync(path.join(folder, "path"));
  fs.symlinkSync(path.join(root, "bin", "savestate.js"), path.join(folder, "path", "savestate"));
  fs.mkdirSync(path.join(folder, "clone"));
  fs.cpSync(path.join(root, "public", "examples"), path.join(folder, "clone", "public", "examples"), { recursive: true });
});

test.afterAll(() => fs.rmSync(folder, { recursive: true }));

test("the commands of the README do what they say, as they stand there", () => {
  const hasJq = spawnSync("jq", ["--version"]).status === 0;
  const commands = LINES.filter((line) => line.startsWith("savestate "));
  expect(commands.length).toBeGreaterThan(10);
  for (const line of commands) {
    const { status, stderr } = shell(hasJq ? line : line.replace(/ \| jq .*/, ""));
    expect([line, stderr]).toEqual([line, ""]);
    // 1 tells of something wrong in a blob: some examples are damaged on purpose.
    expect([line, [0, 1].includes(status ?? -1)]).toEqual([line, true]);
  }
  const clone = (name: string) => fs.readFileSync(path.join(folder, "clone", name), "utf8");
  expect(clone("verdicts.xml")).toContain("<testsuite ");
  expect(JSON.parse(clone("check.sarif")).runs).toHaveLength(1);
  expect(fs.existsSync(path.join(folder, "clone", "as-0.9.bin"))).toBe(true);
});

test("a reader that goes away is no failure, a full disk is one, told in one line", () => {
  const head = shell("savestate show public/examples --json | head -c 10");
  expect([head.status, head.stdout, head.stderr]).toEqual([0, '{"schemaVe', ""]);
  test.skip(!fs.existsSync("/dev/full"), "no /dev/full here");
  for (const words of [
    "check 1.1 2.0",
    "show public/examples/machine-1.1.bin",
    "diff public/examples/machine-1.0.bin public/examples/machine-1.1.bin",
  ]) {
    const { status, stderr } = shell(`savestate ${words} > /dev/full`);
    expect([words, status, stderr]).toEqual([words, 2, "savestate: standard output: no space left\n"]);
  }
});

test("the recipes for git compare fields, and show a damaged blob all the same", () => {
  const clone = path.join(folder, "clone");
  const git = (...words: string[]) => execFileSync("git", words, { cwd: clone, stdio: "pipe" });
  const setUp = LINES.filter((line) => line.startsWith("echo ") || line.startsWith("git config "));
  expect(setUp).toHaveLength(3);
  git("init", "-q");
  for (const line of setUp) expect([line, shell(line).stderr]).toEqual([line, ""]);
  const blob = path.join(clone, "a.bin");
  fs.copyFileSync(path.join(clone, "public/examples/machine-1.1.bin"), blob);
  git("add", "a.bin", ".gitattributes");
  fs.copyFileSync(path.join(clone, "public/examples/damaged-bytes.bin"), blob);
  const { status, stdout, stderr } = shell("git diff");
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^-.*larch\.ServicingState/m);
  expect(stdout).toMatch(/^\+.*malformed/m);
  const tool = shell(LINES.find((line) => line.startsWith("git difftool"))!);
  expect([tool.status, tool.stderr]).toEqual([0, ""]);
  expect(tool.stdout).toMatch(/^\+\+\+ a\.bin /m);
});
