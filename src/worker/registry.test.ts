import { describe, expect, it } from "vitest";
import { sortFiles } from "../container/index.ts";
import type { InputFile } from "./protocol.ts";
import type { ReleaseSource } from "./registry.ts";
import { zipOfReleases } from "./registry-export.ts";
import { hashOfRelease } from "./registry-hash.ts";
import type { KeepTrouble, KeptChange, KeptRegistry, KeptRelease, RegistryKeeper } from "./registry-keeper.ts";
import { freeName, inOrder, nameTrouble } from "./registry-names.ts";
import { DocumentStore } from "./store.ts";

/** Storage in memory that several stores can share, as tabs do. It holds copies, as a database does. */
class MemoryKeeper implements RegistryKeeper {
  readonly #shared: { kept: Map<string, KeptRelease>; order: readonly string[]; hidden: readonly string[]; tabs: MemoryKeeper[] };
  #listener: ((trouble: KeepTrouble | undefined) => void) | undefined;
  trouble: KeepTrouble | undefined;
  reads = 0;

  constructor(other?: MemoryKeeper) {
    this.#shared = other ? other.#shared : { kept: new Map(), order: [], hidden: [], tabs: [] };
    this.#shared.tabs.push(this);
  }
  async read(): Promise<KeptRegistry | KeepTrouble> {
    this.reads++;
    if (this.trouble) return this.trouble;
    const { kept, order, hidden } = this.#shared;
    return structuredClone({ releases: [...kept.values()], order, hidden });
  }
  async write({ put = [], remove = [], order, hidden }: KeptChange): Promise<KeepTrouble | undefined> {
    if (this.trouble) return this.trouble;
    for (const name of remove) this.#shared.kept.delete(name);
    for (const release of put) this.#shared.kept.set(release.release, structuredClone(release));
    if (order) this.#shared.order = [...order];
    if (hidden) this.#shared.hidden = [...hidden];
    for (const tab of this.#shared.tabs) if (tab !== this) tab.#listener?.(undefined);
    return undefined;
  }
  async clear(): Promise<KeepTrouble | undefined> {
    this.#shared.kept.clear();
    return this.write({ order: [], hidden: [] });
  }
  listen(listener: (trouble: KeepTrouble | undefined) => void): void {
    this.#listener = listener;
  }
}

const proto = (body: string) => `syntax = "proto3"; package t; message Root { ${body} }`;
const A = proto("uint32 id = 1;");
const B = proto("uint32 id = 1; string name = 2;");

const file = (path: string, text: string): InputFile => ({ path, kind: "file", file: new Blob([text]) });
async function drop(store: DocumentStore, files: Record<string, string>) {
  return store.handle("import", { files: Object.entries(files).map(([path, text]) => file(path, text)) });
}
async function names(store: DocumentStore): Promise<string[]> {
  return (await store.handle("registry", null)).releases.map(({ release }) => release);
}
async function start(keeper: RegistryKeeper, tell?: () => void): Promise<DocumentStore> {
  const store = new DocumentStore(keeper, tell);
  const files = ["0.9", "1.0"].map((release) => ({ path: `${release}/t.proto`, text: A.replace("Root", `R${release[0]}`) }));
  await store.handle("bundled", { files });
  return store;
}

describe("what is kept", () => {
  it("comes back in order, without being parsed before it is asked for", async () => {
    const keeper = new MemoryKeeper();
    const first = await start(keeper);
    await drop(first, { "all/2/t.proto": A, "all/10/t.proto": B, "all/10/bad.proto": "message {" });
    await first.handle("orderReleases", { names: ["10", "1.0"] });
    const infos = await first.handle("registry", null);
    expect(infos.releases.map(({ release, kept }) => [release, kept])).toEqual([
      ["10", true],
      ["1.0", undefined],
      ["0.9", undefined],
      ["2", true],
    ]);
    const second = await start(new MemoryKeeper(keeper));
    expect(await second.handle("registry", null)).toEqual(infos);
    expect(infos.releases[0]?.problems[0]).toMatchObject({ file: "bad.proto", line: 1 });
    expect(await second.handle("roots", { release: "10" })).toEqual(["t.Root"]);
  });

  it("says what cannot be kept and uses it all the same; room is used when there is some", async () => {
    const keeper = new MemoryKeeper();
    const store = await start(keeper);
    await drop(store, { "small/t.proto": A });
    keeper.trouble = { code: "full", message: "It is full." };
    await drop(store, { "big/t.proto": B });
    const info = await store.handle("registry", null);
    expect(info.trouble).toEqual(keeper.trouble);
    expect(info.releases.map(({ release, kept }) => [release, kept]).slice(2)).toEqual([
      ["small", true],
      ["big", false],
    ]);
    expect(await store.handle("roots", { release: "big" })).toEqual(["t.Root"]);
    keeper.trouble = undefined;
    const after = await store.handle("removeRelease", { release: "small" });
    expect(after.trouble).toBeUndefined();
    expect(after.releases.at(-1)).toMatchObject({ release: "big", kept: true });
  });

  it("works without storage", async () => {
    const keeper = new MemoryKeeper();
    keeper.trouble = { code: "refused", message: "No." };
    const store = await start(keeper);
    await drop(store, { "r/t.proto": A });
    expect(await names(store)).toEqual(["0.9", "1.0", "r"]);
    expect((await store.handle("registry", null)).trouble).toEqual(keeper.trouble);
  });

  it("follows another tab, and keeps what only this one holds", async () => {
    const keeper = new MemoryKeeper();
    let told = 0;
    const here = await start(keeper, () => told++);
    const other = await start(new MemoryKeeper(keeper));
    await drop(other, { "r/t.proto": A });
    await drop(other, { "s/t.proto": B });
    await expect.poll(() => told).toBe(2);
    expect(await names(here)).toEqual(["0.9", "1.0", "r", "s"]);
    await other.handle("renameRelease", { release: "r", name: "later" });
    await here.handle("orderReleases", { names: ["s", "later"] });
    await expect.poll(() => names(other)).toEqual(["s", "later", "0.9", "1.0"]);
    expect(await names(here)).toEqual(["s", "later", "0.9", "1.0"]);
  });

  it("is empty after everything was forgotten", async () => {
    const keeper = new MemoryKeeper();
    const store = await start(keeper);
    await drop(store, { "r/t.proto": A });
    await store.handle("removeRelease", { release: "1.0" });
    await store.handle("forget", null);
    expect(await names(store)).toEqual(["0.9", "1.0"]);
    expect(await keeper.read()).toEqual({ releases: [], order: [], hidden: [] });
  });
});

describe("a name that is taken", () => {
  it("says when the files are the same, under that name or another", async () => {
    const store = await start(new MemoryKeeper());
    await drop(store, { "r/t.proto": A });
    expect(await drop(store, { "r/t.proto": A })).toMatchObject({ releases: [], already: ["r"] });
    const { releases } = await drop(store, { "twin/t.proto": A });
    expect(releases[0]).toMatchObject({ release: "twin", sameAs: "r" });
  });

  it("waits for the answer: replace, both or leave", async () => {
    const store = await start(new MemoryKeeper());
    await drop(store, { "r/t.proto": A, "s/t.proto": A });
    const { releases, clashes } = await drop(store, { "r/t.proto": B, "r/u.proto": "", "s/t.proto": B, "1.0/t.proto": B });
    expect(releases).toEqual([]);
    expect(clashes).toEqual([
      { release: "1.0", origin: "bundled", before: { files: 1 }, after: { files: 1 }, free: "1.0 (2)" },
      { release: "r", origin: "user", before: { files: 1 }, after: { files: 2 }, free: "r (2)" },
      { release: "s", origin: "user", before: { files: 1 }, after: { files: 1 }, free: "s (2)" },
    ]);
    const answers = [
      { release: "r", how: "replace" },
      { release: "s", how: "both" },
      { release: "1.0", how: "leave" },
    ] as const;
    const settled = await store.handle("settleImport", { answers });
    expect(settled.releases.map(({ release, files }) => [release, files])).toEqual([
      ["r", 2],
      ["s (2)", 1],
    ]);
    expect(await names(store)).toEqual(["0.9", "1.0", "r", "s", "s (2)"]);
  });

  it("a bundled release comes back when the one in its place goes", async () => {
    const store = await start(new MemoryKeeper());
    await drop(store, { "1.0/t.proto": B });
    await store.handle("settleImport", { answers: [{ release: "1.0", how: "replace" }] });
    expect((await store.handle("registry", null)).releases.map(({ release, origin }) => [release, origin])).toEqual([
      ["0.9", "bundled"],
      ["1.0", "user"],
    ]);
    await store.handle("removeRelease", { release: "1.0" });
    expect((await store.handle("registry", null)).releases.map(({ origin }) => origin)).toEqual(["bundled", "bundled"]);
  });
});

describe("changes", () => {
  it("renames, and refuses names that cannot be", async () => {
    const store = await start(new MemoryKeeper());
    await drop(store, { "all/a/t.proto": A, "all/b/t.proto": B });
    expect((await store.handle("renameRelease", { release: "a", name: " b " })).refused).toBe("another release is called b");
    expect((await store.handle("renameRelease", { release: "1.0", name: "x" })).refused).toBe("an example keeps its name");
    const renamed = await store.handle("renameRelease", { release: "a", name: "2411" });
    expect(renamed.releases.map(({ release }) => release)).toEqual(["0.9", "1.0", "2411", "b"]);
    expect(await store.handle("roots", { release: "2411" })).toEqual(["t.Root"]);
    await expect(store.handle("roots", { release: "a" })).rejects.toMatchObject({ code: "unknown-release" });
  });

  it("removes and brings back to the same place; under a free name when its own is taken", async () => {
    const keeper = new MemoryKeeper();
    const store = await start(keeper);
    await drop(store, { "all/a/t.proto": A, "all/b/t.proto": B });
    await store.handle("removeRelease", { release: "a" });
    expect(await names(await start(new MemoryKeeper(keeper)))).toEqual(["0.9", "1.0", "b"]);
    await store.handle("restoreRelease", { release: "a" });
    expect(await names(store)).toEqual(["0.9", "1.0", "a", "b"]);
    await store.handle("removeRelease", { release: "0.9" });
    expect((await store.handle("registry", null)).hidden).toEqual(["0.9"]);
    await store.handle("restoreBundled", null);
    expect(await names(store)).toEqual(["0.9", "1.0", "a", "b"]);
    await store.handle("removeRelease", { release: "a" });
    await drop(store, { "a/t.proto": B });
    await store.handle("restoreRelease", { release: "a" });
    expect((await names(store)).sort()).toEqual(["0.9", "1.0", "a", "a (2)", "b"]);
  });

  it("what was replaced comes back, an example too; under a free name when yet another one has its own", async () => {
    const keeper = new MemoryKeeper();
    const store = await start(keeper);
    const replace = async (release: string, text: string) => {
      await drop(store, { [`${release}/t.proto`]: text });
      await store.handle("settleImport", { answers: [{ release, how: "replace" }] });
    };
    const roots = (release: string) => store.handle("roots", { release });
    await drop(store, { "all/a/t.proto": A, "all/b/t.proto": B });
    const [before, example] = [await roots("a"), await roots("1.0")];
    const other = A.replace("Root", "Other");
    await replace("a", other);
    await replace("1.0", other);
    expect([await roots("a"), await roots("1.0")]).toEqual([["t.Other"], ["t.Other"]]);
    const back = await store.handle("restoreReplaced", { releases: ["a", "1.0"] });
    expect(back.releases.map(({ release, origin }) => `${release} ${origin}`)).toEqual(["0.9 bundled", "1.0 bundled", "a user", "b user"]);
    expect([await roots("a"), await roots("1.0")]).toEqual([before, example]);
    expect(await names(await start(new MemoryKeeper(keeper)))).toEqual(["0.9", "1.0", "a", "b"]);
    // Taken back once, there is nothing to take back.
    expect((await store.handle("restoreReplaced", { releases: ["a"] })).releases).toEqual(back.releases);
    await replace("a", other);
    await replace("a", B);
    await store.handle("restoreReplaced", { releases: ["a"] });
    expect(await roots("a")).toEqual(["t.Other"]);
    await store.handle("removeRelease", { release: "a" });
    await drop(store, { "a/t.proto": B });
    await store.handle("restoreReplaced", { releases: ["a"] });
    expect(await roots("a (2)")).toEqual(before);
  });

  it("exports what comes back equal by an import", async () => {
    const store = await start(new MemoryKeeper());
    await drop(store, { "all/b/deep/t.proto": A, "all/b/units.json": '["x"]', "all/a/deep/t.proto": B, "all/releases.json": '["b","a"]' });
    const { name, bytes } = await store.handle("exportReleases", { releases: ["b", "a"] });
    expect(name).toBe("releases.zip");
    const back = new DocumentStore();
    const result = await back.handle("import", { files: [{ path: name, kind: "file", file: new Blob([bytes]) }] });
    expect(result.problems).toEqual([]);
    expect(await names(back)).toEqual(["b", "a"]);
    const again = await back.handle("exportReleases", { releases: ["b", "a"] });
    expect(again.bytes).toEqual(bytes);
  });
});

it("an archive keeps folders apart that only releases.json tells to be releases", async () => {
  const one: ReleaseSource = { release: "only", sources: [{ path: "a/b/c.proto", text: A }] };
  const bytes = zipOfReleases([one]);
  const { releases } = await sortFiles([{ path: "only.zip", size: bytes.length, read: () => bytes }]);
  expect(releases.map(({ release, sources }) => ({ release, sources }))).toEqual([one]);
});

it("hashes content, not names or order", () => {
  const sources = [
    { path: "a", text: "1" },
    { path: "b", text: "2" },
  ];
  const hash = hashOfRelease({ sources });
  expect(hashOfRelease({ sources: [...sources].reverse() })).toBe(hash);
  expect(hashOfRelease({ sources: [{ path: "a", text: "1b2" }] })).not.toBe(hash);
  expect(hashOfRelease({ sources, units: [] })).not.toBe(hash);
});

it("finds the order and names", () => {
  expect(inOrder(["u", "x", "b1"], ["b1", "b2"], ["u", "v"])).toEqual(["u", "b1", "b2", "v"]);
  expect(inOrder([], ["b1", "b2"], ["u"])).toEqual(["b1", "b2", "u"]);
  expect(freeName("a", new Set(["a", "a (2)"]))).toBe("a (3)");
  expect(nameTrouble("a/b", [])).toMatch(/slashes/);
  expect(nameTrouble("..", [])).toMatch(/dots/);
  expect(nameTrouble("1.7.2511", ["2411"])).toBeUndefined();
});
