import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Page, TestInfo } from "@playwright/test";
import { encodeText } from "../src/wire/text.ts";
import { dropFolder, expect, idle, test } from "./support/app.ts";
import { tableCell } from "./support/table.ts";

/** Two plain releases: whether `kind` may be absent in 2.0 stands in no schema, and a blob that 2.0 wrote without it tells. */
const proto = (body: string) => `syntax = "proto3"; package t; message Kind { oneof variant { uint32 a = 1; uint32 b = 2; } } ${body}`;
const OLD = proto("message Root { uint32 id = 1; string name = 2; }");
const NEW = proto("message Root { uint32 id = 1; string name = 2; Kind kind = 3; }");

/** An `Any` around a state names its root: of what is only guessed to be one, nothing is learned. */
const blob = (text: string) => encodeText(`1: "type.googleapis.com/t.Root" 2: {${text}}`);

const folder = (info: TestInfo) => {
  const dir = info.outputPath("drop");
  const put = (name: string, content: string | Uint8Array) => {
    mkdirSync(path.dirname(path.join(dir, name)), { recursive: true });
    writeFileSync(path.join(dir, name), content);
  };
  put("set/r1/t.proto", OLD);
  put("set/r2/t.proto", NEW);
  put("fixtures/r1/one.bin", blob('1: 5 2: "x"'));
  put("fixtures/r2/two.bin", blob('1: 7 2: "y"'));
  return dir;
};

/** A drop of a few blobs opens the first one. */
async function showTable(page: Page): Promise<void> {
  await page.keyboard.press("b");
  await idle(page);
}

test("said for all by their folders it is evidence, which settles what was open; Undo takes it back", async ({ app }, info) => {
  const dir = folder(info);
  await dropFolder(app, path.join(dir, "set"));
  await dropFolder(app, path.join(dir, "fixtures"));
  await showTable(app);
  const old = () => tableCell(app, "fixtures/r1/one.bin", "r2");
  await expect(await old()).toContainText("depends");
  const middle = app.getByRole("region", { name: "All blobs" });
  await expect(middle.getByText("of them evidence")).toHaveCount(0);
  await app.getByRole("textbox", { name: "Name, root or reason" }).fill("fixtures");
  await app.getByRole("button", { name: "Written by…" }).click();
  await app.getByRole("menuitem", { name: "As their folders are called" }).click();
  await idle(app);
  await expect(await old()).toContainText("restores");
  await expect(middle.getByText("2 of them evidence")).toBeVisible();
  await expect(app.getByRole("note")).toContainText("2 blobs of known writers served as evidence");
  await (await tableCell(app, "fixtures/r1/one.bin", "r1")).click();
  await expect(app.getByRole("complementary", { name: "Details" })).toContainText("r1, as you say");
  await app.getByRole("button", { name: "Undo" }).click();
  await idle(app);
  await expect(await old()).toContainText("depends");
  await expect(middle.getByText("of them evidence")).toHaveCount(0);
});

test("said of one blob it stays over a reload", async ({ app, page }, info) => {
  const dir = folder(info);
  await dropFolder(app, path.join(dir, "set"));
  await dropFolder(app, path.join(dir, "fixtures"));
  await showTable(app);
  await (await tableCell(app, "fixtures/r2/two.bin", "r2")).click();
  await app.getByRole("button", { name: "Say which release wrote it" }).click();
  await app.getByRole("menuitemradio", { name: /^r2/ }).click();
  await idle(app);
  await expect(await tableCell(app, "fixtures/r1/one.bin", "r2")).toContainText("restores");
  await page.reload();
  await idle(page);
  await dropFolder(page, path.join(dir, "fixtures"));
  await showTable(page);
  await expect(await tableCell(page, "fixtures/r2/two.bin", "Writer")).toHaveText("r2");
  await expect(await tableCell(page, "fixtures/r1/one.bin", "r2")).toContainText("restores");
});
