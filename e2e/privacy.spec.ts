import { dropFiles, expect, idle, open, paste, test } from "./support/app.ts";
import { exampleBytes, readWith, row, select, tryExample } from "./support/screen.ts";

const secret = "not-for-others-7731";

test("what is opened, found, copied and saved causes no request", async ({ app, watched }) => {
  // Dialogs come as a chunk in a quiet moment; it is the app's own file, and fetched once.
  await app.keyboard.press("?");
  await expect(app.getByRole("dialog")).toBeVisible();
  await app.keyboard.press("Escape");
  await app.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const before = watched.requests.length;
  await dropFiles(app, [{ name: `${secret}.bin`, content: exampleBytes("machine-1.0.bin") }]);
  await readWith(app, /^2\.0/);
  await paste(app, Buffer.from(`\n\u0013${secret}`, "latin1").toString("hex"));
  await app.keyboard.press("/");
  await app.keyboard.type(secret);
  await idle(app);
  await app.keyboard.press("Enter");
  await app.keyboard.press("Escape");
  await app.keyboard.press("y");
  await idle(app);
  const saved = app.waitForEvent("download");
  await app.getByRole("button", { name: "Copy or save the field" }).click();
  await app.getByRole("menuitem", { name: "Save the raw bytes" }).click();
  expect((await saved).url()).toMatch(/^blob:/);
  // Chromium asks for the icon again whenever the address changes.
  const caused = watched.requests.slice(before).filter((request) => !/^GET blob:|\/favicon\.svg$/.test(request));
  expect(caused).toEqual([]);
});

test("the browser keeps settings and hashes, never a name, a value or a byte of a blob", async ({ app }) => {
  await dropFiles(app, [{ name: `${secret}.bin`, content: exampleBytes("machine-2.0.bin") }]);
  await readWith(app, /^1\.1/);
  await select(app, "init_state.machine_name");
  await expect(row(app, "init_state.machine_name")).toContainText("build-farm-03");
  const kept = await app.evaluate(async () => ({
    local: JSON.stringify({ ...localStorage }),
    session: JSON.stringify({ ...sessionStorage }),
    cookies: document.cookie,
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
  }));
  expect(kept.local).toContain("readings");
  expect(kept.local).not.toContain(secret);
  expect(kept.local).not.toContain("build-farm");
  expect(kept).toMatchObject({ session: "{}", cookies: "", databases: 0, caches: 0, workers: 0 });
});

test("says with and without a blob that nothing leaves the machine", async ({ page }) => {
  await open(page);
  await expect(page.getByRole("contentinfo")).toContainText("Nothing leaves this machine");
  await tryExample(page);
  await expect(page.getByRole("contentinfo")).toContainText("Nothing leaves this machine");
});
