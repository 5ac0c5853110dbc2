import type { Page } from "@playwright/test";
import { zipSync } from "fflate";
import { dropFolder, expect, idle, open } from "./support/app.ts";
import { dropRepeated, holdFiles, holdTurns } from "./support/large.ts";
import { ONE, TWO, test } from "./support/releases.ts";
import { chip, details, exampleBytes, hex, openBlobs, row, rows, tree, tryExample } from "./support/screen.ts";

const heading = (page: Page) => page.getByRole("heading", { level: 1 });
/** The row at the upper edge of the tree, below its head. */
const topRow = (page: Page) =>
  tree(page).evaluate((box) => {
    const edge = box.querySelector('[role="columnheader"]')?.getBoundingClientRect().bottom ?? 0;
    const seen = [...box.querySelectorAll("[data-key]")].find((row) => row.getBoundingClientRect().bottom > edge + 1);
    return seen?.getAttribute("data-key");
  });

test("the first rows of a large file are there while the rest is read; what was opened, selected and scrolled to stays", async ({
  app,
}) => {
  const letGo = await holdFiles(app);
  await dropRepeated(app, "long.bin", "machine-2.0.bin", 20);
  await expect(heading(app)).toHaveText("long.bin");
  await expect(rows(app).first()).toBeVisible();
  await expect(chip(app, "All")).toHaveCount(0); // its count is one so far
  await expect(app.getByRole("toolbar", { name: "Filter by status" }).getByRole("button", { name: /^Known [\d,]+\+$/ })).toBeVisible();
  await expect(app.getByRole("contentinfo")).toContainText("rows so far");
  await expect(app.getByRole("contentinfo")).toContainText(/The first [\d,]+ bytes are read/);
  await expect(app.getByRole("progressbar", { name: "Opening long.bin" })).toBeVisible();
  // Nothing is said of the whole: no verdict, no link, and nothing to choose.
  await expect(app.getByRole("button", { name: /^2\.0 not judged yet/ })).toBeVisible();
  await expect(app.getByRole("button", { name: /^Read with / })).toBeDisabled();
  expect(new URL(app.url()).hash).not.toContain("blob=");

  // The rows of a start are used like any others.
  const opened = "init_state";
  await row(app, opened).getByRole("rowheader").click();
  await expect(details(app)).toContainText(opened);
  await app.keyboard.press("ArrowRight");
  await expect(row(app, `${opened}.machine_name`)).toContainText("build-farm-03");
  await row(app, `${opened}.machine_name`).getByRole("rowheader").click();
  await expect(details(app)).toContainText("machine_name");
  await tree(app).evaluate((box) => {
    box.scrollTop = 110;
  });
  // Rows are drawn anew for the place that is scrolled to.
  await expect.poll(() => topRow(app)).toMatch(/^init_state\./);
  const top = await topRow(app);
  await app.keyboard.press("ControlOrMeta+f");
  await app.keyboard.type("build-farm");

  await letGo();
  await idle(app);
  await expect(app.getByRole("contentinfo")).toContainText("Decoded in");
  await expect(heading(app)).toHaveText("long.bin");
  await expect(openBlobs(app)).toHaveCount(1);
  await expect(row(app, `${opened}.machine_name`)).toHaveAttribute("aria-selected", "true");
  await expect(details(app)).toContainText("machine_name");
  await expect.poll(() => topRow(app)).toBe(top);
  await expect(chip(app, "Known")).toBeVisible();
  await expect(app.getByRole("search").getByRole("status")).toContainText(/hits?$/);
  await expect(app.getByRole("button", { name: /^2\.0 (restores|fails|loses|depends)/ })).toBeVisible();
  await expect.poll(() => decodeURIComponent(new URL(app.url()).hash)).toContain(`path=${opened}.machine_name`);
  const { length } = exampleBytes("machine-2.0.bin");
  await expect(hex(app)).toHaveAttribute("aria-rowcount", String(Math.ceil((Math.ceil(20e6 / length) * length) / 16)));
});

test("before the first file an example is read and drawn where nobody sees it, and nothing of it stays", async ({
  page,
  watched,
  releases,
}) => {
  // The rows of trees that are no part of the page, and those trees that are gone.
  await page.addInitScript(() => {
    const { observe, disconnect } = ResizeObserver.prototype;
    const hidden = new Map<ResizeObserver, Element>();
    const seen: string[] = [];
    Object.assign(globalThis, { seen });
    ResizeObserver.prototype.observe = function (target, options) {
      observe.call(this, target, options);
      if (target.role !== "treegrid" || target.isConnected) return;
      hidden.set(this, target);
      new MutationObserver((_, observer) => {
        if (!target.querySelector("[data-key]")) return;
        seen.push("rows");
        observer.disconnect();
      }).observe(target, { childList: true, subtree: true });
    };
    ResizeObserver.prototype.disconnect = function () {
      if (hidden.has(this)) seen.push("gone");
      disconnect.call(this);
    };
  });
  await open(page);
  expect(watched.requests.filter((request) => request.endsWith(".bin")).map((request) => request.replace(/.*\//, ""))).toEqual([
    "machine-2.0.bin",
  ]);
  const seen = () => page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen);
  await expect.poll(seen).toEqual(["rows", "gone"]);
  await expect(tree(page)).toHaveCount(0);
  await expect(openBlobs(page)).toHaveCount(0);
  await expect(page).toHaveTitle("Save-State Inspector");
  expect(new URL(page.url()).hash).toBe("");
  // With a release that is new to it, again; with one that comes while a blob is open, not.
  await dropFolder(page, releases("mine", { one: ONE }));
  await expect.poll(seen).toEqual(["rows", "gone", "rows", "gone"]);
  await tryExample(page);
  await dropFolder(page, releases("more", { two: TWO }));
  expect(await seen()).toHaveLength(4);
});

