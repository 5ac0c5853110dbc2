import { axe, clipboard, expect, idle, small, test } from "./support/app.ts";
import { byte, cell, chip, details, openExample, readWith, row, select, tints, tree } from "./support/screen.ts";

/** Firmware variables became an optional list in 2.0, which reads the first of them as something else. */
const FIELD = "units[7].state.value.nvram.value.entries.field1[0].vendor";
const BYTES = [0x8dd, 0x8e2] as const;

const strip = (app: Parameters<typeof idle>[0]) => app.getByRole("toolbar", { name: /^Restores on/ });

test.beforeEach(async ({ app }) => {
  await openExample(app, "A whole machine, Larch 1.1");
});

test("the strip says on which releases a blob restores; the red one leads to the field and its bytes", async ({ app }) => {
  const segments = strip(app).getByRole("button");
  await expect(segments).toHaveText([/^0\.9fails/, /^1\.0fails/, /^1\.1restores/, /^2\.0fails/]);
  await expect(strip(app).getByRole("button", { pressed: true })).toHaveAccessibleName(/1\.1 restores.*reads the blob.*wrote the blob/);
  await strip(app)
    .getByRole("button", { name: /^2\.0 fails/ })
    .click();
  await idle(app);
  await expect(strip(app).getByRole("button", { pressed: true })).toHaveAccessibleName(/^2\.0 fails/);
  await expect(app.getByText("Fails on 2.0:")).toBeVisible();
  await app.getByRole("button", { name: "Show the field" }).click();
  await idle(app);
  await expect(row(app, FIELD)).toHaveAttribute("aria-selected", "true");
  await expect(byte(app, BYTES[0])).toBeVisible();
  await expect.poll(() => tints(app)).toMatchObject({ tag: `${BYTES[0]}-${BYTES[0] + 1}`, value: `${BYTES[0] + 1}-${BYTES[1]}` });
  expect(decodeURIComponent(new URL(app.url()).hash)).toContain(`path=${FIELD}`);
});

test("the details have the reason, the line of the log, and the value that each release holds", async ({ app }) => {
  await strip(app)
    .getByRole("button", { name: /^2\.0 fails/ })
    .click();
  await idle(app);
  await app.keyboard.press("v");
  await idle(app);
  await expect(details(app)).toContainText("Fails on 2.0");
  await expect(details(app)).toContainText(
    "failed to restore: {firmware: failed to decode protobuf: decoding failed: expected a byte array}",
  );
  await strip(app)
    .getByRole("button", { name: /^1\.1 restores/ })
    .click();
  await idle(app);
  await select(app, "init_state.boot_count");
  const list = details(app)
    .getByRole("listitem")
    .filter({ hasText: /^(0\.9|1\.0|1\.1|2\.0)/ });
  await expect(list.filter({ hasText: /^1\.1/ })).toContainText("holds the same");
  await expect(list.filter({ hasText: /^2\.0/ })).toContainText("stops elsewhere");
});

test("findings are gone through with the keyboard and listed, and the tree follows", async ({ app }) => {
  await strip(app).getByRole("button", { pressed: true }).focus();
  await app.keyboard.press("ArrowRight");
  await app.keyboard.press("Enter");
  await idle(app);
  await expect(app.getByText("1 of 32")).toBeVisible();
  await app.keyboard.press("v");
  await idle(app);
  await app.keyboard.press("v");
  await idle(app);
  await expect(app.getByText("2 of 32")).toBeVisible();
  await app.keyboard.press("Shift+V");
  await idle(app);
  await expect(row(app, FIELD)).toHaveAttribute("aria-selected", "true");
  await app.getByRole("button", { name: "List all findings" }).click();
  const list = app.getByRole("listbox", { name: "Findings" });
  await list.focus();
  await app.keyboard.press("ArrowDown");
  await idle(app);
  await expect(list.getByRole("option", { selected: true })).toContainText("unknown wire type 3");
  await expect(app.getByText("2 of 32")).toBeVisible();
});

test("a finding of an absent field opens the row that is missing, and lights the message around it", async ({ app }) => {
  await openExample(app, "A whole machine, Larch 1.0");
  await strip(app)
    .getByRole("button", { name: /^1\.1 fails/ })
    .click();
  await idle(app);
  await app.getByRole("button", { name: "List all findings" }).click();
  await app.getByRole("option").filter({ hasText: "value must be non-zero" }).click();
  await idle(app);
  const selected = app.getByRole("treegrid").getByRole("row", { selected: true });
  await expect(selected).toHaveAttribute("data-status", "defaulted");
  await expect(details(app)).toContainText("value must be non-zero");
  const key = await selected.getAttribute("data-key");
  await app.goBack();
  await idle(app);
  await app.goForward();
  await idle(app);
  await expect(app.getByRole("treegrid").getByRole("row", { selected: true })).toHaveAttribute("data-key", key!);
});

