import type { Locator } from "@playwright/test";
import { gzipSync, zipSync } from "fflate";
import { axe, clipboard, dropFiles, dropFolder, expect, idle, open, small } from "./support/app.ts";
import { test } from "./support/releases.ts";
import { details, exampleBytes, openBlobs, openExample, readWith, select, tree, tryExample } from "./support/screen.ts";
import { table } from "./support/table.ts";

/** Whether nothing of an element is cut off by what it stands in, nor by the window. */
async function isWhole(part: Locator): Promise<boolean> {
  return part.evaluate((element) => {
    const own = element.getBoundingClientRect();
    for (let box = element.parentElement; box; box = box.parentElement) {
      const around = box.getBoundingClientRect();
      if (getComputedStyle(box).overflowX === "visible") continue;
      if (own.left < around.left - 1 || own.right > around.right + 1) return false;
    }
    return element.scrollWidth <= element.clientWidth + 1 || getComputedStyle(element).display === "inline";
  });
}

/** 800 by 600, and 1440 by 900 at 200 %. */
const tiny = [
  { width: 800, height: 600 },
  { width: 720, height: 450 },
] as const;

test("zoomed to 200 %, no control of the start page, Compare, the table and Compatibility is cut off", async ({ app }) => {
  const cut = async (part: Locator) => {
    const controls = await part.getByRole("button").all();
    expect(controls.length).toBeGreaterThan(2);
    const names: string[] = [];
    for (const one of controls) if (!(await isWhole(one))) names.push((await one.textContent()) ?? "");
    return names;
  };
  for (const size of tiny) {
    await app.setViewportSize(size);
    await open(app);
    expect(await cut(app.getByRole("main")), "start").toEqual([]);
    await open(app, "/#/compare");
    await app.getByRole("button", { name: "Compare the examples" }).click();
    await idle(app);
    for (const side of ["Side A", "Side B"]) expect(await cut(app.getByRole("group", { name: side, exact: true })), side).toEqual([]);
    await app.getByRole("link", { name: "Inspect" }).click();
    await app.keyboard.press("b");
    await idle(app);
    await expect(table(app)).toBeVisible();
    expect(await cut(app.getByRole("toolbar", { name: /verdict/ })), "table").toEqual([]);
    await open(app, "/#/releases/compatibility");
    const grid = app.getByRole("grid", { name: /^Findings between/ });
    expect(await isWhole(grid.getByRole("columnheader").last()), "What happens").toBe(true);
  }
});

test("at 800 by 600, and at 200 % of 1440 by 900, the head has all its tools", async ({ app }) => {
  await tryExample(app);
  const head = app.getByRole("region", { name: "Blob" });
  for (const size of tiny) {
    await app.setViewportSize(size);
    await idle(app);
    for (const name of [/^Written by 2\.0/, /^Compare with/, /^Copy a link/, /^More about this blob/, /^Root type larch\.ServicingState/])
      expect(await isWhole(head.getByRole("button", { name })), `${name} at ${size.width}`).toBe(true);
  }
});

test("in a small window the head keeps who wrote the blob and all its tools, and the bar keeps the field", async ({ app }) => {
  await tryExample(app);
  await openExample(app, "A whole machine, Larch 1.1");
  await readWith(app, /^2\.0/);
  await app.setViewportSize(small);
  await idle(app);
  const head = app.getByRole("region", { name: "Blob" });
  for (const name of [/^Written by 1\.1/, /^More about this blob/, /^Root type larch\.ServicingState/])
    expect(await isWhole(head.getByRole("button", { name })), String(name)).toBe(true);
  const bar = app.locator('[data-verdict="fails"]').filter({ hasText: "Fails on 2.0:" });
  await expect(bar).toContainText("1 of 32 findings");
  const field = bar.locator("code[title] span").last();
  await expect(field).toHaveText("vendor");
  expect(await isWhole(field)).toBe(true);
  await bar.getByRole("button", { name: "Show the field" }).click();
  await idle(app);
  await expect(tree(app).locator('[aria-selected="true"]')).toHaveAttribute("data-key", /\.vendor$/);
});

