import { assert } from "../base/index.ts";
import type { BlobJob, BlobOptions } from "./args.ts";
import { Failure } from "./failure.ts";
import { type OpenedBlob, openBlobs, type UnopenedBlob } from "./open-blobs.ts";
import type { Output } from "./output.ts";
import type { Registry } from "./schemas.ts";

/** What a command does with one blob: prints it, gives the exit code, throws `Failure` when it cannot be done. */
export type Act<Kept = never> = (blob: OpenedBlob, registry: Registry, out: Output) => Done<Kept> | Promise<Done<Kept>>;

/** The exit code, or beside it what a command keeps of the blob for one document over all of them. */
export type Done<Kept> = number | { readonly exit: number; readonly kept: Kept };

/** What came of one blob, to be told in its place. Plain data, so that it can come from another thread. */
export interface BlobResult<Kept> {
  readonly text: string;
  readonly exit: number;
  readonly kept?: Kept;
  readonly undone?: { readonly file: string; readonly code: string; readonly message: string };
}

/** What came of a job: of each of its blobs, and what was said on the way. */
export interface JobResult<Kept> {
  readonly blobs: readonly BlobResult<Kept>[];
  readonly said: readonly string[];
}

/** What came of a blob that could not be done. Throws on what is no such failure, and for the only blob of a command. */
export function undoneBy<Kept>(error: unknown, file: string | undefined): BlobResult<Kept> {
  if (!(error instanceof Failure) || file === undefined) throw error;
  return { text: "", exit: 2, undone: { file, code: error.code, message: error.message } };
}

/** Keeps what is printed. */
class Caught implements Output {
  readonly closed = false;
  readonly full = undefined;
  text = "";

  write(text: string | Uint8Array): undefined {
    assert(typeof text === "string", "bytes are printed of one blob only, which no thread does");
    this.text += text;
  }
}

/** Does a job whole, and keeps what is to be told of it. */
export async function resultOf<Kept>(job: BlobJob, options: BlobOptions, act: Act<Kept>, registry: Registry): Promise<JobResult<Kept>> {
  const blobs: BlobResult<Kept>[] = [];
  const said: string[] = [];
  for (const blob of openBlobs(job, options, registry)) blobs.push(await blobResult(blob, act, registry, said));
  return { blobs, said };
}

async function blobResult<Kept>(
  blob: OpenedBlob | UnopenedBlob,
  act: Act<Kept>,
  registry: Registry,
  said: string[],
): Promise<BlobResult<Kept>> {
  try {
    if ("failure" in blob) throw blob.failure;
    const remark = remarkOn(blob);
    if (remark !== undefined) said.push(remark);
    const out = new Caught();
    const done = await act(blob, registry, out);
    return { text: out.text, ...(typeof done === "number" ? { exit: done } : done) };
  } catch (error) {
    return undoneBy(error, blob.file);
  }
}

/** What is to be said about a blob before it is done. */
export function remarkOn({ file, job, remark }: OpenedBlob): string | undefined {
  return remark === undefined ? undefined : `${file ?? job.file}: ${remark}`;
}
