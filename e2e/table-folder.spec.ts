import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { clipboard, dropFolder, expect, idle } from "./support/app.ts";
import { test } from "./support/releases.ts";
import { exampleBytes, tree } from "./support/screen.ts";
import { table } from "./support/table.ts";

/** Twelve blobs in `now`, of which three stand in `old` too. */
const NAMES = [
  "machine-1.0.bin",
  "machine-1.1.bin",
  "machine-2.0.bin",
  "new-fields-lost.bin",
  "new-list-lost.bin",
  "option-enum.bin",
].concat(["option-scalar.bin", "option-to-vec.bin", "struct-moved.bin", "unit-renamed.bin", "vec-to-option.bin", "new-required-enum.bin"]);
const TWICE = NAMES.slice(0, 3);

test.beforeEach(async ({ app, folder }) => {
  const [now, old] = [path.join(folder, "now"), path.join(folder, "old")];
  mkdirSync(now);
  for (const name of NAMES) writeFileSync(path.join(now, name), exampleBytes(name));
  mkdirSync(old);
  for (const name of TWICE) cpSync(path.join(now, name), path.join(old, name));
  await dropFolder(app, now, old);
});

test("files of equal bytes are one row, which is said, and each has its line in what is copied", async ({ app }) => {
  await expect(table(app)).toHaveAttribute("aria-rowcount", String(NAMES.length + 1));
  const says = app.getByRole("status").filter({ hasText: "3 files have the same bytes as another one" });
  await says.getByRole("button", { name: "Show them" }).click();
  const twins = app.getByRole("list", { name: "Files with the same bytes as another one" });
  await expect(twins.getByRole("listitem")).toHaveText(TWICE.map((name) => `old/${name} as now/${name}`));
  await app.getByRole("textbox", { name: "Name, root or reason" }).fill("old/machine-1.1");
  await idle(app);
  await expect(table(app)).toHaveAttribute("aria-rowcount", "2");
  await expect(table(app).getByRole("rowheader", { name: "now/machine-1.1.bin, and 1 other file with the same bytes" })).toBeVisible();
  await app.getByRole("button", { name: "Copy as Markdown" }).click();
  await expect(app.getByText("Copied the table as Markdown")).toBeVisible();
  const text = await clipboard(app);
  expect(text).toContain("| now/machine-1.1.bin | larch.ServicingState | 1.1 |");
  expect(text).toContain("| old/machine-1.1.bin | larch.ServicingState | 1.1 |");
});

test("the keys are in the table after a drop and after going back to it", async ({ app }) => {
  await expect(table(app)).toBeFocused();
  await app.keyboard.press("ArrowDown");
  await idle(app);
  const selected = table(app).locator('[role="row"][aria-selected="true"]');
  await expect(selected).toHaveAttribute("aria-rowindex", "3");
  await app.keyboard.press("Enter");
  await expect(tree(app)).toBeFocused();
  await idle(app);
  await app.goBack();
  await expect(table(app)).toBeFocused();
  await app.keyboard.press("ArrowDown");
  await expect(selected).toHaveAttribute("aria-rowindex", "4");
});

test("filters that leave nothing are named and cleared", async ({ app }) => {
  await app.getByRole("textbox", { name: "Name, root or reason" }).fill("nowhere");
  await expect(app.getByText("The filters hide every blob: none has “nowhere” in its name, root or reason.")).toBeVisible();
  await app.getByRole("button", { name: "Clear the filters" }).click();
  await expect(table(app)).toHaveAttribute("aria-rowcount", String(NAMES.length + 1));
  await expect(table(app)).toBeFocused();
});
