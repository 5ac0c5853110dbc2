import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import pkg from "../../package.json" with { type: "json" };
import { DEFAULT_DEPTH, type ShowOptions, showOptions } from "./args.ts";
import { type ShownBlob, showBlob } from "./blob.ts";
import { Failure } from "./failure.ts";
import { identifyOne } from "./identify.ts";
import { type OpenedBlob, openBlobs, type UnopenedBlob } from "./open-blobs.ts";
import { Output } from "./output.ts";
import { Registry } from "./schemas.ts";
import { showJson } from "./show-json.ts";
import { showText } from "./show-text.ts";

const HELP = `savestate: look into the saved state of a virtual machine, field by field and byte by byte

  savestate show BLOB...           decode, field by field
  savestate identify BLOB...       container, root candidates and likely writer, with the evidence
  savestate COMMAND --list FILE    the blobs of FILE, one JSON line each: {"file", "root"?, "release"?, "writer"?}

  --schemas DIR      a folder of release folders with .proto files, or one release; repeatable (default: the example schemas)
  --no-schemas       read raw, without a schema
  --root TYPE        the root message (default: found by trying all roots of the release)
  --release R        the release whose schema reads the blob (default: the likeliest writer, else the newest)
  --writer R         the release that wrote the blob, if you know it (default: found out)
  --container NAME   what the blob is wrapped in: raw, ohclphdr, get-chunks, gzip, zstd, zip, any, hex, "hex dump", base64,
                     "byte array", or several, outermost first: "gzip > ohclphdr" (default: found out, or raw with --root)
  --json             JSON on standard output, one document a line
  --depth N          levels to print (default ${DEFAULT_DEPTH})
  --no-absent        leave out the fields that are not on the wire
  --no-offsets       leave out the offsets: output that compares well line by line
  --color, --no-color
  --help, --version

BLOB is a file, - for standard input, or a folder or zip for all blobs in it, one document each. Exit: 0 nothing wrong, 1 mismatched or malformed fields, 2 could not do it.
Options can stand in a savestate.json, looked for upward from the working folder: {"schemas": ["DIR", ...]}.
`;

/** The project's own example schemas, beside the built command. */
const OWN_SCHEMAS = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../schemas");

function say(message: string): void {
  process.stderr.write(`savestate: ${message}\n`);
}

function colorWanted(options: ShowOptions): boolean {
  if (options.color !== undefined) return options.color;
  return process.stdout.isTTY === true && !process.env.NO_COLOR;
}

function exitOf(shown: ShownBlob): number {
  return shown.decoded.counts.mismatched + shown.decoded.counts.malformed > 0 ? 1 : 0;
}

/** What a command does with one blob: prints it, gives the exit code, throws `Failure` when it cannot be done. */
type Act = (blob: OpenedBlob, options: ShowOptions, registry: Registry, out: Output) => number | Promise<number>;

const showOne: Act = async (blob, options, registry, out) => {
  const shown = showBlob(blob, options, registry);
  if (options.json) await showJson(shown, options.depth, out);
  else await showText(shown, { color: colorWanted(options), offsets: options.offsets, absent: options.absent, depth: options.depth }, out);
  return exitOf(shown);
};

const identifyBlob: Act = (blob, options, registry, out) => identifyOne(blob, options, registry, colorWanted(options), out);

const ACTS: Readonly<Record<string, Act>> = { show: showOne, identify: identifyBlob };

/** One of several blobs that cannot be done says so in its place, and the rest goes on. */
async function attempt(act: Act, blob: OpenedBlob | UnopenedBlob, options: ShowOptions, registry: Registry, out: Output): Promise<number> {
  try {
    if ("failure" in blob) throw blob.failure;
    if (blob.remark !== undefined) say(`${blob.file ?? blob.job.file}: ${blob.remark}`);
    return await act(blob, options, registry, out);
  } catch (error) {
    if (!(error instanceof Failure) || blob.file === undefined) throw error;
    if (options.json)
      out.write(
        `${JSON.stringify({ schemaVersion: 1, ...(blob.file !== "" && { file: blob.file }), error: { code: error.code, message: error.message } })}\n`,
      );
    else say(error.message);
    return 2;
  }
}

async function runOver(act: Act, words: readonly string[]): Promise<number> {
  const options = showOptions(words, OWN_SCHEMAS);
  const registry = new Registry(options.noSchemas ? [] : options.schemas, say);
  const out = new Output();
  let exit = 0;
  let blobs = 0;
  for (const job of options.jobs) {
    for (const blob of openBlobs(job, options, registry)) {
      if (blobs++ > 0 && !options.json) out.write("\n");
      exit = Math.max(exit, await attempt(act, blob, options, registry, out));
      await out.full;
      if (out.closed) break;
    }
    if (out.closed) break;
  }
  await out.flush();
  return exit;
}

/** Runs the command with the words after its name; gives the exit code. */
export async function main(words: readonly string[]): Promise<number> {
  const [command, ...rest] = words;
  if (command === "--help" || command === "-h" || command === "help" || rest.includes("--help")) {
    process.stdout.write(HELP);
    return 0;
  }
  if (command === "--version") {
    process.stdout.write(`${pkg.version}\n`);
    return 0;
  }
  try {
    const act = command === undefined ? undefined : ACTS[command];
    if (act) return await runOver(act, rest);
    throw new Failure("usage", command === undefined ? "no command; --help lists them" : `no command ${command}; --help lists them`);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    say(error.message);
    return 2;
  }
}
