import type { Locator, Page } from "@playwright/test";
import { expect, idle, open } from "./app.ts";
import { exampleBytes } from "./screen.ts";

/** The example machines of two releases. */
export const files = [
  { name: "machine-1.1.bin", content: exampleBytes("machine-1.1.bin") },
  { name: "machine-2.0.bin", content: exampleBytes("machine-2.0.bin") },
];

/** The aligned tree. */
export const tree = (page: Page): Locator => page.getByRole("treegrid", { name: /^Changes from/ });
/** Its rows of that name. */
export const rowNamed = (page: Page, name: RegExp | string): Locator =>
  tree(page)
    .getByRole("row")
    .filter({ has: page.getByRole("rowheader", { name }) });
/** A filter by kind of change. */
export const chip = (page: Page, word: string): Locator =>
  page.getByRole("toolbar", { name: "Filter by kind of change" }).getByRole("button", { name: new RegExp(`^${word} ?[\\d,]+$`) });
/** The details of the selected row. */
export const details = (page: Page): Locator => page.getByRole("group", { name: "Details of the selected row" });
/** The selected row. */
export const selected = (page: Page): Locator => tree(page).locator('[aria-selected="true"]');
/** The head of a side. */
export const side = (page: Page, name: "A" | "B"): Locator => page.getByRole("group", { name: `Side ${name}`, exact: true });

/** Compares the example machines. */
export async function compareExamples(page: Page): Promise<void> {
  await open(page, "/#/compare");
  await page.getByRole("button", { name: "Compare the examples" }).click();
  await idle(page);
  await expect(tree(page)).toBeVisible();
}

/** Presses keys, one after the other. */
export async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) {
    await page.keyboard.press(key);
    await idle(page);
  }
}

/** The bytes of a side. */
export const hexOf = (page: Page, name: "A" | "B"): Locator => page.getByRole("grid", { name: `Bytes of ${name} in hex and text` });
/** The byte at an offset of a side; its row of 8 must be in sight. */
export const byteOf = (page: Page, name: "A" | "B", offset: number): Locator =>
  hexOf(page, name)
    .getByRole("row")
    .and(page.locator(`[aria-rowindex="${Math.floor(offset / 8) + 1}"]`))
    .getByRole("gridcell")
    .nth(offset % 8);