test("where nothing is open the window is drawn for a large file before a byte of it is there; cancelled, the start page is shown again", async ({
  app,
}) => {
  const letGo = await holdFiles(app, 0);
  await dropRepeated(app, "long.bin", "machine-2.0.bin", 20);
  await expect(heading(app)).toHaveText("long.bin");
  await expect(app).toHaveTitle("long.bin: Save-State Inspector");
  await expect(rows(app)).toHaveCount(0);
  await expect(app.getByRole("button", { name: /^Read with / })).toBeDisabled();
  expect(new URL(app.url()).hash).toBe("");
  await app.getByRole("button", { name: "Cancel" }).click();
  await letGo();
  await idle(app);
  await expect(app.getByRole("button", { name: "Try the example" })).toBeVisible();
  await expect(heading(app)).not.toHaveText("long.bin");
  await expect(app).toHaveTitle("Save-State Inspector");
  await expect(openBlobs(app)).toHaveCount(0);
});

test("a large file that is no blob itself gives way to what is in it", async ({ app }) => {
  const long = (file: string) => Buffer.concat(new Array(1200).fill(exampleBytes(file)));
  const zip = zipSync({ "one.bin": long("machine-2.0.bin"), "two.bin": long("machine-1.1.bin") }, { level: 0 });
  expect(zip.length).toBeGreaterThan(8 << 20);
  const letGo = await holdFiles(app, 0);
  await app.locator("#pick-files").setInputFiles({ name: "two.zip", mimeType: "application/zip", buffer: Buffer.from(zip) });
  await expect(heading(app)).toHaveText("two.zip");
  await letGo();
  await idle(app);
  await expect(openBlobs(app)).toHaveCount(2);
  await expect(heading(app)).toHaveText("one.bin");
  await expect(rows(app).first()).toBeVisible();
});

test("cancelled, what was shown before is shown again", async ({ app }) => {
  await tryExample(app);
  const letGo = await holdFiles(app);
  await dropRepeated(app, "long.bin", "machine-1.1.bin", 20);
  await expect(heading(app)).toHaveText("long.bin");
  await expect(rows(app).first()).toBeVisible();
  await app.getByRole("button", { name: "Cancel" }).click();
  await letGo();
  await idle(app);
  await expect(heading(app)).toHaveText("machine-2.0.bin");
  await expect(openBlobs(app)).toHaveCount(1);
  await expect(row(app, "init_state.machine_name")).toContainText("build-farm-03");
});

test("another blob can be looked at meanwhile; the large one is shown when it is there", async ({ app }) => {
  await tryExample(app);
  const letGo = await holdFiles(app);
  await dropRepeated(app, "long.bin", "machine-1.1.bin", 20);
  await expect(heading(app)).toHaveText("long.bin");
  await openBlobs(app)
    .getByRole("button", { name: /^machine-2\.0\.bin/ })
    .click();
  await expect(heading(app)).toHaveText("machine-2.0.bin");
  await expect(row(app, "init_state.machine_name")).toContainText("build-farm-03");
  await letGo();
  await idle(app);
  await expect(heading(app)).toHaveText("long.bin");
  await expect(openBlobs(app)).toHaveCount(2);
  await expect(app.getByRole("contentinfo")).toContainText("Decoded in");
});

test("decoding stopped in the middle leaves the first rows and says so; the rest is read when asked for", async ({ app }) => {
  const letGo = await holdTurns(app, "decode");
  await dropRepeated(app, "long.bin", "machine-2.0.bin", 20);
  // Without a share: none is told before the first turn.
  await expect(app.getByRole("status").filter({ hasText: "Decoding long.bin" })).toBeVisible();
  await expect(row(app, "init_state.machine_name")).toContainText("build-farm-03");
  // What is shown is answered while the rest waits.
  await row(app, "init_state.machine_name").getByRole("rowheader").click();
  await expect(details(app)).toContainText("machine_name");

  await app.getByRole("button", { name: "Cancel" }).click();
  await letGo();
  await idle(app);
  const stopped = app
    .getByRole("status")
    .filter({ hasText: /^Decoding was stopped: shown are the first [\d,]+ bytes of 20,003,240 bytes/ });
  await expect(stopped).toBeVisible();
  await expect(openBlobs(app)).toHaveCount(1);
  await expect(row(app, "init_state.machine_name")).toHaveAttribute("aria-selected", "true");

  await stopped.getByRole("button", { name: "Read the rest" }).click();
  await idle(app);
  await expect(stopped).toHaveCount(0);
  await expect(app.getByRole("contentinfo")).toContainText("Decoded in");
  await expect(row(app, "init_state.machine_name")).toHaveAttribute("aria-selected", "true");
});
