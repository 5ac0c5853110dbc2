import type { Page } from "@playwright/test";
import { expect, idle, open, test } from "./support/app.ts";

/** Keeps the requests to compare from the worker until the function that it gives is called: so a comparison takes as long as the test wants. */
async function holdComparisons(page: Page): Promise<() => Promise<void>> {
  await page.addInitScript(() => {
    const held: (() => void)[] = [];
    const scope = window as unknown as { held: typeof held; isHolding: boolean };
    Object.assign(scope, { held, isHolding: true });
    const Real = window.Worker;
    window.Worker = class extends Real {
      override postMessage(message: unknown, options?: StructuredSerializeOptions | Transferable[]): void {
        const send = () => super.postMessage(message, options as StructuredSerializeOptions);
        if (scope.isHolding && (message as { name?: string }).name === "compare") held.push(send);
        else send();
      }
    };
  });
  return () =>
    page.evaluate(() => {
      const scope = window as unknown as { held: (() => void)[]; isHolding: boolean };
      scope.isHolding = false;
      for (const send of scope.held.splice(0)) send();
    });
}

test("a comparison that takes long is told, can be cancelled and asked for again", async ({ page }) => {
  const release = await holdComparisons(page);
  await open(page, "/#/compare");
  await page.getByRole("button", { name: "Compare the examples" }).click();
  const work = page.getByRole("status").filter({ hasText: "Comparing machine-1.1.bin with machine-2.0.bin" });
  await expect(work).toBeVisible();
  await work.getByRole("button", { name: "Cancel" }).click();
  await idle(page);
  await expect(work).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "The sides are not compared" })).toBeVisible();
  await expect(page.getByText("Comparing was stopped.")).toBeVisible();
  // The answer to what was cancelled comes too late to change anything.
  await release();
  await idle(page);
  await expect(page.getByText("Comparing was stopped.")).toBeVisible();
  await page.getByRole("button", { name: "Compare again" }).click();
  await idle(page);
  await expect(page.getByRole("treegrid", { name: /^Changes from/ })).toBeVisible();
});

test("other sides overtake a comparison under way", async ({ page }) => {
  const release = await holdComparisons(page);
  await open(page, "/#/compare");
  await page.getByRole("button", { name: "Compare the examples" }).click();
  await expect(page.getByText("Comparing machine-1.1.bin with machine-2.0.bin")).toBeVisible();
  await page.getByRole("button", { name: "Swap the sides" }).click();
  await expect(page.getByText("Comparing machine-2.0.bin with machine-1.1.bin")).toBeVisible();
  await release();
  await idle(page);
  const swapped = page.getByRole("group", { name: "Side A", exact: true });
  await expect(swapped).toContainText("machine-2.0.bin");
  await expect(page.getByRole("treegrid", { name: /^Changes from/ })).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: "Comparing" })).toHaveCount(0);
});
