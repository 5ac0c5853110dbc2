import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { encodeText } from "../src/wire/text.ts";
import { dropFiles, dropFolder, expect, idle, test } from "./support/app.ts";
import { details } from "./support/screen.ts";

/** One release with a list of its units, one without. */
const PROTO = `syntax = "proto3"; package t; import "google/protobuf/any.proto";
message Root { uint32 id = 1; repeated Unit units = 4; } message Unit { string name = 1; google.protobuf.Any state = 2; }`;

test("the list of units that a release carries is kept by the browser, and judges names after a reload", async ({ app, page }, info) => {
  const dir = info.outputPath("drop");
  for (const release of ["r1", "r2"]) {
    mkdirSync(path.join(dir, "set", release), { recursive: true });
    writeFileSync(path.join(dir, "set", release, "t.proto"), PROTO);
  }
  writeFileSync(path.join(dir, "set/r2/units.json"), '["clock", "rtc"]');
  await dropFolder(app, path.join(dir, "set"));
  const judge = async () => {
    await dropFiles(page, [{ name: "units.bin", content: encodeText('1: 300 4: {1: "clock"} 4: {1: "hpet"} 4: {1: "rtc"}') }]);
    const strip = page.getByRole("toolbar", { name: /^Restores on/ });
    await expect(strip.getByRole("button", { name: /^r1 restores/ })).toBeVisible();
    await strip.getByRole("button", { name: /^r2 fails/ }).click();
    await idle(page);
    await page.keyboard.press("v");
    await idle(page);
    await expect(details(page)).toContainText("unknown unit name");
    await expect(page.getByRole("treegrid").getByRole("row", { selected: true })).toHaveAttribute("data-key", "units[1].name");
  };
  await judge();
  await page.reload();
  await idle(page);
  await judge();
});

test("two units of one name are told where the release that reads has no list of units, though it restores", async ({
  app,
  page,
}, info) => {
  const dir = info.outputPath("drop");
  mkdirSync(path.join(dir, "r1"), { recursive: true });
  writeFileSync(path.join(dir, "r1/t.proto"), PROTO);
  await dropFolder(app, path.join(dir, "r1"));
  await dropFiles(page, [{ name: "twice.bin", content: encodeText('1: 300 4: {1: "clock"} 4: {1: "rtc"} 4: {1: "clock"}') }]);
  const says = "a second unit of the name clock: a restore fails with duplicate unit name";
  const strip = page.getByRole("toolbar", { name: /^Restores on/ });
  await expect(strip.getByRole("button", { name: new RegExp(`^r1 restores, note: ${says}`) })).toBeVisible();
  const notes = page.getByRole("region", { name: "Notes on r1" });
  await expect(notes).toContainText(`Note on r1: ${says}, at units[2]`);
  await notes.getByRole("button", { name: "Show it" }).click();
  await idle(page);
  await expect(page.getByRole("treegrid").getByRole("row", { selected: true })).toHaveAttribute("data-key", "units[2]");
});
