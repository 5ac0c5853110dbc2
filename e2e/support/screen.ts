import { readFileSync } from "node:fs";
import type { Locator, Page } from "@playwright/test";
import { expect, idle } from "./app.ts";

/** The bytes of one of the bundled examples. Copies. */
export function exampleBytes(file: string): Buffer {
  return readFileSync(new URL(`../../public/examples/${file}`, import.meta.url));
}

/** The tree of the open blob. */
export function tree(page: Page): Locator {
  return page.getByRole("treegrid");
}

/** The row with that key: the path of a field, `units[]` for a run of a repeated one. Only rows in sight are on the page. */
export function row(page: Page, key: string): Locator {
  return tree(page)
    .getByRole("row")
    .and(page.locator(`[data-key=${JSON.stringify(key)}]`));
}

/** The rows in sight, without the column heads. */
export function rows(page: Page): Locator {
  return tree(page).getByRole("row").and(page.locator("[data-key]"));
}

/** The keys of the rows in sight, top down. */
export function keysInSight(page: Page): Promise<string[]> {
  return rows(page).evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.key ?? ""));
}

/** The cell of a row in the column with that head. */
export async function cell(page: Page, key: string, head: string): Promise<Locator> {
  const heads = await tree(page).getByRole("columnheader").allTextContents();
  const at = heads.indexOf(head);
  expect(at, `a column ${head} among ${heads.join(", ")}`).toBeGreaterThanOrEqual(0);
  return row(page, key).locator('[role="rowheader"], [role="gridcell"]').nth(at);
}

/** Selects a row by a click on its name, and waits for its details. */
export async function select(page: Page, key: string): Promise<void> {
  await row(page, key).getByRole("rowheader").click();
  await idle(page);
  await expect(row(page, key)).toHaveAttribute("aria-selected", "true");
}

/** Opens the main example by its button on the first screen. */
export async function tryExample(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Try the example" }).click();
  await idle(page);
  await expect(page.getByRole("heading", { level: 1, name: "machine-2.0.bin" })).toBeVisible();
}

/** Opens an example from the list in the pane of blobs, by its title. */
export async function openExample(page: Page, title: string): Promise<void> {
  await page.getByRole("button", { name: "More ways to open" }).click();
  await page.getByRole("menuitem", { name: title }).click();
  await idle(page);
}

/** Chooses the release by which the open blob is read. */
export async function readWith(page: Page, release: string | RegExp): Promise<void> {
  await page.getByRole("button", { name: /^Read with / }).click();
  await page.getByRole("menuitemradio", { name: release }).click();
  await idle(page);
}

/** Picks an item of a menu that a button opens. */
export async function pickFrom(page: Page, button: string, item: string): Promise<void> {
  await page.getByRole("button", { name: button, exact: true }).click();
  await page.getByRole("menuitem", { name: item, exact: true }).click();
  await idle(page);
}

/** A filter of the toolbar, by its word: `All`, `Unknown`, `Notes`. */
export function chip(page: Page, word: string): Locator {
  return page.getByRole("toolbar", { name: "Filter by status" }).getByRole("button", { name: new RegExp(`^${word} ?[\\d,]+$`) });
}

/** The count of a filter of the toolbar. */
export async function count(page: Page, word: string): Promise<number> {
  return Number((await chip(page, word).innerText()).replace(/\D/g, ""));
}

/** The details of the selected row. */
export function details(page: Page): Locator {
  return page.getByRole("group", { name: "Details of the selected row" });
}

/** The grid of bytes. */
export function hex(page: Page): Locator {
  return page.getByRole("grid", { name: "Bytes in hex and text" });
}

/** The byte at an offset; its row of 16 must be in sight. */
export function byte(page: Page, offset: number): Locator {
  return hex(page)
    .getByRole("row")
    .and(page.locator(`[aria-rowindex="${Math.floor(offset / 16) + 1}"]`))
    .getByRole("gridcell")
    .nth(offset % 16);
}

/** The bytes in sight that have the ground of each word of the legend above them, as ranges `from-to` (half-open, decimal). */
export async function tints(page: Page): Promise<Record<"tag" | "length" | "value", string>> {
  return page.getByRole("region", { name: "Bytes", exact: true }).evaluate((pane) => {
    const ground = (element: Element) => getComputedStyle(element).backgroundColor;
    const found = { tag: "", length: "", value: "" };
    for (const word of Object.keys(found) as (keyof typeof found)[]) {
      const entry = [...pane.querySelectorAll("span")].find((span) => span.textContent === word && span.querySelector("i"));
      const wanted = ground(entry?.querySelector("i") ?? pane);
      const at = [...pane.querySelectorAll('[role="row"]')].flatMap((line) =>
        [...line.querySelectorAll('[role="gridcell"]')]
          .slice(0, -1)
          .flatMap((one, i) => (ground(one) === wanted ? [(Number(line.getAttribute("aria-rowindex")) - 1) * 16 + i] : [])),
      );
      const [from, to] = [at[0], at.at(-1)];
      if (from !== undefined && to !== undefined) found[word] = at.length === to + 1 - from ? `${from}-${to + 1}` : at.join(",");
    }
    return found;
  });
}

/** The open blobs, as lines of the list. */
export function openBlobs(page: Page): Locator {
  return page
    .getByRole("complementary", { name: "Blobs" })
    .getByRole("listitem")
    .filter({ has: page.getByRole("button", { name: /^Close / }) });
}

/** The alert that lists what could not be opened. */
export function notOpened(page: Page): Locator {
  return page.getByRole("alert", { name: "Not opened" });
}
