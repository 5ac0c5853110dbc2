// Times this product and its peers by turns: `--help` lists what can be said.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { build } from "vite";
import { assembly } from "./assembly.mjs";
import { CASES, writeInput } from "./bench/inputs.mjs";
import { measureList } from "./bench/lists.mjs";
import { PAIRS, writeEdited, writePair } from "./bench/sides.mjs";
import { median, table } from "./bench/table.mjs";
import { tools } from "./bench/tools.mjs";

const MEBI = 1 << 20;
const COMPARE = "savestate-compare";
/** What runs on a case whose sides differ all over: one side read, and both compared. */
const PAIR_TOOLS = ["savestate", COMPARE];
/** What runs only where a case has several releases. */
const RELEASE_TOOLS = ["savestate-verdicts"];
/** The case of many blobs. */
const LIST = "list";
/** Above this the peers' objects or texts take gigabytes and minutes: only this product is measured there. */
const PEERS_UP_TO = 100;
const isPair = (name) => PAIRS[name] !== undefined;

const USAGE = `npm run bench -- [--quick] [--json FILE] [--cases a,b] [--sizes 1,10] [--tools a,b] [--runs N]
npm run bench -- --browser [--quick] [--json FILE] [--cases a,b] [--sizes 10] [--scenes inspect,views,scroll,compare,cycles,folder]
`;

function parsed(config) {
  try {
    return parseArgs(config);
  } catch (error) {
    process.stderr.write(`bench: ${error.message}\n${USAGE}`);
    process.exit(2);
  }
}

const { values: options } = parsed({
  options: {
    help: { type: "boolean" },
    quick: { type: "boolean" },
    json: { type: "string" },
    cases: { type: "string" },
    sizes: { type: "string" },
    tools: { type: "string" },
    runs: { type: "string" },
    browser: { type: "boolean" },
    scenes: { type: "string" },
  },
});
if (options.help) {
  process.stdout.write(USAGE);
  process.exit(0);
}
const list = (text) => text.split(",").filter(Boolean);
const known = [...Object.keys(CASES), ...Object.keys(PAIRS), ...(CASES.real ? [LIST] : [])];
const cases = options.cases ? list(options.cases) : known;
const sizes = options.sizes ? list(options.sizes).map(Number) : options.quick ? [1, 10] : [1, 10, 100, 500];
const runs = Number(options.runs ?? (options.quick ? 1 : 3));
const wanted = options.tools ? list(options.tools) : undefined;
const measured = tools().filter(({ name }) => !wanted || wanted.includes(name));
for (const name of cases)
  if (!known.includes(name)) {
    console.error(`bench: no case '${name}' (there are ${known.join(", ")})`);
    process.exit(2);
  }

function writeJson(measured) {
  if (!options.json) return;
  const machine = {
    cpu: os.cpus()[0]?.model ?? "",
    cores: os.cpus().length,
    memory: os.totalmem(),
    node: process.version,
    platform: process.platform,
  };
  fs.writeFileSync(options.json, `${JSON.stringify({ machine, date: new Date().toISOString(), ...measured }, null, 2)}\n`);
}

if (options.browser) {
  const { benchBrowser } = await import("./bench/browser/run.mjs");
  const scenes = options.scenes && list(options.scenes);
  writeJson(await benchBrowser({ quick: options.quick, cases: options.cases && cases, sizes: options.sizes && sizes, scenes }));
  process.exit(0);
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "savestate-bench-"));
process.on("exit", () => fs.rmSync(folder, { recursive: true, force: true }));
process.on("SIGINT", () => process.exit(130));

