import { findType, loadSchemaSet, type SchemaSet } from "../schema/index.ts";
import type { RegistryInfo, ReleaseInfo } from "./protocol.ts";
import { hashOfRelease } from "./registry-hash.ts";
import type { KeepTrouble, KeptChange, KeptRelease, RegistryKeeper, ReleaseFacts } from "./registry-keeper.ts";
import { freeName, inOrder, nameTrouble } from "./registry-names.ts";
import { StoreError } from "./store-error.ts";

/** The schemas of one release as they came. */
export type ReleaseSource = Pick<KeptRelease, "release" | "sources" | "units">;

interface Entry {
  readonly origin: ReleaseInfo["origin"];
  readonly release: KeptRelease;
  /** In the browser's storage; never true of a bundled one. */
  kept: boolean;
  facts: ReleaseFacts;
  /** Parsed when first asked for: thirty releases take seconds to parse, and most are never read with. */
  set: SchemaSet | undefined;
}

/** What adding a release would meet: nothing, the same files under the same name, or other files under it. */
export type Meeting = "new" | "same" | "clash";

/**
 * The registered releases, from old to new: the bundled ones and the user's. The user's are kept by the keeper, when there is one;
 * what cannot be kept is used all the same until the worker ends.
 */
export class Registry {
  readonly #keeper: RegistryKeeper | undefined;
  /** The user's, and the bundled ones that no release of the user's stands in for. */
  readonly #bundled = new Map<string, Entry>();
  readonly #own = new Map<string, Entry>();
  /** Taken away since the start, so that it can be undone. */
  readonly #removed = new Map<string, { readonly entry: Entry; readonly order: readonly string[] }>();
  /** What stood under a name each time that another release of the user's took its place (undefined: an example), and that one. */
  readonly #replaced = new Map<string, { readonly before: Entry | undefined; readonly by: Entry }[]>();
  #order: readonly string[] = [];
  #hidden: readonly string[] = [];
  #trouble: KeepTrouble | undefined;
  #version = 0;

  constructor(keeper?: RegistryKeeper) {
    this.#keeper = keeper;
  }

  /** Grows with every change of a release or of their order: what was computed over all of them before is stale. */
  get version(): number {
    return this.#version;
  }

