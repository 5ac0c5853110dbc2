"use strict";
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
const process = require("node:process");
const v8 = require("node:v8");
const vm = require("node:vm");

// Fifteen times as long before V8 optimizes a function: most functions of a command run for too short a time to be worth it, and the
// loops over bytes are WebAssembly (docs/performance.md, Verdicts). Measured with Node 20, whose V8 has this flag; the code beside the bundle
// is taken only with the flags that it was made with.
if (process.version.startsWith("v20.")) v8.setFlagsFromString("--interrupt-budget=1000000");

const file = path.join(__dirname, "cli.cjs");

function codeIfThere() {
  try {
    return fs.readFileSync(path.join(__dirname, "cli.code"));
  } catch {
    return undefined;
  }
}

/**
 * The built command as a script, with the code that V8 made of its functions when it was built (`compile.cjs`); another V8 than that one
 * does not take it, and compiles them when they are called, as usual. The bundle is ASCII.
 */
const script = new vm.Script(Module.wrap(fs.readFileSync(file, "latin1")), { filename: file, cachedData: codeIfThere() });

const cli = { exports: {} };
script.runInThisContext()(cli.exports, Module.createRequire(file), cli, file, __dirname);

exports.script = script;
exports.main = cli.exports.main;
exports.runThread = cli.exports.runThread;
