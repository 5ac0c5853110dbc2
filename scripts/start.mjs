// Serves the built app with its headers, after installing and building what is missing. Run: npm start [-- --port N]
import process from "node:process";
import { parseArgs } from "node:util";
import { build, isBuilt } from "./build.mjs";
import { endWithNpm, root } from "./run.mjs";
import { ensureInstalled } from "./setup.mjs";

const defaultPort = 4173;

/** Says what went wrong and ends. */
function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

/** The port asked for, or undefined when none was. */
function portFromArguments() {
  let port;
  try {
    port = parseArgs({ options: { port: { type: "string", short: "p" } } }).values.port;
  } catch (error) {
    fail(`${error.message}. Usage: npm start -- [--port N]`);
  }
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) < 65536)) fail(`--port takes a number up to 65535, not ${port}.`);
  return port === undefined ? undefined : Number(port);
}

const port = portFromArguments();
endWithNpm();
process.on("SIGINT", () => process.exit(0));

if (!(await ensureInstalled())) process.exit(1);
if (!isBuilt()) {
  console.error("Building …");
  if (await build("keep")) fail("The build failed; the reason stands above.");
}

// In this process, not in a child: whatever ends this one ends the server too. A port that was asked for is that one or none.
const { preview } = await import("vite");
const server = await preview({
  root,
  logLevel: "error",
  preview: { host: "127.0.0.1", port: port ?? defaultPort, strictPort: port !== undefined, open: false },
}).catch((error) => fail(`The app cannot be served: ${error.message}`));
console.log(`Save-State Inspector is at ${server.resolvedUrls.local[0]} (Ctrl C stops it)`);
