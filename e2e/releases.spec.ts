import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Locator, Page } from "@playwright/test";
import { axe, dropFiles, dropFolder, expect, idle, large, open, small, test } from "./support/app.ts";
import { readWith, row, select, tryExample } from "./support/screen.ts";

const schemas = fileURLToPath(new URL("../schemas", import.meta.url));
let folder = "";

test.beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "savestate-e2e-"));
});
test.afterEach(() => rmSync(folder, { recursive: true }));

const proto = (body: string) => `syntax = "proto3";\npackage t;\n// A root.\nmessage Root {\n${body}\n}\n`;
const ONE = proto("  // Who.\n  uint32 id = 1;\n  string word = 2;");
const TWO = proto("  uint32 ident = 1;\n  uint64 word = 2;\n  bool fresh = 3;");

/** Writes a folder of releases, each of one file, and gives its path. */
function releases(name: string, files: Readonly<Record<string, string>>, order?: readonly string[]): string {
  const at = path.join(folder, name);
  for (const [release, text] of Object.entries(files)) {
    mkdirSync(path.join(at, release), { recursive: true });
    writeFileSync(path.join(at, release, "t.proto"), text);
  }
  if (order) writeFileSync(path.join(at, "releases.json"), JSON.stringify(order));
  return at;
}

const list = (page: Page): Locator => page.getByRole("list", { name: "Releases, old to new" });
const names = (page: Page): Promise<string[]> => list(page).locator("[data-release] b").allTextContents();
const release = (page: Page, name: string): Locator => list(page).getByRole("button", { name: new RegExp(`^${name} `) });
const field = (page: Page, name: string | RegExp): Locator => page.getByRole("grid").getByRole("row").filter({ hasText: name });

async function toReleases(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Releases" }).click();
  await idle(page);
}
async function act(page: Page, name: string, item: string): Promise<void> {
  await release(page, name).click();
  await page.getByRole("menuitem", { name: item }).click();
  await idle(page);
}
async function openType(page: Page, typeName: string): Promise<void> {
  await page.getByRole("textbox", { name: "Find a type or field" }).fill(typeName);
  await idle(page);
  await page.getByRole("textbox", { name: "Find a type or field" }).press("Enter");
  await idle(page);
}
/** Bytes of the next file that the page saves. */
async function saved(page: Page, act: () => Promise<void>): Promise<{ name: string; content: Buffer }> {
  const waiting = page.waitForEvent("download");
  await act();
  const download = await waiting;
  return { name: download.suggestedFilename(), content: readFileSync(await download.path()) };
}

test("a folder of releases comes in order and is there again after a reload", async ({ app }) => {
  await dropFolder(app, releases("all", { "10": ONE, "9": TWO, main: TWO.replace("Root", "Other") }, ["10", "9", "main"]));
  await toReleases(app);
  expect(await names(app)).toEqual(["0.9", "1.0", "1.1", "2.0", "10", "9", "main"]);
  await expect(release(app, "10")).toHaveText(/kept\s*1 type/);
  await app.reload();
  await idle(app);
  expect(await names(app)).toEqual(["0.9", "1.0", "1.1", "2.0", "10", "9", "main"]);
  await dropFiles(app, [{ name: "x.bin", content: Buffer.from("082a", "hex") }]);
  await readWith(app, /^9/);
  await expect(row(app, "ident")).toContainText("42");
});

test("releases are put in order by keys, and stay so", async ({ app }) => {
  await dropFolder(app, releases("all", { a: ONE, b: TWO }));
  await toReleases(app);
  await release(app, "b").focus();
  await app.keyboard.press("ControlOrMeta+Shift+ArrowUp");
  await idle(app);
  await expect(app.getByRole("status").filter({ hasText: "b is 5 of 6" })).toHaveCount(1);
  await expect(release(app, "b")).toBeFocused();
  await app.keyboard.press("[");
  await idle(app);
  expect(await names(app)).toEqual(["0.9", "1.0", "1.1", "b", "2.0", "a"]);
  await app.keyboard.press("Home");
  await expect(release(app, "0.9")).toBeFocused();
  await app.keyboard.press("]");
  await idle(app);
  await app.reload();
  await idle(app);
  expect(await names(app)).toEqual(["1.0", "0.9", "1.1", "b", "2.0", "a"]);
});

