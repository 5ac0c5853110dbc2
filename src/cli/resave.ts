import fs from "node:fs";
import path from "node:path";
import { styleText } from "node:util";
import { counted, visible } from "../base/index.ts";
import { type Resaved, resave } from "../restore/index.ts";
import { BLOB_OPTIONS, blobOptions, parseWords, WRITER_OPTION } from "./args.ts";
import { kindAt } from "./blob-files.ts";
import { CONTAINER_HELP, type Command, JUDGED_HELP, PRINT_HELP, say } from "./command.ts";
import { Failure } from "./failure.ts";
import type { OpenedBlob } from "./open-blobs.ts";
import { originOf } from "./origin.ts";
import type { Output } from "./output.ts";
import { overBlobs } from "./over-blobs.ts";

const OPTIONS = {
  ...BLOB_OPTIONS,
  ...WRITER_OPTION,
  reader: { type: "string" },
  out: { type: "string", short: "o" },
} as const;

type Written = Extract<Resaved, { kind: "written" }>;

/** Places in doubt that are printed. */
const MOST_PRINTED = 20;

/** Where blobs are written: the file that is named, or in the folder a name of its own for each. */
class Outputs {
  readonly #out: string | undefined;
  readonly #isFolder: boolean;
  readonly #taken = new Set<string>();
  /** What lines of a list named. */
  readonly #named = new Set<string>();

  constructor(out: string | undefined, several: boolean) {
    this.#out = out;
    this.#isFolder = several || (out !== undefined && kindAt(out)?.isDirectory() === true);
  }

  /**
   * Makes the folder of many, and one that a line of a list names. Throws `Failure` when nobody said where, when another blob was written
   * there, or it cannot be made.
   */
  of({ job, file }: OpenedBlob): string {
    if (job.out !== undefined) {
      if (this.#named.has(job.out)) throw new Failure("usage", `${job.file}: another blob was written to ${job.out}`);
      this.#named.add(job.out);
      makeFolder(path.dirname(job.out));
      return job.out;
    }
    if (this.#out === undefined) throw new Failure("usage", `${job.file}: where to write it is not said: -o OUT`);
    // A folder or zip holds many, whose documents carry their names.
    if (!this.#isFolder && file === undefined) return this.#out;
    const name = path.basename(file ?? job.file).replace(/[^\w.()[\] -]+/g, "_") || "blob";
    let free = name;
    for (let n = 2; this.#taken.has(free); n++) free = `${path.parse(name).name}-${n}${path.parse(name).ext}`;
    this.#taken.add(free);
    makeFolder(this.#out);
    return path.join(this.#out, free);
  }
}

function makeFolder(folder: string): void {
  try {
    fs.mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw unwritable(folder, error);
  }
}

async function write(to: string, bytes: Uint8Array, out: Output): Promise<void> {
  try {
    if (to === "-") await out.write(bytes);
    else fs.writeFileSync(to, bytes);
  } catch (error) {
    throw unwritable(to, error);
  }
}

function unwritable(out: string, error: unknown): Failure {
  const { code, message } = error as NodeJS.ErrnoException;
  const why: Readonly<Record<string, string>> = {
    ENOENT: `there is no folder ${path.dirname(out)} to write it to`,
    ENOTDIR: "a file stands where a folder is wanted",
    EEXIST: "a file stands where a folder is wanted",
    EISDIR: "is a folder",
    EACCES: "not allowed to write it",
    EROFS: "not allowed to write it",
  };
  return new Failure("unwritable", `${out}: ${why[code ?? ""] ?? message}`);
}

function text(resaved: Written, reader: string, name: string, out: string, color: boolean): string {
  const bold = (word: string): string => (color ? styleText("bold", word, { validateStream: false }) : word);
  const what = resaved.same ? "the same bytes" : counted(resaved.bytes.length, "byte");
  const doubts = resaved.inDoubt.slice(0, MOST_PRINTED).map(({ path: at, reason }) => `  ? ${bold(at)} ${reason}\n`);
  const more = resaved.inDoubt.length - doubts.length;
  const rest = more > 0 ? `  ${counted(more, "more place")} in doubt; --json has them all\n` : "";
  return `${bold(visible(name))}  ${reader} writes ${what} to ${visible(out)}${resaved.exact ? "" : ", by a plain schema"}\n${doubts.join("")}${rest}`;
}

/** `savestate resave`: what a release would write after reading the blob. */
export const resaveCommand: Command = {
  usage: "BLOB...",
  summary: "what a release would write again after reading it",
  help: `${JUDGED_HELP}  --reader R         the release that reads it and writes it again
  -o, --out OUT      the file to write; a folder for several blobs; - for standard output. A line of --list may name its own: "out"
${CONTAINER_HELP}${PRINT_HELP}
BLOB is a file, - for standard input, or a folder or zip for all blobs in it, one document each.
Exit: 0 written, 1 written with fields in doubt, 2 could not do it, or the release does not read it (nothing is written).
`,
  run(words) {
    const { values, positionals } = parseWords(words, OPTIONS);
    const options = blobOptions({ values, positionals });
    if (options.noSchemas) throw new Failure("usage", "resave needs schemas");
    const { reader, out: named } = values;
    if (reader === undefined) throw new Failure("usage", "resave needs --reader R");
    if (named === "-" && (options.several || options.json))
      throw new Failure("usage", `-o - is for the bytes of one blob, ${options.json ? "not beside --json" : "not of several"}`);
    const outputs = new Outputs(named, options.several);
    return overBlobs(options, async (blob, registry, out) => {
      const set = registry.set(reader);
      const { root, writers } = originOf(blob, registry);
      const resaved = resave(blob.bytes, root, set, writers[0]);
      const name = blob.file ?? blob.job.file;
      if (resaved.kind === "no-root") throw new Failure("unknown-root", `${name}: ${reader} has no message type ${root}`);
      if (resaved.kind === "refused") {
        const { path: at, message, why } = resaved.finding;
        const reason = `${name}: ${reader} does not read it: ${message}${at === "" ? "" : ` at ${at}`}. ${why}`;
        if (!options.json || blob.file !== undefined) throw new Failure("refused", reason);
        // The only blob has a document too: that it is not read is an answer.
        out.write(`${JSON.stringify({ schemaVersion: 1, reader, error: { code: "refused", message: reason } })}\n`);
        say(reason);
        return 2;
      }
      const to = outputs.of(blob);
      await write(to, resaved.bytes, out);
      const { same, exact, inDoubt, bytes } = resaved;
      const { file } = blob;
      if (options.json)
        out.write(
          `${JSON.stringify({ schemaVersion: 1, ...(file !== undefined && { file }), reader, out: to, bytes: bytes.length, same, exact, inDoubt })}\n`,
        );
      else if (to === "-") for (const { path: at, reason } of inDoubt.slice(0, MOST_PRINTED)) say(`in doubt: ${at}: ${reason}`);
      else out.write(text(resaved, reader, name, to, options.color));
      return inDoubt.length > 0 ? 1 : 0;
    });
  },
};
