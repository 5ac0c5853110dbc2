// Finds the Chromium that drives the end-to-end tests, and installs one where that is plainly possible. Node's own modules only.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import process from "node:process";
import { run } from "./run.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const macApps = ["Google Chrome", "Chromium"].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);

/** Some systems put a script there that only says how to get the browser: one that cannot tell its version is none. */
const answers = (file) => fs.existsSync(file) && spawnSync(file, ["--version"], { stdio: "ignore" }).status === 0;

/**
 * The path of a Chromium or Chrome, or undefined: what SAVESTATE_CHROMIUM names and nothing else when it is set,
 * otherwise the first one found in /usr/bin and on the PATH that starts.
 */
export function findBrowser() {
  const named = process.env.SAVESTATE_CHROMIUM;
  if (named) return fs.existsSync(named) ? named : undefined;
  const folders = ["/usr/bin", ...(process.env.PATH ?? "").split(path.delimiter)].filter((folder) => folder !== "");
  const inFolders = names.flatMap((name) =>
    [...new Set(folders)].map((folder) => path.join(folder, process.platform === "win32" ? `${name}.exe` : name)),
  );
  return [...inFolders, ...macApps].find(answers);
}

/**
 * `findBrowser`, after installing Chromium when there is none and we are root on a Debian or Ubuntu (a CI container).
 * Says on stderr what to do, and returns undefined, when there is still none.
 */
export async function ensureBrowser() {
  const found = findBrowser();
  if (found) return found;
  const named = process.env.SAVESTATE_CHROMIUM;
  if (named) {
    console.error(`SAVESTATE_CHROMIUM names ${named}, which does not exist.`);
    return undefined;
  }
  if (process.getuid?.() === 0 && fs.existsSync("/etc/debian_version")) {
    console.error("No Chromium found; installing Debian's …");
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    // An update that misses one of its sources still brings the others: the install decides.
    await run("apt-get", ["update", "-q"], { output: "stderr", env });
    await run("apt-get", ["install", "-y", "-q", "--no-install-recommends", "chromium", "fonts-liberation"], { output: "stderr", env });
    const installed = findBrowser();
    if (installed) return installed;
  }
  console.error(
    "The end-to-end tests need Chromium or Chrome. Install one (Debian: apt-get install chromium), or set SAVESTATE_CHROMIUM to the path of one.",
  );
  return undefined;
}
