import { createHash } from "node:crypto";
import { dropFiles, expect, idle, open, test } from "./support/app.ts";
import { chip, exampleBytes, readWith, row, select, tree, tryExample } from "./support/screen.ts";

const blob = exampleBytes("machine-1.1.bin");
const sha256 = createHash("sha256").update(blob).digest("hex");

test("selected row, filter and release survive a reload, once the same bytes are opened again", async ({ app }) => {
  await dropFiles(app, [{ name: "mine.bin", content: blob }]);
  await readWith(app, /^1\.0/);
  await chip(app, "Unknown").click();
  await app.getByRole("textbox", { name: "Filter rows" }).fill("9");
  await expect(app).toHaveURL(/filter=9/);
  await idle(app);
  const chosen = app.locator('[data-status="unknown"]').first();
  await chosen.getByRole("rowheader").click();
  await idle(app);
  const key = (await app.locator('[aria-selected="true"]').getAttribute("data-key")) ?? "";
  await expect(app).toHaveURL(new RegExp(`blob=${sha256}`));

  await app.reload();
  await idle(app);
  const asks = app.getByRole("region", { name: "Blob needed" });
  await expect(asks).toContainText("This link needs a file");
  await expect(asks).toContainText("mine.bin");
  await expect(asks).toContainText(sha256);
  await dropFiles(app, [{ name: "another name.bin", content: blob }]);
  await expect(app.getByRole("button", { name: "Read with 1.0: choose a release" })).toBeVisible();
  await expect(chip(app, "Unknown")).toHaveAttribute("aria-pressed", "true");
  await expect(app.getByRole("textbox", { name: "Filter rows" })).toHaveValue("9");
  await expect(row(app, key)).toHaveAttribute("aria-selected", "true");
});

test("a link to a blob that is not open asks for it, and can be left", async ({ page }) => {
  await open(page, `/#/inspect?blob=${"ab".repeat(32)}&name=state.bin&release=2.0&path=units[3]`);
  const asks = page.getByRole("region", { name: "Blob needed" });
  await expect(asks).toContainText("ab".repeat(32));
  await expect(asks).toContainText("units[3]");
  await asks.getByRole("button", { name: "Start without it" }).click();
  await expect(page.getByRole("heading", { name: "Open a saved state" })).toBeVisible();
});

test("another file than the one of a link is told from it; the right one is shown at its place", async ({ page }) => {
  const content = exampleBytes("machine-2.0.bin");
  const hash = createHash("sha256").update(content).digest("hex");
  await open(page, `/#/inspect?blob=${hash}&name=state.bin&release=1.1&path=units[3]`);
  await dropFiles(page, [{ name: "state.bin", content: exampleBytes("machine-1.1.bin") }]);
  const says = page.getByRole("status").filter({ hasText: `This is not the file of the link: that has SHA-256 ${hash.slice(0, 12)}…` });
  await expect(says).toBeVisible();
  await dropFiles(page, [{ name: "state.bin", content }]);
  await expect(row(page, "units[3]")).toHaveAttribute("aria-selected", "true");
  await expect(page.getByRole("button", { name: "Read with 1.1: choose a release" })).toBeVisible();
  await expect(says).toHaveCount(0);
});

test("another file than the one of a link can be stayed with", async ({ page }) => {
  await open(page, `/#/inspect?blob=${"ab".repeat(32)}&name=state.bin`);
  await dropFiles(page, [{ name: "state.bin", content: exampleBytes("machine-1.1.bin") }]);
  await page.getByRole("button", { name: "Leave the link" }).click();
  await expect(page.getByText("This is not the file of the link")).toHaveCount(0);
  await expect(tree(page)).toBeVisible();
});

test("a link to a bundled example opens it again by one click, at its place", async ({ app }) => {
  await tryExample(app);
  await select(app, "init_state.correlation");
  await expect(app).toHaveURL(/path=init_state\.correlation/);
  await app.reload();
  await idle(app);
  await app.getByRole("button", { name: "Open the example again" }).click();
  await idle(app);
  await expect(row(app, "init_state.correlation")).toHaveAttribute("aria-selected", "true");
});

test("a link that names a release that is not registered says so and reads on", async ({ page }) => {
  await open(page, `/#/inspect?blob=${sha256}&name=mine.bin&release=9.9&path=init_state`);
  await dropFiles(page, [{ name: "mine.bin", content: blob }]);
  await expect(page.getByRole("alert").filter({ hasText: "Release 9.9 is not registered" })).toBeVisible();
  await expect(row(page, "init_state")).toHaveAttribute("aria-selected", "true");
});

test("back and forward walk through what was shown", async ({ app }) => {
  await tryExample(app);
  await expect(app).toHaveURL(/blob=/);
  await chip(app, "Defaulted").click();
  await expect(app).toHaveURL(/show=defaulted/);
  await idle(app);
  await readWith(app, /^1\.1/);
  await expect(app).toHaveURL(/release=1\.1/);
  await app.goBack();
  await idle(app);
  await expect(app.getByRole("button", { name: "Read with 2.0: choose a release" })).toBeVisible();
  await expect(chip(app, "Defaulted")).toHaveAttribute("aria-pressed", "true");
  await app.goBack();
  await idle(app);
  await expect(chip(app, "All")).toHaveAttribute("aria-pressed", "true");
  await expect(row(app, "init_state.machine_name")).toBeVisible();
  await app.goBack();
  await idle(app);
  await expect(app.getByRole("heading", { name: "Open a saved state" })).toBeVisible();
  await app.goForward();
  await idle(app);
  await expect(row(app, "init_state.machine_name")).toBeVisible();
  await app.goForward();
  await idle(app);
  await expect(chip(app, "Defaulted")).toHaveAttribute("aria-pressed", "true");
});

test("the URL holds names and hashes, never what stands in the blob", async ({ app, watched }) => {
  await tryExample(app);
  await select(app, "init_state.machine_name");
  await expect(app).toHaveURL(/path=init_state\.machine_name/);
  expect(app.url()).not.toContain("build-farm");
  expect(watched.requests.filter((request) => /#|\?/.test(request))).toEqual([]);
});
