import type { Page } from "@playwright/test";
import { axe, clipboard, dropFiles, expect, idle, open, small, test } from "./support/app.ts";
import { byte, count, details, keysInSight, readWith, row, select, tints, tree } from "./support/screen.ts";

/** A LEN field with a number below 16. */
function len(number: number, payload: Uint8Array | string): Buffer {
  const bytes = Buffer.from(payload);
  return Buffer.concat([Buffer.from([(number << 3) | 2]), length(bytes.length), bytes]);
}

function length(of: number): Buffer {
  return of < 128 ? Buffer.from([of]) : Buffer.from([(of & 0x7f) | 0x80, of >> 7]);
}

function any(typeName: string, value: Uint8Array): Buffer {
  return Buffer.concat([len(1, `type.googleapis.com/${typeName}`), len(2, value)]);
}

/** A schema of the user's, in which bytes hide what mesh hides in them. */
const proto = `syntax = "proto3"; package t;
message Root { string name = 1; bytes hidden = 2; bytes data = 3; repeated bytes chunks = 4; }
message Inner { uint32 x = 1; string label = 2; bytes deep = 3; }
`;
const inner = Buffer.concat([Buffer.from([0x08, 0x07]), len(2, "inside")]);
const data = Buffer.from([1, 0, 2, 0, 3, 0, 0, 0]);
const blob = Buffer.concat([
  len(1, "machine"),
  len(2, any("t.Inner", Buffer.concat([inner, len(3, any("t.Inner", inner))]))),
  len(3, data),
  len(4, "first"),
  len(4, Buffer.from([0x08, 0x05])),
  len(4, "third"),
]);

async function openBlob(page: Page): Promise<void> {
  await dropFiles(page, [
    { name: "9.1/t.proto", content: proto },
    { name: "machine.bin", content: blob },
  ]);
  await expect(page.getByRole("heading", { level: 1, name: "machine.bin" })).toBeVisible();
  await readWith(page, /^9\.1/);
}

/** Picks a reading in the list that is open. */
async function pickReading(page: Page, typed: string): Promise<void> {
  const input = page.getByRole("combobox", { name: "Find a reading or a type of any release" });
  await expect(input).toBeFocused();
  await input.fill(typed);
  await page.keyboard.press("Enter");
  await idle(page);
}

test.beforeEach(async ({ app }) => openBlob(app));

test("a blob hidden in bytes opens by itself, as a guess, and counts nowhere", async ({ app }) => {
  const before = await count(app, "Known");
  await expect(row(app, "hidden")).toContainText("blob by its type URL, a guess");
  await expect(row(app, "hidden")).toHaveAttribute("data-status", "known");
  await expect(row(app, "hidden.value")).toBeVisible();
  await app.getByRole("textbox", { name: "Filter rows" }).fill("inside");
  await expect.poll(() => keysInSight(app)).toContain("hidden.value.deep.value.label");
  expect(await keysInSight(app)).not.toContain("data");
  await select(app, "hidden.value.deep.value.label");
  await expect(details(app)).toContainText("Part of the saved-state blob that the bytes of hidden.value.deep are by their look.");
  await expect(row(app, "hidden.value.deep.value.label")).toContainText("borrowed type");
  expect(await count(app, "Known")).toBe(before);
  expect(await count(app, "Unknown")).toBe(0);
});

test("bytes are read by keys alone as numbers, the choice is shown, kept over a reload and taken back", async ({ app }) => {
  await select(app, "data");
  await expect(details(app)).toContainText("Read as");
  await app.keyboard.press("r");
  await expect(app.getByRole("combobox")).toBeFocused();
  await app.keyboard.press("Escape");
  await expect(app.getByRole("treegrid")).toBeFocused();
  await app.keyboard.press("r");
  await pickReading(app, "16-bit");
  await expect(tree(app)).toBeFocused();
  await expect(row(app, "data")).toContainText("[1, 2, 3, 0]");
  await expect(row(app, "data")).toContainText("read as 16-bit integers, your choice");
  await expect(row(app, "data@[1]")).toContainText("guess");
  await select(app, "data@[1]");
  await expect.poll(() => tints(app)).toMatchObject({ value: `${blob.indexOf(data) + 2}-${blob.indexOf(data) + 4}` });
  await byte(app, blob.indexOf(data) + 4).click();
  await idle(app);
  await expect(row(app, "data@[2]")).toHaveAttribute("aria-selected", "true");
  const link = app.url();
  expect(link).toContain("bytes=data&as=u16");
  await app.reload();
  await idle(app);
  await dropFiles(app, [{ name: "machine.bin", content: blob }]);
  await expect(row(app, "data")).toContainText("read as 16-bit integers, your choice");
  await select(app, "data");
  await app.keyboard.press("r");
  await expect(app.getByRole("option", { name: /16-bit integers/ })).toContainText("1, 2, 3, 0");
  await app.keyboard.press("Escape");
  await details(app).getByRole("button", { name: "As the schema says" }).click();
  await idle(app);
  await expect(row(app, "data")).toContainText("0100020003000000");
  expect(app.url()).not.toContain("as=");
  await app.goBack();
  await idle(app);
  await expect(row(app, "data")).toContainText("[1, 2, 3, 0]");
});

