import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { assembly } from "./scripts/assembly.mjs";

/** The policy of the served app: its own files and nothing else. Workers by URL take the policy of their own response. */
const csp =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; worker-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const headers = {
  "Content-Security-Policy": csp,
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
};

export default defineConfig({
  plugins: [react(), assembly()],
  // Compiling the loops is most of a build, and no news.
  build: { target: "es2023", sourcemap: false, rolldownOptions: { checks: { bundlerTimings: false } } },
  worker: { format: "es", plugins: () => [assembly()] },
  preview: { headers },
  optimizeDeps: { include: ["protobufjs", "fflate"] },
});
