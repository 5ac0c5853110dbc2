import { dropFolder, expect, idle, open } from "./support/app.ts";
import { act, field, list, names, ONE, openType, release, TWO, test, toReleases } from "./support/releases.ts";
import { readWith, tryExample } from "./support/screen.ts";

test("a full storage is said, and the release is used all the same", async ({ app, releases }) => {
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

test("a browser that refuses storage: said, and the app works on", async ({ page, releases }) => {
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

test("a newer version of the app in another tab ends keeping, and says so", async ({ app, releases }) => {
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

test("two tabs see each other's releases", async ({ app, context, releases }) => {
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

test("forget everything empties what the browser keeps", async ({ app, releases }) => {
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
  await expect(app.getByText("The browser keeps nothing of this page any more")).toBeVisible();
  await expect(app.getByRole("alert")).toHaveCount(0);
  expect(await names(app)).toEqual(["0.9", "1.0", "1.1", "2.0"]);
  expect(await app.evaluate(async () => [localStorage.length, (await indexedDB.databases()).length])).toEqual([0, 0]);
  await app.reload();
  await idle(app);
  expect(await names(app)).toEqual(["0.9", "1.0", "1.1", "2.0"]);
  await app.getByRole("link", { name: "Inspect" }).click();
  await idle(app);
  await expect(app.getByRole("heading", { name: "Open a saved state" })).toBeVisible();
});