test("releases are put in order by dragging", async ({ app }) => {
  await dropFolder(app, releases("all", { a: ONE, b: TWO }));
  await toReleases(app);
  await release(app, "b").dragTo(release(app, "0.9"), { targetPosition: { x: 40, y: 3 } });
  await idle(app);
  expect(await names(app)).toEqual(["b", "0.9", "1.0", "1.1", "2.0", "a"]);
});

test("a release is renamed; a name that is taken is refused", async ({ app }) => {
  await dropFolder(app, releases("all", { a: ONE, b: TWO }));
  await dropFiles(app, [{ name: "x.bin", content: Buffer.from("082a", "hex") }]);
  await readWith(app, /^a/);
  await toReleases(app);
  await release(app, "a").focus();
  await app.keyboard.press("F2");
  const input = app.getByRole("textbox", { name: "New name of a" });
  await input.fill("b");
  await input.press("Enter");
  await expect(app.getByRole("alert").filter({ hasText: "Another release is called b." })).toBeVisible();
  await input.fill("1.7.2511");
  await input.press("Enter");
  await idle(app);
  await expect(release(app, "1.7.2511")).toBeFocused();
  await app.getByRole("link", { name: "Inspect" }).click();
  await idle(app);
  await expect(app.getByRole("button", { name: "Read with 1.7.2511: choose a release" })).toBeVisible();
  await app.reload();
  await idle(app);
  await toReleases(app);
  expect(await names(app)).toEqual(["0.9", "1.0", "1.1", "2.0", "1.7.2511", "b"]);
});

test("a removed release comes back by Undo, to its place; a bundled one too", async ({ app }) => {
  await dropFolder(app, releases("all", { a: ONE, b: TWO }));
  await toReleases(app);
  await release(app, "a").focus();
  await app.keyboard.press("Delete");
  await idle(app);
  await expect(release(app, "b")).toBeFocused();
  expect(await names(app)).toEqual(["0.9", "1.0", "1.1", "2.0", "b"]);
  await app.getByRole("button", { name: "Undo" }).click();
  await idle(app);
  expect(await names(app)).toEqual(["0.9", "1.0", "1.1", "2.0", "a", "b"]);
  await act(app, "1\\.0", "Remove");
  await act(app, "b", "Remove");
  await app.reload();
  await idle(app);
  expect(await names(app)).toEqual(["0.9", "1.1", "2.0", "a"]);
  await app.getByRole("button", { name: "More about the releases" }).click();
  await app.getByRole("menuitem", { name: "Show the examples again" }).click();
  await idle(app);
  expect(await names(app)).toEqual(["0.9", "1.0", "1.1", "2.0", "a"]);
});

test("what was exported comes back equal by an import", async ({ app }) => {
  cpSync(path.join(schemas, "2.0"), path.join(folder, "all", "newer"), { recursive: true });
  cpSync(path.join(schemas, "1.1"), path.join(folder, "all", "older"), { recursive: true });
  writeFileSync(path.join(folder, "all", "releases.json"), '["older", "newer"]');
  await dropFolder(app, path.join(folder, "all"));
  await toReleases(app);
  await expect(list(app).getByText("the same files as 2.0")).toBeVisible();
  const exporting = async () => {
    await app.getByRole("button", { name: "More about the releases" }).click();
    await app.getByRole("menuitem", { name: "Export your releases" }).click();
  };
  const first = await saved(app, exporting);
  expect(first.name).toBe("releases.zip");
  await dropFiles(app, [first]);
  await expect(app.getByRole("status").filter({ hasText: "2 releases are registered already, with the same files" })).toBeVisible();
  await act(app, "older", "Remove");
  await act(app, "newer", "Remove");
  await dropFiles(app, [first]);
  expect(await names(app)).toEqual(["0.9", "1.0", "1.1", "2.0", "older", "newer"]);
  const second = await saved(app, exporting);
  expect(second.content.equals(first.content)).toBe(true);
  const one = await saved(app, () => act(app, "older", "Export as zip"));
  expect(one.name).toBe("older.zip");
});

