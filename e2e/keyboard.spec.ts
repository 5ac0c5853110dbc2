import type { Locator, Page } from "@playwright/test";
import { expect, idle, test } from "./support/app.ts";
import { chip, details, hex, row, tree } from "./support/screen.ts";

/** A press of the pointer fails the test: everything here goes by keys. */
test.beforeEach(async ({ page }) => {
  await page.addInitScript(() => {
    addEventListener("pointerdown", () => console.error("a pointer was used"), { capture: true });
  });
});

const selected = (page: Page) => tree(page).locator('[aria-selected="true"]');

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) {
    await page.keyboard.press(key);
    await idle(page);
  }
}

/** Tab until the control has the focus. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let step = 0; step < 40; step++) {
    await page.keyboard.press("Tab");
    const label = await page.evaluate(
      () => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? "",
    );
    if (name.test(label)) return;
  }
  throw new Error(`Tab never reaches ${name}`);
}

test("from load to the answer without a pointer: open, move, find, bytes, details", async ({ app }) => {
  await tabTo(app, /^Try the example$/);
  await press(app, "Enter");
  await expect(tree(app)).toBeFocused();
  await press(app, "ArrowDown", "ArrowDown");
  await expect(selected(app)).toHaveAttribute("data-key", "init_state.firmware");
  await press(app, "ArrowRight");
  await expect(row(app, "init_state.firmware")).toHaveAttribute("aria-expanded", "true");
  await press(app, "ArrowRight", "ArrowRight", "ArrowRight");
  await expect(selected(app)).toHaveAttribute("data-key", "init_state.firmware.igvm.measurement");
  await press(app, "ArrowLeft");
  await expect(selected(app)).toHaveAttribute("data-key", "init_state.firmware.igvm");
  await press(app, "ArrowLeft", "ArrowLeft", "ArrowLeft");
  await expect(row(app, "init_state.firmware")).toHaveAttribute("aria-expanded", "false");
  await press(app, "End");
  await expect(selected(app)).toHaveAttribute("data-key", "units[9]");
  await press(app, "Home");
  await expect(selected(app)).toHaveAttribute("data-key", "init_state");

  await press(app, "/");
  await app.keyboard.type("tx_buffer");
  await idle(app);
  await press(app, "Enter");
  await press(app, "Escape");
  await expect(tree(app)).toBeFocused();
  await expect(selected(app)).toHaveAttribute("data-key", "units[4].state.value.tx_buffer");

  await press(app, "F6");
  await expect(hex(app)).toBeFocused();
  await press(app, "ArrowRight", "ArrowRight");
  await expect(selected(app)).toHaveAttribute("data-key", "units[4].state.value.tx_buffer");
  await press(app, "F6");
  await expect(details(app)).toBeFocused();
  await expect(details(app)).toContainText("larch login");
});

test("`*` opens a row and its siblings, and the row stays in sight", async ({ app }) => {
  await tabTo(app, /^Try the example$/);
  await press(app, "Enter", "End", "*");
  await expect(row(app, "units[9]")).toHaveAttribute("aria-expanded", "true");
  await expect(row(app, "units[9]")).toBeInViewport();
  await press(app, "ArrowUp");
  await expect(selected(app)).toHaveAttribute("data-key", /^units\[8\]\./);
});

test("F6 goes round the panes, Shift F6 back, and each pane remembers its place", async ({ app }) => {
  await tabTo(app, /^Try the example$/);
  await press(app, "Enter");
  const pane = () => app.evaluate(() => document.activeElement?.closest<HTMLElement>("[data-pane]")?.dataset.pane);
  const round = [await pane()];
  for (let step = 0; step < 4; step++) {
    await press(app, "F6");
    round.push(await pane());
  }
  expect(round).toEqual(["tree", "bytes", "details", "blobs", "tree"]);
  await press(app, "Shift+F6");
  expect(await pane()).toBe("blobs");
  await press(app, "Shift+F6");
  await press(app, "Shift+Tab");
  const held = await app.evaluate(() => document.activeElement?.outerHTML);
  expect(await pane()).toBe("details");
  await press(app, "F6", "F6", "F6", "F6");
  expect(await app.evaluate(() => document.activeElement?.outerHTML)).toBe(held);
});

test("Enter on a row goes to its details", async ({ app }) => {
  await tabTo(app, /^Try the example$/);
  await press(app, "Enter");
  await press(app, "ArrowDown", "Enter");
  await expect(details(app)).toBeFocused();
  await expect(details(app)).toContainText("init_state");
});

test("`?` shows the shortcuts, Escape gives the focus back", async ({ app }) => {
  await tabTo(app, /^Try the example$/);
  await press(app, "Enter");
  await press(app, "?");
  const help = app.getByRole("dialog", { name: "Shortcuts and help" });
  await expect(help).toBeVisible();
  await expect(help).toContainText("Next problem");
  await expect(help).toContainText("Nothing leaves this machine");
  await press(app, "Escape");
  await expect(help).toHaveCount(0);
  await expect(tree(app)).toBeFocused();
});

test("keys typed faster than rows open are not lost", async ({ app }) => {
  await tabTo(app, /^Try the example$/);
  await press(app, "Enter", "ArrowDown", "ArrowDown");
  for (let i = 0; i < 4; i++) await app.keyboard.press("ArrowRight");
  await idle(app);
  await expect(selected(app)).toHaveAttribute("data-key", "init_state.firmware.igvm.measurement");
});

test("Ctrl K opens the palette, and runs what is typed", async ({ app }) => {
  await press(app, "Control+K");
  const palette = app.getByRole("dialog", { name: "All commands" });
  await expect(palette.getByRole("combobox", { name: "Type a command" })).toBeFocused();
  await app.keyboard.type("whole machine 2.0");
  await press(app, "Enter");
  await expect(tree(app)).toBeVisible();
  await press(app, "Control+K");
  await expect(palette.getByRole("combobox")).toBeFocused();
  await app.keyboard.type("read with release 1.1");
  await press(app, "Enter");
  await expect(app.getByRole("button", { name: "Read with 1.1: choose a release" })).toBeVisible();
  await press(app, "Control+K");
  await expect(palette.getByRole("combobox")).toBeFocused();
  await app.keyboard.type("qqqq");
  await expect(palette).toContainText("No command has these words.");
  await press(app, "Escape");
  await expect(palette).toHaveCount(0);
});

test("Enter goes to the details of a row, Esc back to it, but first to what lies over the rest", async ({ app }) => {
  await tabTo(app, /^Try the example$/);
  await press(app, "Enter", "ArrowDown", "Enter");
  await expect(details(app)).toBeFocused();
  await press(app, "Escape");
  await expect(tree(app)).toBeFocused();
  await press(app, "/");
  await expect(app.getByRole("textbox", { name: "Find in the blob" })).toBeFocused();
  await details(app).focus();
  await press(app, "Escape");
  await expect(app.getByRole("textbox", { name: "Find in the blob" })).toHaveCount(0);
});

test("Esc in the palette gives the focus back, and what starts with the words that are typed stands first", async ({ app }) => {
  await tabTo(app, /^Try the example$/);
  await press(app, "Enter", "ArrowDown", "ArrowDown");
  await expect(tree(app)).toBeFocused();
  await press(app, "Control+K");
  await expect(app.getByRole("combobox")).toBeFocused();
  await press(app, "Escape");
  await expect(app.getByRole("dialog")).toHaveCount(0);
  await expect(tree(app)).toBeFocused();
  await press(app, "Control+K");
  await expect(app.getByRole("combobox")).toBeFocused();
  await app.keyboard.type("read with 1.1");
  await expect(app.getByRole("option", { name: "Compare with itself, read with 1.1" })).toBeVisible();
  await expect(app.getByRole("option").first()).toHaveText("Read with release 1.1");
  // A command that moves the focus has the last word.
  await press(app, "Control+A");
  await app.keyboard.type("go to an offset");
  await press(app, "Enter");
  await expect(app.getByRole("textbox", { name: /^Go to offset/ })).toBeFocused();
});

test("what is typed right after Ctrl K is all taken, Enter too", async ({ app }) => {
  // Without a wait between the keys: the palette's code is not even loaded at the first of them.
  await app.evaluate(() => {
    const target = document.activeElement ?? document.body;
    const key = (init: KeyboardEventInit) =>
      target.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init }));
    key({ key: "k", code: "KeyK", ctrlKey: true });
    for (const letter of "whole machine 2.0") key({ key: letter });
  });
  await expect(app.getByRole("combobox", { name: "Type a command" })).toHaveValue("whole machine 2.0");
  await press(app, "Enter");
  await expect(tree(app)).toBeVisible();
  await app.evaluate(() => {
    const target = document.activeElement ?? document.body;
    const key = (init: KeyboardEventInit) =>
      target.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init }));
    key({ key: "k", code: "KeyK", ctrlKey: true });
    for (const letter of "read with release 1.x") key({ key: letter });
    key({ key: "Backspace" });
    key({ key: "1" });
    key({ key: "Enter" });
  });
  await expect(app.getByRole("button", { name: "Read with 1.1: choose a release" })).toBeVisible();
});

test("Escape after g, and a message that is closed, give the focus back", async ({ app }) => {
  await tabTo(app, /^Try the example$/);
  await press(app, "Enter", "Home", "ArrowDown");
  await expect(tree(app)).toBeFocused();
  await press(app, "g");
  await expect(app.getByRole("textbox", { name: /^Go to offset/ })).toBeFocused();
  await press(app, "Escape");
  await expect(tree(app)).toBeFocused();
  await press(app, "y");
  const close = app.getByRole("button", { name: "Close the message" });
  await close.focus();
  await press(app, "Enter");
  await expect(close).toHaveCount(0);
  await expect(tree(app)).toBeFocused();
});

test("single letters are off inside inputs", async ({ app }) => {
  await tabTo(app, /^Try the example$/);
  await press(app, "Enter", "/");
  await app.keyboard.type("gdny?");
  await idle(app);
  await expect(app.getByRole("textbox", { name: "Find in the blob" })).toHaveValue("gdny?");
  await expect(app.getByRole("dialog")).toHaveCount(0);
  await expect(app.getByRole("region", { name: "Details" })).toBeVisible();
});

test("where the system forces its colours, what is selected, pressed or current still stands out, and bytes keep their parts", async ({
  app,
}) => {
  await app.emulateMedia({ forcedColors: "active" });
  await tabTo(app, /^Try the example$/);
  await press(app, "Enter");
  await press(app, "Home", "ArrowDown", "ArrowDown");
  const ground = (part: Locator) => part.evaluate((element) => getComputedStyle(element).backgroundColor);
  const pairs: [string, Locator, Locator][] = [
    ["row", selected(app), row(app, "init_state")],
    ["chip", chip(app, "All"), chip(app, "Known")],
    ["workspace", app.getByRole("link", { name: "Inspect" }), app.getByRole("link", { name: "Compare" })],
  ];
  for (const [what, chosen, other] of pairs) expect(await ground(chosen), what).not.toBe(await ground(other));
  const grounds = new Set(
    await hex(app)
      .getByRole("gridcell")
      .evaluateAll((all) => all.map((one) => getComputedStyle(one).backgroundColor)),
  );
  expect(grounds.size).toBeGreaterThan(2);
});
