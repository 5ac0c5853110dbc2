import fs from "node:fs";
import path from "node:path";
import { openvmm } from "./inputs.mjs";
import { median } from "./table.mjs";
import { run } from "./tools.mjs";

/** Blobs that are judged in a process of their own; the time of all is reckoned from theirs. */
const SAMPLE = 20;

/**
 * Verdicts of every real blob on all releases: one command with a list, against one command a blob. `cli` are the words that start the
 * command. The processes are a sample, spread evenly over the list, and stand for all.
 */
export async function measureList(cli, folder, runs, say) {
  const entries = JSON.parse(fs.readFileSync(path.join(openvmm, "verdicts.json"), "utf8"));
  const jobs = entries.map(({ file, root, writer }) => ({ file: path.join(openvmm, file), root, writer }));
  const bytes = jobs.reduce((sum, { file }) => sum + fs.statSync(file).size, 0);
  const list = path.join(folder, "list.jsonl");
  fs.writeFileSync(list, jobs.map((job) => JSON.stringify(job)).join("\n"));
  const words = [...cli, "verdict", "--json", "--schemas", path.join(openvmm, "schemas")];
  const sample = jobs.filter((_, i) => i % Math.ceil(jobs.length / SAMPLE) === 0);
  const timed = async (...more) => {
    const start = performance.now();
    const { code, peak, stderr } = await run(process.execPath, [...words, ...more], { quiet: true });
    if (code > 1) throw new Error(stderr);
    return { seconds: (performance.now() - start) / 1000, peak: peak ?? 0 };
  };
  const whole = [];
  const each = [];
  for (let i = 0; i < runs; i++) {
    say(`list: run ${i + 1} of ${runs}`);
    whole.push(await timed("--list", list));
    let seconds = 0;
    let peak = 0;
    for (const { file, root, writer } of sample) {
      const one = await timed("--root", root, "--writer", writer, file);
      seconds += one.seconds;
      peak = Math.max(peak, one.peak);
    }
    each.push({ seconds: (seconds / sample.length) * jobs.length, peak });
  }
  const row = (tool, what, taken) => ({
    case: "list",
    bytes,
    tool,
    what,
    runs,
    mbPerSecond: bytes / 1e6 / median(taken.map(({ seconds }) => seconds)),
    seconds: median(taken.map(({ seconds }) => seconds)),
    peakBytes: Math.max(...taken.map(({ peak }) => peak)) || undefined,
  });
  return [
    row("savestate", `verdict --list: ${jobs.length} blobs on all releases, whole process`, whole),
    row("process-a-blob", `one process a blob, reckoned from ${sample.length} of them`, each),
  ];
}
