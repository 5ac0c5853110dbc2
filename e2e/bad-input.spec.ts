import type { Page } from "@playwright/test";
import { zipSync } from "fflate";
import { dropFiles, dropFolder, expect, idle } from "./support/app.ts";
import { test } from "./support/releases.ts";
import { count, details, exampleBytes, openBlobs, readWith, row, rows, select, tree, tryExample } from "./support/screen.ts";

const selected = (page: Page) => tree(page).locator('[aria-selected="true"]');

/** Drops one file beside the open example, checks that it is shown and that the example is still there. */
async function dropBeside(page: Page, name: string, content: Uint8Array | string): Promise<void> {
  await tryExample(page);
  await dropFiles(page, [{ name, content }]);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
  await expect(tree(page)).toBeVisible();
  await expect(openBlobs(page)).toHaveCount(2);
}

/** The example is as it was: nothing of it was lost to what was opened beside it. */
async function exampleStands(page: Page): Promise<void> {
  await openBlobs(page)
    .getByRole("button", { name: /^machine-2\.0\.bin/ })
    .click();
  await idle(page);
  await expect(row(page, "init_state.machine_name")).toContainText("build-farm-03");
}

test("a PNG is opened, and called a PNG", async ({ app }) => {
  const head = Buffer.from("89504e470d0a1a0a0000000d49484452000000100000001008060000001ff3ff61", "hex");
  await dropBeside(app, "screen.png", Buffer.concat([head, Buffer.alloc(200, 0xa5)]));
  await expect(app.getByRole("region", { name: "Blob" })).toContainText(/starts like a PNG image/);
  expect(await count(app, "Malformed")).toBeGreaterThan(0);
  await exampleStands(app);
});

test("an empty folder is told to be empty", async ({ app, folder }) => {
  await dropFolder(app, folder);
  await expect(app.getByRole("status").filter({ hasText: "There is no file in it" })).toBeVisible();
});

test("a text file is opened, and called text", async ({ app }) => {
  await dropBeside(app, "notes.txt", "Meeting notes.\nThe restore failed on the second host; logs are attached.\n");
  await expect(app.getByRole("region", { name: "Blob" })).toContainText(/is text, not binary/);
  await exampleStands(app);
});

test("text that would turn around, or break the line, is spelled in the row and in the details", async ({ app }) => {
  const bytes = Buffer.from(exampleBytes("machine-2.0.bin"));
  const name = Buffer.from("\u202eevil\u202c\n\\n");
  expect(name.length).toBe("build-farm-03".length);
  name.copy(bytes, bytes.indexOf("build-farm-03"));
  await dropBeside(app, "named.bin", bytes);
  const shown = "\\u202eevil\\u202c\\n\\\\n";
  await expect(row(app, "init_state.machine_name")).toContainText(shown);
  await row(app, "init_state.machine_name").click();
  await idle(app);
  await expect(details(app)).toContainText(shown);
  expect(await app.locator("body").textContent()).not.toContain("\u202e");
});

test("a file name that would turn around is spelled, in the list, the head and among what was not opened", async ({ app }) => {
  const zip = zipSync({ "a\u202egnp.bin": Uint8Array.of(8, 1), "b\u0007.bin": Uint8Array.of(8, 2) });
  await dropFiles(app, [{ name: "odd.zip", content: zip }]);
  await expect(app.getByRole("heading", { level: 1 })).toHaveText("a\\u202egnp.bin");
  await expect(openBlobs(app)).toContainText(["a\\u202egnp.bin"]);
  await expect(app.getByRole("alert", { name: "Not opened" })).toContainText("b\\u0007.bin: its path holds a control character");
  const text = await app.locator("body").textContent();
  for (const unseen of ["\u202e", "\u0007"]) expect(text).not.toContain(unseen);
});

test("a truncated blob: `n` and `p` go to the place where it was cut", async ({ app }) => {
  await dropBeside(app, "cut.bin", exampleBytes("damaged-cut.bin"));
  expect(await count(app, "Malformed")).toBe(1);
  await app.keyboard.press("n");
  await idle(app);
  await expect(selected(app)).toHaveAttribute("data-key", "units[5]");
  await expect(selected(app)).toContainText("Malformed");
  await expect(details(app)).toContainText(/eof parsing a byte array/);
  await expect(row(app, "units[4]")).toBeVisible(); // what came before can be read
  await app.keyboard.press("p");
  await idle(app);
  await expect(selected(app)).toHaveAttribute("data-key", "units[5]");
  await exampleStands(app);
});

test("a damaged blob: `n` walks every problem, in order and round", async ({ app }) => {
  await dropBeside(app, "damaged.bin", exampleBytes("damaged-bytes.bin"));
  const problems = (await count(app, "Malformed")) + (await count(app, "Mismatched"));
  expect(problems).toBeGreaterThan(1);
  const walked: string[] = [];
  for (let step = 0; step <= problems; step++) {
    await app.keyboard.press("n");
    await idle(app);
    await expect(selected(app)).toHaveCount(1);
    await expect(selected(app)).toHaveAttribute("data-status", /^(malformed|mismatched)$/);
    walked.push((await selected(app).getAttribute("data-key")) ?? "");
  }
  expect(new Set(walked).size).toBe(problems);
  expect(walked[problems]).toBe(walked[0]);
  await app.keyboard.press("p");
  await idle(app);
  await expect(selected(app)).toHaveAttribute("data-key", walked[problems - 1] ?? "");
});

