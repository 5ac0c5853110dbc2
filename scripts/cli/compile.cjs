"use strict";
// node compile.cjs FOLDER: runs the command that is built there, and keeps the code that V8 has made of it by then beside it.
const fs = require("node:fs");
const path = require("node:path");

const folder = path.resolve(process.argv[2]);
const { main, script } = require(path.join(folder, "main.cjs"));
const root = path.join(__dirname, "../..");
const blob = ["--schemas", path.join(root, "schemas"), path.join(root, "public/examples/machine-2.0.bin")];
const runs = [["verdict", "--root", "larch.ServicingState", "--writer", "2.0", "--reader", "1.1"], ["verdict"], ["show"], ["identify"]];

async function run() {
  for (const words of runs) await main([...words, ...blob]);
  fs.writeFileSync(path.join(folder, "cli.code"), script.createCachedData());
}
run();
