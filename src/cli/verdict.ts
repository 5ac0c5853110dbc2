import fs from "node:fs";
import path from "node:path";
import { bestRoots, rankRoots } from "../identify/index.ts";
import {
  type BlobVerdicts,
  type Evidence,
  evidenceFrom,
  type ReaderVerdict,
  verdict,
  verdictMarkdown,
  type WrittenBlob,
} from "../restore/index.ts";
import { BLOB_OPTIONS, type BlobJob, blobOptions, parseWords } from "./args.ts";
import { readBytes } from "./blob-files.ts";
import { BLOB_HELP, CONTAINER_HELP, type Command, PRINT_HELP } from "./command.ts";
import { Failure } from "./failure.ts";
import { originOf } from "./origin.ts";
import { Output } from "./output.ts";
import { type Act, overBlobs } from "./over-blobs.ts";
import type { Registry } from "./schemas.ts";
import { verdictJunit } from "./verdict-junit.ts";
import { verdictSarif } from "./verdict-sarif.ts";
import { verdictText } from "./verdict-text.ts";

const OPTIONS = {
  ...BLOB_OPTIONS,
  reader: { type: "string", multiple: true },
  evidence: { type: "string" },
  limit: { type: "string" },
  strict: { type: "boolean" },
  format: { type: "string" },
} as const;

/** A blob with what each reader makes of it. */
export interface JudgedBlob extends BlobVerdicts {
  /** The document's `file`; undefined when this is the only blob of the command. */
  readonly file: string | undefined;
}

const FORMATS = ["text", "json", "junit", "sarif", "markdown"] as const;
type Format = (typeof FORMATS)[number];

/** The blobs of an evidence list, one JSON line each: `{ "file", "root"?, "writer" }`. */
function evidenceOf(list: string, registry: Registry): Evidence {
  let text: string;
  try {
    text = fs.readFileSync(list, "utf8");
  } catch (error) {
    throw new Failure("usage", `--evidence ${list}: ${(error as Error).message}`);
  }
  const lines = text.split("\n").map((line, i) => ({ line, at: `--evidence ${list}, line ${i + 1}` }));
  function* blobs(): Generator<WrittenBlob> {
    for (const { line, at } of lines) {
      if (line.trim() === "") continue;
      let entry: { file?: unknown; root?: unknown; writer?: unknown } | null;
      try {
        entry = JSON.parse(line);
      } catch (error) {
        throw new Failure("usage", `${at}: not JSON: ${(error as Error).message}`);
      }
      const { file, root, writer } = entry ?? {};
      if (typeof file !== "string" || typeof writer !== "string") throw new Failure("usage", `${at}: "file" and "writer" are needed`);
      const job: BlobJob = { file, path: path.resolve(path.dirname(list), file), root: undefined, release: undefined, writer };
      const bytes = readBytes(job);
      const set = registry.set(writer);
      const name = typeof root === "string" ? root : bestRoots(rankRoots(bytes, [set]))[0];
      if (name !== undefined) yield { bytes, root: name, writer: set };
    }
  }
  return evidenceFrom(blobs());
}

function exitOf(readers: readonly ReaderVerdict[], strict: boolean): number {
  return readers.some(({ verdict: kind }) => kind === "fails" || (strict && (kind === "loses" || kind === "depends"))) ? 1 : 0;
}

function json({ file, root, writer, readers }: JudgedBlob): string {
  return `${JSON.stringify({ schemaVersion: 1, ...(file !== undefined && { file }), root, writer, readers })}\n`;
}

function limitOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 0) throw new Failure("usage", `--limit ${text}: a whole number of findings, from 0`);
  return limit;
}

function formatOf(text: string | undefined, json: boolean): Format {
  if (text === undefined) return json ? "json" : "text";
  const format = FORMATS.find((one) => one === text);
  if (!format) throw new Failure("usage", `--format ${text}: one of ${FORMATS.join(", ")}`);
  if (json && format !== "json") throw new Failure("usage", `--json does not go with --format ${text}`);
  return format;
}

/** `savestate verdict`: on which releases a blob restores, and why not. */
export const verdictCommand: Command = {
  usage: "BLOB...",
  summary: "on which releases it restores, what is lost, and where it fails",
  help: `${BLOB_HELP}  --reader R         the release that restores it; repeatable (default: all)
  --evidence LIST    blobs whose writers are known, one JSON line each: {"file", "root"?, "writer"}; what a release left out of
                     them it reads without, which settles what a plain schema leaves open
  --limit N          findings of a reader, failures first (default 1000)
  --format F         text, json (as --json), markdown for an incident, junit or sarif for CI
  --strict           exit 1 also when values are lost, or the schemas cannot say
${CONTAINER_HELP}${PRINT_HELP}
BLOB is a file, - for standard input, or a folder or zip for all blobs in it, one document each.
Exit: 0 restores (or, without --strict, loses values or depends), 1 a reader fails, 2 could not do it.
`,
  async run(words) {
    const parsed = parseWords(words, OPTIONS);
    const options = blobOptions(parsed);
    if (options.noSchemas) throw new Failure("usage", "verdict needs schemas");
    const limit = limitOf(parsed.values.limit);
    const format = formatOf(parsed.values.format, options.json);
    const strict = parsed.values.strict ?? false;
    /** For the formats that are one document for all blobs. */
    const all: JudgedBlob[] = [];
    let evidence: { readonly found: Evidence | undefined } | undefined;
    const judge: Act = (blob, registry, out) => {
      evidence ??= { found: parsed.values.evidence === undefined ? undefined : evidenceOf(parsed.values.evidence, registry) };
      const { found } = evidence;
      const { root, guess, given, writers } = originOf(blob, registry);
      const readers = (parsed.values.reader ?? registry.names).map((release) =>
        verdict(blob.bytes, root, registry.set(release), writers, {
          ...(limit !== undefined && { limit }),
          ...(found && { evidence: found }),
        }),
      );
      const writer = { release: guess.release, given, confidence: guess.confidence };
      const judged: JudgedBlob = { file: blob.file, name: blob.name, bytes: blob.bytes.length, root, writer, readers };
      if (format === "json") out.write(json(judged));
      else if (format === "text") out.write(verdictText(judged, options.color));
      else if (format === "markdown") out.write(verdictMarkdown({ ...judged, name: blob.file ?? blob.name }));
      else all.push(judged);
      return exitOf(readers, strict);
    };
    const exit = await overBlobs({ ...options, json: format === "json" }, judge);
    if (format === "junit" || format === "sarif") {
      const out = new Output();
      out.write(format === "junit" ? verdictJunit(all, strict) : verdictSarif(all));
      await out.flush();
    }
    return exit;
  },
};
