// What the other scripts share: the project's root, and running one command. Node's own modules only: this runs before anything is installed.
import { spawn } from "node:child_process";
import fs from "node:fs";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";

/** The project's root folder, absolute, without a slash at its end. */
export const root = fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, "");

/** Whether the module with this `import.meta.url` is the script that was started, not one that was imported. */
export function isMain(moduleUrl) {
  return process.argv[1] !== undefined && pathToFileURL(fs.realpathSync(process.argv[1])).href === moduleUrl;
}

/**
 * Ends this process, as by SIGTERM, when npm started it and is gone. Who stops npm by a signal stops npm and the shell that it
 * started, but nothing tells this process.
 */
export function endWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && process.kill(process.pid, "SIGTERM"), 500).unref();
}

/**
 * Runs a command in the project's root, with nothing on its stdin. A SIGTERM stops it first and then this process.
 * Returns its exit code, which is 1 when it could not start or was ended by a signal.
 * `output`: "inherit" (default), "stderr" (both of its outputs go there) or "keep" (shown only when the command fails).
 */
export function run(command, args, { output = "inherit", env = process.env, shell = false } = {}) {
  const outputs = { inherit: ["inherit", "inherit"], stderr: [2, 2], keep: ["pipe", "pipe"] }[output];
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env, shell, stdio: ["ignore", ...outputs] });
    const kept = [];
    child.stdout?.on("data", (chunk) => kept.push(chunk));
    child.stderr?.on("data", (chunk) => kept.push(chunk));
    // As by Ctrl C: Playwright takes its server and browsers down then, and leaves them behind at a SIGTERM.
    const passOn = () => {
      child.once("close", () => process.exit(143));
      child.kill("SIGINT");
    };
    process.on("SIGTERM", passOn);
    const done = (code) => {
      process.off("SIGTERM", passOn);
      if (code !== 0) process.stderr.write(Buffer.concat(kept));
      resolve(code);
    };
    child.on("error", (error) => {
      console.error(`${command} could not be started: ${error.message}`);
      done(1);
    });
    child.on("close", (code) => done(code ?? 1));
  });
}

/** Runs a script with this Node, like `run`. `script` is relative to the root. */
export function runNode(script, args = [], options = {}) {
  return run(process.execPath, [script, ...args], options);
}
