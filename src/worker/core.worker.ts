import { IdbKeeper } from "./idb-keeper.ts";
import type { AnswerMessage, RequestMessage, RequestName } from "./protocol.ts";
import { DocumentStore } from "./store.ts";
import { StoreError } from "./store-error.ts";
import { Cancelled } from "./turns.ts";

/** The entry of the Web Worker: requests in, answers out; every request is answered, whatever happens. */
const store = new DocumentStore(new IdbKeeper(), (event) => answer({ event }));
const running = new Map<number, AbortController>();

/** Bytes that an answer may hand over instead of copying; the store gives copies that it does not keep. */
function transferable(out: unknown): Transferable[] {
  if (out instanceof Uint8Array) return [out.buffer as ArrayBuffer];
  const bytes = out !== null && typeof out === "object" && "bytes" in out ? out.bytes : undefined;
  return bytes instanceof Uint8Array ? [bytes.buffer as ArrayBuffer] : [];
}

function answer(message: AnswerMessage, transfer: Transferable[] = []): void {
  postMessage(message, { transfer });
}

async function handle(id: number, name: RequestName, input: unknown): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  try {
    const out = await store.handle(name, input as never, controller.signal, (share: number, part?: unknown) =>
      answer({ id, share, ...(part !== undefined && { part }) }),
    );
    answer({ id, ok: true, out }, transferable(out));
  } catch (error) {
    if (error instanceof Cancelled) answer({ id, ok: false, code: "cancelled", message: error.message });
    else if (error instanceof StoreError) answer({ id, ok: false, code: error.code, message: error.message });
    else {
      const reason = error instanceof Error ? error.message : String(error);
      answer({
        id,
        ok: false,
        code: "failed",
        message: error instanceof RangeError ? `There is not enough memory for this: ${reason}` : `The decoder failed: ${reason}`,
      });
    }
  } finally {
    running.delete(id);
  }
}

// Held as long as this worker lives: the page waits for it, and so hears of an end that makes no noise. Only where the page is trustworthy.
void (navigator.locks as LockManager | undefined)?.request(self.name, () => {
  answer({ event: "alive" });
  return new Promise(() => {});
});

addEventListener("message", ({ data }: MessageEvent<RequestMessage>) => {
  if ("cancel" in data) running.get(data.cancel)?.abort();
  else void handle(data.id, data.name, data.in);
});
