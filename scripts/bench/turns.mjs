// node scripts/bench/turns.mjs [--size 30] [--runs 2] [--src DIR]
// How long the page's worker goes on without a rest while it reads a blob: an example, again and again, read with its writer and with
// other releases, whose unknown fields are borrowed. Milliseconds of processor time. `--src` measures another checkout's src/ by the same steps.
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { bundled } from "./bundled.mjs";

const root = path.resolve(import.meta.dirname, "../..");
const { values: options } = parseArgs({
  options: {
    size: { type: "string", default: "30" },
    runs: { type: "string", default: "2" },
    src: { type: "string", default: path.join(root, "src") },
  },
});

const core = await bundled(
  options.src,
  (of) => `export { documentSteps } from ${of("worker/document.ts")};
export { loadSchemaSet } from ${of("schema/index.ts")};`,
);
const sets = JSON.parse(fs.readFileSync(path.join(root, "schemas/releases.json"), "utf8")).map((release) => {
  const folder = path.join(root, "schemas", release);
  const files = fs.readdirSync(folder, { recursive: true }).filter((file) => file.endsWith(".proto"));
  return core.loadSchemaSet(
    release,
    files.map((file) => ({ path: file, text: fs.readFileSync(path.join(folder, file), "utf8") })),
  );
});
const registry = { set: (name) => sets.find(({ release }) => release === name), sets: () => sets, examples: () => new Set() };

/** Milliseconds of processor time so far. */
function now() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Milliseconds of the whole, the longest stretch without a rest, and the share that was told before it. */
function measure(bytes, reading) {
  const steps = core.documentSteps("document", { info: { blobId: "blob" }, bytes }, { blobId: "blob", ...reading }, registry);
  const from = now();
  let last = from;
  let longest = { ms: 0, share: 0 };
  for (let share = 0; ; ) {
    const { done, value } = steps.next();
    const at = now();
    if (at - last > longest.ms) longest = { ms: at - last, share };
    last = at;
    if (done) return { ms: last - from, longest };
    share = value;
  }
}

for (const [file, reading] of [
  ["machine-2.0.bin", {}],
  ["machine-2.0.bin", { release: "0.9" }],
  ["machine-1.0.bin", { release: "2.0" }],
]) {
  const one = fs.readFileSync(path.join(root, "public/examples", file));
  const bytes = new Uint8Array(Math.ceil((Number(options.size) * 1e6) / one.length) * one.length);
  for (let at = 0; at < bytes.length; at += one.length) bytes.set(one, at);
  for (let run = 0; run < Number(options.runs); run++) {
    const { ms, longest } = measure(bytes, reading);
    const what = `${file}${reading.release ? `, read with ${reading.release}` : ""}`;
    console.log(
      `${what.padEnd(34)} ${ms.toFixed(0).padStart(6)} ms, at a stretch ${longest.ms.toFixed(0)} ms at ${longest.share.toFixed(2)}`,
    );
  }
}
