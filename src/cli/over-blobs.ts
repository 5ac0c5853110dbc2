import type { BlobOptions } from "./args.ts";
import { say } from "./command.ts";
import { Failure } from "./failure.ts";
import { type OpenedBlob, openBlobs, type UnopenedBlob } from "./open-blobs.ts";
import { Output } from "./output.ts";
import { Registry } from "./schemas.ts";

/** What a command does with one blob: prints it, gives the exit code, throws `Failure` when it cannot be done. */
export type Act = (blob: OpenedBlob, registry: Registry, out: Output) => number | Promise<number>;

/** One of several blobs that cannot be done says so in its place, and the rest goes on. */
async function attempt(act: Act, blob: OpenedBlob | UnopenedBlob, json: boolean, registry: Registry, out: Output): Promise<number> {
  try {
    if ("failure" in blob) throw blob.failure;
    if (blob.remark !== undefined) say(`${blob.file ?? blob.job.file}: ${blob.remark}`);
    return await act(blob, registry, out);
  } catch (error) {
    if (!(error instanceof Failure) || blob.file === undefined) throw error;
    // A line of a list that names no file has an error of its own all the same.
    const file = blob.file !== "" && { file: blob.file };
    if (json) out.write(`${JSON.stringify({ schemaVersion: 1, ...file, error: { code: error.code, message: error.message } })}\n`);
    else say(error.message);
    return 2;
  }
}

/** Opens every blob that is named, one after the other, and acts on it; gives the highest exit code. */
export async function overBlobs(options: BlobOptions, act: Act): Promise<number> {
  const registry = new Registry(options.noSchemas ? [] : options.schemas, say);
  const out = new Output();
  let exit = 0;
  let blobs = 0;
  for (const job of options.jobs) {
    for (const blob of openBlobs(job, options, registry)) {
      if (blobs++ > 0 && !options.json) out.write("\n");
      exit = Math.max(exit, await attempt(act, blob, options.json, registry, out));
      await out.full;
      if (out.closed) break;
    }
    if (out.closed) break;
  }
  await out.flush();
  return exit;
}
