#!/usr/bin/env node
import process from "node:process";

let cli;
try {
  cli = await import("../dist-cli/main.js");
} catch (error) {
  if (error.code !== "ERR_MODULE_NOT_FOUND") throw error;
  console.error("savestate: not built yet; run `npm run build` in its folder (`npm start` and `npm test` do it too)");
  process.exit(2);
}
process.exitCode = await cli.main(process.argv.slice(2));
