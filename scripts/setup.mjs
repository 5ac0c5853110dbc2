// Makes sure that the packages of package-lock.json are installed. Run: node scripts/setup.mjs [--browser]
// Node's own modules only: this is the first thing to run in a bare clone.
import fs from "node:fs";
import path from "node:path";
import process from "node:process";
import { ensureBrowser } from "./browser.mjs";
import { isMain, root, run, runNode } from "./run.mjs";

/** The packages of a lock file by their folder, or undefined when there is none that can be read. */
function packagesOf(file) {
  try {
    return JSON.parse(fs.readFileSync(path.join(root, file), "utf8")).packages;
  } catch {
    return undefined;
  }
}

/**
 * Whether what is installed is what package-lock.json asks for. npm itself notes in node_modules what it installed, at the
 * very end, so an install that was cut short, an older lock and a missing folder all show, and one made by hand counts too.
 * Optional packages may be missing: they belong to other systems.
 */
export function isInstalled() {
  const installed = packagesOf("node_modules/.package-lock.json");
  const wanted = packagesOf("package-lock.json");
  if (!installed || !wanted) return false;
  return Object.entries(wanted).every(([folder, { version, integrity, optional }]) => {
    if (folder === "") return true;
    const here = installed[folder];
    return here ? here.version === version && here.integrity === integrity : optional === true;
  });
}

/** `npm ci`. The development packages too, whatever NODE_ENV says: the build needs them. Its output goes to stderr. */
function install() {
  const args = ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  const npm = process.env.npm_execpath ?? "";
  if (/npm-cli\.c?js$/.test(npm)) return runNode(npm, args, { output: "stderr" });
  return run("npm", args, { output: "stderr", shell: process.platform === "win32" });
}

/** Whether a version of Node is one that Vite runs on; `engines` of package.json says the same. */
export function isNewEnough(version) {
  const [major, minor] = version.split(".").map(Number);
  return major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19);
}

/** Installs what is missing, with one more try when the registry did not answer. False, with a sentence on stderr, when it failed. */
export async function ensureInstalled() {
  if (!isNewEnough(process.versions.node)) {
    console.error(`Node ${process.versions.node} does not do: install Node 20.19 or a newer 20, or 22.12 or newer.`);
    return false;
  }
  if (isInstalled()) return true;
  console.error("Installing the packages; this is needed once …");
  if ((await install()) === 0) return true;
  console.error("The install failed. Trying once more …");
  if ((await install()) === 0) return true;
  console.error("The packages could not be installed. Check that npm reaches its registry, then run the same command again.");
  return false;
}

if (isMain(import.meta.url)) {
  const installed = await ensureInstalled();
  const ready = installed && (!process.argv.includes("--browser") || (await ensureBrowser()) !== undefined);
  process.exit(ready ? 0 : 1);
}
