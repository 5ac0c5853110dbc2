import { BlobDesk } from "./blob-desk.ts";
import { CompareDesk, type SideReading } from "./compare-desk.ts";
import { CompatDesk } from "./compat-desk.ts";
import { DocumentDesk } from "./document-desk.ts";
import type { HandlersOf, PartOf, Tell } from "./handlers.ts";
import type { EventName, Reading, RequestName, Requests } from "./protocol.ts";
import { Registry } from "./registry.ts";
import type { RegistryKeeper } from "./registry-keeper.ts";
import { ReleaseDesk } from "./release-desk.ts";
import { TypeDesk } from "./type-desk.ts";
import { VerdictDesk } from "./verdict-desk.ts";

/**
 * Holds the bytes, columns and schema sets of a session and answers the protocol's requests, each by its desk. Knows nothing of workers:
 * the same store runs in a test. Refuses with `StoreError` what cannot be done; bad input is never an exception.
 */
export class DocumentStore {
  readonly #handlers: HandlersOf<Requests>;

  /** `keeper` keeps the user's releases; `tell` is called when what it keeps has changed from elsewhere. */
  constructor(keeper?: RegistryKeeper, tell: (event: EventName) => void = () => {}) {
    const registry = new Registry(keeper);
    const releases = new ReleaseDesk(registry, (names) => {
      documents.drop(names);
      comparisons.drop();
    });
    const closed = (blobId: string): void => {
      documents.close(blobId);
      comparisons.drop();
      verdicts.close(blobId);
    };
    const blobs = new BlobDesk(registry, releases, closed, {
      begin: (blob, filled, spec) => documents.start(blob, filled, spec),
      adopt: (startId, blobId) => documents.adopt(startId, blobId),
      end: (startId) => documents.close(startId),
    });
    const documents = new DocumentDesk(registry, (blobId) => blobs.get(blobId), {
      findings: (reading, release) => verdicts.findings(reading, release),
      holder: (reading, release, decoded) => verdicts.holder(reading, release, decoded),
    });
    const side = (reading: Reading): SideReading => {
      const { info, plain } = documents.read(reading);
      return { info, name: blobs.nameOf(reading.blobId), decoded: plain.decoded, knowledge: plain };
    };
    const comparisons = new CompareDesk(side, () => registry.sets());
    const verdicts = new VerdictDesk(
      registry,
      (blobId) => ({ ...blobs.get(blobId), name: () => blobs.nameOf(blobId) }),
      (docId) => documents.get(docId),
    );
    this.#handlers = {
      ...blobs.handlers,
      ...documents.handlers,
      ...comparisons.handlers,
      ...verdicts.handlers,
      ...releases.handlers,
      ...new TypeDesk(registry).handlers,
      ...new CompatDesk(registry).handlers,
    };
    if (keeper) releases.follow(keeper, () => tell("registry"));
  }

  /** Answers one request. Rejects with `StoreError`, or with `Cancelled` when the signal says that nobody waits. `tell` hears how far it is. */
  async handle<N extends RequestName>(
    name: N,
    input: Requests[N]["in"],
    signal?: AbortSignal,
    tell?: Tell<PartOf<Requests[N]>>,
  ): Promise<Requests[N]["out"]> {
    return this.#handlers[name](input, signal, tell);
  }
}
