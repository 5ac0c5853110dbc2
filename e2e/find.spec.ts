import type { Page } from "@playwright/test";
import { expect, idle, test } from "./support/app.ts";
import { byte, cell, chip, keysInSight, row, select, tints, tree, tryExample } from "./support/screen.ts";

test.beforeEach(async ({ app }) => tryExample(app));

const bar = (page: Page) => page.getByRole("search");
const input = (page: Page) => page.getByRole("textbox", { name: "Find in the blob" });
const says = (page: Page) => bar(page).getByRole("status");
const selected = (page: Page) => tree(page).locator('[aria-selected="true"]');

async function find(page: Page, text: string): Promise<void> {
  await page.keyboard.press("/");
  await expect(input(page)).toBeFocused();
  await input(page).fill(text);
  await idle(page);
}

test("counts the hits and goes round them by Enter, F3 and Shift F3", async ({ app }) => {
  await find(app, "timings");
  const total = Number((await says(app).innerText()).replace(/\D/g, ""));
  expect(total).toBe(3);
  await app.keyboard.press("Enter");
  await expect(says(app)).toHaveText("1 of 3");
  await expect(selected(app)).toHaveAttribute("data-key", 'init_state.boot_timings_us["firmware"]');
  await expect(input(app)).toBeFocused();
  await app.keyboard.press("F3");
  await expect(says(app)).toHaveText("2 of 3");
  await app.keyboard.press("Enter");
  await expect(says(app)).toHaveText("3 of 3");
  await app.keyboard.press("F3");
  await expect(says(app)).toHaveText("1 of 3");
  await app.keyboard.press("Shift+F3");
  await expect(says(app)).toHaveText("3 of 3");
  await app.keyboard.press("Shift+Enter");
  await expect(says(app)).toHaveText("2 of 3");
  await bar(app).getByRole("button", { name: "Next hit" }).click();
  await expect(says(app)).toHaveText("3 of 3");
  await bar(app).getByRole("button", { name: "Previous hit" }).click();
  await expect(says(app)).toHaveText("2 of 3");
  await idle(app);
});

test("a hit inside collapsed parts opens them", async ({ app }) => {
  const key = "units[8].state.value.slots[0].state.value.transport.config.capabilities[1].state.value.link_control";
  await find(app, "link_control");
  await expect(row(app, key)).toHaveCount(0);
  await app.keyboard.press("Enter");
  await idle(app);
  await expect(row(app, key)).toBeInViewport();
  await expect(row(app, key)).toHaveAttribute("aria-selected", "true");
  await expect(row(app, key).locator("mark")).toHaveText("link_control");
  await expect(row(app, key.replace(/\.link_control$/, ""))).toHaveAttribute("aria-expanded", "true");
});

test("what is found in a type is marked there", async ({ app }) => {
  await find(app, "firmwarekind");
  await app.keyboard.press("Enter");
  await idle(app);
  await expect((await cell(app, (await selected(app).getAttribute("data-key"))!, "Type")).locator("mark")).toHaveText("FirmwareKind");
});

test("starts from the selected row", async ({ app }) => {
  await select(app, "units[4]");
  await find(app, "type_url");
  await app.keyboard.press("F3");
  await idle(app);
  await expect(selected(app)).toHaveAttribute("data-key", "units[4].state.type_url");
});

test("finds bytes, as hex and as quoted text", async ({ app }) => {
  await find(app, "2a 0d 62 75 69 6c 64");
  await bar(app).getByRole("button", { name: "Bytes" }).click();
  await expect(bar(app).getByRole("textbox")).toBeFocused();
  await idle(app);
  await expect(says(app)).toHaveText("1 hit");
  await input(app).press("Enter");
  await idle(app);
  await expect(byte(app, 0x57)).toBeInViewport();
  await expect(app.getByRole("region", { name: "Bytes", exact: true })).toContainText("0x0057 – 0x005e");
  await expect(selected(app)).toHaveAttribute("data-key", "init_state.machine_name");
  await input(app).fill('"larch login"');
  await expect(says(app)).toHaveText("1 hit");
  await input(app).press("Enter");
  await idle(app);
  await expect(selected(app)).toHaveAttribute("data-key", "units[4].state.value.tx_buffer");
  await input(app).fill("2a 0");
  await expect(says(app)).toContainText("a hex byte needs two digits");
});

test("looks where it is told to: names, values, numbers", async ({ app }) => {
  await find(app, "uart");
  const hits = async () => Number((await says(app).innerText()).replace(/\D/g, ""));
  const both = await hits();
  await bar(app).getByRole("button", { name: "Names" }).click();
  await idle(app);
  const values = await hits();
  expect(values).toBeGreaterThan(0);
  expect(values).toBeLessThanOrEqual(both);
  await bar(app).getByRole("button", { name: "Numbers" }).click();
  await bar(app).getByRole("button", { name: "Values" }).click();
  await input(app).fill("0x57");
  await idle(app);
  await expect(says(app)).toHaveText("1 hit");
  await input(app).fill("no such thing");
  await idle(app);
  await expect(says(app)).toHaveText("no hits");
  await expect(bar(app).getByRole("button", { name: "Next hit" })).toBeDisabled();
});

test("Escape closes it and gives the focus back, Ctrl F opens it again with its text", async ({ app }) => {
  await select(app, "init_state.boot_count");
  await expect(tree(app)).toBeFocused();
  await find(app, "kernel");
  await app.keyboard.press("Escape");
  await expect(bar(app)).toHaveCount(0);
  await expect(tree(app)).toBeFocused();
  await app.keyboard.press("Control+F");
  await expect(input(app)).toBeFocused();
  await expect(input(app)).toHaveValue("kernel");
  await idle(app);
  await expect(says(app)).toHaveText(/hits?$/);
});

test("a hit is shown although a filter hides it", async ({ app }) => {
  await chip(app, "Defaulted").click();
  await idle(app);
  expect(await keysInSight(app)).not.toContain("init_state.machine_name");
  await find(app, "machine_name");
  await app.keyboard.press("Enter");
  await idle(app);
  await expect(row(app, "init_state.machine_name")).toBeInViewport();
  await expect.poll(() => tints(app)).toMatchObject({ tag: "87-88" });
});
