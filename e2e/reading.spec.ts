import { expect, idle, test } from "./support/app.ts";
import { chip, count, details, keysInSight, readWith, row, rows, select, tree, tryExample } from "./support/screen.ts";

test.beforeEach(async ({ app }) => tryExample(app));

test("the root type is detected, can be changed, and detected again", async ({ app }) => {
  const head = app.getByRole("region", { name: "Blob" });
  await expect(head.getByText("detected", { exact: true })).toBeVisible();
  await app.getByRole("button", { name: "Root type larch.ServicingState: choose another" }).click();
  const types = app.getByRole("dialog", { name: "Root type" });
  await expect(types.getByRole("option").first()).toContainText("larch.ServicingState");
  await app.keyboard.type("snapshot.Snapshot");
  await app.keyboard.press("Enter");
  await idle(app);
  await expect(app.getByRole("button", { name: "Root type larch.snapshot.Snapshot: choose another" })).toBeVisible();
  await expect(head.getByText("detected", { exact: true })).toHaveCount(0);
  expect(await keysInSight(app)).not.toContain("init_state");
  await app.getByRole("button", { name: /^Root type / }).click();
  await app.keyboard.type("detect");
  await types.getByRole("option", { name: "Detect the root type again" }).click();
  await idle(app);
  await expect(app.getByRole("button", { name: "Root type larch.ServicingState: choose another" })).toBeVisible();
  await expect(row(app, "init_state.machine_name")).toBeVisible();
});

test("Escape leaves the root as it is and gives the focus back", async ({ app }) => {
  const button = app.getByRole("button", { name: /^Root type / });
  await button.focus();
  await app.keyboard.press("Enter");
  await expect(app.getByRole("combobox", { name: "Find a type" })).toBeFocused();
  await app.keyboard.press("Escape");
  await expect(app.getByRole("dialog")).toHaveCount(0);
  await expect(button).toBeFocused();
});

test("an older release finds unknown fields, and counts and lists them", async ({ app }) => {
  expect(await count(app, "Unknown")).toBe(0);
  await readWith(app, /^1\.1/);
  expect(await count(app, "Unknown")).toBeGreaterThan(0);
  await expect(row(app, "init_state")).toContainText(/\d+ unknown inside/);
  await chip(app, "Unknown").click();
  await idle(app);
  const unknown = rows(app).and(app.locator('[data-status="unknown"]')).first();
  await expect(unknown).toContainText("Unknown");
  await unknown.getByRole("rowheader").click();
  await idle(app);
  await expect(details(app)).toContainText("Unknown to 1.1");
  await expect(details(app)).toContainText(/1\.1 has no field \d+ in larch\./);
  await readWith(app, /^2\.0/);
  expect(await count(app, "Unknown")).toBe(0);
});

test("the selection survives a change of release", async ({ app }) => {
  await select(app, "init_state.machine_name");
  await readWith(app, /^1\.0/);
  await expect(row(app, "init_state.machine_name")).toHaveAttribute("aria-selected", "true");
});

test("without a schema the wire is shown raw: numbers, wire types, guesses", async ({ app }) => {
  await readWith(app, "No schema (raw)");
  await expect(app.getByRole("button", { name: "Read with no schema: choose a release" })).toBeVisible();
  await expect(app.getByRole("button", { name: /^Root type / })).toHaveCount(0);
  expect(await count(app, "Known")).toBe(0);
  expect(await count(app, "Defaulted")).toBe(0);
  expect(await count(app, "Malformed")).toBe(0);
  const first = rows(app).first();
  await expect(first).toContainText("#1");
  await expect(first).toContainText("LEN");
  await expect(first).toContainText("Unknown");
  await first.getByRole("rowheader").click();
  await idle(app);
  await expect(details(app).getByRole("list", { name: "Readings of the value" })).toContainText("guess");
  await expect(app.getByRole("contentinfo")).toContainText("Read without a schema");
});

test("the choice is remembered for the content of the blob, also after a reload", async ({ app }) => {
  await readWith(app, /^1\.0/);
  await app.goto("/");
  await app.reload();
  await idle(app);
  await app.getByRole("button", { name: "Try the example" }).click();
  await idle(app);
  await expect(app.getByRole("button", { name: "Read with 1.0: choose a release" })).toBeVisible();
  await expect(tree(app)).toBeVisible();
});
