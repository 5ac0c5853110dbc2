import { axe, clipboard, dropFiles, expect, idle, open, small, test } from "./support/app.ts";
import { chip, compareExamples, details, files, press, rowNamed, selected, side, tree } from "./support/compare.ts";

test("two blobs dropped on the sides are compared, and swapped", async ({ page }) => {
  await open(page, "/#/compare");
  await dropFiles(page, [files[0]!], '[data-side="a"]');
  await expect(side(page, "A")).toContainText("machine-1.1.bin");
  await expect(page.getByRole("heading", { name: "Choose what to compare with, on side B" })).toBeVisible();
  await dropFiles(page, [files[1]!], '[data-side="b"]');
  await expect(side(page, "B")).toContainText("machine-2.0.bin");
  const [added, removed] = [await chip(page, "Added").innerText(), await chip(page, "Removed").innerText()];
  await expect(rowNamed(page, /^alarm_shadow/)).toHaveAttribute("data-kind", "removed");
  await page.getByRole("button", { name: "Swap the sides" }).click();
  await idle(page);
  await expect(side(page, "A")).toContainText("machine-2.0.bin");
  await expect(rowNamed(page, /^alarm_shadow/)).toHaveAttribute("data-kind", "added");
  const digits = (text: string) => text.replace(/\D/g, "");
  expect(digits(await chip(page, "Added").innerText())).toBe(digits(removed));
  expect(digits(await chip(page, "Removed").innerText())).toBe(digits(added));
});

test("a fold opens in place and closes again; e shows all that is equal", async ({ page }) => {
  await compareExamples(page);
  const fold = rowNamed(page, /equal$/).first();
  const before = Number(await tree(page).getAttribute("aria-rowcount"));
  const count = Number(/\d+/.exec(await fold.innerText())?.[0]);
  await fold.click();
  await idle(page);
  await expect(tree(page)).toHaveAttribute("aria-rowcount", String(before + count));
  await expect(fold).toHaveAttribute("aria-expanded", "true");
  await fold.click();
  await idle(page);
  await expect(tree(page)).toHaveAttribute("aria-rowcount", String(before));
  await tree(page).focus();
  await press(page, "e");
  await expect(rowNamed(page, /equal$/)).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Show changes only" })).toHaveAttribute("aria-pressed", "true");
  await press(page, "e");
  await expect(tree(page)).toHaveAttribute("aria-rowcount", String(before));
});

test("e shows the fields that neither side has too, with what each release reads for them", async ({ page }) => {
  await compareExamples(page);
  await press(page, "e");
  await page.keyboard.press("/");
  await page.getByRole("textbox", { name: "Find in the blob" }).fill("pv_clock");
  await idle(page);
  await press(page, "Enter");
  await press(page, "Escape");
  const absent = rowNamed(page, "crash_registers").first();
  await expect(absent).toContainText("absent");
  await absent.getByRole("rowheader").click();
  await idle(page);
  await expect(details(page)).toContainText("On neither wire.");
  await expect(details(page)).toContainText("units[5].state.value.vcpus[0].crash_registers");
  await expect(details(page).getByText("Defaulted")).toHaveCount(2);
  await press(page, "n");
  await expect(selected(page)).toHaveAttribute("data-key", /^units\[5\]\.state\.value\.vcpus\[3\]/);
  await press(page, "e");
  await expect(rowNamed(page, "crash_registers")).toHaveCount(0);
});

test("n and p go from change to change, round the end", async ({ page }) => {
  await compareExamples(page);
  const all = Number((await chip(page, "All").innerText()).replace(/\D/g, ""));
  expect(all).toBeGreaterThan(10);
  const seen = new Set<string>();
  for (let i = 0; i < all; i++) {
    await press(page, "n");
    seen.add((await selected(page).getAttribute("data-key")) ?? "");
    await expect(page.getByText(`${i + 1} of ${all}`)).toBeVisible();
  }
  expect(seen.size).toBe(all);
  await press(page, "n");
  await expect(page.getByText(`1 of ${all}`)).toBeVisible();
  await press(page, "p");
  await expect(page.getByText(`${all} of ${all}`)).toBeVisible();
});

