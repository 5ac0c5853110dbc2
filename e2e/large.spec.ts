import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import { dropFiles, expect, idle, test } from "./support/app.ts";
import { exampleBytes, notOpened, openBlobs, row, tree, tryExample } from "./support/screen.ts";

const table = (page: Page) => page.getByRole("grid", { name: "Verdict of every release on every blob" });

/** Waits until every blob is judged, however long that takes. */
async function judged(page: Page): Promise<void> {
  await expect(page.locator("html")).toHaveAttribute("data-idle", "true", { timeout: 60_000 });
}

/** Drops a file that is as long as told and takes no memory: one small piece, again and again. */
function dropLong(page: Page, name: string, megabytes: number): Promise<void> {
  return page.evaluate(
    ([called, count]) => {
      const piece = new Blob([new Uint8Array(1 << 20)]);
      const transfer = new DataTransfer();
      transfer.items.add(new File(new Array(count).fill(piece), called));
      document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
    },
    [name, megabytes] as const,
  );
}

test("a file of 2 GB is refused with its size, and the rest works on", async ({ app }) => {
  await tryExample(app);
  await dropLong(app, "memory.bin", 2048);
  await idle(app);
  await expect(notOpened(app)).toContainText("memory.bin");
  await expect(notOpened(app)).toContainText("it has 2,147,483,648 bytes; the most that can be opened is 2,147,483,647 bytes");
  await expect(openBlobs(app)).toHaveCount(1);
  await expect(row(app, "init_state.machine_name")).toContainText("build-farm-03");
});

test("opening is shown with its share and can be cancelled; nothing is left of it", async ({ app }) => {
  await tryExample(app);
  await dropLong(app, "long.bin", 700);
  const cancel = app.getByRole("button", { name: "Cancel" });
  await expect(app.getByText("Opening long.bin")).toBeVisible();
  await expect(app.getByRole("progressbar", { name: "Opening long.bin" })).toBeVisible();
  await cancel.click();
  await idle(app);
  await expect(app.getByText("Opening long.bin")).toHaveCount(0);
  await expect(openBlobs(app)).toHaveCount(1);
  await dropFiles(app, [{ name: "next.bin", content: exampleBytes("machine-1.1.bin") }]);
  await expect(app.getByRole("heading", { level: 1, name: "next.bin" })).toBeVisible();
});

test("a worker that ends without a word is told of, and another takes its place", async ({ app, watched }) => {
  await tryExample(app);
  const worker = app.workers()[0];
  if (!worker) throw new Error("there is no worker");
  watched.expected.push(/in a worker/);
  await worker.evaluate(() => globalThis.close());
  const alert = app.getByRole("alert").filter({ hasText: "The decoder was ended" });
  await expect(alert).toContainText("What it held in memory is gone; the files themselves are untouched.");
  await alert.getByRole("button", { name: "Start again" }).click();
  await idle(app);
  await expect(alert).toHaveCount(0);
  await tryExample(app);
  await expect(row(app, "init_state.machine_name")).toContainText("build-farm-03");
});

test.describe("a folder of many blobs", () => {
  const count = 120;
  let folder: string;
  test.beforeAll(() => {
    folder = path.join(mkdtempSync(path.join(tmpdir(), "savestate-e2e-")), "fixtures");
    for (let i = 0; i < count; i++) {
      const inside = path.join(folder, i < 60 ? "a" : "b");
      if (i % 60 === 0) mkdirSync(inside, { recursive: true });
      const source = exampleBytes(i % 2 === 0 ? "new-required-enum.bin" : "snapshot-2.0.bin");
      // A number in a field that no release knows tells each from all others.
      const bytes = Buffer.concat([source, Buffer.from([0xb8, 0xa3, 0x09, (i & 127) | 128, i >> 7])]);
      writeFileSync(path.join(inside, `blob-${i}.bin`), bytes);
    }
  });
  test.afterAll(() => rmSync(path.dirname(folder), { recursive: true }));

  test("is a table that fills in, sorts by every column and narrows; Enter opens one", async ({ app }) => {
    await app.locator("#pick-folder").setInputFiles(folder);
    await expect(table(app)).toBeVisible();
    await judged(app);
    await expect(table(app)).toHaveAttribute("aria-rowcount", String(count + 1));
    await expect(table(app).getByRole("columnheader")).toHaveText(["Blob", "Root", "Writer", "Bytes", /./, /./, /./, /./]);
    const first = table(app).getByRole("row").nth(1);
    await expect(first.getByRole("rowheader")).toHaveText("fixtures/a/blob-0.bin");
    await expect(first).toContainText("BlkState");
    // Only rows in sight are on the page.
    expect(await table(app).getByRole("row").count()).toBeLessThan(80);

    const last = () => table(app).getByRole("columnheader").last();
    const release = await last().innerText();
    await last().getByRole("button").click();
    await expect(last()).toHaveAttribute("aria-sort", "ascending");
    await expect(first.getByRole("gridcell").last()).toContainText("fails");
    await last().getByRole("button").click();
    await expect(last()).toHaveAttribute("aria-sort", "descending");
    await expect(first.getByRole("gridcell").last()).not.toContainText("fails");
    await expect.poll(() => decodeURIComponent(new URL(app.url()).hash)).toContain(`sort=-on ${release}`);
    await table(app).getByRole("columnheader", { name: "Blob" }).getByRole("button").click();

    await app.getByRole("textbox", { name: "Name, root or reason" }).fill("blob-11");
    await expect(table(app)).toHaveAttribute("aria-rowcount", "12"); // 11 and 110 to 119
    await table(app).focus();
    await app.keyboard.press("End");
    await app.keyboard.press("Enter");
    await idle(app);
    await expect(app.getByRole("heading", { level: 1, name: "blob-119.bin" })).toBeVisible();
    await expect(tree(app)).toBeVisible();
  });

  test("by keyboard in the list: only lines in sight are drawn, and the focus goes wherever the arrows lead", async ({ app }) => {
    await app.locator("#pick-folder").setInputFiles(folder);
    await judged(app);
    await app.keyboard.press("b");
    await idle(app);
    expect(await openBlobs(app).count()).toBeLessThan(80);
    const line = (name: string) => openBlobs(app).getByRole("button", { name: new RegExp(`/${name.replace(".", "[.]")},`) });
    await line("blob-0.bin").focus();
    await app.keyboard.press("End");
    await expect(line("blob-119.bin")).toBeFocused();
    await app.keyboard.press("ArrowUp");
    await expect(line("blob-118.bin")).toBeFocused();
    await app.keyboard.press("Home");
    await expect(line("blob-0.bin")).toBeFocused();
  });
});
