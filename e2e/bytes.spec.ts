import { expect, idle, test } from "./support/app.ts";
import { byte, details, exampleBytes, hex, row, rows, select, tints, tryExample } from "./support/screen.ts";

const deepest = "units[8].state.value.slots[0].state.value.transport.config.capabilities[0].state.value.vectors[2].address";

test.beforeEach(async ({ app }) => tryExample(app));

test("a selected row tints its tag, length and value", async ({ app }) => {
  await select(app, "init_state.machine_name"); // 2a 0d "build-farm-03" at 0x57
  await expect.poll(() => tints(app)).toEqual({ tag: "87-88", length: "88-89", value: "89-102" });
  await expect(app.getByRole("region", { name: "Bytes", exact: true })).toContainText("0x0057 – 0x0066");
  await expect(byte(app, 0x57)).toHaveText("2a");
  await expect(byte(app, 0x57)).toBeInViewport();
  await expect(details(app)).toContainText("field 5, LEN");

  await select(app, "init_state.correlation"); // 40 ed bd 01 at 0xa3: a varint has no length
  await expect.poll(() => tints(app)).toEqual({ tag: "163-164", length: "", value: "164-167" });
});

test("a row without bytes says so", async ({ app }) => {
  await app.getByRole("button", { name: /^Defaulted/ }).click();
  await idle(app);
  const defaulted = rows(app).filter({ hasText: "Defaulted" }).first();
  await defaulted.getByRole("rowheader").click();
  await idle(app);
  await expect(app.getByRole("region", { name: "Bytes", exact: true })).toContainText("it is not on the wire");
  await expect.poll(() => tints(app)).toEqual({ tag: "", length: "", value: "" });
});

test("a byte selects the deepest field that holds it and opens its parents", async ({ app }) => {
  await expect(row(app, deepest)).toHaveCount(0);
  const field = app.getByRole("textbox", { name: /^Go to offset/ });
  await field.fill("0xda0"); // into sight; 3488 of vectors[2].address
  await field.press("Enter");
  await idle(app);
  await byte(app, 3490).click();
  await idle(app);
  await expect(row(app, deepest)).toHaveAttribute("aria-selected", "true");
  await expect(row(app, deepest)).toBeInViewport();
  await expect(details(app)).toContainText(deepest);
  await expect.poll(() => tints(app)).toEqual({ tag: "3488-3489", length: "", value: "3489-3494" });

  await byte(app, 3498).click(); // the tag of `pending`, a packed field
  await idle(app);
  await expect(row(app, deepest.replace(/vectors.*/, "pending"))).toHaveAttribute("aria-selected", "true");
});

test("a character of the text is as good as its byte, in the middle of a word too", async ({ app }) => {
  await select(app, "init_state.machine_name"); // "build-farm-03" from 0x59: seven of its characters stand in the row of 0x50
  const text = hex(app).locator('[aria-rowindex="6"]').getByRole("gridcell").last();
  const box = await text.boundingBox();
  if (!box) throw new Error("the text is not in sight");
  for (const [at, offset] of [
    [12, 0x5c],
    [15, 0x5f],
    [5, 0x55],
  ] as const) {
    await app.mouse.click(box.x + 8 * at + 4, box.y + box.height / 2);
    await idle(app);
    await expect(hex(app)).toHaveAttribute("aria-activedescendant", (await byte(app, offset).getAttribute("id")) ?? "none");
  }
});

test("the cursor of the bytes moves by keys and the tree follows", async ({ app }) => {
  await select(app, "init_state.boot_count"); // 20 11 at 0x55
  await byte(app, 0x56).click();
  await idle(app);
  await expect(hex(app)).toBeFocused();
  await app.keyboard.press("ArrowRight");
  await idle(app);
  await expect(row(app, "init_state.machine_name")).toHaveAttribute("aria-selected", "true");
  await app.keyboard.press("Control+End");
  await idle(app);
  await expect(row(app, "units[9]")).toHaveAttribute("aria-expanded", "true");
  await expect(byte(app, exampleBytes("machine-2.0.bin").length - 1)).toBeInViewport();
});

test("selected bytes show all their readings", async ({ app }) => {
  await select(app, "init_state.correlation");
  await byte(app, 0xa4).click();
  await app.keyboard.press("Shift+ArrowRight");
  await app.keyboard.press("Shift+ArrowRight");
  await idle(app);
  await expect(app.getByRole("region", { name: "Bytes", exact: true })).toContainText("0x00a4 – 0x00a7");
  const readings = app.getByRole("region", { name: "Readings" });
  await expect(readings).toContainText("3 bytes");
  await expect(readings.getByRole("definition").filter({ hasText: /^24,?301$/ })).toBeVisible();
});

test("`g` goes to an offset, and one out of range says so", async ({ app }) => {
  await app.keyboard.press("g");
  const field = app.getByRole("textbox", { name: /^Go to offset/ });
  await expect(field).toBeFocused();
  await app.keyboard.type("0x0f00");
  await app.keyboard.press("Enter");
  await idle(app);
  await expect(byte(app, 0xf00)).toBeInViewport();
  await expect(app.locator('[role="treegrid"] [aria-selected="true"]')).toBeInViewport();
  const chosen = await app.locator('[role="treegrid"] [aria-selected="true"]').getAttribute("data-key");
  expect(chosen).toMatch(/^units\[8\]\.state\.value\.slots\[1\]/);

  for (const [typed, says] of [
    ["0x2000", "0x2000 lies behind the end. The last byte is at 0x1135."],
    ["hello", "Not an offset"],
  ] as const) {
    await field.fill(typed);
    await field.press("Enter");
    await expect(app.getByRole("status").filter({ hasText: says })).toBeVisible();
    await expect(field).toHaveAttribute("aria-invalid", "true");
  }
  await expect(app.locator('[role="treegrid"] [aria-selected="true"]')).toHaveAttribute("data-key", chosen ?? "");
});