test("Ctrl C in the tree copies the value of the selected row, but not the text that was marked", async ({ app }) => {
  await tryExample(app);
  await select(app, "init_state.boot_count");
  await app.keyboard.press("ControlOrMeta+C");
  await expect(app.getByText("Copied the value")).toBeVisible();
  expect(await clipboard(app)).toBe("17");
  await details(app).getByText("On each release").selectText();
  await app.keyboard.press("ControlOrMeta+C");
  expect(await clipboard(app)).toBe("On each release");
});

test("a row of several occurrences is copied whole, and all its bytes are shown as its own", async ({ app }) => {
  await tryExample(app);
  await select(app, "units[]");
  await app.keyboard.press("ControlOrMeta+C");
  await expect(app.getByText("Copied the value")).toBeVisible();
  const units = JSON.parse(await clipboard(app)) as { name: string }[];
  expect(units).toHaveLength(10);
  expect(units[0]!.name).not.toBe("");
  await expect(details(app)).toContainText("10 occurrences in a row");
  await expect(app.getByText("The field has no bytes: it is not on the wire.")).toHaveCount(0);
  const [, size] = /occurrences in a row, ([\d,]+) bytes/.exec(await details(app).innerText())!;
  await app.getByRole("region", { name: "Bytes", exact: true }).getByRole("button", { name: "Copy bytes as hex" }).click();
  await expect(app.getByText(`Copied ${size} bytes as hex`)).toBeVisible();
  expect((await clipboard(app)).split(" ")).toHaveLength(Number(size!.replaceAll(",", "")));
});

test("no chip above the tree is cut: half a count would be another number", async ({ page, releases }) => {
  const any = 'syntax = "proto3"; package t; import "google/protobuf/any.proto";';
  const old = `${any} message Root { google.protobuf.Any state = 2; }`;
  const now = `${any} message Root { repeated string late = 1; google.protobuf.Any state = 2; } message New { uint32 x = 1; }`;
  await open(page);
  await dropFolder(page, releases("both", { old, now }, ["old", "now"]));
  const url = Buffer.from("type.googleapis.com/t.New");
  const state = Buffer.concat([Buffer.of(0x0a, url.length), url, Buffer.of(0x12, 2, 8, 9)]);
  const late = Buffer.concat(Array.from({ length: 900 }, () => Buffer.of(0x0a, 1, 0x78)));
  await dropFiles(page, [{ name: "b.bin", content: Buffer.concat([late, Buffer.of(0x12, state.length), state]) }]);
  await readWith(page, /^old/);
  const chips = page.getByRole("toolbar", { name: "Filter by status" });
  await expect(chips.getByRole("button", { name: /^Depends ?1$/ })).toBeVisible();
  for (const width of [1440, 1024]) {
    await page.setViewportSize({ width, height: 900 });
    await idle(page);
    for (const chip of await chips.getByRole("button").all()) await expect.poll(() => isWhole(chip), await chip.innerText()).toBe(true);
  }
});

test("of types that fit alike the head says so, and offers the others", async ({ page, releases }) => {
  const twins =
    'syntax = "proto3";\npackage t;\nmessage One {\n  uint32 a = 1;\n  string b = 2;\n}\nmessage Two {\n  uint32 a = 1;\n  string b = 2;\n}\n';
  await open(page);
  await dropFolder(page, releases("twins", { r1: twins }));
  await dropFiles(page, [{ name: "t.bin", content: Uint8Array.from([8, 5, 18, 1, 0x78]) }]);
  await readWith(page, /^r1/);
  await expect(tree(page)).toBeVisible();
  await page.getByRole("button", { name: "one of 2 that fit alike" }).click();
  await expect(page.getByRole("dialog", { name: "Root type" }).getByRole("option", { name: /^t\.Two/ })).toBeVisible();
});

