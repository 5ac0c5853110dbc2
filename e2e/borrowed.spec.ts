import { clipboard, expect, idle, test } from "./support/app.ts";
import { byte, cell, chip, count, details, readWith, row, rows, select, tints, tryExample } from "./support/screen.ts";

test.beforeEach(async ({ app }) => {
  await tryExample(app);
  await readWith(app, /^1\.1/);
});

test("an unknown field shows its value as the writer's release reads it, and whose type that is", async ({ app }) => {
  const text = row(app, "init_state.#9");
  await expect(text).toContainText("as host_features");
  await expect(text).toContainText("invariant-tsc");
  await expect(text).toContainText("as 2.0’s string, borrowed");
  await expect(text).toHaveAttribute("data-status", "unknown");
  await select(app, "init_state.#9");
  await expect(details(app)).toContainText("Unknown to 1.1");
  await expect(details(app)).toContainText("Shown with the type that 2.0 has for it, which is borrowed.");
  await expect(details(app)).toContainText("Schema of 2.0");
  await chip(app, "Unknown").click();
  await idle(app);
  await expect(rows(app).and(app.locator('[data-status="unknown"]')).last()).toContainText("true");
});

test("the content of a type that the release lacks opens with another release's names, and is not counted", async ({ app }) => {
  expect(await count(app, "Unknown")).toBe(4);
  await app.getByRole("textbox", { name: "Filter rows" }).fill("deadline_tick");
  await idle(app);
  const key = "units[9].state.value.deadline_tick";
  await expect(row(app, key)).toContainText("864,511,335,401");
  await expect(row(app, key)).toContainText("borrowed type");
  await expect(row(app, "units[9].state")).toContainText("not in 1.1, borrowed from 2.0");
  await select(app, key);
  await expect(details(app)).toContainText("Part of the content of a type that 1.1 does not know");
  await expect(details(app)).toContainText("Schema of 2.0");
  expect(await (await cell(app, key, "Type")).textContent()).toContain("uint64");
});

test("a byte below a borrowed type selects the deepest field, and the row lights its bytes", async ({ app }) => {
  await app.keyboard.press("g");
  await app.keyboard.type("0x112b"); // 10 b0 ea 01: `timeout` of the watchdog
  await app.keyboard.press("Enter");
  await idle(app);
  await byte(app, 0x112c).click();
  await idle(app);
  await expect(row(app, "units[9].state.value.timeout")).toHaveAttribute("aria-selected", "true");
  await expect.poll(() => tints(app)).toEqual({ tag: `${0x112b}-${0x112c}`, length: "", value: `${0x112c}-${0x112f}` });
});

test("find meets the borrowed names, and copied JSON has them", async ({ app }) => {
  await app.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await app.keyboard.press("/");
  await expect(app.getByRole("textbox", { name: "Find in the blob" })).toBeFocused();
  await app.keyboard.type("deadline_tick");
  await idle(app);
  await app.keyboard.press("Enter");
  await idle(app);
  await expect(row(app, "units[9].state.value.deadline_tick")).toHaveAttribute("aria-selected", "true");
  await row(app, "units[9].state.value").getByRole("rowheader").click({ button: "right" });
  await app.getByRole("menuitem", { name: "Copy as JSON" }).click();
  await idle(app);
  expect(JSON.parse(await clipboard(app))).toEqual({ armed: true, timeout: 30000, deadline_tick: "864511335401" });
});
