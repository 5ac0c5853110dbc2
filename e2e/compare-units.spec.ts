import { createHash } from "node:crypto";
import { encodeText } from "../src/wire/text.ts";
import { dropFiles, expect, idle, test } from "./support/app.ts";
import { press, selected, tree } from "./support/compare.ts";

const UNITS = 6000;

/** A machine of many units, each with a number in its state. */
const machine = (first: number) =>
  encodeText(
    Array.from(
      { length: UNITS },
      (_, i) => `2: {1: "unit-${i}" 2: {1: "type.googleapis.com/larch.clock.SavedState" 2: {1: ${first + i}}}}`,
    ).join(" "),
  );

test("of thousands of units with changes only those in sight are drawn; keys, a click and the palette go to each", async ({ app }) => {
  const sides = [machine(1), machine(2)];
  await dropFiles(
    app,
    sides.map((content, i) => ({ name: `machine-${i}.bin`, content: Buffer.from(content) })),
  );
  const [a, b] = sides.map((content) => createHash("sha256").update(content).digest("hex"));
  await app.evaluate((hash) => location.assign(hash), `#/compare?a=${a}&b=${b}`);
  await expect(tree(app)).toBeVisible();
  await idle(app);
  const units = app.getByRole("complementary", { name: "Changes by unit" });
  await expect(units).toContainText("6,000 parts");
  const lines = units.getByRole("button", { name: /^unit-/ });
  expect(await lines.count()).toBeLessThan(100);
  await tree(app).focus();
  await press(app, "u", "End");
  const last = units.getByRole("button", { name: /^unit-4999/ });
  await expect(last).toBeFocused();
  expect(await lines.count()).toBeLessThan(100);
  await expect(units).toContainText("1,000 more with changes");
  await press(app, "Enter");
  await expect(selected(app)).toHaveAttribute("data-key", /^units\[4999\]/);
  await expect(last).toHaveAttribute("aria-current", "true");
  // A step goes on from there, and the list follows.
  await tree(app).focus();
  await press(app, "p");
  await expect(selected(app)).toHaveAttribute("data-key", /^units\[4998\]/);
  await expect(units.getByRole("button", { name: /^unit-4998/ })).toHaveAttribute("aria-current", "true");
  await app.keyboard.press("ControlOrMeta+k");
  await app.keyboard.type("Go to unit-17");
  await press(app, "Enter");
  await expect(selected(app)).toHaveAttribute("data-key", /^units\[17\]/);
  await expect(units.getByRole("button", { name: /^unit-17:/ })).toHaveAttribute("aria-current", "true");
});
