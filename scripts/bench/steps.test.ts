import { execFile } from "node:child_process";
import path from "node:path";
import process from "node:process";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const run = async (script: string, ...args: string[]): Promise<string> => {
  const { stdout } = await promisify(execFile)(process.execPath, [path.join(import.meta.dirname, script), ...args]);
  return stdout;
};

// They take the steps of the page's worker by its own modules: what changes there must not leave them behind.
it("the scripts that measure the worker's steps without a page still run", async () => {
  const turns = await run("turns.mjs", "--size", "0.02", "--runs", "1");
  expect(turns.match(/ms, at a stretch \d+ ms/g)).toHaveLength(3);
  const tree = await run("tree.mjs", "--size", "0.1", "--runs", "1", "--cases", "wide", "--scenes", "find a name,expand all");
  expect(tree.match(/^ +(find a name|expand all) +\d+ ms/gm)).toHaveLength(2);
});
