import { defineConfig } from "vitest/config";
import { assembly } from "./scripts/assembly.mjs";

export default defineConfig({
  plugins: [assembly()],
  test: {
    environment: "node",
    include: ["src/**/*.test.ts", "scripts/**/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
