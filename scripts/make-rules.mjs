// Writes docs/rules.md anew from the rules in src/compare/schema-check. Vite loads the TypeScript, which Node 20 cannot.
import fs from "node:fs";
import path from "node:path";
import { runnerImport } from "vite";

const project = path.resolve(import.meta.dirname, "..");
const { module } = await runnerImport(path.join(project, "src/compare/schema-check/rules-page.ts"), {
  root: project,
  configFile: false,
  logLevel: "error",
});
fs.writeFileSync(path.join(project, "docs/rules.md"), module.rulesPage());
