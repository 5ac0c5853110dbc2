import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expect, idle, open, test } from "./support/app.ts";
import { canHide, setHidden } from "./support/hidden.ts";
import { dropRepeated } from "./support/large.ts";
import { exampleBytes, row, rows, tree, tryExample } from "./support/screen.ts";
import { table } from "./support/table.ts";

test.beforeEach(async ({ page }) => {
  await canHide(page);
  await open(page);
});

const footer = (page: Page) => page.getByRole("contentinfo");
const verdict = (page: Page, release: string) => page.getByRole("toolbar", { name: /^Restores on/ }).getByRole("button", { name: release });
const says = (page: Page) => page.getByRole("search").getByRole("status");

test("in the background a large file is opened and judged to the end; in front again its rows are there", async ({ page }) => {
  await setHidden(page, true);
  await dropRepeated(page, "long.bin", "machine-1.1.bin", 12);
  await expect(footer(page)).toContainText("Decoded in", { timeout: 40_000 });
  for (const release of ["0.9", "1.0", "1.1", "2.0"])
    await expect(verdict(page, release)).toHaveAttribute("data-verdict", /fails|loses|restores|depends/, { timeout: 40_000 });
  await expect.poll(() => new URL(page.url()).hash).toContain("blob=");
  // No frame is waited for to measure how many there is room for.
  expect(await rows(page).count()).toBeGreaterThan(20);

  await setHidden(page, false);
  await idle(page);
  await expect.poll(() => rows(page).count()).toBeGreaterThan(20);
  await row(page, "init_state").getByRole("rowheader").click();
  await idle(page);
  await expect(row(page, "init_state")).toHaveAttribute("aria-selected", "true");
});

test("a search goes on in the background, and its hits can be gone through in front again", async ({ page }) => {
  await dropRepeated(page, "long.bin", "machine-2.0.bin", 3);
  await idle(page);
  await page.keyboard.press("/");
  await page.keyboard.type("build-farm");
  await setHidden(page, true);
  const times = Math.ceil(3e6 / exampleBytes("machine-2.0.bin").length);
  await expect(says(page)).toHaveText(`${times} hits`, { timeout: 40_000 });
  await setHidden(page, false);
  await idle(page);
  await page.keyboard.press("Enter");
  await idle(page);
  await expect(says(page)).toHaveText(`1 of ${times}`);
  await expect(tree(page).locator('[aria-selected="true"]')).toHaveAttribute("data-key", "init_state.machine_name");
});

test("what is opened before and looked at after: rows, and a table of many blobs that was judged meanwhile", async ({ page }) => {
  await tryExample(page);
  await setHidden(page, true);
  const examples = JSON.parse(readFileSync(new URL("../public/examples/index.json", import.meta.url), "utf8")) as { file: string }[];
  await page.locator("body").drop({
    files: examples.map(({ file }) => ({ name: file, mimeType: "application/octet-stream", buffer: exampleBytes(file) })),
  });
  await expect(table(page)).toHaveAttribute("aria-rowcount", String(examples.length + 1));
  const judged = `${examples.length} of ${examples.length} blobs judged`;
  await expect(footer(page)).toContainText(judged, { timeout: 40_000 });
  await setHidden(page, false);
  await idle(page);
  await expect(footer(page)).toContainText(judged);
  await expect(table(page).getByRole("row").nth(1).getByRole("gridcell").last()).toHaveText(/fails|depends|loses|restores|no type/);
  await page.getByRole("button", { name: "Back to the blob" }).click();
  await idle(page);
  await expect(row(page, "init_state.machine_name")).toContainText("build-farm-03");
});
