import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

/** What runs in a Node process of ours, in the order of the table. */
const inNode = {
  savestate: "survey: bytes in; every field's number, type, range and status judged, every Any opened; counts and problems kept",
  "savestate-pages": "the same, and then every field's facts made, page after page",
  "savestate-view": "the survey, and the rows of the tree as the page opens it: two levels",
  "savestate-columns": "decode: the same, with every field's facts kept in columns",
  "savestate-verdicts": "what each of the five releases makes of it, one after the other (the real blobs only)",
  protobufjs: "bytes in, a decoded object out (Type.decode); the content of an Any stays bytes",
  "protobufjs-any": "the same, and every Any's content decoded too",
  "savestate-compare": "bytes of two sides in; both decoded and aligned to one tree of changes",
  "protobuf-es": "bytes in, a decoded object out (fromBinary, schema made at run time); an Any's content stays bytes",
};

function isInstalled(command) {
  try {
    execFileSync(command, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** The tools that can be measured here: name, what is timed, and `measure(job)`, a promise of one measurement. */
export function tools() {
  const out = Object.entries(inNode).map(([name, what]) => ({ name, what, measure: (job) => measureNode(name, job) }));
  out.push({
    name: "verdict",
    what: "whole process: start, parse the .proto files, `savestate verdict` of the release that wrote it",
    measure: (job) => measureCommand(process.execPath, [...job.cli, ...verdictArguments(job)], job),
  });
  if (isInstalled("protoc")) {
    const what = "whole process: start, parse the .proto files, decode, write text to nowhere";
    out.push({ name: "protoc", what, measure: (job) => measureCommand("protoc", protocArguments(job), job) });
    out.push({ name: "protoc-raw", what: "the same without a schema", measure: (job) => measureCommand("protoc", ["--decode_raw"], job) });
  }
  if (isInstalled("buf"))
    out.push({
      name: "buf",
      what: "whole process: buf convert to JSON, written to nowhere",
      measure: (job) => measureCommand("buf", bufArguments(job), job),
    });
  return out;
}

/** The folder of the job is one release, which wrote the blob. */
function verdictArguments({ folder, root, file }) {
  const release = path.basename(folder);
  return ["verdict", "--schemas", folder, "--reader", release, "--writer", release, "--root", root, file];
}

/** `.proto` files of the job as protoc finds them: in a folder of their own. */
function protocArguments(job) {
  return ["-I", job.folder, "--decode", job.root, ...fs.readdirSync(job.folder).map((file) => path.join(job.folder, file))];
}

function bufArguments(job) {
  return ["convert", job.folder, "--type", job.root, "--from", `${job.file}#format=binpb`, "--to", "-#format=json"];
}

/** A decode in a fresh Node process that loads, warms up, reads the file and only then starts the clock. */
async function measureNode(tool, job) {
  const child = path.join(import.meta.dirname, "child.mjs");
  const { core, sources, releases, root, warm, file, warmB, fileB } = job;
  const one = { tool, core, sources, releases, root, warm, file, ...(tool === "savestate-compare" && { warmB, fileB }) };
  const args = ["--expose-gc", "--max-old-space-size=16000", child, JSON.stringify(one)];
  const { stdout, code, stderr } = await run(process.execPath, args, {});
  if (code !== 0) return { error: firstLine(stderr) };
  const { seconds, cpuSeconds, before, peak } = JSON.parse(stdout);
  // On a small blob the peak is that of the start, before the blob was read.
  return { seconds, cpuSeconds, peakBytes: peak, beyondBytes: job.bytes < 50e6 ? undefined : Math.max(0, peak - before) };
}

/** A whole process with the blob on its standard input. */
async function measureCommand(command, args, job) {
  const start = performance.now();
  const { code, stderr, peak, cpuSeconds } = await run(command, args, { input: job.file, quiet: true });
  if (code !== 0) return { error: firstLine(stderr) };
  return { seconds: (performance.now() - start) / 1000, cpuSeconds, peakBytes: peak };
}

const firstLine = (text) => text.split("\n").find((line) => /error|invalid|fail/i.test(line)) ?? text.split("\n")[0] ?? "failed";

/** Runs a process; its peak memory and processor time are asked of the system while it runs, where /proc tells them. */
export function run(command, args, { input, quiet }) {
  return new Promise((resolve) => {
    const stdin = input ? fs.openSync(input, "r") : "ignore";
    const child = spawn(command, args, { stdio: [stdin, quiet ? "ignore" : "pipe", "pipe"] });
    let peak = 0;
    let cpu = 0;
    const look = setInterval(() => {
      peak = Math.max(peak, peakOf(child.pid));
      cpu = Math.max(cpu, cpuOf(child.pid));
    }, 20);
    const texts = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"])
      child[name]?.on("data", (data) => {
        texts[name] += data;
      });
    child.on("close", (code) => {
      clearInterval(look);
      if (input) fs.closeSync(stdin);
      resolve({ code, peak: peak || undefined, cpuSeconds: cpu || undefined, ...texts });
    });
  });
}

function peakOf(pid) {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(fs.readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return Number(kilobytes ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/** Seconds of processor time of a process and its threads so far, in the hundredths that /proc counts. */
function cpuOf(pid) {
  try {
    const [, rest] = /\) (.*)/s.exec(fs.readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
    const numbers = rest.split(" ");
    return (Number(numbers[11]) + Number(numbers[12])) / 100;
  } catch {
    return 0;
  }
}
