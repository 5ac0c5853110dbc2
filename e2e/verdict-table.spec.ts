import { readFileSync } from "node:fs";
import { axe, clipboard, dropFiles, expect, idle, test } from "./support/app.ts";
import { exampleBytes, row } from "./support/screen.ts";
import { tableCell as cell, table } from "./support/table.ts";

interface Example {
  readonly file: string;
  readonly release: string;
}

const examples = JSON.parse(readFileSync(new URL("../public/examples/index.json", import.meta.url), "utf8")) as Example[];
/** Few blobs that show every verdict; a damaged one has problems. */
const EACH_VERDICT = ["machine-1.1.bin", "blob-renamed.bin", "root-renamed.bin", "new-fields-lost.bin", "damaged-cut.bin"];
const FIELD = "units[7].state.value.nvram.value.entries.field1[0].vendor";

const files = (names: readonly string[]) => names.map((name) => ({ name, content: exampleBytes(name) }));

test.beforeEach(async ({ app }, { title }) => {
  await dropFiles(app, files(title.startsWith("axe") ? EACH_VERDICT : examples.map(({ file }) => file)));
});

test("a drop of many blobs is a table of verdicts, and a cell leads to the field", async ({ app }) => {
  await expect(table(app)).toHaveAttribute("aria-rowcount", String(examples.length + 1));
  await expect(await cell(app, "machine-1.1.bin", "2.0")).toContainText("fails");
  await expect(await cell(app, "machine-1.1.bin", "1.1")).toContainText("restores");
  await (await cell(app, "machine-1.1.bin", "2.0")).dblclick();
  await idle(app);
  await expect(row(app, FIELD)).toHaveAttribute("aria-selected", "true");
  // One way there, one step back.
  await app.goBack();
  await idle(app);
  await expect(table(app)).toBeVisible();
});

test("in the details each finding is marked by what it is, not by the worst of its release", async ({ app }) => {
  await (await cell(app, "new-enum-variant.bin", "1.0")).click();
  await idle(app);
  const found = app.getByRole("complementary", { name: "Details" }).locator("div[data-verdict]");
  await expect(found.filter({ hasText: "missing enum variant" })).toHaveAttribute("data-verdict", "fails");
  await expect(found.filter({ hasText: "unknown to the reader" })).toHaveAttribute("data-verdict", "loses");
});

test("the table begins at its first row, which is selected", async ({ app }) => {
  await expect(table(app)).toHaveJSProperty("scrollTop", 0);
  await expect(table(app).locator('[aria-rowindex="2"]')).toHaveAttribute("aria-selected", "true");
});

test("by keyboard: cells, Enter, and back; the address keeps the cell", async ({ app }) => {
  await app.keyboard.press("F6");
  await table(app).focus();
  await app.keyboard.press("Home");
  await app.keyboard.press("ArrowDown");
  await app.keyboard.press("ArrowRight");
  await idle(app);
  await expect(table(app).locator('[role="gridcell"][aria-selected="true"]')).toHaveCount(1);
  expect(new URL(app.url()).hash).toMatch(/^#\/inspect\/blobs\?.*on=0\.9/);
  await app.keyboard.press("Enter");
  await idle(app);
  await expect(app.getByRole("treegrid")).toBeVisible();
  await app.keyboard.press("b");
  await idle(app);
  await expect(table(app)).toBeVisible();
});

test("reasons are grouped by cause, and narrow the table", async ({ app }) => {
  const causes = app.getByRole("complementary", { name: "Narrow the table" });
  const first = causes.getByRole("button").first();
  const count = Number((await first.innerText()).split("\n").find((line) => /^\d+$/.test(line)));
  await first.click();
  await idle(app);
  const rows = Number(await table(app).getAttribute("aria-rowcount")) - 1;
  expect(rows).toBeGreaterThan(0);
  expect(rows).toBeLessThanOrEqual(count);
  expect(new URL(app.url()).hash).toContain("cause=");
  await app.goBack();
  await idle(app);
  await expect(table(app)).toHaveAttribute("aria-rowcount", String(examples.length + 1));
});

test("the table is narrowed by verdict and text, and copied as Markdown", async ({ app }) => {
  await app.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await app
    .getByRole("toolbar", { name: "Filter by verdict" })
    .getByRole("button", { name: /^Fails/ })
    .click();
  await app.getByRole("textbox", { name: "Name, root or reason" }).fill("machine-1.1");
  await idle(app);
  await expect(table(app)).toHaveAttribute("aria-rowcount", "2");
  await app.getByRole("button", { name: "Copy as Markdown" }).click();
  await idle(app);
  expect(await clipboard(app)).toContain("| machine-1.1.bin | larch.ServicingState | 1.1 |");
});

test("axe finds nothing in either theme", async ({ app }) => {
  if (!(await table(app).isVisible())) await app.keyboard.press("b");
  await idle(app);
  for (const word of ["fails", "depends", "loses", "restores", "no type"])
    await expect(table(app).getByRole("gridcell").filter({ hasText: word }).first(), word).toBeVisible();
  await (await cell(app, "machine-1.1.bin", "2.0")).click();
  await idle(app);
  await axe(app);
  await app.emulateMedia({ colorScheme: "dark" });
  await axe(app);
});

test("the list of blobs says the worst verdict of each", async ({ app }) => {
  await app.getByRole("button", { name: "Back to the blob" }).click();
  await idle(app);
  const line = app.locator("[data-blob]").filter({ hasText: "machine-1.1.bin" });
  await expect(line).toContainText("fails on 3");
});
