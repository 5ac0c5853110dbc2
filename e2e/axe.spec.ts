import { axe, dropFiles, expect, idle, large, small, test } from "./support/app.ts";
import { readWith, row, select, tree, tryExample } from "./support/screen.ts";

for (const colorScheme of ["light", "dark"] as const) {
  for (const viewport of [large, small]) {
    test.describe(`${colorScheme}, ${viewport.width}x${viewport.height}: axe finds nothing`, () => {
      test.use({ colorScheme, viewport });

      test("on the open example with a row selected and find open, with a menu, and with the types", async ({ app }) => {
        await tryExample(app);
        await readWith(app, /^1\.1/);
        await select(app, "init_state.#9");
        await app.keyboard.press("/");
        await app.keyboard.type("feature");
        await idle(app);
        await app.keyboard.press("Enter");
        await idle(app);
        await expect(app.getByRole("search").getByRole("status")).toContainText(/\d of \d/);
        await axe(app);
        if (viewport === small) return; // what follows floats above the same page, whatever its size
        await app.keyboard.press("Escape");
        await row(app, "units[1]").getByRole("rowheader").click({ button: "right" });
        await expect(app.getByRole("menu")).toBeVisible();
        await axe(app, '[role="menu"]');
        await app.keyboard.press("Escape");
        await app.getByRole("button", { name: /^Root type / }).click();
        await expect(app.getByRole("option").first()).toBeVisible();
        await axe(app, '[role="dialog"]');
      });

      test("on help, palette, paste dialog and releases", async ({ app }) => {
        await tryExample(app);
        await app.keyboard.press("?");
        await expect(app.getByRole("dialog", { name: "Shortcuts and help" })).toBeVisible();
        await axe(app);
        await app.keyboard.press("Escape");
        await app.keyboard.press("Control+K");
        await expect(app.getByRole("combobox", { name: "Type a command" })).toBeFocused();
        await axe(app);
        for (const [command, dialog] of [
          ["paste hex", "Paste a blob as text"],
          ["show the registered releases", "Registered releases"],
        ] as const) {
          await app.keyboard.type(command);
          await app.keyboard.press("Enter");
          await expect(app.getByRole("dialog", { name: dialog })).toBeVisible();
          await axe(app, '[role="dialog"]');
          await app.keyboard.press("Escape");
          await expect(app.getByRole("dialog")).toHaveCount(0);
          await app.keyboard.press("Control+K");
        }
      });

      test("on problems of an import, a damaged blob and a filter without hits", async ({ app }) => {
        await dropFiles(app, [
          { name: "cut.zip", content: "PK\u0003\u0004 and no more" },
          { name: "damaged.bin", content: Buffer.from("0a05636c6f636b1285ff", "hex") },
        ]);
        await expect(tree(app)).toBeVisible();
        await app.keyboard.press("n");
        await idle(app);
        const shown = app.getByRole("alert", { name: "Not opened" });
        if ((await shown.count()) === 0) await app.getByRole("button", { name: /not opened: show why$/ }).click();
        await expect(shown).toBeVisible();
        await axe(app);
        if (viewport === small) await app.keyboard.press("Escape");
        await app
          .getByRole("toolbar", { name: "Filter by status" })
          .getByRole("button", { name: /^Mismatched/ })
          .click();
        await expect(app.getByRole("button", { name: "Clear the filter" })).toBeVisible();
        await axe(app);
      });
    });
  }
}
