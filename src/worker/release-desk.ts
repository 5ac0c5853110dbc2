import { visible } from "../base/index.ts";
import { type DroppedFile, sortFiles } from "../container/index.ts";
import type { HandlersOf } from "./handlers.ts";
import type { Clash, ClashAnswer, ImportResult, RegistryInfo, ReleaseInfo, ReleaseRequests } from "./protocol.ts";
import type { Registry, ReleaseSource } from "./registry.ts";
import { zipOfReleases } from "./registry-export.ts";
import type { RegistryKeeper } from "./registry-keeper.ts";

type Taken = Pick<ImportResult, "releases" | "already" | "clashes">;

/**
 * Answers the requests about the registry, and holds releases whose name is taken until the user has said what to do. `changed` is
 * told the names of releases that are gone or have other files now, before anything is answered.
 */
export class ReleaseDesk {
  readonly #registry: Registry;
  readonly #changed: (names: readonly string[]) => void;
  readonly #waiting = new Map<string, ReleaseSource>();

  readonly handlers: HandlersOf<ReleaseRequests> = {
    bundled: ({ files }) => this.#open(files),
    releases: () => this.#registry.infos(),
    registry: () => this.#registry.info(),
    settleImport: ({ answers }) => this.#settle(answers),
    renameRelease: (input) => this.#rename(input),
    orderReleases: ({ names }) => this.#order(names),
    removeRelease: ({ release }) => this.#remove(release),
    restoreRelease: ({ release }) => this.#restore(release),
    restoreReplaced: ({ releases }) => this.#takeBack(releases),
    restoreBundled: () => this.#restoreBundled(),
    exportReleases: ({ releases }) => this.#export(releases),
    forget: () => this.#forget(),
  };

  constructor(registry: Registry, changed: (names: readonly string[]) => void) {
    this.#registry = registry;
    this.#changed = changed;
  }

  /** Follows the keeper: another tab's changes are read, an end of keeping is noted; `tell` is called after each. */
  follow(keeper: RegistryKeeper, tell: () => void): void {
    keeper.listen((trouble) => {
      if (trouble) this.#registry.stopKeeping(trouble);
      void (trouble ? Promise.resolve([]) : this.#registry.read()).then((names) => {
        this.#changed(names);
        tell();
      });
    });
  }

  /** Registers the bundled releases and reads what is kept. */
  async #open(files: ReleaseRequests["bundled"]["in"]["files"]): Promise<readonly ReleaseInfo[]> {
    const encoder = new TextEncoder();
    const dropped: DroppedFile[] = files.map(({ path, text }) => {
      const bytes = encoder.encode(text);
      return { path: `schemas/${path}`, size: bytes.length, read: () => bytes };
    });
    const { releases } = await sortFiles(dropped);
    this.#registry.addBundled(releases);
    await this.#registry.read();
    this.#changed([]);
    return this.#registry.infos();
  }

  /** Registers the releases of a drop. What is there already is said; what has a name that is taken waits. */
  async take(sources: readonly ReleaseSource[]): Promise<Taken> {
    const added: string[] = [];
    const already: string[] = [];
    const clashes: Clash[] = [];
    for (const named of sources) {
      const source = { ...named, release: visible(named.release) };
      const meeting = this.#registry.meets(source);
      if (meeting === "same") already.push(source.release);
      else if (meeting === "clash") clashes.push(this.#wait(source));
      else {
        await this.#registry.add(source);
        added.push(source.release);
      }
    }
    this.#changed(added);
    return {
      releases: added.map((name) => this.#registry.infoOf(name)),
      ...(already.length > 0 && { already }),
      ...(clashes.length > 0 && { clashes }),
    };
  }

  async #settle(answers: readonly ClashAnswer[]): Promise<ImportResult> {
    const names: string[] = [];
    for (const { release, how } of answers) {
      const source = this.#waiting.get(release);
      this.#waiting.delete(release);
      if (!source || how === "leave") continue;
      const name = how === "both" ? this.#registry.freeName(release) : release;
      await this.#registry.add({ ...source, release: name });
      names.push(name);
    }
    this.#changed(names);
    return { blobs: [], releases: names.map((name) => this.#registry.infoOf(name)), problems: [] };
  }

  async #rename({ release, name }: ReleaseRequests["renameRelease"]["in"]): Promise<ReleaseRequests["renameRelease"]["out"]> {
    const refused = await this.#registry.rename(release, name);
    if (refused !== undefined) return { ...this.#registry.info(), refused };
    this.#changed([release]);
    return this.#registry.info();
  }

  async #order(names: readonly string[]): Promise<RegistryInfo> {
    await this.#registry.reorder(names);
    this.#changed([]);
    return this.#registry.info();
  }

  async #remove(release: string): Promise<RegistryInfo> {
    await this.#registry.remove(release);
    this.#changed([release]);
    return this.#registry.info();
  }

  async #restore(release: string): Promise<RegistryInfo> {
    await this.#registry.restore(release);
    this.#changed([release]);
    return this.#registry.info();
  }

  async #takeBack(releases: readonly string[]): Promise<RegistryInfo> {
    for (const release of releases) await this.#registry.takeBack(release);
    this.#changed(releases);
    return this.#registry.info();
  }

  async #restoreBundled(): Promise<RegistryInfo> {
    await this.#registry.showBundled();
    this.#changed([]);
    return this.#registry.info();
  }

  #export(releases: readonly string[]): ReleaseRequests["exportReleases"]["out"] {
    const name = releases.length === 1 ? `${releases[0]}.zip` : "releases.zip";
    return { name, bytes: zipOfReleases(releases.map((release) => this.#registry.source(release))) };
  }

  async #forget(): Promise<RegistryInfo> {
    const names = this.#registry.infos().filter(({ origin }) => origin === "user");
    const trouble = await this.#registry.forget();
    this.#changed(names.map(({ release }) => release));
    return { ...this.#registry.info(), ...(trouble && { trouble }) };
  }

  #wait(source: ReleaseSource): Clash {
    const { release } = source;
    this.#waiting.set(release, source);
    const before = this.#registry.infoOf(release);
    const { origin, files } = before;
    return {
      release,
      origin,
      before: { files },
      after: { files: source.sources.length },
      free: this.#registry.freeName(release),
    };
  }
}
