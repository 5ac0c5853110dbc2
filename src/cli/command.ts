import process from "node:process";
import { visible } from "../base/index.ts";

/** One command of the CLI: a file of its own, with its own options and help, and a line in the table of `main.ts`. */
export interface Command {
  /** What follows the name: `BLOB...`. */
  readonly usage: string;
  /** What it does, in one line of the list of commands. */
  readonly summary: string;
  /** Its own options and exit codes: whole lines, as they are printed. */
  readonly help: string;
  /** Runs it with the words after its name; gives the exit code. Throws `Failure` for what cannot be done. */
  run(words: readonly string[]): Promise<number>;
}

/** A line on standard error, whatever names are in it. */
export function say(message: string): void {
  process.stderr.write(`savestate: ${visible(message)}\n`);
}

/** Help line of the commands whose lists are spread over threads. */
export const THREADS_HELP = `  --threads N        threads for the blobs of --list or of a folder (default: as many as cores, once it takes long)
`;

const SCHEMAS_HELP = `  --schemas DIR      a folder of release folders with .proto files, or one release; repeatable (default: the example schemas)
`;
const RAW_HELP = `  --no-schemas       read raw, without a schema
`;
const ROOT_HELP = `  --root TYPE        the root message (default: found by trying all roots of the release)
`;
const LIST_HELP = `  --writer R         the release that wrote the blob, if you know it (default: found out)
  --list FILE        the blobs of FILE, one JSON line each: {"file", "root"?, "release"?, "writer"?}
`;

/** Help lines of the options that commands over blobs share. */
export const READ_HELP = SCHEMAS_HELP + RAW_HELP + ROOT_HELP;

/** As `READ_HELP`, for a command that opens one blob after the other. */
export const BLOB_HELP = READ_HELP + LIST_HELP;

/** As `BLOB_HELP`, for a command that finds out the writer whatever is said of it. */
export const FOUND_HELP = `${SCHEMAS_HELP}${RAW_HELP}${ROOT_HELP}  --list FILE        the blobs of FILE, one JSON line each: {"file", "root"?}
`;

/** As `BLOB_HELP`, for a command that needs schemas. */
export const JUDGED_HELP = SCHEMAS_HELP + ROOT_HELP + LIST_HELP;

export const CONTAINER_HELP = `  --container NAME   what the blob is wrapped in: raw, ohclphdr, get-chunks, gzip, zstd, zip, any, hex, "hex dump", base64,
                     "byte array", or several, outermost first: "gzip > ohclphdr" (default: found out, or raw with --root)
`;

export const PRINT_HELP = `  --json             JSON on standard output
  --color, --no-color
`;
