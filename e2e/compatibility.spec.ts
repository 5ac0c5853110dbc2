import type { Locator, Page } from "@playwright/test";
import { axe, clipboard, dropFolder, expect, idle, large, open, small } from "./support/app.ts";
import { test } from "./support/releases.ts";

const grid = (page: Page): Locator => page.getByRole("grid", { name: /^Findings between/ });
const finding = (page: Page, text: string | RegExp): Locator => grid(page).locator("[data-finding]").filter({ hasText: text });
const cell = (page: Page, name: RegExp): Locator => page.getByRole("table").getByRole("button", { name });

async function toCompat(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Releases" }).click();
  await idle(page);
  await page.getByRole("link", { name: /^Compatibility/ }).click();
  await idle(page);
}

test("the matrix of all releases: a cell is a way from a writer to a reader", async ({ app }) => {
  await toCompat(app);
  await expect(app.getByRole("table").getByRole("button")).toHaveCount(12);
  await expect(cell(app, /^0\.9 on 1\.0: 2 breaks, 1 risk, 4 losses$/)).toBeVisible();
  await cell(app, /^1\.1 on 1\.0: /).click();
  await idle(app);
  await expect(app).toHaveURL(/#\/releases\/compatibility\?old=1\.0&new=1\.1&way=new-to-old$/);
  await expect(finding(app, "igvm")).toContainText("missing enum variant");
  await expect(finding(app, "latches")).toContainText("1.1 on 1.0");
  await expect(finding(app, "scratch"), "what 1.0 wrote is no matter here").toHaveCount(0);
});

test("names that are cut on the screen are read aloud whole", async ({ app }) => {
  await toCompat(app);
  await cell(app, /^1\.0 on 1\.1: /).click();
  await idle(app);
  await expect(grid(app).getByRole("gridcell", { name: "6 rx_trigger / tx_buffer", exact: true })).toBeVisible();
  await expect(grid(app).getByRole("gridcell", { name: "2 mac_address", exact: true })).toBeVisible();
  const row = "Breaks 1.0 on 1.1 2 mac_address missing required field: 1.0 does not write it";
  await expect(grid(app).getByRole("row", { name: row, exact: true })).toBeVisible();
});

test("the findings that are shown, and the selected one, are copied as Markdown for a pull request", async ({ app }) => {
  await app.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await toCompat(app);
  await cell(app, /^1\.0 on 1\.1: /).click();
  await idle(app);
  await app
    .getByRole("group", { name: "Which findings" })
    .getByRole("button", { name: /^Breaks/ })
    .click();
  await app.getByRole("button", { name: "Copy all findings shown as Markdown" }).click();
  const shown = await grid(app).locator("[data-finding]").count();
  const text = await clipboard(app);
  expect(text).toContain("## Saved state: `1.0` and `1.1`");
  expect(text.match(/^\| breaks \|/gm)).toHaveLength(shown);
  await finding(app, "policy").click();
  await idle(app);
  await app.keyboard.press("ControlOrMeta+k");
  await app.keyboard.type("copy the finding");
  await app.keyboard.press("Enter");
  await expect(app.getByRole("status").filter({ hasText: "Copied the finding as Markdown" })).toBeVisible();
  expect(await clipboard(app)).toMatch(
    /^\*\*breaks\*\*, 1\.0 on 1\.1, in `larch\.firmware\.FirmwareState`, 3 `policy` [\s\S]*```diff\n\+ /,
  );
});

test("a finding shows both declarations and its rule, and goes to its field among the types and back", async ({ app }) => {
  await toCompat(app);
  await cell(app, /^1\.0 on 1\.1: /).click();
  await idle(app);
  await finding(app, "policy").click();
  await idle(app);
  const aside = app.getByRole("complementary", { name: "Matrix and finding" });
  await expect(aside.getByRole("region", { name: "Finding" })).toContainText("policy.lock: missing enum variant: 1.0 does not write it");
  await expect(aside.getByRole("region", { name: "Finding" })).toContainText("VariablePolicy policy = 3");
  await expect(aside.getByRole("region", { name: "Rule" })).toContainText("The safe way");
  await aside.getByRole("button", { name: "Open the field" }).click();
  await idle(app);
  await expect(app).toHaveURL(/type=larch\.firmware\.FirmwareState&field=3$/);
  await expect(app.getByRole("grid").getByRole("row", { selected: true })).toContainText("policy");
  await app.goBack();
  await idle(app);
  await expect(finding(app, "policy")).toHaveAttribute("aria-selected", "true");
});

test("filters stand in the address and survive a reload", async ({ app }) => {
  await toCompat(app);
  await app.getByRole("button", { name: /^Risk / }).click();
  await idle(app);
  await expect(finding(app, /./).first()).toContainText("Risk");
  await expect(finding(app, "Loses")).toHaveCount(0);
  const shown = await finding(app, /./).count();
  await expect(app).toHaveURL(/old=1\.1&new=2\.0&show=risk$/);
  await app.reload();
  await idle(app);
  await expect(finding(app, /./)).toHaveCount(shown);
  await app.getByRole("group", { name: "Which findings" }).getByRole("button", { name: /^All / }).click();
  await expect(finding(app, "Loses").first()).toBeVisible();
});

test("by keys alone: the matrix, the findings, the field", async ({ app }) => {
  await toCompat(app);
  await cell(app, /^1\.1 on 2\.0: /).focus();
  await app.keyboard.press("ArrowUp");
  await expect(cell(app, /^1\.0 on 2\.0: /)).toBeFocused();
  await app.keyboard.press("ArrowLeft");
  await app.keyboard.press("Enter");
  await idle(app);
  await expect(app).toHaveURL(/old=1\.0&new=1\.1&way=old-to-new/);
  await grid(app).focus();
  await app.keyboard.press("ArrowDown");
  await app.keyboard.press("ArrowDown");
  await idle(app);
  const selected = grid(app).getByRole("row", { selected: true });
  await expect(selected).toHaveCount(1);
  const name = await selected.getByRole("gridcell").nth(2).textContent();
  await app.keyboard.press("Enter");
  await idle(app);
  await expect(app.getByRole("region", { name: "Field", exact: true }).getByRole("heading")).toContainText(
    name!.replace(/^\d+/, "").split("/").at(-1)!.trim(),
  );
});

test("each rule has an address of its own", async ({ page }) => {
  await open(page, "/#/releases/rules?rule=sign-changed");
  const rule = page.locator('[data-rule="sign-changed"]');
  await expect(rule).toBeInViewport();
  await expect(rule).toContainText("zigzag");
  await page.locator('[data-rule="width-narrowed"]').getByRole("link").click();
  await idle(page);
  await expect(page).toHaveURL(/rule=width-narrowed$/);
  await page.getByRole("button", { name: "Compatibility" }).click();
  await idle(page);
  await expect(grid(page)).toBeVisible();
});

test("releases of one's own: the user's stand first, a link to one that is gone falls back to what is there", async ({ app, releases }) => {
  const root = (fields: string): string => `syntax = "proto3"; package t; message Root { ${fields} }`;
  const later = root("string id = 1; uint32 delta = 2;");
  await dropFolder(app, releases("all", { a: root("uint32 id = 1; sint32 delta = 2;"), b: later, c: later }));
  await toCompat(app);
  await expect(app.getByText("No change between the two matters on the wire.")).toBeVisible();
  await expect(cell(app, /^b on c: safe$/)).toBeVisible();
  await cell(app, /^a on b: 1 break, 1 risk$/).click();
  await idle(app);
  await expect(finding(app, "id")).toContainText("expected a byte array");
  await app.goto("/#/releases/compatibility?old=gone&new=b");
  await idle(app);
  await expect(grid(app).or(app.getByText("No change between the two matters on the wire."))).toBeVisible();
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const viewport of [large, small]) {
    test.describe(`${colorScheme}, ${viewport.width}x${viewport.height}`, () => {
      test.use({ colorScheme, viewport });
      test("axe finds nothing in the comparison and the rules", async ({ app }) => {
        await toCompat(app);
        await finding(app, "entries").click();
        await idle(app);
        await axe(app);
        await open(app, "/#/releases/rules?rule=sign-changed");
        await axe(app);
      });
    });
  }
}

test("the matrix of many releases is not drawn anew for each of its cells", async ({ app, releases }) => {
  const fields = (count: number) => Array.from({ length: count }, (_, i) => `uint32 f${i + 1} = ${i + 1};`).join(" ");
  const many = Array.from({ length: 30 }, (_, i) => [`r${i}`, `syntax = "proto3"; package t; message Root { ${fields(i + 1)} }`]);
  await dropFolder(app, releases("many", Object.fromEntries(many)));
  await app.evaluate(() => {
    const counter = window as unknown as { drawn: number };
    counter.drawn = 0;
    new MutationObserver((records) => {
      if (records.some(({ target }) => target.parentElement?.closest("table"))) counter.drawn++;
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  await toCompat(app);
  await expect(cell(app, /^r0 on r29: safe/)).toHaveCount(1);
  await expect(app.getByRole("button", { name: /being compared$/ })).toHaveCount(0);
  // 435 pairs.
  expect(await app.evaluate(() => (window as unknown as { drawn: number }).drawn)).toBeLessThan(150);
});