test("a name that is taken asks: replace, keep both, or leave", async ({ app }) => {
  await dropFolder(app, releases("all", { a: ONE }));
  await toReleases(app);
  const again = releases("again", { a: TWO, "2.0": TWO });
  await dropFolder(app, again);
  const dialog = app.getByRole("dialog", { name: "2 releases have names that are taken" });
  await axe(app);
  await dialog
    .getByRole("group", { name: /^2\.0/ })
    .getByRole("radio", { name: /^Keep both/ })
    .check();
  await dialog.getByRole("button", { name: "Apply" }).click();
  await idle(app);
  expect(await names(app)).toEqual(["0.9", "1.0", "1.1", "2.0", "a", "2.0 (2)"]);
  await openType(app, "t.Root");
  await expect(field(app, "fresh")).toBeVisible();
  writeFileSync(path.join(folder, "all", "a", "t.proto"), ONE.replace("word", "text"));
  await dropFolder(app, path.join(folder, "all"));
  await app.keyboard.press("Escape");
  await idle(app);
  await expect(app.getByRole("dialog")).toHaveCount(0);
  await expect(field(app, "text")).toHaveCount(0);
  await dropFolder(app, path.join(folder, "all"));
  await app.getByRole("button", { name: "Replace", exact: true }).click();
  await idle(app);
  await expect(field(app, "text")).toHaveCount(1);
});

