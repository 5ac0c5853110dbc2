// node --expose-gc scripts/bench/tree.mjs [--size 100] [--runs 3] [--cases rows,packed,wide] [--scenes "find a name",...] [--src DIR]
// What the tree costs in the page's worker: views, jumps, filters and find over large blobs, in milliseconds of processor time, the least
// of the runs. Each scene starts with no page held. `--src` measures another checkout's src/ by the same steps.
import path from "node:path";
import { parseArgs } from "node:util";
import { bundled } from "./bundled.mjs";
import { CASES, ownSchema, random } from "./inputs.mjs";
import { Writer } from "./writer.mjs";

const { values: options } = parseArgs({
  options: {
    size: { type: "string", default: "100" },
    runs: { type: "string", default: "3" },
    cases: { type: "string", default: "rows,packed,wide" },
    scenes: { type: "string" },
    src: { type: "string", default: path.resolve(import.meta.dirname, "../../src") },
  },
});
const size = Number(options.size) * 2 ** 20;
const runs = Number(options.runs);
const scenesAsked = options.scenes?.split(",");

/** One element again and again, and some bytes before. */
function repeated(head, element, bytes) {
  const block = new Writer();
  const r = random(9);
  while (block.bytes.length < 2 ** 16) element(block, r);
  const out = new Uint8Array(head.length + Math.floor(bytes / block.bytes.length) * block.bytes.length);
  out.set(head);
  for (let at = head.length; at < out.length; at += block.bytes.length) out.set(block.bytes, at);
  return out;
}

/** A device with one packed field of `count` numbers. */
function packedLines(count) {
  const payload = new Uint8Array(2 * count);
  const r = random(7);
  for (let i = 0; i < payload.length; i += 2) {
    payload[i] = 0x80 | r.below(128);
    payload[i + 1] = 1 + r.below(127);
  }
  const length = [];
  for (let rest = payload.length; rest > 0; rest >>>= 7) length.push((rest & 127) | (rest > 127 ? 128 : 0));
  return joined(Uint8Array.of(0x10, 5, 0x62, ...length), payload);
}

