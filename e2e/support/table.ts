import type { Locator, Page } from "@playwright/test";

/** The table of all blobs. */
export const table = (page: Page): Locator => page.getByRole("grid", { name: "Verdict of every release on every blob" });

/** The cell of a blob in the column with that head: a release, `Writer`. */
export async function tableCell(page: Page, blob: string, head: string): Promise<Locator> {
  const heads = await table(page).getByRole("columnheader").allTextContents();
  return table(page)
    .getByRole("row")
    .filter({ has: page.getByRole("rowheader", { name: blob, exact: true }) })
    .locator('[role="rowheader"], [role="gridcell"]')
    .nth(heads.indexOf(head));
}
