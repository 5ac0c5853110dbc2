import { clipboard, dropFiles, dropFolder, expect, idle, open } from "./support/app.ts";
import { compareExamples, details, files, rowNamed, selected, side, tree } from "./support/compare.ts";
import { ONE, TWO, test } from "./support/releases.ts";

test("each head says whether its blob restores on the release that reads it, and leads to the findings", async ({ page }) => {
  await compareExamples(page);
  const verdict = (name: "A" | "B") => side(page, name).locator("[data-verdict]");
  await expect(verdict("A")).toHaveText("restores");
  await expect(verdict("B")).toHaveText("restores");
  await side(page, "A")
    .getByRole("button", { name: /read with/ })
    .click();
  await page.getByRole("menuitemradio", { name: /^2\.0/ }).click();
  await idle(page);
  await expect(verdict("A")).toHaveText(/^fails/);
  await expect(verdict("A")).toHaveAccessibleName(/^A on 2\.0: fails.* at units\[7\].*Show it in Inspect/);
  await verdict("A").click();
  await idle(page);
  await expect(page.getByRole("heading", { level: 1, name: "machine-1.1.bin" })).toBeVisible();
  await expect(page.getByText("Fails on 2.0:")).toBeVisible();
  await expect(page.locator('[role="treegrid"] [aria-selected="true"]')).toHaveAttribute("data-key", /^units\[7\]\.state\.value\.nvram/);
  // One way there, one step back.
  await page.goBack();
  await idle(page);
  await expect(tree(page)).toBeVisible();
  await expect(verdict("A")).toHaveText(/^fails/);
});

test("where the comparison is coarse is said in words, and gone to", async ({ page, releases }) => {
  await open(page, "/#/compare");
  await dropFolder(
    page,
    releases("coarse", { r1: 'syntax = "proto3";\npackage t;\nmessage Root {\n  repeated string names = 1;\n  uint32 id = 2;\n}\n' }),
  );
  await expect(page.getByText("Release r1 is registered")).toHaveCount(0);
  // 4,500 texts of few kinds, and the same in reverse: no key tells them apart.
  let state = 7;
  const parts = Array.from({ length: 4_500 }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Buffer.from([10, 2, 0x61, 0x61 + (Math.floor(state / 65_536) % 5)]);
  });
  await dropFiles(page, [{ name: "one.bin", content: Buffer.concat(parts) }], '[data-side="a"]');
  await dropFiles(page, [{ name: "two.bin", content: Buffer.concat(parts.toReversed()) }], '[data-side="b"]');
  for (const name of ["A", "B"] as const) {
    await side(page, name)
      .getByRole("button", { name: /read with/ })
      .click();
    await page.getByRole("menuitemradio", { name: /^r1/ }).click();
    await idle(page);
  }
  const says = page.getByRole("status").filter({ hasText: "the comparison is coarse" });
  await expect(says).toContainText("At names the comparison is coarse: 4,500 and 4,500 elements that no key tells apart");
  await expect(says).toContainText("they are paired by order");
  await says.getByRole("button", { name: "Show it" }).click();
  await idle(page);
  await expect(selected(page)).toHaveAttribute("data-key", "*names[0]|");
  await expect(selected(page)).toContainText("coarse");
  await expect(tree(page)).toBeVisible();
});

