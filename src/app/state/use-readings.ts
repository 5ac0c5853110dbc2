import { useEffect, useState } from "react";
import type { ByteRange } from "../../base/index.ts";
import type { ValueReading } from "../../worker/protocol.ts";
import { ask } from "./session.ts";

/** What bytes can be read as, and the bytes that were read. */
export interface BytesReadings {
  readonly readings: readonly ValueReading[] | undefined;
  readonly of: ByteRange | undefined;
}

/** Readings of the selection, or of the bytes from the cursor on; the old ones stay until the new ones are there. */
export function useReadings(blobId: string, cursor: number | undefined, selection: ByteRange | undefined): BytesReadings {
  const [state, setState] = useState<BytesReadings>({ readings: undefined, of: undefined });
  const [from, to] = selection ?? [];
  useEffect(() => {
    const abort = new AbortController();
    // One byte stands for the cursor: the worker then reads every width from it on.
    const range: ByteRange | undefined =
      from !== undefined && to !== undefined ? [from, to] : cursor === undefined ? undefined : [cursor, cursor + 1];
    if (range) {
      ask("readings", { blobId, from: range[0], to: range[1] }, { signal: abort.signal }).then(
        (readings) => !abort.signal.aborted && setState({ readings, of: range }),
        () => undefined,
      );
    } else setState({ readings: undefined, of: undefined });
    return () => abort.abort();
  }, [blobId, cursor, from, to]);
  return state;
}