  /** Names, old to new. */
  names(): readonly string[] {
    const bundled = [...this.#bundled.keys()].filter((name) => !this.#own.has(name) && !this.#hidden.includes(name));
    return inOrder(this.#order, bundled, [...this.#own.keys()]);
  }

  /** Facts about every release, old to new. */
  infos(): readonly ReleaseInfo[] {
    const first = new Map<string, string>();
    return this.names().map((name) => {
      const { origin, release, kept, facts } = this.#entry(name);
      const sameAs = first.get(release.hash);
      if (sameAs === undefined) first.set(release.hash, name);
      return {
        ...facts,
        release: name,
        origin,
        ...(origin === "user" && { kept, bytes: bytesOf(release) }),
        ...(sameAs !== undefined && { sameAs }),
      };
    });
  }

  /** Facts about one release; refuses a name that nobody registered. */
  infoOf(name: string): ReleaseInfo {
    this.#entry(name);
    return this.infos().find(({ release }) => release === name)!;
  }

  /** The whole registry as the page shows it. */
  info(): RegistryInfo {
    return {
      releases: this.infos(),
      hidden: [...this.#bundled.keys()].filter((name) => this.#hidden.includes(name)),
      ...(this.#trouble && { trouble: this.#trouble }),
    };
  }

  /** The files of a release, as they came. */
  source(name: string): ReleaseSource {
    return this.#entry(name).release;
  }

  /** The schemas of a release, parsed when first asked for; refuses a name that nobody registered. */
  set(name: string): SchemaSet {
    const entry = this.#entry(name);
    if (!entry.set) {
      entry.set = setOf({ ...entry.release, release: name });
      entry.facts = factsOf(entry.set);
    }
    return entry.set;
  }

  /** The schemas of every release, old to new; parses those that are not yet. */
  sets(): readonly SchemaSet[] {
    return this.names().map((name) => this.set(name));
  }

  /** The schemas of the bundled releases among them. */
  examples(): ReadonlySet<SchemaSet> {
    return new Set(
      this.names()
        .filter((name) => this.#entry(name).origin === "bundled")
        .map((name) => this.set(name)),
    );
  }

  /** The newest release that has the root type; the newest of all when none has it or no root is named. */
  newest(root: string | undefined): string | undefined {
    const names = this.names();
    return (root === undefined ? undefined : names.findLast((name) => findType(this.set(name), root))) ?? names.at(-1);
  }

  /** Registers the releases that the product brings along; the user's of the same name stands in for one. */
  addBundled(releases: readonly ReleaseSource[]): void {
    for (const source of releases) this.#bundled.set(source.release, entryOf(source, "bundled"));
    this.#version++;
  }

  /** What adding a release would meet. */
  meets(source: ReleaseSource): Meeting {
    if (!this.names().includes(source.release)) return "new";
    return this.#entry(source.release).release.hash === hashOfRelease(source) ? "same" : "clash";
  }

  /** Registers a release of the user's: as the newest, or at the place of the one whose name it has. Keeps it when it can. */
  async add(source: ReleaseSource): Promise<void> {
    const before = this.names();
    const entry = entryOf(source, "user");
    if (before.includes(source.release)) this.#holdReplaced(source.release, entry);
    this.#own.set(source.release, entry);
    this.#order = before.includes(source.release) ? before : [...before, source.release];
    this.#version++;
    await this.#keep(entry);
  }

  #holdReplaced(name: string, by: Entry): void {
    const before = this.#own.get(name);
    // Held are its files: they are parsed again when it comes back.
    if (before) before.set = undefined;
    this.#replaced.set(name, [...(this.#replaced.get(name) ?? []), { before, by }]);
  }

  /** The name under which a second release of that name can be registered: `2505 (2)`. */
  freeName(name: string): string {
    return freeName(name, new Set([...this.names(), ...this.#bundled.keys()]));
  }

  /** Gives a release of the user's another name. Gives the reason when it cannot have it. */
  async rename(name: string, to: string): Promise<string | undefined> {
    const entry = this.#entry(name);
    const wanted = to.trim();
    if (wanted === name) return undefined;
    const trouble = entry.origin === "bundled" ? "an example keeps its name" : nameTrouble(wanted, this.names());
    if (trouble !== undefined) return trouble;
    this.#order = this.names().map((one) => (one === name ? wanted : one));
    this.#own.delete(name);
    const renamed: Entry = { ...entry, release: { ...entry.release, release: wanted }, set: undefined };
    this.#own.set(wanted, renamed);
    this.#version++;
    await this.#write({ put: [toKeep(renamed)], remove: [name], order: this.#order }, [renamed]);
    return undefined;
  }

  /** Puts the releases into an order, old to new. Names that are not registered are passed over, those not named come last. */
  async reorder(names: readonly string[]): Promise<void> {
    const all = this.names();
    this.#order = [...new Set([...names.filter((name) => all.includes(name)), ...all])];
    this.#version++;
    await this.#write({ order: this.#order });
  }

  /** Takes a release away; `restore` brings it back as long as the worker lives. */
  async remove(name: string): Promise<void> {
    const entry = this.#entry(name);
    const order = this.names();
    this.#removed.set(name, { entry, order });
    this.#order = order.filter((one) => one !== name || this.#own.has(name));
    this.#version++;
    if (entry.origin === "bundled") {
      this.#hidden = [...this.#hidden, name];
      await this.#write({ hidden: this.#hidden, order: this.#order });
      return;
    }
    this.#own.delete(name);
    await this.#write({ remove: [name], order: this.#order });
    // There is room now for what found none.
    for (const other of this.#own.values()) if (!other.kept) await this.#keep(other);
  }

  /** Brings a removed release back to its place; another one that took its name meanwhile stays, and it gets a free name. */
  async restore(name: string): Promise<void> {
    const removed = this.#removed.get(name);
    if (!removed) return;
    this.#removed.delete(name);
    this.#order = removed.order;
    this.#version++;
    if (removed.entry.origin === "bundled") {
      this.#hidden = this.#hidden.filter((one) => one !== name);
      await this.#write({ hidden: this.#hidden, order: this.#order });
      return;
    }
    await this.#bringBack(removed.entry, this.#own.has(name) ? this.freeName(name) : name);
  }

  /**
   * Brings back what a release of the user's was put in the place of last, as long as the worker lives. Where yet another one has the name now,
   * that stays, and what comes back gets a free name.
   */
  async takeBack(name: string): Promise<void> {
    const replaced = this.#replaced.get(name)?.pop();
    if (!replaced) return;
    const { before, by } = replaced;
    const isThere = this.#own.get(name) === by;
    this.#version++;
    if (!before) {
      if (isThere) this.#own.delete(name);
      await this.#write({ ...(isThere && { remove: [name] }), order: this.#order });
      return;
    }
    await this.#bringBack(before, isThere ? name : this.#own.has(name) ? this.freeName(name) : name);
  }

  #bringBack(entry: Entry, name: string): Promise<void> {
    const isSame = name === entry.release.release;
    const back: Entry = isSame ? entry : { ...entry, release: { ...entry.release, release: name }, set: undefined };
    this.#own.set(name, back);
    return this.#keep(back);
  }

  /** Shows the bundled releases again that were removed. */
  async showBundled(): Promise<void> {
    this.#hidden = [];
    this.#version++;
    await this.#write({ hidden: [] });
  }

  /**
   * Reads what is kept, at start and after another tab has changed it. What this one holds without being kept stays. Gives the
   * names of the releases whose files are others than before, or that are gone.
   */
  async read(): Promise<readonly string[]> {
    if (!this.#keeper) return [];
    let kept: Awaited<ReturnType<RegistryKeeper["read"]>>;
    let version: number;
    do {
      version = this.#version;
      kept = await this.#keeper.read();
      // What was changed here meanwhile is not in what was read.
    } while (version !== this.#version);
    if ("code" in kept) {
      this.#trouble = kept;
      return [];
    }
    const before = new Map(this.names().map((name) => [name, this.#entry(name).release.hash]));
    const old = new Map(this.#own);
    for (const [name, entry] of old) if (entry.kept) this.#own.delete(name);
    for (const release of kept.releases) {
      if (this.#own.has(release.release)) continue;
      const same = old.get(release.release);
      this.#own.set(release.release, same?.release.hash === release.hash ? same : keptEntry(release));
    }
    this.#order = kept.order;
    this.#hidden = kept.hidden;
    this.#trouble = undefined;
    this.#version++;
    const now = new Set(this.names());
    return [...before].filter(([name, hash]) => !now.has(name) || this.#entry(name).release.hash !== hash).map(([name]) => name);
  }

  /** Notes that keeping came to an end; gives nothing back. */
  stopKeeping(trouble: KeepTrouble): void {
    this.#trouble = trouble;
  }

  /** Empties what the browser keeps and forgets the user's releases. */
  async forget(): Promise<KeepTrouble | undefined> {
    this.#own.clear();
    this.#removed.clear();
    this.#replaced.clear();
    this.#order = [];
    this.#hidden = [];
    this.#version++;
    return this.#keeper?.clear();
  }

  #entry(name: string): Entry {
    const entry = this.#own.get(name) ?? (this.#hidden.includes(name) ? undefined : this.#bundled.get(name));
    if (!entry) throw new StoreError("unknown-release", `no release is called ${name}`);
    return entry;
  }

  #keep(entry: Entry): Promise<void> {
    return this.#write({ put: [toKeep(entry)], order: this.#order }, [entry]);
  }

  async #write(change: KeptChange, entries: readonly Entry[] = []): Promise<void> {
    if (!this.#keeper) return;
    const trouble = await this.#keeper.write(change);
    for (const entry of entries) entry.kept = trouble === undefined;
    const unkept = [...this.#own.values()].some((entry) => !entry.kept);
    if (trouble || !unkept) this.#trouble = trouble;
  }
}

function entryOf(source: ReleaseSource, origin: Entry["origin"]): Entry {
  const set = setOf(source);
  const { release, sources, units } = source;
  const kept = { release, sources, ...(units && { units }), hash: hashOfRelease(source) };
  return { origin, release: kept, kept: false, facts: factsOf(set), set };
}

/** The schemas of a release with the units that it lists. */
function setOf({ release, sources, units }: ReleaseSource): SchemaSet {
  const set = loadSchemaSet(release, sources);
  return units ? { ...set, units } : set;
}

function keptEntry(release: KeptRelease): Entry {
  if (release.facts) return { origin: "user", release, kept: true, facts: release.facts, set: undefined };
  return { ...entryOf(release, "user"), kept: true };
}

function toKeep({ release, facts }: Entry): KeptRelease {
  return { ...release, facts };
}

function factsOf(set: SchemaSet): ReleaseFacts {
  const problems = set.problems.map(({ file, line, column, message }) => ({
    file,
    message,
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
  }));
  return { files: set.files.length, types: set.types.filter((type) => !type.builtin && !type.mapEntry).length, problems };
}

/** Characters for bytes: schemas are ASCII but for a comment here and there. */
function bytesOf({ sources }: KeptRelease): number {
  return sources.reduce((sum, { text }) => sum + text.length, 0);
}
