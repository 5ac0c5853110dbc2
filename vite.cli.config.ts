import { defineConfig } from "vite";

/** The command line, built from the same sources: the module that `bin/savestate.js` loads, and the entry of its threads. */
export default defineConfig({
  publicDir: false,
  ssr: { noExternal: true, target: "node" },
  build: {
    ssr: true,
    target: "node20",
    outDir: "dist-cli",
    minify: true,
    rolldownOptions: {
      input: { main: "src/cli/main.ts", thread: "src/cli/thread.ts" },
      output: { entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js", format: "es" },
    },
  },
});
