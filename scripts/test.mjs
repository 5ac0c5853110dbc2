// The whole check of the project: lint, types, build, unit and end-to-end tests, all of them whatever fails. Run: npm test
// Its last line on stdout is the sum: "N passed, N failed" (", N skipped").
import fs from "node:fs";
import path from "node:path";
import process from "node:process";
import { ensureBrowser } from "./browser.mjs";
import { build } from "./build.mjs";
import { endWithNpm, root, runNode } from "./run.mjs";
import { ensureInstalled } from "./setup.mjs";
import { tallyPlaywright, tallyVitest } from "./tally.mjs";

const reports = path.join(root, ".cache/reports");

const one = (ok) => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 });

/** Runs a script with Node; it counts as one test. */
const check = async (script, ...args) => one((await runNode(script, args)) === 0);

/** Runs a test runner that writes a JSON report to `file`, and counts what the report says. */
async function runner(tally, file, script, args, env = {}) {
  const exitCode = await runNode(script, args, { env: { ...process.env, ...env } });
  let report;
  try {
    report = JSON.parse(fs.readFileSync(file, "utf8"));
  } catch {
    report = undefined; // counted as a failure
  }
  return tally(report, exitCode);
}

function unit() {
  const file = path.join(reports, "unit.json");
  const args = ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  return runner(tallyVitest, file, "node_modules/vitest/vitest.mjs", args);
}

async function endToEnd() {
  const browser = await ensureBrowser();
  if (!browser) return { ...one(false), why: "there is no browser" };
  const file = path.join(reports, "e2e.json");
  const env = { SAVESTATE_CHROMIUM: browser, PLAYWRIGHT_JSON_OUTPUT_FILE: file };
  return runner(tallyPlaywright, file, "node_modules/@playwright/test/cli.js", ["test", "--reporter=list,json"], env);
}

const steps = [
  ["lint: format and lint", () => check("node_modules/@biomejs/biome/bin/biome", "check", ".")],
  ["lint: rooms", () => check("scripts/rooms.mjs")],
  ["lint: contrast", () => check("scripts/contrast.mjs")],
  ["types: core", () => check("node_modules/typescript/bin/tsc", "-p", "tsconfig.core.json")],
  ["types: survey's loop", () => check("node_modules/typescript/bin/tsc", "-p", "src/decode/survey/assembly")],
  ["types: verdict's loop", () => check("node_modules/typescript/bin/tsc", "-p", "src/restore/assembly")],
  ["types: all", () => check("node_modules/typescript/bin/tsc", "-p", "tsconfig.json")],
  ["build", async () => one((await build("inherit")) === 0)],
  ["unit", unit],
  ["e2e", endToEnd],
];

const show = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""}`;

endWithNpm();
if (!(await ensureInstalled())) {
  console.log(show(one(false)));
  process.exit(1);
}
fs.rmSync(reports, { recursive: true, force: true });
fs.mkdirSync(reports, { recursive: true });

const results = [];
for (const [name, step] of steps) {
  console.log(`\n── ${name}`);
  results.push([name, await step()]);
}

console.log("\n── summary");
const sum = { passed: 0, failed: 0, skipped: 0 };
for (const [name, counts] of results) {
  for (const key of Object.keys(sum)) sum[key] += counts[key];
  console.log(`${counts.failed ? "✗" : "✓"} ${name.padEnd(22)} ${show(counts)}${counts.why ? ` (${counts.why})` : ""}`);
}
console.log(`\n${show(sum)}`);
process.exit(sum.failed > 0 || sum.passed === 0 ? 1 : 0);
