// Builds the app (dist/) and the command line (dist-cli/). Run: node scripts/build.mjs [--if-needed]
import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import process from "node:process";
import { isMain, root, runNode } from "./run.mjs";

/** Everything that a build is made from; folders count with all they hold. */
export const sources = [
  "src",
  "schemas",
  "public",
  "index.html",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "vite.config.ts",
  "vite.cli.config.ts",
  "scripts/assembly.mjs",
  "scripts/cli",
];
/** The two builds: Vite's arguments, what comes out, and where the hash of the sources is noted. A build empties its folder, so a note never outlives what it speaks of. */
const builds = [
  { args: ["build"], made: "dist/index.html", note: "dist/.sources" },
  { args: ["build", "-c", "vite.cli.config.ts"], made: "dist-cli/cli.code", note: "dist-cli/.sources" },
];

/** All files of a file or folder, absolute, in a fixed order; none when it does not exist. */
function filesOf(at) {
  const stat = fs.statSync(at, { throwIfNoEntry: false });
  if (!stat) return [];
  if (!stat.isDirectory()) return [at];
  const inside = fs.readdirSync(at).sort();
  return inside.flatMap((name) => filesOf(path.join(at, name)));
}

/** The SHA-256 of the names and contents of the sources: equal sources give equal builds, whatever their dates. Reads every source file. */
function hashOfSources() {
  const hash = crypto.createHash("sha256");
  for (const file of sources.flatMap((source) => filesOf(path.join(root, source)))) {
    const bytes = fs.readFileSync(file);
    hash.update(`${path.relative(root, file)}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest("hex");
}

/** Whether dist/ and dist-cli/ stand and were built from the sources as they are now. */
export function isBuilt() {
  const hash = hashOfSources();
  return builds.every(({ made, note }) => {
    const noted = path.join(root, note);
    return fs.existsSync(path.join(root, made)) && fs.existsSync(noted) && fs.readFileSync(noted, "utf8") === hash;
  });
}

/** Builds both, the second even when the first failed. `output` as for `run`. Returns how many failed. */
export async function build(output) {
  const hash = hashOfSources(); // before: what is edited meanwhile may or may not be in the build
  // Vite takes the mode of React from NODE_ENV when the shell sets one.
  const env = { ...process.env, NODE_ENV: "production" };
  let failed = 0;
  for (const { args, made, note } of builds) {
    const code = await runNode("node_modules/vite/bin/vite.js", args, { output, env });
    if (code === 0 && fs.existsSync(path.join(root, made))) fs.writeFileSync(path.join(root, note), hash);
    else failed++;
  }
  return failed;
}

if (isMain(import.meta.url)) {
  const failed = process.argv.includes("--if-needed") && isBuilt() ? 0 : await build("inherit");
  process.exit(failed ? 1 : 0);
}
