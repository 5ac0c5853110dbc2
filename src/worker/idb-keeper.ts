import { type DBSchema, deleteDB, type IDBPDatabase, type IDBPTransaction, openDB } from "idb";
import { hashOfRelease } from "./registry-hash.ts";
import type { KeepTrouble, KeptChange, KeptRegistry, KeptRelease, RegistryKeeper } from "./registry-keeper.ts";

const NAME = "savestate";
/**
 * - 1: `releases`, a plain list of `{ release, sources }` under growing keys, the oldest first
 * - 2: `kept`, by name, each with the hash of its content; `settings`, with the order and the bundled releases that were removed
 */
const VERSION = 2;
const CHANNEL = "savestate-registry";

interface Kept extends DBSchema {
  kept: { key: string; value: KeptRelease };
  settings: { key: "order" | "hidden"; value: readonly string[] };
}
type Upgrade = IDBPTransaction<Kept, ("kept" | "settings")[], "versionchange">;

/** The registry in this browser's IndexedDB, shared by all tabs of the page: each change is one transaction, then all are told. */
export class IdbKeeper implements RegistryKeeper {
  #db: Promise<IDBPDatabase<Kept>> | undefined;
  #ended: KeepTrouble | undefined;
  readonly #listeners: ((trouble: KeepTrouble | undefined) => void)[] = [];
  readonly #channel = typeof BroadcastChannel === "undefined" ? undefined : new BroadcastChannel(CHANNEL);

  constructor() {
    if (this.#channel) this.#channel.onmessage = () => this.#tell(undefined);
  }

  async read(): Promise<KeptRegistry | KeepTrouble> {
    // A browser of which nothing was asked to be kept holds not even an empty database.
    const exists = await this.#try(async () => this.#db !== undefined || (await exist()));
    if (exists === false) return { releases: [], order: [], hidden: [] };
    return this.#do(async (db) => {
      const tx = db.transaction(["kept", "settings"], "readonly");
      const [releases, order, hidden] = await Promise.all([
        tx.objectStore("kept").getAll(),
        tx.objectStore("settings").get("order"),
        tx.objectStore("settings").get("hidden"),
      ]);
      return { releases, order: order ?? [], hidden: hidden ?? [] };
    });
  }

  async write({ put = [], remove = [], order, hidden }: KeptChange): Promise<KeepTrouble | undefined> {
    const trouble = await this.#do(async (db) => {
      const tx = db.transaction(["kept", "settings"], "readwrite");
      const kept = tx.objectStore("kept");
      const settings = tx.objectStore("settings");
      const work: Promise<unknown>[] = [
        ...remove.map((release) => kept.delete(release)),
        ...put.map((release) => kept.put(release)),
        ...(order ? [settings.put(order, "order")] : []),
        ...(hidden ? [settings.put(hidden, "hidden")] : []),
      ];
      await Promise.all([...work, tx.done]);
      return undefined;
    });
    if (!trouble) this.#channel?.postMessage("changed");
    return trouble;
  }

  async clear(): Promise<KeepTrouble | undefined> {
    const trouble = await this.#try(async () => {
      (await this.#db?.catch(() => undefined))?.close();
      this.#db = undefined;
      // Other tabs close theirs when they are asked to; one that hangs does not hold this one up: it is deleted after it.
      await new Promise<void>((done, failed) => {
        deleteDB(NAME, { blocked: () => done() }).then(done, failed);
      });
      return undefined;
    });
    if (!trouble) this.#channel?.postMessage("changed");
    return trouble;
  }

  listen(listener: (trouble: KeepTrouble | undefined) => void): void {
    this.#listeners.push(listener);
  }

  #tell(trouble: KeepTrouble | undefined): void {
    for (const listener of this.#listeners) listener(trouble);
  }

  #do<T>(work: (db: IDBPDatabase<Kept>) => Promise<T>): Promise<T | KeepTrouble> {
    if (this.#ended) return Promise.resolve(this.#ended);
    return this.#try(async () => work(await this.#open()));
  }

  async #try<T>(work: () => Promise<T>): Promise<T | KeepTrouble> {
    try {
      return await work();
    } catch (error) {
      return troubleOf(error);
    }
  }

  #open(): Promise<IDBPDatabase<Kept>> {
    this.#db ??= openDB<Kept>(NAME, VERSION, {
      upgrade: (db, before, _, tx) => migrate(db, before, tx),
      blocking: (_, next, event) => {
        // Without this the other tab's upgrade, or its deletion, would wait for ever.
        (event.target as IDBDatabase).close();
        this.#db = undefined;
        if (next === null) return;
        this.#ended = OUTDATED;
        this.#tell(OUTDATED);
      },
      terminated: () => {
        this.#db = undefined;
      },
    });
    this.#db.catch(() => {
      this.#db = undefined;
    });
    return this.#db;
  }
}

/** Whether the database is there; true as well where the browser cannot tell. */
async function exist(): Promise<boolean> {
  if (typeof indexedDB.databases !== "function") return true;
  return (await indexedDB.databases()).some(({ name }) => name === NAME);
}

/** Brings a database of any older version to the newest. Only requests of its own transaction are awaited. */
async function migrate(db: IDBPDatabase<Kept>, before: number, tx: Upgrade): Promise<void> {
  const kept = db.createObjectStore("kept", { keyPath: "release" });
  const settings = db.createObjectStore("settings");
  if (before === 0) return;
  const old = db as unknown as IDBPDatabase;
  const list = (await (tx as unknown as IDBPTransaction<unknown, string[], "versionchange">).objectStore("releases").getAll()) as unknown[];
  old.deleteObjectStore("releases");
  const releases = list.filter(isFirstForm);
  for (const { release, sources } of releases) await kept.put({ release, sources, hash: hashOfRelease({ sources }) });
  const order = [...new Set(releases.map(({ release }) => release))];
  await settings.put(order, "order");
}

function isFirstForm(value: unknown): value is Pick<KeptRelease, "release" | "sources"> {
  if (typeof value !== "object" || value === null) return false;
  const { release, sources } = value as Partial<KeptRelease>;
  return typeof release === "string" && Array.isArray(sources);
}

const OUTDATED: KeepTrouble = {
  code: "outdated",
  message: "A newer version of this app has been opened in this browser. Reload this page to use it; until then nothing is kept.",
};

function troubleOf(error: unknown): KeepTrouble {
  const name = error instanceof DOMException ? error.name : "";
  const reason = error instanceof Error ? error.message : String(error);
  if (name === "VersionError") return OUTDATED;
  if (name === "QuotaExceededError" || (name === "AbortError" && /quota/i.test(reason)))
    return { code: "full", message: "The storage that this browser has for the page is full." };
  const absent = error instanceof ReferenceError || error instanceof TypeError;
  if (absent || name === "SecurityError" || name === "InvalidStateError" || name === "UnknownError" || name === "NotAllowedError")
    return { code: "refused", message: "This browser lets the page keep nothing, as in a private window." };
  return { code: "failed", message: `The browser's storage failed: ${reason}` };
}
