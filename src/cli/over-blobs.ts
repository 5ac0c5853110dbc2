import type { BlobOptions } from "./args.ts";
import { say } from "./command.ts";
import { Failure } from "./failure.ts";
import { type OpenedBlob, openBlobs, type UnopenedBlob } from "./open-blobs.ts";
import { Output } from "./output.ts";
import { Registry } from "./schemas.ts";

/** What a command does with one blob: prints it, gives the exit code, throws `Failure` when it cannot be done. */
export type Act = (blob: OpenedBlob, registry: Registry, out: Output) => number | Promise<number>;

/** Takes a blob that cannot be done, for a command that prints one document over all of them. */
export type Gather = (undone: UnopenedBlob) => void;

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

/**
 * Opens every blob that is named, one after the other, and acts on it; gives the highest exit code. With `gather` nothing is printed of
 * what cannot be done, nor between two blobs.
 */
export async function overBlobs(options: BlobOptions, act: Act, gather?: Gather): Promise<number> {
  const registry = new Registry(options.noSchemas ? [] : options.schemas, say);
  const out = new Output();
  const undone: Gather = gather ?? ((blob) => tell(blob, options.json, out));
  let exit = 0;
  let blobs = 0;
  for (const job of options.jobs) {
    for (const blob of openBlobs(job, options, registry)) {
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