test("a blob without problems says so to `n`", async ({ app }) => {
  await tryExample(app);
  await app.keyboard.press("n");
  await expect(app.getByRole("status").filter({ hasText: "No malformed or mismatched field in this blob" })).toBeVisible();
});

test("an empty file is a valid message: every field takes its default", async ({ app }) => {
  await dropBeside(app, "empty.bin", "");
  await expect(app.getByRole("status").filter({ hasText: "every field takes its default" })).toBeVisible();
  expect(await count(app, "Defaulted")).toBeGreaterThan(0);
  expect(await count(app, "Malformed")).toBe(0);
  await expect(rows(app).first()).toContainText("Defaulted");
  await rows(app).first().click();
  await idle(app);
  await expect(app.getByRole("region", { name: "Bytes", exact: true })).toContainText("The blob has no bytes.");
  await exampleStands(app);
});

test("100,000 levels deep: nothing hangs, the page answers", async ({ app }) => {
  await dropBeside(app, "deep.bin", Buffer.alloc(100_000, 0x0b));
  await readWith(app, "No schema (raw)"); // no defaulted rows after the deepest one
  expect(await count(app, "Malformed")).toBeGreaterThan(0);
  await app.keyboard.press("n");
  await idle(app);
  await expect(selected(app)).toHaveCount(1);
  await expect(selected(app)).toContainText("Malformed");
  await app.getByRole("button", { name: "Expand and collapse" }).click();
  await app.getByRole("menuitem", { name: "Expand all" }).click();
  await idle(app);
  await tree(app).focus();
  await app.keyboard.press("End");
  await idle(app);
  await expect(selected(app)).toHaveAttribute("aria-level", /^(100000|100001)$/);
  await app.keyboard.press("?");
  await expect(app.getByRole("dialog", { name: "Shortcuts and help" })).toBeVisible();
  await app.keyboard.press("Escape");
  await exampleStands(app);
});

/** A message in a message, so many levels deep, with a number in the deepest. */
function nested(levels: number): Uint8Array {
  const out = [0x07, 0x10];
  for (let level = 0, size = 2; level < levels; level++) {
    const length: number[] = [];
    for (let rest = size; rest > 127; rest >>>= 7) length.push((rest & 127) | 128);
    length.push(size >>> (7 * length.length));
    out.push(...length.toReversed(), 0x0a);
    size += length.length + 1;
  }
  return Uint8Array.from(out.reverse());
}

/** Opens it, and goes to its last byte. */
async function goToDeepest(page: Page, levels: number): Promise<void> {
  const schema = 'syntax = "proto3"; package t; message Node { Node next = 1; uint32 id = 2; }';
  await dropFiles(page, [{ name: "t.proto", content: schema }]);
  const content = nested(levels);
  await dropFiles(page, [{ name: "nested.bin", content }]);
  await page.keyboard.press("g");
  await page.keyboard.type(`0x${(content.length - 1).toString(16)}`);
  await page.keyboard.press("Enter");
  await idle(page);
}

test("a jump to the last byte of 100,000 nested messages shows its row", async ({ app }) => {
  await goToDeepest(app, 100_000);
  await expect(selected(app)).toHaveAttribute("aria-level", "100001");
  await expect(selected(app)).toContainText("id");
});

test("a link to a row thousands of levels deep stays short, and leads there again", async ({ app }) => {
  await goToDeepest(app, 3000);
  await expect(selected(app)).toHaveAttribute("aria-level", "3001");
  const { hash } = new URL(app.url());
  expect(hash.length).toBeLessThan(200);
  expect(hash).toContain("&at=0x");
  await tree(app).focus();
  await app.keyboard.press("Home");
  await idle(app);
  await expect(selected(app)).toHaveAttribute("aria-level", "1");
  await app.evaluate((link) => {
    location.hash = link;
  }, hash);
  await idle(app);
  await expect(selected(app)).toHaveAttribute("aria-level", "3001");
});

const odd = [
  { name: "an overlong varint of 10 bytes and one that never ends", hex: `08${"80".repeat(9)}01 10${"ff".repeat(12)}` },
  { name: "a length past the end", hex: "0a 7f 01 02 03" },
  { name: "a length of 2 GB", hex: "0a ff ff ff ff 07 01 02 03" },
  { name: "text that is not UTF-8, groups, and wire types 6 and 7", hex: "0a 04 ff fe fd fc 13 08 01 14 1e 00 02 08 01 27 0f" },
];
for (const { name, hex } of odd) {
  test(`odd bytes: ${name}`, async ({ app }) => {
    await dropBeside(app, "odd.bin", Buffer.from(hex.replaceAll(" ", ""), "hex"));
    expect(await count(app, "Malformed")).toBeGreaterThan(0);
    await app.keyboard.press("n");
    await idle(app);
    await expect(details(app)).toContainText("Malformed");
    await exampleStands(app);
  });
}

test("a machine that is cut off is shown as far as it goes, level by level", async ({ app }) => {
  await dropBeside(app, "cut.bin", exampleBytes("machine-2.0.bin").subarray(0, 3200));
  await expect(app.getByRole("button", { name: /^Root type/ })).toContainText("ServicingState");
  await expect(row(app, "units[7]")).toHaveAttribute("data-status", "malformed");
  await select(app, "units[7]");
  await app.keyboard.press("ArrowRight");
  await select(app, "units[7].name");
  await expect(row(app, "units[7].name")).toContainText("firmware");
  await expect(row(app, "units[7].state")).toHaveAttribute("data-status", "malformed");
  await expect(details(app)).toContainText("Part of units[7], which the end of the blob cuts off.");
  await exampleStands(app);
});