test("the history of fields, one by one and as the story of one", async ({ app }) => {
  await dropFolder(app, releases("all", { r1: ONE, r2: ONE, r3: TWO }));
  await toReleases(app);
  await openType(app, "t.Root");
  const grid = app.getByRole("grid", { name: "Fields of t.Root over the releases" });
  // The bundled releases know nothing of this type, so they have no column.
  await expect(grid.getByRole("columnheader")).toHaveText(["No", "Field", "r1", "r2", "r3", "History"]);
  await expect(field(app, "ident")).toContainText("was id");
  await expect(field(app, "ident")).toContainText("Renamed");
  await expect(field(app, "word")).toContainText("Retyped");
  await expect(field(app, "fresh")).toContainText("Added");
  await field(app, "word").click();
  const story = app.getByRole("region", { name: "Field" });
  await expect(story.getByRole("listitem")).toHaveText([/^r1 to r2.*string word = 2;/, /^r3.*Retyped string became uint64.*t\.proto:6/]);
  await app.keyboard.press("n");
  await expect(story).toContainText("new");
  await expect(app).toHaveURL(/#\/releases\?type=t\.Root&field=3/);
  await app.keyboard.press("n");
  await expect(story).toContainText("id became ident");
  await idle(app);
  await app.reload();
  await idle(app);
  await expect(app.getByRole("heading", { level: 1 })).toHaveText("t.Root");
  await expect(story).toContainText("id became ident");
  await axe(app);
});

test("only fields with changes; types by name and by field; used by leads on", async ({ app }) => {
  await toReleases(app);
  await openType(app, "larch.virtio.Queue");
  await expect(field(app, "event_index")).toContainText("Reused");
  await expect(field(app, "event_index")).toContainText("was vector");
  await app.getByRole("button", { name: /^Only with changes/ }).click();
  await expect(app.getByRole("grid").getByRole("row")).toHaveCount(2);
  await expect(app).toHaveURL(/show=changes/);
  await app.getByRole("region", { name: "Used by" }).getByRole("button").first().click();
  await idle(app);
  await expect(app.getByRole("heading", { level: 1 })).not.toHaveText("larch.virtio.Queue");
  await app.goBack();
  await idle(app);
  await expect(app.getByRole("heading", { level: 1 })).toHaveText("larch.virtio.Queue");

  await app.keyboard.press("/");
  const search = app.getByRole("textbox", { name: "Find a type or field" });
  await expect(search).toBeFocused();
  await search.fill("drift_ppb");
  await idle(app);
  await search.press("ArrowDown");
  await app.keyboard.press("End");
  await app.keyboard.press("Enter");
  await idle(app);
  await expect(app).toHaveURL(/type=larch\.clock\.ClockState&field=\d/);
  await expect(app.getByRole("region", { name: "Field" })).toContainText("drift_ppb");
});

test("the details of Inspect tell the field's history and open its type", async ({ app }) => {
  await tryExample(app);
  await select(app, "init_state.machine_name");
  const details = app.getByRole("region", { name: "Details" });
  await expect(details.getByRole("heading", { name: /^Across releases/ })).toBeVisible();
  await expect(details).toContainText("Added");
  await details.getByRole("button", { name: "Open type" }).click();
  await idle(app);
  await expect(app.getByRole("heading", { level: 1 })).toHaveText("larch.ServicingInitState");
  await expect(field(app, "machine_name")).toHaveAttribute("aria-selected", "true");
  await app.goBack();
  await idle(app);
  await expect(row(app, "init_state.machine_name")).toHaveAttribute("aria-selected", "true");
});

test("files with problems are listed with line and column; the rest is used", async ({ app }) => {
  const at = releases("all", { a: ONE });
  writeFileSync(path.join(at, "a", "bad.proto"), 'syntax = "proto3";\n\nmessage Broken {\n  uint32 = 1;\n}\n');
  await dropFolder(app, at);
  await toReleases(app);
  await expect(list(app)).toContainText("bad.proto:4:10:");
  await expect(list(app)).toContainText("The other file is in use.");
});

test("a full storage is said, and the release is used all the same", async ({ app }) => {
  const session = await app.context().newCDPSession(app);
  await session.send("Storage.overrideQuotaForOrigin", { origin: new URL(app.url()).origin, quotaSize: 100_000 });
  const large = `${ONE}// ${"x".repeat(400_000)}\n`;
  await dropFolder(app, releases("all", { big: large }));
  await expect(app.getByRole("alert").filter({ hasText: "big is in use until this window closes, but not kept" })).toBeVisible();
  await toReleases(app);
  await expect(release(app, "big")).toContainText("not kept");
  await expect(app.getByRole("status").filter({ hasText: "is full" })).toBeVisible();
  await openType(app, "t.Root");
  await expect(field(app, "word")).toBeVisible();
  await session.send("Storage.overrideQuotaForOrigin", { origin: new URL(app.url()).origin });
  await app.reload();
  await idle(app);
  expect(await names(app)).toEqual(["0.9", "1.0", "1.1", "2.0"]);
});

test("a browser that refuses storage: said, and the app works on", async ({ page }) => {
  await page.route(/core\.worker.*\.js/, async (route) => {
    const answer = await route.fetch();
    const body = `Object.defineProperty(self, "indexedDB", { value: undefined });\n${await answer.text()}`;
    await route.fulfill({ response: answer, body });
  });
  await open(page, "/#/releases");
  await dropFolder(page, releases("all", { a: ONE }));
  await expect(release(page, "a")).toContainText("not kept");
  await expect(page.getByRole("status").filter({ hasText: "lets the page keep nothing" })).toBeVisible();
  await openType(page, "t.Root");
  await expect(field(page, "word")).toBeVisible();
});

test("what version 1 kept is taken over, in its order", async ({ app: page }) => {
  await page.evaluate(async (text) => {
    await new Promise((done) => {
      indexedDB.deleteDatabase("savestate").onsuccess = done;
    });
    const opening = indexedDB.open("savestate", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("releases", { autoIncrement: true });
    await new Promise((done) => {
      opening.onsuccess = done;
    });
    const tx = opening.result.transaction("releases", "readwrite");
    for (const release of ["zeta", "alpha"]) tx.objectStore("releases").add({ release, sources: [{ path: "t.proto", text }] });
    tx.objectStore("releases").add("rubbish");
    await new Promise((done) => {
      tx.oncomplete = done;
    });
    opening.result.close();
  }, ONE);
  await page.reload();
  await idle(page);
  await toReleases(page);
  expect(await names(page)).toEqual(["0.9", "1.0", "1.1", "2.0", "zeta", "alpha"]);
  await expect(list(page).getByText("the same files as zeta")).toBeVisible();
  await expect(release(page, "zeta")).toContainText("kept");
});

test("a newer version of the app in another tab ends keeping, and says so", async ({ app }) => {
  await dropFolder(app, releases("all", { a: ONE }));
  await toReleases(app);
  await app.evaluate(async () => {
    const opening = indexedDB.open("savestate", 99);
    await new Promise((done, failed) => {
      opening.onsuccess = done;
      opening.onerror = failed;
    });
    opening.result.close();
  });
  await expect(app.getByRole("status").filter({ hasText: "A newer version of this app" })).toBeVisible();
  await dropFolder(app, releases("more", { b: TWO }));
  await expect(release(app, "b")).toContainText("not kept");
  await app.reload();
  await idle(app);
  await expect(app.getByRole("status").filter({ hasText: "A newer version of this app" })).toBeVisible();
});

test("two tabs see each other's releases", async ({ app, context }) => {
  const other = await context.newPage();
  await open(other, "/#/releases");
  await toReleases(app);
  await dropFolder(app, releases("all", { a: ONE, b: TWO }));
  await expect(release(other, "b")).toBeVisible();
  await act(other, "a", "Remove");
  await expect(release(app, "a")).toHaveCount(0);
  await other.getByRole("button", { name: "Undo" }).click();
  await expect(release(app, "a")).toBeVisible();
  await release(app, "b").focus();
  await app.keyboard.press("[");
  await idle(app);
  await expect.poll(() => names(other)).toEqual(["0.9", "1.0", "1.1", "2.0", "b", "a"]);
});

test("forget everything empties what the browser keeps", async ({ app }) => {
  await dropFolder(app, releases("all", { a: ONE }));
  await tryExample(app);
  await readWith(app, /^1\.0/);
  await toReleases(app);
  await app.getByRole("button", { name: "More about the releases" }).click();
  await app.getByRole("menuitem", { name: "Forget everything…" }).click();
  const dialog = app.getByRole("dialog", { name: "Forget everything?" });
  await expect(dialog).toContainText("1 release of yours");
  await dialog.getByRole("button", { name: "Forget everything" }).click();
  await idle(app);
  expect(await names(app)).toEqual(["0.9", "1.0", "1.1", "2.0"]);
  expect(await app.evaluate(async () => [localStorage.length, (await indexedDB.databases()).length])).toEqual([0, 0]);
  await app.reload();
  await idle(app);
  expect(await names(app)).toEqual(["0.9", "1.0", "1.1", "2.0"]);
  await app.getByRole("link", { name: "Inspect" }).click();
  await idle(app);
  await expect(app.getByRole("heading", { name: "Open a saved state" })).toBeVisible();
});

for (const [word, size] of [
  ["large", large],
  ["small", small],
] as const) {
  for (const theme of ["light", "dark"] as const) {
    test(`axe finds nothing in a ${word} ${theme} window, with and without a type`, async ({ page }) => {
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme: theme });
      await open(page, "/#/releases");
      await axe(page);
      await openType(page, "larch.virtio.Queue");
      await field(page, "event_index").click();
      await idle(page);
      await axe(page);
    });
  }
}
