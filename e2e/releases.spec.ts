import { cpSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { axe, dropFiles, dropFolder, expect, idle } from "./support/app.ts";
import { act, field, list, names, ONE, openType, release, saved, TWO, test, toReleases } from "./support/releases.ts";
import { readWith, row } from "./support/screen.ts";

const schemas = fileURLToPath(new URL("../schemas", import.meta.url));

test("a folder of releases comes in order and is there again after a reload", async ({ app, releases }) => {
  await dropFolder(app, releases("all", { "10": ONE, "9": TWO, main: TWO.replace("Root", "Other") }, ["10", "9", "main"]));
  await toReleases(app);
  expect(await names(app)).toEqual(["0.9", "1.0", "1.1", "2.0", "10", "9", "main"]);
  await expect(release(app, "10")).toHaveText(/kept\s*1 type/);
  await app.reload();
  await idle(app);
  expect(await names(app)).toEqual(["0.9", "1.0", "1.1", "2.0", "10", "9", "main"]);
  await dropFiles(app, [{ name: "x.bin", content: Buffer.from("082a", "hex") }]);
  await readWith(app, /^9/);
  await expect(row(app, "ident")).toContainText("42");
});

test("releases are put in order by keys, and stay so", async ({ app, releases }) => {
  await dropFolder(app, releases("all", { a: ONE, b: TWO }));
  await toReleases(app);
  await release(app, "b").focus();
  await app.keyboard.press("ControlOrMeta+Shift+ArrowUp");
  await idle(app);
  await expect(app.getByRole("status").filter({ hasText: "b is 5 of 6" })).toHaveCount(1);
  await expect(release(app, "b")).toBeFocused();
  await app.keyboard.press("[");
  await idle(app);
  expect(await names(app)).toEqual(["0.9", "1.0", "1.1", "b", "2.0", "a"]);
  await app.keyboard.press("Home");
  await expect(release(app, "0.9")).toBeFocused();
  await app.keyboard.press("]");
  await idle(app);
  await app.reload();
  await idle(app);
  expect(await names(app)).toEqual(["1.0", "0.9", "1.1", "b", "2.0", "a"]);
});

test("releases are put in order by dragging", async ({ app, releases }) => {
  await dropFolder(app, releases("all", { a: ONE, b: TWO }));
  await toReleases(app);
  await release(app, "b").dragTo(release(app, "0.9"), { targetPosition: { x: 40, y: 3 } });
  await idle(app);
  expect(await names(app)).toEqual(["b", "0.9", "1.0", "1.1", "2.0", "a"]);
});

test("a release is renamed; a name that is taken is refused", async ({ app, releases }) => {
  await dropFolder(app, releases("all", { a: ONE, b: TWO }));
  await dropFiles(app, [{ name: "x.bin", content: Buffer.from("082a", "hex") }]);
  await readWith(app, /^a/);
  await toReleases(app);
  await release(app, "a").focus();
  await app.keyboard.press("F2");
  const input = app.getByRole("textbox", { name: "New name of a" });
  await input.fill("b");
  await input.press("Enter");
  await expect(app.getByRole("alert").filter({ hasText: "Another release is called b." })).toBeVisible();
  await input.fill("1.7.2511");
  await input.press("Enter");
  await idle(app);
  await expect(release(app, "1.7.2511")).toBeFocused();
  await app.getByRole("link", { name: "Inspect" }).click();
  await idle(app);
  await expect(app.getByRole("button", { name: "Read with 1.7.2511: choose a release" })).toBeVisible();
  await app.reload();
  await idle(app);
  await toReleases(app);
  expect(await names(app)).toEqual(["0.9", "1.0", "1.1", "2.0", "1.7.2511", "b"]);
});

test("a removed release comes back by Undo, to its place; a bundled one too", async ({ app, releases }) => {
  await dropFolder(app, releases("all", { a: ONE, b: TWO }));
  await toReleases(app);
  await release(app, "a").focus();
  await app.keyboard.press("Delete");
  await idle(app);
  await expect(release(app, "b")).toBeFocused();
  await expect(app.getByText("Removed a, 1 file", { exact: true })).toBeVisible();
  expect(await names(app)).toEqual(["0.9", "1.0", "1.1", "2.0", "b"]);
  await app.getByRole("button", { name: "Undo" }).click();
  await idle(app);
  expect(await names(app)).toEqual(["0.9", "1.0", "1.1", "2.0", "a", "b"]);
  await act(app, "1\\.0", "Remove");
  await act(app, "b", "Remove");
  await app.reload();
  await idle(app);
  expect(await names(app)).toEqual(["0.9", "1.1", "2.0", "a"]);
  await app.getByRole("button", { name: "More about the releases" }).click();
  await app.getByRole("menuitem", { name: "Show the examples again" }).click();
  await idle(app);
  expect(await names(app)).toEqual(["0.9", "1.0", "1.1", "2.0", "a"]);
});

test("what was exported comes back equal by an import", async ({ app, folder }) => {
  cpSync(path.join(schemas, "2.0"), path.join(folder, "all", "newer"), { recursive: true });
  cpSync(path.join(schemas, "1.1"), path.join(folder, "all", "older"), { recursive: true });
  writeFileSync(path.join(folder, "all", "releases.json"), '["older", "newer"]');
  await dropFolder(app, path.join(folder, "all"));
  await toReleases(app);
  await expect(list(app).getByText("the same files as 2.0")).toBeVisible();
  const exporting = async () => {
    await app.getByRole("button", { name: "More about the releases" }).click();
    await app.getByRole("menuitem", { name: "Export your releases" }).click();
  };
  const first = await saved(app, exporting);
  expect(first.name).toBe("releases.zip");
  await dropFiles(app, [first]);
  await expect(app.getByRole("status").filter({ hasText: "2 releases are registered already, with the same files" })).toBeVisible();
  await act(app, "older", "Remove");
  await act(app, "newer", "Remove");
  await dropFiles(app, [first]);
  expect(await names(app)).toEqual(["0.9", "1.0", "1.1", "2.0", "older", "newer"]);
  const second = await saved(app, exporting);
  expect(second.content.equals(first.content)).toBe(true);
  const one = await saved(app, () => act(app, "older", "Export as zip"));
  expect(one.name).toBe("older.zip");
});

test("a name that is taken asks: replace, keep both, or leave", async ({ app, releases, folder }) => {
  await dropFolder(app, releases("all", { a: ONE }));
  await toReleases(app);
  const again = releases("again", { a: TWO, "2.0": TWO });
  await dropFolder(app, again);
  const dialog = app.getByRole("dialog", { name: "2 releases have names that are taken" });
  await axe(app);
  await dialog
    .getByRole("group", { name: /^2\.0/ })
    .getByRole("radio", { name: /^Keep both/ })
    .check();
  await dialog.getByRole("button", { name: "Apply" }).click();
  await idle(app);
  expect(await names(app)).toEqual(["0.9", "1.0", "1.1", "2.0", "a", "2.0 (2)"]);
  await openType(app, "t.Root");
  await expect(field(app, "fresh")).toBeVisible();
  writeFileSync(path.join(folder, "all", "a", "t.proto"), ONE.replace("word", "text"));
  await dropFolder(app, path.join(folder, "all"));
  await app.keyboard.press("Escape");
  await idle(app);
  await expect(app.getByRole("dialog")).toHaveCount(0);
  await expect(field(app, "text")).toHaveCount(0);
  await dropFolder(app, path.join(folder, "all"));
  await app.getByRole("button", { name: "Replace", exact: true }).click();
  await idle(app);
  await expect(field(app, "text")).toHaveCount(1);
  await expect(app.getByText("Replaced a", { exact: true })).toHaveCount(2);
  await axe(app);
  await app.getByRole("button", { name: "Undo" }).last().click();
  await idle(app);
  await expect(field(app, "text")).toHaveCount(0);
  await expect(field(app, "fresh")).toBeVisible();
  expect(await names(app)).toEqual(["0.9", "1.0", "1.1", "2.0", "a", "2.0 (2)"]);
});

test("files with problems are listed with line and column; the rest is used", async ({ app, releases }) => {
  const at = releases("all", { a: ONE });
  writeFileSync(path.join(at, "a", "bad.proto"), 'syntax = "proto3";\n\nmessage Broken {\n  uint32 = 1;\n}\n');
  await dropFolder(app, at);
  await toReleases(app);
  await expect(list(app)).toContainText("bad.proto:4:10:");
  await expect(list(app)).toContainText("The other file is in use.");
});