test("a link whose release is not registered says so, and goes on when its schemas come", async ({ page, releases, watched }) => {
  watched.expected.push(/nothing/);
  const folder = releases("late", { r1: ONE, r2: TWO });
  const blob = { name: "t.bin", content: Uint8Array.from([8, 5, 18, 1, 0x78]) };
  await open(page, "/#/compare");
  await dropFolder(page, folder);
  await dropFiles(page, [blob], '[data-side="a"]');
  await dropFiles(page, [{ ...blob, content: Uint8Array.from([8, 6, 18, 1, 0x78]) }], '[data-side="b"]');
  for (const name of ["A", "B"] as const) {
    await side(page, name)
      .getByRole("button", { name: /read with/ })
      .click();
    await page.getByRole("menuitemradio", { name: /^r1/ }).click();
    await idle(page);
  }
  await rowNamed(page, /^id/).getByRole("rowheader").click();
  await idle(page);
  await expect(page).toHaveURL(/a-release=r1/);
  const link = page.url();

  // Another browser, which has neither the blobs nor the release.
  const other = await page.context().browser()!.newContext();
  const fresh = await other.newPage();
  await open(fresh, link);
  await expect(fresh.getByRole("heading", { name: "This comparison needs two files" })).toBeVisible();
  await expect(fresh.getByText("read with r1").first()).toBeVisible();
  await dropFiles(fresh, [blob, { ...blob, name: "u.bin", content: Uint8Array.from([8, 6, 18, 1, 0x78]) }]);
  await expect(fresh.getByRole("heading", { name: "The sides are not compared" })).toBeVisible();
  await expect(
    fresh.getByText("Release r1 is not registered in this window. Drop its schemas, or read the side with another release."),
  ).toBeVisible();
  await dropFolder(fresh, folder);
  await expect(rowNamed(fresh, /^id/)).toHaveAttribute("aria-selected", "true");
  await expect(details(fresh)).toContainText("Both sides have the field, with different values.");
  await other.close();
});

test("other files dropped on a side of a comparison take its place, and what was open is forgotten", async ({ page }) => {
  await compareExamples(page);
  await dropFiles(page, [{ name: "again.bin", content: files[1]!.content }], '[data-side="a"]');
  await expect(page.getByText("Both sides are the same, on the wire too.")).toBeVisible();
});

test("with two blobs open, the second is a press away", async ({ page }) => {
  await open(page);
  await dropFiles(page, files);
  await idle(page);
  await page.getByRole("link", { name: "Compare" }).click();
  await idle(page);
  await page.getByRole("button", { name: /^Compare with machine-/ }).click();
  await idle(page);
  await expect(tree(page)).toBeVisible();
  await expect(side(page, "A")).toContainText(/machine-(1\.1|2\.0)\.bin/);
  await expect(side(page, "B")).toContainText(/machine-(1\.1|2\.0)\.bin/);
});

