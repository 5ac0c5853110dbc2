// One measurement in a process of its own: `node --expose-gc child.mjs JOB`, a job in JSON. Prints what it took as JSON.
import fs from "node:fs";
import { pathToFileURL } from "node:url";

const job = JSON.parse(process.argv[2]);
const sources = JSON.parse(fs.readFileSync(job.sources, "utf8"));

/** The bytes of a file as a plain array over the same memory: a copy would hide what the tool itself takes. */
const view = (buffer) => new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);

/** Each gives a function of the bytes; what it returns is kept until the clock has stopped. */
const makers = {
  async savestate() {
    const { survey, loadSchemaSet } = await import(pathToFileURL(job.core).href);
    const set = loadSchemaSet("bench", sources);
    const root = set.typeByName.get(job.root);
    return (bytes) => survey(bytes, set, root);
  },
  async "savestate-pages"() {
    const { survey, PagedNodes, loadSchemaSet } = await import(pathToFileURL(job.core).href);
    const set = loadSchemaSet("bench", sources);
    const root = set.typeByName.get(job.root);
    return (bytes) => {
      const made = survey(bytes, set, root);
      const nodes = new PagedNodes(made);
      for (const { nodes: first } of made.checkpoints) if (first < made.nodes) nodes.to(first);
      return nodes;
    };
  },
  async "savestate-view"() {
    const { decode, loadSchemaSet, viewOf } = await import(pathToFileURL(job.core).href);
    const set = loadSchemaSet("bench", sources);
    const root = set.typeByName.get(job.root);
    return (bytes) => viewOf(decode(bytes, set, root), { sort: "offset", level: 1, open: [], closed: [] });
  },
  async "savestate-columns"() {
    const { decodeByColumns, loadSchemaSet } = await import(pathToFileURL(job.core).href);
    const set = loadSchemaSet("bench", sources);
    const root = set.typeByName.get(job.root);
    return (bytes) => decodeByColumns(bytes, set, root);
  },
  async "savestate-compare"() {
    const { compare, decode, loadSchemaSet } = await import(pathToFileURL(job.core).href);
    const set = loadSchemaSet("bench", sources);
    const root = set.typeByName.get(job.root);
    const side = (bytes) => ({ decoded: decode(bytes, set, root), name: "" });
    return (a, b) => compare(side(a), side(b));
  },
  async "savestate-verdicts"() {
    const { verdict, loadSchemaSet } = await import(pathToFileURL(job.core).href);
    const all = JSON.parse(fs.readFileSync(job.releases, "utf8"));
    const sets = all.map(({ release, sources }) => loadSchemaSet(release, sources));
    return (bytes) => sets.map((set) => verdict(bytes, job.root, set, sets.at(-1)).verdict);
  },
  async protobufjs() {
    const { parseRoot } = await import("./peers.mjs");
    const type = parseRoot(sources).lookupType(job.root);
    return (bytes) => type.decode(bytes);
  },
  async "protobufjs-any"() {
    const { parseRoot, openAny } = await import("./peers.mjs");
    const root = parseRoot(sources);
    const type = root.lookupType(job.root);
    return (bytes) => openAny(root, type, type.decode(bytes));
  },
  async "protobuf-es"() {
    const { dynamicSchema } = await import("./peers.mjs");
    const { fromBinary } = await import("@bufbuild/protobuf");
    const schema = dynamicSchema(sources, job.root);
    return (bytes) => fromBinary(schema, bytes);
  },
};

/** Most memory of this process so far, bytes. What the kernel counts for a child begins with its parent's, but not in its own status. */
function peakOf() {
  const status = fs.existsSync("/proc/self/status") ? fs.readFileSync("/proc/self/status", "utf8") : "";
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? process.resourceUsage().maxRSS;
  return Number(kilobytes) * 1024;
}

const run = await makers[job.tool]();
// Warm: the compilers see the code on the same shape before the clock runs.
const small = [job.warm, job.warmB].flatMap((file) => (file ? [view(fs.readFileSync(file))] : []));
const warmedBy = process.cpuUsage();
for (let i = 0; i < 400; i++) {
  run(...small);
  const { user, system } = process.cpuUsage(warmedBy);
  if (user + system > 1.5e6) break;
}

const inputs = [job.file, job.fileB].flatMap((file) => (file ? [view(fs.readFileSync(file))] : []));
globalThis.gc?.();
// The collection threw out compiled code whose objects had died with the warm-up: once more, on as little as it needs.
for (let i = 0; i < 10; i++) run(...small);
const before = process.memoryUsage.rss();
const cpu = process.cpuUsage();
const start = performance.now();
const kept = run(...inputs);
const seconds = (performance.now() - start) / 1000;
const used = process.cpuUsage(cpu);
const peak = peakOf();
console.log(
  JSON.stringify({ seconds, cpuSeconds: (used.user + used.system) / 1e6, bytes: inputs[0].length, before, peak, kept: typeof kept }),
);
