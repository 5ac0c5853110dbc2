import type { Page } from "@playwright/test";
import { expect, idle, test } from "./support/app.ts";
import { dropRepeated, holdTurns } from "./support/large.ts";
import { chip, details, openBlobs, openExample, row, tree } from "./support/screen.ts";

const building = (page: Page) => page.getByRole("status").filter({ hasText: "Building the view" });
const cancel = (page: Page) => building(page).getByRole("button", { name: "Cancel" });
const filter = (page: Page) => page.getByRole("textbox", { name: "Filter rows" });
const rowCount = (page: Page) => tree(page).getAttribute("aria-rowcount");

async function pick(page: Page, item: string): Promise<void> {
  await page.getByRole("button", { name: "Expand and collapse" }).click();
  await page.getByRole("menuitem", { name: item, exact: true }).click();
}

test.beforeEach(async ({ app }) => {
  await dropRepeated(app, "long.bin", "machine-2.0.bin", 6);
  await expect(app.getByRole("heading", { level: 1 })).toHaveText("long.bin");
  await idle(app);
  await expect(chip(app, "All")).toHaveAttribute("aria-pressed", "true");
});

test("expand all can be cancelled: the rows of before stay, and are answered meanwhile", async ({ app }) => {
  const before = await rowCount(app);
  const letGo = await holdTurns(app, "view");
  await pick(app, "Expand all");
  await expect(building(app)).toBeVisible();
  // What is shown is answered while the view is made.
  await row(app, "init_state").getByRole("rowheader").click();
  await expect(details(app)).toContainText("init_state");
  expect(await rowCount(app)).toBe(before);

  await cancel(app).click();
  await letGo();
  await idle(app);
  await expect(building(app)).toHaveCount(0);
  expect(await rowCount(app)).toBe(before);
  await expect(row(app, "init_state")).toHaveAttribute("aria-selected", "true");

  // Nothing of it is left: a row closes by itself, and all are open when that is asked for again.
  await tree(app).focus();
  await app.keyboard.press("ArrowLeft");
  await expect(row(app, "init_state")).toHaveAttribute("aria-expanded", "false");
  await pick(app, "Expand all");
  await idle(app);
  await expect(row(app, "init_state")).toHaveAttribute("aria-expanded", "true");
  expect(Number(await rowCount(app))).toBeGreaterThan(300_000);
});

test("a cancelled filter goes back to what is shown, by chip and by text", async ({ app }) => {
  const before = await rowCount(app);
  let letGo = await holdTurns(app, "view");
  await chip(app, "Known").click();
  await expect(chip(app, "Known")).toHaveAttribute("aria-pressed", "true");
  await cancel(app).click();
  await letGo();
  await idle(app);
  await expect(chip(app, "All")).toHaveAttribute("aria-pressed", "true");
  await expect(chip(app, "Known")).toHaveAttribute("aria-pressed", "false");
  expect(await rowCount(app)).toBe(before);

  letGo = await holdTurns(app, "view");
  await filter(app).fill("machine_name");
  await cancel(app).click();
  await letGo();
  await idle(app);
  await expect(filter(app)).toHaveValue("");
  expect(await rowCount(app)).toBe(before);
  expect(new URL(app.url()).hash).not.toContain("machine_name");
});

test("who filters on gets the rows of the last filter, and Cancel leads to those shown before the first", async ({ app }) => {
  const sibling = row(app, "init_state.machine_id");
  const named = row(app, "init_state.machine_name");
  await expect(sibling).toBeVisible();
  let letGo = await holdTurns(app, "view");
  await filter(app).fill("machine_id");
  await expect(building(app)).toBeVisible();
  await filter(app).fill("build-farm-03");
  await letGo();
  await expect(sibling).toHaveCount(0);
  await idle(app);
  await expect(named).toContainText("build-farm-03");
  await expect(filter(app)).toHaveValue("build-farm-03");
  const shown = await rowCount(app);

  letGo = await holdTurns(app, "view");
  await filter(app).fill("machine_id");
  await expect(building(app)).toBeVisible();
  await chip(app, "Known").click();
  await expect(chip(app, "Known")).toHaveAttribute("aria-pressed", "true");
  await cancel(app).click();
  await letGo();
  await idle(app);
  await expect(filter(app)).toHaveValue("build-farm-03");
  await expect(chip(app, "All")).toHaveAttribute("aria-pressed", "true");
  expect(await rowCount(app)).toBe(shown);
  await expect(named).toContainText("build-farm-03");
});

test("reading with another release can be cancelled: what is shown stays as it was read, and is read so when it is opened again", async ({
  app,
}) => {
  const reader = app.getByRole("button", { name: /^Read with / });
  const choose = async (release: string) => {
    await reader.click();
    await app.getByRole("menuitemradio", { name: release }).click();
  };
  const decoding = app.getByRole("status").filter({ hasText: "Decoding long.bin" });
  await choose("1.1");
  await idle(app);
  await expect(reader).toContainText("1.1");
  const shown = await rowCount(app);
  const letGo = await holdTurns(app, "decode");
  await choose("0.9");
  await expect(decoding).toBeVisible();
  // Another choice meanwhile takes the place of the first.
  await choose("1.0");
  await expect(decoding.getByText("Decoding long.bin")).toHaveCount(1);
  await decoding.getByRole("button", { name: "Cancel" }).click();
  await letGo();
  await idle(app);
  await expect(reader).toContainText("1.1");
  expect(await rowCount(app)).toBe(shown);
  expect(new URL(app.url()).hash).toContain("release=1.1");

  await openExample(app, "A whole machine, Larch 1.1");
  await openBlobs(app)
    .getByRole("button", { name: /^long\.bin/ })
    .click();
  await idle(app);
  await expect(app.getByRole("heading", { level: 1 })).toHaveText("long.bin");
  await expect(reader).toContainText("1.1");
});
