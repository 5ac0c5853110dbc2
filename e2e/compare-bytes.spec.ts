import { clipboard, expect, idle, test } from "./support/app.ts";
import { byteOf, compareExamples, details, hexOf, press, rowNamed, selected } from "./support/compare.ts";

test.beforeEach(async ({ page }) => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await compareExamples(page);
  // `revision` stands at 0x99 on both sides: 12 08 and eight letters.
  await rowNamed(page, /^revision/)
    .getByRole("rowheader")
    .click();
  await idle(page);
});

test("bytes are selected by pointer and by keys, read as all they can be, and copied", async ({ page }) => {
  await byteOf(page, "A", 0x9b).click();
  await idle(page);
  await byteOf(page, "A", 0x9e).click({ modifiers: ["Shift"] });
  await idle(page);
  const pane = page.getByRole("region", { name: "Bytes of both sides" });
  await expect(pane).toContainText("A 0x009b – 0x009f");
  await expect(details(page)).toContainText("Selected bytes of A");
  await expect(
    details(page)
      .getByRole("definition")
      .filter({ hasText: /^c09b$/ }),
  ).toBeVisible();
  await pane.getByRole("button", { name: "Copy bytes of A as hex" }).click();
  expect(await clipboard(page)).toBe("63 30 39 62");

  // The other side, by keys; the row stays selected, for the bytes are its own.
  await byteOf(page, "B", 0x9b).click();
  await idle(page);
  await expect(pane).not.toContainText("A 0x009b – 0x009f");
  await press(page, "Shift+ArrowRight", "Shift+ArrowRight");
  await expect(pane).toContainText("B 0x009b – 0x009e");
  await expect(details(page)).toContainText("Selected bytes of B");
  await press(page, "ControlOrMeta+c");
  expect(await clipboard(page)).toBe("65 34 61");
  await expect(page.getByText("Copied 3 bytes as hex")).toBeVisible();
  await expect(selected(page)).toHaveAttribute("data-key", "init_state.build.revision|");
  await press(page, "Escape");
  await expect(details(page)).not.toContainText("Selected bytes");
  await expect(pane).toContainText("B 0x0099 – 0x00a3");
});

test("a drag selects bytes", async ({ page }) => {
  const from = (await byteOf(page, "A", 0x99).boundingBox())!;
  const to = (await byteOf(page, "A", 0x9c).boundingBox())!;
  await page.mouse.move(from.x + 4, from.y + 4);
  await page.mouse.down();
  await page.mouse.move(to.x + 4, to.y + 4, { steps: 4 });
  await page.mouse.up();
  await idle(page);
  await expect(page.getByRole("region", { name: "Bytes of both sides" })).toContainText("A 0x0099 – 0x009d");
});

test("bytes that differ have a ground of their own on both sides", async ({ page }) => {
  const grounds = async (name: "A" | "B", offsets: readonly number[]) => {
    const found = [];
    for (const offset of offsets) found.push(await byteOf(page, name, offset).evaluate((cell) => getComputedStyle(cell).backgroundColor));
    return found;
  };
  // `version`: 0a 05 "1.1.2" against 0a 05 "2.0.0", at 0x92. The dots are equal.
  await rowNamed(page, /^version/)
    .getByRole("rowheader")
    .click();
  await idle(page);
  for (const name of ["A", "B"] as const) {
    await expect(byteOf(page, name, 0x94)).toBeVisible();
    const [tag, one, dot, two, otherDot, three] = await grounds(name, [0x92, 0x94, 0x95, 0x96, 0x97, 0x98]);
    expect(new Set([one, two, three]).size, name).toBe(1);
    expect(dot, name).toBe(otherDot);
    expect(new Set([tag, one, dot]).size, name).toBe(3);
  }
});

test("find lights the bytes that are looked for on both sides, one hit for what both have", async ({ page }) => {
  await press(page, "/");
  const bar = page.getByRole("search");
  const input = page.getByRole("textbox", { name: "Find in the blob" });
  await bar.getByRole("button", { name: "Bytes" }).click();
  await input.fill('"cmos-rtc"');
  await idle(page);
  await expect(bar.getByRole("status")).toHaveText("1 hit");
  await input.press("Enter");
  await idle(page);
  await expect(bar.getByRole("status")).toHaveText("1 of 1");
  await expect(selected(page)).toHaveAttribute("data-key", "units[1].name|");
  const pane = page.getByRole("region", { name: "Bytes of both sides" });
  await expect(pane).toContainText("A 0x0101 – 0x0109");
  await expect(pane).toContainText("B 0x011a – 0x0122");
  for (const [name, from] of [
    ["A", 0x101],
    ["B", 0x11a],
  ] as const) {
    await expect(byteOf(page, name, from)).toBeInViewport();
    const ground = (offset: number) => byteOf(page, name, offset).evaluate((cell) => getComputedStyle(cell).boxShadow);
    expect(await ground(from), name).toBe(await ground(from + 1));
    expect(await ground(from), name).not.toBe(await ground(from - 1));
  }
  // Only B has the watchdog.
  await input.fill('"watchdog.WatchdogState"');
  await idle(page);
  await input.press("Enter");
  await idle(page);
  await expect(selected(page)).toHaveAttribute("data-key", /^\|units\[9\]/);
  await expect(hexOf(page, "B")).toContainText(".watchdo");
  await expect(details(page)).toContainText("Selected bytes of B");
  await expect(details(page)).not.toContainText("Selected bytes of A");
});
