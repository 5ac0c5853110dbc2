import { type BlobReading, readBlob } from "../identify/index.ts";
import type { BlobJob } from "./args.ts";
import { Failure } from "./failure.ts";
import type { Registry } from "./schemas.ts";

/** Reads a blob as its job says; without a registry raw. `held` as `readBlob` takes it. Throws `Failure` for a release or root that there is not. */
export function readAs(bytes: Uint8Array, job: BlobJob, registry: Registry | undefined, held?: number): BlobReading {
  if (!registry) return readBlob(bytes, [], { held });
  for (const name of [job.release, job.writer]) if (name !== undefined) registry.set(name);
  const reading = readBlob(
    bytes,
    registry.names.map((name) => registry.set(name)),
    { ...job, picks: false, held },
  );
  const { root, set } = reading.decoded;
  if (job.root !== undefined && !root) throw new Failure("unknown-root", `${set.release} has no message type ${job.root}`);
  return reading;
}
