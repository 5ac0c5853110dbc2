// Writes public/examples/ anew from the texts in scripts/examples/. Vite loads the TypeScript, which Node 20 cannot.
import fs from "node:fs";
import path from "node:path";
import { runnerImport } from "vite";

const project = path.resolve(import.meta.dirname, "..");
const out = path.join(project, "public/examples");
const { module } = await runnerImport(path.join(project, "scripts/examples/build.ts"), {
  root: project,
  configFile: false,
  logLevel: "error",
});
const files = module.buildExamples(path.join(project, "scripts/examples"));

fs.mkdirSync(out, { recursive: true });
for (const old of fs.readdirSync(out)) if (!files.has(old)) fs.rmSync(path.join(out, old));
for (const [name, bytes] of files) fs.writeFileSync(path.join(out, name), bytes);
console.log(`examples: ${files.size - 1} blobs, ${[...files.values()].reduce((sum, bytes) => sum + bytes.length, 0)} bytes`);