test("chips and text filter the changes, and the empty result can be cleared", async ({ page }) => {
  await compareExamples(page);
  await chip(page, "Retyped").click();
  await idle(page);
  const kinds = await tree(page)
    .locator("[data-kind]")
    .evaluateAll((rows) => [...new Set(rows.map((row) => row.getAttribute("data-kind")))].sort());
  expect(kinds).toEqual(["parent", "retyped"]);
  await chip(page, "All").click();
  await page.getByRole("button", { name: "Filter changes" }).click();
  await page.getByRole("textbox", { name: "Filter changes" }).fill("revision");
  await expect(tree(page).locator('[data-kind="changed"]')).toHaveCount(1);
  await page.getByRole("textbox", { name: "Filter changes" }).fill("nothing like it");
  await expect(page.getByText("The filter hides every change")).toBeVisible();
  await page.getByRole("button", { name: "Clear the filter" }).click();
  await idle(page);
  await expect(rowNamed(page, /^revision/)).toBeVisible();
});

test("a list can be matched in another way, and the link keeps it", async ({ page }) => {
  await compareExamples(page);
  const units = rowNamed(page, /^units/);
  await expect(units).toContainText("matched by name");
  await units.locator("[data-match]").click();
  await page.getByRole("menuitemradio", { name: "place" }).click();
  await idle(page);
  await expect(rowNamed(page, /^units/).first()).toContainText("matched by place");
  await expect(page).toHaveURL(/match=index/);
  await units.first().getByRole("rowheader").click();
  await idle(page);
  await details(page).getByRole("button", { name: "Matched by place: choose another way" }).click();
  await page.getByRole("menuitemradio", { name: "name" }).click();
  await idle(page);
  await expect(rowNamed(page, /^units/).first()).toContainText("matched by name");
});

test("a row lights its bytes on both sides, and a byte selects its row", async ({ page }) => {
  await compareExamples(page);
  await rowNamed(page, /^revision/)
    .getByRole("rowheader")
    .click();
  await idle(page);
  const grid = (name: string) => page.getByRole("grid", { name: `Bytes of ${name} in hex and text` });
  for (const name of ["A", "B"]) await expect(grid(name).locator('[id$="-cursor"]')).toBeVisible();
  await expect(details(page)).toContainText("c09b7e44");
  await expect(details(page)).toContainText("8 of 8 bytes differ");
  await rowNamed(page, /^correlation/)
    .getByRole("rowheader")
    .click();
  await idle(page);
  // In B `correlation` starts at 0x00a3; the byte before it is the last one of `build.revision`.
  await grid("B").locator('[aria-rowindex="21"]').getByRole("gridcell").nth(2).click();
  await idle(page);
  await expect(selected(page)).toHaveAttribute("data-key", /^init_state\.build\.revision/);
});

test("integers are told in hex, with the bits that differ", async ({ page }) => {
  await compareExamples(page);
  await rowNamed(page, /^correlation/)
    .getByRole("rowheader")
    .click();
  await idle(page);
  await expect(details(page)).toContainText("0x0000_5eed");
  await expect(details(page)).toContainText("Bits 0, 2, 3, 5 to 7, 9 to 12 and 14 differ.");
});

test("the summary is copied as Markdown", async ({ page }) => {
  await compareExamples(page);
  await page.getByRole("button", { name: "Copy summary as Markdown" }).click();
  await idle(page);
  const text = await clipboard(page);
  expect(text).toContain("### Saved state compared");
  expect(text).toContain("`machine-1.1.bin`");
  expect(text).toMatch(/\| `?cmos-rtc`? \| 1 \|/);
});