test("a link carries the readings to a browser that has chosen nothing", async ({ app, context }) => {
  await select(app, "chunks[1]");
  await app.keyboard.press("r");
  await pickReading(app, "t.Inner");
  await expect(row(app, "chunks[1].x")).toContainText("5");
  await expect(row(app, "chunks[1]")).toContainText("read as t.Inner of");
  await select(app, "chunks[1].x");
  const other = await context.newPage();
  await other.addInitScript(() => localStorage.clear());
  await open(other, new URL(app.url()).pathname + new URL(app.url()).hash);
  await dropFiles(other, [{ name: "machine.bin", content: blob }]);
  await expect(row(other, "chunks[1].x")).toHaveAttribute("aria-selected", "true");
  await other.close();
});

test("by the menu of a row, with find, filter and copies below", async ({ app }) => {
  await app.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await row(app, "hidden").getByRole("rowheader").click({ button: "right" });
  await app.getByRole("menuitem", { name: "Read as…" }).click();
  await idle(app);
  await pickReading(app, "message");
  await expect(row(app, "hidden")).toContainText("read as a message, your choice");
  await expect(row(app, "hidden.#2")).toContainText("guess");
  await row(app, "hidden").getByRole("rowheader").click({ button: "right" });
  await app.getByRole("menuitem", { name: "Read as…" }).click();
  await idle(app);
  await pickReading(app, "as the schema says");
  await expect(row(app, "hidden")).toContainText("blob by its type URL, a guess");
  await app.keyboard.press("/");
  await app.keyboard.type("label");
  await idle(app);
  await app.keyboard.press("Enter");
  await idle(app);
  await row(app, "hidden.value").getByRole("rowheader").click({ button: "right" });
  await app.getByRole("menuitem", { name: "Copy as JSON" }).click();
  await idle(app);
  expect(JSON.parse(await clipboard(app))).toEqual({
    x: 7,
    label: "inside",
    deep: { type_url: "type.googleapis.com/t.Inner", value: { x: 7, label: "inside" } },
  });
  await row(app, "hidden.value.deep").getByRole("rowheader").click({ button: "right" });
  await app.getByRole("menuitem", { name: "Copy bytes as hex" }).click();
  await idle(app);
  expect(await clipboard(app)).toBe(len(3, any("t.Inner", inner)).toString("hex"));
});

test("all choices of a blob are forgotten from the palette, and Undo brings them back", async ({ app }) => {
  await select(app, "data");
  await app.keyboard.press("r");
  await pickReading(app, "u32");
  await expect(row(app, "data@[0]")).toContainText("131,073");
  await app.keyboard.press("ControlOrMeta+k");
  await app.keyboard.type("Read all bytes of this blob");
  await app.keyboard.press("Enter");
  await idle(app);
  await expect(row(app, "data")).toContainText("0100020003000000");
  await app.getByRole("button", { name: "Undo" }).click();
  await idle(app);
  await expect(row(app, "data@[0]")).toContainText("131,073");
});

for (const scheme of ["light", "dark"] as const) {
  test(`axe finds nothing in the list and the details, ${scheme}`, async ({ app }) => {
    await app.emulateMedia({ colorScheme: scheme });
    await app.setViewportSize(small);
    await select(app, "data");
    await app.keyboard.press("r");
    await expect(app.getByRole("combobox", { name: "Find a reading or a type of any release" })).toBeFocused();
    await idle(app);
    await axe(app);
    await pickReading(app, "u16");
    await axe(app);
  });
}