test("rows say what the reading release makes of them, closed ones how much is inside, and a filter keeps those alone", async ({ app }) => {
  // The writer reads all of it: nothing is marked.
  await expect(chip(app, "Fails")).toHaveText(/0$/);
  await expect(app.locator("[data-finding]")).toHaveCount(0);
  await readWith(app, /^1\.0/);
  await expect(row(app, "units[]")).toContainText("2 fails inside");
  await expect(row(app, "units[4]")).toHaveAttribute("aria-expanded", "false");
  await expect(row(app, "units[4]")).toContainText("1 fails inside");
  await expect(row(app, "init_state.firmware")).toContainText("missing enum variant");
  await expect(row(app, "init_state.firmware")).toContainText("Fails 1.0");
  await chip(app, "Fails").click();
  await idle(app);
  const failing = ["init_state.firmware", "units[1].name", "units[4].state.value.rx_trigger"];
  const marked = () => app.locator("[data-finding]").evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.key));
  await expect.poll(marked).toEqual(failing);
  expect(new URL(app.url()).hash).toContain("show=fails");
  // Another release, and the same filter: what fails there.
  await readWith(app, /^2\.0/);
  await expect.poll(marked).toContain(FIELD);
  await app.goBack();
  await idle(app);
  await readWith(app, /^1\.1/);
  await expect(app.getByText("none fails on 1.1")).toBeVisible();
  await app.getByRole("button", { name: "Clear the filter" }).click();
  await idle(app);
  await openExample(app, "A whole machine, Larch 2.0");
  await readWith(app, /^1\.1/);
  await expect(chip(app, "Fails")).toHaveText(/7$/);
});

test("what the reading release would hold stands beside the values, by key and by the menu of the columns", async ({ app }) => {
  await expect(app.getByRole("columnheader", { name: /^Held/ })).toHaveCount(0);
  await tree(app).focus();
  await app.keyboard.press("h");
  await idle(app);
  await expect(await cell(app, "init_state.boot_count", "Held by 1.1")).toHaveText("same");
  await openExample(app, "A number cut to 16 bits");
  await readWith(app, /^2\.0/);
  await expect(await cell(app, "tx_limit", "Held by 2.0")).toHaveText("125,000 → 59,464");
  await expect(await cell(app, "tx_limit", "Status")).toHaveText("Cut");
  await expect(await cell(app, "rx_dropped", "Held by 2.0")).toHaveText("same");
  await readWith(app, /^1\.0/);
  await expect(await cell(app, "#2", "Held by 1.0")).toHaveText("lost");
  await app.getByRole("button", { name: "Columns", exact: true }).click();
  await app.getByRole("menuitemcheckbox", { name: "Held" }).click();
  await app.keyboard.press("Escape");
  await expect(app.getByRole("columnheader", { name: /^Held/ })).toHaveCount(0);
});

test("a link to what fails shows it once the release is judged", async ({ app, page }) => {
  await readWith(app, /^1\.0/);
  await chip(app, "Fails").click();
  await idle(app);
  await page.reload();
  await idle(page);
  await openExample(page, "A whole machine, Larch 1.1");
  await expect(page.locator("[data-finding='fails']")).toHaveCount(3);
  await expect(chip(page, "Fails")).toHaveAttribute("aria-pressed", "true");
});

test("the finding and the verdict are copied as Markdown", async ({ app }) => {
  await app.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await strip(app)
    .getByRole("button", { name: /^2\.0 fails/ })
    .click();
  await idle(app);
  await app.getByRole("button", { name: "More about this finding" }).click();
  await app.getByRole("menuitem", { name: "Copy the finding as Markdown" }).click();
  await idle(app);
  expect(await clipboard(app)).toContain(`- **fails** \`${FIELD}\`, bytes ${BYTES[0]} to ${BYTES[1]}: expected a byte array.`);
  await app.getByRole("button", { name: "More about this finding" }).click();
  await app.getByRole("menuitem", { name: "Copy the whole verdict as Markdown" }).click();
  await idle(app);
  const text = await clipboard(app);
  expect(text).toMatch(/^## `machine-1\.1\.bin`/);
  for (const line of ["| 1.1 | restores |  |", "| 2.0 | **fails** | 32 |"]) expect(text).toContain(line);
});

test("what a release would write opens as a further blob; one that stops says why", async ({ app }) => {
  const run = async (words: string) => {
    await app.keyboard.press("ControlOrMeta+K");
    await app.keyboard.type(words);
    await app.keyboard.press("Enter");
    await idle(app);
  };
  await run("Open what 2.0 would write");
  await expect(app.getByRole("alert").filter({ hasText: "2.0 would write nothing" })).toContainText("expected a byte array");
  await run("Open what 1.1 would write");
  await expect(app.getByRole("heading", { level: 1 })).toHaveText("machine-1.1 as 1.1 writes.bin");
  await expect(strip(app).getByRole("button", { pressed: true })).toHaveAccessibleName(/^1\.1 restores/);
});

test("axe finds nothing in either theme, and the strip fits a small window", async ({ app }) => {
  await strip(app)
    .getByRole("button", { name: /^2\.0 fails/ })
    .click();
  await idle(app);
  await app.keyboard.press("v");
  await app.getByRole("button", { name: "List all findings" }).click();
  await idle(app);
  await axe(app);
  await app.emulateMedia({ colorScheme: "dark" });
  await app.setViewportSize(small);
  await idle(app);
  await axe(app);
  const box = await strip(app).boundingBox();
  expect(box!.x + box!.width).toBeLessThanOrEqual(small.width);
});

test("a link keeps release and field: it asks for the blob, and shows the finding once that is there", async ({ app, page }) => {
  await strip(app)
    .getByRole("button", { name: /^2\.0 fails/ })
    .click();
  await idle(app);
  await app.keyboard.press("v");
  await idle(app);
  const { hash } = new URL(app.url());
  await page.reload();
  await idle(page);
  expect(new URL(page.url()).hash).toBe(hash);
  await openExample(page, "A whole machine, Larch 1.1");
  await expect(row(page, FIELD)).toHaveAttribute("aria-selected", "true");
  await expect(strip(page).getByRole("button", { pressed: true })).toHaveAccessibleName(/^2\.0 fails/);
});