test("a side whose blob was closed waits for it, and takes it back with Undo", async ({ page }) => {
  await open(page);
  await dropFiles(page, files);
  await page.getByRole("link", { name: "Compare" }).click();
  await page.getByRole("button", { name: /^Compare with machine-/ }).click();
  await expect(tree(page)).toBeVisible();
  await page.getByRole("link", { name: "Inspect" }).click();
  await page.keyboard.press("Control+K");
  await page.getByRole("combobox").fill("Close this blob");
  await page.keyboard.press("Enter");
  await idle(page);
  await page.getByRole("link", { name: "Compare" }).click();
  await idle(page);
  await expect(page.getByRole("heading", { name: "This comparison needs a file" })).toBeVisible();
  await expect(page.getByText("is not open: drop it here")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await idle(page);
  await page.getByRole("link", { name: "Compare" }).click();
  await expect(tree(page)).toBeVisible();
});

test("an error while a workspace is drawn is a sentence, and the rest goes on", async ({ page, watched }) => {
  watched.expected.push(/made by the test/);
  await open(page);
  await dropFiles(page, files);
  const heading = page.getByRole("heading", { level: 1, name: "machine-1.1.bin" });
  await expect(heading).toBeVisible();
  await page.evaluate(() => {
    document.documentElement.dataset.broken = "true";
    const { slice } = String.prototype;
    // The heads of the sides keep all of so short a name, those of Inspect do not.
    String.prototype.slice = function (this: string, from?: number, to?: number) {
      if (document.documentElement.dataset.broken && String(this) === "machine-1.1.bin" && from === 0 && to === undefined)
        throw new Error("made by the test");
      return slice.call(this, from, to);
    };
  });
  await page.getByRole("link", { name: "Compare" }).click();
  const said = page.getByRole("alert", { name: "Compare cannot be shown" });
  await expect(said).toContainText("An error of the app, not of your files: made by the test");
  await said.getByRole("button", { name: "Copy the error" }).click();
  expect(await clipboard(page)).toContain("Compare cannot be shown: made by the test");
  await page.getByRole("link", { name: "Inspect" }).click();
  await expect(heading).toBeVisible();
  await page.getByRole("link", { name: "Compare" }).click();
  await expect(said).toBeVisible();
  await page.evaluate(() => document.documentElement.removeAttribute("data-broken"));
  await said.getByRole("button", { name: "Show again" }).click();
  await expect(page.getByRole("heading", { name: /^Choose what to compare with/ })).toBeVisible();
});

test("many blobs that are opened while two are compared leave these where they are", async ({ page }) => {
  await compareExamples(page);
  const many = Array.from({ length: 3 }, (_, i) => ({ name: `more-${i}.bin`, content: Buffer.from([8, i]) }));
  await dropFiles(page, many);
  await expect(page.getByText("3 blobs are open; the comparison stays")).toBeVisible();
  await expect(side(page, "A")).toContainText("machine-1.1.bin");
  await expect(side(page, "B")).toContainText("machine-2.0.bin");
  await expect(tree(page)).toBeVisible();
  await side(page, "B")
    .getByRole("button", { name: /^Side B: machine-2\.0\.bin/ })
    .click();
  await expect(page.getByRole("menuitemradio", { name: "more-1.bin" })).toBeVisible();
});

test("another blob on a side leaves nothing selected of the comparison before", async ({ page }) => {
  await compareExamples(page);
  await tree(page).focus();
  await page.keyboard.press("n");
  await idle(page);
  await expect(details(page).getByRole("heading", { name: "Value" })).toBeVisible();
  await expect(page.getByText(/^1 of \d+$/)).toBeVisible();
  await side(page, "B")
    .getByRole("button", { name: /^Side B: machine-2\.0\.bin/ })
    .click();
  await page.getByRole("menuitemradio", { name: "machine-1.1.bin" }).click();
  await idle(page);
  await expect(page.getByText("Both sides are the same, on the wire too.")).toBeVisible();
  await expect(details(page).getByRole("heading", { name: "Value" })).toHaveCount(0);
  await expect(page.getByText(/^\d+ of 0$/)).toHaveCount(0);
});

test("beside one blob of the user's the empty side asks for another, or for the same one read with another release", async ({ page }) => {
  await open(page, "/#/compare");
  await dropFiles(page, [files[0]!], '[data-side="a"]');
  await expect(page.getByRole("heading", { name: "Choose what to compare with, on side B" })).toBeVisible();
  const [first] = await page.getByRole("region", { name: "Nothing to compare yet" }).getByRole("button").all();
  await expect(first!).toHaveText("Choose a blob for B");
  const chooser = page.waitForEvent("filechooser");
  await first!.click();
  await (await chooser).setFiles({ name: "machine-2.0.bin", mimeType: "", buffer: Buffer.from(files[1]!.content) });
  await idle(page);
  await expect(side(page, "A")).toContainText("machine-1.1.bin");
  await expect(side(page, "B")).toContainText("machine-2.0.bin");
  await side(page, "B")
    .getByRole("button", { name: /^Side B: machine-2\.0\.bin/ })
    .click();
  const same = page.getByRole("group", { name: "The blob of A, read with" });
  // The one that reads it on A is no other.
  await expect(same.getByRole("menuitemradio", { name: /^1\.1/ })).toHaveCount(0);
  await same.getByRole("menuitemradio", { name: /^2\.0/ }).click();
  await idle(page);
  await expect(side(page, "B")).toContainText("machine-1.1.bin");
  await expect(side(page, "B")).toContainText(/read with 2\.0/);
  await expect(tree(page)).toBeVisible();
});
