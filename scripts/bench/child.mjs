// One measurement in a process of its own: `node --expose-gc child.mjs JOB`, a job in JSON. Prints { seconds, bytes, peak } as JSON.
import fs from "node:fs";
import { pathToFileURL } from "node:url";

const job = JSON.parse(process.argv[2]);
const sources = JSON.parse(fs.readFileSync(job.sources, "utf8"));

/** Each gives a function of the bytes; what it returns is kept until the clock has stopped. */
const makers = {
  async savestate() {
    const { decode, loadSchemaSet } = await import(pathToFileURL(job.core).href);
    const set = loadSchemaSet("bench", sources);
    const root = set.typeByName.get(job.root);
    return (bytes) => decode(bytes, set, root);
  },
  async survey() {
    const { survey, loadSchemaSet } = await import(pathToFileURL(job.core).href);
    const set = loadSchemaSet("bench", sources);
    const root = set.typeByName.get(job.root);
    return (bytes) => survey(bytes, set, root);
  },
  async protobufjs() {
    const { parseRoot } = await import("./peers.mjs");
    const type = (await parseRoot(sources)).lookupType(job.root);
    return (bytes) => type.decode(bytes);
  },
  async "protobufjs-any"() {
    const { parseRoot, openAny } = await import("./peers.mjs");
    const root = await parseRoot(sources);
    const type = root.lookupType(job.root);
    return (bytes) => openAny(root, type, type.decode(bytes));
  },
  async "protobuf-es"() {
    const { dynamicSchema } = await import("./peers.mjs");
    const { fromBinary } = await import("@bufbuild/protobuf");
    const schema = await dynamicSchema(sources, job.root);
    return (bytes) => fromBinary(schema, bytes);
  },
};

const run = await makers[job.tool]();
// Warm: the compilers see the code on the same shape before the clock runs.
const small = new Uint8Array(fs.readFileSync(job.warm));
const until = performance.now() + 1500;
for (let i = 0; i < 40 && performance.now() < until; i++) run(small);

const bytes = new Uint8Array(fs.readFileSync(job.file));
globalThis.gc?.();
const before = process.memoryUsage.rss();
const start = performance.now();
const kept = run(bytes);
const seconds = (performance.now() - start) / 1000;
const peak = process.resourceUsage().maxRSS * 1024;
console.log(JSON.stringify({ seconds, bytes: bytes.length, before, peak, kept: typeof kept }));
