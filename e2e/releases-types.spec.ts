import { axe, dropFolder, expect, idle, large, open, small } from "./support/app.ts";
import { field, ONE, openType, TWO, test, toReleases } from "./support/releases.ts";
import { row, select, tryExample } from "./support/screen.ts";

test("the history of fields, one by one and as the story of one", async ({ app, releases }) => {
  await dropFolder(app, releases("all", { r1: ONE, r2: ONE, r3: TWO }));
  await toReleases(app);
  await openType(app, "t.Root");
  const grid = app.getByRole("grid", { name: "Fields of t.Root over the releases" });
  // The bundled releases know nothing of this type, so they have no column.
  await expect(grid.getByRole("columnheader")).toHaveText(["No", "Field", "r1", "r2", "r3", "History"]);
  await expect(field(app, "ident")).toContainText("was id");
  await expect(field(app, "ident")).toContainText("Renamed");
  await expect(field(app, "word")).toContainText("Retyped");
  await expect(field(app, "fresh")).toContainText("Added");
  await field(app, "word").click();
  const story = app.getByRole("region", { name: "Field" });
  await expect(story.getByRole("listitem")).toHaveText([/^r1 to r2.*string word = 2;/, /^r3.*Retyped string became uint64.*t\.proto:6/]);
  await app.keyboard.press("n");
  await expect(story).toContainText("Added fresh");
  await expect(app).toHaveURL(/#\/releases\?type=t\.Root&field=3/);
  await app.keyboard.press("n");
  await expect(story).toContainText("id became ident");
  await idle(app);
  await app.reload();
  await idle(app);
  await expect(app.getByRole("heading", { level: 1 })).toHaveText("t.Root");
  await expect(story).toContainText("id became ident");
  await axe(app);
});

test("only fields with changes; types by name and by field; used by leads on", async ({ app }) => {
  await toReleases(app);
  await openType(app, "larch.virtio.Queue");
  await expect(field(app, "event_index")).toContainText("Reused");
  await expect(field(app, "event_index")).toContainText("was vector");
  await app.getByRole("button", { name: /^Only with changes/ }).click();
  await expect(app.getByRole("grid").getByRole("row")).toHaveCount(2);
  await expect(app).toHaveURL(/show=changes/);
  await app.getByRole("region", { name: "Used by" }).getByRole("button").first().click();
  await idle(app);
  await expect(app.getByRole("heading", { level: 1 })).not.toHaveText("larch.virtio.Queue");
  await app.goBack();
  await idle(app);
  await expect(app.getByRole("heading", { level: 1 })).toHaveText("larch.virtio.Queue");

  await app.keyboard.press("/");
  const search = app.getByRole("textbox", { name: "Find a type or field" });
  await expect(search).toBeFocused();
  await search.fill("drift_ppb");
  await idle(app);
  await search.press("ArrowDown");
  await app.keyboard.press("End");
  await app.keyboard.press("Enter");
  await idle(app);
  await expect(app).toHaveURL(/type=larch\.clock\.ClockState&field=\d/);
  await expect(app.getByRole("region", { name: "Field" })).toContainText("drift_ppb");
});

test("the details of Inspect tell the field's history and open its type", async ({ app }) => {
  await tryExample(app);
  await select(app, "init_state.machine_name");
  const details = app.getByRole("region", { name: "Details" });
  await expect(details.getByRole("heading", { name: /^Across releases/ })).toBeVisible();
  await expect(details).toContainText("Added");
  await details.getByRole("button", { name: "Open type" }).click();
  await idle(app);
  await expect(app.getByRole("heading", { level: 1 })).toHaveText("larch.ServicingInitState");
  await expect(field(app, "machine_name")).toHaveAttribute("aria-selected", "true");
  await app.goBack();
  await idle(app);
  await expect(row(app, "init_state.machine_name")).toHaveAttribute("aria-selected", "true");
});

for (const [word, size] of [
  ["large", large],
  ["small", small],
] as const) {
  for (const theme of ["light", "dark"] as const) {
    test(`axe finds nothing in a ${word} ${theme} window, with and without a type`, async ({ page }) => {
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme: theme });
      await open(page, "/#/releases");
      await axe(page);
      await openType(page, "larch.virtio.Queue");
      await field(page, "event_index").click();
      await idle(page);
      await axe(page);
    });
  }
}

test("in a small window the fields that use a type keep their names", async ({ app, releases }) => {
  const whole =
    "message FullSavedState {\n  Part floppy_primary = 1;\n  Part floppy_secondary = 2;\n}\nmessage Part {\n  uint32 id = 1;\n}\n";
  const text = `syntax = "proto3";\npackage chipset.winbond83977_superio_nonstub.long;\n${whole}`;
  await dropFolder(app, releases("set", { r1: text }));
  await app.setViewportSize(small);
  await toReleases(app);
  await openType(app, "long.Part");
  const users = app.getByRole("region", { name: "Used by" }).getByRole("button");
  await expect(users).toHaveCount(2);
  for (const name of [".floppy_primary", ".floppy_secondary"]) {
    const field = users.getByText(name, { exact: true });
    expect(await field.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0);
    const edge = await field.evaluate((element) => element.closest("section")!.getBoundingClientRect().right);
    expect((await field.boundingBox())!.x + (await field.boundingBox())!.width).toBeLessThanOrEqual(edge);
  }
});