test("in a large window the head keeps the name and the root type whole", async ({ app }) => {
  const name = "underhill.ServicingState-4.bin";
  await dropFiles(app, [{ name, content: exampleBytes("machine-2.0.bin") }]);
  const head = app.getByRole("region", { name: "Blob" });
  for (const whole of [head.getByRole("heading", { level: 1 }), head.getByRole("button", { name: /^Root type larch\.ServicingState/ })]) {
    await expect(whole).toBeVisible();
    // A text that has no room is cut at the end of its first part.
    const start = whole.locator("span span").first();
    expect(await start.evaluate((part) => part.scrollWidth <= part.clientWidth)).toBe(true);
  }
  await expect(openBlobs(app).first()).toContainText(name);
});

test("a root that many other types fit as well is told as a guess, until one is chosen", async ({ page, releases }) => {
  const messages = [1, 2, 3, 4, 5, 6, 7].map((n) => `message M${n} { uint32 a = 1; string b = 2; }`);
  await open(page);
  await dropFolder(page, releases("alike", { r1: `syntax = "proto3";\npackage t;\n${messages.join("\n")}\n` }));
  await dropFiles(page, [{ name: "t.bin", content: Uint8Array.from([8, 5, 18, 1, 0x78]) }]);
  const notice = page.getByRole("status").filter({ hasText: "The root type is a guess: 7 types of r1 fit as well as t.M1." });
  await expect(notice).toBeVisible();
  await expect(openBlobs(page).getByRole("button", { name: /if its root type is guessed right/ })).toBeVisible();
  await page.getByRole("button", { name: "More about this blob" }).click();
  await page.getByRole("menuitem", { name: "Copy the verdict as Markdown" }).click();
  expect(await clipboard(page)).toContain("The root type is a guess: 7 types fit these bytes alike.");
  await axe(page);
  await notice.getByRole("button", { name: "Choose a root type" }).click();
  await page
    .getByRole("dialog", { name: "Root type" })
    .getByRole("option", { name: /^t\.M3/ })
    .click();
  await idle(page);
  await expect(notice).toHaveCount(0);
  await expect(page.getByText("The root type is a guess")).toHaveCount(0);
});

test("beside the user's releases those of the examples are shown where they have the root, and not for bytes that fit none", async ({
  page,
  releases,
}) => {
  await open(page);
  await dropFolder(page, releases("own", { r1: 'syntax = "proto3"; package o; message Own { bool x = 99; }' }));
  const strip = page.getByRole("toolbar", { name: /^Restores on/ }).getByRole("button");
  await dropFiles(page, [{ name: "raw.bin", content: Uint8Array.from([0xff, 0xff, 0xff]) }]);
  await expect(strip).toHaveText(/^r1/);
  await dropFiles(page, [{ name: "machine.bin", content: exampleBytes("machine-2.0.bin") }]);
  await expect(strip).toHaveCount(5);
});

test("in the list of root types the names are whole, what speaks for them gives way", async ({ app }) => {
  await tryExample(app);
  await app.getByRole("button", { name: /^Root type larch\.ServicingState/ }).click();
  const options = app.getByRole("dialog", { name: "Root type" }).getByRole("option");
  await expect(options.nth(8)).toBeVisible();
  const cut = await options
    .locator("span:has(> bdi)")
    .evaluateAll((names) => names.filter((name) => name.scrollWidth > name.clientWidth).map((name) => name.textContent));
  expect(cut).toEqual([]);
});