function joined(...parts) {
  const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

const range = (out, r) => out.message(13, (inner) => inner.number(1, r.value(50) + 2n ** 56n).number(2, r.value(40) + 2n ** 42n));

const INPUTS = {
  /** A device with ranges of 20 bytes: 5 million at 100 MB. */
  rows: { root: "bench.Device", bytes: () => repeated(Uint8Array.of(0x10, 5), range, size) },
  /** A device with a packed field: 10 million elements of 2 bytes at 100 MB. */
  packed: { root: "bench.Device", bytes: () => packedLines(Math.round(size / 10.48576)) },
  ...Object.fromEntries(
    Object.entries(CASES)
      .filter(([, { sources }]) => sources() === ownSchema)
      .map(([name, { root, block }]) => [
        name,
        {
          root,
          bytes: () => {
            const one = block();
            return joined(...new Array(Math.max(1, Math.round(size / one.length))).fill(one));
          },
        },
      ]),
  ),
};

const START = { level: 0, open: [], closed: [], sort: "offset" };
const NAMES = { names: true, values: true, numbers: true, bytes: false };
const window = (view, at = 0) => view.rows(at, at + 64);

/** What a user does, by name: each gets the core and a reading of which no page is held. `list` is the large row of the case. */
const SCENES = {
  "first rows": ({ viewOf }, d) => window(viewOf(d, { ...START, level: 1 })),
  "open the list": ({ viewOf }, d, list) => window(viewOf(d, { ...START, open: [list] })),
  "toggle in its middle": ({ viewOf }, d, list, middle) => window(viewOf(d, { ...START, open: [list, middle] }), 1000),
  "jump to its middle": ({ viewOf, reveal }, d, _, middle) => {
    for (const spec of reveal(d, START, middle)) {
      const view = viewOf(d, spec);
      const index = view.indexOf(middle);
      if (index >= 0) return window(view, index);
    }
    throw new Error(`${middle} is not shown`);
  },
  "its end": ({ viewOf }, d, list) => {
    const view = viewOf(d, { ...START, open: [list] });
    return window(view, view.info.rows - 64);
  },
  "open siblings": ({ viewOf, openSiblings }, d, list, middle) => viewOf(d, openSiblings(d, { ...START, open: [list] }, middle)),
  "sort by number": ({ viewOf }, d, list) => window(viewOf(d, { ...START, open: [list], sort: "number" })),
  "to level 3": ({ viewOf }, d) => window(viewOf(d, { ...START, level: 2 })),
  "expand all": ({ viewOf }, d) => window(viewOf(d, { ...START, level: 1e6 })),
  "filter unknown": ({ viewOf }, d) => window(viewOf(d, { ...START, status: "unknown" })),
  "filter known": ({ viewOf }, d) => window(viewOf(d, { ...START, status: "known" })),
  "filter defaulted": ({ viewOf }, d) => window(viewOf(d, { ...START, status: "defaulted" })),
  "filter a text that is not there": ({ viewOf }, d) => window(viewOf(d, { ...START, text: "no such thing" })),
  "filter a number": ({ viewOf }, d) => window(viewOf(d, { ...START, text: "123457" })),
  "all pages": (_, d) => {
    let sum = 0;
    for (let node = 0; node < d.nodes.length; node++) sum += d.nodes.ref(node);
    return sum;
  },
  "find a name": ({ find }, d) => find(d, { ...NAMES, text: "deadline" }),
  "find a number": ({ find }, d) => find(d, { ...NAMES, text: "123457" }),
  "find a text that is not there": ({ find }, d) => find(d, { ...NAMES, text: "no such thing" }),
  "find a path": ({ find }, d) => find(d, { ...NAMES, text: "devices[777].window.start" }),
};

const modules = await bundled(
  options.src,
  (of) => `export { decodedFrom } from ${of("decode/decode.ts")};
export { survey } from ${of("decode/survey/survey.ts")};
export { keyOf } from ${of("decode/paths.ts")};
export { loadSchemaSet } from ${of("schema/index.ts")};
export { find } from ${of("worker/find.ts")};
export { openSiblings, reveal } from ${of("worker/reveal.ts")};
export * from ${of("worker/view.ts")};`,
);
// Older checkouts have views made at once.
const core = { viewOf: (...all) => new modules.View(...all), ...modules };
const set = core.loadSchemaSet("bench", ownSchema);
for (const name of options.cases.split(",")) {
  const input = INPUTS[name];
  const bytes = input.bytes();
  const made = core.survey(bytes, set, set.typeByName.get(input.root));
  const read = () => core.decodedFrom(made);
  const first = read();
  const middle = core.keyOf(first, first.nodes.atOffset(bytes.length >> 1));
  const list = name === "packed" ? "lines" : `${middle.split("[")[0]}[]`;
  const row = /^[^[]*\[\d+\]/.exec(middle)[0];
  console.log(`${name}: ${bytes.length} bytes, ${made.nodes} nodes, ${list}, ${row}`);
  for (const [scene, run] of Object.entries(SCENES)) {
    if (scenesAsked && !scenesAsked.includes(scene)) continue;
    let best = Number.POSITIVE_INFINITY;
    let memory = 0;
    let hits = "";
    try {
      for (let i = 0; i < runs; i++) {
        globalThis.gc?.();
        const before = process.memoryUsage();
        const decoded = read();
        const began = process.cpuUsage();
        const kept = await run(core, decoded, list, row);
        const { user, system } = process.cpuUsage(began);
        const after = process.memoryUsage();
        best = Math.min(best, (user + system) / 1000);
        memory = Math.max(memory, after.arrayBuffers + after.heapUsed - before.arrayBuffers - before.heapUsed);
        if (kept?.hits) hits = `${kept.hits.length} hits`;
        if (kept === undefined) throw new Error("nothing came of it");
      }
      console.log(`  ${scene.padEnd(32)} ${best.toFixed(0).padStart(8)} ms ${(memory / 2 ** 20).toFixed(0).padStart(6)} MB ${hits}`);
    } catch (error) {
      console.log(`  ${scene.padEnd(32)} ${String(error).slice(0, 60)}`);
    }
  }
}
