import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Worker } from "@playwright/test";
import { dropFiles, dropFolder, expect, idle, test } from "./support/app.ts";
import { exampleBytes } from "./support/screen.ts";
import { tableCell as cell, table } from "./support/table.ts";

const examples = JSON.parse(readFileSync(new URL("../public/examples/index.json", import.meta.url), "utf8")) as { readonly file: string }[];
const files = examples.map(({ file }) => ({ name: file, content: exampleBytes(file) }));

/** Keeps every answer about a blob of the table back, so that the judging stands where the test wants it. */
const hold = (worker: Worker) =>
  worker.evaluate(() => {
    const scope = globalThis as unknown as { postMessage: (...args: unknown[]) => void; held?: unknown[][] };
    const post = scope.postMessage.bind(globalThis);
    const held: unknown[][] = [];
    scope.held = held;
    scope.postMessage = (...args) => {
      const { out } = args[0] as { out?: { verdicts?: unknown } };
      if (scope.held && out?.verdicts) held.push(args);
      else post(...args);
    };
  });

/** Lets the oldest answer go; `all`: each, and those to come. */
const letGo = (worker: Worker, all = false) =>
  worker.evaluate((every) => {
    const scope = globalThis as unknown as { postMessage: (...args: unknown[]) => void; held?: unknown[][] | undefined };
    const gone = scope.held?.splice(0, every ? Number.POSITIVE_INFINITY : 1) ?? [];
    const { held } = scope;
    scope.held = undefined;
    for (const args of gone) scope.postMessage(...args);
    if (!every) scope.held = held;
  }, all);

test("the judging of many blobs shows how far it is, stops when cancelled, and goes on with the rest", async ({ app }) => {
  const worker = app.workers()[0];
  if (!worker) throw new Error("there is no worker");
  await hold(worker);
  await app.locator("body").drop({
    files: files.map(({ name, content }) => ({ name, mimeType: "application/octet-stream", buffer: content })),
  });
  await expect(table(app)).toHaveAttribute("aria-rowcount", String(files.length + 1));
  const status = app.getByRole("status").filter({ hasText: /^Judging/ });
  await expect(async () => {
    await letGo(worker);
    await expect(status).toHaveText(new RegExp(`^Judging [1-9] of ${files.length}$`), { timeout: 1_000 });
  }).toPass();
  await expect(app.getByRole("progressbar", { name: "Blobs judged" })).toBeVisible();
  const late = () => cell(app, examples[12]!.file, "2.0");
  await expect(await late()).toHaveText(/^\W*$/);

  await app.getByRole("button", { name: "Cancel" }).click();
  await expect(status).toHaveCount(0);
  await letGo(worker, true);
  await idle(app);
  const rest = app.getByRole("button", { name: "Judge the rest" });
  await expect(rest).toBeVisible();
  await expect(await late(), "what came too late is not taken").toHaveText(/^\W*$/);

  await rest.click();
  await idle(app);
  await expect(rest).toHaveCount(0);
  await expect(await late()).toHaveText(/fails|depends|loses|restores|no type/);
  await expect(await cell(app, "machine-1.1.bin", "2.0")).toContainText("fails");
});

test("beside 30 more releases every cell is judged and can be gone to", async ({ app }) => {
  const folder = mkdtempSync(path.join(tmpdir(), "savestate-many-"));
  const names = Array.from({ length: 30 }, (_, i) => `copy-${String(i + 1).padStart(2, "0")}`);
  for (const [i, name] of names.entries())
    cpSync(new URL(`../schemas/${i % 2 ? "2.0" : "1.1"}`, import.meta.url), path.join(folder, "set", name), { recursive: true });
  await dropFolder(app, path.join(folder, "set"));
  rmSync(folder, { recursive: true });
  await dropFiles(
    app,
    files.filter(({ name }) => /^(machine|snapshot)-/.test(name)),
  );
  await app.keyboard.press("b");
  await idle(app);
  const heads = await table(app).getByRole("columnheader").allTextContents();
  expect(heads.filter((head) => names.includes(head))).toEqual(names);
  for (const [i, name] of names.entries())
    await expect(await cell(app, "machine-1.1.bin", name), name).toContainText(i % 2 ? "fails" : "restores");

  await (await cell(app, "machine-1.1.bin", "Blob")).click();
  await table(app).focus();
  for (let i = 0; i < heads.length; i++) await app.keyboard.press("ArrowRight");
  await idle(app);
  const last = table(app).locator('[role="gridcell"][aria-selected="true"]');
  await expect(last).toHaveText(/fails/);
  await expect(last).toBeInViewport({ ratio: 1 });
  const name = await cell(app, "machine-1.1.bin", "Blob");
  await expect(name).toBeInViewport({ ratio: 1 });
  expect(new URL(app.url()).hash).toContain("on=copy-30");
  // Back to the left: the cell is not left under the name.
  for (let i = 1; i < 20; i++) await app.keyboard.press("ArrowLeft");
  await idle(app);
  expect(new URL(app.url()).hash).toContain("on=copy-11");
  const [box, cover] = [await last.boundingBox(), await name.boundingBox()];
  expect(box!.x).toBeGreaterThanOrEqual(cover!.x + cover!.width - 1);
  await app.keyboard.press("Enter");
  await idle(app);
  await expect(app.getByRole("button", { name: /^Read with copy-11/ })).toBeVisible();
});

test("the blob that was open before has its problems in the table too", async ({ app }) => {
  await dropFiles(
    app,
    files.filter(({ name }) => name === "damaged-cut.bin"),
  );
  await expect(app.getByRole("heading", { level: 1, name: "damaged-cut.bin" })).toBeVisible();
  await idle(app);
  await dropFiles(
    app,
    files.filter(({ name }) => name !== "damaged-cut.bin"),
  );
  await expect(table(app)).toBeVisible();
  await idle(app);
  await expect(await cell(app, "damaged-cut.bin", "Problems")).toHaveText("1");
  await expect(await cell(app, "machine-1.1.bin", "Problems")).toHaveText("0");
});

test("what could not be opened is said above the table as well", async ({ app }) => {
  await dropFiles(app, [...files, { name: "torn.zip", content: Buffer.from("504b03041400000008", "hex") }]);
  await expect(table(app)).toBeVisible();
  const said = app.getByRole("alert", { name: "Not opened" });
  await expect(said).toContainText("torn.zip");
  await said.getByRole("button", { name: "Dismiss the list" }).click();
  await expect(said).toHaveCount(0);
});
