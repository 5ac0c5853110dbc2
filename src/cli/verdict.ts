import path from "node:path";
import { bestRoots, rankRoots } from "../identify/index.ts";
import { type Evidence, evidenceFrom, roundTrip, type VerdictOptions, verdictMarkdown, type WrittenBlob } from "../restore/index.ts";
import { findType, type SchemaSet } from "../schema/index.ts";
import { BLOB_OPTIONS, type BlobJob, blobOptions, parseWords, THREADS_OPTION, WRITER_OPTION, wholeNumber } from "./args.ts";
import { readBytes, readText, reasonOf } from "./blob-files.ts";
import { CONTAINER_HELP, type Command, JUDGED_HELP, PRINT_HELP, THREADS_HELP } from "./command.ts";
import { Failure } from "./failure.ts";
import { isBad, type JudgedBlob, readings } from "./judged.ts";
import type { OpenedBlob, UnopenedBlob } from "./open-blobs.ts";
import { type Origin, originOf } from "./origin.ts";
import { StandardOutput } from "./output.ts";
import { type Act, overBlobs } from "./over-blobs.ts";
import { verdictsOf } from "./readers.ts";
import type { Registry } from "./schemas.ts";
import { verdictJunit } from "./verdict-junit.ts";
import { verdictSarif } from "./verdict-sarif.ts";
import { verdictText } from "./verdict-text.ts";

const OPTIONS = {
  ...BLOB_OPTIONS,
  ...WRITER_OPTION,
  ...THREADS_OPTION,
  reader: { type: "string", multiple: true },
  through: { type: "string" },
  evidence: { type: "string" },
  limit: { type: "string" },
  strict: { type: "boolean" },
  format: { type: "string" },
} as const;

const FORMATS = ["text", "json", "junit", "sarif", "markdown"] as const;
type Format = (typeof FORMATS)[number];

/** A blob that a release wrote; undefined when no root is named and none is found. Throws `Failure` when it cannot be read as one that is named. */
function writtenBlob(job: BlobJob, writer: SchemaSet): WrittenBlob | undefined {
  const bytes = readBytes(job);
  const root = job.root?.replace(/^\./, "") ?? bestRoots(rankRoots(bytes, [writer]))[0];
  if (root === undefined) return undefined;
  if (!findType(writer, root)) throw new Failure("unknown-root", `${writer.release} has no message type ${root}`);
  return { bytes, root, writer };
}

/** The blobs of an evidence list, one JSON line each: `{ "file", "root"?, "writer" }`. */
function evidenceOf(list: string, registry: Registry): Evidence {
  let text: string;
  try {
    text = readText(list);
  } catch (error) {
    throw new Failure("usage", `--evidence ${list}: ${reasonOf(error as NodeJS.ErrnoException)}`);
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
      if (root !== undefined && root !== null && typeof root !== "string") throw new Failure("usage", `${at}: "root" is no text`);
      const job: BlobJob = { file, path: path.resolve(path.dirname(list), file), root: root ?? undefined, release: undefined, writer };
      try {
        const blob = writtenBlob(job, registry.set(writer));
        if (blob) yield blob;
      } catch (error) {
        if (error instanceof Failure) throw new Failure(error.code, `${at}: ${error.message}`);
        throw error;
      }
    }
  }
  return evidenceFrom(blobs());
}

function json({ file, root, writer, through, readers }: JudgedBlob): string {
  return `${JSON.stringify({ schemaVersion: 1, ...(file !== undefined && { file }), root, writer, ...(through && { through }), readers })}\n`;
}

function formatOf(text: string | undefined, json: boolean): Format {
  if (text === undefined) return json ? "json" : "text";
  const format = FORMATS.find((one) => one === text);
  if (!format) throw new Failure("usage", `--format ${text}: one of ${FORMATS.join(", ")}`);
  if (json && format !== "json") throw new Failure("usage", `--json does not go with --format ${text}`);
  return format;
}

/** The release that wrote a blob. Throws `Failure` when that is not known. */
function writerOf({ guess }: Origin, { job }: OpenedBlob): string {
  if (guess.release !== undefined) return guess.release;
  throw new Failure("usage", `${job.file}: who wrote it is not known; say who reads what --through writes with --reader, or --writer`);
}

