#!/usr/bin/env node
"use strict";
const process = require("node:process");

let cli;
try {
  cli = require("../dist-cli/main.cjs");
} catch (error) {
  if (error.code !== "MODULE_NOT_FOUND" && error.code !== "ENOENT") throw error;
  console.error("savestate: not built yet; run `npm run build` in its folder (`npm start` and `npm test` do it too)");
  process.exit(2);
}
cli.main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