test("in a small window the verdicts of six releases are seen whole, beside the names", async ({ app, releases }) => {
  const own = (n: number) => `syntax = "proto3"; package o; message Root { uint32 a = 1; string b = 2; uint32 c${n} = ${n + 10}; }`;
  await dropFolder(app, releases("own", Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [`1.${n}.2511`, own(n)]))));
  const blobs = Array.from({ length: 12 }, (_, n) => ({ name: `with-a-long-name-${n}.bin`, content: Uint8Array.of(8, n + 1, 18, 1, 65) }));
  await dropFiles(app, blobs);
  await app.setViewportSize(small);
  await idle(app);
  await expect(table(app).getByRole("columnheader")).toHaveText([
    "Blob",
    "Writer",
    "Bytes",
    ...[1, 2, 3, 4, 5, 6].map((n) => `1.${n}.2511`),
  ]);
  expect(await table(app).evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
  const cut = await table(app)
    .locator('[role="columnheader"], [role="gridcell"]')
    .evaluateAll((cells) => cells.filter((cell) => cell.scrollWidth > cell.clientWidth).map((cell) => cell.textContent));
  expect(cut).toEqual([]);
});

test("beside all that is told of a blob five releases are in sight, in either window", async ({ app, releases }) => {
  const own = (n: number) => `syntax = "proto3"; package o; message Root { uint32 a = 1; string b = 2; uint32 c${n} = ${n + 10}; }`;
  await dropFolder(app, releases("own", Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`1.${n}.2511`, own(n)]))));
  const blobs = Array.from({ length: 12 }, (_, n) => ({ name: `with-a-long-name-${n}.bin`, content: Uint8Array.of(8, n + 1, 18, 1, 65) }));
  const packed = { name: "packed.bin.gz", content: gzipSync(Uint8Array.of(8, 90, 18, 1, 65)) };
  await dropFiles(app, [...blobs, packed, { name: "cut.bin", content: Uint8Array.of(8, 100, 18, 9, 65) }]);
  const heads = table(app).getByRole("columnheader");
  const beyond = () => table(app).evaluate((box) => box.scrollWidth - box.clientWidth);
  const own5 = [1, 2, 3, 4, 5].map((n) => `1.${n}.2511`);
  await expect(heads).toHaveText(["Blob", "Container", "Root", "Writer", "Bytes", "Problems", ...own5]);
  await expect.poll(beyond).toBe(0);
  // The page is told of its new size when it comes to it, which nobody waits for.
  await app.setViewportSize(small);
  await expect(heads).toHaveText(["Blob", "Writer", "Bytes", "Problems", ...own5]);
  await expect.poll(beyond).toBe(0);
  await expect.poll(() => isWhole(heads.last())).toBe(true);
});

