import type { BlobJob, BlobOptions } from "./args.ts";
import { readAhead } from "./blob-files.ts";
import { say } from "./command.ts";
import { Failure } from "./failure.ts";
import { type OpenedBlob, openBlobs, type UnopenedBlob } from "./open-blobs.ts";
import { Output } from "./output.ts";
import { Registry } from "./schemas.ts";

/** What a command does with one blob: prints it, gives the exit code, throws `Failure` when it cannot be done. */
export type Act = (blob: OpenedBlob, registry: Registry, out: Output) => number | Promise<number>;

/** Takes a blob that cannot be done, for a command that prints one document over all of them. */
export type Gather = (undone: UnopenedBlob) => void;

/** What a command may want besides acting on each blob. */
export interface Beside {
  /** Takes what cannot be done; nothing is then printed of it, nor between two blobs. */
  readonly gather?: Gather;
  /** Parses the releases that a job will need; done while its file is read. */
  readonly prepare?: (job: BlobJob, registry: Registry) => void;
}

/** Says of one of several blobs that it cannot be done, in its place. */
function tell({ file, failure: { code, message } }: UnopenedBlob, json: boolean, out: Output): void {
  // A line of a list that names no file has an error of its own all the same.
  if (json) out.write(`${JSON.stringify({ schemaVersion: 1, ...(file !== "" && { file }), error: { code, message } })}\n`);
  else say(message);
}

/** Acts on a blob; when that cannot be done, it is told of and the rest goes on. */
async function attempt(blob: OpenedBlob | UnopenedBlob, act: () => number | Promise<number>, undone: Gather): Promise<number> {
  try {
    if ("failure" in blob) throw blob.failure;
    if (blob.remark !== undefined) say(`${blob.file ?? blob.job.file}: ${blob.remark}`);
    return await act();
  } catch (error) {
    if (!(error instanceof Failure) || blob.file === undefined) throw error;
    undone({ file: blob.file, failure: error });
    return 2;
  }
}

/** The bytes of a large file, read while the releases are parsed that its job needs; undefined for others. */
async function readBeside(job: BlobJob, registry: Registry, prepare: Beside["prepare"]): Promise<Uint8Array | undefined> {
  const reading = readAhead(job);
  if (!reading) return undefined;
  try {
    prepare?.(job, registry);
  } catch (error) {
    // A release that there is not is told of when the blob is acted on.
    if (!(error instanceof Failure)) throw error;
  }
  return reading;
}

/** Opens every blob that is named, one after the other, and acts on it; gives the highest exit code. */
export async function overBlobs(options: BlobOptions, act: Act, { gather, prepare }: Beside = {}): Promise<number> {
  const registry = new Registry(options.noSchemas ? [] : options.schemas, say);
  const out = new Output();
  const undone: Gather = gather ?? ((blob) => tell(blob, options.json, out));
  let exit = 0;
  let blobs = 0;
  for (const job of options.jobs) {
    const read = await readBeside(job, registry, prepare);
    for (const blob of openBlobs(job, options, registry, read)) {
      if (blobs++ > 0 && !options.json && !gather) out.write("\n");
      exit = Math.max(exit, await attempt(blob, () => act(blob as OpenedBlob, registry, out), undone));
      await out.full;
      if (out.closed) break;
    }
    if (out.closed) break;
  }
  await out.flush();
  return exit;
}
