import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import process from "node:process";
import { defineConfig, type Plugin } from "vite";
import { assembly } from "./scripts/assembly.mjs";

const scripts = path.join(import.meta.dirname, "scripts/cli");

/** In ASCII, so that V8 takes the text as it stands in the file: what is not stands in strings and patterns only. */
function inAscii(code: string): string {
  return code.replace(/[^\0-\x7f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Puts beside the bundle what loads it, in the first thread (`main.cjs`) and in others (`thread.cjs`), and its code as V8 compiles it. */
function loaders(): Plugin {
  return {
    name: "savestate-cli-loaders",
    generateBundle(_, bundle) {
      for (const chunk of Object.values(bundle)) if (chunk.type === "chunk") chunk.code = inAscii(chunk.code);
    },
    writeBundle({ dir }) {
      fs.copyFileSync(path.join(scripts, "load.cjs"), path.join(dir!, "main.cjs"));
      fs.copyFileSync(path.join(scripts, "thread.cjs"), path.join(dir!, "thread.cjs"));
      execFileSync(process.execPath, [path.join(scripts, "compile.cjs"), dir!], { stdio: ["ignore", "ignore", "inherit"] });
    },
  };
}

/** The command line, built from the same sources: one script, with `main.cjs`, which `bin/savestate.js` loads, before it. */
export default defineConfig({
  publicDir: false,
  ssr: { noExternal: true, target: "node" },
  plugins: [assembly(), loaders()],
  build: {
    ssr: true,
    target: "node20",
    outDir: "dist-cli",
    minify: true,
    rolldownOptions: {
      checks: { bundlerTimings: false },
      input: { cli: "src/cli/cli.ts" },
      output: { entryFileNames: "[name].cjs", format: "cjs", codeSplitting: false },
    },
  },
});