test("with all columns on the tree fits a large window; in a small one it scrolls beside the names, and shows that it does", async ({
  app,
}) => {
  await tryExample(app);
  for (const column of ["Wire", "Held"]) {
    await app.getByRole("button", { name: "Columns" }).click();
    await app.getByRole("menuitemcheckbox", { name: column }).click();
    await app.keyboard.press("Escape");
    await idle(app);
  }
  expect(await tree(app).getByRole("columnheader").count()).toBe(9);
  expect(await tree(app).evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
  await expect(tree(app)).not.toHaveAttribute("data-wider");
  await app.setViewportSize(small);
  for (const column of ["Type", "Bytes"]) {
    await app.getByRole("button", { name: "Columns" }).click();
    await app.getByRole("menuitemcheckbox", { name: column }).click();
    await app.keyboard.press("Escape");
    await idle(app);
  }
  await expect(tree(app)).toHaveAttribute("data-wider", "");
  const past = await tree(app).evaluate((box) => {
    box.scrollLeft = box.scrollWidth;
    return box.scrollLeft;
  });
  expect(past).toBeGreaterThan(0);
  const name = tree(app).getByRole("rowheader", { name: "init_state", exact: true });
  const left = await tree(app).evaluate((box) => box.getBoundingClientRect().left);
  expect((await name.boundingBox())!.x).toBe(left);
  expect(await isWhole(tree(app).getByRole("columnheader", { name: "Bytes" }))).toBe(true);
  await axe(app);
});

test("a link to releases that are not here says which, and what is shown instead", async ({ page }) => {
  await open(page, "/#/releases/compatibility?old=zzz&new=2.0");
  await expect(page.getByText("Release zzz is not registered in this window. Shown instead: 1.1 and 2.0.")).toBeVisible();
  await open(page, "/#/releases?type=nope.Type");
  await page.reload();
  await idle(page);
  await expect(page.getByRole("heading", { name: "No release has a type nope.Type" })).toBeVisible();
});

test("the word of a finding stands in one line with its way and its count", async ({ page }) => {
  await open(page, "/#/releases/compatibility?old=1.1&new=2.0");
  const middle = async (part: Locator) => {
    const box = (await part.boundingBox())!;
    return box.y + box.height / 2;
  };
  const cells = page.getByRole("grid").getByRole("row").filter({ hasText: "Breaks" }).first().getByRole("gridcell");
  expect(Math.abs((await middle(cells.nth(0).locator("span").last())) - (await middle(cells.nth(1).locator("span").last())))).toBeLessThan(
    1.1,
  );
  const counts = page.locator("dl dd > span").filter({ hasText: "Breaks" }).first();
  expect(Math.abs((await middle(counts.locator("span").first())) - (await middle(counts)))).toBeLessThan(1.1);
});

test("behind counts of many elements the note of a row is whole", async ({ page, releases }) => {
  const root = (fields: string) => `syntax = "proto3";\npackage t;\nmessage Root {\n  uint32 id = 1;\n${fields}\n}\n`;
  const r2 = `${root("  Pool pool = 2;")}message Pool { repeated Range ranges = 1; }\nmessage Range { uint64 start = 1; uint64 end = 2; }\n`;
  await open(page);
  await dropFolder(page, releases("wide", { r1: root(""), r2 }));
  const range = "0a040809100a";
  await dropFiles(page, [{ name: "wide.bin", content: Buffer.from(`08051220${range.repeat(5)}0a00`, "hex") }]);
  await readWith(page, /^r1/);
  await tree(page).focus();
  await page.keyboard.press("*");
  await idle(page);
  const note = tree(page).locator('[data-key="#2.ranges[]"]').getByText("borrowed type");
  await expect(note).toBeVisible();
  expect(await isWhole(note)).toBe(true);
});

test("in a long list the line of the open blob is whole", async ({ app }) => {
  const names = Array.from({ length: 60 }, (_, i) => `blob-${String(i).padStart(2, "0")}.bin`);
  await dropFiles(
    app,
    names.map((name, i) => ({ name, content: Uint8Array.from([8, i]) })),
  );
  await table(app)
    .getByRole("row", { name: /blob-30\.bin/ })
    .dblclick();
  await idle(app);
  await expect(app.getByRole("heading", { level: 1, name: "blob-30.bin" })).toBeVisible();
  const line = openBlobs(app).filter({ has: app.locator('[aria-current="true"]') });
  await expect(line).toBeVisible();
  const below = (element: Element) => {
    const box = element.closest("ul")?.parentElement?.getBoundingClientRect();
    return element.getBoundingClientRect().bottom - (box?.bottom ?? 0);
  };
  expect(await line.evaluate(below)).toBeLessThanOrEqual(0);
});

test("in the table a folder's name loses no letters at its start", async ({ app }) => {
  const long = (i: number) => `2411/chipset.i440bx.host_pci_bridge.SavedState-${i}.bin`;
  const zip = zipSync(Object.fromEntries(Array.from({ length: 12 }, (_, i) => [long(i), Uint8Array.from([8, i])])));
  await dropFiles(app, [{ name: "set.zip", content: zip }]);
  const name = table(app).getByRole("rowheader").first();
  await expect(name).toHaveAccessibleName(`set.zip › ${long(0)}`);
  const starts = await name.evaluate((cell) => {
    const cut = [...cell.children].filter((part) => part.scrollWidth > part.clientWidth + 1);
    return cut.map((part) => [part.textContent, part.clientWidth]);
  });
  // Only the file's own name is cut, and there is room for the mark of it.
  expect(starts).toEqual([["chipset.i440bx.host_pci_bridge.SavedState", expect.any(Number)]]);
  expect(starts[0]?.[1]).toBeGreaterThan(12);
});
