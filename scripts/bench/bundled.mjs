import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "vite";
import { assembly } from "../assembly.mjs";

/** Modules of a checkout's src/ as one, loaded: `exportsOf` gives what it exports, with a function that names a module of it in quotes. */
export async function bundled(src, exportsOf) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "savestate-bench-"));
  process.on("exit", () => fs.rmSync(folder, { recursive: true, force: true }));
  const entry = path.join(folder, "entry.ts");
  fs.writeFileSync(
    entry,
    exportsOf((module) => JSON.stringify(path.join(path.resolve(src), module))),
  );
  await build({
    configFile: false,
    plugins: [assembly()],
    logLevel: "error",
    build: {
      ssr: true,
      emptyOutDir: true,
      target: "node20",
      outDir: path.join(folder, "out"),
      rolldownOptions: { input: { core: entry }, output: { entryFileNames: "core.mjs", format: "es" } },
    },
    ssr: { noExternal: true },
  });
  return import(pathToFileURL(path.join(folder, "out/core.mjs")).href);
}
