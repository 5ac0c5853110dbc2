import { expect, idle, small, test } from "./support/app.ts";
import { byteOf, compareExamples, hexOf, press, rowNamed, selected, tree } from "./support/compare.ts";

test.beforeEach(async ({ page }) => compareExamples(page));

test("`*` opens everything below a row, which closes and opens again; the link keeps it", async ({ page }) => {
  await page.getByRole("button", { name: /^pci-bus/ }).click();
  await idle(page);
  await tree(page).focus();
  const before = Number(await tree(page).getAttribute("aria-rowcount"));
  await press(page, "*");
  await expect(selected(page)).toHaveAttribute("data-key", "units[8].state.value|");
  const closed = tree(page).locator('[aria-expanded="false"]');
  await page.keyboard.press("PageDown");
  await idle(page);
  await expect(rowNamed(page, /^capabilities\[0\]/).first()).toBeVisible();
  await expect(closed.filter({ has: page.locator('[data-key^="units[8]"]') })).toHaveCount(0);
  const all = Number(await tree(page).getAttribute("aria-rowcount"));
  expect(all).toBeGreaterThan(before + 50);
  const inner = rowNamed(page, /^capabilities\[0\]/).first();
  await inner.getByRole("rowheader").click();
  await press(page, "ArrowLeft");
  await expect(selected(page)).toHaveAttribute("aria-expanded", "false");
  expect(Number(await tree(page).getAttribute("aria-rowcount"))).toBeLessThan(all);
  await press(page, "ArrowRight");
  await expect(tree(page)).toHaveAttribute("aria-rowcount", String(all));
  await expect(page).toHaveURL(/all=units\[8\]/);
  await page.keyboard.press("ControlOrMeta+k");
  await page.keyboard.type("collapse all but");
  await press(page, "Enter");
  await expect(tree(page)).toHaveAttribute("aria-rowcount", String(before));
});

test("g goes to a path of either side, to an offset of either side, and says what it cannot find", async ({ page }) => {
  await tree(page).focus();
  await press(page, "g");
  const bar = page.getByRole("search", { name: "Go to" });
  const input = bar.getByRole("textbox", { name: "Go to a path or an offset" });
  await expect(input).toBeFocused();
  await page.keyboard.type("units[5].state.value.vcpus[3].power");
  await press(page, "Enter");
  await expect(bar).toHaveCount(0);
  await expect(tree(page)).toBeFocused();
  await expect(selected(page)).toHaveAttribute("data-key", /^units\[5\]\.state\.value\.vcpus\[3\]\.power\|/);

  await press(page, "g");
  await page.keyboard.type("init_state.host_features[1]");
  await press(page, "Enter");
  await expect(bar.getByRole("status")).toHaveText("A has no field init_state.host_features[1], and it is no offset.");
  await expect(input).toHaveAttribute("aria-invalid", "true");
  await bar.getByRole("button", { name: "On side B" }).click();
  await expect(input).toBeFocused();
  await press(page, "Enter");
  await expect(selected(page)).toHaveAttribute("data-key", "|init_state.host_features[1]");

  // The side stays: B's offset 0xa3 is the tag of `correlation`.
  await press(page, "g");
  await page.keyboard.type("0xa3");
  await press(page, "Enter");
  await expect(hexOf(page, "B")).toBeFocused();
  await expect(byteOf(page, "B", 0xa3)).toBeInViewport();
  await expect(selected(page)).toHaveAttribute("data-key", "init_state.correlation|");
  await press(page, "g");
  await page.keyboard.type("0x9999");
  await press(page, "Enter");
  await expect(bar.getByRole("status")).toContainText("0x9999 lies behind the end of B. Its last byte is at 0x1135.");
  await press(page, "Escape");
  await expect(hexOf(page, "B")).toBeFocused();
});

test("in a narrow window the units lie over the tree: u, arrows, Enter, Escape", async ({ page }) => {
  await page.setViewportSize(small);
  await idle(page);
  const units = page.getByRole("complementary", { name: "Changes by unit" });
  await expect(units).toHaveCount(0);
  const width = (await tree(page).boundingBox())!.width;
  await tree(page).focus();
  await press(page, "u");
  await expect(units.getByRole("button", { name: /^init_state/ })).toBeFocused();
  expect((await tree(page).boundingBox())!.width).toBe(width);
  await press(page, "Escape");
  await expect(units).toHaveCount(0);
  await expect(tree(page)).toBeFocused();
  await page.getByRole("button", { name: "Show the changes by unit" }).click();
  await press(page, "ArrowDown", "ArrowDown", "ArrowDown");
  await expect(units.getByRole("button", { name: /^vcpus/ })).toBeFocused();
  await press(page, "Enter");
  await expect(units).toHaveCount(0);
  await expect(selected(page)).toHaveAttribute("data-key", /^units\[5\]/);
  await press(page, "u");
  await units.getByRole("button", { name: "Hide the changes by unit" }).click();
  await expect(units).toHaveCount(0);
});

test("in a wide window u goes to the list of units", async ({ page }) => {
  await tree(page).focus();
  await press(page, "u");
  const units = page.getByRole("complementary", { name: "Changes by unit" });
  await expect(units.getByRole("button", { name: /^init_state/ })).toBeFocused();
  await press(page, "End", "Enter");
  await expect(selected(page)).toHaveAttribute("data-key", "|units[9]");
});

test("help and palette have the keys and the acts of Compare", async ({ page }) => {
  await tree(page).focus();
  await press(page, "?");
  const help = page.getByRole("dialog", { name: "Shortcuts and help" });
  for (const text of ["Go to a path or an offset of a side", "Show all fields, equal and absent ones too", "everything below the row"])
    await expect(help).toContainText(text);
  await press(page, "Escape");
  await press(page, "n");
  await page.keyboard.press("ControlOrMeta+k");
  const palette = page.getByRole("dialog", { name: "All commands" });
  await expect(palette.getByRole("combobox")).toBeFocused();
  await page.keyboard.type("read b with release 1.1");
  await press(page, "Enter");
  await expect(page.getByRole("button", { name: "Side B read with 1.1: choose a release" })).toBeVisible();
  await page.keyboard.press("ControlOrMeta+k");
  await page.keyboard.type("show b in inspect");
  await press(page, "Enter");
  await expect(page.getByRole("heading", { level: 1, name: "machine-2.0.bin" })).toBeVisible();
  await expect(page.locator('[role="treegrid"] [aria-selected="true"]')).toHaveAttribute("data-key", "init_state.build.version");
  await expect(page.getByRole("button", { name: "Read with 1.1: choose a release" })).toBeVisible();
});

test("the menu of a row copies either side, and shows it in Inspect", async ({ page }) => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await rowNamed(page, /^correlation/).click({ button: "right" });
  const menu = page.getByRole("menu");
  await menu.getByRole("menuitem", { name: "Copy value" }).last().click();
  await expect(page.getByText("Copied the value of B")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("24301");
  await rowNamed(page, /^correlation/).click({ button: "right" });
  await expect(menu).toBeVisible();
  await menu.getByRole("menuitem", { name: "Show in Inspect" }).first().click();
  await idle(page);
  await expect(page.getByRole("heading", { level: 1, name: "machine-1.1.bin" })).toBeVisible();
  await expect(page.locator('[role="treegrid"] [aria-selected="true"]')).toHaveAttribute("data-key", "init_state.correlation");
});
