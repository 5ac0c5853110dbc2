// Checks that a room of src/ imports only the rooms above it (the order of the house), so that the core stays free of the app.
import fs from "node:fs";
import path from "node:path";
import process from "node:process";

/** Room -> rooms that it may import. `app` reaches the core only through the worker's client and types. */
const allowed = {
  base: [],
  wire: ["base"],
  schema: ["base"],
  decode: ["base", "wire", "schema"],
  restore: ["base", "wire", "schema", "decode"],
  identify: ["base", "wire", "schema", "decode", "restore"],
  compare: ["base", "wire", "schema", "decode", "restore", "identify"],
  container: ["base", "wire", "schema", "decode", "restore", "identify", "compare"],
  worker: ["base", "wire", "schema", "decode", "restore", "identify", "compare", "container"],
  app: ["base", "worker"],
  cli: ["base", "wire", "schema", "decode", "restore", "identify", "compare", "container"],
};
const coreRooms = ["base", "wire", "schema", "decode", "restore", "identify", "compare", "container"];

const src = path.resolve(import.meta.dirname, "../src");
const problems = [];
const rooms = fs.readdirSync(src, { withFileTypes: true }).filter((e) => e.isDirectory());
for (const room of rooms) {
  const may = allowed[room.name];
  if (!may) {
    problems.push(`src/${room.name}: no such room in the house`);
    continue;
  }
  for (const needed of ["index.ts", "README.md"]) {
    if (room.name !== "app" && room.name !== "cli" && !fs.existsSync(path.join(src, room.name, needed)))
      problems.push(`src/${room.name}: no ${needed}`);
  }
  for (const file of fs.readdirSync(path.join(src, room.name), { recursive: true }).map(String)) {
    if (!/\.tsx?$/.test(file)) continue;
    const at = path.join(src, room.name, file);
    const isTest = /\.test\.tsx?$|(^|[\\/])testing([\\/]|\.ts$)/.test(file);
    for (const [, specifier] of fs.readFileSync(at, "utf8").matchAll(/(?:from|import)\s*\(?\s*["']([^"']+)["']/g)) {
      if (!specifier.startsWith(".")) {
        if (coreRooms.includes(room.name) && !isTest && /^(react|@tanstack|zustand|node:)/.test(specifier))
          problems.push(`src/${room.name}/${file}: the core imports ${specifier}`);
        continue;
      }
      const target = path.relative(src, path.resolve(path.dirname(at), specifier)).split(path.sep);
      if (target[0] === "..") {
        const isOwnVersion = room.name === "cli" && specifier === "../../package.json";
        if (!isTest && !isOwnVersion) problems.push(`src/${room.name}/${file}: leaves src by ${specifier}`);
        continue;
      }
      if (target[0] === room.name) continue;
      if (!may.includes(target[0])) problems.push(`src/${room.name}/${file}: ${room.name} may not import ${target[0]} (${specifier})`);
      else if (room.name === "app" && target[0] === "worker" && !/^(index|client|protocol)\.ts$/.test(target[1] ?? ""))
        problems.push(`src/app/${file}: app reaches worker only by its client and types`);
      else if (/(^|[\\/])assembly[\\/]/.test(file) && target.slice(1).join("/") === "assembly/index")
        continue; // WebAssembly's sources have lists of their own
      else if (target.length > 1 && target[1] !== "index.ts" && !isTest && room.name !== "app")
        problems.push(`src/${room.name}/${file}: import ${target[0]} by its index.ts, not ${specifier}`);
    }
  }
}
for (const p of problems) console.error(p);
console.log(problems.length ? `rooms: ${problems.length} imports break the house` : `rooms: ${rooms.length} rooms keep to the house`);
process.exit(problems.length ? 1 : 0);