test("the comparison is exported as JSON", async ({ page }) => {
  await compareExamples(page);
  await page.getByRole("button", { name: "Copy or export the comparison" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: "Export the comparison as JSON" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("machine-1.1-machine-2.0.diff.json");
});

test("back and reload keep the place", async ({ page }) => {
  await compareExamples(page);
  await chip(page, "Changed").click();
  await idle(page);
  await rowNamed(page, /^revision/)
    .getByRole("rowheader")
    .click();
  await idle(page);
  await expect(page).toHaveURL(/show=changed/);
  await expect(page).toHaveURL(/path=init_state\.build\.revision/);
  await page.reload();
  await idle(page);
  await expect(page.getByRole("heading", { name: "This comparison needs two files" })).toBeVisible();
  await dropFiles(page, [{ name: "other name.bin", content: files[0]!.content }]);
  await expect(page.getByRole("heading", { name: "This comparison needs a file" })).toBeVisible();
  await dropFiles(page, [files[1]!]);
  await expect(chip(page, "Changed")).toHaveAttribute("aria-pressed", "true");
  await expect(selected(page)).toHaveAttribute("data-key", /^init_state\.build\.revision/);
  await page.getByRole("link", { name: "Inspect" }).click();
  await idle(page);
  await page.goBack();
  await idle(page);
  await expect(selected(page)).toHaveAttribute("data-key", /^init_state\.build\.revision/);
  await expect(chip(page, "Changed")).toHaveAttribute("aria-pressed", "true");
});

test("one blob read with two releases: what the old build sees", async ({ app }) => {
  await dropFiles(app, [files[1]!]);
  await app.getByRole("button", { name: "Compare with…" }).click();
  await app.getByRole("menuitem", { name: "itself, read with 1.1" }).click();
  await idle(app);
  await expect(side(app, "A")).toContainText("2.0");
  await expect(side(app, "B")).toContainText("1.1");
  const row = rowNamed(app, /^host_features/).first();
  await expect(row).toContainText("unknown to 1.1");
});

test("the examples are compared also when one of them stands on a side", async ({ app }) => {
  await dropFiles(app, [files[1]!]);
  await app.getByRole("link", { name: "Compare" }).click();
  await expect(side(app, "A")).toContainText("machine-2.0.bin");
  await app.getByRole("button", { name: "Compare the examples" }).click();
  await idle(app);
  await expect(side(app, "A")).toContainText("machine-1.1.bin");
  await expect(side(app, "B")).toContainText("machine-2.0.bin");
  await expect(tree(app)).toBeVisible();
});

test("find looks on both sides and opens what hides a hit", async ({ page }) => {
  await compareExamples(page);
  await press(page, "/");
  await page.getByRole("textbox", { name: "Find in the blob" }).fill("machine_name");
  await idle(page);
  await press(page, "Enter");
  await expect(selected(page)).toHaveAttribute("data-key", /machine_name/);
  await press(page, "Escape");
  await expect(tree(page)).toBeFocused();
});

test("everything is reached by the keyboard alone", async ({ page }) => {
  await open(page, "/#/compare");
  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.getByRole("dialog").getByRole("combobox")).toBeFocused();
  await page.keyboard.type("compare the example");
  await press(page, "Enter");
  await expect(tree(page)).toBeVisible();
  // F6 goes round all panes and comes back.
  const panes = new Set<string>();
  for (let i = 0; i < 8; i++) {
    await press(page, "F6");
    panes.add(await page.evaluate(() => document.activeElement?.closest<HTMLElement>("[data-pane]")?.dataset.pane ?? ""));
  }
  for (const pane of ["units", "sides", "tree", "bytes-a", "bytes-b", "details"]) expect([...panes]).toContain(pane);
  while (!(await tree(page).evaluate((grid) => grid === document.activeElement))) await press(page, "F6");
  await press(page, "Home");
  await press(page, "ArrowDown");
  await expect(selected(page)).toHaveAttribute("data-kind", "fold");
  await press(page, "Enter");
  await expect(selected(page)).toHaveAttribute("aria-expanded", "true");
  await press(page, "ArrowLeft");
  await expect(selected(page)).toHaveAttribute("aria-expanded", "false");
  await press(page, "n");
  await expect(selected(page)).toHaveAttribute("data-kind", "changed");
  await press(page, "Enter");
  await expect(details(page)).toBeFocused();
});

test("sides of unlike types and a side that does not read say so", async ({ page }) => {
  await compareExamples(page);
  await dropFiles(page, [{ name: "noise.bin", content: new Uint8Array(400).map((_, i) => (i * 89 + 7) % 251) }], '[data-side="b"]');
  await expect(page.getByRole("status").filter({ hasText: /Side B|Only A is read with a schema|unlike types/ })).toBeVisible();
});

test("equal sides say that they are", async ({ page }) => {
  await open(page, "/#/compare");
  await dropFiles(page, [files[0]!], '[data-side="a"]');
  await dropFiles(page, [files[0]!], '[data-side="b"]');
  await expect(page.getByText("Both sides are the same, on the wire too.")).toBeVisible();
});

for (const colorScheme of ["light", "dark"] as const)
  test(`axe finds nothing, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await open(page, "/#/compare");
    await axe(page);
    await compareExamples(page);
    await rowNamed(page, /^revision/)
      .getByRole("rowheader")
      .click();
    await idle(page);
    await axe(page);
    await page.setViewportSize(small);
    await idle(page);
    await expect(page.getByRole("complementary", { name: "Changes by unit" })).toHaveCount(0);
    await press(page, "u");
    await axe(page);
  });
