import path from "node:path";
import { type Comparison, compare, comparisonJson, type Side } from "../compare/index.ts";
import type { BlobReading } from "../identify/index.ts";
import { findType } from "../schema/index.ts";
import { type BlobJob, parseWords, READ_OPTIONS, type ReadOptions, readOptions } from "./args.ts";
import { CONTAINER_HELP, type Command, PRINT_HELP, READ_HELP, say } from "./command.ts";
import { diffText } from "./diff-text.ts";
import { Failure } from "./failure.ts";
import { expectBytes } from "./long-run.ts";
import { type OpenedBlob, openBlobs } from "./open-blobs.ts";
import { StandardOutput } from "./output.ts";
import { readAs } from "./reading.ts";
import { Registry } from "./schemas.ts";

const OPTIONS = {
  ...READ_OPTIONS,
  root: { type: "string" },
  "release-a": { type: "string" },
  "release-b": { type: "string" },
  strict: { type: "boolean" },
} as const;

/** The one blob that a side names. Throws `Failure` when there is none, or more than one. */
function openSide(
  file: string,
  release: string | undefined,
  root: string | undefined,
  options: ReadOptions,
  registry: Registry,
): OpenedBlob {
  const job: BlobJob = { file, path: file, root, release, writer: undefined };
  let found: OpenedBlob | undefined;
  for (const blob of openBlobs(job, { ...options, several: false }, registry)) {
    if ("failure" in blob) throw blob.failure;
    if (found) throw new Failure("usage", `${file}: holds several blobs; diff compares one with one`);
    found = blob;
  }
  if (!found) throw new Failure("unreadable", `${file}: holds no blob`);
  if (found.remark !== undefined) say(`${file}: ${found.remark}`);
  return found;
}

function readSide(blob: OpenedBlob, options: ReadOptions, registry: Registry, root?: string, release?: string): BlobReading {
  const named = root ?? blob.job.root ?? blob.typeName;
  const job = { ...blob.job, ...(named !== undefined && { root: named }), ...(release !== undefined && { release }) };
  return readAs(blob.bytes, job, options.noSchemas ? undefined : registry);
}

/** Fields that do not fit: what tells that a blob is no message of a root. */
function faultsOf({ decoded }: BlobReading): number {
  return decoded.counts.mismatched + decoded.counts.malformed;
}

/**
 * Both sides read. Where each by itself takes another root, the smaller one takes that of the larger, if its release has it and it
 * fits no worse. Where no
 * release is given and one can have written both, it reads both, so that what is told apart is the blobs and not the guesses.
 */
function readSides(blobA: OpenedBlob, blobB: OpenedBlob, options: ReadOptions, registry: Registry): readonly [Side, Side] {
  let a = readSide(blobA, options, registry);
  // One blob that is read in one way on both sides is read once.
  let b = blobA.bytes === blobB.bytes && blobA.job.release === blobB.job.release ? a : readSide(blobB, options, registry);
  if (a.decoded.root?.typeName !== b.decoded.root?.typeName) {
    const larger = blobA.bytes.length > blobB.bytes.length ? a : b;
    const smaller = larger === a ? b : a;
    const root = (larger.decoded.root ?? smaller.decoded.root)!.typeName;
    const blob = smaller === a ? blobA : blobB;
    if (findType(smaller.decoded.set, root)) {
      const again = readSide(blob, options, registry, root);
      if (faultsOf(again) <= faultsOf(smaller)) {
        if (smaller === a) a = again;
        else b = again;
      }
    }
  }
  const releaseA = a.decoded.set.release;
  const releaseB = b.decoded.set.release;
  const isOneRoot = a.decoded.root?.typeName === b.decoded.root?.typeName;
  if (isOneRoot && blobA.job.release === undefined && blobB.job.release === undefined && releaseA !== releaseB) {
    const root = a.decoded.root?.typeName;
    const canRead = ({ writer }: BlobReading, release: string): boolean =>
      (writer.candidates.length === 0 || writer.candidates.includes(release)) &&
      (root === undefined || findType(registry.set(release), root) !== undefined);
    if (canRead(b, releaseA)) b = readSide(blobB, options, registry, root, releaseA);
    else if (canRead(a, releaseB)) a = readSide(blobA, options, registry, root, releaseB);
  }
  return [
    { decoded: a.decoded, name: path.basename(blobA.job.file) },
    { decoded: b.decoded, name: path.basename(blobB.job.file) },
  ];
}

/** Exit code of a comparison: 1 when the sides do not restore to the same, or when anything differs and that is asked for. */
function exitOf({ equal, changes }: Comparison, strict: boolean): number {
  return !equal || (strict && changes.length > 0) ? 1 : 0;
}

/** `savestate diff`: two sides, field by field. */
export const diff: Command = {
  usage: "A B",
  summary: "compare two blobs, or one blob read with two releases",
  help: `${READ_HELP}  --release-a R      the release whose schema reads A (default: its likeliest writer, else the newest; one release
  --release-b R      for both sides when neither is named and it can have written both)
${CONTAINER_HELP}${PRINT_HELP}  --strict           exit 1 on any change, also on one that restores the same

A and B are files, or - for standard input on one side; they may be the same file with two releases.
Exit: 0 both restore to the same values, 1 they do not, 2 could not do it.
`,
  async run(words) {
    const { values, positionals } = parseWords(words, OPTIONS);
    const options = readOptions(values);
    const [fileA, fileB, ...more] = positionals;
    if (fileA === undefined || fileB === undefined || more.length > 0)
      throw new Failure("usage", `diff takes two blobs, A and B, not ${positionals.length}`);
    if (fileA === "-" && fileB === "-") throw new Failure("usage", "standard input can be one side only");
    const { root } = values;
    if (options.noSchemas && (root ?? values["release-a"] ?? values["release-b"]) !== undefined)
      throw new Failure("usage", "--no-schemas goes with none of --root, --release-a and --release-b");
    const registry = new Registry(options.noSchemas ? [] : options.schemas, say, options.order);
    const blobA = openSide(fileA, values["release-a"], root, options, registry);
    const isOneFile = fileA !== "-" && path.resolve(fileA) === path.resolve(fileB);
    const blobB = isOneFile
      ? { ...blobA, job: { ...blobA.job, file: fileB, release: values["release-b"] } }
      : openSide(fileB, values["release-b"], root, options, registry);
    expectBytes(blobA.bytes.length + blobB.bytes.length);
    const [a, b] = readSides(blobA, blobB, options, registry);
    const comparison = compare(a, b, { between: between(a, b, registry) });
    const out = new StandardOutput();
    for (const piece of options.json ? comparisonJson(comparison) : diffText(comparison, options.color)) {
      const wait = out.write(piece);
      if (wait) await wait;
      if (out.closed) break;
    }
    await out.flush();
    return exitOf(comparison, values.strict ?? false);
  },
};

/** The releases that stand between two, from A's to B's. */
function between(a: Side, b: Side, registry: Registry): ReturnType<Registry["set"]>[] {
  const from = registry.names.indexOf(a.decoded.set.release);
  const to = registry.names.indexOf(b.decoded.set.release);
  if (from < 0 || to < 0) return [];
  const sets = registry.names.slice(Math.min(from, to) + 1, Math.max(from, to)).map((name) => registry.set(name));
  return from < to ? sets : sets.reverse();
}