/** One line that is written over: where the run stands, for a person who waits. */
function say(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

/** This product's core as one module: what is timed is what runs, not a loader. */
async function buildCore() {
  await build({
    configFile: false,
    logLevel: "error",
    publicDir: false,
    plugins: [assembly()],
    ssr: { noExternal: true, target: "node" },
    build: {
      ssr: true,
      target: "node20",
      outDir: path.join(folder, "core"),
      rolldownOptions: {
        input: { core: path.join(import.meta.dirname, "bench/core.ts") },
        output: { entryFileNames: "core.mjs", format: "es" },
      },
    },
  });
  return path.join(folder, "core/core.mjs");
}

/** The command as it is built, and the words that start it. */
async function buildCli() {
  await build({
    configFile: path.join(import.meta.dirname, "../vite.cli.config.ts"),
    logLevel: "error",
    build: { outDir: path.join(folder, "dist-cli") },
  });
  const start = path.join(folder, "bin/savestate.js");
  fs.mkdirSync(path.dirname(start));
  for (const file of ["savestate.js", "package.json"])
    fs.copyFileSync(path.join(import.meta.dirname, "../bin", file), path.join(folder, "bin", file));
  return [start];
}

/** Writes the input of a case: one file, or both sides. Gives the size of the first. */
function writer(name) {
  if (isPair(name)) {
    const element = PAIRS[name].element();
    return (file, fileB, size) => writePair(file, fileB, element, size);
  }
  const block = CASES[name].block();
  return (file, fileB, size) => {
    const bytes = writeInput(file, block, size);
    if (size <= PEERS_UP_TO * MEBI && measured.some((tool) => tool.name === COMPARE)) writeEdited(file, fileB, block.length);
    return bytes;
  };
}

/** Files that all sizes of a case share: the schema in both forms, and a small blob to warm up with. */
function prepare(name, write) {
  const { root, sources } = CASES[name] ?? PAIRS[name];
  const protos = path.join(folder, name);
  fs.mkdirSync(protos);
  for (const { path: file, text } of sources()) fs.writeFileSync(path.join(protos, file), text);
  const json = path.join(folder, `${name}.json`);
  fs.writeFileSync(json, JSON.stringify(sources()));
  const warm = path.join(folder, `${name}-warm.bin`);
  const warmB = path.join(folder, `${name}-warm-b.bin`);
  write(warm, warmB, MEBI);
  const releases = path.join(folder, `${name}-releases.json`);
  fs.writeFileSync(releases, JSON.stringify(CASES[name]?.releases?.() ?? []));
  return { root, folder: protos, sources: json, releases, warm, warmB, cli };
}

/** Rows of one case at one size: the tools take turns, `runs` times, and the medians count. */
async function measure(name, size, write, shared, core) {
  const turn = measured.filter((tool) => {
    if (isPair(name)) return PAIR_TOOLS.includes(tool.name) && size <= PEERS_UP_TO;
    if (RELEASE_TOOLS.includes(tool.name)) return CASES[name].releases !== undefined && size <= PEERS_UP_TO;
    return tool.name === "savestate" || size <= PEERS_UP_TO;
  });
  if (turn.length === 0) return [];
  const file = path.join(folder, `${name}.bin`);
  const fileB = path.join(folder, `${name}-b.bin`);
  const bytes = write(file, fileB, size * MEBI);
  const results = new Map();
  for (let i = 0; i < runs; i++)
    for (const tool of turn) {
      say(`${name} ${size} MB: ${tool.name}, run ${i + 1} of ${runs}`);
      results.set(tool, [...(results.get(tool) ?? []), await tool.measure({ ...shared, core, file, fileB, bytes })]);
    }
  say("");
  for (const one of [file, fileB]) fs.rmSync(one, { force: true });
  return [...results].map(([tool, taken]) => rowOf(name, bytes, tool, taken));
}

function rowOf(name, bytes, tool, taken) {
  const done = taken.filter(({ error }) => error === undefined);
  const row = {
    case: name,
    bytes,
    tool: tool.name,
    what: tool.name === "savestate" ? "scan with statuses" : tool.name === COMPARE ? "two sides decoded and compared" : tool.what,
    runs: done.length,
  };
  if (done.length === 0) return { ...row, error: taken[0].error };
  const middle = (key) => (done.every((one) => one[key] !== undefined) ? median(done.map((one) => one[key])) : undefined);
  const rate = (seconds) => (seconds === undefined ? undefined : bytes / 1e6 / seconds);
  return {
    ...row,
    mbPerSecond: rate(middle("seconds")),
    cpuMbPerSecond: rate(middle("cpuSeconds")),
    peakBytes: middle("peakBytes"),
    beyondBytes: middle("beyondBytes"),
  };
}

const core = await buildCore();
const cli = await buildCli();
const rows = [];
for (const name of cases) {
  if (name === LIST) {
    rows.push(...(await measureList(cli, folder, runs, say)));
    continue;
  }
  const write = writer(name);
  const shared = prepare(name, write);
  for (const size of sizes) rows.push(...(await measure(name, size, write, shared, core)));
}

console.log(table(rows));
console.log(
  "\nTimed, each in a process of its own, by turns; medians. MB/s by the clock, CPU MB/s by processor time, helper threads included.",
);
for (const { name, what } of measured) console.log(`  ${name.padEnd(15)} ${what}`);
console.log(
  "  In Node the clock starts after loading, warming up on 1 MB and reading the file; 'beyond blob' is the growth of the process from there.",
);
if (!CASES.real) console.log("  The case 'real' needs ../shared/openvmm, which is not here.");
writeJson({ rows });