/** What a release makes of the blob, and what readers make of what that release then writes. */
function goneThrough(
  { bytes }: OpenedBlob,
  { root, writers }: Origin,
  through: SchemaSet,
  readers: readonly SchemaSet[],
  options: VerdictOptions,
): Pick<JudgedBlob, "readers"> & Required<Pick<JudgedBlob, "through">> {
  const { there, back, inDoubt } = roundTrip(bytes, root, writers, through, readers, options);
  return { through: { ...there, inDoubt }, readers: back };
}

/** `savestate verdict`: on which releases a blob restores, and why not. */
export const verdictCommand: Command = {
  usage: "BLOB...",
  summary: "on which releases it restores, what is lost, and where it fails",
  help: `${JUDGED_HELP}${THREADS_HELP}  --reader R         the release that restores it; repeatable (default: all)
  --through R        the blob goes through R first, and the readers (default: the writer) read what R writes again: what is gone
                     after A > R > A. Offsets of theirs are those of the blob that R writes, as resave makes it
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
    const { reader: named, through, evidence: list } = parsed.values;
    const limit = wholeNumber("limit", parsed.values.limit, " of findings");
    const format = formatOf(parsed.values.format, options.json);
    const strict = parsed.values.strict ?? false;
    /** For the formats that are one document for all blobs. */
    const all: (JudgedBlob | UnopenedBlob)[] = [];
    let evidence: { readonly found: Evidence | undefined } | undefined;
    const judge: Act<JudgedBlob> = async (blob, registry, out) => {
      evidence ??= { found: list === undefined ? undefined : evidenceOf(list, registry) };
      const { found } = evidence;
      const verdictOptions = {
        ...(limit !== undefined && { limit }),
        ...(found && { evidence: found }),
        ...(blob.windows && { windows: blob.windows }),
      };
      const origin = originOf(blob, registry);
      const { root, guess, given, writers } = origin;
      const readers = named ?? (through === undefined ? registry.names : [writerOf(origin, blob)]);
      // An unknown one is told of before anything is read.
      for (const release of readers) registry.folder(release);
      const ask = { bytes: blob.bytes, root, readers, writers: writers.map(({ release }) => release), options: verdictOptions };
      const judged: JudgedBlob = {
        file: blob.file,
        name: blob.name,
        bytes: blob.bytes.length,
        root,
        writer: { release: guess.release, given, confidence: guess.confidence },
        ...(through === undefined
          ? { readers: await verdictsOf(ask, registry, options.schemas, options.threads) }
          : goneThrough(blob, origin, registry.set(through), registry.all(readers), verdictOptions)),
      };
      const exit = readings(judged).some(({ reader }) => isBad(reader, strict)) ? 1 : 0;
      if (format === "json") out.write(json(judged));
      else if (format === "text") out.write(verdictText(judged, options.color));
      else if (format === "markdown") out.write(verdictMarkdown({ ...judged, name: blob.file ?? blob.name }));
      else return { exit, kept: judged };
      return exit;
    };
    const isOne = format === "junit" || format === "sarif";
    const exit = await overBlobs({ ...options, json: format === "json" }, judge, {
      spread: { command: "verdict", words },
      prepare: ({ root, writer }, registry) => {
        // Of several readers the others are parsed when they are read, by threads too.
        for (const name of [through, writer, named?.[0]]) if (name !== undefined) registry.set(name);
        if (root === undefined || writer === undefined) registry.all();
      },
      // With root and writer told, nothing but the reading of the one release asks for the bytes.
      windows: ({ root, writer, file }) =>
        root !== undefined &&
        writer !== undefined &&
        named?.length === 1 &&
        through === undefined &&
        (options.container ?? []).length === 0 &&
        !/\.zip$/i.test(file),
      ...(isOne && { gather: (one) => void all.push(one) }),
    });
    if (isOne) {
      const out = new StandardOutput();
      out.write(format === "junit" ? verdictJunit(all, strict) : verdictSarif(all));
      await out.flush();
    }
    return exit;
  },
};
